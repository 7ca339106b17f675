"""A share estimated from the rules' codes of all clauses and the hand codes of a random sample of them.

The difference estimator of survey sampling, known as design-based supervised learning (Egami, Hinck, Stewart & Wei 2023) and
prediction-powered inference (Angelopoulos et al. 2023), with the tuning of PPI++ (Angelopoulos, Duchi & Zrnic 2023):

    share = mean over all clauses of λ·rule + weighted mean over the hand codes of (hand − λ·rule)

It is right on average whatever errors the rules make, because the chance of each clause to be coded by hand is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.resampling import LEVEL, Array


@dataclass(frozen=True)
class Corrected:
    """Share with two 95% intervals: of the share that a person would find in this very text (``coding``), and with the text taken
    as one draw of its items (``low``, ``high``); ``tuning`` is λ."""

    share: float
    low: float
    high: float
    low_coding: float
    high_coding: float
    tuning: float


def corrected_share(found: Array, block: NDArray[Any], at: NDArray[Any], hand: Array, hand_found: Array, stratum: NDArray[Any],
                    size: NDArray[Any]) -> Corrected:
    """The share of a theme in one domain (a plan, or several).

    ``found`` (clauses of the domain): the rules' codes; ``block``: number of each clause's block.  Of the hand codes
    of the whole sample, those of other domains included: ``at``, row of the clause in ``found``, -1 outside the domain;
    ``hand``, its code (a mean where coders differ); ``hand_found``, the rules' code; ``stratum`` and ``size``, the stratum
    and how many clauses it has.  Within a stratum the clauses coded by hand are taken as drawn with equal chance.
    """
    from scipy.special import stdtrit
    strata, number = np.unique(stratum, return_inverse=True)
    coded = np.bincount(number)
    chance = coded[number] / size
    inside = (at >= 0).astype(np.float64)
    weight = inside / chance
    total = weight.sum()
    hand_part = inside * (hand - (weight * hand).sum() / total) / total
    rule_part = inside * (hand_found - (weight * hand_found).sum() / total) / total

    def covariance(a: Array, b: Array) -> float:
        """Design covariance of the sums of a and b over the sample (stratified, without replacement)."""
        middle = [np.bincount(number, x) / coded for x in (a, b)]
        # a stratum with one code has no spread of its own: its distance from the domain's mean stands in
        alone = coded[number] == 1
        spread = np.where(alone, a * b, (a - middle[0][number]) * (b - middle[1][number]))
        per = np.bincount(number, spread) / np.maximum(coded - 1, 1)
        first = np.unique(number, return_index=True)[1]
        return float((size[first] ** 2 * (1 - chance[first]) / coded * per).sum())

    below = covariance(rule_part, rule_part)
    tuning = float(np.clip(covariance(hand_part, rule_part) / below, 0, 1)) if below > 0 else 1.0
    error = hand_part - tuning * rule_part
    share = float(tuning * found.mean() + (weight * (hand - tuning * hand_found)).sum() / total)
    t = float(stdtrit(max(int(inside.sum()) - len(strata), 1), (1 + LEVEL) / 2))
    below_it, above_it = _coding_distances(covariance(error, error), number, hand, hand_found, chance, weight / total, t)
    spread = _text_variance(found, block, at, error, chance, tuning, share)
    text = _score(share, spread, float(stdtrit(max(min(len(np.unique(block)), int(inside.sum())) - 1, 1), (1 + LEVEL) / 2)))
    return Corrected(min(max(share, 0.0), 1.0),
                     *_ends(share, np.hypot(below_it, share - text[0]), np.hypot(above_it, text[1] - share)),
                     *_ends(share, below_it, above_it), tuning)


def _coding_distances(variance: float, number: NDArray[Any], hand: Array, hand_found: Array, chance: Array, part: Array,
                      t: float) -> tuple[float, float]:
    """How far the share that a person would find may lie below and above the estimate.

    Rules miss few clauses of many, so that a sample often holds one of the missed, or none: no normal matter.  In each cell
    (stratum, rule's code) the share of hand codes gets Jeffreys's interval (Brown, Cai & DasGupta 2001); the distances of its
    ends are added as squares (MOVER: Zou & Donner 2008), with the finite population correction, and with what ``variance``
    has beyond the cells.
    """
    from scipy.stats import beta
    here = part > 0
    cells = np.unique(np.stack([number[here].astype(np.float64), hand_found[here]]), axis=1, return_inverse=True)[1]
    n, yes = np.bincount(cells), np.bincount(cells, hand[here])
    middle = yes / n
    reach = np.bincount(cells, part[here]) ** 2 * (1 - np.bincount(cells, chance[here]) / n)
    inner = np.bincount(cells, (hand[here] - middle[cells]) ** 2) / np.maximum(n - 1, 1) / n
    rest = max(variance - float((reach * inner).sum()), 0.0) * t * t
    tail = (1 - LEVEL) / 2
    low = np.where(yes > 0, beta.ppf(tail, yes + 0.5, n - yes + 0.5), 0.0)
    high = np.where(yes < n, beta.ppf(1 - tail, yes + 0.5, n - yes + 0.5), 1.0)
    return (float((reach * (middle - low) ** 2).sum() + rest) ** 0.5,
            float((reach * (high - middle) ** 2).sum() + rest) ** 0.5)


def _ends(share: float, below: float, above: float) -> tuple[float, float]:
    return min(max(share - below, 0.0), 1.0), min(max(share + above, 0.0), 1.0)


def _text_variance(found: Array, block: NDArray[Any], at: NDArray[Any], error: Array, chance: Array, tuning: float,
                   share: float) -> float:
    """Variance of the share between texts made of other items: what blocks vary, less the part that is the sample's.

    Never less than that of independent clauses.
    """
    parts = tuning * (found - found.mean()) / len(found)
    here = at >= 0
    np.add.at(parts, at[here], error[here] / chance[here])
    sums = np.bincount(np.unique(block, return_inverse=True)[1], parts)
    blocks = len(sums)
    between = float((sums ** 2).sum()) * blocks / max(blocks - 1, 1)
    sample = float(((1 - chance) * (error / chance) ** 2)[here].sum())
    middle = min(max(share, 0.0), 1.0)
    return max(between - sample, middle * (1 - middle) / len(found))


def _score(share: float, variance: float, t: float) -> tuple[float, float]:
    """Wilson's interval with this variance in place of the binomial one."""
    middle = min(max(share, 0.0), 1.0)
    if variance <= 0 or middle in (0, 1):
        return middle - t * variance ** 0.5, middle + t * variance ** 0.5
    wide = variance * t * t / (middle * (1 - middle))
    centre = (middle + wide / 2) / (1 + wide)
    half = (wide * middle * (1 - middle) + wide * wide / 4) ** 0.5 / (1 + wide)
    return centre - half, centre + half
