"""Plan text -> clauses: sentences and headings with their spans, tiling the verbatim text.

A clause is a sentence (up to 。！？ or the end of a real line; a break that a page put inside a
sentence is no end) or a heading.  Everything that is not in a clause's text is in the ledger
of removals, with its reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from os.path import commonprefix

import pandas as pd

from compare.corpus import Plan
from compare.errors import StudyError
from compare.garbage import uncollected
from compare.reading.characters import HAN, han_before, odd_characters, traditional
from compare.reading.furniture import CLOSERS, SENTENCE_END, line_kinds, names_itself
from compare.reading.ledger import Cut, Draft
from compare.reading.marks import page_marks
from compare.reading.numbering import Enumerator, bare_numbers, breaks_inside, enumerator
from compare.reading.structure import Piece, assign_outline
from compare.reading.titles import glued_title, spam
from compare.reading.wraps import wraps
from compare.tables import table

__all__ = ["NOT_HAN", "UNCOUNTED", "Enumerator", "draft", "enumerator", "outline", "outline_rows"]

NOT_HAN = re.compile(f"[^{HAN}]+")
UNCOUNTED = ("title", "furniture", "responsibility")

_STOP = re.compile(rf"[{SENTENCE_END}]+[{re.escape(CLOSERS)}]*")
_DUTY = re.compile(r"[（(【\[](?:(?:主要|具体)?责任|牵头|配合|分管|主办|协办|落实|承办|完成时限|实施)[^（(）)【】\[\]。]{0,12"
                   r"}[:：][^（(）)【】\[\]]{1,120}[)）】\]][。；;]?$"
                   r"|[（(][^（(）)。]{2,60}(?:负责|牵头|配合|分别负责|按职责分工负责)[)）][。；;]?$")
_SPACE = re.compile(r"[ \t\u3000]")
_FORMER_BREAK = re.compile(r"[ \t\u3000]{2,}|\u3000|(?<=[。！？])[ \t]+|(?<=各位代表：)[ \t]+")


def outline(plans: list[Plan]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tables clauses and removals of the plans.

    Clause spans tile each plan's text; a clause's text is its span without the removals in it
    (and with what corrections put in their place).
    """
    rows: tuple[list[tuple], list[tuple]] = [], []
    with uncollected():
        for plan in plans:
            for made, new in zip(rows, outline_rows(plan), strict=True):
                made.extend(new)
    return table(rows[0], "clauses"), table(rows[1], "removals")


def outline_rows(plan: Plan) -> tuple[list[tuple], list[tuple]]:
    """Rows of clauses and removals of one plan, columns in the order of their tables."""
    made = draft(plan)
    pieces = _pieces(made, plan.labels.get("title"), plan.labels.get("navigation") or [])
    assign_outline(pieces, UNCOUNTED)
    return _rows(plan, pieces, made)


def draft(plan: Plan) -> Draft:
    """The plan's text as it is analysed: corrected, without odd characters, page marks and hard wraps."""
    made = Draft(plan.text)
    made.apply(lambda _: _corrections(plan))
    for step in (odd_characters, page_marks, wraps, traditional):
        made.apply(step)
    return made


def _corrections(plan: Plan) -> list[Cut]:
    return [Cut(s + head, e - tail, f"correction: {mend.reason}", mend.replace[head:len(mend.replace) - tail])
            for mend in plan.corrections for head, tail in [_unchanged(mend.find, mend.replace)] for s, e in mend.spans]


def _unchanged(find: str, replace: str) -> tuple[int, int]:
    """Characters that a correction leaves as they are at its head and at its tail; it takes out one at least."""
    head = len(commonprefix([find, replace]))
    tail = len(commonprefix([find[head:][::-1], replace[head:][::-1]]))
    if head + tail == len(find):  # it only puts something in: after the character that it stands behind
        head, tail = (head - 1, tail) if head else (head, tail - 1)
    return head, tail


@dataclass(frozen=True)
class _Line:
    """A line: its start in the text, and its characters."""

    start: int
    text: str


