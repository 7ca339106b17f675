"""All places of all words, as a search for each of them finds."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from compare.code_points import code_points
from compare.occurrences import Finder


def plainly(words: list[str], text: str) -> list[tuple[int, int, int]]:
    """(word, start, end) by looking at each place for each word."""
    found = {(start, start + len(word)): n for n, word in enumerate(words) for start in range(len(text)) if text.startswith(word, start)}
    return sorted(((n, start, end) for (start, end), n in found.items()), key=lambda f: (f[2], f[1]))


@pytest.mark.parametrize(("words", "text", "found"), [
    (["课后服务", "服务", "体育课"], "体育课后服务", [(2, 0, 3), (0, 2, 6), (1, 4, 6)]),
    (["安", "安全", "全安全"], "安全安全", [(0, 0, 1), (1, 0, 2), (0, 2, 3), (2, 1, 4), (1, 2, 4)]),
    (["课后服务"], "课后服", []),
    (["𠮷田"], "在𠮷田", [(0, 1, 3)]),
    (["安全"], "", []),
    ([], "安全", []),
    (["安全"], "安", []),
])
def test_words_are_found(words, text, found):
    assert [tuple(one) for one in Finder(words).find(code_points(text)).tolist()] == found


@given(st.lists(st.text("甲乙丙aA0", min_size=1, max_size=6), max_size=12), st.text("甲乙丙aA0\n", max_size=40), st.sampled_from([3, 7, 1 << 16]))
@example(["甲乙丙甲"], "甲乙丙甲" * 4, 3)
def test_as_found_one_by_one(words, text, block):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("compare.occurrences._BLOCK", block)
        assert [tuple(one) for one in Finder(words).find(code_points(text)).tolist()] == plainly(words, text)


def test_pairs_that_share_a_place_are_told_apart(monkeypatch):
    monkeypatch.setattr("compare.occurrences._PAIRS", 2)
    text = "落实立德树人,做好课后服务"
    words = ["立德树人", "服务", "做好课"]
    assert [tuple(one) for one in Finder(words).find(code_points(text)).tolist()] == plainly(words, text)


def test_places_are_whole_numbers_of_the_same_width_whether_there_are_any():
    assert Finder(["安全"]).find(code_points("党建")).dtype == Finder(["安全"]).find(code_points("安全")).dtype == np.int64
