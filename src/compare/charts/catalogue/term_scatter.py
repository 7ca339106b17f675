"""两份文件的用词：每个词在甲、乙中的次数 | Words of two documents: each term at its frequency in both

One point for all terms of the same two counts, on scales of rates, so that the diagonal is the same rate in both; the most telling
terms are named as far as there is room.  The pair is the one that can best be compared, unless ``plan_a`` and ``plan_b`` name one.
"""

from __future__ import annotations

from itertools import chain, combinations, zip_longest
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from compare.charts import Note
from compare.charts.panels import nothing
from compare.charts.placing import Point, label
from compare.errors import StudyError
from compare.study import Study
from compare.style import COLOURS, RULE, Page, heading

if TYPE_CHECKING:
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

NAMED, COMMON = 44, 8           # terms to be named: the most telling of both sides, and the most frequent
LEVEL = 0.05
NOT = "不可比"
COLUMNS = ["plan_a", "plan_b", "label_a", "label_b", "term", "n_a", "n_b", "total_a", "total_b", "log_ratio", "z", "p", "q"]


def table(study: Study, plan_a: str | None = None, plan_b: str | None = None) -> pd.DataFrame:
    """Terms of two plans that the wordlist admits, strongest for plan_a first: counts, running words, and keyness of a against b.

    Raises StudyError where only one plan is named, or one that the corpus does not hold.
    """
    if (plan_a is None) != (plan_b is None) or (plan_a is not None and plan_a == plan_b):
        raise StudyError("plans", f"{plan_a} and {plan_b} are no pair", "name two different plans, or none for the pair that compares best")
    pair = _pair(study) if plan_a is None or plan_b is None else (plan_a, plan_b)
    if pair is None:
        return pd.DataFrame(columns=COLUMNS)
    from compare.measures.keyness import keyness
    a, b = (keyness(study, target=one, reference=other) for one, other in (pair, pair[::-1]))
    swapped = b[~b["term"].isin(a["term"])]
    swapped = swapped.rename(columns={"n": "n_rest", "n_rest": "n", "n_total": "n_rest_total", "n_rest_total": "n_total"})
    both = pd.concat([a, swapped.assign(log_ratio=-swapped["log_ratio"], z=-swapped["z"])], ignore_index=True)
    both = both.rename(columns={"n": "n_a", "n_rest": "n_b", "n_total": "total_a", "n_rest_total": "total_b"})
    names = study.plans.set_index("plan_id")["label"]
    both = both.assign(plan_a=pair[0], plan_b=pair[1], label_a=names[pair[0]], label_b=names[pair[1]], _z=-both["z"].round(9))
    made = both.sort_values(["_z", "term"])[COLUMNS].reset_index(drop=True)
    made.attrs["plans"] = list(pair)
    return made


def _pair(study: Study) -> tuple[str, str] | None:
    """The pair with the best verdict; among equals the one whose shorter text is the longest."""
    from compare.measures.comparability import VERDICTS, verdict
    size = dict(zip(study.plans["plan_id"], study.plans["n_han"], strict=True))
    pairs = sorted(combinations(study.plans["plan_id"], 2), key=lambda pair: (-min(size[plan] for plan in pair), pair))
    best, found = len(VERDICTS), None
    for pair in pairs:
        if (grade := VERDICTS.index(verdict(study, pair).verdict)) < best:
            best, found = grade, pair
        if not best:
            break
    return found


def note(table: pd.DataFrame) -> Note:
    if table.empty:
        return Note(n="1 份文件 | 1 document", unit="词 | token", interval="没有估计，不给区间 | nothing is estimated")
    first, firm = table.iloc[0], int((table["q"] < LEVEL).sum())
    filled = "" if table.attrs.get("verdict") == NOT else f"实心 {firm} 个为 q < .05（条目置换与 BH），空心为尚不能排除偶然；"
    solid = "" if table.attrs.get("verdict") == NOT else (f"Filled: q < .05 ({firm}, permutation of items and BH), hollow: chance not "
                                                          "ruled out. ")
    return Note(
        n=f"{len(table):,} 个词；{first['label_a']} {first['total_a']:,} 词次，{first['label_b']} {first['total_b']:,} 词次 | "
          f"{len(table):,} terms; {first['label_a']} {first['total_a']:,} and {first['label_b']} {first['total_b']:,} running words",
        unit="词（政策用语按原文最长匹配） | token (policy terms by longest match on the text)",
        interval="次数取自原文，不给区间；效应与区间见表 keyness | counts as they stand; for effects and intervals see table keyness",
        reading=f"刻度为出现次数，按每千词频率定位：对角线上两份频率相同，离得越远越偏向一份；圆越大，同一处的词越多。{filled}"
                "标出的是加权对数几率最突出的词和最常见的词，以不相碰为限，其余见数据文件。 | "
                "Marks are occurrences, placed by rate: on the diagonal both rates are equal, the further off the more a term belongs "
                f"to one document; larger circles hold more terms. {solid}Named are the terms with the strongest weighted log-odds and "
                "the most frequent ones, as far as labels do not touch; the others stand in the data file.")


