"""Reuse: which passages a plan shares with which other plan or reference document, and of what kind they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compare.alignment import SIMILAR, Passage, distinct, passages
from compare.chance import Evidence, closed, evidence
from compare.corpus import plans_table
from compare.mirrors import mirrors
from compare.outline import outline
from compare.provenance import UNKNOWN, above, direction, source_order
from compare.sentences import Sentences
from compare.shingles import Bools, Characters, Index, Ints, K, characters, index, spread
from compare.slogans import WORDS, current, everywhere, listed, read_slogans, titled
from compare.study import Study
from compare.tables import END, START, check, define, empty

define(
    "reuse", "one passage that a plan shares with another plan or a reference document", "plan_id start other_id other_start",
    plan_id=("str", "plan: of the two documents the one of lower level or later date"), start=START, end=END,
    clause_no=("int64", "clause in which the passage begins"),
    quote=("str", "the passage, verbatim"),
    other_id=("str", "the other plan, or reference document"),
    other_start=("int64", "first character in the other's verbatim text"),
    other_end=("int64", "character after the last, same count"),
    other_clause_no=("int64", "clause of the other in which the passage begins"),
    other_quote=("str", "the passage there, verbatim"),
    n_chars=("int64", "letters and digits that are equal on both sides"),
    n_own=("int64", "of these, characters that stand outside set phrases"),
    similarity=("float64", "2 × n_chars / letters and digits of both sides, 0–1"),
    kind=("str", "同一文本 (mirrors of one text), 实质借用 or 套话"),
    direction=("str", "a guess: 对方→本文件, 本文件→对方 or 不能判断"),
    direction_basis=("str", "what the guess rests on, in words"),
    is_reference=("bool", "whether the other stands in the reference folder"),
)

Floats = NDArray[np.float64]

SLOGAN, BORROWING, MIRROR = "套话", "实质借用", "同一文本"

# Characters outside set phrases that make a passage a borrowed one, where m places have it and n pairs of documents
# are compared: the more places have it, the more it is a phrase, and the more pairs, the more agree by chance.
PART = (20, 8)       # inside a sentence: the greater of 20 + log10(n) and 8·m
SENTENCE = (12, 6)   # whole sentences: the greater of 12 + log10(n) and 6·m
PER_TENFOLD = 1
EVERYDAY = 0.75      # ... unless that share of all characters stands in such words: then it tells nothing
CURRENT = 0.5        # what a character counts for in words that many places use
LONG_ENOUGH = 60     # so many are enough anywhere
OWN_SHARE = 0.4      # of a borrowed passage's equal characters stands outside set phrases, at least
SAME_FORM = 0.75     # two sentences of one form are as alike as that where a corpus is made of few forms
LISTED_UPTO = 16     # a set phrase that more documents than that have is not listed pair by pair


def reuse(study: Study) -> pd.DataFrame:
    """Table reuse: one row for each passage that a plan shares with another document.

    Passages are exact or lightly edited copies of at least twelve characters, wherever they
    stand.  ``kind`` is 同一文本 where the two documents are one text, 实质借用 where enough of
    the passage stands outside set phrases, else 套话.  Set phrases are those of
    ``lexicon/slogans.txt``, titles in 《》, and phrases that many unrelated places have (a
    count that says little in a small corpus).  Where all documents are made of the same few
    words, common words in the same order are borrowed too, once that is too much for chance.  ``direction`` is a guess from dates and levels.
    """
    documents = _documents(study)
    chars = documents.chars
    shingles = index(chars)
    n_units = len(set(documents.units.tolist()))
    places = spread(shingles, len(chars.codes), documents.units[chars.documents])
    fixed = listed(chars, read_slogans(study.corpus)) | titled(chars, documents.texts)
    four = index(chars, WORDS)
    words = current(four, documents.units[chars.documents], n_units)
    measures = {down: _Measure.of(fixed | everywhere(places, n_units, down), words, places) for down in (False, True)}
    levels = bool(documents.reference.any()) or len({x["level"] for x in documents.labels} - {None}) > 1
    skip = _unlisted(shingles, measures[levels].slogan, chars)
    order = evidence(chars, four, shingles, fixed) if closed(chars) else None
    rows = _judged(list(passages(chars, shingles, skip, documents.reference)), documents, measures, order)
    if not rows:
        return check(empty("reuse"), "reuse")
    table = pd.DataFrame(rows)
    table = table.sort_values(["plan_id", "start", "other_id", "other_start", "n_chars"], ascending=[True] * 4 + [False])
    table = table.drop_duplicates(["plan_id", "start", "other_id", "other_start"])
    # a set phrase that stands k times here and n times there makes k + n - 1 rows, not k·n
    again = table.duplicated(["plan_id", "start", "other_id"]) & table.duplicated(["plan_id", "other_id", "other_start"])
    return check(table[~(again & (table["kind"] == SLOGAN))], "reuse")


@dataclass(frozen=True)
class _Measure:
    """What the characters of a passage are worth: set phrases nothing, words that many places use a part, others one."""

    slogan: Bools
    own: Floats                     # number of characters outside set phrases before each place
    worth: Floats                   # ... with words in use counted in part
    places: Ints                    # in how many places the shingle here stands
    typical: float                  # ... by the median of the corpus

    @classmethod
    def of(cls, slogan: Bools, words: Bools, places: Ints) -> _Measure:
        own = ~slogan
        if own.any() and words[own].mean() > EVERYDAY:
            words = np.zeros(len(words), dtype=bool)
        worth = np.where(slogan, 0, np.where(words, CURRENT, 1))
        return cls(slogan, np.concatenate([[0.0], np.cumsum(own)]), np.concatenate([[0.0], np.cumsum(worth)]), places,
                   float(np.median(places[own])) if own.any() else 1.0)


@dataclass(frozen=True)
class _Documents:
    """Plans and reference documents, presumed sources first: references, upper levels, earlier dates."""

    labels: list[dict[str, Any]]
    texts: list[str]
    reference: Bools
    units: Ints                     # the place of each document, as far as places are unrelated
    clauses: list[pd.DataFrame]
    chars: Characters


def _documents(study: Study) -> _Documents:
    plans, clauses, removals = study.plans, study.clauses, study.removals
    if study.references:
        extra = outline(list(study.references))
        plans = pd.concat([plans, plans_table(list(study.references))], ignore_index=True)
        clauses = pd.concat([clauses, extra[0]], ignore_index=True)
        removals = pd.concat([removals, extra[1]], ignore_index=True)
    reference = {plan.plan_id for plan in study.references}
    labels: list[dict[str, Any]] = [{str(k): None if pd.isna(v) else v for k, v in row.items()}
                                    for row in plans.to_dict("records")]
    labels.sort(key=lambda x: (x["plan_id"] not in reference, source_order(x)))
    names, texts = [x["plan_id"] for x in labels], [x["text"] for x in labels]
    # a province's districts talk to each other: where provinces are known they are the unrelated places
    places = [f"province {x['province']}" if x["province"] else f"place {x['place'] or x['plan_id']}" for x in labels]
    numbers = {place: number for number, place in enumerate(sorted(set(places)))}
    dropped, uncounted = _spans(removals), _spans(clauses[~clauses["counted"]])
    tables = {str(name): part.reset_index(drop=True) for name, part in clauses.groupby("plan_id", sort=False)}
    chars = characters(texts, [dropped.get(n, []) for n in names], [uncounted.get(n, []) for n in names])
    return _Documents(labels, texts, np.array([n in reference for n in names]), np.array([numbers[p] for p in places]),
                      [tables[n] for n in names], chars)


def _spans(table: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for name, start, end in zip(table["plan_id"], table["start"], table["end"], strict=True):
        spans.setdefault(name, []).append((start, end))
    return spans


def _unlisted(shingles: Index, slogan: Bools, chars: Characters) -> Bools:
    """Positions whose shingle stands in too many documents to be listed pair by pair: set phrases and short ones."""
    many = spread(shingles, len(slogan), chars.documents) > LISTED_UPTO
    inside = np.cumsum(np.concatenate([[0], slogan, np.zeros(K, dtype=bool)]))
    whole = inside[K:K + len(slogan)] - inside[:len(slogan)] == K
    edges = np.flatnonzero(np.diff(many, prepend=False, append=False))
    short = np.repeat(np.diff(edges, prepend=0, append=len(many)) < PART[0] - K + 1, np.diff(edges, prepend=0, append=len(many)))
    return many & (whole | short)


def _judged(found: list[Passage], docs: _Documents, measures: dict[bool, _Measure], order: Evidence | None) -> list[dict[str, Any]]:
    """Rows of the table: each passage with its kind and direction."""
    chars, owners = docs.chars, docs.chars.documents
    sentences = Sentences(chars, docs.clauses)
    found = [sentences.snapped(p) for p in found]
    pairs = [(int(owners[p.b]), int(owners[p.a])) for p in found]
    one_text = mirrors(found, pairs, chars)
    by_chance = PER_TENFOLD * float(np.log10(max(len(docs.texts) * (len(docs.texts) - 1) / 2, 1)))
    starts = [table["start"].to_numpy() for table in docs.clauses]
    guesses: dict[tuple[int, int], tuple[str, str]] = {}
    rows = []
    for p, pair in zip(found, pairs, strict=True):
        this, other = pair
        labels, other_labels = docs.labels[this], docs.labels[other]
        if pair not in guesses:
            guesses[pair] = direction(labels, other_labels)
        start, end = sentences.verbatim(docs.texts[this], p.b, p.b_end)
        other_start, other_end = sentences.verbatim(docs.texts[other], p.a, p.a_end)
        handed_down = bool(docs.reference[other]) or above(other_labels, labels)
        measure = measures[handed_down]
        said = list(distinct(chars, p))
        own, worth = _on_runs(p, said, measure.own), _on_runs(p, said, measure.worth)
        kind = MIRROR
        if pair not in one_text:
            enough = worth >= SENTENCE[0] + by_chance and own >= OWN_SHARE * p.n_equal
            enough = enough and worth >= _needed(p, measure, sentences, handed_down, by_chance)
            if order is not None and (p.n_equal >= PART[0] or sentences.whole(p)):
                enough = enough or order.suffices(p, said)
            alike = p.similarity >= (SIMILAR if order is None else SAME_FORM) or max(n for _, _, n in p.runs) >= PART[0]
            kind = BORROWING if enough and alike else SLOGAN
        rows.append({
            "plan_id": labels["plan_id"], "start": start, "end": end,
            "clause_no": int(np.searchsorted(starts[this], start, side="right")), "quote": docs.texts[this][start:end],
            "other_id": other_labels["plan_id"], "other_start": other_start, "other_end": other_end,
            "other_clause_no": int(np.searchsorted(starts[other], other_start, side="right")),
            "other_quote": docs.texts[other][other_start:other_end],
            "n_chars": p.n_equal, "n_own": round(own), "similarity": round(p.similarity, 4), "kind": kind,
            "direction": UNKNOWN if kind == SLOGAN else guesses[pair][0],
            "direction_basis": "套话不分来源" if kind == SLOGAN else guesses[pair][1],
            "is_reference": bool(docs.reference[other])})
    return rows


def _on_runs(p: Passage, said: list[tuple[int, int]], before: Floats) -> float:
    """Sum over the passage's equal characters, as far as its runs tell."""
    return sum(float(before[end] - before[start]) for start, end in said) * p.n_equal / sum(n for _, _, n in p.runs)


def _needed(p: Passage, measure: _Measure, sentences: Sentences, handed_down: bool, by_chance: float) -> float:
    """Characters outside set phrases that the passage must have to be a borrowed one."""
    at = np.concatenate([np.arange(b, b + n - K + 1) for _, b, n in p.runs])
    at = at[~measure.slogan[at]]
    # that many places have what an upper level wrote does not make it a phrase
    holders = max(2.0, float(np.median(measure.places[at])) - measure.typical + 1) if len(at) and not handed_down else 2.0
    least, per_place = SENTENCE if sentences.whole(p) else PART
    return min(max(least + by_chance, per_place * holders), LONG_ENOUGH)
