"""Cluster bootstrap and permutation of ratios of sums; corrections for many tests.

A share is a ratio of two sums over a plan's blocks (items): units coded / units counted.  Units of one block are not
independent, so whole blocks are drawn.  All is arithmetic on whole numbers and matrix products: the same digits on any
number of processors.  docs/validation.md shows what the intervals and tests do on plans whose truth is known.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

DRAWS = 4_000
PERMUTATIONS = 4_999
LEVEL = 0.95
_AT_ONCE = 500_000  # cells of a matrix of permutations made at one time


def generator(*names: str) -> np.random.Generator:
    """A generator seeded by names (of plans, of a purpose): another plan in the corpus changes no digit of this one."""
    return np.random.default_rng(int.from_bytes(hashlib.sha256("\0".join(names).encode()).digest()[:8], "big"))


def bootstrap(coded: Array, counted: Array, rng: np.random.Generator, draws: int = DRAWS) -> Array:
    """Shares of ``draws`` bootstrap samples of blocks; shape (draws, k).

    ``coded`` (blocks, k) and ``counted`` (blocks,) or (blocks, k) are sums by block.  Each sample takes blocks - 1 of the
    blocks with replacement, which makes the variance of the shares unbiased (McCarthy & Snowden 1985; Rao & Wu 1988);
    the plain bootstrap of n blocks is too narrow by (n - 1)/n, which matters with six of them.
    With one block there is nothing to draw: the samples are NaN.
    """
    blocks = len(coded)
    if blocks < 2:
        return np.full((draws, coded.shape[1]), np.nan)
    times = rng.multinomial(blocks - 1, np.full(blocks, 1 / blocks), size=draws).astype(np.float64)
    below = times @ (counted if counted.ndim == 2 else counted[:, None])
    with np.errstate(invalid="ignore", divide="ignore"):
        return (times @ coded) / below


def interval(coded: Array, counted: Array, samples: Array) -> tuple[float, float]:
    """95% interval of one share from its sums by block and its bootstrap samples.

    Wilson's score interval with the bootstrap's variance in place of the binomial one and Student's t (blocks - 1 degrees
    of freedom) in place of the normal (Korn & Graubard 1998; Franco, Little, Louis & Slud 2019).  Towards one half, where a
    theme that stands in few blocks may well be larger than it looks, the degrees of freedom are Satterthwaite's (1946),
    2(Σr²)²/Σr⁴ of the blocks' residuals r, if fewer; but that end never passes the one of blocks that are coded wholly or
    not at all, beyond which units cannot go together.  Percentile and BCa intervals cover far less than 95% here.

    Nothing coded: (0, 1 - .05**(1/blocks)), about 3/blocks (rule of three, Hanley & Lippman-Hand 1983).  The n is that of
    blocks, not of clauses: conservative, since clauses of one block may all go together.  Everything coded: its mirror.
    One block only: (NaN, NaN).
    """
    from scipy.special import stdtrit

    blocks, n, k = len(coded), float(counted.sum()), float(coded.sum())
    if blocks < 2 or n == 0:
        return np.nan, np.nan
    if k in (0, n):
        end = 1 - (1 - LEVEL) ** (1 / blocks)
        return (0.0, end) if k == 0 else (1 - end, 1.0)
    share, spread, ceiling = k / n, float(np.nanvar(samples)), float((counted ** 2).sum()) / n ** 2
    squares = (coded - share * counted) ** 2
    if spread == 0 or squares.sum() == 0:  # the blocks are all alike: nothing to learn from between them
        spread = share * (1 - share) * ceiling
        squares = np.ones(blocks)
    t, t_far = (float(stdtrit(f, (1 + LEVEL) / 2))
                for f in (blocks - 1, min(blocks - 1, max(2, 2 * squares.sum() ** 2 / (squares ** 2).sum()))))
    near = spread * t ** 2
    far = min(spread * t_far ** 2, max(spread, share * (1 - share) * ceiling) * t ** 2)
    low, high = (near, far) if share <= 0.5 else (far, near)
    return max(0.0, _wilson(share, low)[0]), min(1.0, _wilson(share, high)[1])


def _wilson(share: float, square: float) -> tuple[float, float]:
    """Score interval of a share whose (quantile x standard error)² is ``square``."""
    wide = square / (share * (1 - share))  # z²/n of the sample size that would have this variance
    centre = (share + wide / 2) / (1 + wide)
    half = (wide * share * (1 - share) + wide * wide / 4) ** 0.5 / (1 + wide)
    return centre - half, centre + half


def difference_interval(a: float, low_a: float, high_a: float, b: float, low_b: float, high_b: float) -> tuple[float, float]:
    """95% interval of ``a - b`` of two independent shares from the interval of each (MOVER: Newcombe 1998, Zou & Donner 2008)."""
    gap = a - b
    return (gap - float(np.hypot(a - low_a, high_b - b)), gap + float(np.hypot(high_a - a, b - low_b)))


def permutation_p(coded_a: Array, counted_a: Array, coded_b: Array, counted_b: Array,
                  rng: np.random.Generator, permutations: int = PERMUTATIONS) -> Array:
    """Two-sided p of the difference of two plans' shares, for each of k themes; shape (k,).

    Whole blocks change plans, and each plan keeps its number of blocks.  The difference is divided by its standard error in each
    permutation, which keeps the level where the two plans' blocks differ in size or in clustering (Janssen 1997;
    Chung & Romano 2013).  p = (1 + as extreme) / (1 + permutations), never 0.  NaN where either plan has fewer than two blocks.
    ``coded_*`` (blocks, k) and ``counted_*`` (blocks,).
    """
    first, themes = len(coded_a), coded_a.shape[1]
    if first < 2 or len(coded_b) < 2:
        return np.full(themes, np.nan)
    coded, counted = np.vstack([coded_a, coded_b]), np.concatenate([counted_a, counted_b])
    # all that the statistic needs of a group are sums over its blocks of these
    parts = np.hstack([np.ones((len(counted), 1)), counted[:, None], counted[:, None] ** 2,
                       coded, coded ** 2, coded * counted[:, None]])
    total = parts.sum(axis=0)
    observed = _studentised(parts[:first].sum(axis=0)[None, :], total, themes)[0]
    extreme = np.zeros(themes)
    left = permutations
    while left:
        size = min(left, max(1, _AT_ONCE // len(parts)))
        keys = rng.random((size, len(parts)))
        chosen = np.zeros_like(keys)
        np.put_along_axis(chosen, np.argpartition(keys, first - 1, axis=1)[:, :first], 1.0, axis=1)
        extreme += (_studentised(chosen @ parts, total, themes) >= observed * (1 - 1e-9)).sum(axis=0)
        left -= size
    return (1 + extreme) / (1 + permutations)


def _studentised(group: Array, total: Array, k: int) -> Array:
    """|difference of shares| / its standard error, from the sums of one group; shape (rows, k)."""
    gap, variance = np.zeros((len(group), k)), np.zeros((len(group), k))
    for sign, sums in ((1, group), (-1, total - group)):
        blocks, n, squares = sums[:, :1], sums[:, 1:2], sums[:, 2:3]
        coded, coded2, cross = sums[:, 3:3 + k], sums[:, 3 + k:3 + 2 * k], sums[:, 3 + 2 * k:]
        share = coded / n
        gap += sign * share
        residuals = np.maximum(coded2 - 2 * share * cross + share ** 2 * squares, 0)
        variance += residuals * blocks / np.maximum(blocks - 1, 1) / n ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.abs(gap) < 1e-12, 0.0, np.abs(gap) / np.sqrt(variance))


def holm(p: Array) -> Array:
    """Holm's (1979) step-down adjusted p; the family is the array, in which NaN does not count."""
    return _stepwise(p, lambda ordered: np.maximum.accumulate(ordered * np.arange(len(ordered), 0, -1)))


def benjamini_hochberg(p: Array) -> Array:
    """Benjamini & Hochberg's (1995) adjusted p; the family is the array, in which NaN does not count."""
    return _stepwise(p, lambda o: np.minimum.accumulate((o * len(o) / np.arange(1, len(o) + 1))[::-1])[::-1])


def _stepwise(p: Array, adjust) -> Array:  # type: ignore[no-untyped-def]
    p = np.asarray(p, dtype=np.float64)
    adjusted = np.full(p.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    adjusted[order] = np.minimum(adjust(p[order]), 1.0)
    return adjusted
