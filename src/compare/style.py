"""House style of charts: font, colours, sizes, and how a chart is saved.

Nothing here changes matplotlib's own settings: a chart is drawn inside ``house()``, which starts from matplotlib's
defaults (not from a user's matplotlibrc, so that the same table gives the same picture everywhere) and puts all back.
The only trace is the font, which matplotlib's font list knows under a name that nobody else uses.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from compare.errors import StudyError
from compare.files import write_bytes
from compare.formulas import to_csv
from compare.typeset import font_file, width, wrap

FAMILY = "Noto Sans SC of Plan Compare"
FALLBACK = "'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', 'WenQuanYi Micro Hei', sans-serif"

INK, SOFT, RULE = "#222222", "#5f5f5f", "#d9d9d9"           # text; text of second rank; thin lines
# Okabe & Ito's colours in an order whose neighbours differ in lightness too; always drawn with their own marker or hatch
COLOURS = ("#0072B2", "#E69F00", "#000000", "#009E73", "#56B4E9", "#D55E00", "#F0E442", "#CC79A7")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<")
LANGUAGES = ("zh", "en", "both")                            # 中文, English, 双语
HATCHES = ("", "////", "||||", "....", "xx", "\\\\\\\\", "--", "oo")
SHADES = ("#ffffff", "#c1dbea", "#83b7d7", "#4193c3", "#006daa", "#004a74")   # equal steps of lightness


@dataclass(frozen=True)
class Page:
    """What a chart is drawn for: a size, a language, and the title and caption that stand on it. Lengths are inches."""

    lang: str = "zh"
    width: float = 6.5
    tallest: float = 9.0
    font: float = 8.5
    title: str = ""
    caption: str = ""
    small: float = 0.85           # the caption's type, in parts of the font

    def t(self, text: str, between: str = " / ") -> str:
        """``中文 | English`` in the page's language: one of them, or both; words that no language changes stand alone."""
        zh, _, en = text.partition(" | ")
        return {"zh": zh, "en": en or zh, "both": zh + between + en if en and zh != en else zh}[self.lang]

    @property
    def em(self) -> float:
        """Size of the type in inches."""
        return self.font / 72

    @property
    def _title(self) -> list[str]:
        return wrap(self.title, 72 * self.width - self.font, 1.25 * self.font, bold=True) if self.title else []

    @property
    def _caption(self) -> list[str]:
        return wrap(self.caption, 72 * self.width - self.font, self.small * self.font) if self.caption else []

    @property
    def _above(self) -> float:
        return self.em * (1.7 * len(self._title) + 0.9 if self._title else 0.5)

    @property
    def _below(self) -> float:
        return self.em * (self.small * 1.55 * len(self._caption) + 1.4 if self._caption else 0.5)

    @property
    def room(self) -> float:
        """Greatest height of a chart that leaves room for title and caption on the page."""
        return max(self.tallest - self._above - self._below, self.tallest / 3)

    def lines(self, text: str, limit: float, scale: float = 1, bold: bool = False) -> str:
        """``text`` in lines of at most ``limit`` inches, set at ``scale`` times the page's type."""
        return "\n".join(wrap(text, 72 * limit, scale * self.font, bold))

    def measure(self, text: str, scale: float = 1, bold: bool = False) -> float:
        """Width in inches of the longest line of ``text``."""
        return max(width(line, scale * self.font, bold) for line in text.split("\n")) / 72

    def figure(self, height: float) -> Figure:
        """An empty figure with ``height`` inches for the chart between the title and the caption."""
        full = self._above + height + self._below
        edge = self.em / 2
        inner = (edge / self.width, self._below / full, 1 - 2 * edge / self.width, height / full)
        made = Chart(figsize=(self.width, full), layout=ConstrainedLayoutEngine(rect=inner))
        for n, line in enumerate(self._title, start=1):
            made.text(edge / self.width, 1 - self.em * (1.7 * n + 0.1) / full, line, size=1.25 * self.font, weight="bold",
                      gid=f"title-{n}")
        for n, line in enumerate(self._caption, start=1):
            y = self._below - self.em * (0.9 + self.small * (1.55 * (n - 1) + 1))
            made.text(edge / self.width, y / full, line, size=self.small * self.font, color=SOFT, gid=f"caption-{n}")
        return made


SIZES = {
    "column": Page(width=3.4, tallest=9.0, font=7),          # one column of a journal, 86 mm
    "page": Page(width=6.5, tallest=9.0, font=8.5),          # the width of a page, 165 mm
    "slide": Page(width=12.0, tallest=6.75, font=15, small=0.6),    # 16:9; its caption is a footnote
}


def page(size: str = "page", lang: str = "zh", title: str = "", caption: str = "") -> Page:
    """The page of a size and a language. Raises StudyError for a name that is neither."""
    if size not in SIZES:
        raise StudyError("chart", f"no size {size!r}", "use one of " + ", ".join(SIZES))
    if lang not in LANGUAGES:
        raise StudyError("chart", f"no language {lang!r}", "use one of " + ", ".join(LANGUAGES))
    return replace(SIZES[size], lang=lang, title=title, caption=caption)


