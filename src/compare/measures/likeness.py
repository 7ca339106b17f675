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
                     deals: int) -> tuple[float, np.ndarray, float]:
    """(divergence of two plans, divergences when their items are dealt at random, p): see ``permutation``.

    ``p`` counts the deals whose divergence is as large for their items: divergences are divided by what the variation of the
    items alone would give, Σ Q / N² over both sides, with Q the χ² of an item against both plans together (a studentised
    permutation test: Janssen 1997; Chung & Romano 2013).  The plain divergence finds ten long items unlike ninety short
    ones of the same source.  Empty where a plan has no listed term.
    """
    from scipy.sparse import vstack

    first, second = sorted((a, b), key=lambda part: part[1].sum())
    counts, sizes = vstack([first[0], second[0]]).tocsr(), np.concatenate([first[1], second[1]])
    listed, total = (np.asarray(counts.sum(axis=axis)).ravel() for axis in (1, 0))
    if not listed[:len(first[1])].sum() or not listed[len(first[1]):].sum():
        return np.nan, np.full(deals, np.nan), np.nan
    squares = counts.multiply(counts).multiply(1 / np.maximum(total, 1)).sum(axis=1)
    unlike = np.asarray(squares).ravel() * listed.sum() - listed**2
    # a term that stands once is on one side whatever is dealt: such terms need only be counted
    once, counts, total = np.asarray(counts[:, total == 1].sum(axis=1)).ravel(), counts[:, total > 1].toarray(), total[total > 1]

    def measured(dealt: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(divergences, divergences over what the items alone would give) of deals, 0/1 deals × items."""
        n, held = dealt @ listed, dealt @ once
        m, rest = listed.sum() - n, once.sum() - held
        with np.errstate(divide="ignore", invalid="ignore"):
            value = _divergence(dealt @ counts, total, n, m, held, rest)
            over = dealt @ unlike
            return value, np.nan_to_num(value / (over / n**2 + (unlike.sum() - over) / m**2), nan=np.inf)

    real, ratio = measured((np.arange(len(sizes)) < len(first[1]))[None, :].astype(float))
    step = max(1, _AT_ONCE // max(len(total), 1))
    null, ratios = (np.concatenate(side) for side in zip(*(
        measured(deal(sizes, first[1].sum(), min(step, deals - done), rng).toarray()) for done in range(0, deals, step)),
        strict=True))
    return float(real[0]), null, float((1 + (ratios >= ratio[0] * (1 - 1e-9)).sum()) / (1 + deals))


def _divergence(counts: np.ndarray, total: np.ndarray, n: np.ndarray, m: np.ndarray, once: np.ndarray, others: np.ndarray
                ) -> np.ndarray:
    """``jsd`` of deals: counts of terms on one side (``n`` in all) of ``total``; ``once`` and ``others``: terms that stand once.

    Logarithms of whole numbers come from a table: they are most of the work.
    """
    table = np.arange(int(total.max(initial=1)) + 1, dtype=float)
    table[1:] *= np.log2(table[1:])
    rates = counts / n[:, None] + (total - counts) / m[:, None]
    mixed = (rates * np.log2(rates)).sum(axis=1) - once / n * np.log2(n) - others / m * np.log2(m)
    whole = counts.astype(int)
    own = np.log2(n) - table[whole].sum(axis=1) / n + np.log2(m) - table[total.astype(int) - whole].sum(axis=1) / m
    return np.clip(1 - (mixed + own) / 2, 0, 1)
