"""A panel for each theme with the same rows in all, and what stands where there is nothing to draw."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from compare.style import SOFT, Page, heading

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BEFORE = "早于政策"


def before_policy(page: Page) -> str:
    """What stands for the figure of a plan that is older than the policy; the caption explains it in both languages."""
    return "pre-policy" if page.lang == "en" else BEFORE


@dataclass(frozen=True)
class Rows:
    """Names of the rows, in lines, by the rows' keys; lengths are ems from the top."""

    names: Mapping[Any, str]
    least: float = 0.0      # ems that a row takes at least

    @property
    def heights(self) -> list[float]:
        """By the lines of a name, and some air."""
        return [max(1.5 * (name.count("\n") + 1) + 0.5, self.least) for name in self.names.values()]

    @property
    def places(self) -> list[float]:
        heights = self.heights
        return [sum(heights[:n]) + own / 2 for n, own in enumerate(heights)]

    @property
    def at(self) -> dict[Any, float]:
        return dict(zip(self.names, self.places, strict=True))

    def frame(self, panel: Axes) -> None:
        """Limits, names and grid of a panel of these rows."""
        panel.set_ylim(sum(self.heights), 0)
        panel.set_yticks(self.places, list(self.names.values()))
        panel.tick_params(axis="y", length=0)
        panel.spines["left"].set_visible(False)
        panel.grid(axis="x")


def groups(table: pd.DataFrame, by: str = "theme_label") -> list[tuple[str, pd.DataFrame]]:
    """The table's parts, in its order."""
    return [(str(label), rows) for label, rows in table.groupby(by, sort=False)]


def grid(figure: Figure, n: int, across: int, sharex: bool = False, sharey: bool = False) -> Iterator[tuple[Axes, bool]]:
    """``n`` panels, ``across`` beside each other; with each whether none stands below it."""
    for k, panel in enumerate(figure.subplots(-(-n // across), across, squeeze=False, sharex=sharex, sharey=sharey).flat):
        if k < n:
            yield panel, k + across >= n
        else:
            panel.remove()


def by_theme(table: pd.DataFrame, page: Page, rows: Rows, draw: Callable[[Axes, pd.DataFrame, float], None]) -> Figure | None:
    """The chart of few rows: ``draw(panel, its part of the table, inches of its width)``; None where a page does not hold it."""
    across = min(4 if page.width > 5 else 2, table["theme"].nunique())
    bands = -(-table["theme"].nunique() // across)
    room = (page.width - max(map(page.measure, rows.names.values())) - 2 * page.em) / across - 2 * page.em
    parts = [(page.lines(page.t(label, "\n"), room + page.em, bold=True), part) for label, part in groups(table)]
    height = bands * page.em * (sum(rows.heights) + 3.5 + 1.5 * max(title.count("\n") + 1 for title, _ in parts))
    if height > page.room:
        return None
    figure = page.figure(height)
    for (panel, lowest), (title, part) in zip(grid(figure, len(parts), across, sharex=True, sharey=True), parts, strict=True):
        heading(panel, page, title)
        draw(panel, part, room)
        rows.frame(panel)
        panel.tick_params(axis="x", labelbottom=lowest)
    return figure


def many(table: pd.DataFrame, page: Page, draw: Callable[[Axes, pd.DataFrame, float], str], sharex: bool = False) -> Figure:
    """The chart of many rows: larger panels, two beside each other where they have room; ``draw`` returns the line under a panel's title."""
    parts = groups(table)
    across = next((n for n in (2, 3) if -(-len(parts) // n) * 17 * page.em <= page.room), 4) if page.width > 5 else 2
    across = min(across, len(parts))
    bands = -(-len(parts) // across)
    height = min(page.room, bands * page.em * 17)
    figure = page.figure(height)
    width = page.width / across - 5 * page.em
    for (panel, _), (label, part) in zip(grid(figure, len(parts), across, sharex, True), parts, strict=True):
        words = draw(panel, part, height / bands)
        heading(panel, page, page.lines(page.t(label, "\n"), width, bold=True), page.lines(words, width, 0.85).split("\n"))
    return figure


def foot(figure: Figure, page: Page, words: str, under: float) -> None:
    """A line ``under`` ems below the lowest panels; it starts under the first and runs on under its neighbours."""
    lowest = [panel for panel in figure.axes if panel.get_subplotspec().is_last_row()]  # type: ignore[union-attr]
    key = page.lines(page.t(words), page.width - 6 * page.em, 0.9)
    for panel in lowest:                                        # they keep its room free
        panel.set_xlabel("\n" * key.count("\n") + " ", size=0.9 * page.font)
    lowest[0].annotate(key, (0, 0), (0, -under * page.font), xycoords="axes fraction", textcoords="offset points", va="top",
                       color=SOFT, size=0.9 * page.font).set_in_layout(False)


def sheet(page: Page, height: float) -> tuple[Figure, Axes]:
    """A figure, and axes without frame on it whose coordinates are inches from the upper left corner."""
    figure = page.figure(height)
    axes = figure.add_axes(figure.get_layout_engine().get()["rect"])  # type: ignore[union-attr]
    figure.set_layout_engine("none")                            # nothing is moved: a place is where it is put
    axes.set_axis_off()
    axes.set_xlim(0, page.width - page.em)
    axes.set_ylim(height, 0)
    return figure, axes


def nothing(page: Page, words: str) -> Figure:
    """A page that says why there is nothing to see; ``words`` are ``中文 | English``."""
    lines = page.lines(page.t(words, "\n"), page.width - 4 * page.em)
    figure = page.figure((2.5 + 1.5 * (lines.count("\n") + 1)) * page.em)
    axes = figure.subplots()
    axes.set_axis_off()
    axes.annotate(lines, (0.5, 0.5), xycoords="axes fraction", ha="center", va="center", color=SOFT)
    return figure
