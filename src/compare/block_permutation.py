"""Permutation of whole blocks between two plans: is one's share above the other's."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from compare.resampling import Array

PERMUTATIONS = 4_999
_AT_ONCE = 500_000  # cells of a matrix of permutations made at one time
_BATCH, _ENOUGH = 250, 20


def permutation_p(coded_a: Array, counted_a: Array, coded_b: Array, counted_b: Array,
                  rng: np.random.Generator, permutations: int = PERMUTATIONS) -> Array:
    """Two-sided p of the difference of two plans' shares, for each of k themes; shape (k,).

    Blocks change plans in three ways, each plan keeping its number of blocks, and the largest p counts: (1) whole blocks,
    sizes and all, the difference divided by its standard error under one share and one correlation inside blocks (exact
    where the plans' blocks are alike); (2) what is left of the blocks when that share is taken away, in units of its
    standard deviation, put on blocks that keep their sizes (where the plans' blocks are not alike; after Freedman & Lane
    1983); (3) the blocks' own shares, put on blocks that keep their sizes, the difference divided by its standard error
    between blocks (Janssen 1997; Chung & Romano 2013): right where a block is coded wholly or not at all, so that its size
    says nothing of its share.  Each alone, the plain difference, and whole blocks with the statistic of (3) go far over
    their level where the one plan has few large blocks and the other many small ones.

    p = (1 + as extreme) / (1 + permutations), never 0; permuting stops early once every theme has shown 20 as extreme
    (Besag & Clifford 1991).  NaN where either plan has fewer than two blocks.
    ``coded_*`` (blocks, k) and ``counted_*`` (blocks,).
    """
    first, themes = len(coded_a), coded_a.shape[1]
    if first < 2 or len(coded_b) < 2:
        return np.full(themes, np.nan)
    coded, counted = np.vstack([coded_a, coded_b]), np.concatenate([counted_a, counted_b])
    blocks = len(counted)
    statistics = _three_statistics(coded, counted, first)
    observed = statistics(np.arange(blocks)[None, :])
    extreme, done = np.zeros((3, themes)), 0
    while done < permutations and not (done and (extreme.max(axis=0) >= _ENOUGH).all()):
        size = min(permutations - done, _BATCH if done == 0 else max(1, _AT_ONCE // blocks))
        orders = np.argsort(rng.random((size, blocks)), axis=1, kind="stable")
        extreme += (statistics(orders) >= observed * (1 - 1e-9)).sum(axis=1)
        done += size
    return (1 + extreme.max(axis=0)) / (1 + done)


def _three_statistics(coded: Array, counted: Array, first: int) -> Callable[[NDArray[np.intp]], Array]:
    """Orders of the blocks (rows), of which the ``first`` are plan a's -> the statistics, shape (3, rows, k)."""
    n, share = counted.sum(), coded.sum(axis=0) / counted.sum()
    binomial, residuals = share * (1 - share), coded - share * counted[:, None]
    pairs = float((counted * (counted - 1)).sum())
    rho = np.zeros_like(share)  # correlation inside blocks, by moments
    known = binomial > 0
    if pairs:
        over = (residuals ** 2).sum(axis=0) - binomial * n
        rho[known] = np.clip(over[known] / (binomial[known] * pairs), 0, 1)
    deviation = np.sqrt(counted[:, None] * (1 + (counted[:, None] - 1) * rho))
    standard = residuals / deviation
    weights = np.where(np.arange(len(counted)) < first, 1 / counted[:first].sum(), -1 / counted[first:].sum())
    squared, shares = counted ** 2, coded / counted[:, None]
    sides = [(slice(0, first), counted[:first].sum(), first / (first - 1)),
             (slice(first, None), counted[first:].sum(), (len(counted) - first) / (len(counted) - first - 1))]

    def between(moved: Array) -> Array:
        """Difference over its standard error between blocks, of shares (rows, blocks) put on the blocks' sizes."""
        gap, variance = np.zeros(len(moved)), np.zeros(len(moved))
        for sign, (own, total, few) in zip((1, -1), sides, strict=True):
            part, mean = moved[:, own], moved[:, own] @ counted[own] / total
            spread = part ** 2 @ squared[own] - 2 * mean * (part @ squared[own]) + mean ** 2 * squared[own].sum()
            gap, variance = gap + sign * mean, variance + few * np.maximum(spread, 0) / total ** 2
        return np.where(np.abs(gap) < 1e-12, 0, np.abs(gap)) / np.sqrt(np.maximum(variance, 1e-12))

    def all_three(orders: NDArray[np.intp]) -> Array:
        chosen = np.zeros(orders.shape)
        np.put_along_axis(chosen, orders[:, :first], 1.0, axis=1)
        n_a, squares_a, coded_a = (chosen @ counted)[:, None], (chosen @ squared)[:, None], chosen @ coded
        n_b, squares_b, coded_b = n - n_a, squared.sum() - squares_a, coded.sum(axis=0) - coded_a
        variance = sum((m + rho * (squares - m)) / m ** 2 for m, squares in ((n_a, squares_a), (n_b, squares_b)))
        gap = np.abs(coded_a / n_a - coded_b / n_b)
        whole = np.where(gap < 1e-12, 0, gap) / np.sqrt(variance)
        left = np.stack([np.abs((standard[orders, j] * (weights * deviation[:, j])).sum(axis=1))
                         for j in range(coded.shape[1])], axis=1)
        own = np.stack([between(shares[orders, j]) for j in range(coded.shape[1])], axis=1)
        return np.stack([whole, np.where(left < 1e-12, 0, left), own])

    return all_three
