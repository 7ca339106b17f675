"""A place over its years: shares with intervals, changes, and a trend only where the years allow."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from compare.block_permutation import permutation_p
from compare.dating import BEFORE, before_policy
from compare.many_tests import holm
from compare.measures.comparability import verdict
from compare.measures.coverage import block_sums, counted_units
from compare.resampling import Array, difference_interval, generator, interval
from compare.study import Study
from compare.tables import THEME, check, define, empty

define(
    "trends", "one theme in one year of a place that has two years or more", "place kind theme year",
    place=("str", "place"), kind=("str", "document kind"), theme=THEME,
    year=("int64", "year"),
    plan_ids=("str", "plans of that place, kind and year, joined by ；"),
    n_clauses=("int64", "clauses counted"), n_coded=("int64", "clauses coded"),
    share=("float64", "n_coded / n_clauses; empty as in coverage"),
    share_low=("float64", "95% interval, lower end"), share_high=("float64", "95% interval, upper end"),
    previous=("Int64", "the year before it in the panel"),
    change=("float64", "share - share of the previous year"),
    change_low=("float64", "95% interval, lower end"), change_high=("float64", "95% interval, upper end"),
    change_p=("float64", "permutation of whole blocks between the two years"),
    change_p_holm=("float64", "change_p by Holm over all changes of the panel, all themes"),
    n_years=("int64", "years of the panel with a share, from the theme's policy on"),
    per_year=("float64", "change of the share per year (Theil-Sen), over those years; from three years on"),
    per_year_low=("float64", "95% interval, lower end; from eight years on"),
    per_year_high=("float64", "95% interval, upper end; from eight years on"),
    trend_p=("float64", "Mann-Kendall, two-sided, by Holm over themes; from eight years on"),
    trend=("str", "描述性 (too few years), 上升, 下降 or 未见趋势"),
    change_point=("Int64", "last year before the level changes (Pettitt), where its p is at most .05"),
    change_point_p=("float64", "Pettitt's test by permutation of years, by Holm over themes; from eight years on"),
    family=("str", "what the adjustments count"),
    verdict=("str", "可比, 慎比 or 不可比, of the panel's plans for this theme"),
    reasons=("str", "why they are not 可比"),
    note=("str", "早于政策, few years, …"),
)

TREND_YEARS = 8       # with fewer the rank test has next to no power, and one odd year decides
LEVEL = 0.05
PERMUTATIONS = 4_999
DESCRIPTIVE, NONE, UP, DOWN = "描述性", "未见趋势", "上升", "下降"
NO_PANEL = "每个地方都只有一年（或文种不同、地名被隐去），不能谈趋势"


def trends(study: Study, unit: str = "clause") -> pd.DataFrame:
    """Table trends: one row per year and theme of each place that has two years or more of one kind of document.

    A masked place has no panel.  Change from year to year: difference of shares with interval and permutation p, by Holm over all
    changes of the panel.  From TREND_YEARS years on: Theil-Sen slope (Sen 1968), Mann-Kendall test, Pettitt's (1979) test
    of one change of level with its p by permutation of years, both by Holm over the themes.  Both tests take the years as
    exchangeable under no trend: what carries over from one year's text to the next makes them optimistic.
    With fewer years ``trend`` says 描述性, and nothing may be called a trend.  A year before the theme's policy has its share shown
    but no part in changes, trend or change point: the policy's coming is no trend of the place.

    Where no place has a panel the table is empty and ``table.attrs["note"]`` says why (table design says it place by place).
    """
    plans = study.plans[study.plans["place"].notna() & study.plans["year"].notna()]
    rows: list[dict[str, Any]] = []
    for (place, kind), own in plans.groupby(["place", plans["kind"].fillna("不明")], sort=True):
        if own["year"].nunique() > 1:
            rows += _panel(study, str(place), str(kind), own.sort_values(["year", "plan_id"]), counted_units(study, unit))
    table = check(pd.DataFrame(rows), "trends") if rows else empty("trends")
    table.attrs["note"] = "" if rows else NO_PANEL
    return table


def _panel(study: Study, place: str, kind: str, plans: pd.DataFrame, units: dict[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """Rows of one place, by theme and year; themes in the order of the study."""
    years, themes = sorted(int(y) for y in plans["year"].unique()), study.themes
    ids = {year: plans.loc[plans["year"] == year, "plan_id"] for year in years}
    sums = {year: _pooled([block_sums(study, units.get(p), p) for p in ids[year]]) for year in years}
    tests = {(a, b): permutation_p(*sums[a][:2], *sums[b][:2], generator("change", place, kind, str(a), str(b)))
             for a, b in zip(years, years[1:], strict=False) if len(sums[a][1]) > 1 and len(sums[b][1]) > 1}
    rows, series = [], []
    for column, theme in enumerate(themes):
        before: dict[str, Any] | None = None
        own_rows: list[dict[str, Any]] = []
        for year in years:
            own = plans[plans["year"] == year]
            coded, counted, samples = sums[year]
            n, k = int(counted.sum()), int(coded[:, column].sum())
            orders = [before_policy(i, y, theme.valid_from) for i, y in zip(own["issued_on"], own["year"], strict=True)]
            absent = n == 0 or (k == 0 and BEFORE in orders)
            low, high = (np.nan, np.nan) if absent else interval(coded[:, column], counted, samples[:, column])
            row: dict[str, Any] = {
                "place": place, "kind": kind, "theme": theme.name, "year": year, "plan_ids": "；".join(own["plan_id"]),
                "n_clauses": n, "n_coded": k, "share": np.nan if absent else k / n, "share_low": round(low, 6),
                "share_high": round(high, 6), "note": next((f"{o}（{theme.valid_from} 起）" for o in orders if o), "")}
            own_rows.append({**row, **_change(before, row, tests, column)})
            before = row
        judged = verdict(study, plans["plan_id"], theme.name)
        for row in own_rows:
            row |= {"verdict": judged.verdict, "reasons": "；".join(judged.reasons)}
        points = [(int(r["year"]), np.nan if BEFORE in r["note"] else float(r["share"])) for r in own_rows]
        series.append(_series(points, generator("trend", place, kind, theme.name)))
        rows.append(own_rows)
    _adjust(rows, series)
    return [{**row, **found, "note": "；".join(x for x in (row["note"], found["note"]) if x)}
            for own_rows, found in zip(rows, series, strict=True) for row in own_rows]


def _pooled(parts: list[tuple[Array, Array, Array]]) -> tuple[Array, Array, Array]:
    """Blocks of several plans of one place and year taken together; one plan stays as it is."""
    if len(parts) == 1:
        return parts[0]
    from compare.resampling import bootstrap
    coded, counted = np.vstack([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    return coded, counted, bootstrap(coded, counted, generator("pooled", str(coded.sum()), str(counted.sum())))


def _change(before: dict[str, Any] | None, row: dict[str, Any], tests: dict[tuple[int, int], Array],
            column: int) -> dict[str, Any]:
    if before is None:
        return {"previous": None, "change": np.nan, "change_low": np.nan, "change_high": np.nan, "change_p": np.nan}
    ends = [np.nan if BEFORE in before["note"] or BEFORE in row["note"] else float(side[c])
            for side in (row, before) for c in ("share", "share_low", "share_high")]
    low, high = difference_interval(*ends)
    test = tests.get((int(before["year"]), int(row["year"])))
    p = np.nan if test is None or np.isnan(ends[0] + ends[3]) else float(test[column])
    return {"previous": before["year"], "change": ends[0] - ends[3], "change_low": round(low, 6), "change_high": round(high, 6),
            "change_p": p}


def _series(points: list[tuple[int, float]], rng: np.random.Generator) -> dict[str, Any]:
    """Slope, trend test and change point of one theme's yearly shares; p not yet adjusted."""
    known = [(year, share) for year, share in points if not np.isnan(share)]
    n = len(known)
    found: dict[str, Any] = {"n_years": n, "per_year": np.nan, "per_year_low": np.nan, "per_year_high": np.nan, "trend_p": np.nan,
                                "trend": DESCRIPTIVE, "change_point": None, "change_point_p": np.nan,
                                "note": f"只有 {n} 年，只作描述，不能谈趋势（至少 {TREND_YEARS} 年）" if n < TREND_YEARS else ""}
    if n < 3:
        return found
    from scipy.stats import kendalltau, theilslopes
    years, shares = (np.array(side, dtype=float) for side in zip(*known, strict=True))
    slope = theilslopes(shares, years)
    found["per_year"] = round(float(slope.slope), 6)
    if n >= TREND_YEARS:
        p = float(kendalltau(years, shares).pvalue)
        at, change_p = pettitt(shares, rng)
        found |= {"per_year_low": round(float(slope.low_slope), 6), "per_year_high": round(float(slope.high_slope), 6),
                  "trend_p": 1.0 if np.isnan(p) else p, "change_point": int(years[at]), "change_point_p": change_p}
    return found


