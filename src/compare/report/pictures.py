"""Which charts stand in which part of the report, and charts as pictures."""

from __future__ import annotations

import io
from collections.abc import Iterator

from compare.report.blocks import Failure, Picture
from compare.report.wording import fault
from compare.study import Study

PLACES = {                                      # charts of each part, in this order; one that is in no part stands among the words
    "语料": ("design",), "方法": ("reliability",), "目标": ("targets",), "借用": ("reuse",),
    "主题": ("coverage", "heatmap", "contrasts", "trends", "attention", "correspondence"),
    "文件": ("similarity", "tree", "clusters"), "用词": ("keyness", "term_scatter", "changes", "cooccurrence", "weights", "wordcloud"),
}
SEVERAL = 12                                    # documents; of more, charts that can show a few only are left out
ONLY_FEW, ONLY_MANY = ("term_scatter", "weights", "wordcloud"), ("heatmap",)   # of a few, a table has what the heatmap shows
DPI = 200


def charts_of(study: Study, place: str) -> Iterator[Picture | Failure]:
    """The charts of one part; those that have nothing to show, or cannot show so many documents, are left out."""
    from compare import charts
    placed = {name for part in PLACES.values() for name in part}
    names = [*(n for n in PLACES[place] if n in charts.names()), *(n for n in charts.names() if place == "用词" and n not in placed)]
    barred = ONLY_MANY if len(study.plans) <= SEVERAL else ONLY_FEW
    return pictures(study, [name for name in names if name not in barred])


def pictures(study: Study, names: list[str], dpi: int = DPI, empty: bool = False) -> Iterator[Picture | Failure]:
    """Charts as pictures without the title and caption that a document sets itself; ``empty``: also those with nothing to show."""
    from compare import charts, style
    for name in names:
        try:
            made = charts.make(study, name, bare=True)
            png = io.BytesIO()
            if len(made.table) or empty:
                with style.house():
                    made.figure.savefig(png, format="png", dpi=dpi, metadata={"Software": None})
                yield Picture(made.title, made.caption, png.getvalue(), f"{made.title}。{made.caption}数据见同名 CSV。")
        except Exception as error:  # one chart's fault keeps none of the others back
            yield Failure(f"图 {name} ", fault(error))
