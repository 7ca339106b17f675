"""Positions in a clause's text -> offsets in the plan's verbatim text.

The two differ by a constant, except where something was set aside inside the clause.
"""

from __future__ import annotations

import pandas as pd


class Spans:
    """``spans(row, start, end)`` is the verbatim (start, end) of ``text[start:end]`` of clause row ``row``.

    ``row`` is the position of the clause in the table given.  Built in one pass over the
    removals; whatever stands between clauses costs nothing.
    """

    def __init__(self, clauses: pd.DataFrame, removals: pd.DataFrame) -> None:
        self._first = clauses["text_start"].tolist()
        lengths = clauses["text"].str.len().tolist()
        bounds = _bounds(clauses)
        # row -> [(position in text from which on, what is added to it)]
        self._shifts: dict[int, list[tuple[int, int]]] = {}
        inner = removals[~removals["reason"].isin(("white space", "furniture"))]
        for plan, start, end, new in zip(inner["plan_id"], inner["start"], inner["end"], inner["replacement"], strict=True):
            row = _row_at(bounds.get(plan, []), start)
            if row is None or start < self._first[row]:
                continue
            shifts = self._shifts.setdefault(row, [])
            added = shifts[-1][1] if shifts else 0
            position = start - self._first[row] - added
            if position < lengths[row]:
                shifts.append((position + len(new), added + end - start - len(new)))

    def __call__(self, row: int, start: int, end: int) -> tuple[int, int]:
        first = self._first[row]
        shifts = self._shifts.get(row)
        if not shifts:
            return first + start, first + end
        return first + start + _shift(shifts, start), first + end + _shift(shifts, end - 1)


def _shift(shifts: list[tuple[int, int]], position: int) -> int:
    return max((added for at, added in shifts if at <= position), default=0, key=abs)


def _bounds(clauses: pd.DataFrame) -> dict[str, list[tuple[int, int, int]]]:
    bounds: dict[str, list[tuple[int, int, int]]] = {}
    for row, (plan, start, end) in enumerate(zip(clauses["plan_id"], clauses["start"], clauses["end"], strict=True)):
        bounds.setdefault(plan, []).append((start, end, row))
    return bounds


def _row_at(bounds: list[tuple[int, int, int]], offset: int) -> int | None:
    return next((row for start, end, row in bounds if start <= offset < end), None)
