"""Draw single charts: figures/NAME.png, .svg, .pdf, with the table behind it (.csv) and its caption (.txt).

All charts at once are drawn by `plan-compare run`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from compare import charts
from compare.errors import StudyError
from compare.study import load


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="+", metavar="NAME", help="one or more of: " + ", ".join(charts.names()))
    parser.add_argument("-o", "--out", type=Path, metavar="DIR", help="folder to write to (default: figures/ beside the corpus)")
    parser.add_argument("--lang", default="zh", metavar="LANG", help="zh: Chinese, en: English, both: Chinese and English (default: zh)")


def main(args: argparse.Namespace) -> int:
    for name in args.names:
        if name not in charts.names():
            raise StudyError("chart", f"no chart {name!r}", "use one of " + ", ".join(charts.names()))
    study = load(args.corpus)
    out = args.out or study.corpus.resolve().parent / "figures"
    if out.exists() and not out.is_dir():
        raise StudyError(out, "is a file", "name a folder with --out DIR")
    for path in charts.write(study, out, args.names, args.lang):
        if path.suffix == ".png":
            print(f"{path}: written, beside it .svg, .pdf, .csv and .txt")
    return 0
