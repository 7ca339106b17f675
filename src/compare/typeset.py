"""Setting Chinese and Latin text in lines: how wide it is, and where a line may end.

Widths are the advances of the charts' own fonts, so a line that fits here fits in the picture.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from compare.errors import StudyError
from compare.paths import PACKAGE

NO_START = frozenset("，。、；：？！…—·）》」』】〕〉”’％℃‰,.;:?!)]}%～")   # 避头: never first in a line
NO_END = frozenset("（《「『【〔〈“‘([{￥$#№")                              # 避尾: never last in a line
_UNIT = re.compile(r"\s+|[0-9A-Za-zÀ-ɏͰ-Ͽ'_+\-−.,:/=≤≥<>%()§±]+|.", re.DOTALL)


@cache
def font_file(bold: bool) -> str:
    path = PACKAGE / "fonts" / f"NotoSansSC-{'Bold' if bold else 'Regular'}.ttf"
    if not path.is_file():
        raise StudyError(path, "the charts' font is missing", "install plan-compare again")
    return str(path)


@cache
def _font(bold: bool) -> Any:
    from matplotlib.ft2font import FT2Font
    return FT2Font(font_file(bold))


@cache
def _advance(char: str, bold: bool) -> float:
    """Advance of one character, in ems; a full em where the font lacks it."""
    from matplotlib.ft2font import LoadFlags
    font = _font(bold)
    index = font.get_char_index(ord(char))
    return font.load_glyph(index, flags=LoadFlags.NO_SCALE).horiAdvance / font.units_per_EM if index else 1.0


def lacking(text: str, bold: bool = False) -> list[str]:
    """Characters of ``text`` that the font has no glyph for, each once, in order."""
    font = _font(bold)
    return [c for c in dict.fromkeys(text) if c != "\n" and not font.get_char_index(ord(c))]


def width(text: str, size: float, bold: bool = False) -> float:
    """Width of one line in points at ``size`` points."""
    return size * sum(_advance(c, bold) for c in text)


def wrap(text: str, limit: float, size: float, bold: bool = False) -> list[str]:
    """Lines of at most ``limit`` points; breaks between Chinese characters (避头尾) and between words.

    A word that is wider than a line is cut; a line feed in ``text`` ends a line.
    """
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for unit in units(paragraph):
            if not line and unit.isspace():
                continue
            if width((line + unit).rstrip(), size, bold) <= limit:
                line += unit
                continue
            if line.strip():
                lines.append(line.rstrip())
            line = "" if unit.isspace() else unit
            while width(line, size, bold) > limit and len(line) > 1:
                cut = max(n for n in range(1, len(line)) if n == 1 or width(line[:n], size, bold) <= limit)
                lines.append(line[:cut])
                line = line[cut:]
        lines.append(line.rstrip())
    return lines


def units(text: str) -> list[str]:
    """Pieces that stay on one line: a word with its punctuation, a Chinese character with its."""
    pieces: list[str] = []
    for piece in _UNIT.findall(text):
        if pieces and not piece.isspace() and not pieces[-1].isspace() and (piece[0] in NO_START or pieces[-1][-1] in NO_END):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces
