"""各计划的量化目标：按指标并排 | Quantified targets, side by side by indicator

Few plans: a table of indicators and plans; a bar behind each value where the row's values share unit and direction.
Many plans (form ``strips``): one row an indicator, one dot a target on the row's own scale, its ends and middle in figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from compare.charts import Note, named
from compare.charts.panels import nothing, sheet
from compare.study import Study
from compare.style import COLOURS, INK, RULE, SHADES, SOFT, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

RANGE = "#e3eff6"  # from the lower to the upper end of a range
NARROW = 7.0  # ems: a plan's column is at least as wide


def table(study: Study) -> pd.DataFrame:
    """Grouped targets, one row each, indicators that most plans share first; a plan without any has one row of its own."""
    from compare.measures.targets import targets, value_text
    rows = targets(study)
    rows = rows[rows["group"] != ""]
    shown = pd.Series([value_text(row) for row in rows.itertuples()], index=rows.index, dtype="str")
    rows = rows.assign(shown=shown, n_plans=rows.groupby(["group", "unit"])["plan_id"].transform("nunique"))
    keep = ["group", "unit", "n_plans", "plan_id", "shown", "value", "value_max", "comparator", "direction", "missing",
            "indicator", "quote", "clause_no", "start", "end"]
    silent = [plan for plan in study.plans["plan_id"] if plan not in set(rows["plan_id"])]
    none = pd.DataFrame({"plan_id": silent, "group": "", "unit": "", "n_plans": 0})
    both = pd.concat([rows[keep], none], ignore_index=True)[keep]
    both = both.astype({"n_plans": "int64", "clause_no": "Int64", "start": "Int64", "end": "Int64"})
    both = both.assign(_n=-both["n_plans"]).sort_values(["_n", "group", "unit"], kind="stable").drop(columns="_n")
    order = {key: n for n, key in enumerate(dict.fromkeys(zip(both["group"], both["unit"], strict=True)))}
    made = named(study, both)
    place = [order[key] for key in zip(made["group"], made["unit"], strict=True)]
    return made.assign(_place=place).sort_values("_place", kind="stable").drop(columns="_place").reset_index(drop=True)


def note(table: pd.DataFrame) -> Note:
    rows = table[table["group"] != ""]
    n, plans, silent = len(rows), table["plan_id"].nunique(), int((table["group"] == "").sum())
    more = f"{silent} 份没有可归组的目标。" if silent else ""
    also = f" {silent} documents have no target of these groups." if silent else ""
    return Note(
        n=f"{n} 项目标，{plans} 份文件 | {n} targets, {plans} documents",
        unit="一项量化目标（一个数及其单位） | one quantified target (a number with its unit)",
        interval="数取自原文，不作估计 | figures as printed, nothing is estimated",
        reading="每点一项目标，各行自成尺度（百分比到 100）；△ 为新增或增长，▽ 为下降；隐去的数字不画。" + more
        + " | One mark a target, each row on its own scale (per cents to 100); △ adds, ▽ lowers; masked figures are not drawn." + also
        if table.attrs.get("form") == "strips" else
        "“+”为新增或增长，“−”为下降；同行单位、方向一致时才画长短（各行自成比例）；“占位”指原文隐去了数字。" + more
        + " | “+” adds, “−” lowers; lengths only where a row's unit and direction agree, each row on its own scale;"
        " “占位”: the figure is masked in the source." + also,
    )


def draw(table: pd.DataFrame, page: Page) -> Figure:
    plans = table.drop_duplicates("plan_id")["plan"]
    grouped = table[table["group"] != ""].groupby(["group", "unit"], sort=False)
    rows = [(f"{group}（{unit}）", cells) for (group, unit), cells in grouped]
    label = min(page.width * 0.26, max([page.measure(name) for name, _ in rows], default=0) + page.em)
    column = (page.width - page.em - label) / max(len(plans), 1)
    if not rows:
        return nothing(page, "没有可以归组并排的量化目标 | No quantified targets to lay side by side")
    if column >= NARROW * page.em and "form" not in table.attrs:
        return _cells(rows, page, label, column, table)
    table.attrs["form"] = "strips"
    return _strips(rows, page, label)


def _fitting(heights: list[float], room: float) -> int:
    """How many rows have room."""
    used, n = 0.0, 0
    while n < len(heights) and used + heights[n] <= room:
        used, n = used + heights[n], n + 1
    return max(n, 1)


def _cells(rows: list[tuple[str, pd.DataFrame]], page: Page, label: float, column: float, table: pd.DataFrame) -> Figure:
    plans = sorted(dict(zip(table["plan_id"], table["plan"], strict=True)).items(), key=lambda plan: (plan[1], plan[0]))
    heads = [page.lines(name, column - page.em, 0.9, bold=True) for _, name in plans]
    line = 1.55 * page.em
    top = line * max(head.count("\n") + 1 for head in heads) + 0.5 * page.em
    names = [page.lines(name, label - page.em, 0.95) for name, _ in rows]
    lines = [{plan: [page.lines(text, column - page.em, 0.9) for text in cells.loc[cells["plan_id"] == plan, "shown"]]
              for plan, _ in plans} for _, cells in rows]
    deep = [max(name.count("\n") + 1, *(sum(t.count("\n") + 1 for t in texts) for texts in own.values()))
            for name, own in zip(names, lines, strict=True)]
    heights = [line * n + 0.5 * page.em for n in deep]
    n = _fitting(heights, page.room - top - 2 * line)
    left = len(rows) - n
    height = top + sum(heights[:n]) + (1.5 * line if left else 0)
    figure, axes = sheet(page, height)
    for k, head in enumerate(heads):
        axes.text(label + k * column, top - 0.5 * page.em, head, size=0.9 * page.font, weight="bold", va="bottom")
    y = top
    for name, (_, cells), own, tall in zip(names[:n], rows[:n], lines[:n], heights[:n], strict=True):
        axes.plot([0, page.width - page.em], [y, y], color=RULE, linewidth=0.6, marker="")
        axes.text(0, y + 0.25 * page.em, name, size=0.95 * page.font, va="top")
        scale = _scale(cells)
        for k, (plan, _) in enumerate(plans):
            at = y + 0.25 * page.em
            values = cells[cells["plan_id"] == plan]
            figures = zip(own[plan], values["value"], values["value_max"], values["missing"], strict=True)
            for text, value, high, hidden in figures:
                for end, shade in ((high, RANGE), (value, SHADES[1])):
                    if scale and pd.notna(end):
                        long = (column - page.em) * end / scale
                        axes.barh(at + 0.52 * line, long, 0.86 * line, label + k * column, color=shade)
                axes.text(label + k * column + 0.2 * page.em, at + 0.12 * line, text, size=0.9 * page.font, va="top",
                          color=SOFT if hidden else INK)
                at += line * (text.count("\n") + 1)
            if not own[plan]:
                axes.text(label + k * column + 0.2 * page.em, at + 0.12 * line, "—", size=0.9 * page.font, va="top", color=SOFT)
        y += tall
    _rest(axes, page, left, y + 0.4 * page.em)
    return figure


def _scale(cells: pd.DataFrame) -> float:
    """The value at which a bar fills its cell; 0 for no bars: fewer than two plans, or directions that differ."""
    known = cells.dropna(subset="value")
    if known["plan_id"].nunique() < 2 or known["direction"].nunique() > 1:
        return 0.0
    return _top(known)


def _top(known: pd.DataFrame) -> float:
    """The end of a row's scale: 100 for per cents, else its greatest figure."""
    top = float(known[["value", "value_max"]].max().max()) if len(known) else 1.0
    return 100.0 if (known["unit"] == "%").all() and top <= 100 else top


