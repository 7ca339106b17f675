"""The outline of a text: which clause is section, item, point or body, and to which block it belongs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from compare.reading.furniture import is_prose
from compare.reading.numbering import LOWER, STYLES, Enumerator, enumerator, may_number

_CLOSING = re.compile(
    r"^(?:同时[,，]|此外[,，]|在(?:全力|切实|认真)?(?:做好|抓好|完成)?以上"
    r"|(?:继续|统筹)(?:做好|推进|抓好)(?:其他|其它|各项))"
)
_NONE = -1      # no section, no number
KINDS = ("text", "title", "furniture", "responsibility", "preamble", "section", "item", "point", "body")
NUMBER = {kind: number for number, kind in enumerate(KINDS)}
_TEXT, _PREAMBLE, _SECTION, _ITEM, _POINT, _BODY = (
    NUMBER[kind] for kind in ("text", "preamble", "section", "item", "point", "body"))


@dataclass
class Pieces:
    """The clauses of a text in the making, by column: their spans in it, their lines, and what is known of them.

    ``numbers``, ``reasons``: of each line the outline number that it begins with, and why it was set aside.
    ``kind``: a place in ``KINDS``.  ``section``, ``item_no``: -1 where there is none.
    """

    text: str
    start: np.ndarray
    end: np.ndarray
    line: np.ndarray
    kind: np.ndarray
    numbers: Sequence[Enumerator | None] = ()
    reasons: Sequence[str] = ()
    section: np.ndarray = field(init=False)
    item_no: np.ndarray = field(init=False)
    block: np.ndarray = field(init=False)
    at_line_start: np.ndarray = field(init=False)      # whether it is the first piece of its line

    def __post_init__(self) -> None:
        self.section, self.item_no = np.full(len(self), _NONE), np.full(len(self), _NONE)
        self.block = np.zeros(len(self), dtype=int)
        self.at_line_start = np.append(True, self.line[1:] != self.line[:-1])[:len(self)]

    def __len__(self) -> int:
        return len(self.start)

    def words(self, at: int) -> str:
        return self.text[self.start[at]:self.end[at]]


def assign_outline(texts: Sequence[Pieces], uncounted: tuple[str, ...]) -> None:
    """Give each piece of each text its kind, section, item and block."""
    numbered: list[_Numbered] = []
    for pieces in texts:
        found = _numbered(pieces)
        section_style, item_style = _levels({number.style for number in found.values()})
        if section_style or item_style:
            numbered.append(_Numbered(pieces, found, section_style, item_style))
        else:
            _unnumbered(pieces, found, uncounted)
    if numbered:
        _number(numbered, uncounted)


class _Numbered(NamedTuple):
    """The pieces of a text, their outline numbers, and the styles of those that make sections and items."""

    pieces: Pieces
    found: dict[int, Enumerator]
    section_style: str | None
    item_style: str | None


def _numbered(pieces: Pieces) -> dict[int, Enumerator]:
    """The outline numbers of the pieces that have one."""
    first = pieces.at_line_start
    given = np.array([number is not None for number in pieces.numbers], dtype=bool)
    tried = np.flatnonzero((pieces.kind == _TEXT) & (first & given[pieces.line] | may_number(pieces.text, pieces.start)))
    last: dict[str, int] = {}
    made: dict[int, Enumerator] = {}
    for at, begins, line in zip(tried.tolist(), first[tried].tolist(), pieces.line[tried].tolist(), strict=True):
        found = begins and pieces.numbers[line] or enumerator(pieces.words(at))
        if not found:
            continue
        style, number, _ = found
        if style != "point" and not begins and number != last.get(style, 0) + 1:
            continue  # "3." in running text that continues no numbering
        made[at] = found
        if number:
            last[style] = number
            for lower in LOWER[style]:
                if lower in last:
                    del last[lower]
    return made


def _levels(styles: set[str]) -> tuple[str | None, str | None]:
    """Which numbering style makes sections and which makes items."""
    used = [s for s in STYLES if s in styles and s not in ("part", "sub", "point")]
    if "chapter" in used:
        return "chapter", next((s for s in used if s != "chapter"), None)
    if "paren" in used and "arabic" in used:
        return "paren", "arabic"
    return ("part" if "part" in styles else None), used[0] if used else None


class _Columns(NamedTuple):
    """Columns of many texts' pieces; ``text``: the number of the text of each."""

    kind: np.ndarray
    line: np.ndarray
    begins: np.ndarray
    block: np.ndarray
    text: np.ndarray


def _number(numbered: list[_Numbered], uncounted: tuple[str, ...]) -> None:
    """The outlines of texts with numbers, all at once: their columns one after the other, of which each text then has its own part."""
    first = np.cumsum([0, *(len(text.pieces) for text in numbered)])
    owner = np.repeat(np.arange(len(numbered)), np.diff(first))
    spread = first[owner]           # for each piece the first of its text
    kind, line, begins = (np.concatenate([getattr(text.pieces, name) for text in numbered]) for name in ("kind", "line", "at_line_start"))
    number = np.full(len(kind), _NONE)
    points: list[int] = []
    sections: list[int] = []
    items: list[int] = []
    for begin, (_, found, section_style, item_style) in zip(first.tolist(), numbered, strict=False):
        points += [begin + at for at in found]
        for at, (style, value, _) in found.items():
            if style in (section_style, "part"):
                sections.append(begin + at)
            elif style == item_style:
                items.append(begin + at)
                number[begin + at] = _NONE if value is None else value
    kind[points], kind[sections], kind[items] = _POINT, _SECTION, _ITEM
    head, item = (_latest(len(kind), some, spread) for some in (sections, items))
    item_no = np.where(item > head, number[item], _NONE)    # of an item of this section
    section = np.where(head >= 0, _count(kind == _SECTION, spread), _NONE)
    text = kind == _TEXT
    kind[text] = np.where((head >= 0) | (item_no > 0), _BODY, _PREAMBLE)[text]
    outside = (head < 0) & (item_no == _NONE)
    block = _count((kind == _SECTION) | (kind == _ITEM) | outside & begins, spread)
    for begin, end, (pieces, _, _, item_style) in zip(first.tolist(), first[1:].tolist(), numbered, strict=False):
        own = slice(begin, end)
        pieces.kind, pieces.section, pieces.item_no, pieces.block = kind[own], section[own], item_no[own], block[own]
        if item_style is None:
            _lead_sentences(pieces, uncounted)
    _release_closing([text.pieces for text in numbered], uncounted, _Columns(kind, line, begins, block, owner))


