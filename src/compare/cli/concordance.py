"""Every place where a term, or a theme's evidence, stands, in its context.

On the screen a line is plan#clause, the text before, the words, the text after; -o FILE has offsets and headings too.
"""

from __future__ import annotations

import argparse
import unicodedata
from pathlib import Path

import pandas as pd

from compare.study import load


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("term", metavar="TERM", help="word to look for; with --theme the name of a theme")
    parser.add_argument("--theme", action="store_true", help="TERM is a theme: show the words that carry it")
    parser.add_argument("--width", type=int, default=18, metavar="N", help="characters of context on the screen (default: 18)")
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="file to write: .csv, .parquet or .xlsx")


def main(args: argparse.Namespace) -> int:
    from compare.cli.export import write
    from compare.measures.concordance import concordance
    term, theme = (None, args.term) if args.theme else (args.term, None)
    table = concordance(load(args.corpus), term, theme)
    if args.out:
        write(table, args.out, "concordance")
    else:
        print(text(table, max(args.width, 1)))
    print(f"{args.term}: {len(table)} 处，{table['plan_id'].nunique()} 份文件")
    return 0


def text(table: pd.DataFrame, width: int) -> str:
    """Table concordance for the screen, the words under one another."""
    lines = []
    names = [f"{row.plan_id}#{row.clause_no}" for row in table.itertuples()]
    room = max(map(_columns, names), default=0)
    for name, row in zip(names, table.itertuples(), strict=True):
        left = str(row.left)[-width:]
        before = name + " " * (room - _columns(name)) + "  " + " " * (2 * width - _columns(left))
        lines.append(f"{before}{left}【{row.keyword}】{str(row.right)[:width]}")
    return "\n".join(lines)


def _columns(words: str) -> int:
    """Columns of a terminal that the words take: two for a Han character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in words)
