"""Runs every verb, in the folder it is started in: python every_verb.py [all].  Prints `verb status` for each on standard error.

Without `all` those that draw are left out.  The charts are cut down to two, as this is about files, names and screens.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from compare import charts
from compare.cli import _in_utf8, main, verbs

CALLS = {
    "new": [["new", "新 study"]],
    "add": [["add", "某县2024年 教育工作要点.txt", "--source-url", "https://例.cn"]],
    "check": [["check", "--all"]],
    "export": [["export", "clauses"], ["export", "coverage", "-o", "占比.xlsx"], ["export", "plans", "-o", "."]],
    "concordance": [["concordance", "安全"], ["concordance", "安全", "-o", "索引.csv"]],
    "sample": [["sample", "-n", "9", "-o", "编码 甲.xlsx"]],
    "reliability": [["reliability"]],
    "page": [["page"]],
    "chart": [["chart", "coverage"], ["chart", "design", "-o", "图 one", "--lang", "en"]],
    "gallery": [["gallery"]],
    "report": [["report"]],
    "run": [["run", "--no-notebooks"], ["run", "--no-notebooks", "--out", "结果 two"]],
    "verify": [["verify"]],
}


def given(word: str) -> str:
    """A word as Python gets it from a terminal that sends UTF-8, as all but Windows do."""
    return word if os.name == "nt" else os.fsdecode(word.encode("utf-8"))


DRAWING = ("verify", "chart", "gallery", "report", "run")


def run(drawing: bool) -> int:
    charts.names = lambda: ["coverage", "design"]  # drawn in this process
    bad = 0
    for verb in [*CALLS, *(verb for verb in verbs() if verb not in CALLS)]:
        for call in CALLS.get(verb, []) if verb in verbs() and (drawing or verb not in DRAWING) else []:
            status = main([given(word) for word in call])
            bad += status not in ((0, 1) if verb == "check" else (0,))
            print(verb, status, file=sys.stderr)
    missing = sorted(set(verbs()) - set(CALLS))
    print(*[f"{verb} is not called here" for verb in missing], sep="\n", file=sys.stderr)
    return bad + len(missing)


if __name__ == "__main__":
    _in_utf8()  # as main does for a command
    assert Path("corpus/plans").is_dir()
    sys.exit(run("all" in sys.argv))
