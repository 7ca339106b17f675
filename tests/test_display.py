"""What notebooks show: tables in the reader's language, marked evidence, a study at a glance, and nothing taken for HTML."""

import numpy as np
import pandas as pd
import pytest

import compare
from compare.display import overview, passages, show
from compare.display.evidence import marked
from compare.errors import StudyError
from compare.selection import subset
from studies import study_of


@pytest.mark.parametrize(("text", "evidence", "html"), [
    ("落实“双减”政策。", "双减", "落实“<mark>双减</mark>”政策。"),
    ("课后服务和校外培训。", "课后服务｜校外培训", "<mark>课后服务</mark>和<mark>校外培训</mark>。"),
    ("安全教育，安全演练，安全。", "安全｜安全", "<mark>安全</mark>教育，<mark>安全</mark>演练，安全。"),
    ("安全教育", "安全教育｜安全", "<mark>安全</mark>教育"),
    ("a<b & c", "b", "a&lt;<mark>b</mark> &amp; c"),
    ("没有证据。", "", "没有证据。"),
    ("词被断开", "不在句中", "词被断开"),
])
def test_evidence_is_marked_and_text_escaped(text, evidence, html):
    assert marked(text, evidence) == html


@pytest.mark.parametrize(("column", "content", "text"), [
    ("share", 0.125, "12.5%"), ("share_low", np.float64(0), "0.0%"), ("difference_low", -0.0561, "-5.6%"), ("change", "新增", "新增"),
    ("p", 0.00012345, "0.000123"), ("value", 2520.0, "2520"),
    ("value", 12345.678, "12345.678"), ("g2", np.nan, "—"), ("year", pd.NA, "—"), ("n", 3, "3"), ("note", "", ""),
    ("reason", "page mark", "页码标记"), ("reason", "correction: 多出的字", "订正: 多出的字"), ("kind", "工作要点", "工作要点"),
    ("kind", "item", "条目"), ("comparator", ">=", "不少于"), ("descriptive", True, "是"), ("text", "\n 2、 ", "2、"),
])
def test_a_cell(column, content, text):
    assert show(pd.DataFrame({column: [content]})).text.iloc[0, 0] == text


def test_headings_speak_the_session_s_language(monkeypatch):
    table = pd.DataFrame({"plan_id": ["甲县-2024"], "n_coded": [2], "kind": ["item"]})
    assert list(show(table).text.columns) == ["文件", "编码句数", "类型"]
    monkeypatch.setenv("PLAN_COMPARE_LANGUAGE", "en")
    assert list(show(table).text.columns) == ["plan id", "n coded", "kind"]
    assert show(table).text.iloc[0, 2] == "item" and "No rows" in show(table.head(0))._repr_html_()


def test_a_document_cannot_put_a_script_into_a_notebook():
    html = show(pd.DataFrame({"text": ["<script>alert(1)</script>"], "<b>": ['"><img src=x>']}))._repr_html_()
    assert "<script" not in html and "<b>" not in html and "<img" not in html


def test_rows_left_out_are_told():
    table = pd.DataFrame({"n": range(400)})
    assert "共 400 行，只列前 200 行" in show(table)._repr_html_() and "共 400 行" in repr(show(table))
    assert show(table, rows=None)._repr_html_().count("<tr>") == 401


def test_an_empty_table_and_an_unknown_column_are_told_in_a_line():
    assert show(pd.DataFrame({"n": []}))._repr_html_() == "<p>没有符合的行。</p>"
    with pytest.raises(StudyError, match=r"^show: no column 'm' -> use some of n$"):
        show(pd.DataFrame({"n": [1]}), "m")


def test_the_same_table_gives_the_same_small_page():
    table = pd.DataFrame({"plan_id": ["甲县-2024"] * 100, "n": range(100), "quote": ["新建改扩建学校"] * 100})
    html = show(table)._repr_html_()
    assert html == show(table)._repr_html_()
    assert len(html) < 2_500 + 100 * 130, "styles and script stand in it once"
    assert "http" not in html and "src=" not in html


def test_passages_say_when_there_is_nothing():
    assert "没有编码到的句子" in passages(pd.DataFrame())._repr_html_()


def test_a_study_tells_what_it_holds(study, monkeypatch):
    assert repr(study) == "5 份文件，4 个地区（另有 1 份不明地区），2020–2025 年；4 个主题：党建、双减、安全、数字化"
    html = study._repr_html_()
    for words in ("可比性：不可比", "文种不同", "某市-2024，损坏：数字被隐去", "湖里区 2020", "compare.charts.coverage(study)"):
        assert words in html
    assert "可比性：不可比" in repr(overview(study))
    monkeypatch.setenv("PLAN_COMPARE_LANGUAGE", "en")
    assert repr(study).startswith("5 plans of 4 places (and 1 of an unknown place), 2020–2025; 4 themes: ")


def test_a_part_of_a_study_and_a_bare_plan_tell_of_themselves(study, tmp_path):
    assert repr(subset(study, places="高台县", themes="双减")) == "1 份文件，1 个地区，2023 年；1 个主题：双减"
    bare = study_of(tmp_path, 无名="一、办学。\n<b>二、招生。</b>\n")
    assert repr(bare).startswith("1 份文件，0 个地区（另有 1 份不明地区），年份不明") and "<b>二" not in bare._repr_html_()


def test_all_is_at_hand_in_notebooks():
    assert {compare.show, compare.passages, compare.overview} == {show, passages, overview}
