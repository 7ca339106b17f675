"""Plans that use the same words: k-means on the TF-IDF vectors of whole plans, for studies of many plans.

The vectors are those of scikit-learn's TfidfVectorizer on the words of each plan.  Starts are found where it costs little, in
the space of the first singular vectors (of at most ``SAMPLE`` plans), and the best is led on in the full space, over all plans,
until no plan changes its cluster.  What clusters the items of a few plans, and tests whether they would come again, is
the table clusters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from compare.bags import bags
from compare.errors import StudyError
from compare.matrix import row_blocks, tfidf
from compare.measures.clustering import kmeans, nearest
from compare.resampling import generator
from compare.study import Study
from compare.tables import PLAN, check, define
from compare.threads import side_by_side

define(
    "plan_clusters", "one plan and its cluster", "plan_id",
    plan_id=PLAN,
    cluster=("Int64", "number of the cluster, from 1, largest first; empty where there are too few plans"),
    distance=("float64", "distance of the plan's TF-IDF vector to the cluster's centre"),
    note=("str", "描述性: not tested for stability; how many plans the starts were looked for in"),
)

FEWEST, K, SAMPLE = 20, 8, 1000   # plans without which nothing is clustered; clusters; plans that starts are looked for in
_STEPS = 50


@dataclass(frozen=True)
class Fit:
    """``labels`` of the rows, ``centres`` (k, columns), ``squares``: squared distance of each row to its centre."""

    labels: np.ndarray
    centres: np.ndarray
    squares: np.ndarray

    @property
    def inertia(self) -> float:
        return float(self.squares.sum())


def plan_clusters(study: Study, k: int = K) -> pd.DataFrame:
    """Table plan_clusters: one row a plan.  With fewer than 20 plans, or than two a cluster, there are none.

    Raises StudyError where ``k`` is less than 2.
    """
    if k < 2:
        raise StudyError("plan_clusters, k", f"{k} clusters", "give a number from 2 up")
    plans = study.plans["plan_id"]
    frame = pd.DataFrame({"plan_id": plans, "cluster": pd.Series(pd.NA, index=plans.index, dtype="Int64"),
                          "distance": np.nan, "note": f"少于 {max(FEWEST, 2 * k)} 份文件，不聚类"})
    if len(plans) >= max(FEWEST, 2 * k):
        made = fit(tfidf(bags(study).counts), k)
        frame["cluster"], frame["distance"] = made.labels + 1, np.sqrt(made.squares)
        sample = f"；起点取自 {SAMPLE} 份的随机样本" if len(plans) > SAMPLE else ""
        frame["note"] = f"描述性：全文词语的相近程度，未检验稳定性{sample}"
    return check(frame, "plan_clusters")


def fit(rows: Any, k: int) -> Fit:
    """k-means of the rows of a sparse matrix: the best of what the starts lead to."""
    squares = np.concatenate(side_by_side(_squares, row_blocks(rows)))
    found = [_led_on(rows, squares, labels, k) for labels in _starts(rows, k)]
    return min(found, key=lambda made: round(made.inertia, 9))


def _squares(block: tuple[int, Any]) -> np.ndarray:
    """Squared length of each row of a block."""
    rows, found = block[1], np.zeros(block[1].shape[0])
    filled = np.flatnonzero(np.diff(rows.indptr))
    if len(filled):
        found[filled] = np.add.reduceat(np.square(rows.data), rows.indptr[filled])
    return found


def _led_on(rows: Any, squares: np.ndarray, labels: np.ndarray, k: int) -> Fit:
    """Lloyd's steps from ``labels`` until no row changes its cluster; clusters by size, largest first."""
    sums = (_members(labels, np.ones(len(labels)), k) @ rows).toarray()
    for _ in range(_STEPS):
        centres = sums / np.maximum(np.bincount(labels, minlength=k), 1)[:, None]
        new, away = _assigned(rows, squares, centres)
        moved = np.flatnonzero(new != labels)
        if len(moved) == 0:
            break
        for plans, sign in ((labels, -1.0), (new, 1.0)):
            sums += (_members(plans[moved], np.full(len(moved), sign), k) @ rows[moved]).toarray()
        labels = new
    order = np.argsort(-np.bincount(labels, minlength=k), kind="stable")
    rank = np.empty(k, dtype=int)
    rank[order] = np.arange(k)
    return Fit(rank[labels], centres[order], away)


def _members(labels: np.ndarray, weights: np.ndarray, k: int) -> Any:
    """Clusters × rows."""
    from scipy.sparse import csr_matrix

    return csr_matrix((weights, (labels, np.arange(len(labels)))), shape=(k, len(labels)))


def _assigned(rows: Any, squares: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(nearest centre, squared distance to it) of each row."""
    columns, lengths = np.ascontiguousarray(centres.T), (centres**2).sum(axis=1)
    distance = np.maximum(squares[:, None] - 2 * _product(rows, columns) + lengths, 0)
    labels = distance.argmin(axis=1)
    return labels, distance[np.arange(len(labels)), labels]


def _product(rows: Any, columns: np.ndarray) -> np.ndarray:
    """Rows of a sparse matrix times columns; by threads, each with rows of its own."""
    return np.vstack(side_by_side(lambda block: block[1] @ columns, row_blocks(rows)))


def _starts(rows: Any, k: int) -> list[np.ndarray]:
    """Clusters of the rows in the spaces of a sample's first singular vectors, of several sizes."""
    from threadpoolctl import threadpool_limits

    n = rows.shape[0]
    few = n <= SAMPLE
    chosen = np.arange(n) if few else np.sort(generator("plan clusters").choice(n, SAMPLE, replace=False))
    some = rows if few else rows[chosen]
    with threadpool_limits(1):      # sums over more threads differ in the last digit
        sizes = (k, k // 2 + 1, k + k // 2, 2 * k) if few else (k,)
        axes = np.ascontiguousarray(_axes(some, 2 * k)[:, :max(sizes)])
        all_at = _product(rows, axes)
        at = all_at[chosen]
        return [nearest(all_at[:, :size], kmeans(at[:, :size], k)) for size in sizes]


def _axes(rows: Any, k: int) -> np.ndarray:
    """About the first k right singular vectors, as columns (Halko, Martinsson & Tropp 2011, with two power iterations)."""
    # in two halves, by threads, whatever the machine; by columns, so that what is read here and there stays in its cache
    half = rows.shape[0] // 2
    halves = side_by_side(lambda some: rows[some].tocsc(), (slice(half), slice(half, None)))

    def across(columns: np.ndarray) -> np.ndarray:
        return np.vstack(side_by_side(lambda some: some @ columns, halves))

    def back(columns: np.ndarray) -> np.ndarray:
        one, other = side_by_side(lambda at: at[0].T @ at[1], zip(halves, (columns[:half], columns[half:]), strict=True))
        return np.asarray(one + other)

    found = across(generator("axes").standard_normal((rows.shape[1], k + 8)))
    for _ in range(2):
        found = across(back(np.linalg.qr(found)[0]))
    long = back(np.linalg.qr(found)[0])
    values, turn = np.linalg.eigh(long.T @ long)
    values, turn = values[::-1][:k], turn[:, ::-1][:, :k]
    return long @ np.where(values > 1e-12 * values[0], turn / np.sqrt(np.maximum(values, 1e-300)), 0)
