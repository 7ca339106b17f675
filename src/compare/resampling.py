"""Cluster bootstrap of ratios of sums, and intervals from it.

A share is a ratio of two sums over a plan's blocks (items): units coded / units counted.  Units of one block are not
independent, so whole blocks are drawn.  All is arithmetic on whole numbers and matrix products: the same digits on any
number of processors.  docs/validation.md shows what the intervals do on plans whose truth is known.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

DRAWS = 4_000
LEVEL = 0.95
_ROWS = 64          # plans and themes whose samples are looked at together: as many as the processor's own memory holds


def generator(*names: str) -> np.random.Generator:
    """A generator seeded by names (of plans, of a purpose): another plan in the corpus changes no digit of this one."""
    return np.random.default_rng(int.from_bytes(hashlib.sha256("\0".join(names).encode()).digest()[:8], "big"))


def bootstrap(coded: Array, counted: Array, rng: np.random.Generator, draws: int = DRAWS) -> Array:
    """Shares of ``draws`` bootstrap samples of blocks; shape (draws, k).

    ``coded`` (blocks, k) and ``counted`` (blocks,) or (blocks, k) are sums by block.  Each sample takes blocks - 1 of the
    blocks with replacement, which makes the variance of the shares unbiased (McCarthy & Snowden 1985; Rao & Wu 1988);
    the plain bootstrap of n blocks is too narrow by (n - 1)/n, which matters with six of them.
    With one block there is nothing to draw: the samples are NaN.

    Which blocks are drawn hangs on their number alone, and is worked out once for all plans that have as many; ``rng``
    gives the order of the samples, so that those of two plans go together by chance.
    """
    blocks = len(coded)
    if blocks < 2:
        return np.full((draws, coded.shape[1]), np.nan)
    times = _times(blocks, draws).astype(np.float64)
    below = times @ (counted if counted.ndim == 2 else counted[:, None])
    with np.errstate(invalid="ignore", divide="ignore"):
        return ((times @ coded) / below)[rng.permutation(draws)]


@lru_cache(maxsize=128)
def _times(blocks: int, draws: int) -> NDArray[np.uint16]:
    """How often each block stands in each sample of blocks - 1 of them."""
    chosen = generator("blocks", str(blocks)).integers(0, blocks, (draws, blocks - 1)) + blocks * np.arange(draws)[:, None]
    return np.bincount(chosen.ravel(), minlength=draws * blocks).reshape(draws, blocks).astype(np.uint16)


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
    low, high = intervals(coded[:, None], counted, samples[:, None])
    return float(low[0]), float(high[0])


def intervals(coded: Array, counted: Array, samples: Array) -> tuple[Array, Array]:
    """``interval`` of each of k themes: lower and upper ends, from sums (blocks, k), (blocks,) and samples (draws, k)."""
    blocks, n, k = len(coded), float(counted.sum()), coded.sum(axis=0)
    if blocks < 2 or n == 0:
        return np.full(len(k), np.nan), np.full(len(k), np.nan)
    end = 1 - (1 - LEVEL) ** (1 / blocks)
    low, high = np.where(k == 0, 0.0, 1 - end), np.where(k == 0, end, 1.0)
    some = np.flatnonzero((k > 0) & (k < n))
    if len(some) == 0:
        return low, high
    drawn = np.ascontiguousarray(samples[:, some].T)
    spread = np.nanvar(drawn, axis=1) if np.isnan(drawn).any() else drawn.var(axis=1)
    share = k[some] / n
    squares = (coded[:, some] - share * counted[:, None]) ** 2
    low[some], high[some] = _ends(share, spread, float((counted ** 2).sum()) / n ** 2, blocks, squares.sum(axis=0),
                                  (squares ** 2).sum(axis=0))
    return low, high


def intervals_of_many(coded: Array, counted: Array) -> tuple[Array, Array]:
    """``intervals`` of many plans that have as many blocks, at once, from sums (plans, blocks, k) and (plans, blocks).

    A plan's samples are those of ``bootstrap`` but for their order, on which a variance hangs in the last digits alone.
    """
    plans, blocks, themes = coded.shape
    n, k = counted.sum(axis=1)[:, None], coded.sum(axis=1)
    low, high = np.full((2, plans, themes), np.nan)
    if blocks < 2:
        return low, high
    end = 1 - (1 - LEVEL) ** (1 / blocks)
    low[:], high[:] = np.where(k == 0, 0.0, 1 - end), np.where(k == 0, end, 1.0)
    plan, theme = np.nonzero((k > 0) & (k < n))
    cells, sizes = coded[plan, :, theme], counted[plan]   # one row for each plan and theme
    share = k[plan, theme] / n[plan, 0]
    squares = (cells - share[:, None] * sizes) ** 2
    # whole numbers, exact in single precision up to 2**24
    times = _times(blocks, DRAWS).T.astype(np.float32 if blocks * counted.max() < 2**24 else np.float64)
    spread = np.empty(len(share))
    for at in range(0, len(share), _ROWS):
        part = slice(at, at + _ROWS)
        drawn = (cells[part].astype(times.dtype) @ times).astype(np.float64)
        drawn /= sizes[part].astype(times.dtype) @ times
        spread[part] = drawn.var(axis=1)
    ceiling = (sizes ** 2).sum(axis=1) / n[plan, 0] ** 2
    low[plan, theme], high[plan, theme] = _ends(share, spread, ceiling, blocks, squares.sum(axis=1), (squares ** 2).sum(axis=1))
    return low, high


def _ends(share: Array, spread: Array, ceiling: Array | float, blocks: int, second: Array, fourth: Array,
          upper: Array | float = (1 + LEVEL) / 2) -> tuple[Array, Array]:
    """Interval of each share, neither 0 nor 1, from the variance of its samples and the sums of its blocks' residuals² and ⁴;
    ``upper``: the quantile of its upper end, one or a column (n, 1) of them, for ends of shape (n, k)."""
    from scipy.special import stdtrit

    alike = (spread == 0) | (second == 0)  # the blocks are all alike: nothing to learn from between them
    spread = np.where(alike, share * (1 - share) * ceiling, spread)
    fewer = np.minimum(blocks - 1, np.maximum(2, 2 * np.where(alike, blocks, second ** 2) / np.where(alike, 1.0, fourth)))
    t, t_far = stdtrit(blocks - 1, upper), stdtrit(fewer, upper)
    near = spread * t ** 2
    far = np.minimum(spread * t_far ** 2, np.maximum(spread, share * (1 - share) * ceiling) * t ** 2)
    small = share <= 0.5
    return (np.maximum(0.0, _wilson(share, np.where(small, near, far))[0]),
            np.minimum(1.0, _wilson(share, np.where(small, far, near))[1]))


def _wilson(share: Array, square: Array) -> tuple[Array, Array]:
    """Score interval of a share whose (quantile x standard error)² is ``square``."""
    wide = square / (share * (1 - share))  # z²/n of the sample size that would have this variance
    centre = (share + wide / 2) / (1 + wide)
    half = (wide * share * (1 - share) + wide * wide / 4) ** 0.5 / (1 + wide)
    return centre - half, centre + half


def difference_interval(a: float, low_a: float, high_a: float, b: float, low_b: float, high_b: float) -> tuple[float, float]:
    """95% interval of ``a - b`` of two independent shares from the interval of each (MOVER: Newcombe 1998, Zou & Donner 2008)."""
    gap = a - b
    return (gap - float(np.hypot(a - low_a, high_b - b)), gap + float(np.hypot(high_a - a, b - low_b)))


def plausible(coded: Array, counted: Array, samples: Array, rng: np.random.Generator) -> Array:
    """Draws of each of k shares whose quantiles are the ends of its ``intervals`` of every level; shape (draws, k).

    A confidence distribution (Xie & Singh 2013): an order of plans that is made of such draws is as sure as the intervals are,
    where one made of bootstrap shares is too sure.  Nothing coded: Beta(1, blocks), whose upper quantiles are the rule of three.
    """
    draws, blocks, n, k = len(samples), len(coded), float(counted.sum()), coded.sum(axis=0)
    made = np.full((draws, len(k)), np.nan)
    if blocks < 2 or n == 0:
        return made
    for column in range(len(k)):
        at = rng.permutation((np.arange(draws) + 0.5) / draws)
        if k[column] in (0, n):
            none = 1 - (1 - at) ** (1 / blocks)
            made[:, column] = none if k[column] == 0 else 1 - none
            continue
        share = k[[column]] / n
        squares = (coded[:, [column]] - share * counted[:, None]) ** 2
        low, high = _ends(share, np.nanvar(samples[:, [column]], axis=0), float((counted ** 2).sum()) / n ** 2, blocks,
                          squares.sum(axis=0), (squares ** 2).sum(axis=0), np.maximum(at, 1 - at)[:, None])
        made[:, column] = np.where(at < 0.5, low[:, 0], high[:, 0])
    return made


def above(a: Array, b: Array) -> Array:
    """How often a's share is above b's in ``plausible`` draws (draws, k) of both, ties half; shape (k,), NaN where one has none."""
    gap = a - b
    return np.where(np.isnan(gap).any(axis=0), np.nan, (gap > 0).mean(axis=0) + (gap == 0).mean(axis=0) / 2)
