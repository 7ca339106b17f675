"""Plan text -> clauses: sentences and headings with their spans, tiling the verbatim text.

A clause is a sentence (up to 。！？ or the end of a real line; a break that a page put inside a
sentence is no end) or a heading.  Everything that is not in a clause's text is in the ledger
of removals, with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from os.path import commonprefix

import pandas as pd

from compare.corpus import Plan
from compare.errors import StudyError
from compare.reading.furniture import CLOSERS, SENTENCE_END, line_kinds, page_marks
from compare.tables import TABLES, check

NOT_HAN = re.compile(r"[^㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]+")
UNCOUNTED = ("title", "furniture", "responsibility")

_STOP = re.compile(rf"[{SENTENCE_END}]+[{re.escape(CLOSERS)}]*|$")
_MAY_NUMBER = frozenset("一二三四五六七八九十百第首其再最（(0123456789０１２３４５６７８９①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_DIGITS = "一二三四五六七八九十百"
_STYLES = {
    "chapter": re.compile(rf"([{_DIGITS}]{{1,4}})\s*[、.．]|第([{_DIGITS}]{{1,4}})(?:部分|章|篇)"),
    "paren": re.compile(rf"[（(]\s*([{_DIGITS}]{{1,4}})\s*[)）]"),
    "arabic": re.compile(r"([0-9０-９]{1,3})\s*[.．、](?![0-9０-９])"),
    "sub": re.compile(r"[（(]\s*([0-9０-９]{1,2})\s*[)）]|([0-9０-９]{1,2})[)）]|([①-⑳])"),
    "point": re.compile(rf"([{_DIGITS}]{{1,2}})(?:是|要)(?!否)|第([{_DIGITS}]{{1,2}})[,，]|(首先|其次|再次|最后)[,，]"),
}
_CLOSING = re.compile(r"^(?:同时[,，]|此外[,，]|在(?:全力|切实|认真)?(?:做好|抓好|完成)?以上"
                      r"|(?:继续|统筹)(?:做好|推进|抓好)(?:其他|其它|各项))")


@dataclass(frozen=True)
class Enumerator:
    style: str
    number: int | None


def outline(plans: list[Plan]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tables clauses and removals of the plans.

    Clause spans tile each plan's text; a clause's text is its span without the removals in it
    (and with what corrections put in their place).
    """
    rows: tuple[list[tuple], list[tuple]] = [], []
    for plan in plans:
        for table, new in zip(rows, outline_rows(plan), strict=True):
            table.extend(new)
    clauses, removals = (check(pd.DataFrame(r, columns=list(TABLES[name].columns)), name)
                         for r, name in zip(rows, ("clauses", "removals"), strict=True))
    return clauses, removals


def outline_rows(plan: Plan) -> tuple[list[tuple], list[tuple]]:
    """Rows of clauses and removals of one plan, columns in the order of their tables."""
    inline = _inline_removals(plan)
    chars, places = _analysed(plan.text, inline)
    pieces = _pieces(chars, plan.labels.get("title"))
    _assign_outline(pieces)
    return _rows(plan, pieces, places, inline)


@dataclass
class _Piece:
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


def _inline_removals(plan: Plan) -> dict[int, tuple[int, str, str]]:
    """{start: (end, reason, replacement)} for what is taken out inside lines."""
    mends = {s + head: (e - tail, f"correction: {mend.reason}", mend.replace[head:len(mend.replace) - tail])
             for mend in plan.corrections for head, tail in [_unchanged(mend.find, mend.replace)] for s, e in mend.spans}
    marks = {start: (end, "page mark", "") for start, end in page_marks(plan.text)
             if not any(s < end and start < e for s, (e, _, _) in mends.items())}  # a mend knows better
    return {**marks, **mends}


