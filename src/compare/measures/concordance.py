"""Keyword in context: every place where a term, or a theme's evidence, stands."""

from __future__ import annotations

import unicodedata
from typing import Any

import pandas as pd

from compare.errors import StudyError
from compare.measures.evidence import headings
from compare.spans import Spans
from compare.study import Study
from compare.tables import CLAUSE, END, PLAN, START, check, define, empty

_WIDEST = 1000      # characters of a context
_QUOTES = frozenset("“”‘’\"'「」『』")

define(
    "concordance", "one occurrence of a term, or of a theme's evidence, in its context", "plan_id start end theme",
    plan_id=PLAN, clause_no=CLAUSE,
    theme=("str", "theme whose evidence it is; empty where a term was asked for"),
    left=("str", "text before it in its clause"),
    keyword=("str", "the words"),
    right=("str", "text after it in its clause"),
    start=START, end=END,
    section_heading=("str", "heading of its section"),
    item_heading=("str", "heading of its item"),
)


def concordance(study: Study, term: str | None = None, theme: str | None = None, width: int | None = None) -> pd.DataFrame:
    """Table concordance: one row per occurrence in the counted clauses, in the order of the text.

    ``term`` is looked for in all words, offices in charge included; quotation marks and spaces inside do not count, and
    full-width letters are the same letters.  ``theme`` lists the words that carry a theme (a clause that is lent its theme has
    none); neither: all themes.
    ``left`` and ``right`` are the rest of the clause (of one longer than any sentence its nearest 1,000 characters), or its nearest
    ``width`` characters.  Offsets are verbatim.

    Raises StudyError where the term is empty, the theme unknown, or both are given.
    """
    if term is not None and theme is not None:
        raise StudyError("concordance", "a term and a theme", "ask for one of the two")
    clauses = study.clauses[study.clauses["counted"]].reset_index(drop=True)
    spans = Spans(clauses, study.removals)
    rows = _of_themes(study, clauses, spans, theme) if term is None else _of_term(clauses, spans, term)
    if not rows:
        return empty("concordance")
    table = pd.DataFrame(rows, columns=["plan_id", "clause_no", "theme", "left", "keyword", "right", "start", "end"])
    if width is not None:
        table["left"] = table["left"].str[-width:] if width else ""
        table["right"] = table["right"].str[:width]
    order = {plan: n for n, plan in enumerate(study.plans["plan_id"])}
    above = headings(study.clauses)[["plan_id", "clause_no", "section_heading", "item_heading"]]
    above = above.assign(**{name: above[name].str[:_WIDEST] for name in ("section_heading", "item_heading")})
    table = table.merge(above, on=["plan_id", "clause_no"], how="left")
    table = table.sort_values(["plan_id", "start", "end", "theme"], kind="stable",
                              key=lambda c: c.map(order) if c.name == "plan_id" else c)
    return check(table, "concordance")


def occurrences(text: str, term: str) -> list[tuple[int, int]]:
    """Places of a term in a clause's text, from left to right, none overlapping another."""
    wanted, (plain, places) = _plain(term)[0], _plain(text)
    made, at = [], plain.find(wanted) if wanted else -1
    while at >= 0:
        last = at + len(wanted)
        made.append((places[at], places[last - 1] + 1))
        at = plain.find(wanted, last)
    return made


def _plain(text: str) -> tuple[str, list[int]]:
    """Text without quotation marks and spaces, full-width letters as letters; and where each of its characters stands."""
    kept = [(at, char) for at, char in enumerate(text) if not char.isspace() and char not in _QUOTES]
    return "".join(_letter(char) for _, char in kept), [at for at, _ in kept]


def _letter(char: str) -> str:
    same = unicodedata.normalize("NFKC", char).lower() if "！" <= char <= "～" or char.isascii() else char
    return same if len(same) == 1 else char


def _of_term(clauses: pd.DataFrame, spans: Spans, term: str) -> list[tuple[Any, ...]]:
    if not _plain(term)[0]:
        raise StudyError("concordance", f"{term!r} is no term", "name a word")
    rows: list[tuple[Any, ...]] = []
    for row, (plan, number, text) in enumerate(zip(clauses["plan_id"], clauses["clause_no"], clauses["text"], strict=True)):
        rows += [(plan, number, "", *_around(text, a, b), *spans(row, a, b)) for a, b in occurrences(text, term)]
    return rows


def _of_themes(study: Study, clauses: pd.DataFrame, spans: Spans, theme: str | None) -> list[tuple[Any, ...]]:
    names = [t.name for t in study.themes]
    if theme is not None and theme not in names:
        raise StudyError("theme", f"no theme {theme!r} in this corpus", "use one of " + ", ".join(names))
    texts = clauses["text"].tolist()
    rows_of = {key: row for row, key in enumerate(zip(clauses["plan_id"], clauses["clause_no"], strict=True))}
    rows: list[tuple[Any, ...]] = []
    after: dict[tuple[int, str, str], int] = {}     # hits of a clause come in order: where the next one of a word may stand
    for hit in study.hits.itertuples():
        if theme in (None, hit.theme):
            row = rows_of[(hit.plan_id, hit.clause_no)]
            text, word = texts[row], str(hit.evidence)
            at = text.find(word, after.get((row, str(hit.theme), word), 0))
            while at >= 0 and spans(row, at, at + len(word))[0] != hit.start:
                at = text.find(word, at + 1)
            if at >= 0:
                rows.append((hit.plan_id, hit.clause_no, hit.theme, *_around(text, at, at + len(word)), hit.start, hit.end))
                after[(row, str(hit.theme), word)] = at + 1
    return rows


def _around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """What stands left, at and right of a place."""
    return text[max(start - _WIDEST, 0):start], text[start:end], text[end:end + _WIDEST]
