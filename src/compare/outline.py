"""Plan text -> clauses: sentences and headings with their spans, tiling the verbatim text.

A clause is a sentence (up to 。！？ or the end of a real line; a break that a page put inside a
sentence is no end) or a heading.  Everything that is not in a clause's text is in the ledger
of removals, with its reason.
"""

from __future__ import annotations

import re
from itertools import accumulate, repeat
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
        names = [plan.plan_id for plan in plans]
        clauses, removals = _columns(plans)
        return joined("clauses", names, *clauses, {"kind": KINDS}), joined("removals", names, *removals)


def outline_rows(plan: Plan) -> tuple[list[tuple], list[tuple]]:
    """Rows of clauses and removals of one plan, columns in the order of their tables."""
    rows = []
    for _, columns in _columns([plan]):
        values = [_plain(name, column) for name, column in columns.items()]
        rows.append([(plan.plan_id, *row) for row in zip(*values, strict=True)])
    return rows[0], rows[1]


def _plain(name: str, column: Any) -> list[Any]:
    if name == "kind":
        return [KINDS[kind] for kind in column.tolist()]
    if name in ("section", "item_no"):
        return [number if number >= 0 else None for number in column.tolist()]
    return column.tolist() if isinstance(column, np.ndarray) else column


def draft(plan: Plan) -> Draft:
    """The plan's text as it is analysed: corrected, without odd characters, page marks and hard wraps."""
    made = Draft(plan.text)
    made.apply(lambda _: _corrections(plan))
    for step in (lambda text: odd_characters(text, made.uncommon), page_marks, wraps, traditional):
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


def _parted(plans: list[Plan]) -> list[tuple[Draft, Pieces]]:
    """The plans' texts as they are analysed, and their pieces: one at least, which of a text without any is set aside as a whole."""
    drafts = [draft(plan) for plan in plans]
    found = pieces(drafts, [plan.labels.get("title") for plan in plans], [plan.labels.get("navigation") or [] for plan in plans])
    assign_outline(found, UNCOUNTED)
    nowhere = np.zeros(1, dtype=int)
    return [(made, own if len(own) else Pieces(made.text, nowhere, nowhere, nowhere, np.array([NUMBER["furniture"]]), reasons=[""]))
            for made, own in zip(drafts, found, strict=True)]


_Columns = tuple[list[int], dict[str, Any]]


def _columns(plans: list[Plan]) -> tuple[_Columns, _Columns]:
    """The rows that each plan has, and columns but for its name: of clauses, and of removals.

    Kinds come as numbers; -1 stands where a number is missing.
    """
    made = _parted(plans)
    sizes = [len(found) for _, found in made]
    kind, section, item_no, block, first, last = (
        np.concatenate([np.zeros(0, dtype=int), *(getattr(found, name) for _, found in made)])
        for name in ("kind", "section", "item_no", "block", "start", "end"))
    shown = kind != NUMBER["furniture"]
    n_han, texts = np.zeros(len(kind), dtype=int), []
    rows = [slice(end - size, end) for size, end in zip(sizes, accumulate(sizes), strict=True)]
    for own, (repaired, _) in zip(rows, made, strict=True):
        until = np.where(shown[own], last[own], first[own])
        n_han[own] = han_within(repaired.uncommon, first[own], until)
        text = repaired.text
        texts += [text[begin:end] for begin, end in zip(first[own].tolist(), until.tolist(), strict=True)]
        if repaired.cuts:
            places = np.asarray(repaired.places)
            first[own], last[own] = places[first[own]], np.where(last[own] > 0, places[last[own] - 1] + 1, 0)
    heads = np.cumsum([0, *sizes[:-1]]) if plans else np.zeros(0, dtype=int)
    start = first.copy()
    start[heads] = 0
    end = np.append(start[1:], 0)[:len(start)]
    end[heads + sizes - 1] = [len(plan.text) for plan in plans]
    clauses = {"clause_no": np.arange(1, len(kind) + 1) - np.repeat(heads, sizes), "kind": kind, "section": section, "item_no": item_no,
               "start": start, "end": end, "text": texts, "block": block, "counted": _COUNTED[kind], "n_han": n_han, "text_start": first}
    return (sizes, clauses), _removals(plans, made, rows, shown, (start, end, first, last))


def _removals(plans: list[Plan], made: list[tuple[Draft, Pieces]], rows: list[slice], shown: np.ndarray,
              spans: tuple[np.ndarray, ...]) -> _Columns:
    """The ledgers of the plans: what was cut, what is set aside as a whole, and the white space around what is shown."""
    start, end, first, last = spans
    plan = np.repeat(np.arange(len(plans)), [own.stop - own.start for own in rows])
    plain = np.ones(len(plan), dtype=bool)      # clauses in which nothing was cut
    entries: list[Cut] = []
    owners: list[int] = []
    for number, (own, (repaired, found)) in enumerate(zip(rows, made, strict=True)):
        if repaired.cuts:
            at = np.array([cut.start for cut in repaired.cuts])
            _refuse_split(plans[number], repaired.cuts, at, start[own], last[own])
            cut_from, cut_to = np.searchsorted(at, start[own]), np.searchsorted(at, end[own])
            plain[own] = cut_from == cut_to
            for n in np.flatnonzero(cut_from < cut_to).tolist():
                entries += _cut_clause(_set_aside(found, n), repaired.cuts[cut_from[n]:cut_to[n]],
                                       *(int(place[own][n]) for place in (start, end, first, last)))
            owners += [number] * (len(entries) - len(owners))
    for row in np.flatnonzero(plain & ~shown & (start < end)).tolist():
        number = int(plan[row])
        entries.append(Cut(int(start[row]), int(end[row]), _set_aside(made[number][1], row - rows[number].start)))
        owners.append(number)
    before, behind = (np.flatnonzero(plain & shown & (s < e)) for s, e in ((start, first), (last, end)))
    cuts = zip(*entries, strict=True) if entries else ((),) * 4
    starts, ends, reasons, new = (list(column) for column in cuts)
    s = np.concatenate([np.array(starts, dtype=int), start[before], last[behind]])
    e = np.concatenate([np.array(ends, dtype=int), first[before], end[behind]])
    owner = np.concatenate([np.array(owners, dtype=int), plan[before], plan[behind]])
    white = len(before) + len(behind)
    order = np.lexsort((s, owner))
    s, e, owner = s[order], e[order], owner[order]
    text = [plan.text for plan in plans]
    return np.bincount(owner, minlength=len(plans)).tolist(), {
        "start": s, "end": e,
        "text": [text[n][begin:after] for n, begin, after in zip(owner.tolist(), s.tolist(), e.tolist(), strict=True)],
        "reason": np.array([*reasons, *repeat("white space", white)], dtype=object)[order].tolist(),
        "replacement": np.array([*new, *repeat("", white)], dtype=object)[order].tolist()}


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
