"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
import time
from pathlib import Path

from compare.errors import StudyError

# seconds after which Windows is asked again to let go of a name: scanners and OneDrive hold new files for a moment
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8) if os.name == "nt" else ()


def write_bytes(path: Path, content: bytes, lasting: bool = True) -> None:
    """Write a file in one step, making its folder; a failure leaves what was there.

    ``lasting=False`` does not wait for the disk: for files of which it is seen, and no harm, if a power cut spoils them.

    Raises StudyError where the place cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                if lasting:
                    os.fsync(file.fileno())  # else a power cut leaves the new name on an empty file
            umask = os.umask(0)
            os.umask(umask)
            os.chmod(made, 0o666 & ~umask)  # mkstemp's are for the owner alone
            replace(made, path)
        except BaseException:
            Path(made).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StudyError(path, f"cannot be written ({error.strerror or error})", _cure(error)) from None


def replace(made: str | Path, path: Path) -> None:
    """Give a file or folder the name ``path``; raises OSError where it is not let go of within two seconds."""
    for wait in _WAITS:
        try:
            os.replace(made, path)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    os.replace(made, path)


def _cure(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return "free space on the disk and run again"
    if error.errno in (errno.ENAMETOOLONG, errno.ENOENT):     # its folder was made just now: so Windows says it of long paths
        return "move the study nearer to the top of the drive: the path is too long"
    return "close programs that hold it (Excel, Word), or name another folder with --out"
