"""The workbook: read back, every text is the text, and none is a formula."""

import io
import time
import zipfile

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from compare.cli import main
from compare.errors import StudyError
from compare.measures import HELD, tables
from compare.report import workbook
from compare.report.workbook import MOST_CHARS, NOTES, build, to_xlsx
from compare.tables import empty
from studies import study_of

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://x\",\"y\")", "\t=1", "=", "-", "#N/A", "1", "2024-01-01", "TRUE"]


def read(content):
    return load_workbook(io.BytesIO(content))


def test_text_that_looks_like_a_formula_is_text():
    sheet = read(to_xlsx({"t": pd.DataFrame({"text": FORMULAS, "=head": FORMULAS})}))["t"]
    assert [cell.value for cell in sheet[1]] == ["text", "=head"]
    for text, row in zip(FORMULAS, sheet.iter_rows(min_row=2), strict=True):
        for cell in row:
            assert (cell.data_type, cell.value) == ("s", text)
            assert cell.quotePrefix == (text[0] in "=+-@\t")
    with zipfile.ZipFile(io.BytesIO(to_xlsx({"t": pd.DataFrame({"text": FORMULAS})}))) as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist())


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=30), min_size=1, max_size=5))
def test_no_text_breaks_the_file(texts):
    sheet = read(to_xlsx({"t": pd.DataFrame({"n": range(len(texts)), "text": texts})}))["t"]
    for text, row in zip(texts, sheet.iter_rows(min_row=2), strict=True):
        assert row[0].data_type == "n" and (row[1].data_type in ("s", "inlineStr") if text else row[1].value is None)


def test_numbers_are_numbers_and_gaps_are_empty():
    frame = pd.DataFrame({"share": [0.25, None], "n": pd.array([3, None], dtype="Int64"), "yes": [True, False]})
    sheet = read(to_xlsx({"t": frame}))["t"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [[0.25, 3, True], [None, None, False]]


def test_what_a_sheet_cannot_hold_is_told(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    frame = pd.DataFrame({"text": ["长" * (MOST_CHARS + 1), "a\x01b", "c"]})
    book = read(to_xlsx({"t": frame}, {"reliability": "没有编码"}))
    assert [len(cell.value) for cell in book["t"]["A"]][1:] == [MOST_CHARS, 3]
    told = [row[4].value for row in book[NOTES].iter_rows() if row[4].value and "未全部写入" in row[4].value]
    assert len(told) == 4 and "没有编码" in told[0]


@pytest.mark.parametrize(("lang", "row", "words"), [
    ("zh", "一对文件", "两份文件 TF-IDF 权重的余弦相似度"), ("en", "one pair of plans", "cosine of the plans' TF-IDF weights")])
def test_the_notes_say_what_a_row_and_a_column_mean_in_the_session_s_language(monkeypatch, lang, row, words):
    monkeypatch.setenv("PLAN_COMPARE_LANGUAGE", lang)
    made = to_xlsx({"similarity": empty("similarity").assign(mine=[]), "own": pd.DataFrame({"n": [1]})})
    notes = list(read(made)[NOTES].iter_rows(values_only=True))
    assert ("similarity", None, None, 0, row) in notes and ("similarity", "cosine", "余弦相似度", None, words) in notes
    assert ("similarity", "mine", "mine", None, None) in notes and ("own", None, None, 1, None) in notes


def test_headers_are_frozen_and_columns_wide_enough():
    sheet = read(to_xlsx({"t": pd.DataFrame({"plan_id": ["湖里区-2020"], "text": ["字" * 500]})}))["t"]
    assert sheet.freeze_panes == "A2" and sheet["A1"].font.bold
    assert 13 <= sheet.column_dimensions["A"].width <= 20 and sheet.column_dimensions["B"].width == 60


def test_same_tables_same_bytes():
    frame = pd.DataFrame({"text": FORMULAS})
    assert to_xlsx({"t": frame}) == to_xlsx({"t": frame})


def test_every_table_is_there_or_told(tmp_path):
    made, left = build(study_of(tmp_path, 甲县_2024="---\nplace: 甲县\nyear: 2024\n---\n一、办学。\n1.推进党建工作。\n"))
    assert set(made) | set(left) == set(tables()) and set(HELD) <= set(made)
    book = read(to_xlsx(made, left))
    assert book.sheetnames == [NOTES, *made]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_no_export_makes_a_formula_of_a_text(tmp_path, ending):
    """A cell of .xlsx is marked as text; a .csv has no such mark, and there the text gets an apostrophe."""
    study_of(tmp_path / "corpus", 甲县_2024="---\nplace: 甲县\nyear: 2024\n---\n=1+1加强党建。\n")
    out = tmp_path / f"out.{ending}"
    assert main(["export", "clauses", "--corpus", str(tmp_path / "corpus"), "-o", str(out)]) == 0
    if ending == "csv":
        assert pd.read_csv(out, encoding="utf-8-sig")["text"].tolist() == ["'=1+1加强党建。"]
    else:
        sheet = load_workbook(out)["clauses"]
        cell = next(c for c in sheet[2] if str(c.value).startswith("="))
        assert (cell.value, cell.data_type) == ("=1+1加强党建。", "s")


def test_a_clock_that_no_archive_can_hold_is_told(monkeypatch):
    moment = time.gmtime(0)
    monkeypatch.setattr(time, "localtime", lambda *_: moment)
    with pytest.raises(StudyError, match="the year is 1970 by this computer -> set its clock"):
        to_xlsx({"t": pd.DataFrame({"a": [1]})})
