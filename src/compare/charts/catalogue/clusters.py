"""条目的聚类与其稳定性 | Clusters of items, and whether they are stable

A map of the items in the first two dimensions of their space, and the clusters in words.  Where no stable clusters were
found the map says so and all items have one colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from compare.charts import Note, named
from compare.study import Study
from compare.style import COLOURS, INK, MARKERS, SOFT, Page, heading

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FOUND = "发现稳定聚类"
TERMS = 5


def table(study: Study) -> pd.DataFrame:
    from compare.measures.cluster_choice import cluster_choice
    from compare.measures.cluster_terms import cluster_terms
    from compare.measures.clusters import clusters
    made = named(study, clusters(study))
    words = cluster_terms(study)
    words["terms"] = words["terms"].str.split("、").str[:TERMS].str.join("、")
    made = made.merge(words[["cluster", "terms", "jaccard"]], on="cluster", how="left")
    choice = cluster_choice(study).query("chosen")
    for name in ("ari", "ari_null", "excess", "silhouette") if len(choice) else ():
        made.attrs[name] = float(choice[name].iloc[0])
    return made


def note(table: pd.DataFrame) -> Note:
    held, found = int(table["cluster"].notna().sum()), (table["verdict"] == FOUND).any()
    a, known = table.attrs, "ari" in table.attrs
    zh = (f"对半重做全流程的 ARI 为 {a['ari']:.2f}，打乱后为 {a['ari_null']:.2f}，超出 {a['excess']:.2f}（门槛 .45）；平均轮廓"
          f"系数 {a['silhouette']:.2f}"
          if known else "条目太少，未作聚类")
    en = (f"ARI of the pipeline refitted on halves {a['ari']:.2f}, on a shuffled corpus {a['ari_null']:.2f}, excess "
          f"{a['excess']:.2f} "
          f"(threshold .45); mean silhouette {a['silhouette']:.2f}" if known else "too few items to cluster")
    warning = "下面各类只是许多分法中的一种，不宜解释。 | The clusters below are one of many ways to cut; do not interpret them."
    reading, short = "" if found else warning, len(table) - held
    return Note(n=f"{held} 个条目（另有 {short} 个过短） | {held} items ({short} too short)", unit="条目 | item",
                interval=f"{zh} | {en}", reading=reading if known else "")


def draw(table: pd.DataFrame, page: Page) -> Figure:
    found, held = bool((table["verdict"] == FOUND).any()), table.dropna(subset="cluster")
    verdict = page.t("发现稳定聚类 | stable clusters found" if found else "未发现稳定聚类 | no stable clusters found")
    groups = [(int(str(number)), rows) for number, rows in held.groupby("cluster")]
    keys = [page.lines(f"{n}  {rows['terms'].iloc[0]}（{len(rows)}；Jaccard "
                       f"{rows['jaccard'].iloc[0]:.2f}）", page.width - 4 * page.em, 0.9)
            for n, rows in groups]
    below = sum(1.4 * (key.count("\n") + 1) * 0.9 + 0.3 for key in keys)
    head = page.lines(verdict, page.width - 2 * page.em, bold=True)
    height = min(page.room - (below + 2) * page.em, 0.55 * page.width) if groups else 2 * page.em
    figure = page.figure(height + (below + 3) * page.em)
    ratio = [height + 2 * page.em, max(below + 1, 1) * page.em]
    axes, words = figure.subplots(2, 1, height_ratios=ratio)
    heading(axes, page, head)
    words.set_axis_off()
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    for number, rows in groups:
        colour = COLOURS[(number - 1) % len(COLOURS)] if found else SOFT
        axes.scatter(rows["dim1"], rows["dim2"], (0.55 * page.font) ** 2, marker=MARKERS[(number - 1) % len(MARKERS)], alpha=0.8,
                     facecolor=colour if found else "none", edgecolor=colour, linewidth=page.font / 14)
    if found:                                                   # a cluster's number where its middle is: to be told apart in grey too
        _numbers(axes, page, groups)
    words.set_xlim(0, page.width)
    words.set_ylim(max(below, 1), 0)
    y = 0.3
    for (number, _), key in zip(groups, keys, strict=True):
        words.scatter([0.6 * page.em], [y + 0.55], (0.55 * page.font) ** 2, marker=MARKERS[(number - 1) % len(MARKERS)],
                      facecolor=COLOURS[(number - 1) % len(COLOURS)] if found else "none",
                      edgecolor=COLOURS[(number - 1) % len(COLOURS)] if found else SOFT, linewidth=page.font / 14)
        words.text(1.6 * page.em, y, key, va="top", size=0.9 * page.font, color=INK)
        y += 1.4 * (key.count("\n") + 1) * 0.9 + 0.3
    return figure


def _numbers(axes: Axes, page: Page, groups: list[tuple[int, pd.DataFrame]]) -> None:
    """Numbers at the items nearest to the clusters' middles; one that would stand on another is left to the key."""
    from matplotlib.patheffects import withStroke
    taken: list[tuple[float, float]] = []
    wide, high = (float(np.ptp(np.concatenate([rows[c] for _, rows in groups]))) for c in ("dim1", "dim2"))
    gap = 2 * page.em / page.width
    for number, rows in groups:
        x, y = float(rows["dim1"].median()), float(rows["dim2"].median())
        if all(abs(x - a) > gap * wide or abs(y - b) > 2 * gap * high for a, b in taken):
            taken.append((x, y))
            axes.text(x, y, str(number), size=1.4 * page.font, weight="bold", ha="center", va="center", color=INK, zorder=5,
                      path_effects=[withStroke(linewidth=0.35 * page.font, foreground="white")])
