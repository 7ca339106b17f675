"""Write one table as .csv, .parquet or .xlsx.

The ending of -o FILE says the format; without -o the table goes to the screen as CSV.  In .xlsx a text that starts
with = + - or @ is a text, and 说明 tells what the columns mean.  In .csv such a text gets an apostrophe before it, so that
no spreadsheet takes it for a formula; on the screen and in .parquet, for programs, it stays as it is.
"""

from __future__ import annotations

import argparse
import io
import sys
from importlib import import_module
from pathlib import Path

import pandas as pd

from compare.errors import StudyError
from compare.files import write_bytes
from compare.formulas import to_csv
from compare.measures import HELD, names
from compare.study import Study, load


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", metavar="TABLE", help="one of: " + ", ".join(names()))
    parser.add_argument("-o", "--out", type=Path, metavar="FILE",
                        help="file to write: .csv, .parquet or .xlsx; in a folder, TABLE.csv")


def main(args: argparse.Namespace) -> int:
    if args.table not in names():
        raise StudyError("export", f"no table {args.table!r}", "use one of " + ", ".join(names()))
    out = args.out / f"{args.table}.csv" if args.out and args.out.is_dir() else args.out
    if out and not out.parent.is_dir():
        raise StudyError(out.parent, "no such folder", "make it first, or name another with -o")
    write(build(load(args.corpus), args.table), out, args.table)
    return 0


def build(study: Study, name: str) -> pd.DataFrame:
    """The table ``name`` of a study: one it holds, or a measure of it."""
    if name in HELD:
        return getattr(study, name)
    return getattr(import_module(f"compare.measures.{name}"), name)(study)


def write(table: pd.DataFrame, out: Path | None, name: str) -> None:
    """Write a table in the format of the file's ending; CSV has a BOM, so that Excel reads it."""
    if out is None:
        sys.stdout.write(table.to_csv(index=False, lineterminator="\n"))
    elif out.suffix == ".csv":
        write_bytes(out, to_csv(table))
    elif out.suffix == ".parquet":
        made = io.BytesIO()
        table.to_parquet(made, index=False)
        write_bytes(out, made.getvalue())
    elif out.suffix == ".xlsx":
        from compare.report.workbook import to_xlsx
        write_bytes(out, to_xlsx({name: table}))
    else:
        raise StudyError(out, f"cannot write {out.suffix or 'a name without ending'!r}",
                         "end the name in .csv, .parquet or .xlsx")