def _pieces(made: Draft, title: str | None, navigation: list[list[int]]) -> list[Piece]:
    """The sentences, headings and lines of a text; lines in ``navigation`` (verbatim spans) are furniture."""
    lines = _lines(made.text, title)
    texts = [line.text for line in lines]
    bare = bare_numbers(texts)
    numbers = [enumerator(text.strip()) or bare.get(at) for at, text in enumerate(texts)]
    aside = {at for at, line in enumerate(lines) if navigation and line.text.strip()
             and any(s <= made.places[line.start + len(line.text) - len(line.text.lstrip())] < e for s, e in navigation)}
    kinds = line_kinds(texts, [n is not None and at not in aside for at, n in enumerate(numbers)], title, aside)
    pieces: list[Piece] = []
    for number, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        kind, _, reason = kind.partition(":")
        if kind == "text":
            spans = _sentences(line.text, title, not any(p.kind == "text" for p in pieces))
        else:
            spans = [(len(line.text) - len(line.text.lstrip()), len(line.text.rstrip()), kind)] if kind != "blank" else []
        if kind == "title":
            spans = _title_parts(line.text, *spans[0][:2])
        for start, end, what in spans:
            pieces.append(Piece(line.start + start, line.start + end, line.text[start:end], what, number, start == spans[0][0],
                                reason=reason, enumerator=numbers[number] if start == spans[0][0] else None))
    return pieces


def _lines(chars: str, title: str | None) -> list[_Line]:
    """The lines of a text; a long line is cut where a heading starts that lost its break."""
    lines: list[_Line] = []
    offset = 0
    last: dict[str, int] = {}
    raw = chars.split("\n")
    few = len(raw) < 4 or len(chars) > 150 * len(raw)
    for text in raw:
        for start, part in _split(text, last, title) if len(text) > 100 and few or len(text) > 600 else [(0, text)]:
            lines.append(_Line(offset + start, part))
        offset += len(text) + 1
    return lines


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
            ends = piece[-2:-1] if piece[-1] in "。；;" else piece[-1]
            duty = _DUTY.search(line, first, last) if ends in ")）】]" and ends else None
            if duty:
                text_end = first + len(line[first:duty.start()].rstrip())
                spans += [(first, text_end, "text")] if first < text_end else []
                spans.append((duty.start(), last, "responsibility"))
            else:
                spans.append((first, last, "text"))
        start = end
    return spans


def _rows(plan: Plan, pieces: list[Piece], made: Draft) -> tuple[list[tuple], list[tuple]]:
    name, text, places = plan.plan_id, plan.text, made.places
    cuts, many = made.cuts, len(made.cuts)
    han = han_before(made.text)
    ledger: list[Cut] = []
    rows = []
    pieces = pieces or [Piece(0, 0, "", "furniture", 0, True)]
    starts = [0, *(places[p.start] for p in pieces[1:]), len(text)]
    done = 0     # cuts that stand before the clause
    for number, piece in enumerate(pieces):
        start, end = starts[number], starts[number + 1]
        while done < many and cuts[done].start < start:
            done += 1
        if number and places[pieces[number - 1].end - 1] == places[piece.start]:
            raise StudyError(f"{name}, corrections", f"{cuts[done].new!r} in place of {text[start:cuts[done].end]!r} "
                             "makes more than one sentence", "make an entry for each sentence")
        inside: list[Cut] = []
        while done < many and cuts[done].start < end:
            inside.append(cuts[done])
            done += 1
        first, last = places[piece.start], places[piece.end - 1] + 1 if piece.end else 0
        shown = piece.kind != "furniture"
        if inside:
            last = max([last, *(cut.end for cut in inside if cut.start < last)])
            # what would replace a character at the rim of a clause, or in furniture, replaces nothing
            ledger += [cut if shown and first <= cut.start < last else cut._replace(new="") for cut in inside]
        if not shown:
            ledger += [Cut(s, e, piece.reason or "furniture") for s, e in _gaps(start, end, inside)]
            piece.text = ""
        else:
            for s, e in (start, first), (last, end):
                if s < e:
                    ledger += [Cut(*gap, "white space") for gap in (_gaps(s, e, inside) if inside else [(s, e)])]
        rows.append((name, number + 1, piece.kind, piece.section, piece.item_no, start, end, piece.text,
                     piece.block, piece.kind not in UNCOUNTED, han[piece.end] - han[piece.start] if shown else 0, first))
    return rows, [(name, s, e, text[s:e], reason, new) for s, e, reason, new in sorted(ledger)]


def _gaps(start: int, end: int, inside: list[Cut]) -> list[tuple[int, int]]:
    """What is left of start–end beside the cuts ``inside``."""
    gaps = []
    for s, e, _, _ in inside:
        if start < min(s, end):
            gaps.append((start, min(s, end)))
        start = max(start, e)
    return [*gaps, (start, end)] if start < end else gaps
