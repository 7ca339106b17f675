"""Each pair of plans, theme by theme: how far apart, how sure, and whether it may be compared."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from compare.block_permutation import permutation_p
from compare.many_tests import holm
from compare.measures.comparability import verdicts
from compare.measures.coverage import block_sums, counted_units, coverage
from compare.resampling import above, difference_interval, generator, plausible
from compare.study import Study, once
from compare.tables import THEME, check, define, empty

define(
    "contrasts", "one theme in one pair of plans", "plan_a plan_b theme",
    plan_a=("str", "first plan (甲)"), plan_b=("str", "second plan (乙)"), theme=THEME,
    share_a=("float64", "the theme's share in plan_a"), share_b=("float64", "the theme's share in plan_b"),
    difference=("float64", "share_a - share_b"),
    difference_low=("float64", "95% interval, lower end"), difference_high=("float64", "95% interval, upper end"),
    log_ratio=("float64", "log2 of the ratio of the rates, half a unit added to each"),
    above=("float64", "how sure it is that plan_a is above plan_b: share of draws from the two confidence distributions"),
    p=("float64", "permutation of whole blocks, two-sided"),
    p_holm=("float64", "p by Holm over the themes of this pair"),
    p_holm_all=("float64", "p by Holm over all rows of the table"),
    family=("str", "what the two adjustments count"),
    n_blocks_a=("int64", "blocks of plan_a"), n_blocks_b=("int64", "blocks of plan_b"),
    verdict=("str", "可比, 慎比 or 不可比, for this theme"),
    reasons=("str", "why it is not 可比"),
    descriptive=("bool", "no difference may be called an effect of place or year"),
    note=("str", "notes of the two shares"),
    reading=("str", "what the row says, in a sentence"),
)

@once
def contrasts(study: Study, unit: str = "clause") -> pd.DataFrame:
    """Table contrasts: one row per pair of plans and theme, in the order of the study.

    Effect size first: difference of shares with its 95% interval, and log2 ratio of the rates with half a unit added to each
    (Hardie 2014).  Then p, of a permutation of whole blocks (block_permutation.permutation_p), and p by Holm in two families:
    the themes of this pair (for a pair chosen beforehand), and all rows of the table (for whoever reads down it).
    A theme that did not exist for one of the plans, and of which it says nothing, has no difference and no p.
    """
    rates = {(row["plan_id"], row["theme"]): row for row in coverage(study, unit).to_dict("records")}
    units = counted_units(study, unit)
    sums = {plan: block_sums(study, units.get(plan), plan) for plan in study.plans["plan_id"]}
    pairs = list(combinations(study.plans["plan_id"].tolist(), 2))
    draws = {plan: plausible(*own, generator("plausible", plan)) for plan, own in sums.items()}
    p_of = {}
    above_of = {}
    for a, b in pairs:
        one, two = sorted((a, b))  # the order of plans must not change a digit
        p_of[a, b] = permutation_p(*sums[one][:2], *sums[two][:2], generator("contrast", one, two))
        above_of[a, b] = above(draws[a], draws[b])
    rows = []
    for column, theme in enumerate(study.themes):
        for (a, b), judged in zip(pairs, verdicts(study, [(pair, theme.name) for pair in pairs]), strict=True):
            left, right = rates[a, theme.name], rates[b, theme.name]
            known = not np.isnan(left["share"] + right["share"])
            low, high = difference_interval(*(float(r[c]) for r in (left, right) for c in ("share", "share_low", "share_high")))
            rate = [(side["n_coded"] + 0.5) / (side["n_clauses"] + 1) for side in (left, right)]
            rows.append({
                "plan_a": a, "plan_b": b, "theme": theme.name, "share_a": left["share"], "share_b": right["share"],
                "difference": left["share"] - right["share"], "difference_low": round(low, 6), "difference_high": round(high, 6),
                "log_ratio": round(float(np.log2(rate[0] / rate[1])), 6) if known else np.nan,
                "above": round(float(above_of[a, b][column]), 6) if known else np.nan,
                "p": p_of[a, b][column] if known else np.nan, "n_blocks_a": left["n_blocks"], "n_blocks_b": right["n_blocks"],
                "verdict": judged.verdict, "reasons": "；".join(judged.reasons), "descriptive": judged.descriptive,
                "note": _note(left, right)})
    if not rows:
        return empty("contrasts")
    table = pd.DataFrame(rows)
    table["p_holm"] = table.groupby(["plan_a", "plan_b"], sort=False)["p"].transform(lambda p: holm(p.to_numpy()))
    table["p_holm_all"] = holm(table["p"].to_numpy())
    tested = table.groupby(["plan_a", "plan_b"], sort=False)["p"].transform("count")
    table["family"] = [f"p_holm：这一对计划的 {n} 个主题；p_holm_all：全表 {table['p'].notna().sum()} 个对比" for n in tested]
    table["reading"] = [_reading(row) for row in table.to_dict("records")]
    order = {plan: i for i, plan in enumerate(study.plans["plan_id"])}
    table = table.sort_values(["plan_a", "plan_b"], key=lambda c: c.map(order), kind="stable")
    return check(table, "contrasts")


def _note(one: dict[Any, Any], two: dict[Any, Any]) -> str:
    return "；".join(f"{name}：{side['note']}" for name, side in (("甲", one), ("乙", two)) if side["note"])


def _reading(row: dict[Any, Any]) -> str:
    """What the row says, in one sentence."""
    if row["verdict"] == "不可比":
        return "不可比，不作结论"
    if pd.isna(row["p"]):
        return "没有可比的数"
    if float(row["p_holm_all"]) > 0.05:
        return "差别在偶然范围内，不等于相同"
    side = "前者多于后者" if float(row["difference"]) > 0 else "前者少于后者"
    return f"两份文本{side}" + ("（描述性，不得说成地区或年份的作用）" if row["descriptive"] else "")
