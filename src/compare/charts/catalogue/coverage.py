"""各主题在计划中所占的小句比例 | Share of clauses on each theme

Few plans: one panel a theme, one row a plan, a dot and its interval, the share in figures above them, so that the whole width
of a panel is the scale's; where the page is short (form ``beside``), the figures at its edge.
Many plans (form ``ranks``): the plans of each theme in order of their share, with the ends and the middle in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from compare.charts import Note, named
from compare.charts.panels import BEFORE, Rows, before_policy, foot, grid, groups
from compare.study import Study
from compare.style import COLOURS, INK, SOFT, Page, heading, percent_axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NOT = "不可比"
ROW = 2.7                 # ems of a row: its dot, and a line of words over it


def table(study: Study) -> pd.DataFrame:
    from compare.measures.coverage import coverage  # type: ignore[import-not-found,unused-ignore]
    return named(study, coverage(study))


def note(table: pd.DataFrame) -> Note:
    plans = table.drop_duplicates("plan_id")
    n = int(plans["n_clauses"].sum())
    return Note(
        n=f"{len(plans)} 份文件，{n:,} 个小句 | {len(plans)} documents, {n:,} clauses",
        unit="小句（句子或标题），一句可属多个主题 | clause (sentence or heading); one clause may hold several themes",
        interval="横线为 95% 区间，按条目整条重抽样，只说明本文本 | "
                 "lines are 95% intervals from resampling whole items, for these texts only",
        reading=_reading(table),
    )


def _reading(table: pd.DataFrame) -> str:
    before = table["note"].str.contains(BEFORE)
    parts = []
    if table.attrs.get("form") == "beside":
        return ("“≤x”表示未见该主题，x 为区间上限；“°”或空心点早于该政策，不按零计。 | “≤x”: theme not found; x is the upper end of the "
                "interval; “°” or hollow: older than the policy; not a zero.")
    if table["n_coded"].eq(0).any() and "form" not in table.attrs:
        parts.append("“0（≤x）”表示未见该主题，x 为区间上限。 | “0 (≤x)”: theme not found; x is the upper end of the interval.")
    if before.any():
        parts.append("“早于政策”的文件先于该政策，不按零计。 | “早于政策” (pre-policy): the document is older than the policy; not a zero.")
    if (before & table["share"].notna()).any():
        parts.append("空心点是政策之前的相近内容。 | Hollow dots are related measures before the policy.")
    return "".join(p.partition(" | ")[0] for p in parts) + " | " + " ".join(p.partition(" | ")[2] for p in parts) if parts else ""


def draw(table: pd.DataFrame, page: Page) -> Figure:
    one = table["plan_id"].nunique() == 1                       # one plan: its themes are the rows of one panel
    across = 1 if one else min(4 if page.width > 5 else 2, table["theme"].nunique())
    themes = table["theme_label"].map(page.t)
    cells = table.assign(panel=table["plan"] if one else themes, row=themes if one else table["plan"])
    share = 0.4 if one else 0.24 if page.width > 5 else 0.3
    rows = Rows({row: page.lines(row, page.width * share) for row in cells["row"].drop_duplicates()}, ROW)
    bands = -(-cells["panel"].nunique() // across)
    for form, own in (("", rows), ("beside", Rows(rows.names))):
        height = bands * page.em * (sum(own.heights) + (8 if page.lang == "both" else 5))
        figure = _dots(cells, page, own, across, height, form) if height <= page.room and table.attrs.get("form", form) == form else None
        if figure is not None:
            table.attrs |= {"form": form} if form else {}
            return figure
    table.attrs["form"] = "ranks"
    return _ranks(cells, page)


def _title(label: str, cells: pd.DataFrame, page: Page, room: float) -> str:
    """A panel's title: on one line where every panel's fits on one."""
    fits = all(page.measure(other, bold=True) <= room for other in cells["panel"].unique())
    return label if fits else page.lines(label.replace(" / ", "\n"), room, bold=True)


def _dots(cells: pd.DataFrame, page: Page, rows: Rows, across: int, height: float, form: str) -> Figure | None:
    """A row a plan, its share in figures over the dot, or ``beside`` it at the panel's edge; None where that leaves the scale no room."""
    top = 1.05 * max(cells[["share", "share_high"]].max().max(), 0.02)
    room = (page.width - max(map(page.measure, rows.names.values())) - 2 * page.em) / across - 1.5 * page.em     # inches of a panel
    data = room - (1.1 * page.em + max(page.measure(_short(cell), 0.9) for cell in cells.itertuples()) if form else 0)
    if form and data < 4 * page.em:
        return None
    figure, full = page.figure(height), top * room / data
    parts = groups(cells, "panel")
    for (panel, lowest), (label, part) in zip(grid(figure, len(parts), across, sharex=True, sharey=True), parts, strict=True):
        heading(panel, page, _title(label, cells, page, room + page.em))
        panel.set_xlim(0, full)
        for cell in part.itertuples():
            _row(panel, page, rows.at[str(cell.row)], cell, 0 if form else data / top)
        rows.frame(panel)
        percent_axis(panel.xaxis, top, 1.4 * page.measure("20%") * top / data)
        panel.tick_params(axis="x", labelbottom=lowest)
    return figure