def _unchanged(find: str, replace: str) -> tuple[int, int]:
    """Characters that a correction leaves as they are at its head and at its tail; it takes out one at least."""
    head = len(commonprefix([find, replace]))
    tail = len(commonprefix([find[head:][::-1], replace[head:][::-1]]))
    if head + tail == len(find):  # it only puts something in: after the character that it stands behind
        head, tail = (head - 1, tail) if head else (head, tail - 1)
    return head, tail


def _analysed(text: str, inline: dict[int, tuple[int, str, str]]) -> tuple[str, Sequence[int]]:
    """The text that is analysed, and the verbatim offset of each of its characters."""
    if not inline:
        return text, range(len(text) + 1)
    kept: list[str] = []
    places: list[int] = []
    at = 0
    for start, (end, reason, replacement) in sorted(inline.items()):
        kept.append(text[at:start])
        places.extend(range(at, start))
        # a page mark between two sentences or after a frame still ends the line it stood on
        joint = "\n" if reason == "page mark" and kept[-1].endswith(tuple(SENTENCE_END)) else replacement
        kept.append(joint)
        places.extend([start] * len(joint))
        at = end
    kept.append(text[at:])
    places.extend(range(at, len(text)))
    return "".join(kept), [*places, len(text)]


def _pieces(chars: str, title: str | None) -> list[_Piece]:
    lines = chars.split("\n")
    numbered = [enumerator(line.strip()) is not None for line in lines]
    kinds = line_kinds(lines, numbered, title)
    pieces: list[_Piece] = []
    offset = 0
    for number, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        if kind == "text":
            spans = _sentences(line, title)
        else:
            spans = [(len(line) - len(line.lstrip()), len(line.rstrip()), kind)] if kind != "blank" else []
        for start, end, what in spans:
            pieces.append(_Piece(offset + start, offset + end, line[start:end], what, number, start == spans[0][0]))
        offset += len(line) + 1
    return pieces


def _sentences(line: str, title: str | None) -> list[tuple[int, int, str]]:
    """(start, end, kind) of the sentences of one line, white space at their ends left out."""
    spans: list[tuple[int, int, str]] = []
    start = len(line) - len(line.lstrip())
    if title and line.startswith(title, start) and len(line.strip()) > len(title):
        spans.append((start, start + len(title), "title"))
        start += len(title)
    for stop in _STOP.finditer(line, start):
        piece = line[start:stop.end()]
        if piece.strip():
            spans.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()), "text"))
        start = stop.end()
    return spans


def enumerator(text: str) -> Enumerator | None:
    """The outline number that a clause begins with: ``一、`` ``（一）`` ``1.`` ``(1)`` ``一是``."""
    if text[:1] not in _MAY_NUMBER:
        return None
    for style, pattern in _STYLES.items():
        found = pattern.match(text)
        if found and len(text) > found.end():
            return Enumerator(style, _value(next(g for g in found.groups() if g)))
    return None


def _value(digits: str) -> int | None:
    if "①" <= digits <= "⑳":
        return ord(digits) - ord("①") + 1
    if digits[0] not in _DIGITS:
        return int(digits) if digits.isdigit() else None
    tens, _, ones = digits.partition("十")
    if "十" not in digits:
        return _DIGITS.index(digits[0]) + 1
    return (_DIGITS.index(tens) + 1 if tens else 1) * 10 + (_DIGITS.index(ones[0]) + 1 if ones else 0)


def _assign_outline(pieces: list[_Piece]) -> None:
    """Give each piece its kind, section, item and block."""
    last: dict[str, int] = {}
    for piece in pieces:
        found = enumerator(piece.text) if piece.kind == "text" else None
        if found and found.style != "point" and not piece.at_line_start and found.number != last.get(found.style, 0) + 1:
            found = None  # "3." in running text that continues no numbering
        piece.enumerator = found
        if found and found.number:
            last[found.style] = found.number
            for lower in list(_STYLES)[list(_STYLES).index(found.style) + 1:]:
                last.pop(lower, None) if lower != "arabic" else None
    section_style, item_style = _levels([p.enumerator.style for p in pieces if p.enumerator])
    _walk(pieces, section_style, item_style)
    _release_closing(pieces)


