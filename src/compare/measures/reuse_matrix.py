"""Reuse as a matrix: how much of each plan stands in passages that it shares with each other document."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compare.measures.reuse import MIRROR, SLOGAN, reuse
from compare.outline import NOT_HAN
from compare.study import Study
from compare.tables import PLAN, check, define, empty

define(
    "reuse_matrix", "one plan and one other document", "plan_id other_id",
    plan_id=PLAN,
    other_id=("str", "another plan, or reference document"),
    n_passages=("int64", "passages shared with it, set phrases apart"),
    n_han=("int64", "Han characters of the plan that stand in these passages"),
    share=("float64", "n_han / Han characters that measures count"),
    share_slogans=("float64", "share of the plan's Han characters in shared set phrases that stand in no such passage"),
    mirror=("bool", "whether the two are one text"),
    is_reference=("bool", "whether the other stands in the reference folder"),
)


def reuse_matrix(study: Study, passages: pd.DataFrame | None = None) -> pd.DataFrame:
    """Table reuse_matrix: every plan beside every other plan and reference document, pairs that share nothing among them.

    ``passages`` is the table reuse, where it is at hand already.  Shares are of the Han
    characters that measures count; set phrases are apart, in ``share_slogans``.
    """
    found = reuse(study) if passages is None else passages
    before = {name: _han_before(study, name) for name in study.plans["plan_id"]}
    spans: dict[tuple[str, str], tuple[list[tuple[int, int]], list[tuple[int, int]]]] = {}
    mirrors: set[tuple[str, str]] = set()
    sides = (("plan_id", "start", "end", "other_id"), ("other_id", "other_start", "other_end", "plan_id"))
    for this, start, end, other in sides:
        for name, low, high, beside, kind in zip(found[this], found[start], found[end], found[other], found["kind"], strict=True):
            spans.setdefault((name, beside), ([], []))[kind == SLOGAN].append((low, high))
            if kind == MIRROR:
                mirrors.add((name, beside))
    references = [plan.plan_id for plan in study.references]
    n_han = dict(zip(study.plans["plan_id"], study.plans["n_han"], strict=True))
    rows = []
    for name, other in product(study.plans["plan_id"], [*study.plans["plan_id"], *references]):
        if name != other:
            shared, slogans = spans.get((name, other), ([], []))
            han = _han_in(before[name], shared)
            both = _han_in(before[name], shared + slogans)
            rows.append((name, other, len(shared), han, han / max(n_han[name], 1), (both - han) / max(n_han[name], 1),
                         (name, other) in mirrors, other in references))
    if not rows:
        return check(empty("reuse_matrix"), "reuse_matrix")
    names = ["plan_id", "other_id", "n_passages", "n_han", "share", "share_slogans", "mirror", "is_reference"]
    return check(pd.DataFrame(rows, columns=names), "reuse_matrix")


def _han_before(study: Study, name: str) -> NDArray[np.int64]:
    """Number of counted Han characters before each place of the plan's verbatim text."""
    text = study.plans.loc[study.plans["plan_id"] == name, "text"].iloc[0]
    counts = np.ones(len(text), dtype=bool)
    for match in NOT_HAN.finditer(text):
        counts[match.start():match.end()] = False
    clauses = study.clauses[(study.clauses["plan_id"] == name) & ~study.clauses["counted"]]
    removals = study.removals[study.removals["plan_id"] == name]
    for table in (clauses, removals):
        for start, end in zip(table["start"], table["end"], strict=True):
            counts[start:end] = False
    return np.concatenate([[0], np.cumsum(counts)])


def _han_in(before: NDArray[np.int64], spans: list[tuple[int, int]]) -> int:
    total = reached = 0
    for start, end in sorted(spans):
        total += int(before[max(end, reached)] - before[max(start, reached)])
        reached = max(end, reached)
    return total
