"""Labels beside their points: a label that would touch another label, a point or the edge of the axes is not set.

The places round a point are tried in a fixed order, and points in the order given, so that the first keep their labels
and the same points give the same picture.  What is set never overlaps: that is not minimised but refused.  (adjustText, which pushes
labels by forces, left overlaps from 40 labels on a panel on, and not the same ones twice.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

from compare.style import INK, SOFT, Page, settle

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HIGH = 1.3                    # ems: height of a line, accents and brackets included
# beside a point: (side, lines up); the corners leave the middle free, where lines to labels further off pass
BESIDE = ((1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1), (0, 1), (0, -1))
STEPS = (1.3, 2.1, 3.0, 4.0)   # ems between a point and a label that a line joins to it
TURNS = (4, 12, 0, 8, 2, 14, 6, 10, 1, 15, 7, 9, 3, 13, 5, 11)   # sixteenths of a circle: above, below, right, left, between


@dataclass(frozen=True)
class Point:
    """A point in data coordinates, the words for it (none: it is only kept free) and its radius in points."""

    x: float
    y: float
    words: str = ""
    radius: float = 3.0
    bold: bool = False


Box = tuple[float, float, float, float]


def label(axes: Axes, page: Page, points: Sequence[Point], scale: float = 0.8) -> list[int]:
    """Set the labels of ``points`` into axes whose limits and place are final; returns the numbers of those without room.

    Where the figure still lays itself out that is done now, once for all.
    """
    size = scale * page.font
    found = _places(axes, page, points, size)
    for n, (box, joint) in found.items():
        point = points[n]
        place: dict[str, Any] = {"xy": (points[n].x, points[n].y), "textcoords": "offset points", "zorder": 6}
        (left, low, right, high), (at_x, at_y) = box, _at(axes, point)
        axes.annotate(point.words, xytext=((left + right) / 2 - at_x, (low + high) / 2 - at_y), ha="center", va="center", size=size,
                      color=INK, weight="bold" if point.bold else "normal", **place).set_in_layout(False)
        if joint:
            axes.annotate("", xytext=(joint[0] - at_x, joint[1] - at_y), **place, arrowprops={
                "arrowstyle": "-", "color": SOFT, "linewidth": 0.4, "shrinkA": 0, "shrinkB": point.radius}).set_in_layout(False)
    return [n for n, point in enumerate(points) if point.words and n not in found]


def _at(axes: Axes, point: Point) -> tuple[float, float]:
    """Where a point stands, in points of print."""
    x, y = axes.transData.transform((point.x, point.y)) * 72 / axes.figure.dpi
    return round(float(x), 2), round(float(y), 2)


def _places(axes: Axes, page: Page, points: Sequence[Point], size: float) -> dict[int, tuple[Box, tuple[float, float] | None]]:
    """Of each point that finds room: its label's box, and where a line from the point ends that has to join them."""
    figure = axes.figure
    if figure.get_layout_engine() is not None:  # type: ignore[union-attr]
        settle(figure)  # type: ignore[arg-type]
    at = [_at(axes, point) for point in points]
    inside = [round(float(v) * 72 / figure.dpi, 2) for v in axes.get_window_extent().extents]
    dots: list[Box] = [(x - p.radius, y - p.radius, x + p.radius, y + p.radius) for (x, y), p in zip(at, points, strict=True)]
    taken: list[Box] = []
    found: dict[int, tuple[Box, tuple[float, float] | None]] = {}
    for n, point in enumerate(points):
        if not point.words:
            continue
        others = [dot for dot in dots if not _hit(dot, dots[n])]
        wide, high = 72 * page.measure(point.words, size / page.font, point.bold) + 2, HIGH * size
        for box, far in _round(at[n], point.radius, wide, high, size):
            if box[0] < inside[0] or box[1] < inside[1] or box[2] > inside[2] or box[3] > inside[3]:
                continue
            joint = (min(max(at[n][0], box[0]), box[2]), min(max(at[n][1], box[1]), box[3])) if far else None
            line = _line(at[n], joint) if joint else []
            if (any(_hit(box, other) for other in (*taken, *dots)) or any(_hit(part, other) for part in line
                                                                          for other in (*taken, *others))):
                continue
            taken += [box, *line]
            found[n] = (box, joint)
            break
    return found


def _line(start: tuple[float, float], end: tuple[float, float]) -> list[Box]:
    """Small boxes along a line, two points apart, its ends left free."""
    steps = int(max(abs(start[0] - end[0]), abs(start[1] - end[1])) / 2)
    across = [(start[0] + (end[0] - start[0]) * k / steps, start[1] + (end[1] - start[1]) * k / steps) for k in range(1, steps)]
    return [(x - 0.5, y - 0.5, x + 0.5, y + 0.5) for x, y in across]


def _round(at: tuple[float, float], radius: float, wide: float, high: float, size: float) -> Iterable[tuple[Box, bool]]:
    """Boxes round a point, the nearest first; with whether one stands so far off that a line must join them."""
    for side, up in BESIDE:
        x = at[0] + side * (radius + 0.25 * size + wide / 2)
        yield _box(x, at[1] + up * (high if side else radius + high / 2), wide, high), False
    for step in STEPS:
        for turn in TURNS:
            across, rise = round(cos(turn * pi / 8), 6), round(sin(turn * pi / 8), 6)
            reach = radius + step * size
            x = at[0] + across * reach + (wide / 2 if across > 0 else -wide / 2 if across < 0 else 0)
            yield _box(x, at[1] + rise * (reach + high / 2), wide, high), True


def _box(x: float, y: float, wide: float, high: float) -> Box:
    return round(x - wide / 2, 2), round(y - high / 2, 2), round(x + wide / 2, 2), round(y + high / 2, 2)


def _hit(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
