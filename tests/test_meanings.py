"""Every row and column of every table has its meaning in Chinese, and no Chinese meaning is left over."""

import re

import pytest

from compare.meanings import PARTS, meaning
from compare.measures import tables

ENGLISH = {text for table in tables().values() for text in (table.row, *(words for _, words in table.columns.values()))}
CHINESE = {english: chinese for part in PARTS for english, chinese in part.MEANINGS.items()}
HAN = "\u4e00-\u9fff"


@pytest.mark.parametrize("name", tables())
def test_each_row_and_column_has_a_chinese_meaning(name):
    table = tables()[name]
    assert [text for text in (table.row, *(words for _, words in table.columns.values())) if text not in CHINESE] == []


def test_each_chinese_meaning_belongs_to_something_and_stands_once():
    assert sorted(CHINESE.keys() - ENGLISH) == []
    assert sum(len(part.MEANINGS) for part in PARTS) == len(CHINESE)


def test_the_meanings_are_chinese_with_chinese_punctuation():
    for chinese in CHINESE.values():
        assert re.search(f"[{HAN}]", chinese), chinese
        assert not re.search(rf"[{HAN}][,;:!?\"(]|[,;:!?\")][{HAN}]", chinese), chinese
        assert chinese == chinese.strip() and not chinese.endswith(("。", "；")), chinese


def test_every_column_that_a_chinese_meaning_names_is_there():
    """A meaning that says n_coded ÷ n_clauses speaks of columns of its own table, or of a key of clauses."""
    for name, table in tables().items():
        for text in (table.row, *(words for _, words in table.columns.values())):
            named = set(re.findall(r"\b[a-z]+[0-9]?(?:_[a-z]+)+\b", meaning(text)))
            assert named <= {*table.columns, "smooth_idf"}, (name, text)


def test_the_language():
    assert meaning("one plan") == "一份文件" and meaning("one plan", "en") == "one plan"
    assert meaning("what my own column says") == "what my own column says"
