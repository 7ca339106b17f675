"""Charts: ``compare.charts.x(study, lang=None, size="page")`` draws ``catalogue/x.py`` and returns a matplotlib Figure.

Without ``lang`` it speaks the session's language (``compare.language()``).

The folder is the registry.  A chart draws a table and nothing else; its file holds

    docstring                     first line: the title, ``中文 | English``
    table(study) -> DataFrame     all that is drawn, with the labels: it becomes the CSV behind the chart
    note(table) -> Note           n, unit and interval for the caption, each ``中文 | English``
    draw(table, page) -> Figure   the drawing, without title and caption

``table.attrs`` hold what a caption needs and no row has; ``make`` puts the comparability verdict of the table's plans
there as ``verdict`` (empty: it compares none): a chart of what is 不可比 names no highest and no lowest.
``named(study, frame)`` adds the labels of plans and themes to a measure's table.  ``page`` (``style.Page``) gives the
language (zh, en, or both: ``page.t("中文 | English")``), the size (``page.width``, ``page.room`` for the height, ``page.em`` for the
type), and the empty figure (``page.figure(height)``), on which title and caption stand already.  A chart takes the height
it needs; where that is more than ``page.room`` (60 plans, long names) it takes another form and keeps its type size.
Such a form has a name, which ``draw`` puts into ``table.attrs["form"]``: the caption is made anew for it, so that ``note`` speaks of
the marks that are drawn, and the chart is drawn once more (a form that is named already is kept).
What charts share: ``panels`` (the same rows in a panel for each theme; a page that says why it is empty), ``words``
(lists of terms), ``placing`` (labels beside points).  House style, language, layout, comparability verdict, hashes, α and
writing are done here, once for all charts.
Tests: ``tests/test_charts.py`` draws every chart for 1, 2, 5, 12 and 60 plans, and looks for overlaps, text outside
the figure and missing glyphs; ``faults(figure)`` there does the looking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

import pandas as pd

from compare.charts.caption import Note, caption, judged
from compare.errors import StudyError
from compare.settings import language
from compare.study import Study

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Made", "Note", "make", "named", "names", "write"]


@dataclass(frozen=True)
class Made:
    """A chart with all that belongs to it."""

    name: str
    title: str
    caption: str
    table: pd.DataFrame
    figure: Figure


def names() -> list[str]:
    """Names of the charts, from the folder listing."""
    return sorted(module.name for module in iter_modules([str(Path(__file__).parent / "catalogue")]))


def make(study: Study, name: str, lang: str = "zh", size: str = "page", bare: bool = False, **chosen: Any) -> Made:
    """Draw the chart ``name``; ``bare`` without title and caption, for a document that sets them itself.

    ``chosen`` goes to the chart's table: ``term_scatter(study, plan_a=…, plan_b=…)``.
    Raises StudyError for an unknown chart, size or language.
    """
    from compare import style
    if name not in names():
        raise StudyError("chart", f"no chart {name!r}", "use one of " + ", ".join(names()))
    chart = import_module(f"compare.charts.catalogue.{name}")
    table = chart.table(study, **chosen)
    made = judged(study, table)
    table.attrs["verdict"] = made.verdict if made else ""
    title = style.page(size, lang).t((chart.__doc__ or "").strip().splitlines()[0].rstrip("."), "  ")

    def once() -> Made:
        text = caption(study, table, chart.note(table), lang)
        page = style.page(size, lang, title, text)
        if bare:                                                # room for title and caption is left, and a tenth for a heading
            page = replace(page, title="", caption="", tallest=0.9 * page.room)
        return Made(name, title, text, table, drawn(chart, table, page))

    first = once()
    return once() if "form" in table.attrs else first


def drawn(chart: Any, table: pd.DataFrame, page: Any) -> Figure:
    """The figure of a chart's table on a page, laid out."""
    from compare import style
    with style.house(page.font):
        return style.settle(chart.draw(table, page))


def write(study: Study, out: str | Path, names: Iterable[str] | None = None, lang: str = "zh", size: str = "page") -> list[Path]:
    """Write charts (all, unless named) into the folder ``out``: svg, png, pdf, csv and caption of each; returns the files."""
    from compare import style
    files: list[Path] = []
    for name in _all() if names is None else names:
        made = make(study, name, lang, size)
        files += style.save(made.figure, name, Path(out), made.table, f"{made.title}\n\n{made.caption}")
    return files


_all = names


def named(study: Study, frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with ``plan`` and, where it has themes, ``theme_label`` (``中文 | English``), in the study's order of both."""
    labels = study.plans.set_index("plan_id")["label"]
    frame = frame.assign(plan=frame["plan_id"].map(labels))
    order = frame["plan_id"].map({plan: n for n, plan in enumerate(study.plans["plan_id"])}).to_frame("plan")
    if "theme" in frame:
        themes = {theme.name: (n, f"{theme.label} | {theme.label_en}") for n, theme in enumerate(study.themes)}
        frame = frame.assign(theme_label=frame["theme"].map(lambda theme: themes[theme][1]))
        order["theme"] = frame["theme"].map(lambda theme: themes[theme][0])
    return frame.loc[order.sort_values(list(order.columns), kind="stable").index].reset_index(drop=True)


def __getattr__(name: str) -> Callable[..., Figure]:
    if name.startswith("_") or name not in names():
        raise AttributeError(f"no chart {name!r}; the charts are: {', '.join(names())}")
    return partial(_figure, name)


def _figure(name: str, study: Study, lang: str | None = None, size: str = "page", **chosen: Any) -> Figure:
    return make(study, name, lang or language(), size, **chosen).figure
