"""主题在文中的先后与深浅 | Where themes come in a plan, and how deep

One panel a theme, one row a plan: the line runs over the middle half of the theme's characters, the dot is the median, the
tick where the theme first comes; beside it the items given to the theme, of those that touch it.  Many plans (form ``dots``): a dot a
plan, its place against its depth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from compare.charts import Note, named
from compare.charts.panels import BEFORE, Rows, before_policy, by_theme, foot, many
from compare.study import Study
from compare.style import COLOURS, INK, SOFT, Page

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
        interval="每点一份文件，横向为主题文字的中位位置；没有置信区间 | one dot a document; across, the median place of a theme's characters; no "
                 "confidence interval" if table.attrs.get("form") == "dots" else "横线为主题文字的中间一半，点为中位，竖线为首次出现；不是置信区间 | "
                 "lines hold the middle half of a theme's characters, dots the median, ticks the first place; these are "
                 "no confidence intervals",
        reading="纵向：编码小句在专门条目里的比例，专门指条目一半以上的文字讲这一主题。 | "
                "Up: share of its coded clauses in items given to the theme; given means at least half of an item's characters."
                if table.attrs.get("form") == "dots" else "右侧数字：专门的条目数／涉及的条目数，专门指条目一半以上的文字讲这一主题。 | "
                "Figures: items given to the theme / items that touch it; given means at least half of its characters.",
    )


def draw(table: pd.DataFrame, page: Page) -> Figure:
    limit = page.width * (0.22 if page.width > 5 else 0.3)
    rows = Rows({plan: page.lines(plan, limit) for plan in table["plan"].drop_duplicates()})
    words = max(page.measure(_depth(row, page), 0.85) for row in table.itertuples())

    def panel(axes: Axes, part: pd.DataFrame, room: float) -> None:
        for row in part.itertuples():
            _row(axes, page, rows.at[row.plan], row)
        axes.set_xlim(0, 1 + 1.1 * (words + 0.5 * page.em) / max(room - words - page.em, 0.3))
        axes.set_xticks([0, 0.5, 1], labels=["0", ".5", "1"])

    return (by_theme(table, page, rows, panel) if "form" not in table.attrs else None) or _many(table, page)


def _depth(row: Any, page: Page) -> str:
    if row.n_coded:
        return f"{row.n_items_devoted}/{row.n_items_touched}"
    return before_policy(page) if BEFORE in row.note else "—"


def _row(panel: Axes, page: Page, y: float, row: Any) -> None:
    if row.n_coded:
        panel.plot([row.position_q25, row.position_q75], [y, y], color=COLOURS[0], linewidth=page.font / 4, marker="", zorder=3,
                   solid_capstyle="butt", alpha=0.6)
        panel.plot([row.position], [y], marker="o", markersize=page.font * 0.5, color=COLOURS[0], clip_on=False, zorder=4)
        panel.plot([row.first], [y], marker="|", markersize=page.font * 0.8, color=INK, clip_on=False, zorder=4)
    panel.annotate(_depth(row, page), (1, y) if row.n_coded else (0, y), (0.5 * page.font, 0), textcoords="offset points", va="center",
                   size=0.85 * page.font, color=INK if row.n_coded else SOFT, zorder=2,
                   bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6})


def _many(table: pd.DataFrame, page: Page) -> Figure:
    """Many plans: one dot a plan, place against the share of its clauses that stand in items given to the theme."""
    table.attrs["form"] = "dots"
    figure = many(table, page, lambda axes, part, _: _scatter(axes, part, page), sharex=True)
    foot(figure, page, "横轴：位置；纵轴：在专门条目里的比例 | across: place; up: share in items given to the theme", 2.2)
    return figure


def _scatter(panel: Axes, rows: pd.DataFrame, page: Page) -> str:
    coded = rows[rows["n_coded"] > 0]
    panel.scatter(coded["position"], coded["share_devoted"], (0.45 * page.font) ** 2, facecolor="white", edgecolor=COLOURS[0],
                  linewidth=page.font / 12, clip_on=False, zorder=3)
    panel.set_xlim(0, 1)
    panel.set_ylim(-0.03, 1.03)
    panel.set_xticks([0, 0.5, 1], labels=["0", ".5", "1"])
    panel.set_yticks([0, 0.5, 1], labels=["0", "50%", "100%"])
    panel.grid(axis="both")
    middle = coded["position"].median()
    return page.t(f"{len(coded)} 份，中位 {middle:.2f} | {len(coded)} documents, median {middle:.2f}" if len(coded)
                  else "没有编码 | nothing coded")
