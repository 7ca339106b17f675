import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.alignment import SHORTEST, Passage, distinct, passages
from compare.shingles import characters, index

SOURCE = "开展中小学生近视防控示范校创建,每学期组织两次视力监测并把结果告知家长"


def aligned(*texts, apart=None):
    chars = characters(texts, [[] for _ in texts], [[] for _ in texts])
    skip = np.zeros(len(chars.codes), dtype=bool)
    together = np.zeros(len(texts), dtype=bool) if apart is None else np.array(apart)
    return chars, list(passages(chars, index(chars), skip, together))


def quotes(chars, p, texts):
    this, other = texts[chars.documents[p.a]], texts[chars.documents[p.b]]
    return this[chars.offsets[p.a]:chars.offsets[p.a_end - 1] + 1], other[chars.offsets[p.b]:chars.offsets[p.b_end - 1] + 1]


@pytest.mark.parametrize(("copy", "expected"), [
    (SOURCE, [SOURCE]),
    ("本区" + SOURCE.replace(",", "，") + "落到实处", [SOURCE.replace(",", "，")]),                              # other marks
    (SOURCE.replace("示范校", "特色校"), [SOURCE.replace("示范校", "特色校")]),                                  # a word changed
    (SOURCE.replace("视力", ""), [SOURCE.replace("视力", "")]),                                                 # one left out
    (SOURCE.replace("并把", "，建立台账，并把"), [SOURCE.replace("并把", "，建立台账，并把")]),                    # some put in
    (SOURCE.replace("家长", "父母"), [SOURCE.replace("家长", "")]),                                             # the end changed
    ("每学期组织两次视力监测并把结果告知家长，开展中小学生近视防控示范校创建",
     ["每学期组织两次视力监测并把结果告知家长", "开展中小学生近视防控示范校创建"]),                                # the order
    ("积极开展体育活动", []),
])
def test_copies_are_found_with_their_exact_place(copy, expected):
    texts = ("前文。" + SOURCE + "。后文", copy)
    chars, found = aligned(*texts)
    assert sorted(quotes(chars, p, texts)[1] for p in found) == sorted(expected)


def test_similarity_counts_equal_characters_of_both_sides():
    chars, (p,) = aligned(SOURCE, SOURCE.replace("示范", "特色"))
    n = len(SOURCE) - 1                                     # without the comma
    assert (p.n_equal, p.similarity) == (n - 2, (n - 2) / n)


def test_numbers_are_not_cut():
    chars, (p,) = aligned("全区小学体育专任教师配备率达到95%", "全区小学体育专任教师配备率达到98%")
    assert chars.text[p.a:p.a_end] == "全区小学体育专任教师配备率达到"


def test_documents_apart_are_not_compared():
    assert aligned(SOURCE, SOURCE, apart=[True, True])[1] == []
    assert len(aligned(SOURCE, SOURCE, apart=[True, False])[1]) == 1


def test_no_passage_runs_over_a_break():
    text = "各中小学校要严格执行国家课程方案\n责任单位\n各幼儿园不得提前教授小学课程内容"
    breaks = [[(text.index("责"), text.index("责") + 4)]] * 2
    chars = characters([text, text], [[], []], breaks)
    found = list(passages(chars, index(chars), np.zeros(len(chars.codes), dtype=bool), np.zeros(2, dtype=bool)))
    assert [chars.text[p.a:p.a_end] for p in found] == text.split("\n")[::2]


def test_many_documents_with_one_passage_stay_near_linear():
    texts = [f"{chr(0x4E00 + n)}{SOURCE}{chr(0x5E00 + n)}" for n in range(150)]
    found = aligned(*texts)[1]
    assert 150 <= len(found) <= 150 * 48                    # every copy has the first ones beside it, not all the others
    assert {n for p in found for n in (p.b,)} and len({p.b for p in found}) == 149


@settings(max_examples=60)
@given(st.data())
def test_a_copy_with_random_edits_is_found_whole(data):
    """Independent check: whatever is edited (one character in ten at most), the passage lies in the copy and covers it."""
    alphabet = [chr(0x4E00 + 7 * i) for i in range(900)]
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    source = "".join(rng.choice(alphabet, 90))
    copy = list(source)
    for at in rng.choice(90, data.draw(st.integers(0, 9)), replace=False):
        copy[at] = str(rng.choice(alphabet))
    before, after = ("".join(rng.choice(alphabet, 200)) for _ in range(2))
    texts = ["".join(rng.choice(alphabet, 300)) + "\n" + source, before + "".join(copy) + after]
    chars, found = aligned(*texts)
    covered = set()
    for p in found:
        assert p.n_equal >= SHORTEST and 0 < p.similarity <= 1
        for a, b, n in p.runs:
            assert chars.text[a:a + n] == chars.text[b:b + n]
            assert p.a <= a and a + n <= p.a_end and p.b <= b and b + n <= p.b_end
        covered |= set(range(int(chars.offsets[p.b]), int(chars.offsets[p.b_end - 1]) + 1))
    inside = covered & set(range(200, 290))
    assert len(inside) >= 0.8 * 90 and len(covered - inside) <= 4


@pytest.mark.parametrize(("runs", "expected"), [
    ([(0, 8)], ["义务教育质量评价"]),
    ([(0, 8), (10, 8)], ["义务教育质量评价"]),               # the second says the first again
    ([(0, 8), (8, 12)], ["义务教育质量评价", "迎接", "体系"]),
    ([(6, 4), (10, 10)], ["评价迎接", "义务教育质量评价体系"]),
])
def test_what_a_run_repeats_is_left_out(runs, expected):
    text = "义务教育质量评价迎接义务教育质量评价体系"
    chars = characters([text], [[]], [[]])
    found = Passage(0, len(text), 0, len(text), 12, tuple((b, b, n) for b, n in runs))
    assert [text[start:end] for start, end in distinct(chars, found)] == expected
