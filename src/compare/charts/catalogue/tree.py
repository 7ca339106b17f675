"""各文件按用词相近程度连成的树 | Tree of the documents by likeness of their words

Leaves are plans, joints stand at 1 − cosine, and the figure at a joint is how often resampled corpora hold the same group.
Where the plans do not fit as leaves (form ``groups``): the groups with support of one half and more in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from compare.charts import Note
from compare.charts.words import lines
from compare.study import Study
from compare.style import COLOURS, INK, SOFT, Page

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HALF = 0.5


def table(study: Study) -> pd.DataFrame:
    from compare.measures.tree import tree
    made = tree(study)
    made.attrs["labels"] = dict(zip(study.plans["plan_id"], study.plans["label"], strict=True))
    return made


def note(table: pd.DataFrame) -> Note:
    n = len(table.attrs.get("labels", {}))
    fit = table["cophenetic"].iloc[0] if len(table) > 1 else float("nan")
    figures = "" if pd.isna(fit) else f"，同表型相关 {fit:.2f}", "" if pd.isna(fit) else f", cophenetic correlation {fit:.2f}"
    return Note(
        n=f"{n} 份文件{figures[0]} | {n} documents{figures[1]}", unit="1 − TF-IDF 余弦，平均联结 | 1 − TF-IDF cosine, average "
            "linkage",
        interval="数字为按条目重抽样后仍有同一分组的比例；只列一半以上的，其余不可凭信 | figures: share of resampled corpora with the same group; "
                 "only those of one half and more are listed" if table.attrs.get("form") == "groups" else
                 "节点数字为按条目重抽样后仍有同一分组的比例；不到 50% 的（灰色虚线）不可凭信 | figures: share of resampled "
                 "corpora with the same "
                 "group; under 50% (grey, dashed) not to be relied on",
        reading="任何距离都能画成树：树本身不证明有分组。 | A tree can be drawn of any distances: it proves no groups.")


def draw(table: pd.DataFrame, page: Page) -> Figure:
    labels: dict[str, str] = table.attrs.get("labels", {})
    plans = sorted(labels)
    names = {plan: page.lines(labels[plan], 0.32 * page.width) for plan in plans}
    order = _leaves(table, len(plans))
    heights = [1.5 * (names[plans[leaf]].count("\n") + 1) + 0.5 for leaf in order]
    if len(table) and "form" not in table.attrs and (sum(heights) + 4) * page.em <= page.room:
        return _tree(table, page, plans, names, order, heights)
    table.attrs["form"] = "groups"
    held = table[table["support"] >= HALF].sort_values(["support", "height"], ascending=[False, True])
    rows = [(f"{100 * row.support:.0f}%", "、".join(labels[plan] for plan in str(row.members).split("|"))) for row in _rows(held)]
    return lines(rows, page, "另有 {} 组，见数据文件 | {} more groups in the data file" if rows
                 else "没有支持率达到一半的分组 | no group with support of one half")


def _leaves(table: pd.DataFrame, n: int) -> list[int]:
    """Leaves from top to bottom, so that no lines cross."""
    under: list[list[int]] = [[leaf] for leaf in range(n)]
    row: Any
    for row in table.itertuples():
        under.append(under[int(row.left)] + under[int(row.right)])
    return under[-1] if under else []


def _tree(table: pd.DataFrame, page: Page, plans: list[str], names: dict[str, str], order: list[int],
          heights: list[float]) -> Figure:
    figure = page.figure((sum(heights) + 3.5) * page.em)
    axes = figure.subplots()
    place = {leaf: sum(heights[:n]) + heights[n] / 2 for n, leaf in enumerate(order)}
    at = {leaf: (0.0, y) for leaf, y in place.items()}
    row: Any
    for number, row in enumerate(table.itertuples()):
        (x1, y1), (x2, y2) = at[int(row.left)], at[int(row.right)]
        x = float(row.height)
        sure = pd.isna(row.support) or row.support >= HALF
        axes.plot([x1, x, x, x2], [y1, y1, y2, y2], color=COLOURS[0] if sure else SOFT, linewidth=page.font / 7, marker="",
                  linestyle="-" if sure else (0, (3, 2)))
        at[len(plans) + number] = (x, (y1 + y2) / 2)
        if not pd.isna(row.support):
            axes.annotate(f"{100 * row.support:.0f}%", (x, (y1 + y2) / 2), (0.3 * page.font, 0), textcoords="offset "
                "points", va="center",
                          size=0.85 * page.font, color=INK if sure else SOFT, zorder=5,
                          bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})
    axes.set_ylim(sum(heights), 0)
    axes.set_xlim(0, max(table["height"].max() * 1.12, 0.05))
    axes.set_yticks([place[leaf] for leaf in order], [names[plans[leaf]] for leaf in order])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.locator_params(axis="x", nbins=5)
    axes.set_xlabel(page.lines(page.t("1 − 余弦：越靠左越相近 | 1 − cosine: the further left, the more "
                                      "alike"), 0.6 * page.width, 0.9),
                    size=0.9 * page.font)
    return figure


def _rows(table: pd.DataFrame) -> list[Any]:
    return list(table.itertuples())
