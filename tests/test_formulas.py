"""No text of a document becomes a formula, whichever way it goes out; numbers stay numbers."""

import io
import re

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.cli import main
from compare.formulas import harmless, to_csv
from compare.report.workbook import to_xlsx
from studies import study_of

ATTACKS = ["=1+1", "=cmd|'/c calc'!A0", "@SUM(A1)", "+1+1", "-1+1|x", "-2+3+cmd|' /C calc'!A0", '=HYPERLINK("http://192.0.2.1")', "\t=1", "\r=1",
           "  =1", "＝1+1", "＠SUM(A1)", "－1+1", "+A1", "-(1)", "-'a'!A1", "=", "@"]


@pytest.mark.parametrize("text", ATTACKS)
def test_a_formula_becomes_text(text):
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("value", ["办学", "", "-1", "+3.5", "-1,200.5", "-3.2e-5", "-inf", "-5%", "- 加强领导", "-加强领导",
                                   "——", "—1", "3-5", "a=b", -1.5, None, 7])
def test_what_is_none_stays(value):
    assert harmless(value) is value


@given(st.text(max_size=8))
def test_no_text_is_left_that_a_calculation_can_start_with(text):
    assert not re.match(r"[=@]|[+\-][a-zA-Z(=]", str(harmless(text)))
    assert str(harmless(text)).removeprefix("'") == text.removeprefix("'")


def test_tables_for_people():
    frame = pd.DataFrame({"plan_id": ["甲", "乙"], "text": ["=1+1", "办学"], "share": [-0.5, 1.0], "n": [-1, 2], "=x": [None, "@a"]})
    back = pd.read_csv(io.BytesIO(to_csv(frame)))
    assert back.columns.tolist() == ["plan_id", "text", "share", "n", "'=x"]
    assert back["text"].tolist() == ["'=1+1", "办学"] and back["share"].tolist() == [-0.5, 1.0] and back["n"].tolist() == [-1, 2]
    assert frame["text"].tolist() == ["=1+1", "办学"], "the table itself is not touched"


@pytest.fixture
def hostile_study(tmp_path):
    return study_of(tmp_path / "corpus", 甲县_2024="甲县2024年教育工作要点\n" + "\n".join(ATTACKS) + "\n一、办学。安全教育每月-5%。\n")


def cells(path):
    return [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_every_way_out(hostile_study, tmp_path, capsys):
    corpus = ["--corpus", str(hostile_study.corpus)]
    for name in ("clauses", "plans", "removals"):
        assert main(["export", name, "-o", str(tmp_path / "x.csv"), *corpus]) == 0
        for line in pd.read_csv(tmp_path / "x.csv", dtype=str, keep_default_na=False).itertuples(index=False):
            assert not any(re.match(r"\s*[=@]|[+-][^\d.\s]", cell) for cell in line if not re.fullmatch(r"[+-]?[\w.%,]*", cell)), line
        assert main(["export", name, "-o", str(tmp_path / "x.xlsx"), *corpus]) == 0
        assert all(cell.data_type != "f" for cell in cells(tmp_path / "x.xlsx"))
    assert main(["export", "clauses", "-o", str(tmp_path / "x.parquet"), *corpus]) == 0
    assert pd.read_parquet(tmp_path / "x.parquet")["text"].tolist() == hostile_study.clauses["text"].tolist(), "programs get the text"
    capsys.readouterr()
    assert main(["export", "clauses", *corpus]) == 0
    told = pd.read_csv(io.StringIO(capsys.readouterr().out), keep_default_na=False)
    assert told["text"].tolist() == hostile_study.clauses["text"].tolist(), "programs get the text"
    assert main(["sample", "-n", "10", "-o", str(tmp_path / "s.xlsx"), *corpus]) == 0
    assert all(cell.data_type != "f" for cell in cells(tmp_path / "s.xlsx"))


def test_the_workbook_marks_text():
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx({"t": pd.DataFrame({"a": ATTACKS})})))
    assert [(c.data_type, c.value) for (c,) in book["t"].iter_rows(min_row=2)] == [("s", a) for a in ATTACKS]


def test_a_place_that_is_a_formula_names_no_file(tmp_path):
    from compare.intake import add
    (tmp_path / "a.csv").write_text("place,year,text\n=cmd|x,2024,一、办学。\n", "utf-8")
    assert add(tmp_path / "a.csv", tmp_path / "c")["plan_id"].tolist() == ["cmd_x-2024"]
