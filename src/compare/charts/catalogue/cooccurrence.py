"""哪些主题、哪些词同在一个条目里 | Which themes, and which terms, come together in one item

Two networks: a line joins two that share more items than independence inside each document would have it, after correction for all
pairs; the stronger the odds ratio the thicker.  Names stand on a grid, each in a cell of its own.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from compare.charts import Note
from compare.study import Study
from compare.style import COLOURS, SOFT, Page, heading

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEVEL = 0.05
LINKS = 45                      # lines of a network at most
TITLES = {"theme": "主题 | themes", "term": "词 | terms"}
ROUNDS = 200                    # of the layout


def table(study: Study) -> pd.DataFrame:
    """The links: pairs that share more items than independence has it, q < .05; what was tested is in ``attrs``."""
    from compare.measures.cooccurrence import cooccurrence
    rows = cooccurrence(study)
    labels = {theme.name: f"{theme.label} | {theme.label_en}" for theme in study.themes}
    made = rows[(rows["q"] < LEVEL) & (rows["n"] > rows["expected"]) & (rows["log_odds_ratio"] > 0)].reset_index(drop=True)
    for side in "ab":
        made[f"label_{side}"] = [labels.get(r[side], r[side]) if r["kind"] == "theme" else r[side] for r in made.to_dict("records")]
    made.attrs["tested"] = rows[rows["p"].notna()].groupby("kind").size().to_dict()
    made.attrs["items"] = int(rows["n_items"].max()) if len(rows) else 0
    return made


def note(table: pd.DataFrame) -> Note:
    items, tested = table.attrs.get("items", 0), table.attrs.get("tested", {})
    found = [(int((table["kind"] == kind).sum()), int(tested.get(kind, 0))) for kind in TITLES]
    (themes, theme_pairs), (terms, term_pairs) = found
    shown = min(terms, LINKS)
    return Note(
        n=f"{items:,} 个条目；主题 {theme_pairs} 对检验，{themes} 对连线；词 {term_pairs:,} 对检验，{terms:,} 对过关，画最强的 {shown} 对以内 | "
          f"{items:,} items; themes: {themes} links of {theme_pairs} pairs tested; terms: {terms:,} of {term_pairs:,}, the strongest "
          f"{shown} at most are drawn",
        unit="条目 | item",
        interval="连线：各文件之内的独立性检验，BH 后 q < .05；线越粗，比值比越大；不给区间 | links: test of independence inside each "
                 "document, q < .05 after BH; the thicker the greater the odds ratio; no intervals",
        reading="长条目什么都多，所以多数词对同现是条目的性质，不是词的性质；位置没有含义。 | Long items hold more of everything: that most "
                "pairs come together is a trait of items. Places mean nothing.")


def draw(table: pd.DataFrame, page: Page) -> Figure:
    beside = page.width > 10
    parts = [table[table["kind"] == kind] for kind in TITLES]
    limits = [(page.width - 2 * page.em) / (2 if beside else 1)] * 2
    room = page.room - 7 * page.em
    tall = [room] * 2 if beside else [min(0.3 * room, 10 * page.em) if len(parts[0]) else 2 * page.em, 0.0]
    tall[1] = (room if beside else room - tall[0]) if len(parts[1]) else 2 * page.em
    graphs = [_grid(part, page, wide, high) for part, wide, high in zip(parts, limits, tall, strict=True)]
    heights = [max(graph[2], 2 * page.em) for graph in graphs]
    figure = page.figure((max(heights) if beside else sum(heights) + 3 * page.em) + 3.5 * page.em)
    panels = figure.subplots(1, 2) if beside else figure.subplots(2, 1, height_ratios=heights)
    for axes, title, part, (places, size, high) in zip(panels, TITLES.values(), parts, graphs, strict=True):
        axes.set_axis_off()
        axes.set_xlim(0, size)
        axes.set_ylim(max(heights) if beside else max(high, 2 * page.em), 0)
        heading(axes, page, page.t(title))
        if places:
            _links(axes, part, places, page)
        else:
            axes.text(0, page.em, page.lines(page.t("没有高于独立的共现 | none above independence"), size), color=SOFT, va="center")
    return figure


def _links(axes: Axes, part: pd.DataFrame, places: dict[str, tuple[float, float]], page: Page) -> None:
    from matplotlib.patches import FancyArrowPatch
    top = float(part["log_odds_ratio"].max())
    row: Any
    for row in part.head(LINKS).itertuples():
        a, b = row.label_a, row.label_b
        if a in places and b in places:
            axes.add_patch(FancyArrowPatch(places[a], places[b], arrowstyle="-", connectionstyle="arc3,rad=0.12", color=COLOURS[4],
                                           linewidth=page.font * (0.06 + 0.2 * row.log_odds_ratio / top), zorder=1))
    for name, (x, y) in places.items():
        axes.text(x, y, page.t(name), size=0.9 * page.font, ha="center", va="center", zorder=3,
                  bbox={"facecolor": "white", "edgecolor": COLOURS[0], "linewidth": 0.5, "boxstyle": "round,pad=0.18"})


def _grid(part: pd.DataFrame, page: Page, wide: float, high: float) -> tuple[dict[str, tuple[float, float]], float, float]:
    """({name: place}, width, height) in inches: each name in the cell nearest to where the layout has it, no two in one."""
    from scipy.optimize import linear_sum_assignment
    links = [(str(a), str(b)) for a, b in zip(part["label_a"], part["label_b"], strict=True)][:LINKS]
    while links:
        names = sorted({name for link in links for name in link})
        cell = max(page.measure(page.t(name), 0.9) for name in names) + 1.6 * page.em
        line = 2.6 * page.em
        columns, rows = int(wide / cell), min(int(high / line), 2 * len(names))
        if columns * rows >= 1.6 * len(names) or (columns * rows >= len(names) and len(names) <= 8):
            break
        links.pop()                                             # the weakest goes until the others have room
    else:
        return {}, wide, 0.0
    columns = min(columns, max(2, int(1.5 * len(names) ** 0.5) + 1))    # no more cells than the names can spread over
    rows = min(rows, max(2, -(-int(2.2 * len(names)) // columns)))
    step = min(wide / (columns + 0.5 * (columns > 1)), 1.9 * cell)
    left = (wide - step * (columns + 0.5 * (columns > 1))) / 2
    spots = np.array([(left + (c + 0.5 + 0.5 * (r % 2) * (columns > 1)) * step, (r + 0.5) * line)
                      for r in range(rows) for c in range(columns)])
    points = layout(names, links)
    points = (points - points.min(axis=0)) / np.maximum(np.ptp(points, axis=0), 1e-9) * np.ptp(spots, axis=0) + spots.min(axis=0)
    away = ((points[:, None] - spots[None]) ** 2).sum(axis=2).round(4)
    at = linear_sum_assignment(away)[1]
    return {name: (float(spots[k][0]), float(spots[k][1])) for name, k in zip(names, at, strict=True)}, wide, rows * line


def layout(names: list[str], links: list[tuple[str, str]]) -> np.ndarray:
    """Places in the plane whose distances are near to the number of links between two names (stress majorisation).

    Gansner, Koren & North 2005, with weights 1/d², from a circle: the same links give the same places.
    """
    number = {name: n for n, name in enumerate(names)}
    near: list[list[int]] = [[] for _ in names]
    for a, b in links:
        near[number[a]].append(number[b])
        near[number[b]].append(number[a])
    far = np.full((len(names), len(names)), np.inf)
    for start in range(len(names)):
        far[start, start], queue = 0, deque([start])
        while queue:
            here = queue.popleft()
            for there in sorted(near[here]):
                if far[start, there] == np.inf:
                    far[start, there] = far[start, here] + 1
                    queue.append(there)
    far[far == np.inf] = far[far < np.inf].max() + 1
    weight = np.divide(1.0, far**2, out=np.zeros_like(far), where=far > 0)
    turn = 2 * np.pi * np.arange(len(names)) / len(names)
    at = np.column_stack([np.cos(turn), np.sin(turn)]) * far.max() / 2 + np.arange(len(names))[:, None] * [0.003, 0.001]
    spread = np.linalg.pinv(np.diag(weight.sum(axis=1)) - weight)
    for _ in range(ROUNDS):
        gap = np.linalg.norm(at[:, None] - at[None], axis=2)
        pull = -weight * np.divide(far, gap, out=np.zeros_like(far), where=gap > 1e-9)
        pull[np.diag_indices_from(pull)] = -pull.sum(axis=1)
        at = (spread @ pull @ at).round(6)
    return at