def _latest(size: int, some: list[int], first: np.ndarray | int = 0) -> np.ndarray:
    """For each piece the last of ``some`` up to and with it, from the ``first`` of its text on; -1 where there is none."""
    made = np.full(size, -1)
    made[some] = some
    made = np.maximum.accumulate(made)
    return np.where(made >= first, made, -1)


def _count(flags: np.ndarray, first: np.ndarray) -> np.ndarray:
    """How many pieces are flagged up to and with each, from the ``first`` of its text on."""
    counted = np.cumsum(flags)
    return counted - (counted - flags)[first]


def _unnumbered(pieces: Pieces, found: dict[int, Enumerator], uncounted: tuple[str, ...]) -> None:
    """A text without numbers: short lines that are no sentence and have text under them are its sections."""
    kind = pieces.kind
    texts = np.flatnonzero(kind == _TEXT).tolist()
    size = np.bincount(pieces.line[texts], minlength=1)
    heads = []
    for at, below in zip(texts, texts[1:], strict=False):
        alone = size[pieces.line[at]] == 1 and pieces.end[at] - pieces.start[at] <= 32 and at not in found
        if alone and not is_prose(words := pieces.words(at)) and not re.search(r"[。；;：:，,]$", words) and is_prose(pieces.words(below)):
            heads.append(at)
    heads = heads if len(heads) >= 2 else []
    head = _latest(len(pieces), heads)
    text = kind == _TEXT
    kind[text] = np.where(head < 0, _PREAMBLE, _BODY)[text] if heads else _BODY
    kind[[at for at in found if text[at]]] = _POINT
    kind[heads] = _SECTION
    pieces.section = np.where(head >= 0, np.cumsum(kind == _SECTION), _NONE)
    pieces.block = np.cumsum((kind == _SECTION) | (head < 0) & pieces.at_line_start)
    _lead_sentences(pieces, uncounted)


def _lead_sentences(pieces: Pieces, uncounted: tuple[str, ...]) -> None:
    """Paragraphs that all open with a short lead sentence: each is an item, its lead the item's heading."""
    kinds, first = pieces.kind.tolist(), pieces.at_line_start.tolist()
    lines: dict[int, list[int]] = {}
    for at, (kind, line) in enumerate(zip(kinds, pieces.line.tolist(), strict=True)):
        if kind in (_BODY, _POINT):
            lines.setdefault(line, []).append(at)
    leads = {
        group[0]
        for group in lines.values()
        if kinds[group[0]] == _BODY and len(group) > 1 and pieces.end[group[0]] - pieces.start[group[0]] <= 26
        and pieces.words(group[0]).endswith(("。", "："))
    }
    if len(leads) < 3 or len(leads) < 0.9 * len(lines):
        return
    block = 0
    item_open = False
    for at, kind in enumerate(kinds):
        lead = at in leads
        if lead:
            pieces.kind[at] = kind = _ITEM
        elif kind == _SECTION or not item_open and first[at] and KINDS[kind] not in uncounted:
            item_open = False
        item_open = item_open or lead
        block += kind in (_SECTION, _ITEM) or not item_open and first[at]
        pieces.block[at] = block


def _release_closing(texts: list[Pieces], uncounted: tuple[str, ...], columns: _Columns) -> None:
    """Take the closing paragraph out of the last item of each text that shows that it is none of it.

    Items of this text fill one line each, or the paragraph says itself that it closes.
    """
    kind, line, begins, block, text = columns
    first = np.searchsorted(text, np.arange(len(texts)))
    heads = np.flatnonzero(kind == _ITEM)
    last = np.full(len(texts), -1)
    last[text[heads]] = heads
    counted = np.flatnonzero(np.array([name not in uncounted for name in KINDS])[kind])
    own = first[text] + text + block        # a number for each block
    turns = np.append(True, (np.diff(own[counted]) != 0) | (np.diff(line[counted]) != 0))[:len(counted)]
    lines = np.bincount(own[counted][turns], minlength=len(kind) + len(texts) + 1)
    several = heads[(lines[own[heads]] != 1) & (heads != last[text[heads]])]
    single = np.bincount(text[several], minlength=len(texts)) == 0
    enough = np.bincount(text[heads], minlength=len(texts)) >= 3
    at_end = last[text]
    closing = begins & (kind == _BODY) & enough[text] & (np.arange(len(kind)) > at_end) & (line != line[at_end])
    released = set()
    for at in np.flatnonzero(closing).tolist():
        number = int(text[at])
        pieces, here = texts[number], at - int(first[number])
        if number not in released and (single[number] or _CLOSING.match(pieces.words(here))):
            pieces.item_no[here:] = pieces.section[here:] = _NONE
            pieces.block[here:] += 1
            released.add(number)
