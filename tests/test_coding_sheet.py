"""The coding sheet goes out, is filled in, and comes back; what was spoilt is told with its cell."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace

import openpyxl
import pytest

from compare.cli import main
from compare.errors import StudyError
from compare.measures.hand_codes import hand_codes
from compare.measures.sample import sample
from compare.report import coding_sheet
from compare.report.coding_sheet import BACK, CODES, GUIDE, TEXT, from_xlsx, keep, to_xlsx
from studies import study_of, theme_file

PLAN = "一、重点工作\n1. 加强党建工作。=1+1的支部活动。+推进安全检查。\n2. -1分扣完为止。@全体教师。办好运动会。\n"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    theme_file(folder, "党建", any="[党建, 支部]", valid_from="2021-07-24")
    theme_file(folder, "安全", any="[安全]")
    study = study_of(folder, 甲县_2024=PLAN)
    return study, to_xlsx(study, sample(study, 100))


@pytest.fixture
def made(loaded, tmp_path):
    """(study, path of its sheet with every clause), in a folder of the test's own."""
    shutil.copytree(loaded[0].corpus, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "张三.xlsx"
    path.write_bytes(loaded[1])
    return replace(loaded[0], corpus=tmp_path), path


def fill(path, *codes, name=None, **cells):
    """Write codes (one string a row: 党建 and 安全, as 10, 0-, --) and single cells into a sheet."""
    book = openpyxl.load_workbook(path)
    sheet = book[CODES]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row, pair in enumerate(codes, 2):
        for theme, code in zip(("党建", "安全"), pair, strict=True):
            sheet.cell(row, columns[theme]).value = None if code == "-" else int(code)
    for cell, value in cells.items():
        sheet[cell] = value
    out = path.with_name(f"{name or path.stem}.xlsx")
    book.save(out)
    return out


def test_the_sheet_holds_what_a_coder_needs(made):
    study, path = made
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [CODES, GUIDE, BACK] and book[BACK].sheet_state == "hidden"
    sheet = book[CODES]
    header = [cell.value for cell in sheet[1]]
    assert header == ["序号", "文件", "部分标题", "条目标题", "前一句", TEXT, "后一句", "党建", "安全", "备注"]
    row = next(row for row in sheet.iter_rows(min_row=2, values_only=True) if row[5] == "=1+1的支部活动。")
    assert row[1:4] == ("甲县-2024", "一、重点工作", "1. 加强党建工作。")
    assert row[4:] == ("1. 加强党建工作。", "=1+1的支部活动。", "+推进安全检查。", None, None, None)
    choice, = sheet.data_validations.dataValidation
    assert (choice.formula1, str(choice.sqref)) == ('"0,1"', f"H2:I{sheet.max_row}")
    guide = "".join(str(cell.value) for row in book[GUIDE] for cell in row)
    assert "讲安全的句子" in guide and "2021-07-24" in guide


def test_no_text_is_a_formula(made):
    for sheet in openpyxl.load_workbook(made[1]):
        for row in sheet:
            for cell in row:
                assert cell.data_type != "f"
                assert cell.quotePrefix or not isinstance(cell.value, str)


def test_coders_do_not_see_what_the_rules_said(made):
    shown = "".join(str(cell.value) for row in openpyxl.load_workbook(made[1])[CODES] for cell in row)
    assert "命中" not in shown and "近似" not in shown


def test_there_and_back(made):
    study, path = made
    number = int(study.clauses["counted"].sum())
    filled = fill(path, *["10", "1-", "01", "--"], *["00"] * (number - 4))
    kept = keep(filled, study)
    assert kept == study.corpus / "coding" / "张三.csv"
    table = hand_codes(study)
    counted = study.clauses.loc[study.clauses["counted"], "clause_no"].tolist()
    codes = {(row.clause_no, row.theme): row.code for row in table.itertuples()}
    assert [codes.get((n, "党建")) for n in counted[:4]] == [1, 1, 0, None]
    assert [codes.get((n, "安全")) for n in counted[:4]] == [0, None, 1, None]
    assert set(table["coder"]) == {"张三"} and (table["probability"] == 1).all() and table["sample"].nunique() == 1
    before = kept.read_bytes()
    keep(filled, study)
    assert kept.read_bytes() == before


def test_sorted_rows_come_back_in_order(made):
    study, path = made
    book = openpyxl.load_workbook(path)
    sheet = book[CODES]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, row in enumerate(rows):
        row[7] = number % 2
    for place, row in enumerate(reversed(rows), 2):
        for column, value in enumerate(row, 1):
            sheet.cell(place, column).value = value
            if isinstance(value, str):
                sheet.cell(place, column).data_type = "s"
    book.save(path)
    table, frame = from_xlsx(path, study)
    assert table["党建"].tolist() == [str(n % 2) for n in range(len(rows))] and frame == "甲县-2024"
    assert table["unit"].is_monotonic_increasing


@pytest.mark.parametrize("value, code", [(1, "1"), (0.0, "0"), ("1", "1"), (" 0 ", "0"), ("１", "1"), ("", ""), (None, "")])
def test_what_may_stand_in_a_cell(made, value, code):
    study, path = made
    assert from_xlsx(fill(path, "00", H3=value), study)[0]["党建"].iloc[1] == code


@pytest.mark.parametrize("cells, message", [
    ({"H3": 2}, "张三.xlsx, 编码!H3: read '2' -> write 1, 0, or nothing"),
    ({"I2": "是"}, "编码!I2: read '是'"),
    ({"H2": True}, "编码!H2: read 'True'"),
    ({"H2": "=1"}, "编码!H2: read '=1'"),
    ({"H2": 0.5}, "编码!H2: read '0.5'"),
    ({"A3": 99}, "编码!A3: 序号 99 is none of the sample"),
    ({"A3": 1}, "编码!A3: 序号 1 stands there twice"),
    ({"F3": "别的话。"}, "编码!F3: is not the sentence of 序号 2 -> undo the change, or sort whole rows"),
    ({"F1": "句子"}, f"编码!1: no column {TEXT}"),
    ({"H1": "党务", "I1": "平安"}, "编码!1: no column has the name of a theme -> name them 党建, 安全"),
])
def test_mistakes_are_told_with_their_cell(made, cells, message):
    study, path = made
    cells = {"I4": 1, **cells}
    with pytest.raises(StudyError) as told:
        from_xlsx(fill(path, **cells), study)
    assert message in str(told.value)


def test_an_empty_sheet_is_told(made):
    with pytest.raises(StudyError, match="no code is filled in"):
        from_xlsx(made[1], made[0])


@pytest.mark.parametrize("content, message", [
    (b"PK no zip", "is no .xlsx file"), (None, "cannot be read"), ("empty", "has no sheet 编码")])
def test_what_is_no_coding_sheet(made, content, message):
    path = made[1].with_name("x.xlsx")
    if content == "empty":
        openpyxl.Workbook().save(path)
    elif content:
        path.write_bytes(content)
    with pytest.raises(StudyError, match=message):
        from_xlsx(path, made[0])


def test_a_file_that_is_no_kept_sheet_is_not_overwritten(made):
    study, path = made
    (study.corpus / "coding").mkdir()
    own = study.corpus / "coding" / "张三.csv"
    own.write_text("doc,start,end,党建\n", "utf-8")
    with pytest.raises(StudyError, match="is there already and was not read from a sheet -> give 张三.xlsx another name"):
        keep(fill(path, "00"), study)
    assert own.read_text("utf-8") == "doc,start,end,党建\n"


def test_characters_no_cell_can_hold_and_very_long_clauses(made, monkeypatch):
    study, path = made
    clauses = study.clauses.assign(text=study.clauses["text"].str.replace("安全", "安\x0b全").str.replace("办好", "办好" * 30))
    study = replace(study, clauses=clauses)
    monkeypatch.setattr(coding_sheet, "LONGEST", 40)
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(study, sample(study, 100))))
    column = [cell.value for cell in book[CODES]["F"]]
    assert "+推进安�全检查。" in column and max(map(len, column)) == 40
    book[CODES]["H2"] = 1
    book.save(path)
    assert len(from_xlsx(path, study)[0]) == len(column) - 1


