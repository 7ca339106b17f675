"""Run the simulations that show what intervals, tests and detectors do, and write their figures into docs/validation.md.

    python benchmarks/validate.py                     every part of benchmarks/validation, 1,000 runs a setting
    python benchmarks/validate.py coverage            one part; the others' figures stay as they are
    python benchmarks/validate.py coverage --runs 50  a quick look, on the screen only

A part is one file of benchmarks/validation: its docstring is the heading and the text under it, ``figures(runs)`` returns the
tables as Markdown.  Draws are seeded: the same runs give the same page.
"""

from __future__ import annotations

import argparse
import re
import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "validation.md"
RUNS = 1_000
HEAD = """# Validation

What the statistics of this project do on corpora whose truth is known. Each part is written by `python benchmarks/validate.py
PART`; edit `benchmarks/validation/PART.py`, not this page.

## The bars, in short

An interval that covers in more than 97% is wider than it need be; a test below its 5% finds less than it could. Both err towards
saying too little. Settings, runs and power stand in the parts below.

"""


def parts() -> list[str]:
    """Names of the parts, from the folder listing."""
    return sorted(path.stem for path in (ROOT / "benchmarks" / "validation").glob("*.py") if not path.stem.startswith("_"))


def section(name: str, runs: int = RUNS) -> str:
    """One part as Markdown: its docstring as heading and text, then its figures."""
    module = import_module(f"validation.{name}")
    title, _, text = (module.__doc__ or "").strip().partition("\n")
    return f"## {title.rstrip('.')}\n\n{text.strip()}\n\n{module.figures(runs).strip()}\n"


def page(sections: dict[str, str]) -> str:
    """The page: the bars in short, then all sections in order of their names."""
    made = "".join(f"\n<!-- part {name} -->\n{sections[name].strip()}\n<!-- end {name} -->\n" for name in sorted(sections))
    return HEAD + summary(sections) + "\n" + made


def sections(text: str) -> dict[str, str]:
    """The sections of a page by the names of their parts."""
    return {m[1]: m[2] for m in re.finditer(r"<!-- part (\w+) -->\n(.*?)\n<!-- end \1 -->", text, re.S)}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("part", nargs="*", help="one or more of: " + ", ".join(parts()))
    parser.add_argument("--runs", type=int, default=RUNS, help="runs a setting; fewer than 1,000 are not written")
    args = parser.parse_args(argv)
    if unknown := sorted(set(args.part) - set(parts())):
        parser.error(f"no part {unknown[0]!r}; use one of {', '.join(parts())}")
    for name in args.part or parts():
        made = section(name, args.runs)
        print(made, flush=True)
        if args.runs >= RUNS:  # read late: another part may have been written meanwhile
            old = sections(PAGE.read_text(encoding="utf-8")) if PAGE.is_file() else {}
            kept = {other: text for other, text in (old | {name: made}).items() if other in parts()}
            PAGE.write_text(page(kept), encoding="utf-8", newline="\n")
    return 0


for folder in (ROOT / "benchmarks", ROOT / "tests", ROOT / "src"):
    sys.path.insert(0, str(folder)) if str(folder) not in sys.path else None

from validation._summary import summary  # noqa: E402 - needs the folder

if __name__ == "__main__":
    raise SystemExit(main())
