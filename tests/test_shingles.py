import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.shingles import K, characters, fold, index, spread


@pytest.mark.parametrize(("left", "right"), [
    ("“双减”工作,2024年", "双减工作２０２４年"),
    ("ＷＥＢ 3.0", "web30"),
    ("（一）、。！", "一"),
    ("㐀𠀀龙", "㐀𠀀龙"),
])
def test_letters_and_digits_alone_are_compared(left, right):
    assert [c for c in fold(left) if c] == [c for c in fold(right) if c]


def made(texts, dropped=None, breaks=None):
    return characters(texts, dropped or [[] for _ in texts], breaks or [[] for _ in texts])


def test_every_character_knows_its_place():
    chars = made(["甲,乙。丙丁", "戊"], dropped=[[(3, 4)], []], breaks=[[(4, 5)], []])
    assert chars.text == "甲乙\n丁\n戊\n"
    assert chars.offsets.tolist() == [0, 2, 4, 5, 6, 0, 1]
    assert chars.documents.tolist() == [0, 0, 0, 0, 0, 1, 1]


texts = st.lists(st.text("甲乙丙，\n", max_size=30), min_size=1, max_size=4)


@given(texts)
def test_index_holds_all_shingles_that_come_back(given_texts):
    chars = made(given_texts)
    grams = [chars.text[i:i + K] for i in range(len(chars.text) - K + 1)]
    expected = [i for i, g in enumerate(grams) if "\n" not in g and grams.count(g) > 1]
    found = index(chars)
    assert sorted(found.positions.tolist()) == expected
    for low, high in zip(found.bounds[:-1], found.bounds[1:], strict=True):
        assert len({grams[i] for i in found.positions[low:high]}) == 1
    in_documents = spread(found, len(chars.codes), chars.documents)
    for i, gram in enumerate(grams):
        if "\n" not in gram:
            assert in_documents[i] == len({chars.documents[j] for j, g in enumerate(grams) if g == gram})


def test_no_shingle_at_all():
    chars = made(["甲", ""])
    assert not len(index(chars).positions)
    assert spread(index(chars), 3, np.zeros(3, dtype=np.int64)).tolist() == [1, 1, 1]
