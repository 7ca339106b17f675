"""Zip containers of office files, opened with limits: no part may unpack to more than a document can hold."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import Any

from compare.errors import StudyError

MAX_FILE = 64 * 2**20
MAX_PART = 96 * 2**20
MAX_RATIO = 300
MAX_PARTS = 20000


class Archive:
    """The parts of an office file.  Raises StudyError where the file is torn or unpacks beyond the limits."""

    def __init__(self, data: bytes, where: object) -> None:
        self.where = where
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise StudyError(where, f"is a damaged office file ({error})", "open it in Word or WPS and save it again") from None
        infos = self._zip.infolist()
        if len(infos) > MAX_PARTS or sum(i.file_size for i in infos) > 8 * MAX_PART:
            raise StudyError(where, "unpacks to far more than a document holds", "do not open it; ask for a clean copy")
        self.names = {i.filename for i in infos}

    def read(self, name: str) -> bytes:
        """The bytes of one part, b"" where there is none."""
        if name not in self.names:
            return b""
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise StudyError(self.where, "is protected with a password", "save a copy without password")
        if info.file_size > MAX_PART or info.file_size > 2**20 and info.file_size > MAX_RATIO * max(1, info.compress_size):
            raise StudyError(self.where, f"{name} unpacks to {info.file_size:,} bytes", "do not open it; ask for a clean copy")
        try:
            with self._zip.open(info) as part:
                data = part.read(MAX_PART + 1)
        except (
            zipfile.BadZipFile,
            EOFError,
            OSError,
            NotImplementedError,
            ValueError,
            RuntimeError,
            zlib.error,
        ) as error:
            raise StudyError(
                self.where, f"is a damaged office file ({name}: {error})", "open it in Word or WPS and save it again"
            ) from None
        if len(data) > MAX_PART:
            raise StudyError(self.where, f"{name} unpacks beyond {MAX_PART:,} bytes", "do not open it; ask for a clean copy")
        return data

    def refuse_declarations(self, name: str, data: bytes) -> None:
        """Raises StudyError where a part of XML declares entities, in whatever encoding: no office program writes any."""
        if b"<!DOCTYPE" in data[:65536].replace(b"\0", b"") or b"<!ENTITY" in data:
            self._declares(name)

    def _declares(self, name: str) -> None:
        raise StudyError(
            self.where, f"{name} declares entities, which no office program writes", "do not open it; ask for a clean copy"
        )

    def xml(self, name: str) -> Any:
        """The root element of an XML part, None where there is none; entities are never expanded."""
        data = self.read(name)
        if not data:
            return None
        self.refuse_declarations(name, data)
        from lxml import etree

        try:
            root = etree.fromstring(
                data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
            )
            if root.getroottree().docinfo.doctype:
                self._declares(name)
            return root
        except etree.XMLSyntaxError as error:
            raise StudyError(
                self.where, f"is a damaged office file ({name}: {error})", "open it in Word or WPS and save it again"
            ) from None
