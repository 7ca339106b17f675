"""Texts that a spreadsheet would take for a formula, in .csv files that people open.

A cell of .xlsx says that it is text; a cell of .csv cannot.  Excel and WPS run what starts with = or @, and with + or - where a
calculation can follow; also after a tab or a line end, and in the full-width letters of Chinese keyboards.  Such a text gets an
apostrophe before it, which is how both show text that is none.  Numbers stay numbers, and so does a line like “- 加强领导”, which
nothing can be calculated from.  What programs read (CSV on the standard output, .parquet, corpus/coding) stays verbatim.
"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

_FORMULA = re.compile(r"[\t\r\n \u3000]*(?:[=@＝＠]|[+\-＋－](?=[!-~＝＋－＠（]))")
_NUMBER = re.compile(r"[+\-]?(?:\d[\d,]*\.?\d*|\.\d+)(?:[eE][+\-]?\d+)?%?$|[+\-]?(?:inf|nan)$")


def to_csv(frame: pd.DataFrame) -> bytes:
    """A table as the bytes of a .csv for people: UTF-8 with a mark, so that Excel reads it; line ends as LF."""
    made = frame.rename(columns=harmless)
    for place, kind in enumerate(made.dtypes):
        if not (pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_bool_dtype(kind)):
            column = made.iloc[:, place]
            if any(isinstance(value, str) and harmless(value) is not value for value in column):
                made = made.copy()
                made.isetitem(place, column.astype(object).map(harmless).to_numpy())
    return made.to_csv(index=False, lineterminator="\n").encode("utf-8-sig", "replace")


def harmless(value: Any) -> Any:
    """A cell's value as a spreadsheet may open it; the value itself where it is no text, or none that looks like a formula."""
    if isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.match(value):
        return "'" + value
    return value
