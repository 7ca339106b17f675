"""Cosines and divergences of plans with their resampling: what the tables similarity and tree are built of."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np

from compare.matrix import Terms, gather, tfidf
from compare.measures.permutation import deal
from compare.resampling import generator

_AT_ONCE = 4_000_000          # deals × terms held at one time


def pairs_of(table: Terms) -> list[tuple[int, int]]:
    """Pairs of plans by number, as ``scipy.spatial.distance.squareform`` orders them."""
    return list(combinations(range(len(table.plans)), 2))


def cosines(table: Terms) -> np.ndarray:
    """Cosine of each pair's TF-IDF weights (means of their clauses' rows), in the order of ``pairs_of``."""
    plans = gather(tfidf(table.counts), table.plan)
    inner = (plans @ plans.T).toarray()
    length = np.sqrt(np.diag(inner))
    with np.errstate(invalid="ignore"):
        full = np.minimum(inner / np.outer(length, length), 1)
    return full[np.triu_indices(len(length), 1)]


def resampled_cosines(table: Terms, draws: int) -> np.ndarray:
    """The same on corpora whose plans' items are drawn anew, one less than there are; draws × pairs, float32.

    The draw of one less makes the variance unbiased (Rao & Wu 1988).  The draws of a plan are seeded by its name.
    A plan with one block cannot be drawn: its pairs are empty.
    """
    rows = gather(tfidf(table.counts), table.block)
    parts = [rows[table.block_plan == number] for number in range(len(table.plans))]
    sizes = [part.shape[0] for part in parts]
    times = [generator("likeness", name).multinomial(max(n - 1, 1), np.full(n, 1 / n), draws).astype(float)
             for name, n in zip(table.plans, sizes, strict=True)]
    length = [np.sqrt(_forms(t, p, p, t)) if n > 1 else np.full(draws, np.nan)
              for t, p, n in zip(times, parts, sizes, strict=True)]
    made = np.empty((draws, len(pairs_of(table))), dtype="float32")
    for column, (a, b) in enumerate(pairs_of(table)):
        made[:, column] = _forms(times[a], parts[a], parts[b], times[b]) / (length[a] * length[b])
    return made


def _forms(left: np.ndarray, a: Any, b: Any, right: np.ndarray) -> np.ndarray:
    """left' A B' right for each draw."""
    return np.asarray(((left @ (a @ b.T).toarray()) * right).sum(axis=1))


def jsd(n: np.ndarray, m: np.ndarray) -> np.ndarray:
    """Jensen–Shannon divergence in bits between counts (last axis: terms): 0 same, 1 nothing shared (Lin 1991)."""
    p = n / n.sum(axis=-1, keepdims=True)
    q = m / m.sum(axis=-1, keepdims=True)
    return np.clip(_entropy((p + q) / 2) - (_entropy(p) + _entropy(q)) / 2, 0, 1)


def _entropy(p: np.ndarray) -> np.ndarray:
    return -(p * np.log2(np.where(p > 0, p, 1))).sum(axis=-1)


def items_of(table: Terms) -> list[tuple[Any, np.ndarray]]:
    """(counts items × terms, words of each item) of each plan."""
    counts, sizes, plan = gather(table.counts, table.block), np.bincount(table.block, table.sizes), table.block_plan
    return [(counts[plan == number], sizes[plan == number]) for number in range(len(table.plans))]


def dealt_divergence(a: tuple[Any, np.ndarray], b: tuple[Any, np.ndarray], rng: np.random.Generator,
                     deals: int) -> tuple[float, np.ndarray]:
    """(divergence of two plans, divergences when their items are dealt at random): see ``permutation``."""
    from scipy.sparse import vstack

    first, second = sorted((a, b), key=lambda part: part[1].sum())
    counts = vstack([first[0], second[0]]).tocsr()
    counts = counts[:, np.unique(counts.indices)]
    mine, total = (np.asarray(part.sum(axis=0)).ravel() for part in (counts[:len(first[1])], counts))
    sizes, step, null = np.concatenate([first[1], second[1]]), max(1, _AT_ONCE // max(len(total), 1)), []
    for done in range(0, deals, step):
        n = (deal(sizes, first[1].sum(), min(step, deals - done), rng) @ counts).toarray()
        null.append(jsd(n, total - n))
    return float(jsd(mine, total - mine)), np.concatenate(null)
