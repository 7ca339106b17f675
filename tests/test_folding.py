"""Texts as they are matched: all at once and one by one are the same."""

from hypothesis import given
from hypothesis import strategies as st

from compare.themes import folding
from compare.themes.folding import fold, folded

TEXTS = st.lists(st.text(st.sampled_from("责任牵头单位科室:：()（）【】。;；负责安全ＡaZ９ “”「』\n\u3000𠀀"), max_size=25), max_size=6)


@given(TEXTS)
def test_all_at_once_is_one_by_one(texts):
    made = fold(texts)
    assert made.text == "".join(folded(text)[0] + "\n" for text in texts) == "".join(map(chr, made.chars))
    for row, text in enumerate(texts):
        own = made.drops[(made.drops >= made.first[row]) & (made.drops < made.first[row + 1])] - made.first[row]
        assert own.tolist() == folded(text)[1]
        assert made.speaks[row] == any(char.isalnum() for char in folded(text)[0])


def test_offices_are_blanked_out_and_quotes_dropped():
    assert folded("抓好“平安”校园（责任科室：安全科）。") == ("抓好平安校园__________。", [2, 4])


def test_what_is_passed_over_as_plain_stays_as_it_is():
    folds, drop = folding._tables()
    plain = slice(folding._FIRST_PLAIN, folding._LAST_PLAIN + 1)
    assert not drop[plain].any() and (folds[plain] == range(plain.start, plain.stop)).all()


@given(st.text(st.sampled_from("责任牵头单位部门领导科室人处:()【】。;负责安_\n"), max_size=60))
def test_offices_are_those_of_the_plain_pattern(text):
    made = fold([text])
    assert made.text[:-1] == folding._OFFICES.sub(folding._blank, text.replace("\n", ""))
