"""Tokens of clauses: their places in the verbatim text, and a corpus in parts."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import compare
from compare.corpus import Plan
from compare.errors import StudyError
from compare.outline import outline
from compare.themes import code, read_themes
from compare.tokens import Lexicon, read_lexicon, segment, tokens, tokens_table
from studies import CORPUS, study_of

LEXICON = read_lexicon(CORPUS / "lexicon")
THEMES = read_themes(CORPUS / "themes")


def test_tokens_lie_in_the_verbatim_text():
    study = compare.load(CORPUS)
    texts = study.plans.set_index("plan_id")["text"]
    off = [t for t in study.tokens.itertuples() if texts[t.plan_id][t.start:t.end].replace("\n", "") != t.token]
    removed = study.removals[study.removals["reason"].str.startswith(("page mark", "correction"))]
    assert len(off) <= len(removed)         # only a word with something set aside inside it differs


def test_theme_terms_are_cut_as_one_token(tmp_path):
    study = study_of(tmp_path, 甲县_2024="一、落实从严治党。\n")
    assert "从严治党" in study.lexicon.terms
    assert "从严治党" in set(study.tokens["token"])


PLANS = st.lists(st.text(st.sampled_from("校园安全课后服务立德树人体育德育党建,。、 2020-7%.AIx一是\n“”"), min_size=1, max_size=80)
                 .filter(str.strip), min_size=1, max_size=5)


@settings(max_examples=12, deadline=None)
@given(PLANS, st.integers(1, 3))
def test_a_corpus_is_the_same_in_parts(texts, size):
    """Outline, codings and tokens of a few plans at a time are those of all at once."""
    plans = [Plan(f"县{n}", text, {"title": None}) for n, text in enumerate(texts)]
    clauses, removals = outline(plans)
    parts = [outline(plans[at:at + size]) for at in range(0, len(plans), size)]
    for whole, made in ((clauses, [part[0] for part in parts]), (removals, [part[1] for part in parts])):
        pd.testing.assert_frame_equal(whole, pd.concat(made, ignore_index=True))
    for whole, *made in zip(code(clauses, removals, THEMES), *(code(*part, THEMES) for part in parts), strict=True):
        pd.testing.assert_frame_equal(whole, pd.concat(made, ignore_index=True))
    whole = segment(clauses, removals, LEXICON)
    assert whole.vocabulary == tuple(sorted(whole.vocabulary))
    assert all(getattr(whole, name).dtype == np.int32 for name in ("ids", "clause", "start", "end"))
    made = pd.concat([tokens(*part, LEXICON) for part in parts], ignore_index=True)
    pd.testing.assert_frame_equal(tokens_table(whole, clauses), made)


def test_lexicon_is_clean():
    terms, stop = LEXICON.terms, LEXICON.stopwords
    assert len(terms) >= 500 and len(stop) >= 300
    lines = [line.split("#")[0].strip() for line in (CORPUS / "lexicon" / "terms.txt").read_text("utf-8").splitlines()]
    lines = [line for line in lines if line]
    assert len(lines) == len(set(lines))
    assert not {"教育", "工作", "推进", "加强", "落实", "进一步", "学校", "开展", "提升", "持续", "首先"} - stop


def test_a_lexicon_is_known_by_its_hash():
    a = Lexicon(("课后服务",), frozenset({"的"}))
    assert a.sha256 == Lexicon(("课后服务",), frozenset({"的"})).sha256
    assert a.sha256 != a.with_terms(["双减"]).sha256 != Lexicon(("课后服务",), frozenset()).sha256


def test_a_word_with_a_space_is_refused(tmp_path):
    (tmp_path / "terms.txt").write_text("课后服务\n智慧 校园\n", "utf-8")
    with pytest.raises(StudyError, match=r"line 2: '智慧 校园' holds a space -> write one word a line"):
        read_lexicon(tmp_path)
