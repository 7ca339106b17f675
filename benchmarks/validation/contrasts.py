"""Contrasts: differences, tests and order of two plans.

Plans are drawn as for the coverage of themes, two at a time, of unlike numbers and sizes of blocks. A test at 5% should
err in at most 6%.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from validation._setting import DRAWS, LEVEL, PERMUTATIONS, RHOS, markdown

from compare.block_permutation import permutation_p
from compare.many_tests import holm
from compare.resampling import above, bootstrap, difference_interval, generator, interval, plausible
from simulate import blocks

PAIRS = (((8, (3, 8)), (36, (1, 6))), ((12, (1, 4)), (20, (3, 15))), ((20, (3, 13)), (32, (1, 8))), ((25, (1, 8)), (30, (1, 8))),
         ((12, (1, 15)), (60, (1, 4))), ((40, (1, 6)), (60, (1, 6))), ((6, (1, 4)), (8, (3, 15))))
NULL = (0.05, 0.08, 0.1, 0.15)
OTHER = (0.05, 0.08, 0.1, 0.45)


def figures(runs: int) -> str:
    return "\n\n".join([
        "### 95% interval of the difference",
        "Coverage of the interval of `contrasts.difference` (MOVER), share .1 against .2.",
        markdown(differences(runs)),
        "### Permutation test, four themes, Holm",
        f"No theme differs: share of runs in which any of four themes (shares {', '.join(f'{s:g}' for s in NULL)}) is called "
        "different (family-wise error at 5%). Power: the last theme is three times as frequent in the second plan (.15 against "
        ".45); share of runs in which Holm finds it.",
        markdown(tests(runs)),
        "### `above`: how often one plan is really above the other",
        "Two plans of one true share (.1): share of runs in which `contrasts.above` is over .975 or under .025. A sure order "
        "should be seen in .050 of the runs at most; the ranks' intervals are made of the same draws.",
        markdown(order(runs)),
    ])


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
            share = above(*(plausible(*side, bootstrap(*side, rng, DRAWS), rng) for side in (left, right)))
            sure += not 0.025 <= share[0] <= 0.975
        rows.setdefault(label, {"blocks of clauses, plan 1 / plan 2": label})[f"ρ = {rho:g}"] = f"{sure / runs:.3f}"
    return pd.DataFrame(rows.values())
