"""Check results by computing them again: which numbers differ from those in figures/, and why.

Nothing is drawn, and nothing of the study is written to: the table behind every chart is made anew and compared with the .csv
that `run` left, and what run.json says it was made from (plans, themes, lexicon, settings, versions) with what is here now.
Exit status 0 where every number is the same, 1 where one differs or cannot be checked.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from compare.paths import called
from compare.study import load

if TYPE_CHECKING:
    from compare.report import verification

SHOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder of the results (default: figures/ beside the corpus)")
    parser.add_argument("--all", action="store_true", help="list every number that differs")


def main(args: argparse.Namespace) -> int:
    from compare.report import verification
    study = load(args.corpus)
    out = args.out or study.corpus.resolve().parent / "figures"
    found = verification.verify(study, out)
    for line in text(found, args.all):
        print(line)
    return 0 if found.agrees else 1


def text(found: verification.Verification, everything: bool = False) -> list[str]:
    """The outcome for the screen: what went in and is not the same, then numbers by table."""
    lines = [f"{row.sort}  {row.name}：{row.change}" for row in found.causes.itertuples(index=False)]
    lines += [f"未能核对  {name}：{why}" for name, why in found.unchecked.items()]
    for name, rows in found.differences.groupby("table", sort=True):
        lines.append(f"{name}：{len(rows)} 处不同")
        shown = rows if everything else rows.head(SHOWN)
        lines += [f"    {row['row']}  {row['column']}  结果中 {row['before']}  重算 {row['after']}  （{row['why']}）" for row in _rows(shown)]
        lines += [f"    …… 另有 {len(rows) - len(shown)} 处，用 --all 列出"] if len(rows) > len(shown) else []
    lines += ["上一次运行没有结束：请再运行一次 " + called("run")] if found.unfinished else []
    total = found.same + found.alike + len(found.unchecked) + found.differences["table"].nunique()
    lines.append(f"{total} 个表：{found.same} 个与重算逐字节相同" + (f"，{found.alike} 个数字相同而写法不同" if found.alike else ""))
    return lines


def _rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
