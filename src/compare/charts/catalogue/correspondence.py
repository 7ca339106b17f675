"""对应分析图：文件与主题、文件与词 | Correspondence maps: documents with themes, documents with terms

Two maps: documents are circles, themes or terms are squares; hollow where the plane shows less than half of a point's distance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from compare.charts import Note
from compare.charts.panels import nothing
from compare.charts.placing import Point, label
from compare.study import Study
from compare.style import COLOURS, RULE, Page, heading, settle

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLES = {"theme": "文件与主题 | documents and themes", "term": "文件与词 | documents and terms"}
MANY = 12                       # documents whose names go before those of themes and terms
SHOWN = 0.5                     # of a point's distance: with less its place in the plane tells little


def table(study: Study) -> pd.DataFrame:
    from compare.measures.correspondence import correspondence
    rows = correspondence(study)
    names = dict(zip(study.plans["plan_id"], study.plans["label"], strict=True))
    themes = {theme.name: f"{theme.label} | {theme.label_en}" for theme in study.themes}
    rows["label"] = [names[point] if side == "plan" else themes[point] if analysis == "theme" else point
                     for analysis, side, point in zip(rows["analysis"], rows["side"], rows["point"], strict=True)]
    rows.attrs["plans"] = [plan for plan in study.plans["plan_id"] if plan in set(rows.loc[rows["side"] == "plan", "point"])]
    return rows


def note(table: pd.DataFrame) -> Note:
    plans = table.loc[table["side"] == "plan", "point"].nunique()
    columns = table[table["side"] == "column"].groupby("analysis")["point"].size()
    themes, terms = (int(columns.get(name, 0)) for name in TITLES)
    return Note(
        n=f"{plans} 份文件，{themes} 个主题，{terms} 个词 | {plans} documents, {themes} themes, {terms} terms",
        unit="主题：编码的小句；词：出现次数（两份以上共有、最常见的词） | themes: coded clauses; terms: occurrences (the most frequent "
             "terms that two documents share)",
        interval="百分数为该维所占的惯量；点的位置没有区间，只作描述 | per cents: inertia of the dimension; places have no interval and "
                 "are descriptive",
        reading="圆为文件，方块为主题或词；两维只显出一点距离的一半以下者空心，不宜解读。文件之间、主题（词）之间的远近可读；文件与主题（词）之间"
                "只看方向，不看远近。放不下的名称见数据文件。 | Circles: documents, squares: themes or terms; hollow where the plane shows "
                "less than half of a point's distance. Distances can be read among documents and among columns; between the two only "
                "directions can. Names without room stand in the data file.")


def draw(table: pd.DataFrame, page: Page) -> Figure:
    parts = [(name, table[table["analysis"] == name]) for name in TITLES if (table["analysis"] == name).any()]
    if not parts:
        return nothing(page, "文件或主题不足三个，画不成平面 | fewer than three documents or themes make no plane")
    beside = page.width > 10
    height = min(page.room, (0.5 if beside else 0.62 * len(parts)) * page.width)
    figure = page.figure(height)
    panels = figure.subplots(*((1, len(parts)) if beside else (len(parts), 1)), squeeze=False).flat
    made = []
    for axes, (name, rows) in zip(panels, parts, strict=True):
        first = rows.iloc[0]
        heading(axes, page, page.t(TITLES[name]))
        axes.set_xlabel(page.t("第一维 | dimension 1") + f" {100 * first['inertia1']:.0f}%", size=0.9 * page.font)
        axes.set_ylabel(page.t("第二维 | dimension 2") + f" {100 * first['inertia2']:.0f}%", size=0.9 * page.font)
        made.append((axes, _points(axes, rows, page)))
    settle(figure)
    for axes, points in made:
        axes.set_aspect("auto")                                 # the limits that equal scales asked for are kept
        label(axes, page, points)
    return figure


def _points(axes: Axes, rows: pd.DataFrame, page: Page) -> list[Point]:
    """Marks of one map; returns its points, those that make the plane before the others."""
    axes.axhline(0, color=RULE, linewidth=0.7, zorder=1)
    axes.axvline(0, color=RULE, linewidth=0.7, zorder=1)
    first = "plan" if (rows["side"] == "plan").sum() <= MANY else "column"      # whose names come first to the room there is
    rows = rows.assign(_side=rows["side"].ne(first),
                       _pull=-(rows["contribution1"] * rows["inertia1"] + rows["contribution2"] * rows["inertia2"]).round(9))
    points: list[Point] = []
    row: Any
    for row in rows.sort_values(["_side", "_pull", "point"]).itertuples():
        plan = row.side == "plan"
        size, colour = page.font * (0.5 if plan else 0.36), COLOURS[0] if plan else COLOURS[5]
        axes.plot([row.dim1], [row.dim2], marker="o" if plan else "s", linestyle="", markersize=size, color=colour,
                  markerfacecolor=colour if row.cos2 >= SHOWN else "white", markeredgewidth=page.font / 12, zorder=4 if plan else 3)
        points.append(Point(float(row.dim1), float(row.dim2), page.t(str(row.label)), size / 2 + 0.5, bold=plan))
    axes.margins(0.16, 0.16)
    axes.set_aspect("equal", adjustable="datalim")
    axes.locator_params(nbins=5)
    axes.tick_params(labelsize=0.8 * page.font)
    return points
