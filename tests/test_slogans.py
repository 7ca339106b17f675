import numpy as np
import pytest

from compare.errors import StudyError
from compare.shingles import characters
from compare.slogans import everywhere, listed, plain, read_slogans, titled


def marked(text, mask):
    """The text with masked stretches in brackets."""
    return "".join(c if not m else f"[{c}]" for c, m in zip(text, mask, strict=True)).replace("][", "").rstrip("\n")


def made(*texts):
    return characters(texts, [[] for _ in texts], [[] for _ in texts])


@pytest.mark.parametrize(("text", "expected"), [
    ("全面落实立德树人根本任务", "全面落实[立德树人根本任务]"),
    ("增强“四个意识”、坚定“四个自信”", "[增强四个意识]坚定四个自信"),
    ("深入贯彻全省教育大会精神,办学", "深入[贯彻全省教育大会精神]办学"),
    ("贯彻" + "一" * 17 + "大会精神", "贯彻" + "一" * 17 + "大会精神"),               # … stands for 16 characters at most
    ("新建小学两所", "新建小学两所"),
])
def test_phrases_of_the_list_are_marked(text, expected):
    chars = made(text)
    phrases = ("立德树人根本任务", "根本任务", plain("增强“四个意识”"), "贯彻…大会精神")
    assert marked(chars.text, listed(chars, phrases)) == expected


def test_titles_are_marked_in_their_own_document():
    texts = ["落实《中小学德育工作指南》要求", "甲《乙", "丙》丁"]
    chars = made(*texts)
    assert marked(chars.text, titled(chars, texts)) == "落实[中小学德育工作指南]要求\n甲乙\n丙丁"


@pytest.mark.parametrize(("length", "places", "n_places", "expected"), [
    (20, 8, 100, True), (20, 7, 100, False),             # eight unrelated places
    (20, 8, 1000, False), (20, 50, 1000, True),          # one in twenty of many
    (9, 20, 100, False), (9, 25, 100, True),             # words that go together
    (80, 8, 100, False), (80, 25, 100, True),            # too long for a phrase, unless a quarter of all has it
])
def test_a_phrase_is_one_of_the_genre_where_many_places_have_it(length, places, n_places, expected):
    spread = np.ones(120, dtype=np.int64)
    spread[10:10 + length - 5] = places                  # shingles of six characters
    assert np.flatnonzero(everywhere(spread, n_places)).tolist() == (list(range(10, 10 + length)) if expected else [])


def test_the_list_is_read(tmp_path):
    folder = tmp_path / "lexicon"
    folder.mkdir()
    (folder / "slogans.txt").write_text("# 注释\n“双减” # 说明\n贯彻…精神\n\n双减\n", "utf-8")
    assert read_slogans(tmp_path) == ("双减", "贯彻…精神")


def test_a_corpus_without_list_uses_the_projects(tmp_path):
    (tmp_path / "lexicon").mkdir()
    assert len(read_slogans(tmp_path)) > 800


@pytest.mark.parametrize("line", ["…", "贯彻…", "，。", "人"])
def test_a_line_that_is_no_phrase_is_named(tmp_path, line):
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "slogans.txt").write_text("双减\n" + line + "\n", "utf-8")
    with pytest.raises(StudyError, match=r"slogans.txt, line 2: .* is no phrase -> write a phrase"):
        read_slogans(tmp_path)
