"""How much of each plan each theme takes up, with intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from compare.dating import BEFORE, before_policy
from compare.errors import StudyError
from compare.resampling import Array, bootstrap, generator, intervals_of_many
from compare.study import Study, by_plan, once
from compare.tables import PLAN, THEME, check, define, places_in

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
    if unit not in UNITS:
        raise StudyError("coverage, unit", f"{unit!r} is no unit", "use one of " + ", ".join(UNITS))
    return by_plan(_coverage, study, unit, table="coverage")


def _coverage(study: Study, unit: str) -> pd.DataFrame:
    sums = _sums(study, unit)
    clauses = sums if unit == "clause" else _sums(study, "clause")
    hits = np.zeros((len(study.plans), len(study.themes)), dtype=np.int64)
    np.add.at(hits, (places_in(study.plans["plan_id"].tolist(), study.hits["plan_id"]),
                     places_in([theme.name for theme in study.themes], study.hits["theme"])), 1)
    lows, highs = _intervals(sums)
    columns: dict[str, list] = {name: [] for name in _COLUMNS}
    for at, (plan, issued, year) in enumerate(study.plans[["plan_id", "issued_on", "year"]].itertuples(index=False)):
        (coded, counted), low, high = sums.of(at), lows[at], highs[at]
        n, k = int(counted.sum()), coded.sum(axis=0).astype(int).tolist()
        n_han, han = int(clauses.n_han[at]), clauses.han[at].tolist()
        for column, theme in enumerate(study.themes):
            order = before_policy(issued, year, theme.valid_from)
            absent = n == 0 or (k[column] == 0 and order == BEFORE)
            row = (plan, theme.name, n, k[column], np.nan if absent else k[column] / n,
                   np.nan if absent else round(float(low[column]), 6), np.nan if absent else round(float(high[column]), 6),
                   np.nan if absent or not n_han else han[column] / n_han,
                   np.nan if absent or not n_han else 1000 * int(hits[at, column]) / n_han,
                   _note(order, theme.valid_from, n, k[column], len(counted)), len(counted), UNITS[unit])
            for values, value in zip(columns.values(), row, strict=True):
                values.append(value)
    return check(pd.DataFrame(columns), "coverage")


def _intervals(sums: _Sums) -> tuple[Array, Array]:
    """Ends of the intervals, (plans, themes); plans that have as many blocks are worked out together."""
    from threadpoolctl import threadpool_limits

    low, high = np.full((2, len(sums.n_han), sums.coded.shape[1]), np.nan)
    blocks = np.diff(sums.first)
    with threadpool_limits(1):      # products this small cost threads more than they save
        for n in np.unique(blocks).tolist():
            plans = np.flatnonzero(blocks == n)
            rows = sums.first[plans][:, None] + np.arange(n)
            low[plans], high[plans] = intervals_of_many(sums.coded[rows], sums.counted[rows])
    return low, high


@dataclass(frozen=True)
class _Sums:
    """Units of all plans, summed by blocks: ``coded`` (blocks, themes), ``counted`` (blocks,), from ``first[plan]`` on.

    ``n_han`` (plans,) and ``han`` (plans, themes): Han characters of the units, and of the coded ones.
    """

    coded: Array
    counted: Array
    first: np.ndarray
    n_han: np.ndarray
    han: np.ndarray

    def of(self, plan: int) -> tuple[Array, Array]:
        own = slice(self.first[plan], self.first[plan + 1])
        return self.coded[own], self.counted[own]


def _sums(study: Study, unit: str) -> _Sums:
    """What ``counted_units`` and ``block_sums`` give for each plan, for all plans at once."""
    plans = study.plans["plan_id"].tolist()
    units = study.clauses.loc[study.clauses["counted"], ["plan_id", "clause_no", "block", "item_no", "n_han"]]
    plan = places_in(plans, units["plan_id"])
    clause = (plan << 32) + units["clause_no"].to_numpy()
    order = np.argsort(clause, kind="stable")
    codings = study.codings
    place = (places_in(plans, codings["plan_id"]) << 32) + codings["clause_no"].to_numpy()
    row = order[np.searchsorted(clause[order], place)] if len(place) else np.zeros(0, dtype=int)
    theme = places_in([theme.name for theme in study.themes], codings["theme"])
    coded = np.zeros((len(units), len(study.themes)), dtype=bool)
    coded[row, theme] = True
    n_han = units["n_han"].to_numpy()
    if unit == "item":
        itemised = units["item_no"].notna().to_numpy()
        kept = itemised | (np.bincount(plan[itemised], minlength=len(plans)) == 0)[plan]
        plan, coded, n_han, units = plan[kept], coded[kept], n_han[kept], units[kept]
    key, group = np.unique((plan << 32) + units["block"].to_numpy(), return_inverse=True)
    sums, han = np.zeros((len(key), len(study.themes))), np.zeros((len(plans), len(study.themes)), dtype=np.int64)
    for column in range(len(study.themes)):
        own = coded[:, column]
        sums[:, column] = np.bincount(group[own], minlength=len(key))
        han[:, column] = np.bincount(plan[own], n_han[own], minlength=len(plans))
    counted = np.bincount(group, minlength=len(key)).astype(np.float64)
    if unit == "item":
        sums, counted = (sums > 0).astype(np.float64), np.ones(len(key))
    total = np.bincount(plan, n_han, minlength=len(plans)).astype(np.int64)
    return _Sums(sums, counted, np.searchsorted(key >> 32, np.arange(len(plans) + 1)), total, han)


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
