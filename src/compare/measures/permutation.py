"""Permutation of whole items between two texts: the test behind keyness and changes.

Items of both texts are put in random order and dealt to the shorter text until it has its own number
of words, to the nearest item; the statistic is G² of the occurrences that fall to it.  (To deal
as many items as it has would not do: one plan's items are longer than another's.)  Terms that
few deals of the first round match get a second, longer round; rounds are seeded.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from compare.matrix import Terms, gather

FIRST, SECOND, CLOSE = 999, 19_999, 10   # deals; a term matched by fewer than CLOSE goes to the second round
_CELLS = 4_000_000                       # deals × terms (or items) held at a time
_MANY = 500                              # items above which only the first part of a random order is drawn


def deal_items(table: Terms, columns: np.ndarray, inside: np.ndarray, outside: np.ndarray, seed: int) -> np.ndarray:
    """Two-sided p of each of ``columns``: share of deals with a G² as large, the real one counted among them.

    Empty for a term that stands in one item only: dealing items cannot test it.
    """
    both = inside | outside
    block = np.unique(table.block[both], return_inverse=True)[1]
    counts = gather(table.counts[both][:, columns], block).tocsr()
    sizes = np.bincount(block, table.sizes[both])
    mine = np.zeros(len(sizes), bool)
    mine[block[inside[both]]] = True
    small = mine if sizes[mine].sum() <= sizes[~mine].sum() else ~mine     # G² is the same from either side
    target = sizes[small].sum()
    low, high = _bounds(np.asarray(counts[small].sum(axis=0)).ravel(), np.asarray(counts.sum(axis=0)).ravel(),
                        target, sizes.sum())
    p = np.full(len(columns), np.nan)
    at = np.flatnonzero(np.diff(counts.tocsc().indptr) > 1)
    rng = np.random.default_rng(seed)
    for deals in (FIRST, SECOND):
        hits = _hits(counts[:, at], sizes, target, low[at], high[at], deals, rng)
        p[at] = (hits + 1) / (deals + 1)
        at = at[hits < CLOSE]
        if not len(at):
            break
    return p


def _bounds(n: np.ndarray, total: np.ndarray, size: float, all_size: float) -> tuple[np.ndarray, np.ndarray]:
    """Counts (at most, at least) whose G² is no smaller than that of ``n`` of ``total`` occurrences."""
    from compare.measures.keyness import g2

    low, high = np.full(len(n), -1.0), total + 1.0
    for of in np.unique(total):
        columns = np.flatnonzero(total == of)
        counts = np.arange(of + 1)
        values = g2(counts, of - counts, size, all_size - size)
        above = counts > of * size / all_size
        for held in np.unique(n[columns]):
            extreme, alike = values >= values[int(held)] - 1e-9, columns[n[columns] == held]
            low[alike] = counts[extreme & ~above].max(initial=-1)
            high[alike] = counts[extreme & above].min(initial=of + 1)
    return low, high


def _hits(counts: Any, sizes: np.ndarray, target: float, low: np.ndarray, high: np.ndarray, deals: int,
          rng: np.random.Generator) -> np.ndarray:
    """Deals that are as extreme as the real one, for each column."""
    hits = np.zeros(len(low), dtype="int64")
    step = max(1, min(_CELLS // max(len(low), 1), _CELLS // len(sizes)))
    for done in range(0, deals, step):
        n = (deal(sizes, target, min(step, deals - done), rng) @ counts).toarray()
        hits += ((n <= low) | (n >= high)).sum(axis=0)
    return hits


def deal(sizes: np.ndarray, target: float, deals: int, rng: np.random.Generator) -> Any:
    """Sparse 0/1 deals × items: items in random order up to ``target`` words, to the nearest item."""
    from scipy.sparse import csr_matrix

    width = 3 * int(np.ceil(target / sizes.mean())) + 30
    if len(sizes) <= _MANY or width >= len(sizes):
        order = np.argsort(rng.random((deals, len(sizes))), axis=1, kind="stable")
        fresh = np.ones(order.shape, bool)
    else:  # a draw that repeats an earlier one is passed over: the same law, without ordering all items
        order = rng.integers(len(sizes), size=(deals, width))
        place = order * width + np.arange(width)
        place.sort(axis=1)      # by item, then by place
        item = place // width
        place -= item * width
        fresh = np.ones(order.shape, bool)
        np.put_along_axis(fresh, place[:, 1:], item[:, 1:] != item[:, :-1], axis=1)
    size = sizes[order] * fresh
    taken = fresh & (np.cumsum(size, axis=1) - size / 2 <= target)
    return csr_matrix((np.ones(int(taken.sum())), (np.nonzero(taken)[0], order[taken])), shape=(deals, len(sizes)))
