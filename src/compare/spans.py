"""Positions in a clause's text -> offsets in the plan's verbatim text.

The two differ by a constant, except where something was set aside inside the clause.
"""

from __future__ import annotations

import numpy as np
import pandas as pd


class Spans:
    """``spans(row, start, end)`` is the verbatim (start, end) of ``text[start:end]`` of clause row ``row``.

    ``row`` is the position of the clause in the table given.  A character that a correction put in
    stands for all that it replaced.  Built in one pass over the removals; whatever stands between
    clauses costs nothing.
    """

    def __init__(self, clauses: pd.DataFrame, removals: pd.DataFrame) -> None:
        self._first = clauses["text_start"].to_numpy()
        inner = removals[~removals["reason"].isin(("white space", "furniture"))]
        rows = _rows_at(clauses, inner) if len(inner) else np.zeros(0, dtype=int)
        begun = (rows >= 0) & (inner["start"].to_numpy() >= self._first[rows])
        inside: dict[int, list[tuple[int, int, str]]] = {}
        for row, *cut in zip(rows[begun].tolist(), *(inner[column][begun].tolist() for column in ("start", "end", "replacement")),
                             strict=True):
            inside.setdefault(row, []).append((cut[0], cut[1], cut[2]))
        lengths = clauses["text"].take(list(inside)).str.len().tolist()
        # row -> verbatim (start, end) of each character of its text
        self._places = {row: _places(int(self._first[row]), length, found)
                        for (row, found), length in zip(inside.items(), lengths, strict=True)}

    def __call__(self, row: int, start: int, end: int) -> tuple[int, int]:
        places = self._places.get(row)
        if places is None or not len(places[0]):
            first = int(self._first[row])
            return first + start, first + end
        return int(places[0][start]), int(places[1][end - 1])

    def all(self, rows: np.ndarray, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Verbatim (starts, ends) of many spans, none of them empty."""
        starts, ends = self._first[rows] + start, self._first[rows] + end
        moved = [row for row, places in self._places.items() if len(places[0])]
        if moved:
            base = np.full(len(self._first), -1)
            base[moved] = np.cumsum([0, *(len(self._places[row][0]) for row in moved[:-1])])
            at = np.flatnonzero(base[rows] >= 0)
            starts[at] = np.concatenate([self._places[row][0] for row in moved])[base[rows[at]] + start[at]]
            ends[at] = np.concatenate([self._places[row][1] for row in moved])[base[rows[at]] + end[at] - 1]
        return starts, ends


def _places(first: int, length: int, inside: list[tuple[int, int, str]]) -> tuple[np.ndarray, np.ndarray]:
    """Verbatim (starts, ends) of the ``length`` characters of a text that begins at ``first``."""
    starts: list[np.ndarray] = []
    ends: list[np.ndarray] = []
    at, done = first, 0
    for start, end, new in sorted(inside):
        put = len(new.lstrip() if start == first else new)  # a text begins with no white space
        own = np.arange(at, start)
        starts += [own, np.full(put, start)]
        ends += [own + 1, np.full(put, end)]
        done += len(own) + put
        at = end
    own = np.arange(at, at + max(length - done, 0))
    return np.concatenate([*starts, own])[:length], np.concatenate([*ends, own + 1])[:length]


def _rows_at(clauses: pd.DataFrame, cuts: pd.DataFrame) -> np.ndarray:
    """The row of the clause in which each cut starts; -1 where there is none."""
    own, plan = plan_numbers(clauses, cuts)
    size = 1 + int(max(clauses["end"].max(), cuts["start"].max())) if len(clauses) and len(cuts) else 1
    key = own * size + clauses["start"].to_numpy()
    # of clauses without length the next one holds the character
    order = np.argsort(key, kind="stable")
    found = np.searchsorted(key[order], plan * size + cuts["start"].to_numpy(), side="right") - 1
    rows = np.where(found >= 0, order[found] if len(order) else -1, -1)
    inside = (plan >= 0) & (rows >= 0)
    if inside.any():
        at = rows[inside]
        same = (key[at] // size == plan[inside]) & (cuts["start"].to_numpy()[inside] < clauses["end"].to_numpy()[at])
        rows[np.flatnonzero(inside)[~same]] = -1
    return np.where(plan >= 0, rows, -1)


def plan_numbers(clauses: pd.DataFrame, others: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The plans of two tables' rows as numbers, the same in both; -1 for a plan that the first table does not have."""
    own, plans = pd.factorize(clauses["plan_id"])
    other, known = pd.factorize(others["plan_id"])
    return own, np.append(plans.get_indexer(known), -1)[other]
