"""Every occurrence, verbatim, in its context."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.cli.concordance import text as screen
from compare.errors import StudyError
from compare.measures.concordance import concordance, occurrences
from studies import study_of


@pytest.mark.parametrize("text, term, found", [
    ("加强校园安全，校园安全第一", "校园安全", ["校园安全", "校园安全"]),
    ("创建“平安”校园", "平安校园", ["平安”校园"]),
    ("推进ＳＴＥＡＭ教育", "steam", ["ＳＴＥＡＭ"]),
    ("人人人人", "人人", ["人人", "人人"]),
    ("安全", "校园安全", []),
])
def test_places_of_a_term(text, term, found):
    assert [text[a:b] for a, b in occurrences(text, term)] == found


@given(st.text("安全校园“” 。", max_size=40), st.text("安全校园", min_size=1, max_size=3))
def test_places_do_not_overlap_and_hold_the_term(text, term):
    places = occurrences(text, term)
    assert all(end <= start for (_, end), (start, _) in zip(places, places[1:], strict=False))
    for start, end in places:
        assert "".join(c for c in text[start:end] if c not in "“” ") == term


@pytest.mark.parametrize("term", ["校园安全", "课后服务", "党", "。"])
def test_offsets_are_verbatim_and_none_is_left_out(study, term):
    table = concordance(study, term)
    texts = study.plans.set_index("plan_id")["text"]
    for row in table.itertuples():
        assert "".join(texts[row.plan_id][row.start:row.end].split()) == row.keyword.replace(" ", "")
    clauses = study.clauses[study.clauses["counted"]].set_index(["plan_id", "clause_no"])["text"]
    for row in table.itertuples():
        assert row.left + row.keyword + row.right == clauses[(row.plan_id, row.clause_no)]
    assert len(table) >= sum(text.count(term) for text in clauses) > 0


def test_a_theme_has_a_line_for_every_hit(study):
    theme = study.themes[0].name
    table = concordance(study, theme=theme)
    hits = study.hits[study.hits["theme"] == theme]
    assert sorted(zip(table["plan_id"], table["start"], table["end"], table["keyword"], strict=True)) == \
        sorted(zip(hits["plan_id"], hits["start"], hits["end"], hits["evidence"], strict=True))
    assert len(concordance(study)) == len(study.hits)


def test_the_width_cuts_the_context(study):
    table = concordance(study, "校园安全", width=4)
    assert table["left"].str.len().max() == 4 == table["right"].str.len().max()
    assert (concordance(study, "校园安全", width=0)[["left", "right"]] == "").all(axis=None)


def test_a_clause_as_long_as_a_document_gives_its_neighbourhood(tmp_path):
    """The whole clause beside each of its words would be gigabytes."""
    text = "甲县2024年教育工作要点\n一、安全\n1." + "校园安全，党员学习，" * 9_000 + "。\n"
    made = study_of(tmp_path, 甲县_2024=text)
    began = time.process_time()
    for table in (concordance(made, theme="安全"), concordance(made, term="校园安全")):
        assert len(table) >= 9_000 and table["left"].str.len().max() == table["right"].str.len().max() == 1000
        assert all(text[row.start:row.end] == row.keyword for row in table.itertuples())
    assert time.process_time() - began < 8


def test_a_term_that_nothing_holds(study):
    assert concordance(study, "量子纠缠").empty


@pytest.mark.parametrize("asked, message", [
    ({"term": " “” "}, "is no term -> name a word"), ({"theme": "体育"}, "no theme '体育' in this corpus -> use one of 党建"),
    ({"term": "安全", "theme": "安全"}, "a term and a theme -> ask for one of the two")])
def test_mistakes(study, asked, message):
    with pytest.raises(StudyError, match=message):
        concordance(study, **asked)


def test_the_words_stand_under_one_another_on_the_screen(study):
    lines = screen(concordance(study, "课后服务"), 10).splitlines()
    def width(line):
        return sum(1 if ord(c) < 0x2E80 and c not in "“”" else 2 for c in line.partition("【")[0])
    assert len(lines) > 3 and max(map(width, lines)) - min(map(width, lines)) <= 8, "quotation marks are of either width"
