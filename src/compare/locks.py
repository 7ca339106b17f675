"""One writer a folder: a lock that tells who holds it, and that dies with its holder.

The lock is the operating system's, on a small file of the folder: when the process ends, however it ends, the lock is gone.
(Twenty lines of the standard library, and no dependency: what a package for locks has more, time-outs and locks on machines
without them, is not needed here.)  A file system without locks gives none; then nobody is kept out.
"""

from __future__ import annotations

import json
import os
import platform
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from compare.errors import StudyError

LOCK = ".plan-compare.lock"
_LEFT = re.compile(r"\.[a-z0-9_]{8}\.part$|\..+\.part\.(?:txt|md)$")   # what files.write_bytes and intake write at first
_FAR = 1 << 30      # where Windows locks a byte, so that the text of the file can be read


@contextmanager
def locked(folder: Path, verb: str) -> Iterator[None]:
    """Hold a folder, made where it is missing, while a verb writes to it; files that an interrupted one left are swept first.

    Raises StudyError, with who holds the folder, where somebody does, and where it cannot be written to.
    """
    file = _taken(folder, verb)
    try:
        sweep(folder)
        yield
    finally:
        with suppress(OSError):     # Windows removes no open file
            (folder / LOCK).unlink()
        file.close()
        with suppress(OSError):
            if os.name == "nt":
                (folder / LOCK).unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove the half-written files that an interrupted run or add left in a folder."""
    for path in folder.iterdir():
        if _LEFT.match(path.name) and path.is_file():
            with suppress(OSError):
                path.unlink()


def _taken(folder: Path, verb: str) -> IO[bytes]:
    path = folder / LOCK
    while True:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666), "r+b")
        except OSError as error:
            raise StudyError(folder, f"cannot be written to ({error.strerror or error})",
                             "free space on the disk, or name a folder of your own") from None
        if not _lock(file):
            holder = _holder(file)
            file.close()
            raise StudyError(folder, f"is being written to by {holder}", "wait until that ends, or end it, and run again")
        if _is(path, file):
            break
        file.close()    # its holder removed it while we waited at its door
    try:
        told = {"pid": os.getpid(), "host": platform.node(), "verb": verb, "since": time.strftime("%Y-%m-%d %H:%M:%S")}
        file.truncate(0)
        file.write(json.dumps(told).encode())
        file.flush()
    except OSError:     # a full disk: the lock holds without its words
        pass
    return file


def _lock(file: IO[bytes]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt
            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
            file.seek(0)
        else:
            import fcntl
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True     # a file system without locks
    return True


def _is(path: Path, file: IO[bytes]) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except OSError:
        return False


def _holder(file: IO[bytes]) -> str:
    """Who holds the lock, by the words in it."""
    try:
        file.seek(0)
        told = json.loads(file.read(1000))
        return f"plan-compare {told['verb']}, process {told['pid']} on {told['host']}, since {told['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another plan-compare"
