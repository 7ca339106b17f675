"""Reads documents in a process of its own, with limits on time and memory: no file whatever can hang or fill this one.

What parses PDF, XML and HTML is other people's C.  A file made to keep it busy for ever, to fill the memory or to make it
fall over ends a process that held nothing else; the document is refused with a reason, and the next one gets a new process.
Text of small files needs no such parser, and is read here.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from compare.errors import StudyError
from compare.paths import PACKAGE
from compare.reading.formats import Document, is_plain_text, openable, read

SECONDS = 6             # of work; a plan takes less than one
MEMORY = 224 * 2**20    # of data, in all; a plan takes some 40 MB with the programs that read it


class Guard:
    """``read(path)`` as ``formats.read``; a context, because it keeps a process for the next document."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Guard:
        return self

    def __exit__(self, *_: object) -> None:
        if self._child:
            self._child.kill()
            self._end()

    def read(self, path: Path) -> list[Document]:
        """The documents of a file.  Raises StudyError where it holds no text that can be had within the limits."""
        if is_plain_text(openable(path), path) or not sys.executable:
            return read(path)
        if self._child is None:
            self._child = _started()
        assert self._child.stdin and self._child.stdout
        try:
            self._child.stdin.write(json.dumps(str(path.absolute())).encode() + b"\n")
            self._child.stdin.flush()
            answer = self._child.stdout.readline()
        except OSError:
            answer = b""
        if not answer.endswith(b"\n"):
            late = self._end() in (1, -getattr(signal, "SIGPROF", 0))
            raise StudyError(path, f"takes longer than {SECONDS} s to read" if late else "makes the program that reads it fall over",
                             "open it in the program that it is for, and save it again as .docx or .txt")
        told = json.loads(answer.decode("utf-8", "surrogatepass"))
        if "what" in told:
            raise StudyError(path, told["what"], told["cure"])
        return [Document(**{**made, "navigation": tuple(map(tuple, made["navigation"])), "notes": tuple(made["notes"])})
                for made in told["documents"]]

    def _end(self) -> int:
        """Put the process away; how it ended."""
        child, self._child = self._child, None
        assert child and child.stdin and child.stdout
        status = child.wait()
        child.stdout.close()
        with suppress(OSError):     # what was not sent to a process that is gone
            child.stdin.close()
        return status


def _started() -> subprocess.Popen[bytes]:
    # -P: no module is taken from the folder of the documents; one thread: idle ones would count as memory
    found = os.environ.get("PYTHONPATH")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(PACKAGE.parent), *([found] if found else [])]), "PYTHONUTF8": "1",
           "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return subprocess.Popen([sys.executable, "-P", "-m", "compare.reading.guard"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, env=env)


def serve() -> None:
    """The process: a path a line in, a line of JSON out; ends with its parent, or by itself where a document takes too long."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)   # what a parser may print is no answer
    _limit_memory()
    for line in sys.stdin.buffer:
        _limit_time(SECONDS)
        told = _told(Path(json.loads(line)))
        _limit_time(0)
        answers.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
        answers.flush()


def _limit_time(seconds: int) -> None:
    """End this process after so many seconds, also while a parser in C holds the interpreter; 0: no more.

    Seconds of work where the system counts them, so that a busy machine refuses nothing; then five times as many by the clock.
    """
    counted = hasattr(signal, "setitimer")
    if counted:
        signal.setitimer(signal.ITIMER_PROF, seconds)   # nobody catches its signal: it ends the process
    if seconds:
        faulthandler.dump_traceback_later(seconds * (5 if counted else 1), exit=True)
    else:
        faulthandler.cancel_dump_traceback_later()


def _told(path: Path) -> dict[str, Any]:
    try:
        return {"documents": [made.__dict__ for made in read(path)]}
    except StudyError as error:
        return {"what": error.what, "cure": error.cure}
    except (MemoryError, RecursionError) as error:
        what = "needs more memory than a document should" if isinstance(error, MemoryError) else "is nested beyond all measure"
        return {"what": what, "cure": "open it in the program that it is for, and save it again as .docx or .txt"}


def _limit_memory() -> None:
    """Bound the memory of this process, where the system can (Linux); elsewhere the limits of the formats hold alone."""
    if sys.platform == "linux":
        import resource
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    serve()
