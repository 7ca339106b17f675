"""All tables as one Excel workbook: a 说明 sheet, then a sheet a table, with what each column means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import pandas as pd

from compare.errors import StudyError
from compare.labels import heading
from compare.meanings import meaning
from compare.measures import HELD, tables
from compare.report.packing import saved
from compare.report.wording import fault
from compare.settings import language
from compare.study import Study

MOST_ROWS = 1_048_575       # rows that a sheet holds under its header
MOST_CHARS = 32_767         # characters that a cell holds
PAIRS_UPTO = 60             # plans; beyond, tables of pairs of plans take hours and fill sheets that nobody reads
OF_PAIRS = ("contrasts",)
NOTES = "说明"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")   # no XML file may hold these
_WIDE, _NARROW = 60, 6


def build(study: Study) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """({name: table} of every table, {name: why it is not among them})."""
    made: dict[str, pd.DataFrame] = {}
    left: dict[str, str] = {}
    for name in tables():
        if name in OF_PAIRS and len(study.plans) > PAIRS_UPTO:
            left[name] = f"文件多于 {PAIRS_UPTO} 份，不逐对计算；要用时：plan-compare（或 python run.py）export {name} -o {name}.csv"
            continue
        try:
            made[name] = getattr(study, name) if name in HELD else getattr(import_module(f"compare.measures.{name}"), name)(study)
        except StudyError as error:  # a study without hand coding has no reliability; that keeps nothing else back
            left[name] = str(error)
        except Exception as error:  # nor does a fault in one measure
            left[name] = f"没有算成：{fault(error)}"
    return made, left


def to_xlsx(made: Mapping[str, pd.DataFrame], left: Mapping[str, str] | None = None) -> bytes:
    """The workbook: the same bytes for the same tables.

    A text is a text, also where it starts with = + - @, and stays one when its cell is edited.  What a sheet cannot hold
    (rows, characters, control characters) is cut or replaced, and 说明 tells where.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    notes = book.create_sheet(NOTES)
    lost: list[tuple[str, str]] = list((left or {}).items())
    sheets = [(name, frame, book.create_sheet(name[:31])) for name, frame in made.items()]
    for name, frame, sheet in sheets:
        lost += [(name, words) for words in _fill(sheet, frame)]
    _explain(notes, made, lost)
    return saved(book)


def _fill(sheet: Any, frame: pd.DataFrame) -> list[str]:
    """Write one table; what was cut or replaced, in words."""
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    columns = [(str(name), frame[name].astype(object).where(frame[name].notna(), None).tolist()[:MOST_ROWS]) for name in frame.columns]
    for n, (name, values) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(n)].width = _width(name, values)
    if columns:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(columns[0][1]) + 1}"
    sheet.append([_text(sheet, name, bold=True) for name, _ in columns])
    cut = replaced = 0
    for row in zip(*(values for _, values in columns), strict=True):
        cells = []
        for value in row:
            if isinstance(value, str):
                cut += len(value) > MOST_CHARS
                replaced += bool(_CONTROL.search(value))
                value = _text(sheet, value) if value else None
            cells.append(value)
        sheet.append(cells)
    told = [f"{cut} 格的文字长于 {MOST_CHARS:,} 字，只写到此；全文见 .csv 或 .parquet"] if cut else []
    told += [f"{replaced} 格中有 Excel 不能保存的控制字符，以 \ufffd 代替"] if replaced else []
    told += [f"{len(frame):,} 行多于一张表所能容纳，只写前 {MOST_ROWS:,} 行"] if len(frame) > MOST_ROWS else []
    return told


def _text(sheet: Any, value: str, bold: bool = False) -> Any:
    """A cell that is text whatever it starts with."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    cell = WriteOnlyCell(sheet, value=_CONTROL.sub("\ufffd", value)[:MOST_CHARS])
    cell.data_type = "s"
    if value[:1] in "=+-@\t\r":
        cell.quotePrefix = True     # so that it stays text after somebody edits the cell
        cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _width(name: str, values: list[Any]) -> float:
    """Width of a column in digits: that of its longest value among the first, Han characters counted twice."""
    shown = [name, *(str(value) if not isinstance(value, float) else f"{value:.6g}" for value in values[:200] if value is not None)]
    widest = max(sum(2 if ord(char) > 0x2E80 else 1 for char in text[:_WIDE]) for text in shown)
    return float(min(max(widest + 2, _NARROW), _WIDE))


def _explain(sheet: Any, made: Mapping[str, pd.DataFrame], lost: list[tuple[str, str]]) -> None:
    """The 说明 sheet: tables with their rows, what is not in the book, and what every column means, in the session's language."""
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDE", (18, 18, 14, 10, 90), strict=True):
        sheet.column_dimensions[column].width = width
    known, lang = tables(), language()
    rows: list[tuple[str, str, str, object, str]] = [("表", "列", "列名", "行数", "含义")]
    rows += [(name, "", "", len(frame), meaning(known[name].row, lang) if name in known else "") for name, frame in made.items()]
    rows += [(name, "", "", "", "未全部写入：" + words) for name, words in lost]
    for name, frame in made.items():
        spec = known[name].columns if name in known else {}
        rows += [(name, str(c), heading(str(c)), "", meaning(spec[c][1], lang) if c in spec else "") for c in frame.columns]
    for n, row in enumerate(rows):
        sheet.append([None if value == "" else _text(sheet, value, bold=n == 0) if isinstance(value, str) else value for value in row])
