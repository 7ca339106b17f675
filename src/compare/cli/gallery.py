"""Write a folder with every chart of the study, to choose from and to check: index.md, pictures, gallery.html with the greys."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from compare.errors import StudyError
from compare.files import write_bytes
from compare.study import load


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--out", type=Path, metavar="DIR", help="folder to write to (default: figures/gallery beside the corpus)")


def main(args: argparse.Namespace) -> int:
    from compare.report.gallery import gallery
    study = load(args.corpus)
    out = args.out or study.corpus.resolve().parent / "figures" / "gallery"
    if out.exists() and not out.is_dir():
        raise StudyError(out, "is a file", "name a folder with --out DIR")
    files, failed = gallery(study)
    for name, data in files.items():
        write_bytes(out / name, data)
    print(f"{out}: {len(files)} files, {sum(map(len, files.values())) / 1e6:.1f} MB")
    for block in failed:
        print(f"plan-compare: {block.text}", file=sys.stderr)
    return 1 if failed else 0
