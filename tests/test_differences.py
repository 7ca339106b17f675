"""What changed since the previous run: causes, numbers, and which cause has to do with which number."""

import json

import pandas as pd
import pytest

from compare import charts
from compare.cli import main
from compare.report.differences import Results, blocks, causes, differences, results
from studies import study_of

ACCOUNT = {"texts": {"甲": "1", "乙": "1"}, "plans": {"甲": "1", "乙": "1"}, "themes": {"党建": "1", "安全": "1"}, "lexicon": "1",
           "packages": {"jieba": "0.42"}, "settings": {"draws": 4000}, "python": "3.11.2", "plan_compare": "0.1.0"}
COVERAGE = pd.DataFrame({"plan_id": ["甲", "甲", "乙"], "theme": ["党建", "安全", "党建"], "share": ["0.1", "0.2", "0.3"], "note": ""})


def account(**changed):
    return {**ACCOUNT, **changed}


def pair(new_account=ACCOUNT, new_table=COVERAGE):
    return Results(ACCOUNT, {"coverage": COVERAGE}), Results(new_account, {"coverage": new_table})


@pytest.mark.parametrize(("changed", "told"), [
    ({}, []),
    ({"texts": {"甲": "2", "乙": "1"}, "plans": {"甲": "2", "乙": "1"}}, [("原文", "甲", "改动")]),
    ({"plans": {"甲": "2", "乙": "1"}}, [("标签", "甲", "改动")]),
    ({"texts": {"甲": "1"}, "plans": {"甲": "1"}}, [("原文", "乙", "删去")]),
    ({"texts": {"甲": "1", "乙": "1", "丙": "1"}, "plans": {"甲": "1", "乙": "1", "丙": "1"}}, [("原文", "丙", "新增")]),
    ({"themes": {"党建": "2", "安全": "1"}}, [("主题规则", "党建", "改动")]),
    ({"lexicon": "2"}, [("词表", "", "改动")]),
    ({"packages": {"jieba": "0.43"}}, [("程序", "jieba", "改动（0.42 → 0.43）")]),
    ({"python": "3.14.0"}, [("程序", "python", "改动（3.11.2 → 3.14.0）")]),
])
def test_causes(changed, told):
    assert list(causes(*pair(account(**changed))).itertuples(index=False, name=None)) == told


def test_a_number_that_moved_is_told_with_its_cause():
    moved = COVERAGE.assign(share=["0.15", "0.2000000001", "0.3"])
    found = differences(*pair(account(themes={"党建": "2", "安全": "1"}), moved))
    assert list(found.itertuples(index=False, name=None)) == [
        ("coverage", "甲 党建", "share", "0.1", "0.15", "主题规则改动：党建")]


def test_rows_that_come_and_go():
    new = pd.concat([COVERAGE.iloc[:2], pd.DataFrame({"plan_id": ["丙"], "theme": ["党建"], "share": ["0.5"], "note": [""]})])
    found = differences(*pair(account(texts={"甲": "1", "丙": "1"}), new))
    assert list(found[["row", "before", "after", "why"]].itertuples(index=False, name=None)) == [
        ("丙 党建", "", "有", "原文新增：丙"), ("乙 党建", "有", "", "原文删去：乙")]


def test_a_number_that_moved_without_cause_is_an_alarm():
    made = blocks(*pair(new_table=COVERAGE.assign(share=["0.9", "0.2", "0.3"])))
    assert any("计算不可重复" in getattr(block, "text", "") for block in made)


def test_the_page_begins_with_what_matters():
    """Which sources changed, how many shares moved and which the most, before any table; long tables stand in the file."""
    moved = COVERAGE.assign(share=["0.1513", "0.1", "0.3"])
    new = pd.concat([moved, pd.DataFrame({"plan_id": ["丙"], "theme": ["党建"], "share": ["0.5"], "note": [""]})])
    before, now = pair(account(texts={**ACCOUNT["texts"], "丙": "1"}, themes={"党建": "2", "安全": "2"}), new)
    many = pd.DataFrame({"plan_id": "甲", "term": [f"词{n}" for n in range(90)], "weight": "0.12345678"})
    before.tables["weights"], now.tables["weights"] = many, many.assign(weight="0.2234567891")
    before.tables["design"] = now.tables["design"] = COVERAGE
    made = blocks(before, now)
    assert [block.text for block in made[:4]] == [
        "要点", "原文新增 1 项（丙）；主题规则改动 2 项（党建、安全）。", "3 张表里，2 张有变；没有变的：design。",
        "占比：新增 1 格，删去 0 格；两次都有的 3 格里，2 格的占比变了，变动居首的是 甲 安全：20.0% → 10.0%（主题规则改动：安全）。"]
    assert [row[:4] for row in made[4].rows] == [("甲 安全", "20.0%", "10.0%", "-10.0"), ("甲 党建", "10.0%", "15.1%", "+5.1")]
    tables = {block.title: block.rows for block in made[5:] if hasattr(block, "rows")}
    assert tables["各表变了多少"] == (("coverage", "1", "0", "2", "2", "主题规则改动：党建；主题规则改动：安全；原文新增：丙"),
                                ("weights", "0", "0", "90", "90", "原文有变；主题规则有变"))
    rows = tables["weights：90 处，列出前 20 处，其余见 differences.csv"]
    assert len(rows) == 20 and rows[0][2:4] == ("0.1235", "0.2235")


def test_nothing_changed_is_no_page():
    assert blocks(*pair()) == []


@pytest.mark.parametrize("content", ["", "{", "[]", None])
def test_a_folder_without_a_run_has_no_results(tmp_path, content):
    if content is not None:
        (tmp_path / "run.json").write_text(content, "utf-8")
    assert results(tmp_path) is None


def test_run_writes_the_page_once_something_changed(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(charts, "names", lambda: ["coverage"])
    corpus = tmp_path / "corpus"
    study_of(corpus, 甲县_2024="---\nplace: 甲县\nyear: 2024\n---\n一、推进党建工作。\n1.落实安全责任。\n")
    out = tmp_path / "figures"

    def run():
        assert main(["run", "--corpus", str(corpus), "--no-notebooks"]) == 0
        return out / "differences.html"

    assert not run().exists() and not run().exists()
    study_of(corpus, 乙县_2024="---\nplace: 乙县\nyear: 2024\n---\n一、推进党建工作。\n")
    page = run().read_bytes()
    assert "乙县-2024".encode() in page and "新增".encode() in page and b"coverage" in page
    listed = pd.read_csv(out / "differences.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    assert {"coverage"} == set(listed["table"]) and "differences" not in results(out).tables
    assert run().read_bytes() == page, "a run that changes nothing keeps the page"
    assert "causes" in capsys.readouterr().out
    assert json.loads((out / "run.json").read_text("utf-8"))["texts"].keys() == {"甲县-2024", "乙县-2024"}


@pytest.mark.parametrize("account", [{}, {"plans": {"甲": "0"}}, {"plans": [], "texts": 5, "themes": None, "packages": "x"}])
def test_an_account_that_was_edited_is_compared_too(account):
    now = Results({"plans": {"甲": "1"}, "texts": {"甲": "2"}, "themes": {}, "packages": {}}, {})
    assert "甲" in causes(Results(account, {}), now)["name"].tolist()


def test_what_is_no_account_or_no_table_is_no_result(tmp_path):
    (tmp_path / "a.csv").mkdir()
    (tmp_path / "run.json").write_text("{}", "utf-8")
    found = results(tmp_path)
    assert found is not None and found.tables == {}
    (tmp_path / "run.json").write_text("[" * 100_000, "utf-8")
    assert results(tmp_path) is None
