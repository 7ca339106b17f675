"""Theme coverage: intervals, contrasts and trends.

Plans are drawn by `tests/simulate.py`: blocks (items) of a few clauses, each clause coded with a theme with a known chance;
two clauses of one block correlate by ρ. On the five shipped plans ρ lies between 0 and .9, mostly near .5, in 7 to 39 blocks.
An interval should cover the truth in 93–97% of the runs, a test at 5% should err in at most 6%.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
from scipy import stats

from compare.measures.trends import pettitt
from compare.resampling import above, bootstrap, difference_interval, generator, holm, interval, permutation_p
from simulate import blocks

SIZES = ((1, 4), (1, 8), (3, 15))
SHARES = (0.02, 0.05, 0.1, 0.2, 0.4)
RHOS = (0.0, 0.3, 0.6)
DRAWS, PERMUTATIONS = 1_000, 499  # a quarter and a tenth of what the measures use: the figures hardly feel it
LEVEL = 0.05


def figures(runs: int) -> str:
    grid = intervals(runs)
    return "\n\n".join([
        "### 95% intervals of a share",
        "Share of runs in which the interval of `coverage` covers the truth; three figures: ρ = 0, .3, .6. In brackets where "
        "more than a fifth of the plans has nothing coded at all: there the interval is mostly the rule of three, which "
        "covers by construction.",
        _summary(grid), _markdown(_grid(grid)),
        "### Other intervals that were tried",
        f"6, 20 and 60 blocks, shares .1, .2 and .4, all sizes and ρ, without settings in brackets above; {max(1, runs // 5)} "
        "runs a setting, so that one setting is sure to ±.03 only.",
        _markdown(methods(runs)),
        "### Difference of two plans",
        "Coverage of the interval of `contrasts.difference` (MOVER), share .1 against .2.",
        _markdown(differences(runs)),
        "### Permutation test of two plans, four themes, Holm",
        f"No theme differs: share of runs in which any of four themes (shares {', '.join(f'{s:g}' for s in NULL)}) is called "
        "different (family-wise error at 5%). Power: the last theme is three times as frequent in the second plan (.15 against "
        ".45); share of runs in which Holm finds it. `contrasts` marks plans of fewer than 12 blocks, of which the last row is "
        "the worst that was found.",
        _markdown(tests(runs)),
        "### `above`: how often one plan is really above the other",
        "Two plans of one true share (.1): share of runs in which `contrasts.above` is over .975 or under .025.",
        _markdown(order(runs)),
        "### Trend and change point of four themes over years",
        "25 items a year. Error: no theme changes, share of runs in which any is called a trend (Mann–Kendall) or a change "
        "(Pettitt), by Holm. Power: one theme rises evenly from .1 to .3, or steps from .1 to .3 in the middle. The last column "
        "lets the years' true shares hang together (autocorrelation .5), which both tests rule out: read trends of such series "
        "with that in mind.",
        _markdown(years(runs)),
    ])


def intervals(runs: int) -> pd.DataFrame:
    """One row per setting: coverage, mean width, and how often nothing was coded."""
    rows = []
    for n_blocks, sizes, share, rho in product((6, 10, 20, 35, 60), SIZES, SHARES, RHOS):
        rng = generator("intervals", f"{n_blocks} {sizes} {share} {rho}")
        hits, width, none = 0, 0.0, 0
        for _ in range(runs):
            coded, counted = blocks(rng, n_blocks, sizes, [share], rho)
            low, high = interval(coded[:, 0], counted, bootstrap(coded, counted, rng, DRAWS)[:, 0])
            hits, width, none = hits + (low <= share <= high), width + high - low, none + (coded.sum() == 0)
        rows.append({"blocks": n_blocks, "clauses": f"{sizes[0]}–{sizes[1]}", "share": share, "rho": rho, "coverage": hits / runs,
                     "width": width / runs, "none": none / runs})
    return pd.DataFrame(rows)


def _summary(table: pd.DataFrame) -> str:
    real = table[table["none"] <= 0.2]
    inside = real["coverage"].between(0.93, 0.97)
    return (f"Of the {len(real)} settings without brackets {inside.mean():.0%} lie in 93–97%, "
            f"{(real['coverage'] < 0.93).mean():.0%} below and {(real['coverage'] > 0.97).mean():.0%} above; "
            f"mean {real['coverage'].mean():.3f}, lowest {real['coverage'].min():.3f}, highest {real['coverage'].max():.3f}.")


def _grid(table: pd.DataFrame) -> pd.DataFrame:
    words = [f"({c:.3f})" if none > 0.2 else f"{c:.3f}" for c, none in zip(table["coverage"], table["none"], strict=True)]
    cells = table.assign(words=words).groupby(["blocks", "clauses", "share"], sort=False)["words"].agg(" ".join).unstack("share")
    return cells.reset_index().rename(columns={s: f"share {s:g}" for s in SHARES} | {"clauses": "clauses a block"})


def methods(runs: int) -> pd.DataFrame:
    """The intervals that were tried, on a part of the settings with a fifth of the runs."""
    found: dict[str, list[float]] = {}
    runs = max(1, runs // 5)
    for n_blocks, sizes, share, rho in product((6, 20, 60), SIZES, (0.1, 0.2, 0.4), RHOS):
        rng = generator("methods", f"{n_blocks} {sizes} {share} {rho}")
        hits: dict[str, int] = {}
        none = 0
        for _ in range(runs):
            coded, counted = blocks(rng, n_blocks, sizes, [share], rho)
            none += coded.sum() == 0
            for name, (low, high) in _methods(coded[:, 0], counted, rng).items():
                hits[name] = hits.get(name, 0) + (low <= share <= high)
        if none <= runs / 5:
            for name, n in hits.items():
                found.setdefault(name, []).append(n / runs)
    return pd.DataFrame([{"interval": name, "settings": len(c), "mean coverage": f"{np.mean(c):.3f}", "lowest": f"{min(c):.3f}",
                          "under .93": f"{np.mean(np.array(c) < 0.93):.0%}", "over .97": f"{np.mean(np.array(c) > 0.97):.0%}"}
                         for name, c in found.items()])


def _methods(coded: np.ndarray, counted: np.ndarray, rng: np.random.Generator) -> dict[str, tuple[float, float]]:
    n, k, m = counted.sum(), coded.sum(), len(coded)
    samples = bootstrap(coded[:, None], counted, rng, DRAWS)[:, 0]
    chosen = interval(coded, counted, samples)
    if k in (0, n):
        return dict.fromkeys(("percentile", "BCa", "logit, t", "Wilson, t", "as shipped"), chosen)
    share, spread, t = k / n, samples.var(), stats.t.ppf(0.975, m - 1)
    times = rng.multinomial(m, np.full(m, 1 / m), DRAWS)
    plain = (times @ coded) / (times @ counted)
    jack = (k - coded) / (n - counted)
    skew = ((jack.mean() - jack) ** 3).sum() / (6 * ((jack.mean() - jack) ** 2).sum() ** 1.5 + 1e-12)
    bias = stats.norm.ppf(np.clip((plain < share).mean() + (plain == share).mean() / 2, 0.001, 0.999))
    z = stats.norm.ppf([0.025, 0.975])
    bca = np.quantile(plain, stats.norm.cdf(bias + (bias + z) / (1 - skew * (bias + z))))
    logit = np.log(share / (1 - share)) + np.array([-1, 1]) * t * np.sqrt(spread) / (share * (1 - share))
    wide = t * t * spread / (share * (1 - share))
    half = np.sqrt(wide * share * (1 - share) + wide * wide / 4) / (1 + wide)
    centre = (share + wide / 2) / (1 + wide)
    low, high = np.quantile(plain, [0.025, 0.975])
    return {"percentile": (low, high), "BCa": tuple(bca), "logit, t": tuple(1 / (1 + np.exp(-logit))),
            "Wilson, t": (centre - half, centre + half), "as shipped": chosen}


PAIRS = (((8, (3, 8)), (36, (1, 6))), ((12, (1, 4)), (20, (3, 15))), ((20, (3, 13)), (32, (1, 8))), ((25, (1, 8)), (30, (1, 8))),
         ((12, (1, 15)), (60, (1, 4))), ((40, (1, 6)), (60, (1, 6))), ((6, (1, 4)), (8, (3, 15))))
NULL = (0.05, 0.08, 0.1, 0.15)
OTHER = (0.05, 0.08, 0.1, 0.45)


def _pairs(name: str) -> list[tuple[tuple, tuple, float, np.random.Generator, str]]:
    return [(a, b, rho, generator(name, f"{a} {b} {rho}"), f"{a[0]} of {a[1][0]}–{a[1][1]} / {b[0]} of {b[1][0]}–{b[1][1]}")
            for a, b in PAIRS for rho in RHOS]


def differences(runs: int) -> pd.DataFrame:
    rows: dict[str, dict[str, str]] = {}
    for a, b, rho, rng, label in _pairs("differences"):
        hits = 0
        for _ in range(runs):
            ends: list[float] = []
            for side, share in ((a, 0.1), (b, 0.2)):
                coded, counted = blocks(rng, *side, [share], rho)
                samples = bootstrap(coded, counted, rng, DRAWS)[:, 0]
                ends += [coded.sum() / counted.sum(), *interval(coded[:, 0], counted, samples)]
            low, high = difference_interval(*ends)
            hits += low <= -0.1 <= high
        rows.setdefault(label, {"blocks of clauses, plan 1 / plan 2": label})[f"ρ = {rho:g}"] = f"{hits / runs:.3f}"
    return pd.DataFrame(rows.values())


def tests(runs: int) -> pd.DataFrame:
    rows: dict[str, dict[str, str]] = {}
    for a, b, rho, rng, label in _pairs("tests"):
        error = power = 0
        for _ in range(runs):
            left, right, far = (blocks(rng, *side, list(shares), rho) for side, shares in ((a, NULL), (b, NULL), (b, OTHER)))
            error += bool((holm(permutation_p(*left, *right, rng, PERMUTATIONS)) <= LEVEL).any())
            power += bool(holm(permutation_p(*left, *far, rng, PERMUTATIONS))[-1] <= LEVEL)
        row = rows.setdefault(label, {"blocks of clauses, plan 1 / plan 2": label})
        row |= {f"error, ρ = {rho:g}": f"{error / runs:.3f}", f"power, ρ = {rho:g}": f"{power / runs:.2f}"}
    table = pd.DataFrame(rows.values())
    return table[[table.columns[0], *sorted(table.columns[1:])]]


def order(runs: int) -> pd.DataFrame:
    rows: dict[str, dict[str, str]] = {}
    for a, b, rho, rng, label in _pairs("order"):
        sure = 0
        for _ in range(runs):
            left, right = (blocks(rng, *side, [0.1], rho) for side in (a, b))
            share = above(*((*side, bootstrap(*side, rng, DRAWS)) for side in (left, right)), 0)
            sure += not 0.025 <= share <= 0.975
        rows.setdefault(label, {"blocks of clauses, plan 1 / plan 2": label})[f"ρ = {rho:g}"] = f"{sure / runs:.3f}"
    return pd.DataFrame(rows.values())


TIED = "trend, error if autocorrelated"


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


def _markdown(table: pd.DataFrame) -> str:
    rows = [list(map(str, table.columns)), ["---"] * len(table.columns), *(list(map(str, row)) for row in table.to_numpy())]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
