"""Every column that a table can show has a Chinese heading."""

from importlib import import_module
from pkgutil import iter_modules

import pytest

from compare import measures
from compare.labels import HEADINGS, heading
from compare.tables import TABLES

for module in iter_modules(measures.__path__):
    import_module(f"compare.measures.{module.name}")


@pytest.mark.parametrize("table", sorted(TABLES))
def test_each_column_has_a_heading(table):
    assert not [column for column in TABLES[table].columns if column not in HEADINGS]


def test_an_unknown_column_keeps_its_name():
    assert heading("my_column") == "my_column"