def pettitt(values: Array, rng: np.random.Generator, permutations: int = PERMUTATIONS) -> tuple[int, float]:
    """(index of the last value before the change, p) of Pettitt's (1979) test of one change of level.

    K = max |U_t|, U_t = 2 * sum of the first t ranks - t (n + 1); p by permutation of the values.
    """
    from scipy.stats import rankdata
    ranks = rankdata(values)
    t = np.arange(1, len(ranks))
    orders = np.argsort(rng.random((permutations, len(ranks))), axis=1, kind="stable")
    height = np.abs(2 * ranks.cumsum()[:-1] - t * (len(ranks) + 1))
    others = np.abs(2 * ranks[orders].cumsum(axis=1)[:, :-1] - t * (len(ranks) + 1)).max(axis=1)
    return int(height.argmax()), float((1 + (others >= height.max() - 1e-9).sum()) / (1 + permutations))


def _adjust(rows: list[list[dict[str, Any]]], series: list[dict[str, Any]]) -> None:
    """Holm over the panel's changes, and over its themes for trend and change point; then the words."""
    flat = [row for own in rows for row in own]
    for row, p in zip(flat, holm(np.array([row["change_p"] for row in flat], dtype=float)), strict=True):
        row["change_p_holm"] = float(p)
    changes = sum(not np.isnan(float(row["change_p"])) for row in flat)
    for name in ("trend_p", "change_point_p"):
        for found, p in zip(series, holm(np.array([found[name] for found in series], dtype=float)), strict=True):
            found[name] = float(p)
    tested = sum(not np.isnan(float(found["trend_p"])) for found in series)
    for found in series:
        found["family"] = f"change_p_holm：此地 {changes} 个年际变化；trend_p 与 change_point_p：此地 {tested} 个主题"
        if not np.isnan(float(found["trend_p"])):
            up = float(found["per_year"]) > 0
            found["trend"] = NONE if float(found["trend_p"]) > LEVEL else UP if up else DOWN
            if float(found["change_point_p"]) > LEVEL:
                found["change_point"] = None
