"""Plan text -> clauses: sentences and headings with their spans, tiling the verbatim text.

A clause is a sentence (up to 。！？ or the end of a real line; a break that a page put inside a
sentence is no end) or a heading.  Everything that is not in a clause's text is in the ledger
of removals, with its reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import repeat
from os.path import commonprefix
from typing import Any

import numpy as np
import pandas as pd

from compare.corpus import Plan
from compare.errors import StudyError
from compare.garbage import uncollected
from compare.reading.characters import HAN, han_within, odd_characters, traditional
from compare.reading.ledger import Cut, Draft
from compare.reading.marks import page_marks
from compare.reading.numbering import Enumerator, enumerator
from compare.reading.pieces import pieces
from compare.reading.structure import KINDS, NUMBER, Pieces, assign_outline
from compare.reading.wraps import wraps
from compare.tables import joined

__all__ = ["NOT_HAN", "UNCOUNTED", "Enumerator", "draft", "enumerator", "outline", "outline_rows"]

NOT_HAN = re.compile(f"[^{HAN}]+")
UNCOUNTED = ("title", "furniture", "responsibility")
_COUNTED = np.array([kind not in UNCOUNTED for kind in KINDS])


def outline(plans: list[Plan]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tables clauses and removals of the plans.

    Clause spans tile each plan's text; a clause's text is its span without the removals in it
    (and with what corrections put in their place).
    """
    with uncollected():
        made = [_outlined(plan) for plan in plans]
        names = [plan.plan_id for plan in plans]
        return (joined("clauses", names, [columns.clauses for columns in made], {"kind": KINDS}),
                joined("removals", names, [columns.removals for columns in made]))


def outline_rows(plan: Plan) -> tuple[list[tuple], list[tuple]]:
    """Rows of clauses and removals of one plan, columns in the order of their tables."""
    made = _outlined(plan)
    rows = []
    for columns in (made.clauses, made.removals):
        values = [_plain(name, column) for name, column in columns.items()]
        rows.append([(plan.plan_id, *row) for row in zip(*values, strict=True)])
    return rows[0], rows[1]


def _plain(name: str, column: Any) -> list[Any]:
    if name == "kind":
        return [KINDS[kind] for kind in column.tolist()]
    if name in ("section", "item_no"):
        return [number if number >= 0 else None for number in column.tolist()]
    return column.tolist() if isinstance(column, np.ndarray) else column


def _outlined(plan: Plan) -> _Columns:
    made = draft(plan)
    found = pieces(made, plan.labels.get("title"), plan.labels.get("navigation") or [])
    assign_outline(found, UNCOUNTED)
    return _columns(plan, made, found)


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


@dataclass
class _Columns:
    """Columns of one plan, but for its name: of clauses, and of removals; kinds as numbers, -1 where a number is missing."""

    clauses: dict[str, Any]
    removals: dict[str, Any]


def _columns(plan: Plan, made: Draft, found: Pieces) -> _Columns:
    if not len(found):
        nowhere = np.zeros(1, dtype=int)
        found = Pieces(made.text, nowhere, nowhere, nowhere, np.array([NUMBER["furniture"]]), reasons=[""])
    text, places = plan.text, np.asarray(made.places) if made.cuts else np.arange(len(made.text) + 1)
    shown = found.kind != NUMBER["furniture"]
    first, last = places[found.start], np.where(found.end > 0, places[found.end - 1] + 1, 0)
    start = first.copy()
    start[0] = 0
    end = np.append(start[1:], len(text))
    ledger: list[Cut] = []
    plain = np.ones(len(found), dtype=bool)     # clauses in which nothing was cut
    if made.cuts:
        at = np.array([cut.start for cut in made.cuts])
        _refuse_split(plan, made.cuts, at, start, last)
        cut_from, cut_to = np.searchsorted(at, start), np.searchsorted(at, end)
        plain = cut_from == cut_to
        for n in np.flatnonzero(~plain).tolist():
            ledger += _cut_clause(_set_aside(found, n), made.cuts[cut_from[n]:cut_to[n]],
                                  *(int(place[n]) for place in (start, end, first, last)))
    aside = np.flatnonzero(plain & ~shown).tolist()
    ledger += [Cut(int(start[n]), int(end[n]), _set_aside(found, n)) for n in aside if start[n] < end[n]]
    for s, e in ((start, first), (last, end)):
        gaps = np.flatnonzero(plain & shown & (s < e))
        ledger += map(Cut, s[gaps].tolist(), e[gaps].tolist(), repeat("white space"))
    ledger.sort()
    s, e, reasons, new = map(list, zip(*ledger, strict=True)) if ledger else ([], [], [], [])
    spans = zip(found.start.tolist(), np.where(shown, found.end, found.start).tolist(), strict=True)
    return _Columns(
        {"clause_no": np.arange(1, len(found) + 1), "kind": found.kind, "section": found.section, "item_no": found.item_no,
         "start": start, "end": end, "text": [made.text[begin:after] for begin, after in spans], "block": found.block,
         "counted": _COUNTED[found.kind], "n_han": np.where(shown, han_within(made.text, found.start, found.end), 0), "text_start": first},
        {"start": np.array(s, dtype=int), "end": np.array(e, dtype=int),
         "text": [text[begin:after] for begin, after in zip(s, e, strict=True)], "reason": reasons, "replacement": new})


def _set_aside(found: Pieces, at: int) -> str:
    """Why a piece is set aside as a whole; empty where it is not."""
    return (found.reasons[found.line[at]] or "furniture") if found.kind[at] == NUMBER["furniture"] else ""


def _refuse_split(plan: Plan, cuts: list[Cut], at: np.ndarray, start: np.ndarray, last: np.ndarray) -> None:
    """Raises StudyError for a correction that puts in more than one sentence: two clauses would stand for the same characters."""
    shared = np.flatnonzero(last[:-1] > start[1:])
    if len(shared):
        cut = cuts[int(np.searchsorted(at, start[shared[0] + 1]))]
        raise StudyError(f"{plan.plan_id}, corrections", f"{cut.new!r} in place of {plan.text[cut.start:cut.end]!r} "
                         "makes more than one sentence", "make an entry for each sentence")


def _cut_clause(aside: str, inside: list[Cut], start: int, end: int, first: int, last: int) -> list[Cut]:
    """The ledger of a clause start–end with cuts inside, whose text stands at first–last, or which is set ``aside``."""
    if aside:
        return [*(cut._replace(new="") for cut in inside), *(Cut(*gap, aside) for gap in _gaps(start, end, inside))]
    last = max([last, *(cut.end for cut in inside if cut.start < last)])
    # what would replace a character at the rim of a clause replaces nothing
    return [*(cut if first <= cut.start < last else cut._replace(new="") for cut in inside),
            *(Cut(*gap, "white space") for side in ((start, first), (last, end)) if side[0] < side[1] for gap in _gaps(*side, inside))]


def _gaps(start: int, end: int, inside: list[Cut]) -> list[tuple[int, int]]:
    """What is left of start–end beside the cuts ``inside``."""
    gaps = []
    for s, e, _, _ in inside:
        if start < min(s, end):
            gaps.append((start, min(s, end)))
        start = max(start, e)
    return [*gaps, (start, end)] if start < end else gaps