def _levels(styles: list[str]) -> tuple[str | None, str | None]:
    """Which numbering style makes sections and which makes items."""
    used = [s for s in _STYLES if s in styles and s not in ("sub", "point")]
    if "chapter" in used:
        return "chapter", next((s for s in used if s != "chapter"), None)
    if "paren" in used and "arabic" in used:
        return "paren", "arabic"
    return None, used[0] if used else None


def _walk(pieces: list[_Piece], section_style: str | None, item_style: str | None) -> None:
    section = item = None
    block, line = 0, -1
    for piece in pieces:
        style = piece.enumerator.style if piece.enumerator else None
        if style and style == section_style:
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
    if not section_style and not item_style:  # no outline at all: paragraphs of body text
        for piece in pieces:
            piece.kind = "body" if piece.kind == "preamble" else piece.kind


def _release_closing(pieces: list[_Piece]) -> None:
    """Take the closing paragraph out of the last item, where the plan shows that it is none of it.

    Items of this plan fill one line each, or the paragraph says itself that it closes.
    """
    heads = [i for i, p in enumerate(pieces) if p.kind == "item"]
    if len(heads) < 3:
        return
    counted = [p for p in pieces if p.kind not in UNCOUNTED]
    lines_of: dict[int, set[int]] = {p.block: set() for p in counted}
    for piece in counted:
        lines_of[piece.block].add(piece.line)
    single = all(len(lines_of[pieces[i].block]) == 1 for i in heads[:-1])
    tail = pieces[heads[-1]:]
    for n, piece in enumerate(tail):
        new_line = piece.line != tail[0].line and piece.at_line_start and piece.kind == "body"
        if new_line and (single or _CLOSING.match(piece.text)):
            for loose in tail[n:]:
                loose.item_no, loose.section, loose.block = None, None, loose.block + 1
            return


def _rows(plan: Plan, pieces: list[_Piece], places: Sequence[int],
          inline: dict[int, tuple[int, str, str]]) -> tuple[list[tuple], list[tuple]]:
    name, text = plan.plan_id, plan.text
    removals = [(start, end, reason, new) for start, (end, reason, new) in inline.items()]
    rows = []
    starts = [0, *(places[p.start] for p in pieces[1:]), len(text)]
    for number, piece in enumerate(pieces):
        start, end = starts[number], starts[number + 1]
        if number and places[pieces[number - 1].end - 1] == places[piece.start]:
            raise StudyError(f"{name}, corrections", f"{inline[start][2]!r} in place of {text[start:inline[start][0]]!r} "
                             "makes more than one sentence", "make an entry for each sentence")
        inside = [(s, inline[s][0]) for s in sorted(inline) if start <= s < end] if inline else []
        first, last = places[piece.start], places[piece.end - 1] + 1
        last = max([last, *(e for s, e in inside if s < last)])
        if piece.kind == "furniture":
            removals = [(s, e, why, "" if start <= s < end else new) for s, e, why, new in removals] if inside else removals
            removals += [(s, e, "furniture", "") for s, e in _gaps(start, end, inside)]
            piece.text = ""
        else:
            removals += [(s, e, "white space", "") for s, e in _gaps(start, first, inside) + _gaps(last, end, inside)]
        rows.append((name, number + 1, piece.kind, piece.section, piece.item_no, start, end, piece.text,
                     piece.block, piece.kind not in UNCOUNTED, len(NOT_HAN.sub("", piece.text)), first))
    return rows, [(name, s, e, text[s:e], reason, new) for s, e, reason, new in sorted(removals)]


def _gaps(start: int, end: int, inside: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What is left of start–end beside the spans ``inside``."""
    gaps = []
    for s, e in inside:
        if start < min(s, end):
            gaps.append((start, min(s, end)))
        start = max(start, e)
    return [*gaps, (start, end)] if start < end else gaps
