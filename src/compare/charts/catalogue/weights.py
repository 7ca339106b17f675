"""各文件权重最高的词（TF-IDF） | Terms with the greatest TF-IDF weight in each document

One panel a plan: bars of the heaviest terms with their counts.  Many plans (form ``lines``): a line
of terms for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from compare.charts import Note, named
from compare.charts.words import lines, panels
from compare.study import Study
from compare.style import COLOURS, INK, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TERMS = 10
CLAUSES = 2                   # a term in one clause only is no emphasis


def table(study: Study) -> pd.DataFrame:
    from compare.measures.weights import weights
    rows = weights(study)
    made = rows[rows["n_clauses"] >= CLAUSES].groupby("plan_id").head(TERMS)
    return named(study, made if len(made) else rows.groupby("plan_id").head(TERMS))


def note(table: pd.DataFrame) -> Note:
    n = table["plan_id"].nunique()
    return Note(
        n=f"{n} 份文件 | {n} documents", unit="词（政策用语按原文最长匹配） | token (policy terms by longest match on the text)",
        interval="TF-IDF 在小句上拟合（平滑 IDF，l2），再取每份文件各小句的平均；描述用，没有区间 | TF-IDF fitted on clauses "
                 "(smooth IDF, l2), "
                 "averaged over each document's clauses; descriptive, no interval",
        reading="每行由重到轻；权重与次数见数据文件。只在一句中出现的词不列。 | Heaviest first; weights and counts stand in the data file. "
                "Terms in one clause only are left out." if table.attrs.get("form") == "lines" else
                "条末数字：出现次数。只在一句中出现的词不列。 | Figures: occurrences. Terms in one clause only are left out.")


def draw(table: pd.DataFrame, page: Page) -> Figure:
    label = page.t("平均权重 | mean weight")
    few = table["plan_id"].nunique() <= 12 and "form" not in table.attrs
    if few and (figure := panels(table, page, _row, label, TERMS)) is not None:
        for axes in figure.axes:
            axes.set_xlim(0, table["weight"].max() * 1.15)
            axes.locator_params(axis="x", nbins=4)
        return figure
    table.attrs["form"] = "lines"
    rows = [(str(plan), "、".join(own["term"])) for plan, own in table.groupby("plan", sort=False)]
    return lines(rows, page, "另有 {} 份，见数据文件 | {} more in the data file" if rows else "没有可列的词 | no term to list")


def _row(axes: Axes, page: Page, y: float, row: Any) -> None:
    axes.barh([y], [row.weight], height=0.62, color=COLOURS[0], zorder=3)
    axes.annotate(f"{row.n}", (row.weight, y), (0.4 * page.font, 0), textcoords="offset points", va="center",
                  size=0.85 * page.font, color=INK)
