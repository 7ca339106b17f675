"""What notebooks show: Chinese headings, marked evidence, and nothing taken for HTML."""

import pandas as pd
import pytest

from compare.display import marked, passages, show


@pytest.mark.parametrize(("text", "evidence", "html"), [
    ("落实“双减”政策。", "双减", "落实“<mark>双减</mark>”政策。"),
    ("课后服务和校外培训。", "课后服务｜校外培训", "<mark>课后服务</mark>和<mark>校外培训</mark>。"),
    ("a<b & c", "b", "a&lt;<mark>b</mark> &amp; c"),
    ("没有证据。", "", "没有证据。"),
    ("词被断开", "不在句中", "词被断开"),
])
def test_evidence_is_marked_and_text_escaped(text, evidence, html):
    assert marked(text, evidence) == html


def test_headings_are_chinese_and_shares_are_percent():
    html = show(pd.DataFrame({"plan_id": ["甲县-2024"], "share": [0.125]})).to_html()
    assert "文件" in html and "12.5%" in html


def test_a_document_cannot_put_a_script_into_a_notebook():
    table = pd.DataFrame({"text": ["<script>alert(1)</script>"]})
    assert "<script>" not in show(table).to_html()


def test_rows_left_out_are_told():
    assert "共 40 行，显示前 30 行" in show(pd.DataFrame({"n": range(40)})).to_html()


def test_passages_say_when_there_is_nothing():
    assert "没有编码到的句子" in passages(pd.DataFrame())._repr_html_()
