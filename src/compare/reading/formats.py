"""Any file -> documents: what kind of file it is by its bytes, and its text as the file gives it."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

from compare.errors import StudyError
from compare.reading.archives import MAX_FILE, Archive
from compare.reading.encodings import decode

MAX_TEXT = 200_000      # characters of a document; the longest five-year plans have some 100,000
MAX_LINES = 30_000      # lines and sentences of a document; a plan has some 500
MAX_TABLE = 10_000_000  # characters of all documents of a table
SMALL = 2 * 2**20       # bytes
SUFFIXES = (
    ".txt",
    ".md",
    ".text",
    ".html",
    ".htm",
    ".shtml",
    ".xhtml",
    ".mht",
    ".mhtml",
    ".docx",
    ".docm",
    ".doc",
    ".wps",
    ".pdf",
    ".csv",
    ".tsv",
    ".xlsx",
    ".xlsm",
)
_REFUSED = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"II*\x00", "a scanned picture"),
    (b"MM\x00*", "a scanned picture"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)


@dataclass(frozen=True)
class Document:
    """One document of a file.

    ``text`` is what the document says as text, line ends as LF.  ``given`` are labels that the file itself states
    (columns of a table, the head of a page); ``navigation`` are spans of the text that the page's markup shows to be
    none of the document; ``notes`` say what was lost or guessed in reading.
    """

    name: str
    text: str
    format: str
    encoding: str = ""
    given: dict[str, str] = field(default_factory=dict)
    navigation: tuple[tuple[int, int], ...] = ()
    notes: tuple[str, ...] = ()


def read(path: Path) -> list[Document]:
    """The documents of a file: one, or one a row of a table.

    Raises StudyError with the reason and the cure where the file holds no text that can be had.
    """
    openable(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)  # it may have grown
    except OSError as error:
        raise StudyError(
            path, f"cannot be opened ({error.strerror or error})", "check the name and the rights of the file"
        ) from None
    made = [_checked(document, path) for document in read_bytes(data, path)]
    if sum(len(document.text) for document in made) > MAX_TABLE:
        raise StudyError(path, f"holds more than {MAX_TABLE:,} characters", "split the table into several files")
    return made


def openable(path: Path) -> bytes:
    """The first bytes of a file that may be read.  Raises StudyError where it is no file, too large, or not to be opened."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe or a device has no end
            raise StudyError(path, "is no file", "name the document itself")
        if found.st_size > MAX_FILE:
            raise StudyError(
                path, f"is {found.st_size:,} bytes large", f"add files up to {MAX_FILE:,} bytes; a plan has some 50,000"
            )
        with path.open("rb") as file:
            return file.read(SMALL + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, StudyError):
            raise
        raise StudyError(
            path, f"cannot be opened ({getattr(error, 'strerror', None) or error})", "check the name and the rights of the file"
        ) from None


def is_plain_text(head: bytes, path: Path) -> bool:
    """Whether a file, by its first bytes and its name, is a small one that no parser is needed for."""
    parsed = path.suffix.lower() in SUFFIXES[3:] or head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or b"%PDF" in head[:1024]
    return len(head) <= SMALL and not parsed and not _looks_like_page(head)


def read_bytes(data: bytes, path: Path) -> list[Document]:
    """As ``read``, of bytes that are at hand; ``path`` gives the name and the ending."""
    name, ending = path.name, path.suffix.lower()
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise StudyError(path, "is empty", "save the document again")
    if data.startswith(b"PK\x03\x04"):
        return _office(data, path)
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024] and ending == ".pdf":
        from compare.reading.pdf import pdf_text

        return [Document(name, pdf_text(data, path), "pdf")]
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        from compare.reading.word97 import doc_text

        return [Document(name, doc_text(data, path), "doc", notes=("旧版 Word 文件:自动编号不在文字内,未能还原",))]
    if data.startswith(b"{\\rtf"):
        raise StudyError(path, "is an RTF file", "open it in Word or WPS and save it as .docx")
    for magic, what in _REFUSED:
        if data.startswith(magic) and (len(magic) > 2 or decode(data) is None):
            raise StudyError(path, f"is {what}", "add the document itself: .docx, .pdf, .html or .txt")
    if ending in (".csv", ".tsv"):
        from compare.reading.sheets import csv_rows

        return _rows(csv_rows(data, path), name, "csv")
    if ending in (".mht", ".mhtml") or ending in (".html", ".htm", ".shtml", ".xhtml") or _looks_like_page(data):
        return [_page(data, path)]
    decoded = decode(data)
    if decoded is None:
        raise StudyError(
            path, "is no text in an encoding that is known (UTF-8, UTF-16, GB18030, Big5)", "save it as UTF-8 text or .docx"
        )
    notes = (f"{decoded.broken} 处字节无法辨认",) if decoded.broken else ()
    return [Document(name, decoded.text, ending.lstrip(".") if ending in (".md",) else "txt", decoded.encoding, notes=notes)]


def _checked(document: Document, path: Path) -> Document:
    text = document.text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.encode("utf-8", "replace").decode("utf-8")
    if document.navigation and len(text) != len(document.text):
        document = Document(**{**document.__dict__, "navigation": ()})
    refuse_too_large(text, path)
    if not re.search(r"\w", text):
        raise StudyError(path, "holds no text", "save the document again")
    return Document(**{**document.__dict__, "text": text})


def refuse_too_large(text: str, path: Path) -> None:
    """Raises StudyError where a document holds more than any plan does: all that follows takes time by its length."""
    if len(text) > MAX_TEXT:
        raise StudyError(path, f"holds {len(text):,} characters", f"keep documents to {MAX_TEXT:,} characters, or split it")
    if len(text) > MAX_LINES and text.count("\n") + sum(map(text.count, "。！？")) > MAX_LINES:
        pieces = sum(bool(line.strip()) + sum(map(line.rstrip("。！？ ").count, "。！？")) for line in text.split("\n"))
        if pieces > MAX_LINES:
            raise StudyError(path, f"has {pieces:,} lines and sentences", f"keep documents to {MAX_LINES:,} of them, or split it")


def _office(data: bytes, path: Path) -> list[Document]:
    archive = Archive(data, path)
    if "word/document.xml" in archive.names:
        from compare.reading.word import docx_text

        return [Document(path.name, docx_text(data, path), "docx")]
    if "xl/workbook.xml" in archive.names:
        from compare.reading.sheets import xlsx_rows

        return _rows(xlsx_rows(data, path), path.name, "xlsx")
    raise StudyError(path, "is an archive or an office file of another kind", "unpack it, or save the document as .docx")


def _rows(records: list[dict[str, str]], name: str, kind: str) -> list[Document]:
    made = []
    for number, record in enumerate(records, 2):
        text = record.pop("text")
        made.append(Document(f"{name}#{number}", text, kind, given=record))
    return made


def _looks_like_page(data: bytes) -> bool:
    head = data[:2048].lstrip().lower()
    return (
        head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<div", b"<p>", b"<meta"))
        or b"<html" in head
        and b"<body" in data[:65536].lower()
    )


def _page(data: bytes, path: Path) -> Document:
    from compare.reading.web import page

    found = page(data, path)
    if found is None:
        raise StudyError(path, "is no page in an encoding that is known", "save the page again as complete web page")
    given = {"title": found.head.get("标题"), "issued_on": found.head.get("发布日期"), "source_url": found.head.get("网址")}
    return Document(path.name, found.text, "html", found.encoding, {k: v for k, v in given.items() if v}, tuple(found.navigation))
