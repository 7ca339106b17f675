"""The .xlsx sheet on which people code a sample of clauses, and its way back into corpus/coding.

编码 is the sheet to fill: a clause a row with its headings and neighbours, a column a theme with a drop-down 0/1.
说明 holds the definitions and how to code.  读回 (hidden) holds by 序号 what is needed to read the codes back; coders
do not see which stratum a clause comes from.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from compare.errors import StudyError
from compare.files import write_bytes
from compare.measures.hand_codes import FRAME, SETTLED, sha
from compare.paths import called
from compare.report.packing import saved
from compare.study import Study

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

CODES, GUIDE, BACK = "编码", "说明", "读回"
NUMBER, TEXT, REMARK = "序号", "要编码的句子", "备注"
CONTEXT = {NUMBER: 6, "文件": 14, "部分标题": 18, "条目标题": 22, "前一句": 30, TEXT: 48, "后一句": 30}  # widths
BACK_COLUMNS = ("number", "doc", "unit", "start", "end", "kind", "sha256", "sample", "stratum", "n_stratum", "probability")
LONGEST = 30_000  # a cell holds 32,767 characters
HOW = (
    "一行一句，只判断“要编码的句子”这一格；标题、前后句供理解上下文。标题也是一句。",
    "每个主题一列：属于该主题填 1，不属于填 0，拿不准先留空（空格算没有编码）。一句可以属于几个主题，也可以都不属于。",
    "按下面的定义判断这句话说了什么、要求做什么；承接本条目主题而没有重复其词语的句子，按条目的主题编码。",
    "两可时取窄：细心的研究者会把这句话归到“这个地区在这方面做了什么”之下，才填 1。",
    "不要看规则的结果再编码。两人各填各的，文件各存一份，文件名写编码者的名字，如 编码-张三.xlsx。",
    f"意见不一的句子讨论之后，把商定的编码填在另一份里，文件名写 {SETTLED}.xlsx；它优先于各人的编码。",
    "不要改动序号和句子，不要删去隐藏的“读回”表；可以排序、筛选、写备注。填完运行 plan-compare reliability 文件.xlsx …"
    "（用 run.py 的：python run.py reliability 文件.xlsx …）。",
)


def to_xlsx(study: Study, sample: pd.DataFrame) -> bytes:
    """The coding sheet of a table sample."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation
    book = Workbook()
    sheet, guide, back = book.active, book.create_sheet(GUIDE), book.create_sheet(BACK)
    sheet.title = CODES
    themes = [theme.name for theme in study.themes]
    for place, name in enumerate([*CONTEXT, *themes, REMARK], 1):
        _text(sheet, 1, place, name).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = CONTEXT.get(name, 24 if name == REMARK else 8)
    wrap = Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(sample.itertuples(), 1):
        sheet.cell(number + 1, 1, number).alignment = wrap
        for place, text in enumerate((row.plan_id, row.section_heading, row.item_heading, row.before, row.text, row.after), 2):
            cell = _text(sheet, number + 1, place, str(text))
            cell.alignment = wrap
            if place == 6:
                cell.font = Font(bold=True)
        for place in range(len(CONTEXT) + 1, len(CONTEXT) + len(themes) + 2):
            sheet.cell(number + 1, place).alignment = wrap
    first, last = get_column_letter(len(CONTEXT) + 1), get_column_letter(len(CONTEXT) + len(themes))
    choice = DataValidation("list", formula1='"0,1"', allow_blank=True, showErrorMessage=True, errorTitle="编码",
                            error="只填 1（属于）、0（不属于），或留空")
    sheet.add_data_validation(choice)
    choice.add(f"{first}2:{last}{len(sample) + 1}")
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(CONTEXT) + len(themes) + 1)}{len(sample) + 1}"
    _guide(study, guide)
    _text(back, 1, 1, "；".join(sorted(study.clauses.loc[study.clauses["counted"], "plan_id"].unique())))
    for place, name in enumerate(BACK_COLUMNS, 1):
        _text(back, 2, place, name)
    rows = sample.merge(study.clauses[["plan_id", "clause_no", "kind"]], on=["plan_id", "clause_no"])
    for number, row in enumerate(rows.itertuples(), 1):
        for place, value in enumerate((number, row.plan_id, row.clause_no, row.start, row.end, row.kind, sha(str(row.text)),
                                       row.sample, row.stratum, row.n_stratum, row.probability), 1):
            if isinstance(value, str):
                _text(back, number + 2, place, value)
            else:
                back.cell(number + 2, place, value)
    back.sheet_state = "hidden"
    return saved(book)


def _guide(study: Study, guide: Worksheet) -> None:
    from openpyxl.styles import Alignment, Font
    guide.column_dimensions["A"].width, guide.column_dimensions["B"].width = 14, 100
    rows = [("怎样编码", ""), *((f"{n}", text) for n, text in enumerate(HOW, 1)), ("", ""), ("主题", "定义")]
    rows += [(t.label, t.definition + (f"（政策自 {t.valid_from} 起；以前的相近工作也编码）" if t.valid_from else ""))
             for t in study.themes]
    for number, (name, text) in enumerate(rows, 1):
        for place, value in enumerate((name, text), 1):
            cell = _text(guide, number, place, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=place == 1 or name == "主题")