def test_the_two_verbs(made, capsys):
    study, path = made
    corpus = ["--corpus", str(study.corpus)]
    drawn = study.corpus / "抽样.xlsx"
    assert main(["sample", *corpus, "-n", "5", "--seed", "2", "-o", str(drawn)]) == 0
    assert f"{drawn}: 5 句" in capsys.readouterr().out
    assert main(["sample", *corpus, "-o", str(drawn)]) == 2
    assert "is there already, perhaps with codes in it -> name another file" in capsys.readouterr().err
    assert main(["sample", *corpus, "-o", "x.csv"]) == 2
    one, two = fill(path, *["10"] * 3), fill(path, *["10", "10", "00"], name="李四")
    assert main(["reliability", *corpus, str(one), str(two), "--disagreements", str(study.corpus / "d.csv")]) == 0
    out = capsys.readouterr().out
    assert "张三.csv" in out and "李四.csv" in out and "编码者 α" in out and "d.csv" in out
    assert main(["reliability", *corpus]) == 0
    assert "不一致的句子" in capsys.readouterr().out
    assert main(["reliability", *corpus, str(one), str(one)]) == 2
    assert "two sheets have this name" in capsys.readouterr().err


def test_one_bad_sheet_keeps_all_back(made, capsys):
    study, path = made
    good, bad = fill(path, "10"), fill(path, "10", name="李四", H3=7)
    assert main(["reliability", "--corpus", str(study.corpus), str(good), str(bad)]) == 2
    assert not (study.corpus / "coding").exists()
