"""Every column that a table can show has a Chinese heading."""

import pytest

from compare.labels import HEADINGS, heading
from compare.measures import tables


@pytest.mark.parametrize("table", tables())
def test_each_column_has_a_heading(table):
    assert not [column for column in tables()[table].columns if column not in HEADINGS]


def test_an_unknown_column_keeps_its_name():
    assert heading("my_column") == "my_column"
