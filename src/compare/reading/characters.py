"""Characters that are no part of a plan's words: zero-width marks, entities, full-width digits, Traditional forms.

What is analysed has them in their plain form; the verbatim text keeps them, and the ledger says what was put for what.
"""

from __future__ import annotations

import html
import re
from functools import cache
from typing import Any

import numpy as np

from compare.code_points import code_points
from compare.reading.ledger import Cut
from compare.reading.uncommon import Uncommon, uncommon

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ODD = re.compile(
    "(?P<zero>[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\ufffe]+)"
    "|(?P<entity>&(?:#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}[0-9]{0,2});)"
    "|(?P<nobreak>[\u00a0\u202f\u2007]+)"
    "|(?P<wide>[０-９Ａ-Ｚａ-ｚ]+)"
    "|(?P<line>[\u000b\u000c\u001c-\u001e\u0085\u2028\u2029]+)"
    "|(?P<control>[\u0000-\u0008\u000e-\u001b\u001f\u007f-\u0084\u0086-\u009f\ue000-\uf8ff]+)"
    "|(?P<broken>\ufffd+)"
)
_ODD_RANGES = ((0, 9), (11, 13), (14, 32), (127, 161), (0xAD, 0xAE), (0x180E, 0x180F), (0x2007, 0x2008), (0x200B, 0x2010),
               (0x2028, 0x2030), (0x2060, 0x206A), (0xE000, 0xF900), (0xFE00, 0xFE10), (0xFEFF, 0xFF00), (0xFF10, 0xFF1A),
               (0xFF21, 0xFF3B), (0xFF41, 0xFF5B), (0xFFFD, 0xFFFF))
_WIDE = {0xFF01 + i: 0x21 + i for i in range(94)}
_CJK = re.compile(f"[{HAN}\u2014-\u2026\u3000-\u303f\uff01-\uff65]")
# frequent characters that only Traditional text has; a handful of them is a name or a variant
_TRADITIONAL = frozenset(
    "們個國會學業產發經務關於進過動時這來對開實現長問題點應當從還樣體將無與為義處與後種機電員導領總結構"
    "資質證"
    "記設計訓練組織優條項標準團黨續書閱讀數據網絡園區縣鄉鎮強規範責隊職階層環節際銜貫徹"
)


_IS_ODD, _IS_TRADITIONAL, _IS_HAN = 1, 2, 4
_HAN_RANGES = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))    # of the first plane, as in HAN


@cache
def _kinds() -> np.ndarray:
    """What each character of the first plane is: one look at a table tells more of a text than a look at each character."""
    kinds = np.zeros(0x10000, dtype=np.uint8)
    for first, after in _ODD_RANGES:
        kinds[first:after] |= _IS_ODD
    for first, after in _HAN_RANGES:
        kinds[first:after] |= _IS_HAN
    kinds[ord("&")] = _IS_ODD
    kinds[[ord(char) for char in _TRADITIONAL]] |= _IS_TRADITIONAL
    return kinds


def han_within(odd: Uncommon, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """How many Han characters stand in each stretch of the text that has these uncommon ones."""
    places, chars = odd
    other = places[_kinds()[chars] & _IS_HAN == 0]
    return end - start - (np.searchsorted(other, end) - np.searchsorted(other, start))


def odd_characters(text: str, odd: Uncommon | None = None) -> list[Cut]:
    """Zero-width and control characters, entities, no-break spaces, full-width letters and digits."""
    cuts = []
    done = 0
    places, chars = odd or uncommon(text)
    for at in places[_kinds()[chars] & _IS_ODD != 0].tolist():
        m = _ODD.match(text, at) if at >= done else None
        if not m:
            continue
        kind, found, done = m.lastgroup, m[0], m.end()
        if kind == "zero":
            cuts.append(Cut(*m.span(), "zero-width character"))
        elif kind == "entity":
            plain = html.unescape(found)
            if plain != found:
                new = "" if plain in "\u00a0\u200b\u200c\u200d\ufeff\u00ad" and _between_cjk(text, *m.span()) else plain
                cuts.append(Cut(*m.span(), "HTML entity", _plain_space(new)))
        elif kind == "nobreak":
            cuts.append(Cut(*m.span(), "no-break space", "" if _between_cjk(text, *m.span()) else " "))
        elif kind == "wide":
            cuts.append(Cut(*m.span(), "full-width characters", found.translate(_WIDE)))
        elif kind == "line":
            cuts.append(Cut(*m.span(), "line separator", "\n"))
        elif kind == "control":
            cuts.append(Cut(*m.span(), "control character"))
        else:
            cuts.append(Cut(*m.span(), "unreadable character"))
    return cuts


def _plain_space(text: str) -> str:
    return " " if text in "\u00a0\u2002\u2003\u2009" and text else text


def _between_cjk(text: str, start: int, end: int) -> bool:
    return bool(start and end < len(text) and (_CJK.match(text[start - 1]) or _CJK.match(text[end])))


def traditional(text: str) -> list[Cut]:
    """Traditional characters with the Simplified ones (OpenCC, t2s), where the text is written in them."""
    sample = code_points(text[:6000])
    kinds = _kinds().take(sample, mode="clip")      # what stands beyond the first plane is none
    if np.count_nonzero(kinds & _IS_TRADITIONAL) * 100 < len(sample) * 2 or len(sample) < 20:
        return []
    simple = _converter().convert(text)
    if len(simple) != len(text):
        simple = "".join(new if len(new := _converter().convert(char)) == 1 else char for char in text)
    cuts = []
    start = None
    for i, (old, new) in enumerate(zip(text + "\n", simple + "\n", strict=True)):
        if old != new and start is None:
            start = i
        elif old == new and start is not None:
            cuts.append(Cut(start, i, "traditional characters", simple[start:i]))
            start = None
    return cuts


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")