def _rest(axes: Axes, page: Page, left: int, y: float) -> None:
    if left:
        words = page.t(f"另有 {left} 行见同名 CSV | {left} more rows in the CSV")
        axes.text(0, y, words, size=0.9 * page.font, color=SOFT, va="top")


def _strips(rows: list[tuple[str, pd.DataFrame]], page: Page, label: float) -> Figure:
    width = page.width - page.em
    words = [_ends(cells, page) for _, cells in rows]
    strip = max(width - label - max(page.measure(text, 0.9) for text in words) - 2 * page.em, 0.2 * width)
    right = width - label - strip - 2 * page.em
    texts = [page.lines(text, right, 0.9) for text in words]
    names = [page.lines(name, label - page.em, 0.95) for name, _ in rows]
    line = 1.55 * page.em
    heights = [line * max(a.count("\n") + 1, b.count("\n") + 1) + 0.5 * page.em for a, b in zip(names, texts, strict=True)]
    n = _fitting(heights, page.room - 2 * line)
    left = len(rows) - n
    height = sum(heights[:n]) + (1.5 * line if left else 0.3 * page.em)
    figure, axes = sheet(page, height)
    y = 0.0
    for name, (_, cells), text, tall in zip(names[:n], rows[:n], texts[:n], heights[:n], strict=True):
        middle = y + tall / 2
        axes.text(0, middle, name, size=0.95 * page.font, va="center")
        axes.plot([label, label + strip], [middle, middle], color=RULE, linewidth=0.8, marker="")
        known = cells.dropna(subset="value")
        for direction, marker, fill in (("level", "o", COLOURS[0]), ("increase", "^", "white"), ("decrease", "v", "white")):
            some = known.loc[known["direction"] == direction, "value"]
            places = label + strip * some / _top(known)
            axes.scatter(places, [middle] * len(some), (0.5 * page.font) ** 2, marker=marker, facecolor=fill,
                         edgecolor=COLOURS[0], linewidth=page.font / 12, zorder=3, clip_on=False)
        axes.text(label + strip + page.em, middle, text, size=0.9 * page.font, va="center")
        y += tall
    _rest(axes, page, left, y + 0.4 * page.em)
    return figure


def _ends(cells: pd.DataFrame, page: Page) -> str:
    """How many plans say something, with the lowest, the middle and the highest figure."""
    plans, known = cells["plan_id"].nunique(), cells["value"].dropna()
    if known.empty:
        return page.t(f"{plans} 份 | {plans} plans")
    from compare.measures.targets import figure_text
    low, middle, high = (figure_text(float(known.agg(how))) for how in ("min", "median", "max"))
    if low == high:
        return page.t(f"{plans} 份：{low} | {plans} plans: {low}")
    return page.t(f"{plans} 份：{low}–{high}，中位 {middle} | {plans} plans: {low}–{high}, median {middle}")
