"""Words as numbers, as sorting strings gives them."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from compare.vocabulary import coded, numbered

WORDS = st.lists(st.text("甲乙丙一aZ0９𠮷", min_size=1, max_size=6), max_size=30)


def plainly(words: list[str]) -> tuple[tuple[str, ...], list[int]]:
    vocabulary = tuple(sorted(set(words)))
    return vocabulary, [vocabulary.index(word) for word in words]


@given(WORDS)
@example(["甲乙丙", "甲乙丙甲", "甲乙", "甲乙丙乙", "甲乙一", "甲乙𠮷", "甲乙𠮷0", "甲"])
@example([])
def test_ids_are_places_among_the_sorted_words(words):
    size = np.array([len(word) for word in words], dtype=np.int64)
    end = np.cumsum(size + 1) - 1
    vocabulary, ids = numbered("、".join(words), end - size, end)
    assert (vocabulary, ids.tolist()) == plainly(words) and ids.dtype == np.int32
    vocabulary, ids = coded(words)
    assert (vocabulary, ids.tolist()) == plainly(words) and ids.dtype == np.int32
