"""Write the evidence page: one HTML file in which every number opens its clauses.

The file needs no network and no other file; put it beside a paper, or send it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from compare.files import write_bytes
from compare.study import load


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="file to write (default: figures/evidence.html beside the corpus)")


def main(args: argparse.Namespace) -> int:
    from compare.report.page import page
    study = load(args.corpus)
    out = args.out or study.corpus.resolve().parent / "figures" / "evidence.html"
    write_bytes(out, page(study))
    print(f"{out}: written")
    return 0
