"""同一地方逐年的主题占比 | Shares of themes in one place, year by year

One panel a place, one line a theme, with the interval of each year; where no place has two years the page says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from compare.charts import Note
from compare.study import Study
from compare.style import COLOURS, MARKERS, SOFT, Page, heading, percent_axis

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DESCRIPTIVE = "描述性"


def table(study: Study) -> pd.DataFrame:
    from compare.measures.trends import trends
    themes = {theme.name: f"{theme.label} | {theme.label_en}" for theme in study.themes}
    frame = trends(study)
    return frame.assign(theme_label=frame["theme"].map(themes))


def note(table: pd.DataFrame) -> Note:
    places, years = table["place"].nunique(), table["year"].nunique()
    if table.empty:
        return Note(n="0 地 | 0 places", unit="小句 | clause", interval="没有估计，不给区间 | nothing is estimated",
                    reading="同一地方至少要有两年同一文种的文件才能比较前后，至少八年才谈趋势。 | "
                            "Two years of one place and kind are needed to compare, eight to speak of a trend.")
    called = table.drop_duplicates(["place", "kind", "theme"])
    descriptive = int((called["trend"] == DESCRIPTIVE).sum())
    return Note(
        n=f"{places} 地，{years} 个年份 | {places} places, {years} years",
        unit="小句 | clause",
        interval="竖线为 95% 区间，按条目整条重抽样 | bars are 95% intervals from resampling whole items",
        reading=f"{len(called)} 条线中 {descriptive} 条年份不足，只作描述，不得称为趋势。 | "
                f"{descriptive} of {len(called)} lines have too few years: descriptive, no trend.",
    )


def draw(table: pd.DataFrame, page: Page) -> Figure:
    if table.empty:
        figure = page.figure(5 * page.em)
        panel = figure.subplots()
        panel.set_axis_off()
        words = page.t("每个地方都只有一年，不能谈趋势 | one year of each place: nothing can be said of trends", "\n")
        panel.annotate(page.lines(words, page.width - 4 * page.em), (0.5, 0.5), xycoords="axes fraction", ha="center",
                       va="center", color=SOFT)
        return figure
    themes = table["theme_label"].drop_duplicates().tolist()
    groups = [(f"{place}" if kind == "工作要点" else f"{place}〔{kind}〕", own) for (place, kind), own in
              table.groupby(["place", "kind"], sort=False)]
    across = min(3 if page.width > 5 else 2, len(groups))
    most = max(1, int(page.room / (14 * page.em))) * across
    shown, left = groups[:most], groups[most:]
    bands = -(-len(shown) // across)
    figure = page.figure(min(page.room, bands * 14 * page.em + (3 + 1.4 * len(themes) / 3) * page.em))
    panels = figure.subplots(bands, across, sharey=True, squeeze=False)
    top = max(float(table[["share", "share_high"]].max().max()), 0.02)
    room = page.width / across - 5 * page.em
    for n, panel in enumerate(panels.flat):
        if n >= len(shown):
            panel.remove()
            continue
        label, own = shown[n]
        heading(panel, page, page.lines(label, room, bold=True))
        years = sorted(own["year"].unique())
        for k, theme in enumerate(themes):
            rows = own[(own["theme_label"] == theme) & own["share"].notna()]
            x = rows["year"] + (k - (len(themes) - 1) / 2) * 0.08
            descriptive = (rows["trend"] == DESCRIPTIVE).all()
            colour, marker = COLOURS[k % len(COLOURS)], MARKERS[k % len(MARKERS)]
            panel.vlines(x, rows["share_low"], rows["share_high"], color=colour, linewidth=page.font / 14, alpha=0.6)
            panel.plot(x, rows["share"], color=colour, marker=marker, markersize=0.45 * page.font, linewidth=page.font / 9,
                       linestyle=(0, (3, 2)) if descriptive else "-", label=page.t(theme))
        need = 1.5 * page.measure("2024") * (int(years[-1]) - int(years[0]) + 1)
        step = next(s for s in (1, 2, 5, 10, 20, 100) if need / s <= room or s == 100)
        panel.set_xticks(range(int(years[0]), int(years[-1]) + 1, step))
        panel.set_xlim(years[0] - 0.5, years[-1] + 0.5)
        panel.set_ylim(0, top * 1.02)
        percent_axis(panel.yaxis, top, 0.15 * top)
        panel.grid(axis="y")
    handles, labels = panels[0, 0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower left", ncols=2 if page.lang == "en" or page.width < 5 else 4)
    if left:
        panels[-1, 0].set_xlabel(page.t(f"另有 {len(left)} 地见 CSV | {len(left)} more in the CSV"))
    return figure
