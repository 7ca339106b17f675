"""Tables of plans (.csv, .xlsx): one plan a row, its labels in the columns beside its text."""

from __future__ import annotations

import csv
import io
from io import BytesIO
from itertools import islice

from compare.errors import StudyError
from compare.reading.archives import Archive
from compare.reading.encodings import decode

COLUMNS = {
    "text": ("正文", "全文", "内容", "文本", "text", "content", "fulltext", "body"),
    "place": ("地区", "区县", "地名", "城市", "县区", "区域", "place", "city", "county", "district", "region"),
    "province": ("省份", "省", "province"),
    "level": ("级别", "层级", "level"),
    "year": ("年份", "年度", "年", "year"),
    "kind": ("文种", "类型", "文件类型", "kind", "type"),
    "title": ("标题", "题名", "名称", "文件名称", "title"),
    "issuer": ("发文机关", "发布机构", "发文单位", "发布单位", "机关", "issuer"),
    "doc_number": ("文号", "发文字号", "doc_number"),
    "issued_on": ("发布日期", "成文日期", "发文日期", "日期", "issued_on", "date"),
    "source_url": ("网址", "链接", "来源", "url", "source_url", "link"),
}
MAX_ROWS = 5000


def csv_rows(data: bytes, where: object) -> list[dict[str, str]]:
    """One {label: value} per row of a CSV or tab-separated file."""
    decoded = decode(data)
    if decoded is None:
        raise StudyError(where, "is no text table", "save it as CSV (UTF-8)")
    first = decoded.text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    csv.field_size_limit(2**26)
    try:
        reader = csv.reader(io.StringIO(decoded.text.replace("\0", "")), delimiter=delimiter)
        rows = list(islice(reader, MAX_ROWS + 2))
    except csv.Error as error:
        raise StudyError(where, f"is no well-formed CSV ({error})", "open it in Excel and save it as CSV (UTF-8)") from None
    return _records(rows, where)


def xlsx_rows(data: bytes, where: object) -> list[dict[str, str]]:
    """One {label: value} per row of the first sheet that has a column of texts."""
    archive = Archive(data, where)
    for name in archive.names:
        if name.endswith(".xml"):
            archive.refuse_declarations(name, archive.read(name))  # the limits hold for every part the workbook reader opens
    import openpyxl

    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        sheets = [
            [
                ["" if cell is None else str(cell) for cell in row]
                for row in sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 2, max_col=100)
            ]
            for sheet in book.worksheets
        ]
    except StudyError:
        raise
    except Exception as error:
        raise StudyError(where, f"is a damaged workbook ({type(error).__name__})", "open it in Excel and save it again") from None
    for rows in sheets:
        if rows and "text" in _header(rows[0]).values():
            return _records(rows, where)
    return _records(sheets[0] if sheets else [], where)


def _header(row: list[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for at, cell in enumerate(row):
        word = "".join(cell.split()).lower().lstrip("\ufeff")
        label = next((label for label, words in COLUMNS.items() if word in words), None)
        if label and label not in found.values():
            found[at] = label
    return found


def _records(rows: list[list[str]], where: object) -> list[dict[str, str]]:
    header = _header(rows[0]) if rows else {}
    if "text" not in header.values():
        raise StudyError(
            where,
            f"has no column of texts; its first row is {rows[0][:8] if rows else []}",
            "name the column that holds the plans 正文 or text",
        )
    if len(rows) > MAX_ROWS + 1:
        raise StudyError(where, f"has more than {MAX_ROWS:,} rows", f"split it into files of at most {MAX_ROWS:,} rows")
    records = []
    for row in rows[1:]:
        record = {label: row[at].strip() for at, label in header.items() if at < len(row) and row[at].strip()}
        if record.get("text"):
            records.append(record)
    if not records:
        raise StudyError(where, "has no row with a text", "put one plan in each row, its text in the column 正文")
    return records
