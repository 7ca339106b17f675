"""Lists of words on a page: a panel of rows for each plan, or, where plans are many, a line of words for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from compare.style import INK, SOFT, Page, heading

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, HEAD, AXIS = 1.55, 2.6, 2.2      # ems


def panels(table: pd.DataFrame, page: Page, draw: Callable[[Axes, Page, float, Any], None], label: str, most: int, least: int = 5,
           columns: tuple[str, str] = ("plan", "term")) -> Figure | None:
    """One panel a plan with its first terms as rows (``most`` or fewer, so that all fit); None where ``least`` do not fit.

    ``draw(axes, page, y, row)`` draws one row; ``label`` names the common axis below.
    """
    group, term = columns
    parts = [(str(name), rows) for name, rows in table.groupby(group, sort=False)]
    across = min(len(parts), 2 if page.width > 5 else 1)
    bands = -(-len(parts) // across) if parts else 0
    width = page.width / max(across, 1)
    wide = max((page.measure(str(word)) for word in table[term]), default=0)
    label = page.lines(label, max(width - wide - 2 * page.em, 0.3 * width), 0.9)
    below = AXIS + 1.35 * label.count("\n")
    heads = {name: page.lines(name, width - 2 * page.em, bold=True) for name, _ in parts}
    head = HEAD + 1.5 * max((text.count("\n") for text in heads.values()), default=0)
    fits = int((page.room / page.em / max(bands, 1) - head - below) / ROW)
    rows_shown = min(most, fits, max((len(rows) for _, rows in parts), default=0))
    if not parts or fits < least or wide > 0.6 * width:
        return None
    figure = page.figure(bands * page.em * (rows_shown * ROW + head + below))
    grid = figure.subplots(bands, across, sharex=True, squeeze=False)
    for n, axes in enumerate(grid.flat):
        if n >= len(parts):
            axes.remove()
            continue
        name, rows = parts[n]
        rows = rows.head(rows_shown)
        heading(axes, page, heads[name])
        for y, row in enumerate(rows.itertuples()):
            draw(axes, page, y, row)
        axes.set_ylim(rows_shown - 0.4, -0.6)
        axes.set_yticks(range(len(rows)), list(rows[term]))
        axes.tick_params(axis="y", length=0)
        axes.tick_params(axis="x", labelbottom=n + across >= len(parts))
        axes.spines["left"].set_visible(False)
        axes.grid(axis="x")
        if n + across >= len(parts):
            axes.set_xlabel(label, size=0.9 * page.font)
    return figure


def lines(rows: list[tuple[str, str]], page: Page, rest: str) -> Figure:
    """A line of words for each (name, words); where the page is full, ``rest`` says how many are left out.

    ``rest`` is ``中文 | English``, with {} for the number; without rows it stands alone.
    """
    names = [page.lines(name, 0.3 * page.width, 0.9, bold=True) for name, _ in rows]
    left = max((page.measure(name, 0.9, bold=True) for name in names), default=0) + page.em
    texts = [page.lines(words, page.width - left - 2 * page.em, 0.9) for _, words in rows]
    heights = [0.9 * 1.5 * (max(a.count("\n"), b.count("\n")) + 1) + 0.5 for a, b in zip(names, texts, strict=True)]
    shown, used = 0, 0.0
    while shown < len(rows) and (used + heights[shown]) * page.em <= page.room - 3 * page.em:
        used += heights[shown]
        shown += 1
    left_out = len(rows) - shown
    full = used + (2 if left_out or not rows else 0.5)
    figure = page.figure(full * page.em)
    axes = figure.subplots()
    axes.set_axis_off()

    def put(text: str, x: float, y: float, weight: str = "normal", colour: str = INK) -> None:
        axes.annotate(text, (0, 1), (72 * x, -y * page.font), xycoords="axes fraction", textcoords="offset points", va="top",
                      size=0.9 * page.font, weight=weight, color=colour).set_in_layout(False)

    y = 0.3
    for name, words, height in zip(names[:shown], texts, heights, strict=False):
        put(name, 0, y, "bold")
        put(words, left, y)
        y += height
    if left_out or not rows:
        put(page.t(rest).replace("{}", str(left_out)), 0, y + 0.2, colour=SOFT)
    return figure
