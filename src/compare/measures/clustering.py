"""LSA and k-means on items or clauses, and whether the result would come again.

The pipeline is TF-IDF (terms in two units or more) -> the first k singular vectors, rows of length 1 -> k-means.  Its
stability is measured on halves: the items are split in two at random, the whole pipeline is fitted on each half, and
each half's result classifies all units; the adjusted Rand index of the two says how far they agree (Lange et al. 2004;
Tibshirani & Walther 2005).  Halves share no text, so that agreement comes from structure and not from common units.

With many units even words dealt out at random give some agreement (the first singular vectors settle on the most
frequent words).  So the same is done on a null corpus, in which each term's occurrences are moved, as they stand
together, to other units of about the same length; ``excess`` = (ari - null) / (1 - null) is what is judged.  ``FOUND`` is set by
simulation: see docs/validation.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from compare.errors import StudyError
from compare.matrix import Terms, gather, idf, terms, tfidf
from compare.resampling import generator
from compare.study import Study, once

FOUND = 0.45                  # excess agreement from which clusters are reported as found
LARGEST = 8                   # most clusters tried
SPLITS, SPLITS_OF_MANY, MANY = 20, 8, 1500     # halvings; and where there are more than MANY units
SHORTEST, FEWEST = 5, 40      # listed terms that a unit must hold; units without which nothing is looked for
_NEAR = 0.03                  # excesses this close are equal: the silhouette decides
_STARTS, _STARTS_OF_MANY, _STEPS = 6, 3, 40
_LAYER = 30                   # units of like length among which the null corpus moves terms
YES, NO = "发现稳定聚类", "未发现稳定聚类"




@dataclass(frozen=True)
class Clustering:
    """Units (``first``: row of the unit's first clause), and for the ``kept`` among them coordinates and clusters.

    ``scores`` has one row for each k of ``ks``: ari, its 10% quantile, null, excess and silhouette; ``jaccard`` has one
    value for each cluster of the chosen k.
    """

    counts: Any
    first: np.ndarray
    kept: np.ndarray
    ks: np.ndarray
    scores: np.ndarray
    k: int
    labels: np.ndarray
    points: np.ndarray
    centres: np.ndarray
    silhouette: np.ndarray
    jaccard: np.ndarray
    found: bool
    splits: int


def units(table: Terms, per: str) -> tuple[Any, np.ndarray, np.ndarray]:
    """(counts units × terms, row of each unit's first clause, item of each unit) for ``per`` item or clause."""
    if per not in ("item", "clause"):
        raise StudyError("per", f"no unit {per!r}", "use 'item' or 'clause'")
    if per == "clause":
        return table.counts, np.arange(len(table.block)), table.block
    return gather(table.counts, table.block), np.unique(table.block, return_index=True)[1], np.arange(table.block.max() + 1)


@once
def clustering(study: Study, per: str = "item", unit: str = "token") -> tuple[Terms, Clustering]:
    """Terms of a study and the clusters of its units: worked out once a study, for the five tables that show them."""
    table = terms(study, unit)
    return table, cluster(table, per)


def cluster(table: Terms, per: str = "item") -> Clustering:
    """Clusters of the units; with fewer than FEWEST units of SHORTEST terms nothing is looked for (k = 0)."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):      # the matrices are small: more threads are slower, and their sums differ in the last digit
        return _cluster(table, per)


def _cluster(table: Terms, per: str) -> Clustering:
    counts, first, item = units(table, per)
    length = np.asarray(counts.sum(axis=1)).ravel()
    kept = np.flatnonzero(length >= SHORTEST)
    none = np.zeros(0)
    if len(kept) < FEWEST:
        return Clustering(counts, first, kept, none.astype(int), np.zeros((0, 5)), 0, none.astype(int), np.zeros((0, 0)),
                          np.zeros((0, 0)), none, none, False, 0)
    held, item = counts[kept].tocsr(), item[kept]
    ks = np.arange(2, LARGEST + 1)
    splits = SPLITS if len(kept) <= MANY else SPLITS_OF_MANY
    pairs = halves(item, splits)
    agreement = _agreement(held, ks, pairs)
    null = _agreement(shuffled(held), ks, pairs[:splits // 2]).mean(axis=1)
    ari = agreement.mean(axis=1)
    excess = (ari - null) / np.maximum(1 - null, 1e-9)
    space = project(held, *_axes(held, LARGEST))
    points = [on_sphere(space[:, :k]) for k in ks]
    centres = [kmeans(at, int(k)) for at, k in zip(points, ks, strict=True)]
    labels = [nearest(at, own) for at, own in zip(points, centres, strict=True)]
    silhouettes = [silhouette(at, own) for at, own in zip(points, labels, strict=True)]
    means = np.array([s.mean() for s in silhouettes])
    near = np.flatnonzero(excess >= excess.max() - _NEAR)
    best = int(near[np.argmax(means[near].round(6))])
    order = _by_size(labels[best])
    chosen, k = order[labels[best]], int(ks[best])
    scores = np.column_stack([ari, np.quantile(agreement, 0.1, axis=1), null, excess, means])
    return Clustering(counts, first, kept, ks, scores, k, chosen, points[best], centres[best][np.argsort(order)],
                      silhouettes[best], jaccard(held, k, chosen, pairs), bool(excess[best] >= FOUND), splits)


def _axes(counts: Any, k: int) -> tuple[np.ndarray, np.ndarray]:
    """(IDF with 0 for terms in one unit only, first k right singular vectors of the TF-IDF matrix)."""
    from scipy.sparse.linalg import svds

    df, weights = idf(counts)
    weights = np.where(df >= 2, weights, 0.0)
    rows = tfidf(counts, weights)
    if rows.shape[0] <= MANY:
        values, left = np.linalg.eigh((rows @ rows.T).toarray())
        values, left = values[::-1][:k], left[:, ::-1][:, :k]
        return weights, (rows.T @ left) / np.sqrt(np.maximum(values, 1e-12))
    _, values, right = svds(rows, k, v0=np.ones(min(rows.shape)))
    return weights, right[np.argsort(-values)].T


def project(counts: Any, weights: np.ndarray, axes: np.ndarray) -> np.ndarray:
    """Units' coordinates in the space of the axes."""
    return np.asarray(tfidf(counts, weights) @ axes)


def on_sphere(at: np.ndarray) -> np.ndarray:
    """Rows of length 1 (0 where no term is known)."""
    length = np.linalg.norm(at, axis=1, keepdims=True)
    return at / np.where(length > 1e-12, length, 1)


def kmeans(points: np.ndarray, k: int) -> np.ndarray:
    """Centres of the best of several k-means runs (k-means++ starts, Arthur & Vassilvitskii 2007; Lloyd's steps), seeded."""
    rng = np.random.default_rng(k)
    best, lowest = points[:k], np.inf
    for _ in range(_STARTS if len(points) <= MANY else _STARTS_OF_MANY):
        centres = points[[rng.integers(len(points))]]
        away = _squares(points, centres)[:, 0]
        for _ in range(1, k):
            total = np.cumsum(away)
            centres = np.vstack([centres, points[min(np.searchsorted(total, rng.random() * total[-1]), len(points) - 1)]])
            away = np.minimum(away, _squares(points, centres[-1:])[:, 0])
        before = None
        for _ in range(_STEPS):
            distance = _squares(points, centres)
            own = distance.argmin(axis=1)
            if before is not None and (own == before).all():
                break
            before, member = own, np.eye(k)[own]
            size = member.sum(axis=0)[:, None]
            centres = np.where(size > 0, member.T @ points / np.maximum(size, 1), centres)
        cost = distance.min(axis=1).sum()
        if cost < lowest - 1e-9:
            best, lowest = centres, cost
    return best


def _squares(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    return np.maximum((points**2).sum(axis=1)[:, None] - 2 * points @ centres.T + (centres**2).sum(axis=1), 0)


def nearest(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    return _squares(points, centres).argmin(axis=1)


def halves(item: np.ndarray, splits: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Random halves of the items, as rows of units."""
    rng, n = generator("clusters", "halves"), int(item.max()) + 1
    orders = [rng.permutation(n) < n / 2 for _ in range(splits)]
    return [(np.flatnonzero(order[item]), np.flatnonzero(~order[item])) for order in orders]


def _agreement(counts: Any, ks: np.ndarray, pairs: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Adjusted Rand index of the two halves' classifications of all units; ks × splits."""
    made = np.zeros((len(ks), len(pairs)))
    for column, pair in enumerate(pairs):
        spaces = [project(counts, *_axes(counts[half], int(ks.max()))) for half in pair]
        for row, k in enumerate(ks):
            points = [on_sphere(space[:, :k]) for space in spaces]
            a, b = (nearest(at, kmeans(at[half], int(k))) for at, half in zip(points, pair, strict=True))
            made[row, column] = rand_index(a, b)
    return made


def rand_index(a: np.ndarray, b: np.ndarray) -> float:
    """Adjusted Rand index (Hubert & Arabie 1985); 1 where both put all in one cluster."""
    table = np.zeros((a.max() + 1, b.max() + 1))
    np.add.at(table, (a, b), 1)
    together = (table * (table - 1)).sum() / 2
    rows, columns = (float((s * (s - 1)).sum() / 2) for s in (table.sum(axis=1), table.sum(axis=0)))
    expected, largest = rows * columns / (len(a) * (len(a) - 1) / 2), (rows + columns) / 2
    return float((together - expected) / (largest - expected)) if largest > expected else 1.0


def shuffled(counts: Any) -> Any:
    """The null corpus: each term's counts are permuted, term by term, among units of about the same length."""
    from scipy.sparse import csr_matrix, vstack

    rng, rows = generator("clusters", "null"), counts.tocsr()
    order = np.argsort(np.asarray(rows.sum(axis=1)).ravel(), kind="stable")
    layers = np.array_split(order, max(1, len(order) // _LAYER))
    moved = vstack([csr_matrix(rng.permuted(rows[layer].toarray(), axis=0)) for layer in layers]).tocsr()
    return moved[np.argsort(order)]


def jaccard(counts: Any, k: int, labels: np.ndarray, pairs: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Mean over half-samples of each cluster's largest Jaccard with a cluster found there (Hennig 2007, subsets of n/2)."""
    found = []
    for half in (half for pair in pairs for half in pair):
        at = on_sphere(project(counts[half], *_axes(counts[half], k)))
        again, own = np.eye(k)[nearest(at, kmeans(at, k))], np.eye(k)[labels[half]]
        both = own.T @ again
        found.append((both / np.maximum(own.sum(axis=0)[:, None] + again.sum(axis=0) - both, 1)).max(axis=1))
    return np.mean(found, axis=0)


def silhouette(points: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Silhouette of each unit (Rousseeuw 1987) with squared distances to the clusters' units; rows have length 1."""
    member = np.eye(labels.max() + 1)[labels]
    size = member.sum(axis=0)
    # mean squared distance to a cluster's units, from sums alone: no units × units matrix
    squares = (points**2).sum(axis=1)
    mean = squares[:, None] * size - 2 * points @ (member.T @ points).T + squares @ member
    own = member.astype(bool)
    a = mean[own] / np.maximum(size[labels] - 1, 1)
    b = np.where(own, np.inf, mean / np.maximum(size, 1)).min(axis=1)
    value = np.divide(b - a, np.maximum(a, b), out=np.zeros(len(a)), where=np.maximum(a, b) > 0)
    return np.where(size[labels] > 1, value, 0.0)


def _by_size(labels: np.ndarray) -> np.ndarray:
    """New number of each cluster: largest first."""
    size = np.bincount(labels)
    order = np.empty(len(size), dtype=int)
    order[np.argsort(-size, kind="stable")] = np.arange(len(size))
    return order
