"""Where in a plan a theme comes, and whether items are given to it or it is mentioned in passing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compare.dating import BEFORE, before_policy
from compare.measures.coverage import counted_units
from compare.study import Study
from compare.tables import check, empty

DEVOTED = 0.5  # of an item's Han characters: from here on the theme is the item's subject rather than one of several


def attention(study: Study) -> pd.DataFrame:
    """Table attention: one row per plan and theme, in the order of the study.

    Positions run from 0 (first character of the counted text) to 1 (last), by Han characters, so that furniture and
    responsibility lines do not shift them; the quantiles are those of the coded clauses' characters.  A theme without a
    place of its own would have a median near .5.  Nothing coded: no position, and the note says so.
    """
    rows = []
    units = counted_units(study)
    kinds = study.clauses.set_index(["plan_id", "clause_no"])["kind"]
    for plan in study.plans.itertuples():
        own = units.get(str(plan.plan_id))
        for theme in study.themes:
            row = {"plan_id": plan.plan_id, "theme": theme.name, **_theme(own, theme.name, kinds, str(plan.plan_id))}
            order = before_policy(plan.issued_on, plan.year, theme.valid_from)
            notes = [f"{order}（{theme.valid_from} 起）"] if order else []
            if not row["n_coded"] and order != BEFORE:
                notes.append("没有编码，谈不上位置")
            rows.append({**row, "note": "；".join(notes)})
    return check(pd.DataFrame(rows), "attention") if rows else empty("attention")


def _theme(own: pd.DataFrame | None, name: str, kinds: pd.Series, plan_id: str) -> dict[str, float | int]:
    if own is None:
        own = pd.DataFrame({c: pd.Series(dtype="int64") for c in ("clause_no", "block", "item_no", "n_han", name)})
    coded = own[name].astype(bool)
    n_han = own["n_han"].to_numpy(dtype=float)
    total, ends = n_han.sum(), n_han.cumsum()
    middle = (ends - n_han / 2) / total if total else ends
    items = own[own["item_no"].notna()] if own["item_no"].notna().any() else own
    coded_han = items["n_han"].where(items[name].astype(bool), 0)
    sums = items.assign(coded_han=coded_han).groupby("block")[["n_han", "coded_han"]].sum()
    touched = items.groupby("block")[name].any().astype(bool)
    devoted = touched & (sums["coded_han"] >= DEVOTED * sums["n_han"])
    headings = kinds.reindex(pd.MultiIndex.from_product([[plan_id], own.loc[coded, "clause_no"]])).isin(("section", "item"))
    q25, median, q75 = _quantiles(middle[coded], n_han[coded])
    start = (ends - n_han)[coded] / total if total else np.array([])
    return {"n_coded": int(coded.sum()), "first": round(float(start.min()), 6) if len(start) else np.nan,
            "position_q25": q25, "position": median, "position_q75": q75, "n_items": len(sums),
            "n_items_touched": int(touched.sum()), "n_items_devoted": int(devoted.sum()),
            "n_items_passing": int(touched.sum() - devoted.sum()), "n_headings": int(headings.sum()),
            "share_devoted": float(items.loc[items[name].astype(bool), "block"].isin(devoted[devoted].index).sum() / coded.sum())
            if coded.any() else np.nan}


def _quantiles(positions: np.ndarray, weights: np.ndarray) -> tuple[float, float, float]:
    """Quartiles of the positions, each counting with its weight: where half of the weight up to there is its own."""
    if not len(positions) or not weights.sum():
        return np.nan, np.nan, np.nan
    reached = (weights.cumsum() - weights / 2) / weights.sum()
    q25, median, q75 = (round(float(np.interp(q, reached, positions)), 6) for q in (0.25, 0.5, 0.75))
    return q25, median, q75