def _row(panel: Axes, page: Page, y: float, cell: Any, scale: float) -> None:
    """One plan in one panel: interval, dot and over them the share in figures; or words alone where there is no share.

    ``scale`` is the inches of a share of one; 0: the words stand at the panel's right edge.
    """
    bare, words = pd.isna(cell.share), _words(cell, page) if scale else _short(cell)
    if not bare:
        panel.plot([cell.share_low, cell.share_high], [y, y], color=COLOURS[0], linewidth=page.font / 7, marker="", zorder=3)
        panel.plot([cell.share], [y], marker="o", markersize=page.font * 0.52, color=COLOURS[0], markeredgewidth=page.font / 9,
                   markerfacecolor="white" if BEFORE in str(cell.note) else COLOURS[0], clip_on=False, zorder=4)
    if not scale:
        panel.annotate(words, (1, y), (-0.6 * page.font, 0), ("axes fraction", "data"), "offset points", ha="right", va="center",
                       size=0.9 * page.font, color=SOFT if bare else INK)
        return
    half = page.measure(words, 0.9) / scale / 2                 # over the dot, or as near to it as the panel's edges let them stand
    at = max(min(0.0 if bare else cell.share, panel.get_xlim()[1] - half), half)
    panel.annotate(words, (at, y), (0, 0 if bare else 0.85 * page.font), textcoords="offset points", ha="center", va="center",
                   size=0.9 * page.font, color=SOFT if bare else INK, zorder=2,
                   bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})


def _words(cell: Any, page: Page) -> str:
    """A share in words: 12.3%, 0（≤2.2%）, 早于政策; a dash where the plan has no count of the theme."""
    before = before_policy(page) if BEFORE in str(cell.note) else ""
    if pd.isna(cell.share):
        return before or "—"
    zero = f"(≤{100 * cell.share_high:.1f}%)" if page.lang == "en" else f"（≤{100 * cell.share_high:.1f}%）"
    text = f"{100 * cell.share:.1f}%" if cell.n_coded else f"0{zero}"
    return f"{text} {before}".rstrip()


def _short(cell: Any) -> str:
    """The same in few characters; the caption explains them."""
    before = "°" if BEFORE in str(cell.note) else ""
    if pd.isna(cell.share):
        return before or "—"
    return (f"{100 * cell.share:.1f}%" if cell.n_coded else f"≤{100 * cell.share_high:.1f}%") + before


def _ranks(cells: pd.DataFrame, page: Page) -> Figure:
    parts, barred = groups(cells, "panel"), cells.attrs.get("verdict") == NOT
    across = next((n for n in (1, 2, 3) if -(-len(parts) // n) * 17 * page.em <= page.room), 4)
    bands = -(-len(parts) // across)
    width = page.width / across - 5 * page.em
    height = min(page.room, bands * page.em * 17)
    figure = page.figure(height)
    top = max(cells[["share", "share_high"]].max().max(), 0.02)
    under = [_ends(rows, page, width, not barred) for _, rows in parts]
    if max(map(len, under)) > 4:                                # long names take the room of the data: they stand in the CSV
        under = [_ends(rows, page, width, False) for _, rows in parts]
    deep = max(map(len, under))
    dot = min(0.34 * page.font, 0.8 * 72 * width / max(len(rows) for _, rows in parts))
    for (panel, _), (label, rows), words in zip(grid(figure, len(parts), across, sharey=True), parts, under, strict=True):
        shares = rows.dropna(subset="share") if barred else _sorted(rows)
        heading(panel, page, _title(label, cells, page, width), words, deep)
        older = shares["note"].str.contains(BEFORE).to_numpy()
        x = range(len(shares))
        panel.vlines(x, shares["share_low"], shares["share_high"], color=COLOURS[0], linewidth=page.font / 10, alpha=0.5)
        panel.scatter(x, shares["share"], dot**2, zorder=3, linewidth=page.font / 12, clip_on=False,
                      edgecolor=COLOURS[0], facecolor=["white" if old else COLOURS[0] for old in older])
        if len(shares) and not barred:
            panel.axhline(shares["share"].median(), color=INK, linewidth=0.7, linestyle=(0, (4, 3)))
        panel.set_xlim(-1, max(len(shares), 1))
        panel.set_ylim(0, top * 1.02)
        percent_axis(panel.yaxis, top, 1.6 * page.em * top / max(height / bands - (5 + 1.35 * deep) * page.em, page.em))
        panel.set_xticks([])
        panel.grid(axis="y")
    foot(figure, page, "每点一份文件，按文件名排列；不可比，不排高低 | one dot a document, in the order of their names: not comparable, not "
         "ranked" if barred else "每点一份文件，由低到高；虚线为中位数 | one dot a document, in order; dashed line: median", 0.5)
    return figure


def _sorted(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.dropna(subset="share").sort_values(["share", "plan_id"])


def _ends(rows: pd.DataFrame, page: Page, limit: float, ranked: bool) -> list[str]:
    """Lines over a panel of many plans: the highest, the middle, the lowest; how many are zero or before the policy."""
    parts: list[str] = []
    shares = _sorted(rows)
    if len(shares):
        low, high, zero = shares.iloc[0], shares.iloc[-1], int(shares["n_coded"].eq(0).sum())
        parts = [f"{page.t('最高 | highest')} {high['plan']} {100 * high['share']:.1f}%"] if ranked else []
        parts += [f"{page.t('中位 | median')} {100 * shares['share'].median():.1f}%"] if rows.attrs.get("verdict") != NOT else []
        if zero:
            parts += [page.t(f"{zero} 份未见 | not found in {zero}")]
        elif ranked:
            parts += [f"{page.t('最低 | lowest')} {low['plan']} {100 * low['share']:.1f}%"]
    if before := int(rows["note"].str.contains(BEFORE).sum()):
        parts.append(page.t(f"{before} 份早于政策 | {before} older than the policy"))
    lines: list[str] = []
    between = "; " if page.lang == "en" else "；"
    for part in parts:                                          # a part starts a new line rather than being broken
        if lines and page.measure(lines[-1] + between + part, 0.85) <= limit:
            lines[-1] += between + part
        else:
            lines += page.lines(part, limit, 0.85).split("\n")
    return lines
