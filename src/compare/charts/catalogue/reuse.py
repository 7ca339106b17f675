"""各文件与其他文件相同的段落所占比例 | Share of each document that stands in passages shared with another

Few documents: a matrix, one row a plan, one column each document that it may share passages with.
Many documents: the pairs that share most, as bars.  Set phrases are left out in both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from compare.charts import Note, named
from compare.charts.panels import nothing
from compare.study import Study
from compare.style import COLOURS, HATCHES, INK, SOFT, Page, percent_axis, shades

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST = 20   # documents of a matrix, and pairs of the bars, at most


def table(study: Study) -> pd.DataFrame:
    from compare.corpus import label
    from compare.measures.reuse_matrix import reuse_matrix
    pairs = named(study, reuse_matrix(study))
    names = dict(zip(study.plans["plan_id"], study.plans["label"], strict=True)) | {
        p.plan_id: f"{label(p)}〔参考〕" for p in study.references}
    pairs["other"] = pairs["other_id"].map(names)
    if len(names) > MOST:                                       # of many documents: the pairs that share something
        pairs = pairs[pairs["n_passages"] > 0].sort_values(["share", "plan_id", "other_id"], ascending=[False, True, True])
    pairs.attrs["n_documents"] = len(names)
    return pairs.reset_index(drop=True)


def note(table: pd.DataFrame) -> Note:
    n = table.attrs.get("n_documents", 0)
    shared = int(table["n_passages"].sum())
    zh = "比例为前者（行）的汉字中，落在后者（列）也有的相同或略改段落里的份额，套话不计；谁借谁只能推测，见表 reuse 的方向栏"
    en = ("share of the first's (row's) characters in passages that the second (column) has too, set phrases apart; "
          "who took from whom is a guess, see table reuse")
    reading = "“同”表示两份是同一文本。 | “同”: the two are one text." if table["mirror"].any() else ""
    return Note(
        n=f"{n} 份文件，{shared:,} 处相同段落（双向计） | {n} documents, {shared:,} shared passages (counted from both sides)",
        unit="汉字 | Han character", interval=f"{zh} | {en}", reading=reading)


def draw(table: pd.DataFrame, page: Page) -> Figure:
    names = dict(zip(table["plan_id"], table["plan"], strict=True)) | dict(zip(table["other_id"], table["other"], strict=True))
    if table["n_passages"].sum() == 0:
        return nothing(page, "除套话外未发现相同段落 | No shared passages apart from set phrases")
    plans = list(dict.fromkeys(table["plan_id"]))
    order = [*plans, *sorted(set(table["other_id"]) - set(plans))]
    if table.attrs.get("n_documents", len(order)) <= MOST:
        rows = {name: page.lines(f"{n}  {names[name]}", 0.36 * page.width) for n, name in enumerate(order, start=1)}
        cell = (page.width - max(map(page.measure, rows.values())) - 2.5 * page.em) / len(order)
        height = sum(map(_lines, rows.values())) * page.em + 2 * page.em
        if cell >= page.measure("100%", 0.85) + 0.5 * page.em and height <= page.room:
            return _matrix(table, page, order, rows, height)
    return _pairs(table, page)


def _lines(name: str) -> float:
    """Height of a row in ems."""
    return 1.5 * (name.count("\n") + 1) + 0.6


def _matrix(table: pd.DataFrame, page: Page, order: list[str], rows: dict[str, str], height: float) -> Figure:
    figure = page.figure(height)
    axes = figure.subplots()
    edges = [sum(map(_lines, list(rows.values())[:n])) for n in range(len(rows) + 1)]
    at = {name: n for n, name in enumerate(order)}
    colours = shades()
    cell: Any
    for cell in table.itertuples():
        row, column = at[str(cell.plan_id)], at[str(cell.other_id)]
        low, high = edges[row], edges[row + 1]
        axes.fill_between([column, column + 1], low, high, facecolor=colours(_depth(cell)), edgecolor="white", linewidth=1)
        axes.text(column + 0.5, (low + high) / 2, _words(cell, page), ha="center", va="center", size=0.85 * page.font,
                  color="white" if _depth(cell) > 0.5 else INK if cell.n_passages else SOFT)
    axes.set_xlim(0, len(order))
    axes.set_ylim(edges[-1], 0)
    axes.set_yticks([(low + high) / 2 for low, high in zip(edges, edges[1:], strict=False)], list(rows.values()), ha="left")
    axes.tick_params(axis="y", length=0, pad=max(map(page.measure, rows.values())) * 72 + 0.4 * page.font)
    axes.tick_params(axis="x", length=0)
    axes.xaxis.tick_top()
    axes.set_xticks([n + 0.5 for n in range(len(order))], [str(n + 1) for n in range(len(order))])
    axes.spines[:].set_visible(False)
    return figure


def _depth(cell: Any) -> float:
    """Shade, 0–1: by the root of the share, so that small shares are told from none."""
    return float(cell.share) ** 0.5


def _words(cell: Any, page: Page) -> str:
    if cell.mirror:
        return "同"
    if not cell.n_passages:
        return "0"
    return f"{100 * cell.share:.0f}%" if cell.share >= 0.095 else f"{100 * cell.share:.1f}%"


def _pairs(table: pd.DataFrame, page: Page) -> Figure:
    rows: list[Any] = []
    names: list[str] = []
    used = 4.0
    shared = table[table["n_passages"] > 0].sort_values(["share", "plan_id", "other_id"], ascending=[False, True, True])
    pair: Any
    for pair in shared.itertuples():
        name = page.lines(f"{pair.plan}：{pair.other}", 0.45 * page.width)
        if len(rows) == MOST or (used + _lines(name)) * page.em > page.room:
            break
        used += _lines(name)
        rows.append(pair)
        names.append(name)
    figure = page.figure(used * page.em)
    axes = figure.subplots()
    edges = [sum(map(_lines, names[:n])) for n in range(len(names) + 1)]
    places = [(low + high) / 2 for low, high in zip(edges, edges[1:], strict=False)]
    top = max(float(pair.share) for pair in rows)
    room = page.width - max(map(page.measure, names)) - 2 * page.em
    words = [_words(pair, page).replace("同", page.t("同一文本 | one text")) for pair in rows]
    limit = top * room / max(room - max(page.measure(w, 0.9) for w in words) - page.em, 0.3 * room)
    for place, pair, word in zip(places, rows, words, strict=True):
        axes.barh(place, pair.share, height=1.1, color="white" if pair.mirror else COLOURS[0], edgecolor=COLOURS[0],
                  hatch=HATCHES[1] if pair.mirror else "", linewidth=0.6)
        axes.annotate(word, (float(pair.share), place), (0.4 * page.font, 0), textcoords="offset points", va="center",
                      size=0.9 * page.font)
    axes.set_ylim(edges[-1], 0)
    axes.set_xlim(0, limit)
    axes.set_yticks(places, names)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    percent_axis(axes.xaxis, top, 1.4 * page.measure("20%") * limit / room)
    said = page.t(f"前者的字数中与后者相同的份额；{len(shared):,} 对中的前 {len(rows)} 对 | "
                  f"share of the first that the second has too; top {len(rows)} of {len(shared):,} pairs")
    axes.set_xlabel(page.lines(said, room, 0.9), size=0.9 * page.font, color=SOFT)
    return figure
