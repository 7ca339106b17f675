"""The evidence page: what stands in it is what the tables say, and nothing in a document is taken for markup."""

import base64
import hashlib
import re

import pandas as pd
import pytest

from compare.cli import main
from compare.measures.comparability import verdict
from compare.measures.coverage import coverage
from compare.measures.evidence import evidence
from compare.measures.reuse import reuse
from compare.measures.reuse_diff import reuse_diff
from compare.measures.targets import targets
from compare.report import page as page_module
from compare.report.page import page
from pages import clauses, hostile_study, read
from studies import study_of


@pytest.fixture(scope="module")
def shipped(study):
    content = page(study)
    return study, content, read(content)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    made = hostile_study(tmp_path_factory.mktemp("hostile"))
    content = page(made)
    return made, content, read(content)


@pytest.mark.parametrize("which", ["shipped", "hostile"])
def test_every_clause_is_told_with_its_place(which, request):
    study, _, data = request.getfixturevalue(which)
    for plan in data["plans"]:
        own = study.clauses[study.clauses["plan_id"] == plan["id"]]
        assert list(clauses(plan).values()) == list(zip(own["text"], own["start"], own["end"], strict=True))


@pytest.mark.parametrize("which", ["shipped", "hostile"])
def test_every_cell_holds_the_rows_of_table_evidence(which, request):
    study, _, data = request.getfixturevalue(which)
    rows = []
    for plan in data["plans"]:
        own = clauses(plan)
        for theme, cell in zip(data["themes"], plan["cells"], strict=True):
            for no, rule, lender, *marks in cell["clauses"]:
                text, start, end = own[no]
                words = "｜".join(text[a:b] for a, b in zip(marks[::2], marks[1::2], strict=True))
                heads = [own[head[no - 1]][0] if head[no - 1] else "" for head in (plan["sections"], plan["items"])]
                rows.append((plan["id"], theme["name"], no, *heads, text, words, data["rules"][rule], lender or no, start, end))
    table = evidence(study).drop(columns="n_hits")
    assert rows == list(table.itertuples(index=False, name=None))


def test_the_words_of_a_cell_are_its_row_of_coverage(shipped):
    study, _, data = shipped
    cells = [cell for plan in data["plans"] for cell in plan["cells"]]
    table = coverage(study)
    assert [(cell["n"], cell["of"], cell["note"]) for cell in cells] == \
        list(zip(table["n_coded"], table["n_clauses"], table["note"], strict=True))
    for cell, share, note in zip(cells, table["share"], table["note"], strict=True):
        assert cell["words"].startswith("0（≤" if share == 0 else "早于政策" if pd.isna(share) else f"{100 * share:.1f}%")
        assert ("早于政策" in cell["words"]) == ("早于政策" in note)


