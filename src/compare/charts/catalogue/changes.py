"""同一地方相邻两年用词的变化 | How words change between two years of one place

One panel a pair of years: each line is a term, from its rate in the earlier to that in the later year, on a scale of doublings, so
that equal slopes are equal log ratios; where no place has two years the page says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from compare.charts import Note
from compare.charts.panels import nothing, sheet
from compare.study import Study
from compare.style import COLOURS, SOFT, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TERMS = 8
LEVEL = 0.05
PAIR = ["place", "year_from", "year_to"]


def table(study: Study) -> pd.DataFrame:
    """Of each pair of years the terms whose change is least likely to be chance; pairs with most changed terms first."""
    from compare.measures.changes import changes
    rows = changes(study)
    own = study.plans[study.plans["place"].isin(set(rows["place"]))]
    rows = rows[rows["p"].notna()]
    groups = rows.groupby(PAIR)
    rows = rows.assign(tested=groups["p"].transform("size"), found=groups["q"].transform(lambda q: int((q < LEVEL).sum())))
    for end in ("from", "to"):
        total = (rows[f"n_{end}"] / rows[f"rate_{end}"] * 1000).groupby([rows[c] for c in PAIR]).transform("max")
        rows[f"level_{end}"] = np.log2((rows[f"n_{end}"] + 0.5) / total * 1000)
    made = rows.assign(_found=-rows["found"]).sort_values(["_found", *PAIR], kind="stable").drop(columns="_found")
    made = made.groupby(PAIR, sort=False).head(TERMS).reset_index(drop=True)
    made.attrs["plans"] = own["plan_id"].tolist()
    return made


def note(table: pd.DataFrame) -> Note:
    if table.empty:
        return Note(n="0 地 | 0 places", unit="词 | token", interval="没有估计，不给区间 | nothing is estimated",
                    reading="同一地方至少要有两年的文件才能说变化。 | Two years of one place are needed to speak of change.")
    pairs = table.drop_duplicates(PAIR)
    return Note(
        n=f"{pairs['place'].nunique()} 地，{len(pairs)} 对相邻年份，检验 {int(pairs['tested'].sum()):,} 个词次 | "
          f"{pairs['place'].nunique()} places, {len(pairs)} pairs of years, {int(pairs['tested'].sum()):,} tests",
        unit="词（政策用语按原文最长匹配） | token (policy terms by longest match on the text)",
        interval="不给区间；q 由条目置换与 BH（同一对年份的词）得出 | no intervals; q from permutation of items and BH within a pair of years",
        reading="实线实心为 q < .05，虚线空心为尚不能排除偶然；数字为前后两年的次数，高低为频率的对数。两年之差还不是趋势。 | "
                "Solid: q < .05; dashed, hollow: chance not ruled out. Figures are occurrences in both years, heights the logarithm of "
                "rates. Two years make no trend.")


def draw(table: pd.DataFrame, page: Page) -> Figure:
    if table.empty:
        return nothing(page, "每个地方都只有一年，不能说变化 | one year of each place: nothing can be said of change")
    groups = [own for _, own in table.groupby(PAIR, sort=False)]
    wide = max(page.measure(_words(row), 0.9) for row in table.itertuples())
    across = 1 if len(groups) == 1 or wide + 8 * page.em > page.width / 2 else 2
    width = (page.width - page.em) / across
    titles = [page.lines(_title(own, page), width - 2 * page.em, bold=True) for own in groups]
    line = 1.5 * page.em
    under = [page.lines(_found(own, page), width - 2 * page.em, 0.85) for own in groups]
    head = line * (max(title.count("\n") for title in titles) + 1 + 0.9 * (max(words.count("\n") for words in under) + 1))
    tall = head + (TERMS + 2.2) * line
    fit = max(1, int((page.room - line) / tall)) * across
    left = len(groups) - fit
    bands = -(-min(len(groups), fit) // across)
    height = bands * tall + (line if left > 0 else 0)
    figure, axes = sheet(page, height)
    for n, own in enumerate(groups[:fit]):
        _panel(axes, page, own, (titles[n], under[n]), (n % across * width, n // across * tall), width, head, line)
    if left > 0:
        axes.text(0, height - line / 2, page.t(f"另有 {left} 对年份见数据文件 | {left} more pairs in the data file"), color=SOFT, va="center",
                  size=0.9 * page.font)
    return figure


def _title(own: pd.DataFrame, page: Page) -> str:
    first = own.iloc[0]
    return f"{first['place']} {first['year_from']}—{first['year_to']}"


def _found(own: pd.DataFrame, page: Page) -> str:
    first = own.iloc[0]
    return page.t(f"{first['tested']:,} 个词中 {first['found']} 个有变化 | {first['found']} of {first['tested']:,} terms changed")


def _words(row: Any) -> str:
    return f"{row.term}  {row.n_from}→{row.n_to}"


def _panel(axes: Axes, page: Page, own: pd.DataFrame, title: tuple[str, str], corner: tuple[float, float], width: float, head: float,
           line: float) -> None:
    x, y = corner
    first = own.iloc[0]
    axes.text(x, y, title[0], weight="bold", va="top")
    axes.text(x, y + head, title[1], size=0.85 * page.font, color=SOFT, va="bottom")
    words = [_words(row) for row in own.itertuples()]
    right = x + width - max(page.measure(text, 0.9) for text in words) - 2 * page.em
    right = max(right, x + 3 * page.em)
    left, top, deep = x + 0.6 * page.em, y + head + 0.5 * line, TERMS * line
    levels = own[["level_from", "level_to"]].to_numpy()
    low, span = levels.min(), max(np.ptp(levels), 1.0)
    start, end = (top + deep * (1 - (levels[:, side] - low) / span) for side in (0, 1))
    order = np.argsort(end, kind="stable")
    at = np.empty(len(own))
    at[order] = spread(end[order], line, top, top + deep)
    row: Any
    for n, (row, text) in enumerate(zip(own.itertuples(), words, strict=True)):
        firm = row.q < LEVEL
        colour = (COLOURS[0] if row.log_ratio > 0 else COLOURS[5]) if firm else SOFT
        axes.plot([left, right], [start[n], end[n]], color=colour, linewidth=page.font / 7, marker="o", markersize=0.45 * page.font,
                  markerfacecolor=colour if firm else "white", markeredgewidth=page.font / 10, linestyle="-" if firm else (0, (3, 2)))
        axes.plot([right + 0.4 * page.em, right + 1.1 * page.em], [end[n], at[n]], color=SOFT, linewidth=0.4, marker="")
        axes.text(right + 1.3 * page.em, at[n], text, size=0.9 * page.font, va="center")
    for place, year, side in ((left, first["year_from"], "left"), (right, first["year_to"], "right")):
        axes.text(place, top + deep + 0.6 * line, str(year), size=0.9 * page.font, color=SOFT, ha=side, va="top")


def spread(places: np.ndarray, gap: float, low: float, high: float) -> np.ndarray:
    """Sorted places moved as little as needed so that they are ``gap`` apart and, if there is room, inside low and high."""
    steps = np.arange(len(places)) * gap
    blocks: list[list[float]] = []                              # pooled means of places less their steps: they may not fall
    for value in places - steps:
        blocks.append([float(value), 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (a, n), (b, m) = blocks[-2:]
            blocks[-2:] = [[(a * n + b * m) / (n + m), n + m]]
    pooled = np.concatenate([np.full(int(n), value) for value, n in blocks])
    return np.asarray(np.clip(pooled, low, max(high - steps[-1], low)) + steps)
