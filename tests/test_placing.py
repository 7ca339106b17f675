"""Labels beside points never touch each other, a point or the edge, however many there are."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from compare import style
from compare.charts.placing import Point, label
from looks import faults, texts

WORDS = ("立德树人", "课后服务", "Party building", "安全", "义务教育优质均衡", "双减", "师德师风", "AI", "（试点）")


def crowd(n: int, seed: int = 0, spread: float = 1.0) -> list[Point]:
    rng = np.random.default_rng(seed)
    return [Point(*rng.normal(0, spread, 2).round(3), f"{WORDS[k % len(WORDS)]}{k}", 2 + k % 3, bold=k % 7 == 0) for k in range(n)]


def drawn(points: list[Point], size: str = "page") -> tuple[Figure, list[int]]:
    page = style.page(size)
    with style.house(page.font):
        figure = page.figure(3)
        axes = figure.subplots()
        axes.plot([p.x for p in points], [p.y for p in points], "o", linestyle="")
        left_out = label(axes, page, points)
        return style.settle(figure), left_out


def boxes(figure: Figure) -> dict[str, tuple[float, ...]]:
    with style.house():
        figure.draw_without_rendering()
        return {t.get_text(): tuple(t.get_window_extent().extents) for t in texts(figure) if isinstance(t, Annotation)}


@pytest.mark.parametrize("size", style.SIZES)
@pytest.mark.parametrize(("n", "spread"), [(1, 1), (12, 1), (60, 1), (200, 1), (60, 0)])
def test_labels_keep_apart(n: int, spread: float, size: str) -> None:
    points = crowd(n, seed=n, spread=spread)
    figure, left_out = drawn(points, size)
    assert faults(figure) == []
    assert len(boxes(figure)) + len(left_out) == n


def test_labels_keep_off_points_and_edges() -> None:
    points = crowd(60)
    figure, _ = drawn(points)
    axes = figure.axes[0]
    frame, per_point = axes.get_window_extent(), figure.dpi / 72
    for x0, y0, x1, y1 in boxes(figure).values():
        assert frame.x0 - 1 <= x0 and frame.y0 - 1 <= y0 and x1 <= frame.x1 + 1 and y1 <= frame.y1 + 1
        for point in points:
            x, y = axes.transData.transform((point.x, point.y))
            reach = point.radius * per_point - 1
            assert not (x0 < x + reach and x - reach < x1 and y0 < y + reach and y - reach < y1), point


def test_the_first_points_keep_their_labels() -> None:
    """What finds room does not depend on the points that come after it."""
    points = crowd(80)
    silent = [*points[:30], *(Point(p.x, p.y, radius=p.radius) for p in points[30:])]
    alone, among = (set(range(30)) - set(drawn(some)[1]) for some in (silent, points))
    assert alone == among and len(alone) > 10


def test_the_same_points_give_the_same_places() -> None:
    assert boxes(drawn(crowd(60))[0]) == boxes(drawn(crowd(60))[0])


def test_a_label_far_from_its_point_is_joined_to_it() -> None:
    figure, left_out = drawn([Point(0, 0, f"同一处{k}") for k in range(9)])
    lines = [t for t in figure.axes[0].texts if isinstance(t, Annotation) and t.arrow_patch is not None]
    beside = [t for t in figure.axes[0].texts if isinstance(t, Annotation) and t.get_text()]
    assert lines and len(beside) == 9 - len(left_out)
    assert len(beside) - len(lines) == 6                        # right and left, a line up and a line down
