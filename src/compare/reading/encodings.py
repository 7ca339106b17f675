"""Bytes -> text: UTF-8, UTF-16, GB18030 (GBK) and Big5, with or without a mark, also with a stray or cut byte."""

from __future__ import annotations

import codecs
from typing import NamedTuple

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# frequent characters of administrative prose, Simplified and Traditional: they tell a right decoding from a wrong one
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而"
    "方后多定行学法所民得经十三之进着"
    "等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日"
    "那社义事平形相全表间样与关各重新线内数正"
    "心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料"
    "象员革位入常文总次品式活设及管特件长求"
    "教育校师区县市局要点计划培训督导课程强深推落施提升质加强工作坚持完善健全督保障，。、；：“”《》（）"
    "這個國我們會學對發進過動時來開實現長問題應當從還樣體將無與為義處後種機電員導領總結構資質證記設計訓練組織"
    "優條項標準團黨讀數據區縣強範責隊職"
)


class Decoded(NamedTuple):
    """Text, the encoding it was read in, and the number of characters that could not be read (U+FFFD in the text)."""

    text: str
    encoding: str
    broken: int


def decode(data: bytes, declared: str | None = None) -> Decoded | None:
    """Decode ``data``; None where it is no text.  ``declared`` (a page's charset) is tried, not believed."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _as(data[len(bom) :], encoding)
    if not data:
        return Decoded("", "utf-8", 0)
    wide = _utf16(data)
    if wide:
        return wide
    if data.count(0) > len(data) // 1000 + 2:
        return None
    try:
        text = data.decode("utf-8")
        return Decoded(text, "utf-8", 0) if _is_text(text) else None
    except UnicodeDecodeError:
        pass
    names = [n for n in (_known(declared), "utf-8", "gb18030", "big5hkscs") if n]
    tried = [_as(data, name) for name in dict.fromkeys(names)]
    best = max(tried, key=lambda d: _score(d))
    return best if _is_text(best.text) and best.broken <= max(6, len(best.text) // 50) else None


def _as(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    if encoding == "utf-8":  # surrogates can't be written again
        text = text.encode("utf-8", "replace").decode("utf-8")
    return Decoded(
        "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text) if _has_surrogate(text) else text,
        encoding,
        text.count("\ufffd"),
    )


def _has_surrogate(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _known(name: str | None) -> str | None:
    try:
        found = codecs.lookup((name or "").strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    if found in ("gb2312", "gbk", "hz"):
        return "gb18030"
    return found if found in ("utf-8", "gb18030", "big5", "big5hkscs", "utf-16") else None


def _utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: every second byte of its line ends and digits is zero, and the text is common Chinese."""
    if len(data) < 8 or not data.count(0) > 0 and not data.count(b"\x4e"):
        return None
    best = max((_as(data, name) for name in ("utf-16-le", "utf-16-be")), key=_score)
    common = sum(c in _COMMON for c in best.text[:4000])
    return best if common > 0.3 * len(best.text[:4000]) and _is_text(best.text) else None


def _score(decoded: Decoded) -> float:
    sample = decoded.text[:20000]
    odd = sum(
        c < " " and c not in "\t\n\r\x0b\x0c" or "\ue000" <= c <= "\uf8ff" or "\u0080" <= c <= "\u009f" or c > "\uffff"
        for c in sample
    )
    return (sum(c in _COMMON for c in sample) - 20 * decoded.broken * len(sample) / max(1, len(decoded.text)) - 10 * odd) / max(
        1, len(sample)
    )


def _is_text(text: str) -> bool:
    """Whether decoded bytes read as text: few control characters."""
    sample = text[:20000]
    control = sum(c < " " and c not in "\t\n\r\x0b\x0c\x1a" or c == "\ufffd" for c in sample)
    return control <= max(min(6, len(sample) // 8), len(sample) // 30)
