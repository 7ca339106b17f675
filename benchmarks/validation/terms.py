"""Terms: keyness, changes, likeness and co-occurrence.

Plans are drawn item by item: 30 items of 20–60 words, 80 terms with rates like those of real lists, and each item has its own
rate of each term (gamma with shape `even`: 0.5 very uneven, 5 nearly even), so that words of one item hang together.
An interval should cover the truth in 93–97% of the runs, a test at 5% should err in at most 6%.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from compare.many_tests import benjamini_hochberg
from compare.measures import permutation
from compare.measures.changes import _pair
from compare.measures.cooccurrence import _pairs
from compare.measures.keyness import _against, log_ratio_interval
from compare.measures.likeness import cosines, dealt_divergence, items_of, resampled_cosines
from compare.resampling import generator
from studies import made_terms

LEVEL = 0.05
EVEN = (0.5, 1.0, 5.0)
TERMS, PAIR_TERMS = 80, 200


def figures(runs: int) -> str:
    second, permutation.SECOND = permutation.SECOND, 4_999      # a quarter of what the measures deal
    try:
        return "\n\n".join([
            "### Keyness: no term differs",
            "Four plans, the first against the rest. Share of terms with p < .05, and share of runs in which anything has q < "
            ".05, by "
            "the permutation of items; beside it the same by G² and its χ², as if words were independent.",
            _markdown(flat(runs)),
            "### Keyness: ten of 80 terms are more frequent in the plan",
            "Share of the terms with q < .05 that were not planted (FDR), and share of the planted ones found (power), by "
            f"effect and by occurrences expected in the plan without it; {runs // 4} runs of five terms a cell.",
            _markdown(planted(runs // 4)),
            "### Interval of the log ratio",
            "Coverage of the 95% interval of `keyness`, for a term twice as frequent in the plan; runs with five occurrences "
            "or more on both sides.",
            _markdown(intervals(runs)),
            "### Changes between two years",
            "One term leaves (rate .01 to 0), one comes (0 to .01), one triples (from .01), 77 stay: share of runs in which "
            "it has "
            "q < .05; last column: share of the named changes that are none.",
            _markdown(years(runs)),
            "### Cosine and divergence of two plans",
            "Coverage of the cosine's interval (truth: mean cosine of 2,000 pairs of texts of these lengths), and share of "
            f"runs in which two plans of one source have p ≤ .05 by the divergence; power, {runs // 5} runs: a tenth of the "
            "second plan's words come from another source.",
            _markdown(pairs(runs)),
            "### Co-occurrence",
            "Three plans of 30 items, two themes with shares that differ by plan: share of runs with p < .05, without "
            "association and with an "
            "odds ratio of 4.",
            _markdown(together(runs)),
        ])
    finally:
        permutation.SECOND = second


def corpus(rng: np.random.Generator, even: float, items: tuple[int, ...] = (30, 30, 30, 30), lift: np.ndarray | None = None,
           rates: np.ndarray | None = None) -> tuple[Any, np.ndarray]:
    """(terms, plan of each item); ``lift`` multiplies the rates of plan 0.  The last column is all other words."""
    rates = np.concatenate([[0.01] * 4, rng.gamma(0.5, 0.006, TERMS - 4)]) if rates is None else rates
    plan = np.repeat(np.arange(len(items)), items)
    length = rng.integers(20, 61, len(plan))
    own = np.where((plan == 0)[:, None], rates * (1 if lift is None else lift), rates)
    counts = rng.poisson(length[:, None] * own * rng.gamma(even, 1 / even, (len(plan), len(rates))))
    rest = np.maximum(length - counts.sum(axis=1), 1)
    return made_terms(np.column_stack([counts, rest]), plan), plan


def statistics(table: Any, plan: np.ndarray, seed: int) -> pd.DataFrame:
    frame = _against(table, plan == 0, np.ones(len(plan), bool), seed)
    frame = frame[frame["term"] != f"t{table.counts.shape[1] - 1:04d}"].copy()
    frame["q"] = benjamini_hochberg(frame["p"].to_numpy())
    frame["q_g2"] = benjamini_hochberg(frame["p_g2"].to_numpy())
    return frame


def flat(runs: int) -> pd.DataFrame:
    rows = []
    for even in EVEN:
        rng, found = generator("flat", str(even)), []
        for run in range(runs):
            frame = statistics(*corpus(rng, even), run)
            found.append([(frame["p"].dropna() < LEVEL).mean(), (frame["q"] < LEVEL).any(),
                          (frame["p_g2"] < LEVEL).mean(), (frame["q_g2"] < LEVEL).any()])
        rows.append([even, *(f"{value:.3f}" for value in np.mean(found, axis=0))])
    return pd.DataFrame(rows, columns=["even", "p < .05", "any q < .05", "G²: p < .05", "G²: any q < .05"])


def planted(runs: int) -> pd.DataFrame:
    rows = []
    for even in EVEN:
        for effect in (2, 3, 5):
            rng, wrong, power = generator("planted", f"{even} {effect}"), [], []
            lift, rates = np.ones(TERMS), np.concatenate([np.repeat([0.005, 0.02], 5), np.full(TERMS - 10, 0.006)])
            lift[:10] = effect
            for run in range(runs):
                frame = statistics(*corpus(rng, even, lift=lift, rates=rates), run).set_index("term")
                hit = frame["q"].reindex([f"t{i:04d}" for i in range(TERMS)]).to_numpy() < LEVEL
                wrong.append(hit[10:].sum() / max(hit.sum(), 1))
                power.append([hit[:5].mean(), hit[5:10].mean()])
            rows.append([even, f"×{effect}", f"{np.mean(wrong):.3f}", *(f"{value:.2f}" for value in np.mean(power, axis=0))])
    return pd.DataFrame(rows, columns=["even", "effect", "FDR", "power, 6 expected", "power, 24 expected"])


def intervals(runs: int) -> pd.DataFrame:
    rows = []
    for items in ((10, 30), (20, 60), (30, 90)):
        for even in EVEN:
            rng, covered = generator("ratio", f"{items} {even}"), []
            for _ in range(runs):
                table, plan = corpus(rng, even, items, np.array([2.0]), np.array([0.02]))
                inside, n = plan == 0, table.counts.toarray()[:, :1]
                n, m = n[inside].sum(axis=0), n[~inside].sum(axis=0)
                if min(n[0], m[0]) >= 5:
                    low, high = log_ratio_interval(table, table.counts[:, [0]].tocsc(), inside, ~inside, n, m)
                    covered.append(low[0] <= 1 <= high[0])
            rows.append([f"{items[0]} and {items[1]}", even, len(covered), f"{np.mean(covered):.3f}"])
    return pd.DataFrame(rows, columns=["items", "even", "runs", "coverage"])


def years(runs: int) -> pd.DataFrame:
    rows = []
    for even in EVEN:
        rng, found, wrong = generator("years", str(even)), [], []
        before = np.concatenate([[0.01, 0, 0.01], np.full(77, 0.006)])
        for run in range(runs):
            a = corpus(rng, even, (40,), rates=before)[0].counts.toarray()
            b = corpus(rng, even, (40,), lift=np.concatenate([[0, 1, 3], np.ones(77)]),
                       rates=np.concatenate([[0.01, 0.01, 0.01], before[3:]]))[0].counts.toarray()
            year = np.repeat([0, 1], 40)
            hit = _pair(made_terms(np.vstack([a, b]), year), year == 0, year == 1, run)["q"].to_numpy()[:80] < LEVEL
            found.append(hit[:3])
            wrong.append(hit[3:].sum() / max(hit.sum(), 1))
        rows.append([even, *(f"{value:.2f}" for value in np.mean(found, axis=0)), f"{np.mean(wrong):.3f}"])
    return pd.DataFrame(rows, columns=["even", "leaves", "comes", "triples", "FDR"])


def pairs(runs: int) -> pd.DataFrame:
    rows = []
    for items, words in (((10, 20), ((15, 40), (15, 40))), ((30, 30), ((15, 40), (15, 40))), ((60, 30), ((15, 40), (15, 40))),
                         ((10, 90), ((60, 120), (20, 40))), ((30, 60), ((30, 60), (15, 30)))):
        rng = generator("pairs", str(items))
        one, other, third = (rng.dirichlet(np.full(PAIR_TERMS, 0.2)) for _ in range(3))

        def drawn(a: np.ndarray, b: np.ndarray, rng: np.random.Generator = rng, items: tuple[int, int] = items,
                  words: tuple[tuple[int, int], tuple[int, int]] = words) -> Any:
            plan = np.repeat([0, 1], items)
            rates = np.where((plan == 0)[:, None], a, b) * rng.gamma(1.0, 1.0, (len(plan), PAIR_TERMS))
            rates /= rates.sum(axis=1, keepdims=True)
            return made_terms(rng.multinomial(rng.integers(*np.array(words)[plan].T), rates), plan)

        mixed = 0.5 * one + 0.5 * other
        truth = np.mean([cosines(drawn(one, mixed))[0] for _ in range(2_000)])
        covered, level, power = [], [], []
        for _ in range(runs):
            table = drawn(one, mixed)
            cosine, samples = cosines(table)[0], resampled_cosines(table, 400)[:, 0]
            low, high = np.quantile(samples, (0.025, 0.975)) + cosine - samples.mean()
            covered.append(low <= truth <= high)
        for found, second, times in ((level, one, runs), (power, 0.9 * one + 0.1 * third, max(1, runs // 5))):
            for _ in range(times):
                found.append(dealt_divergence(*items_of(drawn(one, second)), rng, 199)[2] <= LEVEL)
        rows.append([*(f"{n} of {a}–{b}" for n, (a, b) in zip(items, words, strict=True)), f"{truth:.2f}",
                     *(f"{np.mean(part):.3f}" for part in (covered, level, power))])
    return pd.DataFrame(rows, columns=["items and their words", "of the other plan", "true cosine", "coverage",
                                       "one source: p ≤ .05", "another tenth: p ≤ .05"])


def together(runs: int) -> pd.DataFrame:
    rows = []
    for ratio in (1, 4):
        rng, found = generator("together", str(ratio)), []
        plan = np.repeat([0, 1, 2], 30)
        for _ in range(runs):
            base = np.array([0.1, 0.3, 0.6])[plan]
            a = rng.random(90) < base
            odds = base / (1 - base) * np.where(a, ratio, 1)
            b = rng.random(90) < odds / (1 + odds)
            found.append(_pairs("theme", ["a", "b"], np.column_stack([a, b]).astype(float), plan)["p"].iloc[0] < LEVEL)
        rows.append([ratio, f"{np.mean(found):.3f}"])
    return pd.DataFrame(rows, columns=["odds ratio", "p < .05"])


def _markdown(table: pd.DataFrame) -> str:
    rows = [list(map(str, table.columns)), ["---"] * len(table.columns), *(list(map(str, row)) for row in table.to_numpy())]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
