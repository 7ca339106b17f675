"""The contract of the tables: columns, types, keys."""

import numpy as np
import pandas as pd
import pytest

from compare.measures import tables
from compare.tables import TABLES, check, empty, joined, places_in


@pytest.mark.parametrize("name", tables())
def test_definitions(name):
    table = TABLES[name]
    assert table.row and table.key
    for column, (dtype, meaning) in table.columns.items():
        assert column == column.lower() and meaning
        assert dtype in ("str", "int64", "Int64", "float64", "bool"), f"{name}.{column} is {dtype}"


@pytest.mark.parametrize("name", tables())
def test_an_empty_table_passes(name):
    pd.testing.assert_frame_equal(check(empty(name), name), empty(name))


@pytest.mark.parametrize("name", ["plans", "removals", "clauses", "tokens", "codings", "hits"])
def test_the_tables_of_a_study_pass(study, name):
    table = getattr(study, name)
    assert len(table)
    pd.testing.assert_frame_equal(check(table, name), table)


def test_columns_come_in_order_extra_ones_last():
    frame = pd.DataFrame({"more": ["m"], "token": ["教育"], "end": [2], "start": [0], "token_no": [1], "clause_no": [1],
                          "plan_id": ["a"]})
    assert list(check(frame, "tokens")) == ["plan_id", "clause_no", "token_no", "start", "end", "token", "more"]


def test_types_are_set():
    frame = pd.DataFrame({"plan_id": ["a"], "clause_no": [1.0], "token_no": [1], "start": [0], "end": [2], "token": ["教育"]})
    assert str(check(frame, "tokens")["clause_no"].dtype) == "int64"


@pytest.mark.parametrize(("change", "told"), [
    (lambda t: t.drop(columns="start"), "table tokens lacks columns \\['start'\\]"),
    (lambda t: pd.concat([t, t]), "table tokens repeats a key"),
])
def test_faults_of_the_program(study, change, told):
    with pytest.raises(AssertionError, match=told):
        check(change(study.tokens.head(3)), "tokens")


def test_places_among_names():
    column = pd.Series(["乙", "甲", "乙"], dtype="str")
    assert places_in(["丙", "甲", "乙"], column).tolist() == [2, 1, 2]
    assert places_in(["甲"], column[:0]).tolist() == []
    with pytest.raises(KeyError):
        places_in(["甲"], column)


@pytest.mark.parametrize(("plans", "sizes", "start"), [(["a"], [2], [3, 3]), (["a", "a"], [1, 1], [3, 3]), (["b", "a"], [2, 1], [5, 4, 0])])
def test_a_joined_table_repeats_no_key(plans, sizes, start):
    words = ["甲"] * len(start)
    columns = {"start": np.array(start), "end": np.array(start) + 1, "text": words, "reason": words, "replacement": words}
    if len(set(start)) < len(start):
        with pytest.raises(AssertionError, match="repeats a key"):
            joined("removals", plans, sizes, columns)
    else:
        assert joined("removals", plans, sizes, columns)["plan_id"].tolist() == ["b", "b", "a"]
