"""Place x year: which plans there are, so that confounding is seen at a glance."""

from __future__ import annotations

import pandas as pd

from compare.measures.comparability import components
from compare.study import Study
from compare.tables import check, define

define(
    "design", "one place in one year, with or without a plan", "place year",
    place=("str", "place; a masked place by its plan"),
    year=("Int64", "year; empty for the plans without one"),
    n_plans=("int64", "plans of that place and year"),
    plan_ids=("str", "their ids, joined by ；"),
    kind=("str", "their document kinds"),
    level=("str", "their administrative levels"),
    component=("Int64", "part of the design inside which place and year can be told apart, from 1"),
    n_years_of_place=("int64", "years that the place has plans for"),
    n_places_of_year=("int64", "places that have plans for the year"),
    note=("str", "此地只有一年，不能谈趋势, or empty"),
)


def design(study: Study) -> pd.DataFrame:
    """Table design: one row per place and year of the corpus, also where no plan is.

    ``component`` numbers the parts of the design inside which place and year can be told apart; more than one part, or
    one plan per place over different years, means 描述性.  A masked place is a place of its own.
    """
    plans = study.plans[["plan_id", "label", "place", "year", "kind", "level"]].copy()
    plans["where"] = plans["place"].where(plans["place"].notna(), "（地名被隐去）" + plans["plan_id"])
    years_or_none = [None if pd.isna(year) else int(year) for year in plans["year"]]
    plans["component"] = components(list(zip(plans["where"], years_or_none, strict=True)))
    years_of, places_of = plans.groupby("where")["year"].nunique(), plans.groupby("year")["where"].nunique()
    rows = []
    years = [*sorted(plans["year"].dropna().unique()), *([pd.NA] if plans["year"].isna().any() else [])]
    for place in sorted(plans["where"].unique()):
        for year in years:
            that_year = plans["year"].isna() if pd.isna(year) else (plans["year"] == year).fillna(False)
            cell = plans[(plans["where"] == place) & that_year]
            rows.append({
                "place": place, "year": year, "n_plans": len(cell), "plan_ids": "；".join(sorted(cell["plan_id"])),
                "kind": "；".join(sorted(cell["kind"].fillna("不明").unique())),
                "level": "；".join(sorted(cell["level"].fillna("不明").unique())),
                "component": cell["component"].iloc[0] if len(cell) else pd.NA,
                "n_years_of_place": int(years_of[place]), "n_places_of_year": 0 if pd.isna(year) else int(places_of[year]),
                "note": "" if years_of[place] > 1 else "此地只有一年，不能谈趋势"})
    return check(pd.DataFrame(rows), "design")
