"""Hand coding in both formats finds its clauses by place; what does not fit is named."""

from __future__ import annotations

import time
from dataclasses import replace

import pandas as pd
import pytest

from compare.errors import StudyError
from compare.measures.hand_codes import FRAME, codings, hand_codes, place, settled, sha
from studies import study_of

TEXT = "某县2024年教育工作要点\n一、重点工作\n1. 加强党建工作。抓好课后服务。\n2. 开展校园安全检查。办好运动会。\n"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return study_of(tmp_path_factory.mktemp("corpus"), 甲县_2024=TEXT)


@pytest.fixture
def corpus(loaded, tmp_path):
    """The study, in a folder that has nothing but coding/."""
    (tmp_path / "coding").mkdir()
    return replace(loaded, corpus=tmp_path)


def put(study, text, name="甲"):
    (study.corpus / "coding" / f"{name}.csv").write_text(text, "utf-8", newline="\n")
    return study


def span(words):
    return f"{TEXT.index(words)},{TEXT.index(words) + len(words)}"


def test_without_hand_coding_the_table_is_empty(loaded):
    assert hand_codes(loaded).empty


def test_the_shipped_coding_finds_every_clause_of_its_plans(study):
    table = hand_codes(study)
    for plan, own in table.groupby("plan_id"):
        counted = study.clauses[(study.clauses["plan_id"] == plan) & study.clauses["counted"]]
        for _, codes in own.groupby("theme"):
            assert codes["clause_no"].tolist() == counted["clause_no"].tolist()
    assert (table["coder"] == table["source"]).all() and set(table["sample"]) == {""}


def test_units_find_their_clauses_by_place(corpus):
    study = put(corpus, "# 说明\ndoc,unit,start,end,kind,党建,双减\n"
                        f"甲县-2024,1,{span('加强党建工作。')},body,1,0\n甲县-2024,2,{span('抓好课后服务。')},body,,1\n")
    table = hand_codes(study).merge(study.clauses[["plan_id", "clause_no", "text"]], on=["plan_id", "clause_no"])
    assert [(row.text[-7:], row.theme, row.code) for row in table.itertuples()] == [
        ("加强党建工作。", "党建", 1), ("加强党建工作。", "双减", 0), ("抓好课后服务。", "双减", 1)]


@pytest.mark.parametrize("start, end, coded", [(0, 10, True), (5, 10, True), (6, 10, False), (-3, 4, False), (-3, 5, True)])
def test_a_unit_codes_a_clause_of_which_it_holds_half(start, end, coded):
    clauses = pd.DataFrame({"clause_no": [1], "text": ["十个字的一句话就是这"], "text_start": [100], "end": [110]})
    units = pd.DataFrame({"start": [100 + start], "end": [100 + end], "sha256": [""]})
    assert len(place(clauses, units)) == coded


def test_a_changed_clause_is_left_out_and_named(corpus):
    head = f"{FRAME}甲县-2024\ndoc,unit,start,end,党建,sha256\n"
    rows = (f"甲县-2024,3,{span('加强党建工作。')},1,{sha('1. 加强党建工作。')}\n"
            f"甲县-2024,4,{span('抓好课后服务。')},0,{sha('抓好课后延时服务。')}\n")
    study = put(corpus, head + rows)
    assert hand_codes(study)["clause_no"].nunique() == 1
    lost = codings(study)[0].lost
    assert len(lost) == 1 and lost[0].startswith("甲县-2024 第 4 句") and "句子已改动" in lost[0]
    assert codings(study)[0].frame == ("甲县-2024",)


def test_a_clause_that_moved_is_found_again(corpus):
    moved = 30
    start = TEXT.index("抓好课后服务。") + moved
    study = put(corpus, f"doc,unit,start,end,双减,sha256\n甲县-2024,4,{start},{start + 7},1,{sha('抓好课后服务。')}\n")
    table = hand_codes(study).merge(study.clauses, on=["plan_id", "clause_no"])
    assert table["text"].tolist() == ["抓好课后服务。"] and codings(study)[0].lost == ()


def test_files_about_something_else_are_not_read(corpus):
    study = put(corpus, "doc,unit,start,end,quote\n甲县-2024,1,0,5,某县\n", "targets")
    assert codings(study) == []


def test_a_plan_that_is_not_in_the_corpus_is_named(corpus):
    study = put(corpus, "doc,start,end,党建\n乙县-2024,0,5,1\n")
    assert hand_codes(study).empty and codings(study)[0].lost == ("乙县-2024：语料里没有这份文件",)


