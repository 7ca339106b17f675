"""Past or to come: sections by their headings, sentences by their words."""

from __future__ import annotations

import pytest

from compare.tense import looking_back, past_stretches

SENTENCES = [
    # a sentence of a plan for 2024, and the stretch of it that is past
    ("去年新增学位900个，今年再增500个。", "去年新增学位900个，"),
    ("2023年建成3所，到2025年建成9所。", "2023年建成3所，"),
    ("已建成4所，力争年底建成6所。", "已建成4所，"),
    ("培养了30名教师；新建2所学校。", "培养了30名教师；"),
    ("截至目前，完成投资3亿元，占比60%。", "截至目前，完成投资3亿元，占比60%。"),
    ("力争比去年增长5%。", ""),
    ("新建2所学校，培养30名教师。", ""),
    ("加快项目前期工作，完成投资3亿元。", ""),
    ("落实《2021年行动计划》，新建2所学校。", ""),
    ("为了新建2所学校，了解需求。", ""),
    ("将建成的5所学校投用。", ""),
]


@pytest.mark.parametrize(("sentence", "past"), SENTENCES)
def test_past_stretches(sentence: str, past: str) -> None:
    assert "".join(sentence[start:end] for start, end in past_stretches(sentence, 2024)) == past


def back(*clauses: tuple[str, str], title: str = "") -> str:
    """``b`` for each clause that looks back and ``-`` for the others; each clause opens a paragraph."""
    return "".join("-b"[told] for told in looking_back([(kind, text, True) for kind, text in clauses], 2024, title))


def test_headings_turn_what_stands_under_them() -> None:
    assert back(("section", "一、2023年工作回顾"), ("item", "（一）着力抓重点工作"), ("body", "新建学校3所。"),
                ("section", "二、2024年工作安排"), ("item", "（一）在扩大供给上取得更多成果"),
                ("body", "新建学校2所。")) == "bbb---"
    assert back(("section", "一、2023年工作回顾"), ("body", "新建学校3所。"), ("section", "二、扩大教育资源"),
                ("body", "新建2所。")) == "bb--"
    assert back(("title", "2023年工作回顾"), ("section", "一、队伍建设"), ("body", "招聘50人。"), ("title", "2024年工作安排"),
                ("section", "一、队伍建设"), ("body", "招聘60人。")) == "bbb---"


def test_a_summary_looks_back_until_it_turns_to_the_next_year() -> None:
    assert back(("section", "一、队伍建设"), ("body", "招聘50人。"), ("section", "二、2025年工作打算"), ("body", "招聘60人。"),
                title="2024年工作总结") == "bb--"


def test_a_plan_looks_back_in_one_paragraph_at_most() -> None:
    assert back(("preamble", "过去一年，招聘50人。"), ("section", "一、队伍建设"), ("body", "招聘60人。")) == "b--"


def test_a_report_without_headings_turns_with_its_sentences() -> None:
    assert back(("body", "各位代表，现在我作工作报告。"), ("body", "过去一年，新建学校3所。"), ("body", "招聘50人。"),
                ("body", "2024年是关键之年。"), ("body", "招聘60人。")) == "-bb--"


def test_what_explains_terms_is_no_programme() -> None:
    assert back(("section", "一、2024年工作安排"), ("body", "招聘60人。"), ("title", "名词解释"),
                ("body", "三保障：指3个方面。")) == "--bb"
