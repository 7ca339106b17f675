"""主题在文中的先后与深浅 | Where themes come in a plan, and how deep

One panel a theme, one row a plan: the line runs over the middle half of the theme's characters, the dot is the median, the
tick where the theme first comes; beside it the items given to the theme, of those that touch it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from compare.charts import Note, named
from compare.study import Study
from compare.style import COLOURS, INK, SOFT, Page, heading

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def table(study: Study) -> pd.DataFrame:
    from compare.measures.attention import attention
    return named(study, attention(study))


def note(table: pd.DataFrame) -> Note:
    n = table["plan_id"].nunique()
    return Note(
        n=f"{n} 份文件，{int(table['n_coded'].sum()):,} 次编码 | {n} documents, {int(table['n_coded'].sum()):,} codings",
        unit="全文位置，0 为开头，1 为结尾（按汉字计） | place in the text, 0 its start, 1 its end (by Han characters)",
        interval="横线为主题文字的中间一半，点为中位，竖线为首次出现；不是置信区间 | "
                 "lines hold the middle half of a theme's characters, dots the median, ticks the first place; these are "
                 "no confidence intervals",
        reading="右侧数字：专门的条目数／涉及的条目数，专门指条目一半以上的文字讲这一主题。 | "
                "Figures: items given to the theme / items that touch it; given means at least half of its characters.",
    )


def draw(table: pd.DataFrame, page: Page) -> Figure:
    across = min(4 if page.width > 5 else 2, table["theme"].nunique())
    names = {plan: page.lines(plan, page.width * (0.22 if page.width > 5 else 0.3)) for plan in table["plan"].drop_duplicates()}
    heights = [1.5 * (name.count("\n") + 1) + 0.5 for name in names.values()]
    groups = [(str(label), rows) for label, rows in table.groupby("theme_label", sort=False)]
    bands = -(-len(groups) // across)
    height = bands * page.em * (sum(heights) + (8 if page.lang == "en" else 5))
    if height > page.room:
        return _many(groups, page)
    figure = page.figure(height)
    panels = figure.subplots(bands, across, sharex=True, sharey=True, squeeze=False)
    places = [sum(heights[:n]) + own / 2 for n, own in enumerate(heights)]
    at = dict(zip(names, places, strict=True))
    room = (page.width - max(map(page.measure, names.values())) - 2 * page.em) / across - 2 * page.em
    words = max(page.measure(_depth(row), 0.85) for row in table.itertuples())
    right = 1 + 1.1 * (words + 0.5 * page.em) / max(room - words - page.em, 0.3)
    for n, panel in enumerate(panels.flat):
        if n >= len(groups):
            panel.remove()
            continue
        label, rows = groups[n]
        heading(panel, page, page.lines(page.t(label, "\n"), room + page.em, bold=True))
        for row in rows.itertuples():
            _row(panel, page, at[row.plan], row)
        panel.set_ylim(sum(heights), 0)
        panel.set_yticks(places, list(names.values()))
        panel.set_xlim(0, right)
        panel.set_xticks([0, 0.5, 1], labels=["0", ".5", "1"])
        panel.tick_params(axis="y", length=0)
        panel.tick_params(axis="x", labelbottom=n + across >= len(groups))
        panel.spines["left"].set_visible(False)
        panel.grid(axis="x")
    return figure


def _depth(row: Any) -> str:
    return f"{row.n_items_devoted}/{row.n_items_touched}" if row.n_coded else "早于政策" if "早于政策" in row.note else "—"


def _row(panel: Axes, page: Page, y: float, row: Any) -> None:
    if row.n_coded:
        panel.plot([row.position_q25, row.position_q75], [y, y], color=COLOURS[0], linewidth=page.font / 4, marker="", zorder=3,
                   solid_capstyle="butt", alpha=0.6)
        panel.plot([row.position], [y], marker="o", markersize=page.font * 0.5, color=COLOURS[0], clip_on=False, zorder=4)
        panel.plot([row.first], [y], marker="|", markersize=page.font * 0.8, color=INK, clip_on=False, zorder=4)
    panel.annotate(_depth(row), (1, y) if row.n_coded else (0, y), (0.5 * page.font, 0), textcoords="offset points", va="center",
                   size=0.85 * page.font, color=INK if row.n_coded else SOFT, zorder=2,
                   bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6})


def _many(groups: list[tuple[str, pd.DataFrame]], page: Page) -> Figure:
    """Many plans: one dot a plan, place against the share of its clauses that stand in items given to the theme."""
    across = 2 if len(groups) > 1 else 1
    bands = -(-len(groups) // across)
    height = min(page.room, bands * page.em * 17)
    figure = page.figure(height)
    panels = figure.subplots(bands, across, sharex=True, sharey=True, squeeze=False)
    width = page.width / across - 5 * page.em
    for n, panel in enumerate(panels.flat):
        if n >= len(groups):
            panel.remove()
            continue
        label, rows = groups[n]
        coded = rows[rows["n_coded"] > 0]
        words = page.t(f"{len(coded)} 份，中位 {coded['position'].median():.2f} | {len(coded)} documents, "
                       f"median {coded['position'].median():.2f}") if len(coded) else page.t("没有编码 | nothing coded")
        heading(panel, page, page.lines(page.t(label, "\n"), width, bold=True), page.lines(words, width, 0.85).split("\n"))
        panel.scatter(coded["position"], coded["share_devoted"], (0.45 * page.font) ** 2, facecolor="white", edgecolor=COLOURS[0],
                      linewidth=page.font / 12, clip_on=False, zorder=3)
        panel.set_xlim(0, 1)
        panel.set_ylim(-0.03, 1.03)
        panel.set_xticks([0, 0.5, 1], labels=["0", ".5", "1"])
        panel.set_yticks([0, 0.5, 1], labels=["0", "50%", "100%"])
        panel.grid(axis="both")
    key = page.t("横轴：位置；纵轴：在专门条目里的比例 | across: place; up: share in items given to the theme")
    for panel in panels[-1]:
        panel.set_xlabel(" ", size=0.9 * page.font)
    lines = page.lines(key, page.width - 6 * page.em, 0.9)
    panels[-1, 0].set_xlabel("\n" * lines.count("\n") + " ", size=0.9 * page.font)
    panels[-1, 0].annotate(lines, (0, 0), (0, -2.2 * page.font), xycoords="axes fraction", textcoords="offset points", va="top",
                           color=SOFT, size=0.9 * page.font).set_in_layout(False)
    return figure
