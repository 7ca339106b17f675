"""Write the report: report.docx for Word, report.html with the same content, and tables.xlsx with every table.

What stands in the summary is read from the tables and says no more than their verdicts allow.  A chart or a part that fails is
named in the report and at the end, and the rest is written.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from compare.errors import StudyError
from compare.files import write_bytes
from compare.locks import locked
from compare.study import load


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--out", type=Path, metavar="DIR", help="folder to write to (default: figures/report beside the corpus)")


def main(args: argparse.Namespace) -> int:
    from compare.report.blocks import Failure
    from compare.report.content import content
    from compare.report.web import to_html
    from compare.report.word import to_docx
    from compare.report.workbook import build, to_xlsx
    study = load(args.corpus)
    out = args.out or study.corpus.resolve().parent / "figures" / "report"
    if out.exists() and not out.is_dir():
        raise StudyError(out, "is a file", "name a folder with --out DIR")
    made, left = build(study)
    blocks = content(study, made)
    files = (("report.docx", to_docx(blocks)), ("report.html", to_html(blocks)), ("tables.xlsx", to_xlsx(made, left)))
    with locked(out, "report"):
        for name, data in files:
            write_bytes(out / name, data)
            print(f"{out / name}: {len(data) / 1e6:.1f} MB")
    failed = [block for block in blocks if isinstance(block, Failure)]
    for block in failed:
        print(f"plan-compare: {block.text}", file=sys.stderr)
    return 1 if failed else 0
