"""Clauses -> codings: which clause holds which theme, by which words and which rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from compare.garbage import uncollected
from compare.spans import Spans
from compare.tables import check, empty
from compare.themes.match import Findings, Matcher
from compare.themes.scope import Lender, context
from compare.themes.theme import Theme


def code(clauses: pd.DataFrame, removals: pd.DataFrame, themes: tuple[Theme, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tables codings and hits of the counted clauses.

    A clause is coded by its own evidence (start, end: the first of it), or, with ``n_hits`` 0, because a scope
    rule lends it the theme of clause ``from_clause`` (start, end: the clause's text).
    """
    if not themes or clauses.empty:
        return empty("codings"), empty("hits")
    with uncollected():
        return _code(clauses, removals, themes)


def _code(clauses: pd.DataFrame, removals: pd.DataFrame, themes: tuple[Theme, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    plans, numbers, texts = (clauses[c].tolist() for c in ("plan_id", "clause_no", "text"))
    counted = clauses["counted"].tolist()
    matcher = Matcher(themes)
    found = Findings(matcher, [text if wanted else "" for text, wanted in zip(texts, counted, strict=True)])
    rows = np.flatnonzero(found.speaks).tolist()
    around = context(clauses["kind"].tolist(), clauses["block"].tolist(), clauses["section"].isna().tolist(), texts, counted,
                     _new_lines(clauses, removals), [n == 0 or plans[n] != plans[n - 1] for n in range(len(plans))])
    hits: list[tuple[int, str, int, int, str]] = []                       # row, theme, start, end, rule
    codings: list[tuple[int, str, int, int, str, int, int]] = []          # and from_clause, n_hits
    for theme in themes:
        own: dict[int, list[tuple[int, str, int, int, str]]] = {}
        for row in found.rows(theme.name):
            held = [(row, theme.name, *found[row].original(start, end), rule)
                    for start, end, rule in matcher.hits(theme.name, found[row])]
            if held:
                own[row] = held
                hits += held
                codings.append((*held[0], numbers[row], len(held)))
        lent = Lender(theme.scope, set(own), around, found).lend(rows)
        codings += [(row, theme.name, 0, len(texts[row]), rule, numbers[lender], 0)
                    for row, (lender, rule) in lent.items() if row not in own]
    order = {theme.name: at for at, theme in enumerate(themes)}
    hits.sort(key=lambda hit: hit[0])                                     # of one row and theme as they were found
    codings.sort(key=lambda coding: (coding[0], order[coding[1]]))
    spans = Spans(clauses, removals)
    return (_placed(codings, [*_NAMES, "from_clause", "n_hits"], clauses, spans, "codings"),
            _placed(hits, _NAMES, clauses, spans, "hits"))


_NAMES = ["row", "theme", "start", "end", "rule"]


def _placed(rows: Sequence[tuple[Any, ...]], names: list[str], clauses: pd.DataFrame, spans: Spans, table: str) -> pd.DataFrame:
    """The table of the rows, with their clauses' keys, their words, and places in the verbatim text."""
    if not rows:
        return empty(table)
    columns: dict[str, Any] = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    row = np.array(columns.pop("row"))
    columns["evidence"] = [text[first:last] for text, first, last in
                           zip(clauses["text"].take(row).tolist(), columns["start"], columns["end"], strict=True)]
    columns["start"], columns["end"] = spans.all(row, np.array(columns["start"]), np.array(columns["end"]))
    columns |= {"plan_id": clauses["plan_id"].take(row).array, "clause_no": clauses["clause_no"].to_numpy()[row]}
    return check(pd.DataFrame(columns), table)


def _new_lines(clauses: pd.DataFrame, removals: pd.DataFrame) -> list[bool]:
    """For each clause whether it starts a line of the plan: the ledger holds the line end before it."""
    breaks = removals[removals["text"].str.contains("\n", regex=False)]
    ends = set(zip(breaks["plan_id"].tolist(), breaks["end"].tolist(), strict=True))
    firsts = zip(*(clauses[column].tolist() for column in ("plan_id", "start", "text_start")), strict=True)
    return [start == 0 or (plan, first) in ends or (plan, start) in ends for plan, start, first in firsts]
