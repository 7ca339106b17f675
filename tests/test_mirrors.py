import pytest

from compare.alignment import Passage
from compare.mirrors import mirrors
from compare.shingles import characters


@pytest.mark.parametrize(("spans", "n_equal", "expected"), [
    ([(0, 90)], 90, {(1, 0)}),
    ([(0, 80)], 80, set()),                 # too little of both
    ([(0, 50), (40, 80)], 40, set()),       # what is said twice counts once
    ([(0, 95)], 80, set()),                 # shared, but much edited
])
def test_documents_are_one_text_where_equal_passages_make_up_most_of_both(spans, n_equal, expected):
    chars = characters(["字" * 100, "字" * 100], [[], []], [[], []])
    found = [Passage(a, z, 101 + a, 101 + z, min(n_equal, z - a), ((a, 101 + a, 6),)) for a, z in spans]
    assert mirrors(found, [(1, 0)] * len(found), chars) == expected
