"""Look the plans over before counting: outline, numbering, text set aside, damage, labels, themes.

Prints what was found in each plan. The exit status is 0 where all is well, 1 where something is in doubt (存疑)
and 2 where a file cannot be read.
"""

from __future__ import annotations

import argparse

import pandas as pd

from compare.study import load


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="list what is in order, too")


def main(args: argparse.Namespace) -> int:
    from compare.measures.checks import DOUBT, checks
    study = load(args.corpus)
    table = checks(study)
    print(text(table, dict(zip(study.plans["plan_id"], study.plans["label"], strict=True)), args.all))
    return int((table["state"] == DOUBT).any())


def text(table: pd.DataFrame, labels: dict[str, str], everything: bool = False) -> str:
    """Table checks for the screen: a line for each plan with its outline, and under it what needs a look."""
    from compare.measures.checks import DOUBT, FINE
    lines, doubtful = [], 0
    for plan, rows in table.groupby("plan_id", sort=False):
        first = rows.iloc[0]
        label = labels[str(plan)]
        lines.append(f"{plan}{'' if label == plan else f'({label})'}  {first['message']}")
        doubtful += bool((rows["state"] == DOUBT).any())
        places = ["" if pd.isna(start) else f"  [字符 {start}]" for start in rows["start"].tolist()]
        for state, name, message, place in list(zip(rows["state"], rows["check"], rows["message"], places, strict=True))[1:]:
            if everything or state != FINE:
                lines.append(f"  {state}  {name}  {message}{place}")
    lines.append(f"{table['plan_id'].nunique()} 份文件,{doubtful} 份存疑")
    return "\n".join(lines)
