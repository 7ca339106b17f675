"""How much of each plan each theme takes up, with intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compare.dating import BEFORE, before_policy
from compare.errors import StudyError
from compare.resampling import Array, bootstrap, generator, interval
from compare.study import Study, once
from compare.tables import PLAN, THEME, check, define

define(
    "coverage", "one theme in one plan", "plan_id theme",
    plan_id=PLAN, theme=THEME,
    n_clauses=("int64", "units counted in the plan (clauses, or items)"),
    n_coded=("int64", "units coded with the theme"),
    share=("float64", "n_coded / n_clauses; empty where the plan is older than the theme and nothing was coded"),
    share_low=("float64", "95% interval, lower end"),
    share_high=("float64", "95% interval, upper end"),
    share_chars=("float64", "share of Han characters that stand in coded clauses"),
    per_1000_chars=("float64", "evidence spans per 1,000 Han characters"),
    note=("str", "早于政策, zero count, few blocks, …"),
    n_blocks=("int64", "resampling units behind the interval"),
    unit=("str", "what is counted: 句 (clause) or 条 (item)"),
)

UNITS = {"clause": "句", "item": "条"}
FEW_BLOCKS = 6  # with fewer blocks the intervals were not validated (docs/validation.md)


@once
def coverage(study: Study, unit: str = "clause") -> pd.DataFrame:
    """Table coverage: one row per plan and theme, in the order of plans and themes of the study.

    ``share`` counts ``unit``: clauses, or items (of a plan without items its sections, else its paragraphs), where an item is
    coded if one clause of it is.  Intervals are 95%, from a cluster bootstrap of blocks (resampling.interval); they hold for
    this text as one draw of what such a text might have said, not for "the district's policy in general".
    Nothing of a plan that is older than the theme: share and interval are empty, never 0.

    Raises StudyError where ``unit`` is neither "clause" nor "item".
    """
    rows = []
    units = counted_units(study, unit)
    hits = study.hits.groupby(["plan_id", "theme"]).size()
    clauses = counted_units(study, "clause")
    for plan in study.plans.itertuples():
        plan_id = str(plan.plan_id)
        own, own_clauses = units.get(plan_id), clauses.get(plan_id)
        coded, counted, samples = block_sums(study, own, plan_id)
        n_han = 0 if own_clauses is None else int(own_clauses["n_han"].sum())
        for column, theme in enumerate(study.themes):
            n, k = int(counted.sum()), int(coded[:, column].sum())
            order = before_policy(plan.issued_on, plan.year, theme.valid_from)
            absent = n == 0 or (k == 0 and order == BEFORE)
            low, high = (np.nan, np.nan) if absent else interval(coded[:, column], counted, samples[:, column])
            han = 0 if own_clauses is None else int(own_clauses.loc[own_clauses[theme.name], "n_han"].sum())
            rows.append({
                "plan_id": plan_id, "theme": theme.name, "n_clauses": n, "n_coded": k,
                "share": np.nan if absent else k / n, "share_low": round(low, 6), "share_high": round(high, 6),
                "share_chars": np.nan if absent or not n_han else han / n_han,
                "per_1000_chars": np.nan if absent or not n_han else 1000 * int(hits.get((plan_id, theme.name), 0)) / n_han,
                "note": _note(order, theme.valid_from, n, k, len(counted)), "n_blocks": len(counted), "unit": UNITS[unit]})
    return check(pd.DataFrame(rows, columns=None if rows else list(_COLUMNS)), "coverage")


_COLUMNS = ("plan_id", "theme", "n_clauses", "n_coded", "share", "share_low", "share_high", "share_chars", "per_1000_chars",
            "note", "n_blocks", "unit")


def _note(order: str, valid_from: str | None, n: int, k: int, blocks: int) -> str:
    notes = []
    if order:
        notes.append(f"{order}（{valid_from} 起）")
    if n == 0:
        notes.append("没有可计的句子")
    elif k == 0 and order != BEFORE:
        notes.append(f"{n} 个单位中没有编码，不等于没有：上限按 {blocks} 个条块取约 3/n")
    elif k == n:
        notes.append(f"全部编码：下限按 {blocks} 个条块取约 1-3/n")
    if n and blocks == 1:
        notes.append("只有 1 个条块，不能给出区间")
    elif n and blocks < FEW_BLOCKS:
        notes.append(f"只有 {blocks} 个条块，区间仅供参考")
    return "；".join(notes)


def counted_units(study: Study, unit: str = "clause") -> dict[str, pd.DataFrame]:
    """{plan_id: units}: clause, kind, block, n_han, and one bool column per theme (was it coded).

    ``unit="item"`` keeps one row per item; the headings and paragraphs outside items are no units there, unless a
    plan has no items at all.
    """
    if unit not in UNITS:
        raise StudyError("coverage, unit", f"{unit!r} is no unit", "use one of " + ", ".join(UNITS))
    names = [theme.name for theme in study.themes]
    units = study.clauses.loc[study.clauses["counted"], ["plan_id", "clause_no", "kind", "block", "item_no", "n_han"]]
    places = pd.MultiIndex.from_frame(units[["plan_id", "clause_no"]])
    coded = pd.MultiIndex.from_frame(study.codings[["plan_id", "clause_no"]])
    units = units.assign(**{name: places.isin(coded[study.codings["theme"] == name]) for name in names})
    frames = {}
    for plan_id, own in units.groupby("plan_id", sort=False):
        if unit == "item":
            own = own[own["item_no"].notna()] if own["item_no"].notna().any() else own
            own = own.groupby("block", as_index=False).agg({"clause_no": "min", "n_han": "sum", **dict.fromkeys(names, "max")})
        frames[str(plan_id)] = own.reset_index(drop=True)
    return frames


def block_sums(study: Study, units: pd.DataFrame | None, plan_id: str) -> tuple[Array, Array, Array]:
    """(units coded by block and theme, units counted by block, bootstrap samples of the shares) of one plan.

    The samples are seeded by the plan's id alone, so every measure sees the same ones.
    """
    names = [theme.name for theme in study.themes]
    if units is None or units.empty:
        empty = np.zeros((0, len(names)))
        return empty, np.zeros(0), bootstrap(empty, np.zeros(0), generator(plan_id))
    sums = units.groupby("block")[names].sum()
    coded: Array = sums.to_numpy().astype(np.float64).reshape(len(sums), len(names))
    counted: Array = units.groupby("block").size().to_numpy().astype(np.float64)
    return coded, counted, bootstrap(coded, counted, generator(plan_id, "bootstrap"))
