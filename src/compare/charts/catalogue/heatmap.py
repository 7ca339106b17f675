"""主题占比的热图：文件 × 主题 | Heatmap of the shares of themes: documents × themes

Few plans: a cell for each plan and theme with the share and its interval.  More plans: rows in blocks beside each other, shares
alone.  Many plans (form ``raster``): a line of colour for each, with the middle half of the shares in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from compare.charts import Note, named
from compare.charts.panels import BEFORE, before_policy, sheet
from compare.study import Study
from compare.style import INK, SOFT, Page, shades

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BARE = "#f0f0f0"                # a cell without a share


def table(study: Study) -> pd.DataFrame:
    from compare.measures.coverage import coverage
    return named(study, coverage(study))


def note(table: pd.DataFrame) -> Note:
    plans = table.drop_duplicates("plan_id")
    n, top = int(plans["n_clauses"].sum()), table["share"].max()
    raster = table.attrs.get("form") == "raster"
    older, zero = table["note"].str.contains(BEFORE).any(), table["n_coded"].eq(0).any() and not raster
    zh = f"颜色越深占比越高，全图同一尺度，最深为 {100 * top:.1f}%。" + ("≤ 为未见该主题时的区间上限。" if zero else "") + (
        "灰格早于政策，不按零计。" if older and raster else "° 或灰格早于政策，不按零计。" if older else "")
    en = f"The darker the greater the share, one scale for all, darkest {100 * top:.1f}%." + (
        " ≤: theme not found, upper end of the interval." if zero else "") + (
        f" {'Grey' if raster else '° or grey'}: older than the policy, which is no zero." if older else "")
    return Note(
        n=f"{len(plans)} 份文件，{n:,} 个小句 | {len(plans)} documents, {n:,} clauses",
        unit="小句（句子或标题），一句可属多个主题 | clause (sentence or heading); one clause may hold several themes",
        interval="列首为各份占比的中间一半，不是置信区间；各份的 95% 区间见数据文件 | over each column the middle half of its shares, which is no "
                 "confidence interval; 95% intervals stand in the data file" if raster else
                 "括号内（放不下时见数据文件）为 95% 区间，按条目整条重抽样，只说明本文本 | in brackets, or in the data file where there is no "
                 "room: 95% intervals from resampling whole items, for these texts only",
        reading=f"{zh} | {en}")


def draw(table: pd.DataFrame, page: Page) -> Figure:
    themes = list(dict.fromkeys(table["theme_label"]))
    plans = dict(zip(table["plan_id"], table["plan"], strict=True))
    for blocks, deep in ((1, True), (1, False), (2, False), (3, False)) if "form" not in table.attrs else ():
        width = (page.width - page.em) / blocks - page.em * (blocks > 1)
        if (figure := _cells(table, page, plans, themes, blocks, width, deep)) is not None:
            return figure
    table.attrs["form"] = "raster"
    return _raster(table, page, plans, themes)


def _cells(table: pd.DataFrame, page: Page, plans: dict[Any, Any], themes: list[str], blocks: int, width: float,
           deep: bool) -> Figure | None:
    """Cells with the share in figures, ``deep`` with its interval below; None where they do not fit."""
    words = {(row.plan_id, row.theme_label): _words(row, page, deep) for row in table.itertuples()}
    need = max(page.measure(text, 0.8) for text in words.values()) + 0.8 * page.em
    limit = min(max(width - need * len(themes), 0), (0.34 if blocks == 1 else 0.3) * page.width)
    names = {plan: page.lines(str(name), limit - page.em, 0.9) if limit > 4 * page.em else "" for plan, name in plans.items()}
    left = max((page.measure(name, 0.9) for name in names.values()), default=0) + page.em
    cell = (width - left) / len(themes)
    heads = [page.lines(page.t(label, "\n"), cell - 0.5 * page.em, 0.85, bold=True) for label in themes]
    heights = {plan: max(1.35 * (name.count("\n") + 1) + (0.5 if deep else 0.25), 2.9 if deep else 1.5) * page.em
               for plan, name in names.items()}
    order, share = list(plans), -(-len(plans) // blocks)
    parts = [order[n:n + share] for n in range(0, len(order), share)]
    top = (1.3 * max(head.count("\n") + 1 for head in heads) + 0.6) * page.em
    high = top + max(sum(heights[plan] for plan in part) for part in parts)
    broken = max(name.count("\n") for name in names.values()) > 2 or any(head.count("\n") > 3 for head in heads)
    if high > page.room or cell < need or not all(names.values()) or (broken and len(plans) > 5):
        return None
    figure, axes = sheet(page, high)
    at = {(row.plan_id, row.theme_label): row for row in table.itertuples()}
    scale = float(table["share"].max()) or 1.0
    for n, part in enumerate(parts):
        x, y = n * (width + page.em), top
        for k, head in enumerate(heads):
            axes.text(x + left + (k + 0.5) * cell, top - 0.3 * page.em, head, size=0.85 * page.font, weight="bold", ha="center", va="bottom")
        for plan in part:
            axes.text(x, y + heights[plan] / 2, names[plan], size=0.9 * page.font, va="center")
            for k, label in enumerate(themes):
                _cell(axes, page, at[plan, label], words[plan, label], (x + left + k * cell, y, cell, heights[plan]), scale)
            y += heights[plan]
    return figure


def _cell(axes: Axes, page: Page, row: Any, words: str, box: tuple[float, float, float, float], scale: float) -> None:
    from matplotlib.patches import Rectangle
    x, y, wide, high = box
    depth = 0.0 if pd.isna(row.share) else 0.85 * row.share / scale if scale > 0 else 0.0
    axes.add_patch(Rectangle((x, y), wide, high, facecolor=BARE if pd.isna(row.share) else shades()(depth), edgecolor="white", linewidth=1))
    axes.text(x + wide / 2, y + high / 2, words, size=0.8 * page.font, ha="center", va="center", linespacing=1.2,
              color="white" if depth > 0.55 else SOFT if pd.isna(row.share) else INK)


def _words(row: Any, page: Page, deep: bool) -> str:
    """A share in words, ``deep`` with its interval; nothing found has the upper end alone, and ° marks what is older than the policy."""
    older = BEFORE in str(row.note)
    if pd.isna(row.share):
        return before_policy(page) if older and deep else "°" if older else "—"
    mark = "°" if older else ""
    if not row.n_coded:
        return f"0{mark}\n(≤{100 * row.share_high:.1f})" if deep else f"≤{100 * row.share_high:.0f}%{mark}"
    return f"{100 * row.share:.1f}%{mark}" + (f"\n({100 * row.share_low:.1f}–{100 * row.share_high:.1f})" if deep else "")


def _raster(table: pd.DataFrame, page: Page, plans: dict[Any, Any], themes: list[str]) -> Figure:
    """A line of colour for each plan, in the order of their names; above each column what its middle half is."""
    cell = (page.width - page.em) / len(themes)
    heads = []
    for label in themes:
        shares = table.loc[table["theme_label"] == label, "share"].dropna()
        low, high = (100 * shares.quantile(q) for q in (0.25, 0.75)) if len(shares) else (float("nan"), float("nan"))
        told = page.t(f"中间一半 {low:.1f}–{high:.1f}% | middle half {low:.1f}–{high:.1f}%", "\n") if len(shares) else "—"
        heads.append((page.lines(page.t(label, "\n"), cell - page.em, 0.85, bold=True), page.lines(told, cell - page.em, 0.8)))
    title = 1.3 * max(a.count("\n") + 1 for a, _ in heads) * page.em
    top = title + 1.25 * max(b.count("\n") + 1 for _, b in heads) * page.em + 0.5 * page.em
    foot = page.lines(page.t(f"每行一份文件，共 {len(plans)} 份，按文件名排列 | one row a document, {len(plans)} in the order of their names"),
                      page.width - page.em, 0.85)
    below = (1.4 * (foot.count("\n") + 1) + 0.4) * page.em
    high = min(page.room - top - below, max(len(plans) * 0.6 * page.em, 20 * page.em))
    figure, axes = sheet(page, top + high + below)
    colours, scale = shades().with_extremes(bad=BARE), float(table["share"].max()) or 1.0
    wide = table.pivot(index="plan_id", columns="theme_label", values="share")[themes].loc[list(plans)]
    for k, (name, told) in enumerate(heads):
        axes.text(k * cell, title, name, size=0.85 * page.font, weight="bold", va="bottom")
        axes.text(k * cell, title + 0.2 * page.em, told, size=0.8 * page.font, color=SOFT, va="top", linespacing=1.2)
        shown = np.ma.masked_invalid(wide[[themes[k]]].to_numpy() * 0.85 / scale)
        axes.pcolormesh([k * cell, (k + 1) * cell - 0.5 * page.em], np.linspace(top, top + high, len(plans) + 1), shown, cmap=colours,
                        vmin=0, vmax=1, linewidth=0, rasterized=True)
    axes.text(0, top + high + below - 0.2 * page.em, foot, size=0.85 * page.font, color=SOFT, va="bottom")
    return figure
