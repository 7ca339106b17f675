"""Clauses -> codings: which clause holds which theme, by which words and which rule."""

from __future__ import annotations

from typing import Any

import pandas as pd

from compare.spans import Spans
from compare.tables import check, empty
from compare.themes.match import Found, Matcher
from compare.themes.scope import Lender, context
from compare.themes.theme import Theme


def code(clauses: pd.DataFrame, removals: pd.DataFrame, themes: tuple[Theme, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tables codings and hits of the counted clauses.

    A clause is coded by its own evidence (start, end: the first of it), or, with ``n_hits`` 0, because a scope
    rule lends it the theme of clause ``from_clause`` (start, end: the clause's text).
    """
    if not themes or clauses.empty:
        return empty("codings"), empty("hits")
    spans = Spans(clauses, removals)
    plans, numbers, texts = (clauses[c].tolist() for c in ("plan_id", "clause_no", "text"))
    counted = clauses["counted"].tolist()
    sections = [None if pd.isna(section) else int(section) for section in clauses["section"].tolist()]
    rows = [row for row, wanted in enumerate(counted) if wanted and texts[row]]
    matcher = Matcher(themes)
    found = [Found("")] * len(texts)
    for row in rows:
        found[row] = matcher.find(texts[row])
    rows = [row for row in rows if found[row].speaks]
    around = context(clauses["kind"].tolist(), clauses["block"].tolist(), sections, texts, counted,
                     _new_lines(clauses, removals), [n == 0 or plans[n] != plans[n - 1] for n in range(len(plans))])
    codings: list[tuple[Any, ...]] = []
    hits: list[tuple[Any, ...]] = []
    for theme in themes:
        own: dict[int, list[tuple[Any, ...]]] = {}
        for row in rows:
            for start, end, rule in matcher.hits(theme.name, found[row]):
                start, end = found[row].original(start, end)
                own.setdefault(row, []).append((plans[row], numbers[row], theme.name, *spans(row, start, end), rule,
                                                texts[row][start:end]))
        lent = Lender(theme.scope, set(own), around, found).lend(rows)
        for row in rows:
            if row in own:
                codings.append((row, *own[row][0], numbers[row], len(own[row])))
                hits.extend((row, *hit) for hit in own[row])
            elif row in lent:
                lender, rule = lent[row]
                codings.append((row, plans[row], numbers[row], theme.name, *spans(row, 0, len(texts[row])), rule, texts[row],
                                numbers[lender], 0))
    names = ["plan_id", "clause_no", "theme", "start", "end", "rule", "evidence"]
    codings.sort(key=lambda c: c[0])
    hits.sort(key=lambda h: h[0])
    return (check(pd.DataFrame([c[1:] for c in codings], columns=[*names, "from_clause", "n_hits"]), "codings"),
            check(pd.DataFrame([h[1:] for h in hits], columns=names), "hits"))


def _new_lines(clauses: pd.DataFrame, removals: pd.DataFrame) -> list[bool]:
    """For each clause whether it starts a line of the plan: the ledger holds the line end before it."""
    breaks = removals[removals["text"].str.contains("\n", regex=False)]
    ends = set(zip(breaks["plan_id"], breaks["end"], strict=True))
    firsts = zip(clauses["plan_id"], clauses["start"], clauses["text_start"], strict=True)
    return [start == 0 or (plan, first) in ends or (plan, start) in ends for plan, start, first in firsts]
