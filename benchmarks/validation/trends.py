"""Trends: trend and change point of four themes over years.

Plans of 25 items a year, ρ = .4. Error: no theme changes, share of runs in which any is called a trend (Mann–Kendall) or a
change (Pettitt), by Holm. Power: one theme rises evenly from .1 to .3, or steps from .1 to .3 in the middle. The last column
lets the years' true shares hang together (autocorrelation .5), which both tests rule out: read trends of such series with
that in mind.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats
from validation._setting import LEVEL, PERMUTATIONS, markdown

from compare.many_tests import holm
from compare.measures.trends import pettitt
from compare.resampling import generator
from simulate import blocks

TIED = "trend, error if autocorrelated"


def figures(runs: int) -> str:
    return markdown(years(runs))


def years(runs: int) -> pd.DataFrame:
    rows = []
    for n in (8, 12, 20, 50):
        rng = generator("years", str(n))
        flat, rise, step = np.full(n, 0.15), np.linspace(0.1, 0.3, n), np.repeat([0.1, 0.3], [n // 2, n - n // 2])
        found = dict.fromkeys(("trend, error", "change, error", "trend, power", "change, power", TIED), 0)
        for _ in range(runs):
            null = [_called(flat, rng) for _ in range(4)]
            tied = [_called(_walk(n, rng), rng) for _ in range(4)]
            for i, name in enumerate(("trend", "change")):
                found[f"{name}, error"] += bool((holm(np.array([p[i] for p in null])) <= LEVEL).any())
                moved = _called((rise, step)[i], rng)
                found[f"{name}, power"] += bool(holm(np.array([moved[i], *(p[i] for p in null[1:])]))[0] <= LEVEL)
            found[TIED] += bool((holm(np.array([p[0] for p in tied])) <= LEVEL).any())
        rows.append({"years": n, **{name: f"{hits / runs:.3f}" for name, hits in found.items()}})
    return pd.DataFrame(rows)


def _called(shares: np.ndarray, rng: np.random.Generator) -> tuple[float, float]:
    """p of trend and of change point of one series of years with these true shares."""
    values = []
    for share in shares:
        coded, counted = blocks(rng, 25, (1, 8), [share], 0.4)
        values.append(coded.sum() / counted.sum())
    series = np.array(values)
    return float(stats.kendalltau(np.arange(len(series)), series).pvalue), pettitt(series, rng, PERMUTATIONS)[1]


def _walk(n: int, rng: np.random.Generator) -> np.ndarray:
    noise = rng.normal(0, 0.03, n)
    for i in range(1, n):
        noise[i] += 0.5 * noise[i - 1]
    return np.clip(0.15 + noise, 0.01, 0.5)
