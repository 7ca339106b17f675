"""规则编码与手工编码的一致程度 | Agreement of the rules with hand coding

One panel for α, with the thresholds, one for F1; one row a theme.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from compare.charts import Note
from compare.charts.panels import nothing
from compare.measures.agreement import FIRM, TENTATIVE
from compare.study import Study
from compare.style import COLOURS, INK, SOFT, Page, heading

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANELS = (("alpha", "Krippendorff α | Krippendorff's α"), ("f1", "F1 | F1"))
WORDS = {"可靠": "reliable", "暂可用": "tentative", "不可靠": "unreliable"}


def table(study: Study) -> pd.DataFrame:
    from compare.measures.reliability import reliability
    labels = {theme.name: f"{theme.label} | {theme.label_en}" for theme in study.themes}
    frame = reliability(study)
    return frame.assign(theme_label=frame["theme"].map(labels))


def note(table: pd.DataFrame) -> Note:
    n = int(table["n"].max()) if len(table) else 0
    return Note(
        n=f"{n:,} 个手工编码的小句 | {n:,} clauses coded by hand",
        unit="小句（句子或标题） | clause (sentence or heading)",
        interval="横线为 95% 区间，按条目整条重抽样 | lines are 95% intervals from resampling whole items",
        reading=f"虚线：α 到 {FIRM:.2f} 为可靠，到 {TENTATIVE:.3f} 为暂可用。空心点不可靠。F1 没有公认的门槛。 | "
                f"Dashed lines: α of {FIRM:.2f} is reliable, of {TENTATIVE:.3f} tentative; a hollow dot is unreliable. For F1 there is no such rule.",
    )


def draw(table: pd.DataFrame, page: Page) -> Figure:
    known = table[table["n"] > 0]
    if known.empty:
        return nothing(page, "没有手工编码，可靠性未知 | No hand coding: reliability unknown")
    names = {str(row.theme): page.lines(page.t(str(row.theme_label)), page.width * 0.22) for row in table.itertuples()}
    tall = [1.5 * (name.count("\n") + 1) + 0.7 for name in names.values()]
    places = [sum(tall[:n]) + size / 2 for n, size in enumerate(tall)]
    stacked = page.width < 5
    height = (sum(tall) + 7) * page.em * (2 if stacked else 1)
    figure = page.figure(min(height, page.room))
    panels = figure.subplots(*((2, 1) if stacked else (1, 2)), sharey=not stacked, squeeze=False).flat
    for (column, title), axes in zip(PANELS, panels, strict=True):
        heading(axes, page, page.t(title))
        _panel(axes, page, table, column, places)
        axes.set_ylim(sum(tall), 0)
        axes.set_yticks(places, list(names.values()))
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
    return figure


def _panel(axes: Axes, page: Page, table: pd.DataFrame, column: str, places: list[float]) -> None:
    lowest = min(0.0, float(table[[column, f"{column}_low"]].min().min()))
    if column == "alpha":
        for threshold in (TENTATIVE, FIRM):
            axes.axvline(threshold, color=INK, linewidth=0.7, linestyle=(0, (4, 3)), zorder=1)
    for y, row in zip(places, table.itertuples(), strict=True):
        value, low, high = (getattr(row, column + end) for end in ("", "_low", "_high"))
        _words(axes, page, y, row, column, value)
        if pd.isna(value):
            continue
        if not pd.isna(low):
            axes.plot([low, high], [y, y], color=COLOURS[0], linewidth=page.font / 7, marker="", zorder=3)
        doubtful = row.verdict not in ("可靠", "暂可用")
        axes.plot([value], [y], marker="o", markersize=page.font * 0.52, color=COLOURS[0], markeredgewidth=page.font / 9,
                  markerfacecolor="white" if doubtful else COLOURS[0], clip_on=False, zorder=4)
    axes.set_xlim(lowest, 1)
    axes.set_xticks([0, 0.5, 1], labels=["0", "0.5", "1"])


def _words(axes: Axes, page: Page, y: float, row: Any, column: str, value: float) -> None:
    """The value in figures right of the panel, for α with the verdict."""
    text = "—" if pd.isna(value) else f"{value:.2f}"
    if column == "alpha" and row.verdict:
        text += "\n" + page.t(f"{row.verdict} | {WORDS[row.verdict]}", " ")
    axes.annotate(text, (1, y), (page.font * 0.6, 0), xycoords=("axes fraction", "data"), textcoords="offset points", va="center",
                  size=0.85 * page.font, color=SOFT if pd.isna(value) else INK, annotation_clip=False)
