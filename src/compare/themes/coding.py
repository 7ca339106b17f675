"""Clauses -> codings: which clause holds which theme, by which words and which rule."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from compare.garbage import uncollected
from compare.spans import Spans, plan_numbers
from compare.tables import check, empty
from compare.tables import texts as texts_of
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
    texts = clauses["text"].tolist()
    kind, kinds = pd.factorize(clauses["kind"])
    counted, numbers = clauses["counted"].to_numpy(), clauses["clause_no"].to_numpy()
    found = Findings(_matcher(themes), [text if wanted else "" for text, wanted in zip(texts, counted.tolist(), strict=True)])
    plans = pd.factorize(clauses["plan_id"])[0]
    around = context(np.array(kinds, dtype=object)[kind].tolist(), clauses["block"].to_numpy(), clauses["section"].isna().to_numpy(), texts, counted,
                     _new_lines(clauses, removals), np.diff(plans, prepend=-1) != 0)
    hits: list[_Columns] = []                       # row, theme, start, end, rule
    codings: list[_Columns] = []                    # and from_clause, n_hits
    for at, theme in enumerate(themes):
        row, start, end, rule = found.hits(theme.name)
        hits.append((row, np.full(len(row), at), start, end, rule))
        own, first, size = np.unique(row, return_index=True, return_counts=True)
        codings.append((own, np.full(len(own), at), start[first], end[first], rule[first], numbers[own], size))
        coded = np.zeros(len(texts), dtype=bool)
        coded[own] = True
        lent = Lender(theme.scope, coded, around, found).lend(found.speaks)
        lender = np.array([lender for lender, _ in lent.values()], dtype=np.int64)
        codings.append((np.array([*lent], dtype=np.int64), np.full(len(lent), at), np.zeros(len(lent), dtype=np.int64),
                        np.array([len(texts[row]) for row in lent], dtype=np.int64),
                        np.array([rule for _, rule in lent.values()], dtype=object), numbers[lender],
                        np.zeros(len(lent), dtype=np.int64)))
    spans = Spans(clauses, removals)
    names = [theme.name for theme in themes]
    return (_placed(codings, [*_NAMES, "from_clause", "n_hits"], names, clauses, texts, spans, "codings"),
            _placed(hits, _NAMES, names, clauses, texts, spans, "hits"))


@lru_cache(maxsize=2)
def _matcher(themes: tuple[Theme, ...]) -> Matcher:
    """Made once for all batches of a process."""
    return Matcher(themes)


_NAMES = ["row", "theme", "start", "end", "rule"]
_Columns = tuple[np.ndarray, ...]


def _placed(parts: list[_Columns], names: list[str], themes: list[str], clauses: pd.DataFrame, texts: list[str], spans: Spans,
            table: str) -> pd.DataFrame:
    """The table of the parts' rows, clause by clause, with their clauses' keys, their words, and places in the verbatim text."""
    columns: dict[str, Any] = dict(zip(names, map(np.concatenate, zip(*parts, strict=True)), strict=True))
    order = np.lexsort((columns["theme"], columns["row"]))                # of one clause and theme as they were found
    columns = {name: column[order] for name, column in columns.items()}
    row = columns.pop("row")
    once = table == "codings" and bool(((np.diff(row) > 0) | (np.diff(columns["theme"]) > 0)).all())
    if not len(row):
        return empty(table)
    columns["theme"] = texts_of(themes).take(columns["theme"])
    columns["rule"] = texts_of(columns["rule"].tolist())
    # of the one list: a copy of its clause for each hit is beyond all memory where a clause is a whole document
    columns["evidence"] = texts_of([texts[at][first:last] for at, first, last in
                                    zip(row.tolist(), columns["start"].tolist(), columns["end"].tolist(), strict=True)])
    columns["start"], columns["end"] = spans.all(row, columns["start"], columns["end"])
    columns |= {"plan_id": clauses["plan_id"].take(row).array, "clause_no": clauses["clause_no"].to_numpy()[row]}
    return check(pd.DataFrame(columns), table, unique=once)


def _new_lines(clauses: pd.DataFrame, removals: pd.DataFrame) -> np.ndarray:
    """For each clause whether it starts a line of the plan: the ledger holds the line end before it."""
    breaks = removals[removals["text"].str.contains("\n", regex=False)]
    own, other = plan_numbers(clauses, breaks)
    size = 1 + int(max(clauses["end"].max(), breaks["end"].max() if len(breaks) else 0))
    ends = np.sort(other * size + breaks["end"].to_numpy())
    starts = clauses["start"].to_numpy()
    if not len(ends):
        return starts == 0
    behind = [ends[np.minimum(np.searchsorted(ends, place), len(ends) - 1)] == place
              for place in (own * size + clauses["text_start"].to_numpy(), own * size + starts)]
    return (starts == 0) | behind[0] | behind[1]
