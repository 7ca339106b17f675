"""The outline of a text: which clause is section, item, point or body, and to which block it belongs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

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


def assign_outline(pieces: Pieces, uncounted: tuple[str, ...]) -> None:
    """Give each piece its kind, section, item and block."""
    found = _numbered(pieces)
    section_style, item_style = _levels([number.style for number in found.values()])
    if not section_style and not item_style:
        _unnumbered(pieces, found, uncounted)
        return
    _walk(pieces, found, section_style, item_style)
    if item_style is None:
        _lead_sentences(pieces, uncounted)
    _release_closing(pieces, uncounted)


def _numbered(pieces: Pieces) -> dict[int, Enumerator]:
    """The outline numbers of the pieces that have one."""
    first = pieces.at_line_start
    given = np.array([number is not None for number in pieces.numbers], dtype=bool)
    tried = (pieces.kind == _TEXT) & (first & given[pieces.line] | may_number(pieces.text, pieces.start))
    last: dict[str, int] = {}
    made: dict[int, Enumerator] = {}
    for at, begins, line in zip(np.flatnonzero(tried).tolist(), first[tried].tolist(), pieces.line[tried].tolist(), strict=True):
        found = begins and pieces.numbers[line] or enumerator(pieces.words(at))
        if not found or found.style != "point" and not begins and found.number != last.get(found.style, 0) + 1:
            continue  # "3." in running text that continues no numbering
        made[at] = found
        if found.number:
            last[found.style] = found.number
            for lower in LOWER[found.style]:
                last.pop(lower, None)
    return made


def _levels(styles: list[str]) -> tuple[str | None, str | None]:
    """Which numbering style makes sections and which makes items."""
    used = [s for s in STYLES if s in styles and s not in ("part", "sub", "point")]
    if "chapter" in used:
        return "chapter", next((s for s in used if s != "chapter"), None)
    if "paren" in used and "arabic" in used:
        return "paren", "arabic"
    return ("part" if "part" in styles else None), used[0] if used else None


def _walk(pieces: Pieces, found: dict[int, Enumerator], section_style: str | None, item_style: str | None) -> None:
    at, kind = np.arange(len(pieces)), pieces.kind
    kind[list(found)] = _POINT
    sections = [n for n, number in found.items() if number.style in (section_style, "part")]
    items = [n for n, number in found.items() if number.style == item_style and number.style not in (section_style, "part")]
    kind[sections], kind[items] = _SECTION, _ITEM
    number = np.full(len(pieces), _NONE)
    number[items] = [_NONE if found[n].number is None else found[n].number for n in items]
    head, item = _latest(at, sections), _latest(at, items)
    within = item > head                                    # of an item of this section
    pieces.section = np.where(head >= 0, np.cumsum(kind == _SECTION), _NONE)
    pieces.item_no = np.where(within, number[item], _NONE)
    text = kind == _TEXT
    kind[text] = np.where((head >= 0) | (pieces.item_no > 0), _BODY, _PREAMBLE)[text]
    outside = (head < 0) & (pieces.item_no == _NONE)
    pieces.block = np.cumsum((kind == _SECTION) | (kind == _ITEM) | outside & pieces.at_line_start)


def _latest(at: np.ndarray, some: list[int]) -> np.ndarray:
    """For each piece the last of ``some`` up to and with it; -1 where there is none."""
    made = np.full(len(at), -1)
    made[some] = some
    return np.maximum.accumulate(made)


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
    head = _latest(np.arange(len(pieces)), heads)
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


def _release_closing(pieces: Pieces, uncounted: tuple[str, ...]) -> None:
    """Take the closing paragraph out of the last item, where the plan shows that it is none of it.

    Items of this plan fill one line each, or the paragraph says itself that it closes.
    """
    heads = np.flatnonzero(pieces.kind == _ITEM)
    if len(heads) < 3:
        return
    counted = np.flatnonzero(np.array([kind not in uncounted for kind in KINDS])[pieces.kind])
    block, line = pieces.block[counted], pieces.line[counted]
    lines = np.bincount(block[(np.diff(block, prepend=-1) != 0) | (np.diff(line, prepend=-1) != 0)])
    single = bool((lines[pieces.block[heads[:-1]]] == 1).all())
    last = int(heads[-1])
    first = pieces.at_line_start
    for at in range(last, len(pieces)):
        new_line = first[at] and pieces.line[at] != pieces.line[last] and pieces.kind[at] == _BODY
        if new_line and (single or _CLOSING.match(pieces.words(at))):
            pieces.item_no[at:] = pieces.section[at:] = _NONE
            pieces.block[at:] += 1
            return
