"""Codings and hits: offsets, invariants, the hand coding, speed."""

import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.corpus import Plan
from compare.outline import outline
from compare.spans import Spans
from compare.themes import code, read_themes
from compare.themes.coding import _new_lines

CORPUS = Path(__file__).parents[1] / "corpus"
THEMES = read_themes(CORPUS / "themes")
WORDS = ["校园安全", "数字化", "双减", "党建", "网络安全", "资金安全", "课后服务", "压实责任", "教师",
         "“", "”", "。", "\n", "1.", "一、", "一是", " "]


def by_hand() -> pd.DataFrame:
    """The hand coding: one row a unit, one 0/1 column a theme."""
    return pd.read_csv(CORPUS / "coding" / "themes.csv", comment="#", encoding="utf-8")


@pytest.mark.parametrize("theme", [t.name for t in THEMES])
def test_agrees_with_the_hand_coding(study, theme):
    hand = by_hand()
    clauses = study.clauses[study.clauses["counted"] & study.clauses["plan_id"].isin(hand["doc"])]
    coded = set(study.codings.loc[study.codings["theme"] == theme, ["plan_id", "clause_no"]].itertuples(index=False, name=None))
    true = false = missed = 0
    for clause in clauses.itertuples():
        units = hand[(hand["doc"] == clause.plan_id) & (hand["start"] < clause.end) & (hand["end"] > clause.text_start)]
        shared = units["end"].clip(upper=clause.end) - units["start"].clip(lower=clause.text_start)
        wanted = bool(units.loc[shared.idxmax(), theme])
        got = (clause.plan_id, clause.clause_no) in coded
        true, false, missed = true + (wanted and got), false + (got and not wanted), missed + (wanted and not got)
    assert 2 * true / (2 * true + false + missed) >= 0.95


def test_evidence_is_verbatim_but_for_what_was_set_aside(study):
    texts = dict(zip(study.plans["plan_id"], study.plans["text"], strict=True))
    for row in study.hits.itertuples():
        inside = study.removals[(study.removals["plan_id"] == row.plan_id) & (study.removals["start"] >= row.start)
                                & (study.removals["end"] <= row.end)]
        quote = texts[row.plan_id][row.start:row.end]
        for start, end in zip(inside["start"][::-1], inside["end"][::-1], strict=True):
            quote = quote[:start - row.start] + quote[end - row.start:]
        assert quote == row.evidence or not inside["replacement"].eq("").all()


def tables(text):
    clauses, removals = outline([Plan("某地-2024", text, {"title": None})])
    return clauses, removals, *code(clauses, removals, THEMES)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map("".join).filter(str.strip))
def test_invariants(text):
    clauses, removals, codings, hits = tables(text)
    spans = Spans(clauses, removals)
    row_of = {number: row for row, number in enumerate(clauses["clause_no"])}
    assert not codings.duplicated(["plan_id", "clause_no", "theme"]).any()
    assert set(zip(hits["clause_no"], hits["theme"], strict=True)) == set(
        zip(codings.loc[codings["n_hits"] > 0, "clause_no"], codings.loc[codings["n_hits"] > 0, "theme"], strict=True))
    assert codings["n_hits"].sum() == len(hits)
    for coding in codings.itertuples():
        clause = clauses.iloc[row_of[coding.clause_no]]
        assert clause["counted"] and clause["start"] <= coding.start < coding.end <= clause["end"]
        if coding.n_hits:
            assert coding.from_clause == coding.clause_no
        else:
            assert coding.rule.startswith("scope.") and coding.from_clause < coding.clause_no
            assert (coding.start, coding.end) == spans(row_of[coding.clause_no], 0, len(clause["text"]))


def test_plans_do_not_touch_each_other(study):
    """Coding a plan alone gives the rows that coding the corpus gives."""
    plan = study.plans["plan_id"].iloc[0]
    alone, _ = code(*(t[t["plan_id"] == plan].reset_index(drop=True) for t in (study.clauses, study.removals)), study.themes)
    together = study.codings[study.codings["plan_id"] == plan].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, together)


def test_order_of_themes_changes_nothing(study):
    codings, hits = code(study.clauses, study.removals, study.themes[::-1])
    key = ["plan_id", "clause_no", "theme"]
    pd.testing.assert_frame_equal(codings.sort_values(key, ignore_index=True), study.codings.sort_values(key, ignore_index=True))
    assert len(hits) == len(study.hits)


def test_nothing_to_code():
    codings, hits = tables("开展活动。")[2:]
    assert codings.empty and hits.empty
    clauses, removals = outline([Plan("某地-2024", "开展活动。", {"title": None})])
    assert code(clauses, removals, ())[0].empty


def test_is_fast(study):
    many = [pd.concat([t.assign(plan_id=t["plan_id"] + str(n)) for n in range(10)], ignore_index=True)
            for t in (study.clauses, study.removals)]
    start = time.process_time()
    code(many[0], many[1], study.themes)
    spent = time.process_time() - start
    # 0.8 ms for 1,000 characters where this was written; the bound leaves room for slow and busy machines
    assert spent / (many[0]["text"].str.len().sum() / 1000) < 0.004


@given(st.lists(st.sampled_from(["一、甲。", "乙。丙。", "\n", " ", "\u3000", "“丁”"]), min_size=1, max_size=12).map("".join).filter(str.strip))
def test_a_clause_starts_a_line_where_the_ledger_holds_the_line_end_before_it(text):
    clauses, removals = outline([Plan("某地-2024", text, {"title": None}), Plan("他地-2024", "戊。\n" + text, {"title": None})])
    ends = {(plan, end) for plan, end, cut in removals[["plan_id", "end", "text"]].itertuples(index=False) if "\n" in cut}
    wanted = [clause.start == 0 or {(clause.plan_id, clause.start), (clause.plan_id, clause.text_start)} & ends != set()
              for clause in clauses.itertuples()]
    assert _new_lines(clauses, removals).tolist() == wanted
