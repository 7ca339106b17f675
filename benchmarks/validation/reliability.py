"""Reliability: corrected shares, α and F1.

Texts whose truth is known are coded by rules of precision .8 and recall .7, whatever the clause says otherwise, and 200 of
their clauses by hand without error. `corrected` should hold the truth in 95% of the runs. Two truths are asked for: the
share of the text's source, of which the text is one draw (columns "share"), and the share that a person would find in
this very text ("coding"). Beside it stands the uncorrected interval, which knows nothing of the rules' errors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from compare.measures.agreement import alpha, alpha_interval, score_intervals, scores
from compare.measures.prediction_powered import corrected_share
from compare.measures.sample import NEAR, REST, draw
from compare.resampling import bootstrap, interval

PRECISION, RECALL, HAND = 0.8, 0.7, 200
SHARES, RHOS, ITEMS = (0.03, 0.1, 0.3), (0.0, 0.2), (60, 100, 1_000)
HIT = "命中：安全"


@dataclass(frozen=True)
class Setting:
    """A source of texts: items of 3 to 8 clauses, the theme's share, the correlation inside items, and how clauses are drawn."""

    items: int
    share: float
    rho: float
    design: str  # 简单 (all clauses with one chance) or 分层 (as plan-compare sample)


def text(rng: np.random.Generator, setting: Setting) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(block, truth, rules' code) of each clause of one text."""
    share, rho = setting.share, setting.rho
    sizes = rng.integers(3, 9, setting.items)
    chance = np.full(setting.items, share)
    if rho:
        chance = rng.beta(share * (1 - rho) / rho, (1 - share) * (1 - rho) / rho, setting.items)
    block = np.repeat(np.arange(setting.items), sizes)
    truth = (rng.random(len(block)) < chance[block]).astype(float)
    invented = share * RECALL * (1 - PRECISION) / PRECISION / (1 - share)
    found = np.where(truth == 1, rng.random(len(block)) < RECALL, rng.random(len(block)) < invented).astype(float)
    return block, truth, found


def strata(rng: np.random.Generator, truth: np.ndarray, found: np.ndarray, design: str) -> np.ndarray:
    """Strata: hits, near misses (half of the missed clauses and an eighth of the others), the rest; or one for all."""
    if design == "简单":
        return np.full(len(truth), REST, dtype=object)
    near = rng.random(len(truth)) < np.where(truth == 1, 0.5, 0.125)
    return np.where(found == 1, HIT, np.where(near, NEAR, REST)).astype(object)


def corrections(setting: Setting, runs: int, seed: int = 1) -> dict[str, float]:
    """Share of runs in which intervals hold the truth (``low``: corrected, ``coding``, ``rules``: uncorrected); widths, bias."""
    key = [setting.items, round(1000 * setting.share), round(10 * setting.rho), setting.design == "分层"]
    rng = np.random.default_rng([seed, *key])
    kept = []
    for _ in range(runs):
        block, truth, found = text(rng, setting)
        stratum = strata(rng, truth, found, setting.design)
        rows, _ = draw(stratum, [HIT, NEAR, REST], HAND, int(rng.integers(2 ** 31)))
        at = np.array(rows)
        number = np.unique(stratum.astype(str), return_inverse=True)[1]
        made = corrected_share(found, block, at, truth[at], found[at], number[at], np.bincount(number)[number[at]])
        coded, counted = np.bincount(block, found), np.bincount(block).astype(float)
        low, high = interval(coded, counted, bootstrap(coded[:, None], counted, rng, 400)[:, 0])
        kept.append((made.low <= setting.share <= made.high, made.low_coding - 1e-12 <= truth.mean() <= made.high_coding + 1e-12,
                     low <= setting.share <= high, made.high - made.low, high - low, made.share - setting.share,
                     found.mean() - setting.share))
    names = ("low", "coding", "rules", "width", "width_rules", "bias", "bias_rules")
    return dict(zip(names, np.mean(np.array(kept, dtype=float), axis=0).tolist(), strict=True))


def agreements(items: int, rho: float, runs: int) -> tuple[float, float, float, float]:
    """Share of runs in which the intervals of α, precision, recall and F1 hold the value of an endless text."""
    setting = Setting(items, 0.15, rho, "简单")
    rng = np.random.default_rng([2, items, round(10 * rho)])
    _, truth, found = text(rng, Setting(200_000, 0.15, rho, "简单"))
    wanted = (alpha(np.stack([truth, found])), *scores(truth, found))
    held = np.zeros(4)
    for _ in range(runs):
        block, truth, found = text(rng, setting)
        rates = (alpha_interval(np.stack([truth, found]), block, rng, draws=400), *score_intervals(truth, found, block, rng))
        held += [rate.low <= value <= rate.high for rate, value in zip(rates, wanted, strict=True)]
    a, b, c, d = (held / runs).tolist()
    return a, b, c, d


def figures(runs: int) -> str:
    head = ["items", "share", "ρ", "sample", "share", "coding", "width", "bias", "uncorrected: share", "width", "bias"]
    rows = []
    for items in ITEMS:
        for share in SHARES:
            for rho in RHOS:
                for design, english in (("简单", "simple"), ("分层", "stratified")):
                    made = corrections(Setting(items, share, rho, design), runs)
                    rows.append([f"{items}", f"{share:g}", f"{rho:g}", english,
                                 *(f"{made[name]:.3f}" for name in ("low", "coding", "width")), f"{made['bias']:+.4f}",
                                 *(f"{made[name]:.3f}" for name in ("rules", "width_rules")), f"{made['bias_rules']:+.4f}"])
    agreed = [[f"{items}", f"{rho:g}", *(f"{value:.3f}" for value in agreements(items, rho, runs))]
              for items in (30, 100) for rho in RHOS]
    return "\n\n".join([
        "### Corrected shares",
        f"{HAND} hand codes, simple: every clause with the same chance; stratified: as `plan-compare sample` draws them.",
        _markdown(head, rows),
        "### α, precision, recall and F1",
        "Share of runs in which the 95% interval holds the value of an endless text of the same kind; every clause coded, "
        "share .15.",
        _markdown(["items", "ρ", "α", "precision", "recall", "F1"], agreed),
    ])


def _markdown(head: list[str], rows: list[list[str]]) -> str:
    return "\n".join(["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)])
