"""Where in a plan a theme comes, and whether items are given to it or it is mentioned in passing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compare.dating import BEFORE, before_policy
from compare.measures.coverage import counted_units
from compare.study import Study
from compare.tables import PLAN, THEME, check, define, empty

define(
    "attention", "place and depth of one theme in one plan", "plan_id theme",
    plan_id=PLAN, theme=THEME,
    n_coded=("int64", "clauses coded"),
    first=("float64", "where the theme first comes: 0 is the plan's first character, 1 its last"),
    position_q25=("float64", "first quartile of the positions of its characters"),
    position=("float64", "median of the positions of its characters"),
    position_q75=("float64", "third quartile"),
    n_items=("int64", "items of the plan (where it has none, its sections or paragraphs)"),
    n_items_touched=("int64", "items with at least one clause coded"),
    n_items_devoted=("int64", "of these, items at least half of whose characters are coded: the theme is their subject"),
    n_items_passing=("int64", "of these, the other ones: the theme is mentioned in passing"),
    n_headings=("int64", "headings of sections and items coded"),
    share_devoted=("float64", "share of the coded clauses that stand in devoted items"),
    note=("str", "why a cell is empty"),
)

DEVOTED = 0.5  # of an item's Han characters: from here on the theme is the item's subject rather than one of several


def attention(study: Study) -> pd.DataFrame:
    """Table attention: one row per plan and theme, in the order of the study.

    Positions run from 0 (first character of the counted text) to 1 (last), by Han characters, so that furniture and
    responsibility lines do not shift them; the quantiles are those of the coded clauses' characters.  A theme without a
    place of its own would have a median near .5.  Nothing coded: no position, and the note says so.
    """
    rows = []
    units = counted_units(study)
    columns = ("kind", "block", "item_no", "n_han", *(theme.name for theme in study.themes))
    nothing = pd.DataFrame({column: pd.Series(dtype="int64") for column in columns})  # a plan without counted clauses
    for plan in study.plans.itertuples():
        own = units.get(str(plan.plan_id), nothing)
        for theme in study.themes:
            row = {"plan_id": plan.plan_id, "theme": theme.name, **_theme(own, theme.name)}
            order = before_policy(plan.issued_on, plan.year, theme.valid_from)
            notes = [f"{order}（{theme.valid_from} 起）"] if order else []
            if not row["n_coded"] and order != BEFORE:
                notes.append("没有编码，谈不上位置")
            rows.append({**row, "note": "；".join(notes)})
    return check(pd.DataFrame(rows), "attention") if rows else empty("attention")


def _theme(own: pd.DataFrame, name: str) -> dict[str, float | int]:
    coded = own[name].to_numpy(dtype=bool)
    n_han = own["n_han"].to_numpy(dtype=float)
    starts = np.concatenate([[0.0], n_han.cumsum()[:-1]]) / max(n_han.sum(), 1)
    middle = starts + n_han / 2 / max(n_han.sum(), 1)
    item = own["item_no"].notna().to_numpy() if own["item_no"].notna().any() else np.ones(len(own), bool)
    number = np.unique(own["block"].to_numpy()[item], return_inverse=True)[1]
    touched = np.bincount(number, coded[item]) > 0
    devoted = touched & (np.bincount(number, n_han[item] * coded[item]) >= DEVOTED * np.bincount(number, n_han[item]))
    q25, median, q75 = _quantiles(middle[coded], n_han[coded])
    return {"n_coded": int(coded.sum()), "first": round(float(starts[coded].min()), 6) if coded.any() else np.nan,
            "position_q25": q25, "position": median, "position_q75": q75, "n_items": len(touched),
            "n_items_touched": int(touched.sum()), "n_items_devoted": int(devoted.sum()),
            "n_items_passing": int(touched.sum() - devoted.sum()),
            "n_headings": int((coded & own["kind"].isin(("section", "item")).to_numpy()).sum()),
            "share_devoted": float((coded[item] & devoted[number]).sum() / coded.sum()) if coded.any() else np.nan}


def _quantiles(positions: np.ndarray, weights: np.ndarray) -> tuple[float, float, float]:
    """Quartiles of the positions, each counting with its weight: where half of the weight up to there is its own."""
    if not len(positions) or not weights.sum():
        return np.nan, np.nan, np.nan
    reached = (weights.cumsum() - weights / 2) / weights.sum()
    q25, median, q75 = (round(float(np.interp(q, reached, positions)), 6) for q in (0.25, 0.5, 0.75))
    return q25, median, q75
