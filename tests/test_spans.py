"""Positions in a clause's text lead to the words they stand for in the verbatim text."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from compare.corpus import Plan
from compare.errors import StudyError
from compare.outline import outline
from compare.spans import Spans
from test_outline import TEXTS, read_corrections


def located(text, *entries):
    """[(character of a clause's text, verbatim text it stands for)] of all clauses"""
    corrections = read_corrections([{"reason": "why", **e} for e in entries], text, Path("x.txt"))
    clauses, removals = outline([Plan("x", text, {"title": None}, corrections)])
    spans = Spans(clauses, removals)
    return [[(c, text[slice(*spans(row, n, n + 1))]) for n, c in enumerate(clause)] for row, clause in enumerate(clauses["text"])]


@pytest.mark.parametrize(("find", "replace", "word", "verbatim"), [
    ("推.进", "推进", "推进", "推.进"),              # a stray point inside a word: the span holds it
    ("办学校", "办好学校", "好学", "办学"),          # what was put in stands for the character it was put behind
    ("乙校", "丙校", "丙校", "乙校"),
    ("乙校", "第一中学", "中学", "乙校"),
    ("的", "", "建的", None),
])
def test_words_of_a_corrected_clause(find, replace, word, verbatim):
    text = "甲校招生。推.进办学校,建的乙校开学。丙地招生。"
    entry = {"find": find, "replace": replace}
    corrections = read_corrections([{"reason": "why", **entry}], text, Path("x.txt"))
    clauses, removals = outline([Plan("x", text, {"title": None}, corrections)])
    spans, row = Spans(clauses, removals), 1
    if verbatim:
        at = clauses["text"][row].index(word)
        start, end = spans(row, at, at + len(word))
        assert text[start:end] == verbatim
    end_of_clause = clauses["text"][row].index("开学")
    start, end = spans(row, end_of_clause, end_of_clause + 2)
    assert text[start:end] == "开学"
    start, end = spans(2, 0, 2)
    assert text[start:end] == "丙地"


@given(TEXTS)
@settings(max_examples=100)
def test_without_corrections_each_character_is_its_own(text):
    text = text.replace("\r", "")
    if text.strip():
        assert all(c == verbatim for clause in located(text) for c, verbatim in clause)


@given(TEXTS, TEXTS)
@settings(max_examples=150)
def test_all_but_the_corrected_characters_are_their_own(text, replace):
    text, find = f"甲。{text}乙丙丁{text}。".replace("\r", ""), "乙丙丁"
    try:
        clauses = located(text, {"find": find, "replace": replace.replace("\r", ""), "expect": text.count(find)})
    except StudyError:
        return
    for clause in clauses:
        for c, verbatim in clause:
            assert c == verbatim or verbatim in find and verbatim


def test_words_of_the_shipped_plans(study):
    spans = Spans(study.clauses, study.removals)
    texts = study.plans.set_index("plan_id")["text"]
    clauses = study.clauses
    row = clauses.index[clauses["text"].str.contains("深化主题教育学习")][0]
    at = clauses["text"][row].index("主题教育")
    start, end = spans(row, at, at + 4)
    assert texts[clauses["plan_id"][row]][start:end] == "主题教\n2、育"


def test_each_token_of_the_shipped_plans_stands_where_it_says(study):
    removals = {plan: rows for plan, rows in study.removals.groupby("plan_id")}
    texts = study.plans.set_index("plan_id")["text"]
    wrong = []
    for plan, start, end, token in zip(*(study.tokens[c] for c in ("plan_id", "start", "end", "token")), strict=True):
        verbatim = texts[plan][start:end]
        if verbatim != token:  # something was set aside inside the word: without it, it is the word
            inside = removals[plan][(removals[plan]["start"] >= start) & (removals[plan]["end"] <= end)]
            for row in inside.itertuples():
                verbatim = verbatim.replace(row.text, row.replacement, 1)
            if verbatim != token:
                wrong.append((plan, start, verbatim, token))
    assert wrong == []


def test_evidence_stands_where_it_says(study):
    texts = study.plans.set_index("plan_id")["text"]
    hits = zip(*(study.hits[c] for c in ("plan_id", "start", "end", "evidence")), strict=True)
    wrong = [(plan, start, words) for plan, start, end, words in hits if texts[plan][start:end] != words]
    assert len(wrong) <= len(study.removals[study.removals["reason"] == "page mark"])  # words that a mark cut in two
