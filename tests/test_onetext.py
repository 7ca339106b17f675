"""Texts read as one, and whose each place is."""

import numpy as np
import pandas as pd
import pytest

from compare.onetext import one_text


@pytest.mark.parametrize(("rows", "text", "first", "each"), [
    ([0, 2], "甲乙\n𠮷", [0, 3, 5], [0, 0, 0, 1, 1]),
    ([1], "", [0, 1], [0]),
    ([], "", [0], []),
    ([2, 1, 0], "𠮷\n\n甲乙", [0, 2, 3, 6], [0, 0, 1, 2, 2, 2]),
])
def test_texts_are_read_as_one(rows, text, first, each):
    made = one_text(pd.Series(["甲乙", "", "𠮷"], dtype="str"), np.array(rows, dtype=np.int64), "\n")
    assert made.text == text and made.first.tolist() == first and made.each().tolist() == each
    assert made.at(np.arange(len(text))).tolist() == each[:len(text)]
