"""Lending: what a heading or the sentence before gives to a clause that names nothing."""

import numpy as np
import pandas as pd
from hypothesis import example, given
from hypothesis import strategies as st

from compare.corpus import Plan
from compare.outline import outline
from compare.themes import Theme, code
from compare.themes import scope as scopes
from compare.themes.theme import Rule, Scope


def coded(text, *scope, any=("安全",)):
    theme = Theme("甲", "", "", "", rules=(Rule("r", any=any),), scope=scope)
    clauses, removals = outline([Plan("某地-2024", text, {"title": None})])
    codings, _ = code(clauses, removals, (theme,))
    return codings


def texts(codings: pd.DataFrame) -> list[str]:
    return [f"{e}<{r}" for e, r in zip(codings["evidence"], codings["rule"], strict=True)]


PLAN = "一、总体部署\n1.抓好安全工作。\n压实责任。\n2.抓好教学工作。\n落实常规。\n3.抓好后勤。\n办好食堂。\n"


def test_an_item_heading_lends_to_its_item_alone():
    codings = coded(PLAN, Scope("条目", ("item",)))
    assert texts(codings) == ["安全<r", "压实责任。<scope.条目"]
    lent = codings.iloc[1]
    assert lent["n_hits"] == 0 and lent["from_clause"] == codings.iloc[0]["clause_no"]
    assert PLAN[lent["start"]:lent["end"]] == "压实责任。"


def test_a_section_lends_to_items_and_sentences():
    text = "一、守牢安全底线\n1.压实责任。\n逐级签订。\n二、提高质量\n2.抓好教学。\n"
    assert texts(coded(text, Scope("部分", ("section",)))) == ["安全<r", "逐级签订。<scope.部分"]


def test_a_heading_is_coded_by_its_own_words():
    text = "一、守牢安全底线\n1.压实责任。\n逐级签订。\n2.明确责任。3.追究责任。\n"
    lent = ["安全<r", "逐级签订。<scope.部分", "2.明确责任。<scope.部分", "3.追究责任。<scope.部分"]
    assert texts(coded(text, Scope("部分", ("section",)))) == lent[:2] + lent[2:]
    assert "1.压实责任。<scope.部分" in texts(coded(text, Scope("部分", ("section",), needs=("责任",))))


def test_a_point_that_is_counted_off_is_a_sentence():
    text = "一、守牢安全底线\n一是压实责任。逐级签订。二是加强巡查。逐一排查。\n"
    assert len(coded(text, Scope("部分", ("section",)))) == 5


def test_heading_and_unless_choose_the_headings():
    assert len(coded(PLAN, Scope("条目", ("item",), heading=("抓好",)))) == 2
    assert len(coded(PLAN, Scope("条目", ("item",), heading=("维护",)))) == 1
    assert len(coded(PLAN, Scope("条目", ("item",), unless=("抓好",)))) == 1


def test_needs_and_not_choose_the_clauses():
    assert len(coded(PLAN, Scope("条目", ("item",), needs=("责任",)))) == 2
    assert len(coded(PLAN, Scope("条目", ("item",), needs=("值班",)))) == 1
    assert len(coded(PLAN, Scope("条目", ("item",), without=("责任",)))) == 1


def test_an_item_that_has_turned_keeps_all_its_clauses():
    text = "一、守牢安全底线\n1.守好成果。\n落实双减。\n继续努力。\n2.压实责任。\n"
    assert texts(coded(text, Scope("部分", ("section",), without=("双减",)))) == ["安全<r", "2.压实责任。<scope.部分"]


def test_a_point_heading_lends_until_the_next_point():
    text = "一、总体部署\n一是抓好安全。压实责任。二是抓好教学。落实常规。\n"
    assert texts(coded(text, Scope("点", ("point",)))) == ["安全<r", "压实责任。<scope.点"]


def test_a_short_first_sentence_lends_to_its_paragraph():
    text = "抓好校园安全。压实责任。层层签订。\n抓好教学。落实常规。\n"
    assert texts(coded(text, Scope("段", ("paragraph",)))) == ["安全<r", "压实责任。<scope.段", "层层签订。<scope.段"]


def test_a_paragraph_of_another_subject_takes_nothing_from_its_section():
    text = "一、守牢安全底线\n压实责任。一是逐级签订。二是抓好安全。\n改进评价。一是完善标准。二是用好结果。\n"
    assert texts(coded(text, Scope("部分", ("section",)))) == [
        "安全<r", "压实责任。<scope.部分", "一是逐级签订。<scope.部分", "安全<r", "改进评价。<scope.部分"]


def test_an_item_without_a_word_of_the_theme_is_apart_from_its_section():
    text = "一、守牢安全底线\n1.改进评价。\n完善标准。用好结果。\n2.压实责任。\n抓好安全。层层签订。\n"
    assert texts(coded(text, Scope("部分", ("section",)))) == ["安全<r", "安全<r", "层层签订。<scope.部分"]


def test_a_long_first_sentence_is_no_heading():
    text = "抓好校园安全、教育教学、招生考试、队伍建设和后勤保障各项工作。压实责任。\n"
    assert len(coded(text, Scope("段", ("paragraph",)))) == 1


def test_a_line_without_a_full_stop_stands_above_its_paragraphs():
    text = "一、总体部署\n抓好校园安全\n压实责任。层层签订。\n总结经验。\n抓好教学\n落实常规。\n"
    assert texts(coded(text, Scope("段", ("paragraph",)))) == [
        "安全<r", "压实责任。<scope.段", "层层签订。<scope.段", "总结经验。<scope.段"]


