"""What a table is, and the tables that every study holds; a measure defines its own in its file.

Every step is a plain function from tidy tables to a tidy table; this page is their
contract.  Columns may be added, never renamed: other programs read the exports.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its key columns, and ``{column: (dtype, meaning)}``."""

    row: str
    key: tuple[str, ...]
    columns: dict[str, tuple[str, str]]

    def __post_init__(self) -> None:
        missing = [name for name in self.key if name not in self.columns]
        assert not missing, f"key columns {missing} are not among the table's columns"


TABLES: dict[str, Table] = {}


def define(name: str, row: str, key: str, **columns: tuple[str, str]) -> None:
    TABLES[name] = Table(row, tuple(key.split()), columns)


PLAN = ("str", "plan file's stem, e.g. 湖里区-2020")
CLAUSE = ("int64", "number of the clause in its plan, from 1")
START = ("int64", "first character, counted in the plan's verbatim text from 0")
END = ("int64", "character after the last, same count")
THEME = ("str", "theme: stem of its file in corpus/themes")

define(
    "plans", "one plan", "plan_id",
    plan_id=PLAN,
    place=("str", "place the plan is for; empty where it is masked or unknown"),
    level=("str", "国家, 省, 市 or 区县"),
    province=("str", "province, autonomous region or municipality"),
    year=("Int64", "year the plan is for"),
    kind=("str", "document kind: 工作要点, 务虚会议材料, …"),
    title=("str", "title of the document"),
    issuer=("str", "issuing office"),
    doc_number=("str", "文号"),
    issued_on=("str", "date of issue, ISO 8601"),
    source_url=("str", "address the text was taken from"),
    retrieved_on=("str", "date it was taken, ISO 8601"),
    sha256=("str", "SHA-256 of the verbatim text, UTF-8, line ends as LF"),
    n_chars=("int64", "characters of the verbatim text"),
    text=("str", "verbatim text under the front matter, line ends as LF"),
    label=("str", "name on charts: place and year, a masked place in its own words"),
    n_han=("int64", "Han characters in the clauses that measures count"),
)
define(
    "removals", "one stretch of text that was set aside", "plan_id start",
    plan_id=PLAN, start=START, end=END,
    text=("str", "the characters set aside, verbatim"),
    reason=("str", "why: furniture, page mark, line wrap, correction, …"),
    replacement=("str", "characters read in their place, by a correction for instance; empty where they are only left out"),
)
define(
    "clauses", "one clause: a sentence or a heading; clauses tile the text", "plan_id clause_no",
    plan_id=PLAN, clause_no=CLAUSE,
    kind=("str", "title, preamble, section, item, point, body, responsibility or furniture"),
    section=("Int64", "number of the section it stands in, from 1"),
    item_no=("Int64", "number printed before its item"),
    start=START, end=END,
    text=("str", "the span without the removals inside it"),
    block=("int64", "resampling unit inside the plan: item, else section, else paragraph"),
    counted=("bool", "whether measures count it: neither title, furniture nor responsibility"),
    n_han=("int64", "Han characters in text"),
    text_start=("int64", "verbatim offset of the first character of text"),
)
define(
    "tokens", "one word of a counted clause", "plan_id clause_no token_no",
    plan_id=PLAN, clause_no=CLAUSE,
    token_no=("int64", "number of the token in its clause, from 1"),
    start=START, end=END,
    token=("str", "the word"),
)
define(
    "codings", "one theme coded in one clause", "plan_id clause_no theme",
    plan_id=PLAN, clause_no=CLAUSE, theme=THEME, start=START, end=END,
    rule=("str", "id of the rule that coded it"),
    evidence=("str", "the words at start–end"),
    from_clause=("int64", "clause whose words carry the theme: another one where a scope rule lends it"),
    n_hits=("int64", "evidence spans of the theme in this clause; 0 where it is lent"),
)
define(
    "hits", "one stretch of evidence for a theme", "plan_id theme start end",
    plan_id=PLAN, clause_no=CLAUSE, theme=THEME, start=START, end=END,
    rule=("str", "id of the rule"),
    evidence=("str", "the words at start–end"),
)


def places_in(names: Sequence[str], column: pd.Series) -> np.ndarray:
    """For each value of a column its place among ``names``, of which it is one: each distinct value is looked up once."""
    codes, found = pd.factorize(column)
    number = {name: n for n, name in enumerate(names)}
    return np.array([number[name] for name in found], dtype=np.int64)[codes]


def empty(name: str) -> pd.DataFrame:
    """The table ``name`` without rows."""
    columns = TABLES[name].columns
    return pd.DataFrame({c: pd.Series(dtype=dtype) for c, (dtype, _) in columns.items()})


def joined(name: str, plans: Sequence[str], sizes: Sequence[int], columns: Mapping[str, Any],
           words: Mapping[str, Sequence[str]] | None = None) -> pd.DataFrame:
    """The table ``name`` of the columns of ``plans``, of ``sizes`` rows each, the plans' ids put before them, checked.

    Numbers come as arrays, -1 for one that may be missing and is; texts come as lists, or as numbers of ``words``.
    """
    spec, words = TABLES[name].columns, words or {}
    key, *rest = spec
    plan = np.repeat(np.arange(len(plans)), sizes)
    made: dict[str, Any] = {key: texts(plans).take(plan)}
    for column in rest:
        values, dtype = columns[column], spec[column][0]
        made[column] = (texts(words[column]).take(values) if column in words
                        else texts(values) if dtype == "str"
                        else pd.arrays.IntegerArray(values, values < 0) if dtype == "Int64" else values)
    _, second = TABLES[name].key
    rising = np.diff(plan) + (np.diff(made[second]) > 0)    # the key counts on in each plan
    return check(pd.DataFrame(made), name, unique=len(set(plans)) == len(plans) and bool((rising > 0).all()))


def texts(values: Sequence[str | None]) -> Any:
    """Texts as pandas holds them; this way in half the time that it takes itself."""
    import pyarrow as pa

    dtype: Any = pd.StringDtype("pyarrow", na_value=np.nan)
    return dtype.__from_arrow__(pa.array(values, type=pa.large_string()))


def whole(values: Sequence[int | None]) -> Any:
    """Whole numbers, some of which may be missing, as pandas holds them."""
    missing = np.array([value is None for value in values], dtype=bool)
    return pd.arrays.IntegerArray(np.array([value or 0 for value in values], dtype=np.int64), missing)


def check(frame: pd.DataFrame, name: str, *, unique: bool = False) -> pd.DataFrame:
    """Return ``frame`` with the columns of table ``name`` first and their types set; ``unique``: its key is known to be so.

    Raises AssertionError where a column is missing or the key is not unique: that is
    a fault of the program, never of the user's files.
    """
    spec = TABLES[name]
    missing = [c for c in spec.columns if c not in frame.columns]
    assert not missing, f"table {name} lacks columns {missing}"
    extra = [c for c in frame.columns if c not in spec.columns]
    ordered = [*spec.columns, *extra]
    if list(frame.columns) != ordered:
        frame = frame[ordered]
    held = dict(zip(ordered, frame.dtypes.tolist(), strict=True))
    other = {c: t for c, (t, _) in spec.columns.items() if held[c] != t}
    frame = frame.astype(other) if other else frame
    if not unique and frame.duplicated(list(spec.key)).any():
        twice = frame[frame.duplicated(list(spec.key), keep=False)].head(4)
        raise AssertionError(f"table {name} repeats a key:\n{twice[list(spec.key)]}")
    return frame.reset_index(drop=True)
