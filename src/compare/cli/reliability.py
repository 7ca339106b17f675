"""How well the rules agree with people: read filled coding sheets back, keep them, and print the figures.

Codes are kept in coding/ of the corpus, one .csv a sheet. Without FILE the figures of what is kept there are printed.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pandas as pd

from compare.errors import StudyError
from compare.study import load


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="filled coding sheets, .xlsx, one a coder")
    parser.add_argument("--disagreements", type=Path, metavar="FILE",
                        help="write the clauses to read, with their evidence: .csv, .parquet or .xlsx")


def main(args: argparse.Namespace) -> int:
    from compare.cli.export import write
    from compare.measures.disagreements import disagreements
    from compare.measures.hand_codes import codings
    from compare.measures.reliability import reliability
    from compare.report.coding_sheet import from_xlsx, keep
    names = [path.stem for path in args.files]
    for name in names:
        if names.count(name) > 1:
            raise StudyError(name, "two sheets have this name", "name each sheet after its coder")
    study = load(args.corpus)
    for path in args.files:  # all are read before one is kept
        from_xlsx(path, study)
    for path in args.files:
        print(f"{path} -> {keep(path, study)}")
    for line in [line for coding in codings(study) for line in coding.lost]:
        print(f"未计入  {line}")
    table, unlike = reliability(study), disagreements(study)
    print(text(table))
    if args.disagreements:
        write(unlike, args.disagreements, "disagreements")
        print(f"{args.disagreements}: {len(unlike)} 句")
    else:
        print(f"\n不一致的句子 {len(unlike)} 处")
        for row in unlike.to_dict("records"):
            evidence = f"〔{row['evidence']}〕" if row["evidence"] else ""
            where = f"{row['plan_id']} 第 {row['clause_no']} 句"
            print("  ".join([row["theme"], row["kind"], where, row["coders"], evidence]).rstrip())
            print(f"    {row['text']}")
    return 0


def text(table: pd.DataFrame) -> str:
    """Table reliability for the screen: a line a theme, and what limits the figures."""
    lines = []
    for row in table.to_dict("records"):
        if not row["n"]:
            lines.append(f"{row['theme']}  {row['note']}")
            continue
        line = f"{row['theme']}  {row['verdict'] or '不能判断'}  {row['n']} 句，人工编 {row['n_coded']}，规则编 {row['n_found']}"
        if row["n_both"]:
            line += f"  编码者 α {row['alpha_coders']:.3f}（{row['n_both']} 句）"
        names = {"α": "alpha", "查准率": "precision", "查全率": "recall", "F1": "f1"}
        rates = "  ".join(f"{name} {_rate(row, column)}" for name, column in names.items())
        lines += [line, f"    {rates}", f"    {row['note']}"]
    return "\n".join(lines)


def _rate(row: dict[Any, Any], name: str) -> str:
    value, low, high = (row[name + end] for end in ("", "_low", "_high"))
    return "—" if pd.isna(value) else f"{value:.3f}" + ("" if pd.isna(low) else f" [{low:.3f}, {high:.3f}]")
