"""Topics by non-negative matrix factorisation, beside the clusters, with the same test on halves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from compare.matrix import Terms, idf, tfidf
from compare.measures.clustering import FOUND, Clustering, clustering, halves, rand_index, shuffled, units
from compare.study import Study
from compare.tables import check, define, empty

define(
    "topics", "one term of one NMF topic", "topic rank",
    topic=("int64", "number of the topic, from 1"),
    rank=("int64", "place of the term in the topic, from 1"),
    term=("str", "the term"),
    weight=("float64", "weight of the term in the topic, topics summing to 1"),
    size=("int64", "units whose heaviest topic it is"),
    ari=("float64", "mean adjusted Rand index of two halves, as for clusters"),
    verdict=("str", "发现稳定主题 or 未发现稳定主题"),
)

TERMS = 12
SPLITS = 10
YES, NO = "发现稳定主题", "未发现稳定主题"


def topics(study: Study, k: int | None = None, per: str = "item", unit: str = "token") -> pd.DataFrame:
    """Table topics: the heaviest terms of each of ``k`` topics (as many as the clusters' number, where not given).

    NMF (Lee & Seung 1999; scikit-learn, NNDSVD start) on TF-IDF of terms in two units or more.  Its stability is that of
    each unit's heaviest topic, on halves and against a null corpus as for clusters; ``FOUND`` is the same.
    """
    table, made = clustering(study, per, unit)
    if not made.k:
        return empty("topics")
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        return _topics(table, made, k or made.k, per)


def _topics(table: Terms, made: Clustering, k: int, per: str) -> pd.DataFrame:
    counts = made.counts[made.kept].tocsr()
    item = units(table, per)[2][made.kept]
    pairs = halves(item, SPLITS)
    ari = np.array([_agree(counts, k, pair) for pair in pairs]).mean()
    null = np.array([_agree(shuffled(counts), k, pair) for pair in pairs[:SPLITS // 2]]).mean()
    weights, parts = _factors(counts, k)
    own = _assign(counts, weights, parts)
    share = parts / np.maximum(parts.sum(axis=1, keepdims=True), 1e-300)
    order = np.argsort(-np.bincount(own, minlength=k), kind="stable")
    rows = [(number, rank, table.terms[term], share[topic, term], int((own == topic).sum()))
            for number, topic in enumerate(order, 1)
            for rank, term in enumerate(np.argsort(-share[topic].round(12), kind="stable")[:TERMS], 1)]
    frame = pd.DataFrame(rows, columns=["topic", "rank", "term", "weight", "size"])
    found = ari - null >= FOUND * (1 - null)
    return check(frame.assign(ari=ari, verdict=YES if found else NO), "topics")


def _factors(counts: Any, k: int) -> tuple[np.ndarray, np.ndarray]:
    """(IDF, topics × terms)."""
    import warnings

    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    df, weights = idf(counts)
    weights = np.where(df >= 2, weights, 0.0)
    model = NMF(k, init="nndsvda", max_iter=150, tol=1e-3, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)     # 150 steps do; the stability is measured
        model.fit(tfidf(counts, weights))
    return weights, model.components_


def _assign(counts: Any, weights: np.ndarray, parts: np.ndarray) -> np.ndarray:
    """Heaviest topic of each unit, by multiplicative steps towards the least-squares weights."""
    rows = tfidf(counts, weights)
    toward, among = np.asarray(rows @ parts.T), parts @ parts.T
    made = np.full(toward.shape, 1.0)
    for _ in range(100):
        made *= toward / np.maximum(made @ among, 1e-12)
    return (made * np.linalg.norm(parts, axis=1)).argmax(axis=1)


def _agree(counts: Any, k: int, pair: tuple[np.ndarray, np.ndarray]) -> float:
    return rand_index(*(_assign(counts, *_factors(counts[half], k)) for half in pair))
