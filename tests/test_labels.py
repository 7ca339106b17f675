"""Every column that a table can show has a Chinese heading."""

import re

import pytest

from compare.labels import HEADINGS, VALUES, heading
from compare.measures import tables
from compare.paths import PACKAGE


@pytest.mark.parametrize("table", tables())
def test_each_column_has_a_heading(table):
    assert not [column for column in tables()[table].columns if column not in HEADINGS]


@pytest.mark.parametrize("table", tables())
def test_no_two_columns_of_a_table_have_one_heading(table):
    headings = [heading(column) for column in tables()[table].columns]
    assert len(set(headings)) == len(headings)


def test_an_unknown_column_keeps_its_name():
    assert heading("my_column") == "my_column"


def test_every_reason_for_setting_text_aside_has_a_chinese_word():
    """The reasons as the reading writes them: third of a Cut, or after the colon of furniture."""
    code = "".join(path.read_text("utf-8") for path in (PACKAGE / "reading").glob("*.py"))
    reasons = set(re.findall(r'Cut\([^"\n]*, "([^"]+)"', code)) | set(re.findall(r'= "(repeated text|contents list|navigation)"', code))
    assert len(reasons) > 10 and reasons <= set(VALUES["reason"])