def draw(table: pd.DataFrame, page: Page) -> Figure:
    if table.empty:
        return nothing(page, "要有两份文件才能对照用词 | two documents are needed to set words side by side")
    first, barred = table.iloc[0], table.attrs.get("verdict") == NOT
    height = min(page.room, 0.85 * page.width)
    figure = page.figure(height)
    axes = figure.subplots()
    x, y = (np.log2((table[f"n_{side}"] + 0.5) / table[f"total_{side}"]) for side in "ba")
    cells = pd.DataFrame({"x": x, "y": y, "firm": table["q"].lt(LEVEL) & (not barred)})
    spots = cells.groupby(["x", "y"], as_index=False).agg(n=("firm", "size"), firm=("firm", "any"))
    radius = page.font * (0.2 + 0.09 * np.log2(spots["n"]))
    axes.plot([-30, 0], [-30, 0], color=RULE, linewidth=page.font / 9, marker="", zorder=1)
    axes.scatter(spots["x"], spots["y"], (2 * radius) ** 2, zorder=3, edgecolor=COLOURS[0], linewidth=page.font / 12,
                 facecolor=[COLOURS[0] if firm else "white" for firm in spots["firm"]])
    heading(axes, page, page.lines(page.t(f"↑ 在 {first['label_a']} 的次数 | ↑ occurrences in {first['label_a']}"), page.width - 2 * page.em))
    axes.set_xlabel(page.lines(page.t(f"→ 在 {first['label_b']} 的次数 | → occurrences in {first['label_b']}"), page.width - 6 * page.em, bold=True),
                    weight="bold", loc="left")
    for side, axis, places, room in (("b", axes.xaxis, x, page.width - 5 * page.em), ("a", axes.yaxis, y, height - 6 * page.em)):
        low, high = places.min() - 0.7, places.max() + 1.0
        _marks(axis, int(table[f"n_{side}"].max()), int(table[f"total_{side}"].iloc[0]), page, (high - low) / max(room, page.em), side == "a")
        (axes.set_xlim if side == "b" else axes.set_ylim)(low, high)
    radii = dict(zip(zip(spots["x"], spots["y"], strict=True), radius, strict=True))
    order = _telling(table)
    points = [Point(x[n], y[n], str(table["term"][n]), float(radii[x[n], y[n]])) for n in order]
    label(axes, page, points + [Point(*spot, radius=float(size)) for spot, size in radii.items() if spot not in
                                {(point.x, point.y) for point in points}])
    return figure


def _telling(table: pd.DataFrame) -> list[int]:
    """Rows to be named, in this order: the strongest of each side by turns, then the most frequent."""
    sides = (table.index[table["z"] > 0].tolist(), table.index[table["z"] < 0].tolist()[::-1])
    strongest = [n for n in chain.from_iterable(zip_longest(*sides)) if n is not None]
    common = (table["n_a"] + table["n_b"]).sort_values(ascending=False, kind="stable").index[:COMMON].tolist()
    return list(dict.fromkeys(strongest[:NAMED // 2] + common + strongest[NAMED // 2:NAMED]))


def _marks(axis: Axis, most: int, total: int, page: Page, unit: float, upright: bool) -> None:
    """Marks at 0, 1, 2, 5, 10, … occurrences, as many as have room; ``unit``: log units to the inch."""
    marks: list[int] = []
    for n in (0, *(k * 10**power for power in range(6) for k in (1, 2, 5))):
        gap = 1.6 * page.em if upright else 1.6 * page.measure(str(n), 0.9)
        if n <= max(most, 1) and (not marks or np.log2((n + 0.5) / (marks[-1] + 0.5)) / unit >= gap):
            marks.append(n)
    axis.set_ticks([float(np.log2((n + 0.5) / total)) for n in marks], labels=[str(n) for n in marks])
