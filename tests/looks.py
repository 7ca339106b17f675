"""What is wrong with a drawn chart: texts that overlap, leave the figure, or are too small to read."""

from __future__ import annotations

from itertools import combinations

from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from compare.style import house

SMALLEST = 5.0    # points: below that, print is dust
SLACK = 1.0       # pixels at the figure's own resolution that two boxes may share


def faults(figure: Figure) -> list[str]:
    """One line per fault; an empty list for a chart that can be printed."""
    with house():
        figure.draw_without_rendering()
        boxes = [(text.get_text(), text.get_window_extent()) for text in texts(figure)]
    small = [text for text in texts(figure) if text.get_fontsize() < SMALLEST]
    found = [f"{text.get_text()!r} is set in {text.get_fontsize():.1f} points" for text in small]
    page = figure.bbox
    for words, box in boxes:
        if box.x0 < page.x0 - SLACK or box.y0 < page.y0 - SLACK or box.x1 > page.x1 + SLACK or box.y1 > page.y1 + SLACK:
            found.append(f"{words!r} leaves the figure")
    found += [f"{a!r} overlaps {b!r}" for (a, one), (b, other) in combinations(boxes, 2) if _overlap(one, other)]
    return found


def texts(figure: Figure) -> list[Text]:
    """The texts that are seen: no empty ones, no labels of ticks outside the axes' limits."""
    unseen = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            drawn = {id(tick) for tick in axis._update_ticks()}
            for tick in (*axis.majorTicks, *axis.minorTicks):
                if id(tick) not in drawn or not axes.axison or not axis.get_visible():
                    unseen |= {id(tick.label1), id(tick.label2)}
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip() and id(text) not in unseen]


def _overlap(a: Bbox, b: Bbox) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > SLACK and min(a.y1, b.y1) - max(a.y0, b.y0) > SLACK