def test_each_pair_has_its_verdict_on_each_theme(shipped):
    study, _, data = shipped
    ids, n = [plan["id"] for plan in data["plans"]], len(data["plans"])
    for t, theme in enumerate(data["themes"]):
        digits = data["pairs"]["matrices"][data["pairs"]["of"][t]]
        assert len(digits) == n * (n - 1) // 2
        for i in range(n):
            for j in range(i + 1, n):
                told = data["verdicts"][int(digits[i * n - i * (i + 1) // 2 + j - i - 1])]
                assert told == verdict(study, [ids[i], ids[j]], theme["name"]).verdict


def test_targets_open_the_clause_they_stand_in(shipped):
    study, _, data = shipped
    table = targets(study)
    assert len(data["targets"]) == len(table)
    for row, want in zip(data["targets"], table.itertuples(), strict=True):
        plan, no, start, end, indicator = row[:5]
        text = clauses(data["plans"][plan])[no][0]
        assert (data["plans"][plan]["id"], no, indicator) == (want.plan_id, want.clause_no, want.indicator)
        assert (start, end) == (want.clause_start, want.clause_end) and text[start:end]


def test_missing_numbers_are_told_as_missing(shipped):
    study, _, data = shipped
    missing = [row[5] for row, want in zip(data["targets"], targets(study)["missing"], strict=True) if want]
    assert missing and all(words.endswith(("（占位）", "（数字残缺）")) for words in missing)


def test_segments_tile_both_passages(shipped):
    study, _, data = shipped
    table = reuse(study)
    assert len(data["reuse"]) == len(table) > 0
    for row, (_, want) in zip(data["reuse"], table.iterrows(), strict=True):
        assert data["plans"][row[0]]["text"][row[2]:row[3]] == want["quote"]
        assert data["plans"][row[4]]["text"][row[6]:row[7]] == want["other_quote"]
        assert data["words"][row[8]] == want["kind"]
        segments = list(zip(row[14][::3], row[14][1::3], row[14][2::3], strict=True))
        if want["quote"] == want["other_quote"]:
            assert not segments
        else:
            assert [s[0] for s in segments] == list((reuse_diff(study, want)["op"] == "equal").astype(int))
            assert sum(s[1] for s in segments) == len(want["other_quote"])
            assert sum(s[2] for s in segments) == len(want["quote"])


def test_set_phrases_that_are_left_out_are_counted(study, monkeypatch):
    monkeypatch.setattr(page_module, "MOST_SLOGANS", 5)
    data, table = read(page(study)), reuse(study)
    assert len(data["reuse"]) + data["left_out"] == len(table)
    assert len(data["reuse"]) == 5 + (table["kind"] != "套话").sum()
    least = min(row[11] for row in data["reuse"] if data["words"][row[8]] == "套话")
    assert least == table.loc[table["kind"] == "套话", "n_chars"].nlargest(5).min()


def test_a_reference_document_brings_its_quote(tmp_path):
    text = "全面推进义务教育优质均衡发展,到年底建成覆盖城乡的公共服务体系,让每个孩子在家门口上好学校。"
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "国务院-2020.txt").write_text(f"---\nlevel: 国家\nyear: 2020\ntitle: 意见<b>\n---\n{text}\n", "utf-8")
    made = study_of(tmp_path, 甲县_2024=f"---\nplace: 甲县\nyear: 2024\nlevel: 区县\n---\n一、教育。\n{text}\n")
    data = read(page(made))
    assert data["references"] == [{"id": "国务院-2020", "label": "意见<b>"}]
    assert [(row[4], row[15][:6]) for row in data["reuse"]] == [(1, text[:6])]


def test_nothing_in_a_document_ends_the_data(hostile):
    _, content, data = hostile
    page_text = content.decode("utf-8")
    assert page_text.count("<script") == 2 and page_text.count("</script>") == 2
    assert "<img" not in page_text and "<!--" not in page_text
    assert "</script><script>document.title=" in data["plans"][1]["text"] and "{{data}}{{script}}" in data["plans"][1]["text"]


def test_the_policy_lets_in_the_page_s_own_script_and_style_only(hostile):
    text = hostile[1].decode("utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[1]
    script = re.search(r"<script>(.*?)</script>", text, re.S)[1]
    style = re.search(r"<style>(.*?)</style>", text, re.S)[1]
    for part, name in ((script, "script-src"), (style, "style-src")):
        assert f"{name} 'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none';") and "unsafe" not in policy
    assert "innerHTML" not in script and "http" not in style + script


def test_the_page_is_little_more_than_its_texts(shipped):
    study, content, _ = shipped
    fixed = sum(len(part.encode()) for part in re.findall(r"<(?:script|style)>.*?</(?:script|style)>", content.decode(), re.S))
    assert len(content) - fixed < 3 * study.plans["text"].str.encode("utf-8").str.len().sum()


def test_same_study_same_bytes(hostile):
    study, content, _ = hostile
    assert page(study) == content and b"\r" not in content


def test_the_command(tmp_path, capsys):
    hostile_study(tmp_path / "corpus")
    assert main(["page", "--corpus", str(tmp_path / "corpus")]) == 0
    assert (tmp_path / "figures" / "evidence.html").read_bytes().startswith(b"<!DOCTYPE html>")
    assert main(["page", "--corpus", str(tmp_path / "corpus"), "-o", str(tmp_path / "页 面.html")]) == 0
    assert (tmp_path / "页 面.html").exists()
