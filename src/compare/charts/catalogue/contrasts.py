"""两两对比：各主题占比之差 | Pairwise contrasts: differences in shares of themes

Few pairs: one panel a theme, one row a pair, a dot and its interval around zero.
Many pairs (form ``order``): the pairs of each theme in order of their difference, and in words how many stand out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from compare.charts import Note
from compare.charts.panels import BEFORE, Rows, before_policy, by_theme, many, nothing
from compare.study import Study
from compare.style import COLOURS, INK, RULE, SHADES, SOFT, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEVEL = 0.05
CROWD = 100                     # pairs in a panel whose dots can be told apart


def table(study: Study) -> pd.DataFrame:
    from compare.measures.contrasts import contrasts
    labels = study.plans.set_index("plan_id")["label"]
    themes = {theme.name: f"{theme.label} | {theme.label_en}" for theme in study.themes}
    frame = contrasts(study)
    return frame.assign(label_a=frame["plan_a"].map(labels), label_b=frame["plan_b"].map(labels),
                        theme_label=frame["theme"].map(themes))


def note(table: pd.DataFrame) -> Note:
    pairs, plans = len(table.groupby(["plan_a", "plan_b"])), len({*table["plan_a"], *table["plan_b"]})
    tested, found = int(table["p"].notna().sum()), int((table["p_holm_all"] <= LEVEL).sum())
    ordered = table.attrs.get("form") == "order"
    return Note(
        n=f"{plans} 份文件，{pairs} 对 | {plans} documents, {pairs} pairs",
        unit="小句占比之差（百分点），前者减后者 | difference of shares of clauses (percentage points), first minus second",
        interval="线为 95% 区间，按条目整条重抽样，只说明这些文本 | "
                 "lines are 95% intervals from resampling whole items, for these texts only",
        reading=("各对由低到高，见数据文件。" if ordered else "") +
                f"实心点：按全表 {tested} 个对比作 Holm 校正后 p ≤ 0.05，共 {found} 个；"
                f"{'其余' if ordered else '空心点'}：在偶然范围内，不等于相同；"
                "灰色：这一主题不可比。 | "
                + ("The pairs in order; they stand in the data file. " if ordered else "") +
                f"Filled dots: p ≤ .05 by Holm over the table ({found} of {tested}); {'others' if ordered else 'hollow dots'}: within chance, "
                "which is not equality; grey: not comparable on this theme.",
    )


def draw(table: pd.DataFrame, page: Page) -> Figure:
    if table.empty:
        return nothing(page, "没有两份可以相比的文件 | no two documents to compare")
    pairs = table[["plan_a", "plan_b", "label_a", "label_b"]].drop_duplicates()
    limit = page.width * (0.26 if page.width > 5 else 0.34)
    rows = Rows({(row.plan_a, row.plan_b): page.lines(f"{row.label_a} − {row.label_b}", limit) for row in pairs.itertuples()})
    reach = 1.05 * max(float(table[["difference_low", "difference_high"]].abs().max().max()), 0.02)

    def panel(axes: Axes, part: pd.DataFrame, room: float) -> None:
        axes.axvline(0, color=INK, linewidth=0.7, zorder=1)
        for row in part.itertuples():
            _row(axes, page, rows.at[row.plan_a, row.plan_b], row)
        axes.set_xlim(-reach, reach)
        _points(axes.xaxis, reach, room, page)

    if "form" not in table.attrs and (figure := by_theme(table, page, rows, panel)):
        return figure
    table.attrs["form"] = "order"
    return many(table, page, lambda axes, part, room: _ordered(axes, part, room, reach, page))


def _row(panel: Axes, page: Page, y: float, row: Any) -> None:
    if pd.isna(row.difference):
        panel.annotate(before_policy(page) if BEFORE in row.note else "—", (0, y), (0.4 * page.font, 0), textcoords="offset points",
                       va="center", size=0.85 * page.font, color=SOFT,
                       bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6})
        return
    colour = SOFT if row.verdict == "不可比" else COLOURS[0]
    firm = row.p_holm_all <= LEVEL and row.verdict != "不可比"
    panel.plot([row.difference_low, row.difference_high], [y, y], color=colour, linewidth=page.font / 7, marker="", zorder=3)
    panel.plot([row.difference], [y], marker="o", markersize=page.font * 0.52, color=colour, markeredgewidth=page.font / 9,
               markerfacecolor=colour if firm else "white", clip_on=False, zorder=4)


def _points(axis: Any, reach: float, room: float, page: Page) -> None:
    """Marks of percentage points around zero, as many as have room."""
    gap = 1.3 * page.measure("−20") * 2 * reach / max(room, 0.2)
    step = next((s for s in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5) if s >= max(gap, reach / 3)), 1.0)
    marks = [k * step for k in range(-int(reach / step + 1e-9), int(reach / step + 1e-9) + 1)]
    axis.set_ticks(marks, labels=[f"{100 * mark:+.0f}".replace("-", "−") if mark else "0" for mark in marks])


def _ordered(panel: Axes, rows: pd.DataFrame, high: float, reach: float, page: Page) -> str:
    rows = rows.dropna(subset="difference").sort_values(["difference", "plan_a", "plan_b"])
    firm = ((rows["p_holm_all"] <= LEVEL) & (rows["verdict"] != "不可比")).to_numpy()
    barred = rows["verdict"].eq("不可比").to_numpy()
    x, crowded = np.arange(len(rows)), len(rows) > CROWD
    panel.vlines(x, rows["difference_low"], rows["difference_high"], linewidth=page.font / (28 if crowded else 14),
                 color=[RULE if one else SHADES[1] for one in barred] if crowded else [SOFT if one else COLOURS[0] for one in barred],
                 alpha=None if crowded else 0.4)
    if crowded:                                                 # dots would be one mass: a line, and dots for what stands out
        panel.plot(x, rows["difference"], color=COLOURS[0], linewidth=page.font / 9, marker="", zorder=3)
    shown = firm if crowded else np.ones(len(rows), bool)
    panel.scatter(x[shown], rows["difference"][shown], (0.3 * page.font) ** 2, zorder=4, linewidth=page.font / 14,
                  edgecolor=[SOFT if one else COLOURS[0] for one in barred[shown]],
                  facecolor=[COLOURS[0] if one else "white" for one in firm[shown]])
    panel.axhline(0, color=INK, linewidth=0.7)
    panel.set_xlim(-1, max(len(rows), 1))
    panel.set_ylim(-reach, reach)
    _points(panel.yaxis, reach, high - 6 * page.em, page)
    panel.set_xticks([])
    panel.grid(axis="y")
    return page.t(f"{len(rows)} 对，{int(firm.sum())} 对有差别 | {len(rows)} pairs, {int(firm.sum())} differ")
