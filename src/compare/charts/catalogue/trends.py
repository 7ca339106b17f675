"""同一地方逐年的主题占比 | Shares of themes in one place, year by year

One panel a theme, one band a place, with the interval of each year; where no place has two years the page says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from compare.charts import Note
from compare.charts.panels import BEFORE, nothing
from compare.study import Study
from compare.style import COLOURS, SOFT, Page, heading, percent_axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DESCRIPTIVE = "描述性"
REACH = 2.0               # the scale ends at so many times the largest share; an interval that goes beyond it ends in an arrow
WORDS = {DESCRIPTIVE: "descriptive", "上升": "rising", "下降": "falling", "未见趋势": "no trend found"}


def table(study: Study) -> pd.DataFrame:
    from compare.measures.trends import trends
    themes = {theme.name: f"{theme.label} | {theme.label_en}" for theme in study.themes}
    frame = trends(study)
    frame = frame.assign(theme_label=frame["theme"].map(themes))
    # the caption's verdict is on the plans of the panels; without a panel it is on all
    return frame if frame.empty else frame.assign(plan_id=frame["plan_ids"].str.split("；").str[0])


def note(table: pd.DataFrame) -> Note:
    places, years = table["place"].nunique(), table["year"].nunique()
    if table.empty:
        return Note(n="0 地 | 0 places", unit="小句 | clause", interval="没有估计，不给区间 | nothing is estimated",
                    reading="同一地方至少要有两年同一文种的文件才能比较前后，至少八年才谈趋势。 | "
                            "Two years of one place and kind are needed to compare, eight to speak of a trend.")
    called = table.drop_duplicates(["place", "kind", "theme"])
    marks = []
    if (table["share_high"] > _top(table)).any():
        marks.append("▲ 区间伸出图外，见数据文件。 | ▲: the interval goes on beyond the chart (see the data).")
    if (table["note"].str.contains(BEFORE) & table["share"].notna()).any():
        marks.append("空心点是政策之前的相近内容，不参与趋势检验。 | Hollow dots are related measures before the policy, and no part of the tests.")
    descriptive = int((called["trend"] == DESCRIPTIVE).sum())
    return Note(
        n=f"{places} 地，{years} 个年份 | {places} places, {years} years",
        unit="小句 | clause",
        interval="竖线为 95% 区间，按条目整条重抽样 | bars are 95% intervals from resampling whole items",
        reading=_joined(
            [f"{len(called)} 条线中 {descriptive} 条年份不足，只作描述，不得称为趋势。 | "
             f"{descriptive} of {len(called)} lines have too few years: descriptive, no trend.", *marks]),
    )


def _joined(parts: list[str]) -> str:
    return "".join(part.partition(" | ")[0] for part in parts) + " | " + " ".join(part.partition(" | ")[2] for part in parts)


def _top(table: pd.DataFrame) -> float:
    """Where the scale ends: at the widest interval, or where that would press the shares flat, at REACH times the largest share."""
    share, high = float(table["share"].max()), float(table[["share", "share_high"]].max().max())
    return max(min(high, REACH * share), 0.02)


def draw(table: pd.DataFrame, page: Page) -> Figure:
    if table.empty:
        return nothing(page, "每个地方都只有一年，不能谈趋势 | one year of each place: nothing can be said of trends")
    groups = [own for _, own in table.groupby(["place", "kind", "theme"], sort=False)]
    across = min(4 if page.width > 5 else 2, table["theme"].nunique())
    room = page.width / across - 3.5 * page.em
    titles = [page.lines(page.t(own["theme_label"].iloc[0], "\n"), room, bold=True) for own in groups]
    under = [_words(own, page, room) for own in groups]
    deep = max(map(len, under))
    tall = (9 + 1.35 * deep + 1.5 * max(title.count("\n") + 1 for title in titles)) * page.em
    rows = table["theme"].nunique() // across + bool(table["theme"].nunique() % across)     # bands that one place takes
    fit = max(1, int(page.room / tall) // rows) * rows * across
    left = len(groups[fit:]) // table["theme"].nunique()
    bands = -(-len(groups[:fit]) // across)
    figure = page.figure(min(page.room, bands * tall + 2 * page.em * bool(left)))
    panels = figure.subplots(bands, across, sharey=True, squeeze=False)
    top = _top(table)
    for n, panel in enumerate(panels.flat):
        if n >= len(groups[:fit]):
            panel.remove()
            continue
        heading(panel, page, titles[n], under[n], deep)
        _series(panel, page, groups[n], room, top)
        panel.set_ylim(0, top * 1.04)
        percent_axis(panel.yaxis, top, 0.3 * top)
        panel.grid(axis="y")
    if left:
        words = page.t(f"另有 {left} 地见 CSV | {left} more in the CSV")
        panels[-1, 0].set_xlabel(words, size=0.9 * page.font, color=SOFT, loc="left")
    return figure


def _words(own: pd.DataFrame, page: Page, room: float) -> list[str]:
    """Place and verdict of one panel, 甲区：描述性; on two lines where one does not hold them."""
    first = own.iloc[0]
    place = first["place"] if first["kind"] == "工作要点" else f"{first['place']}〔{first['kind']}〕"
    trend = page.t(f"{first['trend']} | {WORDS[first['trend']]}")
    one = f"{place}：{trend}"
    return [one] if page.measure(one, 0.85) <= room else [*page.lines(place, room, 0.85).split("\n"),
                                                          *page.lines(trend, room, 0.85).split("\n")]


def _series(panel: Axes, page: Page, own: pd.DataFrame, room: float, top: float) -> None:
    """The years of one theme in one place; the line is broken where nothing may be called a trend, and leaves out what is older
    than the policy."""
    known = own[own["share"].notna()]
    older = known["note"].str.contains(BEFORE)
    panel.vlines(known["year"], known["share_low"], known["share_high"].clip(upper=top), color=COLOURS[0], linewidth=page.font / 9,
                 alpha=0.6)
    beyond = known.loc[known["share_high"] > top, "year"]
    panel.scatter(beyond, [top] * len(beyond), marker="^", s=(0.4 * page.font) ** 2, color=COLOURS[0], linewidth=0, clip_on=False)
    panel.plot(known.loc[~older, "year"], known.loc[~older, "share"], color=COLOURS[0], marker="o", markersize=0.45 * page.font,
               linewidth=page.font / 10, linestyle=(0, (3, 2)) if (own["trend"] == DESCRIPTIVE).all() else "-", clip_on=False)
    panel.scatter(known.loc[older, "year"], known.loc[older, "share"], s=(0.45 * page.font) ** 2, facecolor="white",
                  edgecolor=COLOURS[0], linewidth=page.font / 10, zorder=3, clip_on=False)
    first, last = int(own["year"].min()), int(own["year"].max())
    need = 1.6 * page.measure("2024") * (last - first + 1)
    step = next(n for n in (1, 2, 5, 10, 20, 100) if need / n <= room or n == 100)
    panel.set_xticks(range(first, last + 1, step))
    panel.set_xlim(first - 0.5, last + 0.5)
