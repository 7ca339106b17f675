import numpy as np
import pytest

from compare.alignment import Passage
from compare.chance import MARGIN, closed, evidence, information
from compare.shingles import characters, index
from planted import Clerk


def made(*texts):
    return characters(texts, [[] for _ in texts], [[] for _ in texts])


def prose(writer, n):
    return "".join("".join(writer.sentence()) + "。" for _ in range(n))


def bits(chars):
    return information(chars, index(chars, 4), index(chars, 6))


def test_a_phrase_that_others_use_tells_little_and_the_same_words_in_a_new_order_tell_much():
    writer = Clerk(1)
    words = writer.nouns[1:16:2]  # of four characters
    phrase, order = "".join(words[:4]), "".join(words[4:])
    texts = [prose(writer, 60) + phrase + "".join(writer.rng.permutation(words[4:])) for _ in range(20)]
    chars = made(*texts, prose(writer, 60) + order, prose(writer, 60) + order)
    told = bits(chars)
    assert told[-12:-1].sum() > 3 * told[chars.text.index(phrase) + 4:][:12].sum()


def test_a_passage_does_not_foretell_itself():
    writer = Clerk(2)
    once, said = [prose(writer, 60) for _ in range(6)], prose(writer, 3)
    copied = made(*once[:4], once[4] + said, once[5] + said)
    single = made(*once[:5], once[5] + said)
    n = len(made(said).codes)
    assert bits(copied)[-n:].sum() > 0.8 * bits(single)[-n:].sum()


def test_few_words_are_a_closed_set_and_real_language_is_none():
    writer = Clerk(3)
    assert closed(made(*(prose(writer, 60) for _ in range(12))))
    rare = ["".join(chr(0x6000 + 40 * n + i) for i in range(40)) for n in range(12)]
    assert not closed(made(*(prose(writer, 60) + rare[n] for n in range(12))))
    assert not closed(made("工作", "工作")) and not closed(made("", ""))


def test_gaps_and_set_phrases_ask_for_more():
    chars = made(*(prose(Clerk(seed), 30) for seed in (1, 2)))
    n = len(chars.codes)
    known = evidence(chars, index(chars, 4), index(chars, 6), np.zeros(n, dtype=bool))
    assert known.least == pytest.approx(np.log2(n * n / 2) + MARGIN)
    length = int(np.searchsorted(known.bits, known.least)) + 1
    whole = Passage(0, length, 0, length, length, ((0, 0, length),))
    parted = Passage(0, length, 0, length, length, ((0, 0, 9), (9, 9, length - 9)))
    assert known.suffices(whole, [(0, length)]) and not known.suffices(parted, [(0, length)])
    fixed = evidence(chars, index(chars, 4), index(chars, 6), np.ones(n, dtype=bool))
    assert not fixed.suffices(whole, [(0, length)])
