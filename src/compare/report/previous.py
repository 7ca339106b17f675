"""The results of the last run that ended, kept while the next one writes over them.

What changed is told against these, also where a run before was stopped half-way; a folder that has them was left unfinished.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from compare.errors import StudyError
from compare.files import replace, write_bytes
from compare.report.differences import Results, results

KEPT, MAKING = ".previous", ".previous.part"


def keep(out: Path) -> Results | None:
    """Put run.json and the tables aside; what an unfinished run put aside before stays.  Returns what was put aside."""
    kept, making = out / KEPT, out / MAKING
    try:
        if making.exists():
            shutil.rmtree(making)
        if not kept.exists():
            making.mkdir()
            for path in sorted([*out.glob("*.csv"), *out.glob("run.json")]):
                write_bytes(making / path.name, path.read_bytes())
            replace(making, kept)
    except OSError as error:
        raise StudyError(out, f"cannot be written to ({error.strerror or error})", "free space, or name another folder with --out") from None
    return results(kept)


def forget(out: Path) -> None:
    """The run has ended: the next one is told against it."""
    try:
        replace(out / KEPT, out / MAKING)
    except OSError as error:
        raise StudyError(out / KEPT, f"cannot be removed ({error.strerror or error})", "close programs that hold it, and run again") from None
    shutil.rmtree(out / MAKING, ignore_errors=True)     # the next run sweeps what is held now


def unfinished(out: Path) -> bool:
    """Whether the last run into a folder was stopped half-way."""
    return (out / KEPT).exists()
