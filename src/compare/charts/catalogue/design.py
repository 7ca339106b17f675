"""语料的设计：哪些地方在哪些年份有文件 | Design of the corpus: which places have documents of which years

One row a place, one column a year; a filled cell is a document.  Cells of one mark hang together: only among them can
place and year be told apart.  Many places (form ``counts``): documents of each year, places by their years.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from compare.charts import Note
from compare.study import Study
from compare.style import COLOURS, INK, MARKERS, SOFT, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PLAIN = "工作要点"


def table(study: Study) -> pd.DataFrame:
    from compare.measures.design import design
    return design(study)


def note(table: pd.DataFrame) -> Note:
    cells = table[table["n_plans"] > 0]
    parts = cells["component"].nunique()
    one = int((cells.groupby("place")["year"].nunique() == 1).sum())
    marks = "相连" if table.attrs.get("form") == "counts" else "记号相同"
    cells_of = "Cells that share a place or a year, directly or by others," if table.attrs.get("form") == "counts" else "Cells of one mark"
    hollow = ("", "") if table.attrs.get("form") == "counts" else (f"空心：文种不是{PLAIN}。", f" Hollow: not a work plan ({PLAIN}).")
    return Note(
        n=f"{int(cells['n_plans'].sum())} 份文件，{cells['place'].nunique()} 地，{cells['year'].nunique()} 年 | "
          f"{int(cells['n_plans'].sum())} documents, {cells['place'].nunique()} places, {cells['year'].nunique()} years",
        unit="文件 | document",
        interval="没有估计，不给区间 | nothing is estimated, so there is no interval",
        reading=f"{marks}的格子连成一片，共 {parts} 片：只有片内的地区差异与年份差异能够分开；"
                f"{one} 地只有一年，不能谈趋势。"
                f"{hollow[0]} | {cells_of} hang together ({parts} parts): place and year can be told apart "
                f"only inside a part; {one} places have one year, which is no trend.{hollow[1]}",
    )


def draw(table: pd.DataFrame, page: Page) -> Figure:
    places, years = table["place"].drop_duplicates().tolist(), [*dict.fromkeys(_year(y) for y in table["year"])]
    names = [page.lines(place, page.width * 0.3) for place in places]
    heights = [1.5 * (name.count("\n") + 1) + 0.3 for name in names]
    height = page.em * (sum(heights) + 3.5)
    if height > page.room or "form" in table.attrs:
        table.attrs["form"] = "counts"
        return _counts(table, years, page)
    figure = page.figure(height)
    panel = figure.subplots()
    at = {place: sum(heights[:n]) + own / 2 for n, (place, own) in enumerate(zip(places, heights, strict=True))}
    _frame(panel, years, page, page.width - max(map(page.measure, names)) - 2 * page.em)
    for cell in table[table["n_plans"] > 0].itertuples():
        number = int(cell.component) - 1  # type: ignore[arg-type]
        colour = COLOURS[number % len(COLOURS)]
        face = colour if cell.kind == PLAIN else "white"
        panel.plot([years.index(_year(cell.year))], [at[str(cell.place)]], marker=MARKERS[number % len(MARKERS)], linestyle="",
                   markersize=0.8 * page.font, color=colour, markerfacecolor=face, clip_on=False)
        if int(cell.n_plans) > 1:  # type: ignore[arg-type]
            panel.annotate(f"×{cell.n_plans}", (years.index(_year(cell.year)), at[str(cell.place)]), (0.7 * page.font, 0),
                           textcoords="offset points", va="center", size=0.85 * page.font, color=INK)
    panel.set_yticks(list(at.values()), names)
    panel.set_ylim(sum(heights), 0)
    panel.tick_params(axis="y", length=0)
    panel.grid(axis="both")
    return figure


def _frame(panel: Axes, years: list[str], page: Page, room: float) -> None:
    """The years under the columns: all, or as many as have room."""
    step = next(n for n in (1, 2, 5, 10, 20, 100) if n == 100 or 1.4 * page.measure("2024") * len(years) / n <= room)
    panel.set_xlim(-0.5, len(years) - 0.5)
    panel.set_xticks(range(0, len(years), step), labels=years[::step])
    panel.spines["left"].set_visible(False)


def _counts(table: pd.DataFrame, years: list[str], page: Page) -> Figure:
    """More places than a page has rows: documents of each year, and how many places have one year, two years, …"""
    figure = page.figure(min(page.room, 34 * page.em))
    above, below = figure.subplots(2, 1)
    per_year = table.assign(y=table["year"].map(_year)).groupby("y", sort=False)["n_plans"].sum()
    spans = table[table["n_plans"] > 0].groupby("place")["year"].size().value_counts().sort_index()
    room = page.width - 6 * page.em
    for panel, values, words in ((above, per_year, "各年文件数 | documents of each year"),
                                 (below, spans, "各地有几年的文件（地数） | places by their number of years")):
        panel.set_title(page.t(words), size=page.font)
        labels = [str(value) for value in values.index]
        panel.bar(range(len(values)), values.to_numpy(), color=COLOURS[0], width=0.7)
        _frame(panel, labels, page, room)
        panel.set_xlim(-0.5, max(len(labels), 8) - 0.5)         # few bars are no wider than many
        for x, value in enumerate(values) if len(values) <= 15 else ():
            panel.annotate(str(int(value)), (x, value), (0, 0.2 * page.font), textcoords="offset points", ha="center",
                           size=0.85 * page.font, color=SOFT)
        panel.set_ylim(0, 1.2 * max(values.max(), 1))
        panel.set_yticks([])
    return figure


def _year(year: object) -> str:
    return "—" if pd.isna(year) else str(year)  # type: ignore[call-overload]
