"""The lines of a text -> its pieces: sentences, headings, titles and lines of furniture, each with its span."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from compare.reading.furniture import CLOSERS, SENTENCE_END, line_kinds, names_itself
from compare.reading.ledger import Draft
from compare.reading.numbering import breaks_inside, enumerator, numbers
from compare.reading.runs import behind, in_front, runs
from compare.reading.structure import NUMBER, Pieces
from compare.reading.titles import glued_title, spam
from compare.reading.uncommon import Uncommon

_STOP = re.compile(rf"[{SENTENCE_END}]+[{re.escape(CLOSERS)}]*")
_DUTY = re.compile(r"[（(【\[](?:(?:主要|具体)?责任|牵头|配合|分管|主办|协办|落实|承办|完成时限|实施)[^（(）)【】\[\]。]{0,12"
                   r"}[:：][^（(）)【】\[\]]{1,120}[)）】\]][。；;]?$"
                   r"|[（(][^（(）)。]{2,60}(?:负责|牵头|配合|分别负责|按职责分工负责)[)）][。；;]?$")
_ENDS, _CLOSES, _STOPS, _BRACKETS, _BLANK = 1, 2, 4, 8, 16   # what a character is: one table tells it of all of a text
_SPACE = re.compile(r"[ \t\u3000]")
_FORMER_BREAK = re.compile(r"[ \t\u3000]{2,}|\u3000|(?<=[。！？])[ \t]+|(?<=各位代表：)[ \t]+")


class _Lined(NamedTuple):
    """A text with its uncommon characters, its title, and its lines: where each starts, what it says, and its kind."""

    text: str
    odd: Uncommon
    title: str | None
    starts: list[int]
    lines: list[str]
    kinds: list[str]


def pieces(drafts: Sequence[Draft], titles: Sequence[str | None], navigation: Sequence[list[list[int]]]) -> list[Pieces]:
    """The sentences, headings and lines of texts; lines in ``navigation`` (verbatim spans) are furniture."""
    lined, numbered, reasons = [], [], []
    for made, title, menus in zip(drafts, titles, navigation, strict=True):
        starts, texts = _lines(made.text, title)
        own = numbers(texts)
        aside = {at for at, (start, text) in enumerate(zip(starts, texts, strict=True)) if text.strip()
                 and any(s <= made.places[start + len(text) - len(text.lstrip())] < e for s, e in menus)} if menus else set()
        found = line_kinds(texts, [n is not None and at not in aside for at, n in enumerate(own)], title, aside)
        parts = {kind: kind.partition(":") for kind in set(found)}
        lined.append(_Lined(made.text, made.uncommon, title, starts, texts, [parts[kind][0] for kind in found]))
        numbered.append(own)
        reasons.append([parts[kind][2] for kind in found])
    return [Pieces(lines.text, *spans, own, why)
            for lines, spans, own, why in zip(lined, _spans(lined), numbered, reasons, strict=True)]


def _spans(texts: Sequence[_Lined]) -> list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
    """(starts, ends, lines, kinds as numbers) of the pieces of each text.

    Most lines are cut all at once, as if the texts were one, a line end after each; those that want a closer look one by one.
    """
    first = list(accumulate((len(own.text) + 1 for own in texts), initial=0))
    line = list(accumulate((len(own.lines) for own in texts), initial=0))
    chars = np.full(first[-1], _BLANK, dtype=np.uint8)
    parted: list[tuple[int, int, int, int]] = []
    for at, begin, own in zip(first, line, texts, strict=False):
        chars[at:at + len(own.text)] = _characters(len(own.text), own.odd)
        parted += [(at + start, at + end, begin + number, NUMBER[what]) for start, end, number, what in _single(own)]
    kind = np.array([NUMBER.get(kind, -1) for own in texts for kind in own.kinds], dtype=int)
    starts = np.array([at + start for at, own in zip(first, texts, strict=False) for start in own.starts], dtype=int)
    sizes = np.array([len(words) for own in texts for words in own.lines], dtype=int)
    together = kind >= 0
    together[[number for _, _, number, _ in parted]] = False
    start, end, number, duty = _cut(chars, starts, starts + sizes, np.flatnonzero(together), kind == NUMBER["text"])
    for one, other, at in zip(start[duty].tolist(), end[duty].tolist(), number[duty].tolist(), strict=True):
        which = bisect_right(line, at) - 1
        begin = first[which]
        parted += [(begin + s, begin + e, at, NUMBER[what]) for s, e, what in _parts(texts[which].text, one - begin, other - begin)]
    others = zip(*parted, strict=True) if parted else ((),) * 4
    columns = (start, end, number, kind[number])
    start, end, number, what = (np.concatenate([column[~duty], np.array(other, dtype=column.dtype)])
                                for column, other in zip(columns, others, strict=True))
    order = np.argsort(start)
    start, end, number, what = start[order], end[order], number[order], what[order]
    edges = np.searchsorted(start, first).tolist()
    return [(start[a:b] - at, end[a:b] - at, number[a:b] - begin, what[a:b])
            for a, b, at, begin in zip(edges, edges[1:], first, line, strict=False)]


def _single(own: _Lined) -> list[tuple[int, int, int, str]]:
    """(start, end, line, kind) of what stands in the lines that want a closer look."""
    text, title = own.text, own.title
    made: list[tuple[int, int, int, str]] = []
    opening = True
    for at, (start, line, kind) in enumerate(zip(own.starts, own.lines, own.kinds, strict=True)):
        found: list[tuple[int, int, str]] = []
        if kind == "title":
            found = _title_parts(line, len(line) - len(line.lstrip()), len(line.rstrip()))
        elif kind == "text" and (opening or title and title in line and line.lstrip().startswith(title)
                                 or line[:1] in CLOSERS and start and text[start - 1] != "\n"):
            found = _sentences(line, title, opening)
            opening = opening and not any(what == "text" for _, _, what in found)
        made += [(start + a, start + b, at, what) for a, b, what in found]
    return made


def _cut(chars: np.ndarray, starts: np.ndarray, ends: np.ndarray, whole: np.ndarray, prose: np.ndarray) -> tuple[np.ndarray, ...]:
    """(starts, ends, lines) of the pieces of the lines ``whole``, and whether each may end in a duty.

    White space at their ends is left out.  Lines of ``prose`` are cut where a sentence ends.
    """
    cut = np.zeros(len(starts), dtype=bool)
    cut[whole] = prose[whole]
    stops = _stops(chars)
    at = np.searchsorted(starts, stops, side="right") - 1
    edges = np.sort(np.concatenate([starts[whole], stops[cut[at] & (stops < ends[at])]]))
    at = np.searchsorted(starts, edges, side="right") - 1
    blank = runs(chars & _BLANK != 0)
    start = behind(blank, edges)
    end = in_front(blank, np.minimum(np.append(edges[1:], len(chars)), ends[at]))
    said = start < end
    start, end, at = start[said], end[said], at[said]
    last = np.where(chars[end - 1] & _STOPS & (end - start > 1) * _STOPS, end - 2, end - 1)
    return start, end, at, (chars[last] & _BRACKETS != 0) & prose[at]


def _stops(chars: np.ndarray) -> np.ndarray:
    """Where sentences end: as the ends of the matches of ``_STOP``, in a tenth of the time."""
    return behind(runs(chars & _CLOSES != 0), runs(chars & _ENDS != 0)[1])


def _characters(length: int, odd: Uncommon) -> np.ndarray:
    """What each character is, of a text that has these uncommon ones."""
    made = np.zeros(length, dtype=np.uint8)
    made[odd[0]] = _table()[odd[1]]
    return made


@cache
def _table() -> np.ndarray:
    table = np.zeros(0x10000, dtype=np.uint8)
    for chars, kind in ((SENTENCE_END, _ENDS), (CLOSERS, _CLOSES), ("。；;", _STOPS), (")）】]", _BRACKETS)):
        table[[ord(char) for char in chars]] |= kind
    table[[code for code in range(0x3001) if chr(code).isspace()]] |= _BLANK    # as str.strip knows it
    return table


def _parts(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """A sentence as it is, or with who answers for it parted from its end."""
    duty = _DUTY.search(text, start, end)
    if not duty:
        return [(start, end, "text")]
    said = start + len(text[start:duty.start()].rstrip())
    return [(start, said, "text")] * (start < said) + [(duty.start(), end, "responsibility")]


def _lines(chars: str, title: str | None) -> tuple[list[int], list[str]]:
    """(starts, lines) of a text; a long line is cut where a heading starts that lost its break."""
    raw = chars.split("\n")
    longest = 100 if len(raw) < 4 or len(chars) > 150 * len(raw) else 600
    sizes = list(map(len, raw))
    if max(sizes) <= longest:
        return [start + at for at, start in enumerate(accumulate(sizes[:-1], initial=0))], raw
    starts: list[int] = []
    lines: list[str] = []
    offset = 0
    last: dict[str, int] = {}
    for text in raw:
        for start, part in _split(text, last, title) if len(text) > longest else ((0, text),):
            starts.append(offset + start)
            lines.append(part)
        offset += len(text) + 1
    return starts, lines


def _split(text: str, last: dict[str, int], title: str | None) -> list[tuple[int, str]]:
    glued = len(title) + len(text) - len(text.lstrip()) if title and text.lstrip().startswith(title) else glued_title(text)
    spaced = _SPACE.search(text) is not None
    stops = {0, glued}
    if spaced:
        stops.update(m.end() for m in _FORMER_BREAK.finditer(text) if m.end() < len(text) and _is_break(text, m.start()))
    begin = glued if glued else 0
    for at in breaks_inside(text[begin:], last):
        stops.add(begin + at)
    if spaced:
        stops |= _front_stops(text[:900])
    cuts = sorted(stops)
    parts = [(a, text[a:b]) for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    return [part for whole in parts for part in _after_heading(*whole)] if spaced else parts


def _is_break(text: str, at: int) -> bool:
    """Whether white space in a long line stands for a lost break: after a sentence, or two columns wide."""
    return text[:at].rstrip().endswith(("。", "！", "？", "：")) or text[at:at + 2].isspace()


def _after_heading(start: int, text: str) -> list[tuple[int, str]]:
    """A heading and the text that follows it after a single space, where the heading is short and no sentence."""
    number = enumerator(text.strip())
    if len(text) < 30 or number and number.style in ("point", "sub"):
        return [(start, text)]
    lead = len(text) - len(text.lstrip())
    space = text.find(" ", lead + (number.length + 3 if number else 5), lead + (45 if number else 34))
    commas = 2 if number else 1
    if space < 0 or re.search(r"[。；：！？:;]", text[:space]) or not text[space:].strip() or text[lead:space].count("，") > commas:
        return [(start, text)]
    return [(start, text[:space]), (start + space, text[space:])]


def _front_stops(text: str) -> set[int]:
    """Where lines that name themselves (title, number, date, office, salutation) begin and end in a long line."""
    stops: set[int] = set()
    for m in re.finditer(r"[^ ]+", text):
        if m.end() < len(text) and names_itself(m[0]):
            stops |= {m.start(), m.end() + 1}
    return stops


def _title_parts(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """The title, with the words that a sharing site glued to it as furniture."""
    before, after = spam(text)
    first, last = start + len(before), end - len(after)
    parts = [(start, first, "furniture"), (first, last, "title"), (last, end, "furniture")]
    return [part for part in parts if part[0] < part[1]]


def _sentences(line: str, title: str | None, opening: bool) -> list[tuple[int, int, str]]:
    """(start, end, kind) of the sentences of one line, white space at their ends left out.

    ``opening`` says that no text came before, so that a title may stand glued to it.
    """
    spans: list[tuple[int, int, str]] = []
    start = len(line) - len(line.lstrip())
    if title and line.startswith(title, start) and len(line.strip()) > len(title):
        spans.append((start, start + len(title), "title"))
        start += len(title)
    elif opening and (glued := glued_title(line)):
        spans.append((start, glued, "title"))
        start = glued
    for end in [*(stop.end() for stop in _STOP.finditer(line, start)), len(line)]:
        piece = line[start:end].strip()
        if piece:
            first = start if line[start] == piece[0] else start + line[start:end].index(piece[0])
            last = first + len(piece)
            spans += _parts(line, first, last)
        start = end
    return spans
