"""Texts as they are matched: all at once and one by one are the same."""

from hypothesis import given
from hypothesis import strategies as st

from compare.themes.folding import fold, folded

TEXTS = st.lists(st.text(st.sampled_from("责任牵头单位科室:：()（）【】。;；负责安全ＡaZ９ “”\n\u3000𠀀"), max_size=25), max_size=6)


@given(TEXTS)
def test_all_at_once_is_one_by_one(texts):
    made = fold(texts)
    assert made.text == "".join(folded(text)[0] + "\n" for text in texts)
    for row, text in enumerate(texts):
        own = made.drops[(made.drops >= made.first[row]) & (made.drops < made.first[row + 1])] - made.first[row]
        assert own.tolist() == folded(text)[1]
        assert made.speaks[row] == any(char.isalnum() for char in folded(text)[0])


def test_offices_are_blanked_out_and_quotes_dropped():
    assert folded("抓好“平安”校园（责任科室：安全科）。") == ("抓好平安校园__________。", [2, 4])