def _text(sheet: Worksheet, row: int, column: int, text: str) -> Any:
    """A cell that is text whatever it starts with: never a formula, not even after it was edited."""
    cell = sheet.cell(row, column)
    cell.value = _shown(text)
    cell.data_type, cell.number_format, cell.quotePrefix = "s", "@", True
    return cell


def _shown(text: str) -> str:
    """Text as a cell can hold it."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    return ILLEGAL_CHARACTERS_RE.sub("�", text)[:LONGEST]


def from_xlsx(path: Path, study: Study) -> tuple[pd.DataFrame, str]:
    """(rows of a filled sheet in the columns of corpus/coding, the plans its sample was drawn from joined by ；).

    Raises StudyError with the cell's address for whatever is neither 1, 0 nor blank, and where rows no longer belong
    to their numbers.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException
    try:
        book = load_workbook(path)
    except OSError as error:
        raise StudyError(path, f"cannot be read ({error.strerror or error})", "name a filled coding sheet") from None
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError):
        raise StudyError(path, "is no .xlsx file", "save the coding sheet as .xlsx") from None
    for name in (CODES, BACK):
        if name not in book.sheetnames:
            raise StudyError(path, f"has no sheet {name}", "fill a sheet that this wrote: " + called("sample"))
    back = {row[0]: dict(zip(BACK_COLUMNS, row, strict=False)) for row in book[BACK].iter_rows(min_row=3, values_only=True)
            if row[0] is not None}
    sheet = book[CODES]
    columns = {str(cell.value).strip(): cell.column for cell in sheet[1] if cell.value is not None}
    themes = [theme.name for theme in study.themes if theme.name in columns]
    for name in (NUMBER, TEXT):
        if name not in columns:
            raise StudyError(f"{path}, {CODES}!1", f"no column {name}", "put the header line back as it was")
    if not themes:
        raise StudyError(f"{path}, {CODES}!1", "no column has the name of a theme",
                         "name them " + ", ".join(theme.name for theme in study.themes))
    rows, seen = [], set()
    for number in range(2, sheet.max_row + 1):
        if all(cell.value in (None, "") for cell in sheet[number]):
            continue
        cell = sheet.cell(number, columns[NUMBER])
        where = f"{path}, {CODES}!{cell.coordinate}"
        key = _whole(cell.value)
        if key not in back:
            raise StudyError(where, f"{NUMBER} {cell.value!r} is none of the sample", f"put the number back that {BACK} has")
        if key in seen:
            raise StudyError(where, f"{NUMBER} {key} stands there twice", "delete one of the two rows")
        seen.add(key)
        text = sheet.cell(number, columns[TEXT])
        if back[key]["sha256"] != sha(str(text.value or "")) and not _longer(str(text.value or "")):
            raise StudyError(f"{path}, {CODES}!{text.coordinate}", f"is not the sentence of {NUMBER} {key}",
                             "undo the change, or sort whole rows")
        codes = {theme: _code(sheet.cell(number, columns[theme]), path) for theme in themes}
        rows.append({**back[key], **codes})
    table = pd.DataFrame(rows, columns=[*BACK_COLUMNS, *themes]).sort_values("number").drop(columns="number")
    if not len(table) or (table[themes] == "").all(axis=None):
        raise StudyError(f"{path}, {CODES}", "no code is filled in", "write 1 or 0 in the columns of the themes")
    return table.reset_index(drop=True), str(book[BACK].cell(1, 1).value or "")


def _longer(text: str) -> bool:
    """Whether the cell may hold less than the clause: cut off, or without characters that no cell can hold."""
    return len(text) >= LONGEST or "�" in text


def _whole(value: Any) -> Any:
    try:
        return int(value)
    except (TypeError, ValueError):
        return value


def _code(cell: Any, path: Path) -> str:
    value = cell.value
    text = "" if value is None else str(int(value)) if isinstance(value, float) and value in (0, 1) else str(value).strip()
    if isinstance(value, bool) or text not in ("", "0", "1", "０", "１"):
        raise StudyError(f"{path}, {CODES}!{cell.coordinate}", f"read {str(value)[:20]!r}", "write 1, 0, or nothing")
    return {"０": "0", "１": "1"}.get(text, text)


def keep(path: Path, study: Study) -> Path:
    """Read a filled sheet and keep its codes as corpus/coding/<name of the sheet>.csv; returns that file.

    A sheet read again takes the place of what was kept of it.  Raises StudyError, nothing written, where the sheet is at
    fault or the name is that of a file that is no kept sheet.
    """
    table, frame = from_xlsx(path, study)
    out = study.corpus / "coding" / f"{path.stem}.csv"
    if out.exists() and FRAME not in out.read_text("utf-8-sig"):
        raise StudyError(out, "is there already and was not read from a sheet", f"give {path.name} another name")
    coded = table.assign(coder=path.stem)
    themes = [column for column in table if column not in BACK_COLUMNS]
    order = ["doc", "unit", "start", "end", "kind", *themes, "coder", "sample", "stratum", "n_stratum", "probability", "sha256"]
    text = f"{FRAME}{frame}\n" + coded[order].to_csv(index=False, lineterminator="\n")
    write_bytes(out, text.encode("utf-8"))
    return out
