"""Positions in a clause's text -> offsets in the plan's verbatim text.

The two differ by a constant, except where something was set aside inside the clause.
"""

from __future__ import annotations

import pandas as pd


class Spans:
    """``spans(row, start, end)`` is the verbatim (start, end) of ``text[start:end]`` of clause row ``row``.

    ``row`` is the position of the clause in the table given.  A character that a correction put in
    stands for all that it replaced.  Built in one pass over the removals; whatever stands between
    clauses costs nothing.
    """

    def __init__(self, clauses: pd.DataFrame, removals: pd.DataFrame) -> None:
        self._first = clauses["text_start"].tolist()
        lengths = clauses["text"].str.len().tolist()
        bounds = _bounds(clauses)
        inner = removals[~removals["reason"].isin(("white space", "furniture"))]
        inside: dict[int, list[tuple[int, int, str]]] = {}
        for plan, start, end, new in zip(inner["plan_id"], inner["start"], inner["end"], inner["replacement"], strict=True):
            row = _row_at(bounds.get(plan, []), start)
            if row is not None and start >= self._first[row]:
                inside.setdefault(row, []).append((start, end, new))
        # row -> verbatim (start, end) of each character of its text
        self._places = {row: _places(self._first[row], lengths[row], found) for row, found in inside.items()}

    def __call__(self, row: int, start: int, end: int) -> tuple[int, int]:
        first = self._first[row]
        places = self._places.get(row)
        if not places:
            return first + start, first + end
        return places[start][0], places[end - 1][1]


def _places(first: int, length: int, inside: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """Verbatim (start, end) of each of the ``length`` characters of a text that begins at ``first``."""
    places: list[tuple[int, int]] = []
    at = first
    for start, end, new in sorted(inside):
        places += [(n, n + 1) for n in range(at, start)]
        places += [(start, end)] * len(new.lstrip() if start == first else new)  # a text begins with no white space
        at = end
    places += [(n, n + 1) for n in range(at, at + length - len(places))]
    return places[:length]


def _bounds(clauses: pd.DataFrame) -> dict[str, list[tuple[int, int, int]]]:
    bounds: dict[str, list[tuple[int, int, int]]] = {}
    for row, (plan, start, end) in enumerate(zip(clauses["plan_id"], clauses["start"], clauses["end"], strict=True)):
        bounds.setdefault(plan, []).append((start, end, row))
    return bounds


def _row_at(bounds: list[tuple[int, int, int]], offset: int) -> int | None:
    return next((row for start, end, row in bounds if start <= offset < end), None)
