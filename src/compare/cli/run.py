"""Write every chart and the evidence page, and execute every notebook.

Charts go to the folder --out (default: figures/ beside the corpus) with the table behind each, the page of all
clauses to evidence.html, executed notebooks to notebooks/ in it, and run.json says what all was made from.  Where results
stood in the folder and something is not the same, differences.html tells what, and why (differences.csv has all).  A notebook that fails is
named at the end; the others run.  Notebooks are looked for beside the corpus, else in the working folder.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path
from unicodedata import east_asian_width

from compare.errors import StudyError
from compare.files import write_bytes
from compare.formulas import to_csv
from compare.locks import locked
from compare.report import differences, drawing, manifest, notebooks, previous, wording
from compare.study import Study, load


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder to write to (default: figures/ beside the corpus)")
    parser.add_argument("--no-notebooks", action="store_true", help="charts and page only")


def main(args: argparse.Namespace) -> int:
    study = load(args.corpus)  # a fault in the corpus ends here, before anything is written
    out = args.out or study.corpus.resolve().parent / "figures"
    if out.exists() and not out.is_dir():
        raise StudyError(out, "is a file", "name a folder with --out DIR")
    with locked(out, "run"):
        began = manifest.to_json(study)
        former = previous.keep(out)
        write_bytes(out / "run.json", began)
        failed = _charts(study, out) + _page(study, out)
        _differences(former, out)
        if not args.no_notebooks:
            failed += _notebooks(study, out)
        changed = _changed(study, began)
        if not changed:     # else the next run is told against what the last whole one left
            previous.forget(out)
        failed += changed
    for name in failed:
        print(f"plan-compare: {name}", file=sys.stderr)
    print(f"{out}: written" + (f", {len(failed)} failed" if failed else ""))
    return 1 if failed else 0


def _changed(study: Study, began: bytes) -> list[str]:
    """A line where the corpus is no longer what the run began with: then some results may be of the one, some of the other."""
    try:
        same = manifest.to_json(study) == began
    except (StudyError, OSError):
        same = False
    return [] if same else [f"{study.corpus}: was changed while this ran -> run again"]


def _charts(study: Study, out: Path) -> list[str]:
    """Write every chart; returns a line for each that could not be drawn."""
    from compare import charts
    total, ended = len(charts.names()), 0

    def told(name: str, seconds: float) -> None:
        nonlocal ended
        ended += 1
        print(f"chart {ended}/{total} {name}: {seconds:.1f} s", flush=True)

    return drawing.draw(study, out, told)


def _page(study: Study, out: Path) -> list[str]:
    """Write the evidence page; returns a line where that failed."""
    from compare.report.page import page
    began = time.monotonic()
    try:
        write_bytes(out / "evidence.html", page(study))
    except StudyError as error:
        return [str(error)]
    except Exception as error:  # nor does the page's
        return [f"evidence.html: {wording.fault(error)}"]
    print(f"evidence.html: {time.monotonic() - began:.1f} s", flush=True)
    return []


def _differences(former: differences.Results | None, out: Path) -> None:
    """Write what changed since the results that were here; where nothing did, the page of the last change stays."""
    from compare.report.web import to_html
    now = differences.results(out)
    if former and now and (blocks := differences.blocks(former, now)):
        moved = differences.differences(former, now)
        write_bytes(out / differences.FILE, to_csv(moved))
        write_bytes(out / "differences.html", to_html(blocks, "与上一次运行相比"))
        print(f"differences.html: {len(differences.causes(former, now))} causes, {len(moved)} numbers")


def _notebooks(study: Study, out: Path) -> list[str]:
    """Execute every notebook; returns a line for each that failed."""
    paths = notebooks.notebook_files(study.corpus)
    if not paths:
        print("no notebooks/ beside the corpus or here: none executed")
        return []
    states = notebooks.execute(paths, study.corpus, out, _Screen())
    return [f"notebook {state.name}: {state.error}" for state in states if state.error]


class _Screen:
    """A line for each notebook once it ends; on a terminal, under them, where the running ones stand."""

    def __init__(self) -> None:
        self._ended: set[str] = set()
        self._shown = ""

    def __call__(self, states: list[notebooks.Progress]) -> None:
        terminal = sys.stdout.isatty()
        for state in states:
            if state.done and state.name not in self._ended:
                self._ended.add(state.name)
                self._live("")
                print(f"notebook {len(self._ended)}/{len(states)} {_line(state)}", flush=True)
        if terminal:
            room = shutil.get_terminal_size().columns - 1
            self._live(_cut("; ".join(_line(state) for state in states if state.began and not state.done), room))

    def _live(self, text: str) -> None:
        """Put ``text`` in place of what stands in the terminal's last line."""
        if text != self._shown:
            print("\r" + " " * _columns(self._shown) + "\r" + text, end="", flush=True)
            self._shown = text


def _line(state: notebooks.Progress) -> str:
    """A notebook's name, cell, seconds, and what went wrong."""
    cells = f"{state.cells} cells" if state.done else f"cell {state.cell}/{state.cells}" if state.cell else "starting"
    how = f"FAILED, {state.error}" if state.error else cells
    return f"{state.name}: {how}, {state.seconds:.1f} s"


def _columns(text: str) -> int:
    """Columns of a terminal that a text takes: a Chinese character takes two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _cut(text: str, room: int) -> str:
    while _columns(text) > room:
        text = text[:-1]
    return text
