"""Old Word and WPS files (.doc, .wps): the text of the binary format, by its piece table."""

from __future__ import annotations

import re
import struct
from io import BytesIO

from compare.errors import StudyError
from compare.reading.archives import MAX_PART

_CURE = "open it in Word or WPS and save it as .docx"


def doc_text(data: bytes, where: object) -> str:
    """The main text of a .doc: paragraphs as lines, cells separated by tabs, field codes left out.

    Automatic numbers are not part of the text of this format.  Raises StudyError where the text cannot be had.
    """
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            if ole.exists("EncryptedPackage") or ole.exists("EncryptionInfo"):
                raise StudyError(where, "is protected with a password", "save a copy without password")
            if not ole.exists("WordDocument"):
                raise StudyError(where, "is an office file without Word text", _CURE)
            stream = ole.openstream("WordDocument").read(MAX_PART)
            flags = struct.unpack_from("<H", stream, 0x0A)[0]
            if flags & 0x0100:
                raise StudyError(where, "is protected with a password", "save a copy without password")
            name = "1Table" if flags & 0x0200 else "0Table"
            table = ole.openstream(name).read(MAX_PART) if ole.exists(name) else b""
            text = _pieces(stream, table)
    except StudyError:
        raise
    except Exception as error:
        raise StudyError(where, f"is a .doc whose text cannot be read ({type(error).__name__}: {error})", _CURE) from None
    if text is None:
        raise StudyError(where, "is a .doc without a piece table", _CURE)
    return _plain(text)


def _pieces(stream: bytes, table: bytes) -> str | None:
    length = struct.unpack_from("<i", stream, 0x4C)[0]
    at, size = struct.unpack_from("<II", stream, 0x01A2)
    clx = table[at : at + size]
    place = 0
    while place < len(clx) and clx[place] == 1:
        place += 3 + struct.unpack_from("<H", clx, place + 1)[0]
    if place >= len(clx) or clx[place] != 2:
        return None
    plc = clx[place + 5 : place + 5 + struct.unpack_from("<I", clx, place + 1)[0]]
    count = (len(plc) - 4) // 12
    if count < 1 or length < 0:
        return None
    ends = struct.unpack_from(f"<{count + 1}I", plc, 0)
    parts = []
    for n in range(count):
        where = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * n + 2)[0]
        chars = min(ends[n + 1], length) - ends[n]
        if chars <= 0:
            continue
        if where & 0x40000000:
            start = (where & 0x3FFFFFFF) // 2
            parts.append(stream[start : start + chars].decode("cp1252", "replace"))
        else:
            parts.append(stream[where : where + 2 * chars].decode("utf-16-le", "replace"))
    return "".join(parts)


def _plain(text: str) -> str:
    while (shorter := re.sub("\x13[^\x13\x14\x15]*(?:\x14([^\x13\x14\x15]*))?\x15", lambda m: m[1] or "", text)) != text:
        text = shorter
    text = text.translate({0x0D: "\n", 0x0B: "\n", 0x0C: "\n", 0x1E: "-", 0x1F: "", 0x07: "\t"})
    text = re.sub("\t\t\n?", "\n", text)
    return re.sub("[\x00-\x08\x0e-\x1f]", "", text).replace("\ud800", "\ufffd")
