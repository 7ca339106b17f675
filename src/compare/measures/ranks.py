"""Which plan gives a theme most room, and how sure the order is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compare.measures.comparability import verdicts
from compare.measures.coverage import block_sums, counted_units, coverage
from compare.resampling import generator, plausible
from compare.study import Study
from compare.tables import PLAN, THEME, check, define, empty

define(
    "ranks", "one plan's place in one theme", "theme plan_id",
    theme=THEME, plan_id=PLAN,
    share=("float64", "the theme's share"),
    rank=("float64", "1 for the largest share; ties share the mean of their places"),
    rank_low=("float64", "95% interval of the rank, best"), rank_high=("float64", "95% interval of the rank, worst"),
    first=("float64", "share of draws from the plans' confidence distributions in which no plan is above it"),
    above_next=("float64", "share of draws in which it is above the plan on the next row; empty for the last"),
    n_plans=("int64", "plans that are ranked"),
    verdict=("str", "可比, 慎比 or 不可比, of the plans ranked"),
    reasons=("str", "why they are not 可比"),
    note=("str", "名次不定 where the interval spans more than half of the places"),
)


def ranks(study: Study, unit: str = "clause") -> pd.DataFrame:
    """Table ranks: one row per theme and plan, from the largest share to the smallest.

    Ranks are 1 for the largest share, the mean of the places for ties.  The interval holds 95% of the ranks in
    draws from the confidence distributions of all plans' shares (resampling.plausible); ``first`` is the share of draws in which
    the plan leads alone or shares the lead, ``above_next`` the one in which it is above the plan that follows it.
    Plans that are older than a theme and say nothing of it have no rank.
    """
    from scipy.stats import rankdata

    rates = coverage(study, unit).set_index(["plan_id", "theme"])["share"]
    units = counted_units(study, unit)
    sums = {plan: block_sums(study, units.get(plan), plan) for plan in study.plans["plan_id"]}
    draws = {plan: plausible(*own, generator("plausible", plan)) for plan, own in sums.items()}
    ranked = {theme.name: [p for p in rates.xs(theme.name, level="theme").dropna().index if len(sums[p][1]) > 1]
              for theme in study.themes}
    judged_of = dict(zip(ranked, verdicts(study, [(plans, theme) for theme, plans in ranked.items()]), strict=True))
    rows = []
    for column, theme in enumerate(study.themes):
        shares = rates.xs(theme.name, level="theme").dropna()
        plans = sorted(ranked[theme.name], key=lambda p: (-shares[p], p))
        if not plans:
            continue
        samples = np.column_stack([draws[plan][:, column] for plan in plans])
        places = rankdata(-samples, axis=1)
        own = rankdata([-shares[plan] for plan in plans])
        low, high = np.quantile(places, [0.025, 0.975], axis=0)
        lead = samples.max(axis=1)
        judged = judged_of[theme.name]
        for i, plan in enumerate(plans):
            rows.append({"theme": theme.name, "plan_id": plan, "share": shares[plan], "rank": own[i], "rank_low": low[i],
                         "rank_high": high[i], "first": float((samples[:, i] == lead).mean()),
                         "above_next": float((samples[:, i] > samples[:, i + 1]).mean()) if i + 1 < len(plans) else np.nan,
                         "n_plans": len(plans), "verdict": judged.verdict, "reasons": "；".join(judged.reasons),
                         "note": "名次不定" if high[i] - low[i] > len(plans) / 2 else ""})
    return check(pd.DataFrame(rows), "ranks") if rows else empty("ranks")
