"""Policy terms, numbers and dates stay whole; nothing of the text is read twice or moved."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.code_points import code_points
from compare.tokenizer import _NUMBER, _edges, _numbers, longest, pairs, tokenizer
from compare.tokens import read_lexicon
from studies import CORPUS

CUT = tokenizer(read_lexicon(CORPUS / "lexicon").terms)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in zip(*(places.tolist() for places in CUT(text)), strict=True)]


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
    for word, start, end in zip(cut(text), *CUT(text), strict=True):
        assert at <= start < end <= len(text)
        assert text[start:end] == word
        assert not any(c.isalnum() for c in text[at:start])
        at = end
    assert not any(c.isalnum() for c in text[at:])


@given(st.text(st.sampled_from("0189aZ９.,+-–—/:~％% 年\n"), max_size=40))
def test_numbers_are_those_that_a_reader_from_the_left_finds(text):
    assert _numbers(code_points(text)).tolist() == [list(match.span()) for match in _NUMBER.finditer(text)]


def test_a_long_text_is_cut_piece_by_piece(monkeypatch):
    text = "\n".join(["推进教师德育，落实立德树人", "", "2024年投资1,500万元。", "长" * 40, "加强校园安全"] * 9)
    whole = CUT(text)
    monkeypatch.setattr("compare.tokenizer.PIECE", 10)
    edges = _edges(code_points(text))
    assert len(edges) > 9 and (edges[0], edges[-1]) == (0, len(text)) and all(text[at - 1] == "\n" for at in edges[1:-1])
    assert all(np.array_equal(a, b) for a, b in zip(whole, CUT(text), strict=True))


def test_no_text_has_no_tokens():
    assert cut("") == cut("\n") == []
