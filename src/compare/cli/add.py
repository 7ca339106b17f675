"""Take files or folders into the corpus, with labels read from them.

Text, Word, PDF, saved web pages and tables with one plan a row are read. Labels that the document does not
state stay empty; doubtful ones are asked for in a terminal, stay empty without one, and are taken with --yes.
Exit status 1 where a file was refused.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from compare.errors import printable
from compare.intake import ADDED, PRESENT, REFUSED, Outcome, add

_LABELS = (
    "place",
    "level",
    "province",
    "year",
    "kind",
    "title",
    "issuer",
    "doc_number",
    "issued_on",
    "source_url",
    "retrieved_on",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE", help="files or folders")
    for label in _LABELS:
        parser.add_argument(
            f"--{label.replace('_', '-')}",
            type=int if label == "year" else str,
            metavar=label.upper(),
            help=f"{label} of every file given",
        )
    parser.add_argument("--yes", action="store_true", help="take doubtful labels as they were read")


def main(args: argparse.Namespace) -> int:
    labels = {label: getattr(args, label) for label in _LABELS if getattr(args, label) is not None}
    ask = _ask if sys.stdin is not None and sys.stdin.isatty() and not args.yes else None
    table = add(args.paths, args.corpus, labels=labels, accept=args.yes, ask=ask, progress=_show)
    refused = table[table["result"] == REFUSED]
    counts = table["result"].value_counts()
    print(f"{counts.get(ADDED, 0)} added, {counts.get(PRESENT, 0)} already there, {len(refused)} refused")
    for row in refused.itertuples():
        print(printable(f"  {row.file}: {row.reason}"))
    return 1 if len(refused) else 0


def _show(number: int, count: int, outcome: Outcome) -> None:
    labels = outcome.labels
    said = (
        " ".join(str(labels.get(k) or "?") for k in ("place", "level", "year", "kind"))
        if outcome.result == ADDED
        else outcome.reason
    )
    print(printable(f"[{number}/{count}] {outcome.file}: {outcome.result} {outcome.plan_id} {said}".rstrip()), flush=True)
    for line in (outcome.doubts, outcome.warnings):
        if line:
            print(printable(f"    {line}"), flush=True)


def _ask(file: str, label: str, value: Any, doubt: str) -> Any:
    """Ask for a doubtful label: Enter leaves it empty, y takes it, anything else is the label."""
    answer = input(f"{file}: {label} = {value}? ({doubt}) [y = take it, Enter = leave empty, or type it] ").strip()
    if not answer:
        return None
    if answer.lower() in ("y", "yes"):
        return value
    return int(answer) if label == "year" and answer.isdigit() else answer