def test_a_sentence_carries_on_the_one_before():
    text = "1.抓好后勤。\n确保食堂安全。落实陪餐。落实陪餐制度。\n2.抓好教学。\n落实常规。\n3.总结。\n"
    codings = coded(text, Scope("承上", ("sentence",), needs=("陪餐",)))
    assert texts(codings) == ["安全<r", "落实陪餐。<scope.承上", "落实陪餐制度。<scope.承上"]
    assert codings["from_clause"].nunique() == 1  # the words that carry the theme stand in the first of them


def test_nothing_is_carried_into_the_next_item():
    text = "1.抓好后勤。\n确保食堂安全。\n2.抓好陪餐。\n落实陪餐。\n3.总结。\n"
    assert len(coded(text, Scope("承上", ("sentence",)))) == 1


def test_a_subject_that_has_been_left_is_not_lent_for_ever():
    text = "1.抓好安全。\n" + "".join(f"做第{n}件事。" for n in range(20)) + "\n2.抓好教学。\n3.总结。\n"
    assert len(coded(text, Scope("条目", ("item",)))) == 7
    back = text.replace("做第6件事。", "安全第一。")
    assert len(coded(back, Scope("条目", ("item",)))) == 14


def test_offices_in_charge_take_nothing():
    text = "1.抓好安全工作。\n压实责任。（责任科室：办公室）\n2.抓好教学。\n3.抓好后勤。\n"
    assert texts(coded(text, Scope("条目", ("item",)))) == ["安全<r", "压实责任。<scope.条目"]


def test_nothing_is_lent_across_plans():
    scope = Scope("条目", ("item",)), Scope("承上", ("sentence",))
    theme = Theme("甲", "", "", "", rules=(Rule("r", any=("安全",)),), scope=scope)
    plans = [outline([Plan(name, text, {"title": None})]) for name, text in (("a", "1.抓好安全。\n"), ("b", "压实责任。\n"))]
    clauses, removals = (pd.concat([p[i] for p in plans], ignore_index=True) for i in (0, 1))
    assert code(clauses, removals, (theme,))[0]["plan_id"].tolist() == ["a"]


CLAUSES = st.lists(st.tuples(st.sampled_from(["section", "item", "point", "body", "preamble", "title"]), st.integers(1, 3),
                             st.booleans(), st.sampled_from(["甲", "一是甲。", "乙" * 24, "丙" * 75]), st.booleans(), st.booleans(),
                             st.booleans()), min_size=1, max_size=12)


@given(CLAUSES)
@example([("section", 1, True, "甲", True, True, False), ("body", 1, True, "一是甲。", True, False, False)])
def test_sentences_that_go_on_stand_under_the_headings_they_would_have_each(clauses):
    kinds, blocks, outside, texts, counted, new_line, new_plan = zip(*clauses, strict=True)
    columns = (kinds, np.array(blocks, dtype=int), np.array(outside, dtype=bool), texts,
               *(np.array(column, dtype=bool) for column in (counted, new_line, new_plan)))
    made = scopes.context(*columns)
    runs, scopes._breaks = scopes._breaks, lambda kinds, *_: np.ones(len(kinds), dtype=bool)
    try:
        assert made == scopes.context(*columns)
    finally:
        scopes._breaks = runs


def plain_heads(kinds, blocks, outside, texts, counted, new_line, new_plan):
    """(heads by level, sentence before) of each clause, looked at one by one; None where it is not counted."""
    made, heads, last = [], {}, -1
    for row, kind in enumerate(kinds):
        left = "item" in heads and kind != "item" and blocks[row] != blocks[heads["item"]] or "section" in heads and outside[row]
        if new_plan[row] or counted[row] and left:
            heads, last = {}, -1
        if not counted[row]:
            made.append(None)
            continue
        if new_line[row]:
            heads = {name: head for name, head in heads.items()
                     if name != "paragraph" and not (name == "point" and not new_line[head])}
        level = plain_level(row, kind, heads, texts, counted, new_line)
        if level:
            inside = {"paragraph"} if level == "point" and not new_line[row] else ()
            heads = {name: head for name, head in heads.items()
                     if scopes.LEVELS.index(name) < scopes.LEVELS.index(level) or name in inside}
        last = -1 if kind in ("section", "item") else last
        made.append((heads, last))
        last = row
        if level and len(texts[row]) <= scopes.LONGEST[level]:
            heads = {**heads, level: row}
    return made


def plain_level(row, kind, heads, texts, counted, new_line):
    if kind in ("section", "item", "point"):
        return kind
    if not new_line[row] or len(texts[row]) > 26 or row + 1 == len(texts) or not counted[row + 1]:
        return ""
    if new_line[row + 1]:
        return "line" if texts[row][-1].isalnum() else ""
    return "paragraph" if len(texts[row]) <= 20 and not {"item", "point", "line"} & heads.keys() else ""


@given(CLAUSES)
def test_what_stands_above_before_and_under_each_clause(clauses):
    kinds, blocks, outside, texts, counted, new_line, new_plan = zip(*clauses, strict=True)
    new_plan = (True, *new_plan[1:])
    made = scopes.context(kinds, np.array(blocks, dtype=int), np.array(outside, dtype=bool), texts,
                          *(np.array(column, dtype=bool) for column in (counted, new_line, new_plan)))
    plain = plain_heads(*(kinds, blocks, outside, texts, counted, new_line, new_plan))
    for row, own in enumerate(plain):
        assert made.before[row] == (own[1] if own else -1)
        assert {scopes.LEVELS[at]: head for at, head in enumerate(made.heads[row]) if head >= 0} == (own[0] if own else {})
        under = [other for other, above in enumerate(plain) if above and row in above[0].values()]
        assert [other for other in range(row + 1, made.stop[row]) if counted[other]] == under
        assert made.below(row) == len(under)
    assert all(made.after[before] == row for row, before in enumerate(made.before) if before >= 0)
