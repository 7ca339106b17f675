"""Theme coverage: intervals of a share.

Plans are drawn by `tests/simulate.py`: blocks (items) of a few clauses, each clause coded with a theme with a known chance;
two clauses of one block correlate by ρ. On the five shipped plans, of 7 to 39 blocks, ρ of the four themes is mostly between
.5 and 1. A 95% interval should cover the truth in 93–97% of the runs.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
from scipy import stats
from validation._setting import DRAWS, RHOS, markdown

from compare.resampling import bootstrap, generator, interval
from simulate import blocks

SIZES = ((1, 4), (1, 8), (3, 15))
SHARES = (0.02, 0.05, 0.1, 0.2, 0.4)


def figures(runs: int) -> str:
    grid = intervals(runs)
    return "\n\n".join([
        "### As shipped",
        f"Share of runs in which the interval of `coverage` covers the truth; {len(RHOS)} figures: "
        f"ρ = {', '.join(f'{rho:g}' for rho in RHOS)}. In brackets where more than a fifth of the plans has nothing coded at "
        "all: there the interval is mostly the rule of three, which covers by construction.",
        _summary(grid),
        "What decides is how many blocks hold the theme. Under five of them the interval is wide for want of anything better: it "
        "errs towards covering, and says so by its width.",
        markdown(_by_blocks_held(grid)), markdown(_grid(grid)),
        "### Other intervals that were tried",
        f"6, 20 and 60 blocks, shares .1, .2 and .4, all sizes, ρ up to .6, without settings in brackets above; "
        f"{max(1, runs // 5)} runs a setting, so that one setting is sure to ±.03 only.",
        markdown(methods(runs)),
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


def _by_blocks_held(table: pd.DataFrame) -> pd.DataFrame:
    """The settings without brackets by the number of blocks that hold the theme, on average."""
    real, rows = table[table["none"] <= 0.2], []
    held = np.array([_held(*setting) for setting in real[["blocks", "clauses", "share", "rho"]].itertuples(index=False)])
    for low, high in zip((0, 3, 5, 8, 12), (3, 5, 8, 12, np.inf), strict=True):
        part = real.loc[(held >= low) & (held < high), "coverage"]
        rows.append([f"{low} or more" if high == np.inf else f"under {high}" if low == 0 else f"{low} to {high}", len(part),
                     f"{part.between(0.93, 0.97).mean():.0%}", f"{(part < 0.93).mean():.0%}", f"{(part > 0.97).mean():.0%}",
                     f"{part.min():.3f}", f"{part.max():.3f}"])
    return pd.DataFrame(rows, columns=["blocks with the theme", "settings", "in 93–97%", "below", "above", "lowest", "highest"])


def _held(n_blocks: int, clauses: str, share: float, rho: float) -> float:
    low, high = map(int, clauses.split("–"))
    rng = generator("held", f"{n_blocks} {clauses} {share} {rho}")
    return n_blocks * float((blocks(rng, 20_000, (low, high), [share], rho)[0] > 0).mean())


def _grid(table: pd.DataFrame) -> pd.DataFrame:
    words = [f"({c:.3f})" if none > 0.2 else f"{c:.3f}" for c, none in zip(table["coverage"], table["none"], strict=True)]
    cells = table.assign(words=words).groupby(["blocks", "clauses", "share"], sort=False)["words"].agg(" ".join).unstack("share")
    return cells.reset_index().rename(columns={s: f"share {s:g}" for s in SHARES} | {"clauses": "clauses a block"})


def methods(runs: int) -> pd.DataFrame:
    """The intervals that were tried, on a part of the settings with a fifth of the runs."""
    found: dict[str, list[float]] = {}
    runs = max(1, runs // 5)
    for n_blocks, sizes, share, rho in product((6, 20, 60), SIZES, (0.1, 0.2, 0.4), RHOS[:3]):
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
