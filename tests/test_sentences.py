import pytest

from compare.alignment import Passage
from compare.outline import outline
from compare.sentences import Sentences
from compare.shingles import characters
from planted import plan

LEFT, RIGHT = "甲乙丙丁戊己庚辛。子丑寅卯辰巳午未。", "天甲乙丙丁戊己庚辛,日月。"


def made():
    plans = [plan("甲-2023", LEFT), plan("乙-2024", RIGHT)]
    clauses = outline(plans)[0]
    chars = characters([LEFT, RIGHT], [[], []], [[], []])
    return chars, Sentences(chars, [clauses[clauses["plan_id"] == p.plan_id] for p in plans])


@pytest.mark.parametrize(("start", "end", "whole"), [(0, 8, True), (8, 16, True), (2, 14, True), (4, 12, False)])
def test_a_passage_of_whole_sentences_may_miss_their_edges_by_a_word(start, end, whole):
    chars, sentences = made()
    assert sentences.whole(Passage(start, end, start, end, end - start, ((start, start, end - start),))) == whole


def test_the_verbatim_span_takes_the_mark_that_ends_the_sentence():
    _, sentences = made()
    assert sentences.verbatim(LEFT, 0, 8) == (0, 9) and sentences.verbatim(LEFT, 0, 7) == (0, 7)


def test_a_passage_is_snapped_to_sentences_that_both_sides_nearly_reach():
    _, sentences = made()
    snapped = sentences.snapped(Passage(2, 8, 20, 25, 5, ((2, 20, 5),)))
    assert (snapped.a, snapped.b) == (0, 17)
