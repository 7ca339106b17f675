"""各文件用词的相似程度 | How alike the documents' words are

Few plans: a matrix of cosines with their intervals.  Many plans: the most alike pairs in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from compare.charts import Note
from compare.charts.words import lines
from compare.study import Study
from compare.style import INK, Page, shades

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST = 12                     # documents of a matrix


def table(study: Study) -> pd.DataFrame:
    from compare.measures.similarity import similarity
    names = study.plans.set_index("plan_id")["label"]
    rows = similarity(study)
    made = rows.assign(a=rows["plan_a"].map(names), b=rows["plan_b"].map(names))
    made.attrs["labels"] = dict(names)
    return made


def note(table: pd.DataFrame) -> Note:
    n = len(table.attrs.get("labels", {}))
    return Note(
        n=f"{n} 份文件，{len(table):,} 对 | {n} documents, {len(table):,} pairs", unit="词的 TF-IDF 权重 | TF-IDF weights of "
            "terms",
        interval="数字为余弦，0 无共同用词，1 相同；括号为 95% 区间，按条目整条重抽样 | figures are cosines, 0 no word "
                 "shared, 1 the same; in "
                 "brackets 95% intervals from resampling whole items",
        reading="文本越短，余弦越低：只有篇幅相近的各对才宜相比。 | The shorter the texts the lower the cosine: compare pairs "
                "of like length.")


def draw(table: pd.DataFrame, page: Page) -> Figure:
    labels: dict[str, str] = table.attrs.get("labels", {})
    order = sorted(labels)
    rows = [page.lines(f"{n}  {labels[plan]}", 0.3 * page.width) for n, plan in enumerate(order, start=1)]
    cell = (page.width - max(map(page.measure, rows)) - 3 * page.em) / max(len(order), 1)
    words = {(r.plan_a, r.plan_b): _words(r) for r in _rows(table)}
    wide = max((page.measure(text, 0.8) for text in words.values()), default=0)
    heights = [max(1.5 * (name.count("\n") + 1) + 0.6, 3.1) for name in rows]
    if 1 < len(order) <= MOST and cell >= wide + 0.4 * page.em and (sum(heights) + 2) * page.em <= page.room:
        return _matrix(table, page, order, rows, heights, words)
    ranked = [(words[r.plan_a, r.plan_b].replace("\n", " "), f"{r.a} × {r.b}")
              for r in _rows(table)]
    return lines(ranked, page, "另有 {} 对，见数据文件 | {} more in the data file" if ranked else "只有一份文件 | one "
        "document only")


def _words(row: Any) -> str:
    span = "" if pd.isna(row.cosine_low) else f"\n({row.cosine_low:.2f}–{row.cosine_high:.2f})"
    return f"{row.cosine:.2f}{span}"


def _matrix(table: pd.DataFrame, page: Page, order: list[str], rows: list[str], heights: list[float],
            words: dict[tuple[Any, Any], str]) -> Figure:
    figure = page.figure((sum(heights) + 2) * page.em)
    axes, colours = figure.subplots(), shades()
    edges = [sum(heights[:n]) for n in range(len(rows) + 1)]
    high = table["cosine"].max()
    row: Any
    for row in table.itertuples():
        i, j = sorted((order.index(str(row.plan_a)), order.index(str(row.plan_b))))
        depth = 0.8 * row.cosine / high if high > 0 else 0.0
        axes.fill_between([i, i + 1], edges[j], edges[j + 1], facecolor=colours(depth), edgecolor="white", linewidth=1)
        axes.text(i + 0.5, (edges[j] + edges[j + 1]) / 2, words[row.plan_a, row.plan_b], ha="center", va="center",
                  size=0.8 * page.font, color="white" if depth > 0.5 else INK)
    axes.set_xlim(0, len(order) - 1)
    axes.set_ylim(edges[-1], edges[0])
    axes.set_yticks([(low + top) / 2 for low, top in zip(edges, edges[1:], strict=False)], rows, ha="left")
    axes.tick_params(axis="y", length=0, pad=max(map(page.measure, rows)) * 72 + 0.4 * page.font)
    axes.tick_params(axis="x", length=0)
    axes.set_xticks([n + 0.5 for n in range(len(order) - 1)], [str(n + 1) for n in range(len(order) - 1)])
    axes.spines[:].set_visible(False)
    return figure


def _rows(table: pd.DataFrame) -> list[Any]:
    return list(table.itertuples())
