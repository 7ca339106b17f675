"""The lines of a text -> its pieces: sentences, headings, titles and lines of furniture, each with its span."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate

import numpy as np

from compare.reading.furniture import CLOSERS, SENTENCE_END, line_kinds, names_itself
from compare.reading.ledger import Draft
from compare.reading.numbering import breaks_inside, enumerator, numbers
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


def pieces(made: Draft, title: str | None, navigation: list[list[int]]) -> Pieces:
    """The sentences, headings and lines of a text; lines in ``navigation`` (verbatim spans) are furniture."""
    starts, texts = _lines(made.text, title)
    numbered = numbers(texts)
    aside = {at for at, (start, text) in enumerate(zip(starts, texts, strict=True)) if text.strip()
             and any(s <= made.places[start + len(text) - len(text.lstrip())] < e for s, e in navigation)} if navigation else set()
    found = line_kinds(texts, [n is not None and at not in aside for at, n in enumerate(numbered)], title, aside)
    parts = {kind: kind.partition(":") for kind in set(found)}
    kinds, reasons = [parts[kind][0] for kind in found], [parts[kind][2] for kind in found]
    start, end, line, kind = _spans(made.text, _characters(len(made.text), made.uncommon), starts, texts, kinds, title)
    return Pieces(made.text, start, end, line, kind, numbered, reasons)


def _spans(text: str, chars: np.ndarray, starts: list[int], lines: list[str], kinds: Sequence[str], title: str | None
           ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(starts, ends, lines, kinds as numbers) of the pieces; most lines are cut all at once, those that want a closer look one by one."""
    single: dict[int, list[tuple[int, int, str]]] = {}
    opening = True
    for at, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        if kind == "title":
            single[at] = _title_parts(line, len(line) - len(line.lstrip()), len(line.rstrip()))
        elif kind == "text" and (opening or title and title in line and line.lstrip().startswith(title)
                                 or line[:1] in CLOSERS and starts[at] and text[starts[at] - 1] != "\n"):
            single[at] = _sentences(line, title, opening)
            opening = opening and not any(what == "text" for _, _, what in single[at])
    known = np.array([NUMBER.get(kind, -1) for kind in kinds], dtype=int)
    together = known >= 0
    together[list(single)] = False
    start, end, number, duty = _cut(chars, starts, lines, np.flatnonzero(together), known == NUMBER["text"])
    parted = [(starts[at] + first, starts[at] + last, at, NUMBER[what]) for at, spans in single.items() for first, last, what in spans]
    for first, last, at in zip(start[duty].tolist(), end[duty].tolist(), number[duty].tolist(), strict=True):
        parted += [(one, other, at, NUMBER[what]) for one, other, what in _parts(text, first, last)]
    others = zip(*parted, strict=True) if parted else ((),) * 4
    columns = (start, end, number, known[number])
    start, end, number, what = (np.concatenate([column[~duty], np.array(other, dtype=column.dtype)])
                                for column, other in zip(columns, others, strict=True))
    order = np.argsort(start)
    return start[order], end[order], number[order], what[order]


def _cut(chars: np.ndarray, line_starts: list[int], lines: list[str], whole: np.ndarray, prose: np.ndarray) -> tuple[np.ndarray, ...]:
    """(starts, ends, lines) of the pieces of the lines ``whole``, and whether each may end in a duty.

    White space at their ends is left out.  Lines of ``prose`` are cut where a sentence ends.
    """
    starts = np.array(line_starts, dtype=int)
    ends = starts + np.fromiter(map(len, lines), int, len(lines))
    cut = np.zeros(len(lines), dtype=bool)
    cut[whole] = prose[whole]
    stops = _stops(chars)
    at = np.searchsorted(starts, stops, side="right") - 1
    edges = np.sort(np.concatenate([starts[whole], stops[cut[at] & (stops < ends[at])]]))
    at = np.searchsorted(starts, edges, side="right") - 1
    blank = _runs(chars & _BLANK != 0)
    start = _after(blank, edges)
    end = _before(blank, np.minimum(np.append(edges[1:], len(chars)), ends[at]))
    said = start < end
    start, end, at = start[said], end[said], at[said]
    last = np.where(chars[end - 1] & _STOPS & (end - start > 1) * _STOPS, end - 2, end - 1)
    return start, end, at, (chars[last] & _BRACKETS != 0) & prose[at]


_Runs = tuple[np.ndarray, np.ndarray]


def _runs(flags: np.ndarray) -> _Runs:
    """(starts, ends) of the stretches of characters that are flagged."""
    padded = np.zeros(len(flags) + 2, dtype=bool)
    padded[1:-1] = flags
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    return edges[::2], edges[1::2]


def _after(runs: _Runs, places: np.ndarray) -> np.ndarray:
    """The places; for one in a run the place behind it."""
    start, end = runs
    run = np.searchsorted(start, places, side="right") - 1
    return np.where((run >= 0) & (places < end[run]), end[run], places) if len(start) else places


def _before(runs: _Runs, places: np.ndarray) -> np.ndarray:
    """The places; for one behind a character in a run the run's start."""
    start, end = runs
    run = np.searchsorted(start, places) - 1
    return np.where((run >= 0) & (places <= end[run]), start[run], places) if len(start) else places


def _stops(chars: np.ndarray) -> np.ndarray:
    """Where sentences end: as the ends of the matches of ``_STOP``, in a tenth of the time."""
    return _after(_runs(chars & _CLOSES != 0), _runs(chars & _ENDS != 0)[1])


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