@pytest.mark.parametrize("text, message", [
    ("doc,start,end,党建\n甲县-2024,0,5,2\n", "甲.csv, line 2, 党建: read '2' -> write 1, 0, or nothing"),
    ("# x\ndoc,start,end,党建\n甲县-2024,0,五,1\n", "甲.csv, line 3: start '0', end '五' -> write the characters' numbers"),
    ("doc,start,end,党建\n甲县-2024,9,5,1\n", "line 2: start '9', end '5'"),
    ("doc,start,党建\n甲县-2024,0,1\n", "甲.csv, line 1: no column end -> name the columns doc, start, end and themes"),
    ("", "甲.csv: is no table"),
    ("doc;start;end;党建\n甲县-2024;0;5;1\n", "甲.csv, line 1: semicolons stand between the columns -> save it as CSV with commas"),
    ("#\ndoc\tstart\tend\t党建\n甲县-2024\t0\t5\t1\n", "甲.csv, line 2: tabs stand between"),
    ("doc,start,end,党建,党建\n甲县-2024,0,5,1,0\n", "甲.csv, line 1: column 党建 stands there twice -> delete one"),
    (f"doc,start,end,党建\n甲县-2024,0,{'9' * 5000},1\n", "line 2: start '0', end '99999999999999999999'"),
    ("doc,start,end,党建,n_stratum\n甲县-2024,0,5,1,2.5\n", "甲.csv, line 2, n_stratum: read '2.5' -> write a whole number, or nothing"),
    ("doc,start,end,党建,probability\n甲县-2024,0,5,1,0\n", "甲.csv, line 2, probability: read '0' -> write a number above 0"),
    ("doc,start,end,党建,probability\n甲县-2024,0,5,1,1.5\n", "read '1.5'"),
])
def test_mistakes_are_told_with_their_place(corpus, text, message):
    with pytest.raises(StudyError) as told:
        hand_codes(put(corpus, text))
    assert message in str(told.value)


def test_a_file_in_another_encoding_is_told(corpus):
    (corpus.corpus / "coding" / "甲.csv").write_bytes("doc,start,end,党建\n".encode("gbk"))
    with pytest.raises(StudyError, match="is not UTF-8"):
        hand_codes(corpus)


def test_a_probability_is_read_however_it_is_written(corpus):
    for number in ("1", "1.0", "0.25", ".5", "5e-05", "2.5e-3"):
        rows = hand_codes(put(corpus, f"doc,start,end,党建,probability,n_stratum\n甲县-2024,{span('加强党建工作。')},1,{number},7\n"))
        assert rows["probability"].tolist() == [float(number)]


@pytest.mark.parametrize("name", ["coder", "code", "doc"])
def test_a_theme_with_the_name_of_a_column_is_told(corpus, name):
    study = replace(put(corpus, f"doc,start,end,{name}\n甲县-2024,0,5,1\n"), themes=(replace(corpus.themes[0], name=name),))
    with pytest.raises(StudyError, match="is a theme, and a column of every hand coding too -> rename the theme's file"):
        hand_codes(study)


def test_what_is_no_file_is_told(corpus):
    (corpus.corpus / "coding" / "甲.csv").mkdir()
    with pytest.raises(StudyError, match="is no file"):
        hand_codes(corpus)


def test_thirty_thousand_plans_that_are_not_there_take_no_time(corpus):
    began = time.process_time()
    put(corpus, "doc,start,end,党建\n" + "".join(f"x{n},0,5,1\n" for n in range(30_000)))
    assert len(codings(corpus)[0].lost) == 30_000 and time.process_time() - began < 8


@pytest.mark.parametrize("codes, value, decided", [
    ({"张三": 1}, 1, 1), ({"张三": 1, "李四": 0}, 0.5, pd.NA), ({"张三": 1, "李四": 1, "王五": 0}, 2 / 3, 1),
    ({"张三": 1, "李四": 0, "裁定": 0}, 0, 0)])
def test_the_majority_decides_and_a_settlement_is_final(codes, value, decided):
    table = pd.DataFrame([("甲", 1, "党建", coder, code) for coder, code in codes.items()],
                         columns=["plan_id", "clause_no", "theme", "coder", "code"])
    row = settled(table).iloc[0]
    assert row["value"] == pytest.approx(value)
    assert pd.isna(row["decided"]) if pd.isna(decided) else row["decided"] == decided
