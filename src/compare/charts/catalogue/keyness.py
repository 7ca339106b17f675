"""各文件的特色词 | Distinctive terms of each document

One panel a plan: the terms that rank first, by the conservative bound of the effect, with the log ratio, its interval and the
counts.  Many plans (form ``lines``): a line of terms for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from compare.charts import Note, named
from compare.charts.words import lines, panels
from compare.study import Study
from compare.style import COLOURS, INK, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TERMS = 10
LEVEL = 0.05


def table(study: Study) -> pd.DataFrame:
    from compare.measures.keyness import keyness
    rows = keyness(study)
    made = named(study, rows[rows["rank"] <= TERMS])
    made.attrs["tests"] = int(rows["p"].notna().sum())
    made.attrs["found"] = int((rows["q"] < LEVEL).sum())
    return made


def note(table: pd.DataFrame) -> Note:
    n, tests, found = table["plan_id"].nunique(), table.attrs.get("tests", 0), table.attrs.get("found", 0)
    listed = table.attrs.get("form") == "lines"
    return Note(
        n=f"{n} 份文件，检验 {tests:,} 个词次，q < .05 的 {found:,} 个 | {n} documents, {tests:,} tests, {found:,} with q < .05",
        unit="词（政策用语按原文最长匹配） | token (policy terms by longest match on the text)",
        interval="q 由条目置换与 BH 得出；对数比、95% 区间与次数见数据文件 | q from permutation of items and BH; log ratios, 95% intervals "
                 "and counts stand in the data file" if listed else
                 "横线为 95% 区间，由条目间差异算出，只给两边各出现 5 次以上的词；q 由条目置换与 BH 得出 | lines are 95% "
                 "intervals from the variation "
                 "between items, for terms with 5 occurrences on both sides; q from permutation of items and BH",
        reading="每行由强到弱，按效应区间的保守一端；* 为 q < .05，其余尚不能排除偶然。只在一句中出现的词不列。 | "
                "Strongest first, by the conservative end of the effect; *: q < .05, of the others chance is not ruled out. Terms in one "
                "clause only are left out." if listed else
                "数字：本文件次数／其余文件次数；实心为 q < .05，空心为尚不能排除偶然。只在一句中出现的词不列。 | "
                "Figures: occurrences here / in the others; filled: q < .05, hollow: chance not ruled out. Terms in one "
                "clause only are left out.",
    )


def draw(table: pd.DataFrame, page: Page) -> Figure:
    label = page.t("对数比（log2）：1 即两倍 | log ratio (log2): 1 is twice the rate")
    few = table["plan_id"].nunique() <= 12 and "form" not in table.attrs
    if few and (figure := panels(table, page, _row, label, TERMS)) is not None:
        high = np.nanmax([table["log_ratio"].max(), table["log_ratio_high"].max()])
        low = np.nanmin([0, table["log_ratio"].min(), table["log_ratio_low"].min()])
        for axes in figure.axes:
            axes.axvline(0, color=INK, linewidth=0.7, zorder=1)
            axes.set_xlim(low - 0.3, high + 0.32 * (high - low))
        return figure
    table.attrs["form"] = "lines"
    terms = table["term"].astype(str) + (table["q"] < LEVEL).map({True: "*", False: ""})
    rows = [(str(plan), "、".join(own)) for plan, own in terms.groupby(table["plan"], sort=False)]
    return lines(rows, page, "另有 {} 份，见数据文件 | {} more in the data file" if rows else "没有可列的词 | no term to list")


def _row(axes: Axes, page: Page, y: float, row: Any) -> None:
    if not pd.isna(row.log_ratio_low):
        axes.plot([row.log_ratio_low, row.log_ratio_high], [y, y], color=COLOURS[0], linewidth=page.font / 7, marker="", zorder=3)
    axes.plot([row.log_ratio], [y], marker="o", markersize=page.font * 0.52, color=COLOURS[0], markeredgewidth=page.font / 9,
              markerfacecolor=COLOURS[0] if row.q < LEVEL else "white", zorder=4)
    end = np.nanmax([row.log_ratio, row.log_ratio_high])
    axes.annotate(f"{row.n}/{row.n_rest}", (end, y), (0.6 * page.font, 0), textcoords="offset points", va="center",
                  size=0.85 * page.font, color=INK)
