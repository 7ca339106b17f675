"""Office files (zip archives of XML) without the time of writing: the same bytes for the same content."""

from __future__ import annotations

import io
import re
import struct
import time
import zipfile
from typing import Any

from compare.errors import StudyError

MOMENT = b"2000-01-01T00:00:00Z"
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def saved(document: Any) -> bytes:
    """The bytes of a document or a workbook, dateless.  Raises StudyError where the clock is out of what archives can hold."""
    out = io.BytesIO()
    try:
        document.save(out)
    except (ValueError, struct.error) as error:
        if not 1980 <= time.localtime().tm_year <= 2107:
            raise StudyError("clock", f"the year is {time.localtime().tm_year} by this computer",
                             "set its clock: an office file holds years from 1980") from error
        raise
    return dateless(out.getvalue())


def dateless(content: bytes) -> bytes:
    """The archive with every date set to one moment."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "docProps/core.xml":
                data = _DATES.sub(rb"\g<1>" + MOMENT, data)
            target.writestr(zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
