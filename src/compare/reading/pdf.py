"""PDF files with a text layer; a scan is said to be one."""

from __future__ import annotations

from compare.errors import StudyError

MAX_PAGES = 2000


def pdf_text(data: bytes, where: object) -> str:
    """The text layer, page after page.  Raises StudyError where there is none, or the file is torn or locked."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as pdf:
            count = len(pdf)
            if count > MAX_PAGES:
                raise StudyError(where, f"has {count} pages", f"add at most {MAX_PAGES} pages")
            pages = [_page(pdf[n]) for n in range(count)]
    except pypdfium2.PdfiumError as error:
        locked = "assword" in str(error)
        raise StudyError(
            where,
            "is protected with a password" if locked else f"is a damaged PDF ({error})",
            "save a copy without password" if locked else "open it in a PDF reader and save it again",
        ) from None
    letters = sum(c.isalnum() for page in pages for c in page)
    if letters < 20 * max(1, count):
        raise StudyError(
            where, f"is a scan: {count} pages, {letters} characters of text", "run text recognition (OCR) on it first"
        )
    return "\n".join(pages)


def _page(page: object) -> str:
    layer = page.get_textpage()  # type: ignore[attr-defined]
    try:
        text = layer.get_text_bounded()
    finally:
        layer.close()
        page.close()  # type: ignore[attr-defined]
    # pdfium marks a hyphen it took for a line end with U+FFFE
    return str(text).replace("\r\n", "\n").replace("\ufffe", "-").strip("\n")