class Chart(Figure):
    """A Figure that is drawn in the house style wherever it is drawn, and that notebooks show without pyplot."""

    def draw(self, renderer: RendererBase) -> None:
        with house():
            super().draw(renderer)

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        """For notebooks: more pixels than are shown, for sharp screens, in few colours, for small files."""
        from PIL import Image
        with Image.open(io.BytesIO(_bytes(self, "png", 216))) as drawn:
            few = drawn.convert("RGB").quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
            few.putpalette([255 if level > 252 else level for level in few.getpalette() or []])  # white paper stays white
            made = io.BytesIO()
            few.save(made, "png")
            return made.getvalue(), {"width": drawn.width * 2 // 3, "height": drawn.height * 2 // 3}


def register() -> str:
    """Make the font known to matplotlib, once, beside any font of the machine; returns its family name."""
    from matplotlib.font_manager import fontManager
    if not any(entry.name == FAMILY for entry in fontManager.ttflist):
        for bold in (False, True):
            fontManager.addfont(font_file(bold))
            fontManager.ttflist[-1] = replace(fontManager.ttflist[-1], name=FAMILY)
    return FAMILY


@contextmanager
def house(font: float = SIZES["page"].font) -> Iterator[None]:
    """Draw in the house style; every setting is as before afterwards."""
    import matplotlib
    from cycler import cycler
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update({
            "font.family": [register()], "font.size": font, "text.parse_math": False, "text.hinting": "none", "text.color": INK,
            "axes.titlesize": font, "axes.labelsize": font, "xtick.labelsize": 0.9 * font, "ytick.labelsize": font,
            "legend.fontsize": 0.9 * font, "figure.dpi": 144, "savefig.dpi": 300,
            "axes.edgecolor": SOFT, "axes.labelcolor": INK, "axes.linewidth": 0.6, "axes.spines.top": False,
            "axes.spines.right": False, "axes.axisbelow": True, "axes.titleweight": "bold", "axes.titlelocation": "left",
            "axes.prop_cycle": cycler(color=COLOURS, marker=MARKERS), "axes.formatter.use_mathtext": False,
            "grid.color": RULE, "grid.linewidth": 0.5, "legend.frameon": False, "hatch.linewidth": 0.6,
            "xtick.color": SOFT, "ytick.color": SOFT, "xtick.labelcolor": INK, "ytick.labelcolor": INK,
            "xtick.major.width": 0.6, "ytick.major.width": 0.6, "xtick.major.size": 0.3 * font, "ytick.major.size": 0.3 * font,
            "svg.fonttype": "none", "svg.hashsalt": "plan-compare", "pdf.fonttype": 42,
        })
        yield


def settle(figure: Figure) -> Figure:
    """Lay the figure out once and for all, so that every format and every later drawing has the same places."""
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox
    for text in figure.findobj(Text):
        if isinstance(text, Text) and "\n" in text.get_text():
            text.set_linespacing(1.45)                          # lines of Han need more air than Latin ones
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for axes in figure.axes:                                    # the layout's solver is not the same to the last digit twice
        axes.set_position(Bbox.from_bounds(*(round(float(edge), 6) for edge in axes.get_position().bounds)))
    return figure


def heading(axes: Axes, page: Page, title: str, under: list[str] | tuple[str, ...] = (), deep: int | None = None) -> None:
    """A panel's title, and lines of second rank under it; panels side by side give their greatest number of lines as ``deep``."""
    lines = [(line, 1.0, "bold", INK) for line in title.split("\n")] + [(line, 0.85, "normal", SOFT) for line in under]
    height = 0.7 + 1.35 * max((deep or 0) - len(under), 0)
    for line, scale, weight, colour in reversed(lines):
        axes.annotate(line, (0, 1), (0, height * page.font), xycoords="axes fraction", textcoords="offset points",
                      size=scale * page.font, weight=weight, color=colour)
        height += 1.35 if scale < 1 else 1.5


def percent_axis(axis: Axis, top: float, gap: float) -> None:
    """Whole per-cent marks on an axis of shares from 0 to ``top``: at most six, and at least ``gap`` apart (0 alone where two have no room)."""
    steps = [s for s in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0) if s <= top] or [0.01]
    step = next((s for s in steps if s >= max(gap, top / 6)), steps[-1])
    marks = [n * step for n in range(int(top / step + 1e-9) + 1 if step >= gap else 1)]
    axis.set_ticks(marks, labels=["0", *(f"{100 * mark:.0f}%" for mark in marks[1:])])


def shades() -> Any:
    """The colour map of heatmaps."""
    from matplotlib.colors import LinearSegmentedColormap
    return LinearSegmentedColormap.from_list("plan-compare", list(SHADES))


def save(figure: Figure, name: str, out: Path, table: pd.DataFrame, caption: str) -> list[Path]:
    """Write a chart as ``name``.svg, .png, .pdf, with the table behind it as .csv and its caption as .txt.

    All five are made before the first is written, and each is written whole or not at all.
    The SVG holds real text, the PDF TrueType subsets; none holds a date.  Raises StudyError where a file cannot be written.
    """
    files = {
        "svg": _bytes(figure, "svg").replace(f"'{FAMILY}'".encode(), FALLBACK.encode()),
        "png": _bytes(figure, "png", 300),
        "pdf": _bytes(figure, "pdf"),
        "csv": to_csv(table),
        "txt": (caption + "\n").encode(),
    }
    for ending, data in files.items():
        write_bytes(out / f"{name}.{ending}", data)
    return [out / f"{name}.{ending}" for ending in files]


def _bytes(figure: Figure, ending: str, dpi: float = 72) -> bytes:
    nothing: dict[str, dict[str, None]] = {
        "svg": {"Date": None, "Creator": None}, "png": {"Software": None},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    }
    made = io.BytesIO()
    with house():
        figure.savefig(made, format=ending, dpi=dpi, metadata=nothing[ending])
    return made.getvalue()
