"""Write a page with every chart of the study, in colour and in grey, to choose from and to check."""

from __future__ import annotations

import argparse
from pathlib import Path

from compare.files import write_bytes
from compare.study import load


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="file to write (default: figures/gallery.html beside the corpus)")


def main(args: argparse.Namespace) -> int:
    from compare.report.gallery import gallery
    study = load(args.corpus)
    out = args.out or study.corpus.resolve().parent / "figures" / "gallery.html"
    write_bytes(out, gallery(study))
    print(f"{out}: written")
    return 0
