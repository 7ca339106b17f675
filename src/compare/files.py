"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from compare.errors import StudyError


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file in one step, making its folder; a failure leaves what was there.

    Raises StudyError where the place cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())  # else a power cut leaves the new name on an empty file
            umask = os.umask(0)
            os.umask(umask)
            os.chmod(made, 0o666 & ~umask)  # mkstemp's are for the owner alone
            os.replace(made, path)
        except BaseException:
            Path(made).unlink(missing_ok=True)
            raise
    except OSError as error:
        full = error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
        raise StudyError(path, f"cannot be written ({error.strerror or error})",
                         "free space on the disk and run again" if full else
                         "close programs that hold it, or name another folder with --out") from None
