"""Draw clauses to be coded by hand and write them as an .xlsx coding sheet.

The sample is stratified: clauses that the rules code with each theme, near misses, and clauses that no rule hit. Give each
coder a copy under another name; read the filled copies back with `plan-compare reliability`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from compare.errors import StudyError
from compare.files import write_bytes
from compare.study import load


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-n", type=int, default=200, metavar="N", help="clauses to draw (default: 200)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another number draws another sample (default: 0)")
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", required=True, help="sheet to write: .xlsx")


def main(args: argparse.Namespace) -> int:
    from compare.measures.sample import sample
    from compare.report.coding_sheet import to_xlsx
    if args.out.suffix != ".xlsx":
        raise StudyError(args.out, "is no name of a coding sheet", "end the name in .xlsx")
    if args.out.exists():
        raise StudyError(args.out, "is there already, perhaps with codes in it", "name another file")
    if args.seed < 0:
        raise StudyError("sample", f"seed {args.seed}", "name a number from 0 up")
    study = load(args.corpus)
    table = sample(study, args.n, args.seed)
    write_bytes(args.out, to_xlsx(study, table))
    drawn = table.groupby("stratum", sort=False)["n_stratum"].agg(["size", "first"])
    print("\n".join(f"{name}  {row['size']} / {row['first']} 句" for name, row in drawn.sort_index().iterrows()))
    print(f"{args.out}: {len(table)} 句")
    return 0
