"""The outline of a text: which clause is section, item, point or body, and to which block it belongs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from compare.reading.furniture import is_prose
from compare.reading.numbering import STYLES, Enumerator, enumerator

_CLOSING = re.compile(
    r"^(?:同时[,，]|此外[,，]|在(?:全力|切实|认真)?(?:做好|抓好|完成)?以上"
    r"|(?:继续|统筹)(?:做好|推进|抓好)(?:其他|其它|各项))"
)


@dataclass(slots=True)
class Piece:
    """A clause in the making: its span in the analysed text and what is known of it."""

    start: int
    end: int
    text: str
    kind: str
    line: int
    at_line_start: bool
    enumerator: Enumerator | None = None
    section: int | None = None
    item_no: int | None = None
    block: int = 0
    reason: str = ""


def assign_outline(pieces: list[Piece], uncounted: tuple[str, ...]) -> None:
    """Give each piece its kind, section, item and block."""
    last: dict[str, int] = {}
    for piece in pieces:
        found = piece.enumerator or enumerator(piece.text) if piece.kind == "text" else None
        if found and found.style != "point" and not piece.at_line_start and found.number != last.get(found.style, 0) + 1:
            found = None  # "3." in running text that continues no numbering
        piece.enumerator = found
        if found and found.number:
            last[found.style] = found.number
            for lower in list(STYLES)[list(STYLES).index(found.style) + 1 :]:
                last.pop(lower, None) if lower != "arabic" else None
    section_style, item_style = _levels([p.enumerator.style for p in pieces if p.enumerator])
    if not section_style and not item_style:
        _unnumbered(pieces, uncounted)
        return
    _walk(pieces, section_style, item_style)
    if item_style is None:
        _lead_sentences(pieces, uncounted)
    _release_closing(pieces, uncounted)


def _levels(styles: list[str]) -> tuple[str | None, str | None]:
    """Which numbering style makes sections and which makes items."""
    used = [s for s in STYLES if s in styles and s not in ("part", "sub", "point")]
    if "chapter" in used:
        return "chapter", next((s for s in used if s != "chapter"), None)
    if "paren" in used and "arabic" in used:
        return "paren", "arabic"
    return ("part" if "part" in styles else None), used[0] if used else None


def _walk(pieces: list[Piece], section_style: str | None, item_style: str | None) -> None:
    section = item = None
    block, line = 0, -1
    for piece in pieces:
        style = piece.enumerator.style if piece.enumerator else None
        if style and style in (section_style, "part"):
            section, item, piece.kind = (section or 0) + 1, None, "section"
        elif style and style == item_style:
            item, piece.kind = piece.enumerator.number, "item"  # type: ignore[union-attr]
        elif style:
            piece.kind = "point"
        elif piece.kind == "text":
            piece.kind = "body" if section or item else "preamble"
        starts = piece.kind in ("section", "item") or (section is item is None and piece.line != line)
        block, line = block + bool(starts), piece.line
        piece.section, piece.item_no, piece.block = section, item, block


def _unnumbered(pieces: list[Piece], uncounted: tuple[str, ...]) -> None:
    """A text without numbers: short lines that are no sentence and have text under them are its sections."""
    texts = [p for p in pieces if p.kind == "text"]
    size: dict[int, int] = {}
    for p in texts:
        size[p.line] = size.get(p.line, 0) + 1
    heads = []
    for p, below in zip(texts, texts[1:], strict=False):
        alone = size[p.line] == 1 and len(p.text) <= 32 and not p.enumerator
        if alone and not is_prose(p.text) and not re.search(r"[。；;：:，,]$", p.text) and is_prose(below.text):
            heads.append(p)
    heads = heads if len(heads) >= 2 else []
    section, block, line = None, 0, -1
    for piece in pieces:
        if piece in heads:
            section, piece.kind = (section or 0) + 1, "section"
        elif piece.kind == "text":
            piece.kind = "point" if piece.enumerator else "preamble" if heads and section is None else "body"
        starts = piece.kind == "section" or section is None and piece.line != line
        block, line = block + bool(starts), piece.line
        piece.section, piece.block = section, block
    _lead_sentences(pieces, uncounted)


def _lead_sentences(pieces: list[Piece], uncounted: tuple[str, ...]) -> None:
    """Paragraphs that all open with a short lead sentence: each is an item, its lead the item's heading."""
    lines: dict[int, list[Piece]] = {}
    for piece in pieces:
        if piece.kind in ("body", "point"):
            lines.setdefault(piece.line, []).append(piece)
    leads = [
        group[0]
        for group in lines.values()
        if group[0].kind == "body" and len(group) > 1 and len(group[0].text) <= 26 and group[0].text.endswith(("。", "："))
    ]
    if len(leads) < 3 or len(leads) < 0.9 * len(lines):
        return
    block = 0
    item_open = False
    for piece in pieces:
        lead = any(piece is p for p in leads) if piece.kind == "body" else False
        if lead:
            piece.kind = "item"
        elif piece.kind == "section" or not item_open and piece.at_line_start and piece.kind not in uncounted:
            item_open = False
        item_open = item_open or lead
        block += piece.kind in ("section", "item") or not item_open and piece.at_line_start
        piece.block = block


def _release_closing(pieces: list[Piece], uncounted: tuple[str, ...]) -> None:
    """Take the closing paragraph out of the last item, where the plan shows that it is none of it.

    Items of this plan fill one line each, or the paragraph says itself that it closes.
    """
    heads = [i for i, p in enumerate(pieces) if p.kind == "item"]
    if len(heads) < 3:
        return
    counted = [p for p in pieces if p.kind not in uncounted]
    lines_of: dict[int, set[int]] = {p.block: set() for p in counted}
    for piece in counted:
        lines_of[piece.block].add(piece.line)
    single = all(len(lines_of[pieces[i].block]) == 1 for i in heads[:-1])
    tail = pieces[heads[-1] :]
    for n, piece in enumerate(tail):
        new_line = piece.line != tail[0].line and piece.at_line_start and piece.kind == "body"
        if new_line and (single or _CLOSING.match(piece.text)):
            for loose in tail[n:]:
                loose.item_no, loose.section, loose.block = None, None, loose.block + 1
            return
