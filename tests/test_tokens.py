"""Policy terms, numbers and dates stay whole; nothing of the text is read twice or moved."""

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
from compare.tokens import Lexicon, _pieces, joined, longest, pairs, read_lexicon, segment, tokenizer, tokens, tokens_table
from studies import CORPUS, study_of

LEXICON = read_lexicon(CORPUS / "lexicon")
THEMES = read_themes(CORPUS / "themes")
CUT = tokenizer(LEXICON)


def cut(text: str) -> list[str]:
    vocabulary, ids, _, _ = CUT(text)
    return [vocabulary[n] for n in ids]


@pytest.mark.parametrize(("text", "words"), [
    ("落实立德树人,做好课后服务", ["落实", "立德树人", "做好", "课后服务"]),
    ("建成智慧校园2所,守住校园安全", ["建成", "智慧校园", "2", "所", "守住", "校园安全"]),
    ("2020-07-02印发", ["2020-07-02", "印发"]),
    ("达到39.5%以上,3-5所", ["达到", "39.5%", "以上", "3-5", "所"]),
    ("投资1,500万元", ["投资", "1,500", "万元"]),
    ("1+X证书和5A级", ["1+X证书", "和", "5A", "级"]),
    ("上好体育课后服务", ["上", "好", "体育", "课后服务"]),          # not 体育课 + 后服务
    ("义务教育优质均衡发展督导", ["义务教育优质均衡", "发展", "督导"]),      # not 义务教育 + 优质均衡
    ("教师德育", ["教师", "德育"]),                            # not 师德
    ("推进“双减”", ["推进", "双减"]),
])
def test_policy_terms_numbers_and_dates_stay_whole(text, words):
    assert cut(text) == words


@pytest.mark.parametrize(("spans", "chosen"), [
    ([(0, 3), (2, 6)], [(2, 6)]),                         # covers more
    ([(0, 4), (4, 8), (2, 6)], [(0, 4), (4, 8)]),
    ([(0, 6), (0, 3), (3, 6)], [(0, 6)]),                 # fewer terms
    ([(0, 3), (2, 5)], [(0, 3)]),                         # equal: the first
    ([], []),
])
def test_overlapping_terms(spans, chosen):
    assert longest(pairs(spans)).tolist() == [list(span) for span in chosen]


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 5)).map(lambda s: (s[0], s[0] + s[1])), max_size=8, unique=True))
def test_the_choice_covers_most_characters_of_all_choices(spans):
    from itertools import combinations

    def apart(choice):
        return all(a[1] <= b[0] for a, b in zip(sorted(choice), sorted(choice)[1:], strict=False))

    most = max((sum(e - s for s, e in c), -len(c)) for n in range(len(spans) + 1) for c in combinations(spans, n) if apart(c))
    chosen = [tuple(span) for span in longest(pairs(spans)).tolist()]
    assert apart(chosen) and (sum(e - s for s, e in chosen), -len(chosen)) == most


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("校园安全课后服务立德树人体育德育,。、 2020-7%.AIx一是"), max_size=60))
def test_tokens_are_the_text_in_order(text):
    at = 0
    for word, start, end in zip(cut(text), *CUT(text)[2:], strict=True):
        assert at <= start < end <= len(text)
        assert text[start:end] == word
        assert not any(c.isalnum() for c in text[at:start])
        at = end
    assert not any(c.isalnum() for c in text[at:])


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
    made = joined([segment(*part, LEXICON) for part in parts], [len(part[0]) for part in parts])
    assert whole.vocabulary == made.vocabulary == tuple(sorted(whole.vocabulary))
    for name in ("ids", "clause", "start", "end"):
        a, b = getattr(whole, name), getattr(made, name)
        assert np.array_equal(a, b) and a.dtype == b.dtype == np.int32
    pd.testing.assert_frame_equal(tokens_table(whole, clauses), tokens(clauses, removals, LEXICON))


def test_no_parts_are_no_tokens():
    made = joined([], [])
    assert made.vocabulary == () and len(made.ids) == len(made.clause) == 0


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


def test_a_long_text_is_cut_piece_by_piece(monkeypatch):
    text = "\n".join(["推进教师德育，落实立德树人", "", "2024年投资1,500万元。", "长" * 40, "加强校园安全"] * 9)
    whole = CUT(text)
    monkeypatch.setattr("compare.tokens.PIECE", 10)
    assert list(_pieces(text)) != [text] and "".join(_pieces(text)) == text
    assert whole[0] == CUT(text)[0] and all(np.array_equal(a, b) for a, b in zip(whole[1:], CUT(text)[1:], strict=True))
