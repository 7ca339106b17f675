"""Agreement of codings: Krippendorff's α, precision, recall and F1, with intervals that resample whole blocks.

Units may carry weights (a clause of a stratified sample stands for several of its stratum), so that the figures hold
for the texts the sample was drawn from; without weights they are the textbook's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from compare.resampling import DRAWS, Array, bootstrap, interval

FIRM, TENTATIVE = 0.8, 0.667  # Krippendorff 2004, p. 241


@dataclass(frozen=True)
class Rate:
    """An estimate and its 95% interval; NaN where there is nothing to estimate it from."""

    value: float
    low: float
    high: float


def alpha(codes: Array, weights: Array | None = None) -> float:
    """Krippendorff's α for nominal codes, any number of coders, missing values (Krippendorff 2004, ch. 11).

    ``codes`` (coders, units), NaN where a coder gave none; ``weights`` (units,).  Units with fewer than two codes do not
    count.  NaN where fewer than two units count or all codes are the same: then nothing could have disagreed.
    """
    return _alpha(coincidences(codes, weights).sum(axis=0))


def coincidences(codes: Array, weights: Array | None = None) -> Array:
    """Each unit's part of the coincidence matrix; shape (units, values, values), values in ascending order.

    Weights are scaled to a mean of 1 over the units that count, so that the number of codes stays the sample's.
    """
    values = np.unique(codes[~np.isnan(codes)])
    counts = (codes[:, :, None] == values).sum(axis=0).astype(np.float64)
    given = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(len(values))
    share = np.where(given > 1, 1 / np.maximum(given - 1, 1), 0.0)
    if weights is not None and (given > 1).any():
        share = share * weights / weights[given > 1].mean()
    return pairs * share[:, None, None]


def _alpha(matrix: Array) -> float:
    """α of a coincidence matrix."""
    margins = matrix.sum(axis=1)
    n = margins.sum()
    expected = n * n - (margins ** 2).sum()
    if n <= 1 or expected <= 0:
        return float("nan")
    return float(1 - (n - 1) * (n - np.trace(matrix)) / expected)


def alpha_interval(codes: Array, block: Array, rng: np.random.Generator, weights: Array | None = None,
                   draws: int = DRAWS) -> Rate:
    """α of two values with a 95% interval from resampling the blocks (of clauses: items) that ``block`` numbers.

    The disagreement observed gets the interval of a share (resampling.interval) with the variance of the whole
    ratio of observed to expected disagreement; so α = 1 of few units has a lower end below 1.
    """
    parts = coincidences(codes, weights)
    value = _alpha(parts.sum(axis=0))
    sums = _by_block(parts.reshape(len(parts), -1), block)
    sums = sums[sums.sum(axis=1) > 0]
    if np.isnan(value) or len(sums) < 2:
        return Rate(value, float("nan"), float("nan"))
    size = parts.shape[1]
    times = rng.multinomial(len(sums) - 1, np.full(len(sums), 1 / len(sums)), size=draws).astype(np.float64)
    drawn = (times @ sums).reshape(draws, size, size)
    n, margins = drawn.sum(axis=(1, 2)), drawn.sum(axis=2)
    disagreement = n - np.trace(drawn, axis1=1, axis2=2)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (n - 1) * disagreement / (n * n - (margins ** 2).sum(axis=1))
    counted = sums.sum(axis=1)
    observed = counted - sums.reshape(-1, size, size).trace(axis1=1, axis2=2)
    share = observed.sum() / counted.sum()
    scale = (1 - value) / share if share else _scale(parts.sum(axis=0))
    ratio[~np.isfinite(ratio)] = np.nan
    low, high = interval(observed, counted, ratio / scale)
    return Rate(value, 1 - scale * high, min(1.0, 1 - scale * low))


def _scale(matrix: Array) -> float:
    """1 over the disagreement expected by chance."""
    n = matrix.sum()
    return float(n * (n - 1) / (n * n - (matrix.sum(axis=1) ** 2).sum()))


def scores(truth: Array, found: Array, weights: Array | None = None) -> tuple[float, float, float]:
    """(precision, recall, F1) of ``found`` against ``truth``, both 0/1 by unit; NaN where the denominator is 0."""
    w = np.ones(len(truth)) if weights is None else weights
    both, got, there = float((w * truth * found).sum()), float((w * found).sum()), float((w * truth).sum())
    nan = float("nan")
    return both / got if got else nan, both / there if there else nan, 2 * both / (got + there) if got + there else nan


def score_intervals(truth: Array, found: Array, block: Array, rng: np.random.Generator,
                    weights: Array | None = None) -> tuple[Rate, Rate, Rate]:
    """(precision, recall, F1), each with its 95% interval: ratios of sums over blocks, as shares are (resampling)."""
    w = np.ones(len(truth)) if weights is None else weights
    both, values = w * truth * found, scores(truth, found, weights)
    parts = ((both, w * found), (both, w * truth), (2 * both, w * (truth + found)))
    made = []
    for value, (above, below) in zip(values, parts, strict=True):
        sums = _by_block(np.stack([above, below], axis=1), block)
        sums = sums[sums[:, 1] > 0]
        low, high = interval(sums[:, 0], sums[:, 1], bootstrap(sums[:, :1], sums[:, 1], rng)[:, 0])
        made.append(Rate(value, low, high))
    return made[0], made[1], made[2]


def verdict(*alphas: float) -> str:
    """可靠, 暂可用 or 不可靠 by the lowest of the α given (NaN does not count); empty where there is none."""
    known = [value for value in alphas if not np.isnan(value)]
    if not known:
        return ""
    return "可靠" if min(known) >= FIRM else "暂可用" if min(known) >= TENTATIVE else "不可靠"


def _by_block(parts: Array, block: Array) -> Array:
    codes = np.unique(block, return_inverse=True)[1]
    sums = np.zeros((int(codes.max()) + 1 if len(codes) else 0, parts.shape[1]))
    np.add.at(sums, codes, parts)
    return sums


