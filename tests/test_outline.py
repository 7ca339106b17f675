"""Plan text -> clauses: what a clause is, what is set aside, and that no character is lost or counted twice."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.corpus import Plan, read_plan
from compare.corpus import _corrections as read_corrections
from compare.errors import StudyError
from compare.outline import enumerator, outline
from compare.reading.characters import HAN, han_within
from compare.reading.uncommon import uncommon

ROOT = Path(__file__).parents[1]


def outlined(text, corrections=()):
    plan = Plan("x", text, {"title": None}, tuple(corrections))
    return plan, *outline([plan])


def rebuilt(text, clause, removals):
    """A clause's text by the ledger alone: its span, less what was removed, plus what replaced it."""
    inside = removals[(removals["start"] >= clause.start) & (removals["start"] < clause.end)]
    out, at = "", clause.start
    for start, end, new in zip(inside["start"], inside["end"], inside["replacement"], strict=True):
        out, at = out + text[at:start] + new, end
    return out + text[at:clause.end]


def assert_all_accounted_for(plan, clauses, removals):
    text = plan.text
    assert [0, *clauses["end"]] == [*clauses["start"], len(text)], "spans tile the text"
    assert (clauses["start"] < clauses["end"]).all()
    assert [text[s:e] for s, e in zip(removals["start"], removals["end"], strict=True)] == removals["text"].tolist()
    ends = removals["end"].tolist()
    assert all(e <= s for e, s in zip(ends, removals["start"].tolist()[1:], strict=False)), "the ledger counts nothing twice"
    for clause in clauses.itertuples():
        assert rebuilt(text, clause, removals).strip() == clause.text
        assert bool(clause.text) == (clause.kind != "furniture")
    assert clauses["block"].is_monotonic_increasing


# -- the five plans ---------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("plan_id", "sections", "items", "points"), [
    ("金凤区-2024", 6, 25, 0),
    ("湖里区-2020", 5, 30, 0),
    ("高台县-2023", 7, 30, 0),
    ("芦淞区-2025", 0, 18, 0),
    ("某市-2024", 6, 0, 18),
])
def test_outline_of_the_shipped_plans(study, plan_id, sections, items, points):
    clauses = study.clauses[study.clauses["plan_id"] == plan_id]
    kinds = clauses["kind"].value_counts()
    assert [kinds.get(kind, 0) for kind in ("section", "item", "point")] == [sections, items, points]
    assert clauses["section"].dropna().nunique() == sections


def test_every_character_of_the_shipped_plans_is_accounted_for(study):
    for row in study.plans.itertuples():
        own = (table[table["plan_id"] == row.plan_id].reset_index(drop=True) for table in (study.clauses, study.removals))
        assert_all_accounted_for(row, *own)


def test_responsibility_lines_are_set_apart(study):
    clauses = study.clauses[study.clauses["plan_id"] == "金凤区-2024"]
    apart = clauses[clauses["kind"] == "responsibility"]
    assert len(apart) >= 50 and not apart["counted"].any()
    assert not clauses[clauses["counted"]]["text"].str.contains("责任领导|责任单位").any()


def test_page_marks_of_the_sharing_site_are_taken_out_of_words(study):
    text = "".join(study.clauses.loc[study.clauses["plan_id"] == "某市-2024", "text"])
    assert "深化主题教育学习" in text
    marks = study.removals[study.removals["reason"] == "page mark"]
    assert marks["text"].str.strip().tolist() == [f"{n}、" for n in range(1, 9)]


def test_page_metadata_is_not_counted(study):
    counted = "".join(study.clauses.loc[study.clauses["counted"], "text"])
    for word in ("索引号", "公开形式", "扫一扫", "由会员分享", "发布机构"):
        assert word not in counted


def test_a_correction_changes_what_is_analysed_and_not_the_text(study):
    mended = study.removals[study.removals["reason"].str.startswith("correction")]
    assert not mended.empty
    for row in mended.itertuples():
        text = study.plans.set_index("plan_id").loc[row.plan_id, "text"]
        assert text[row.start:row.end] == row.text


# -- small texts ------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("text", "clauses"), [
    ("甲校开学。乙校放假!丙校?", [("body", "甲校开学。"), ("body", "乙校放假!"), ("body", "丙校?")]),
    ("他说:“好。”走了。", [("body", "他说:“好。”"), ("body", "走了。")]),
    ("第一行。\n没有句号的一行\n又一行。\n",
     [("body", "第一行。"), ("body", "没有句号的一行"), ("body", "又一行。")]),
    ("  缩进的一行。  \n\n\n  又一行。", [("body", "缩进的一行。"), ("body", "又一行。")]),
    ("一、办学\n1.建校。建一所。\n2.招生。\n二、教学\n3.备课。",
     [("section", "一、办学"), ("item", "1.建校。"), ("body", "建一所。"), ("item", "2.招生。"), ("section", "二、教学"),
      ("item", "3.备课。")]),
    ("一、办学\n(一)建校。\n(二)招生。", [("section", "一、办学"), ("item", "(一)建校。"), ("item", "(二)招生。")]),
    ("第一部分 办学\n(一)建校。", [("section", "第一部分 办学"), ("item", "(一)建校。")]),
    ("1.办学。\n2.招生。", [("item", "1.办学。"), ("item", "2.招生。")]),
    ("一、办学。一是建校。二是招生。",
     [("section", "一、办学。"), ("point", "一是建校。"), ("point", "二是招生。")]),
    ("投入3.5亿元。增长1.2个百分点。", [("body", "投入3.5亿元。"), ("body", "增长1.2个百分点。")]),
    ("1.办学。\n责任单位:教育科、各中小学\n2.招生。",
     [("item", "1.办学。"), ("responsibility", "责任单位:教育科、各中小学"), ("item", "2.招生。")]),
    ("一、办学。\n附件下载:\n版权所有", [("section", "一、办学。"), ("furniture", ""), ("furniture", "")]),
    ("某县教育局2024年工作要点\n一、办学。",
     [("title", "某县教育局2024年工作要点"), ("section", "一、办学。")]),
])
def test_clauses(text, clauses):
    _, table, _ = outlined(text)
    assert list(zip(table["kind"], table["text"], strict=True)) == clauses


@pytest.mark.parametrize(("text", "found"), [
    ("一、办学", ("chapter", 1)), ("十二、办学", ("chapter", 12)), ("二十、办学", ("chapter", 20)),
    ("第三部分 办学", ("part", 3)), ("二十三. 办学", ("chapter", 23)), ("（四）办学", ("paren", 4)),
    ("(十一) 办学", ("paren", 11)),
    ("5.办学", ("arabic", 5)), ("12、办学", ("arabic", 12)), ("７．办学", ("arabic", 7)), ("(8)办学", ("sub", 8)),
    ("③办学", ("sub", 3)), ("一是办学", ("point", 1)), ("3.5亿元", None), ("2024年", None), ("办学", None), ("一、", None),
    ("一是否决权", None), ("", None), ("、", None),
])
def test_enumerators(text, found):
    made = enumerator(text)
    assert (made and (made.style, made.number)) == found


# -- any text ---------------------------------------------------------------------------------------------------------

BITS = st.sampled_from([
    "一、", "二、", "(一)", "(二)", "1.", "2、", "3.", "10.", "①", "一是", "二要", "首先,", "第一部分", "\n1、", "\n2、", "\n3、",
    "责任单位:", "责任领导:", "办公室", "索引号:", "发布机构", "由会员分享,可在线阅读", "各中小学:", "教育局", "2024年3月5日",
    "工作要点", "同时,", "首页 > 公告", "教育", "推进", "学校安全工作", "3.5", "abc", "0", "²", "〇", "百", "九十九",
    "。", "!", "?", "！", "？", "”", ")", "）", "；", "：", "\n", "\n\n", " ", "\u3000", "\t", "\x0b", "\x0c", "\x1c", "\x85",
    "\u2028", "\u200b", "\ufeff", "e\u0301", "🎓", "𠮷", "\0",
])
TEXTS = st.one_of(st.lists(BITS, min_size=1, max_size=40).map("".join),
                  st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60))


@given(TEXTS)
@settings(max_examples=200)
def test_whatever_the_text_nothing_is_lost(text):
    if text.strip():
        assert_all_accounted_for(*outlined(text.replace("\r", "")))


@given(TEXTS, st.lists(st.tuples(TEXTS, st.integers(0, 6), st.integers(1, 6)), min_size=1, max_size=3))
@settings(max_examples=150)
def test_whatever_is_corrected_nothing_is_lost(text, mends):
    text = text.replace("\r", "")
    entries, free = [], 0
    for replace, gap, size in mends:
        find = text[free + gap:free + gap + size]
        free += gap + size
        if text.count(find) == 1:
            entries.append({"find": find, "replace": replace.replace("\r", "")[:4], "reason": "why"})
    try:
        plan, clauses, removals = outlined(text, read_corrections(entries, text, Path("x.txt")))
    except StudyError:
        return  # one that makes two sentences of one
    if len(clauses):
        assert_all_accounted_for(plan, clauses, removals)


@pytest.mark.parametrize(("find", "replace", "clauses"), [
    ("建校", "建。校", ["甲地建。", "校后招生。"]),   # what is put in stands behind the character before it
    ("建校", "建\n校", ["甲地建", "校后招生。"]),
    ("后招", "。", ["甲地建校。", "生。"]),
    ("后招", "。再", None),
    ("后招", "\n再", ["甲地建校", "再生。"]),
    ("后招", "一。二。", None),
])
def test_a_correction_stays_inside_one_sentence(find, replace, clauses):
    text = "开学了。\n甲地建校后招生。"
    corrections = read_corrections([{"find": find, "replace": replace, "reason": "why"}], text, Path("x.txt"))
    if clauses:
        assert outlined(text, corrections)[1]["text"].tolist()[1:] == clauses
    else:
        with pytest.raises(StudyError, match="makes more than one sentence -> make an entry for each sentence"):
            outlined(text, corrections)


@given(st.lists(TEXTS.filter(str.strip), min_size=2, max_size=4))
@settings(max_examples=30)
def test_a_plan_is_outlined_alike_alone_and_among_others(texts):
    plans = [Plan(f"p{n}", text.replace("\r", "") or "x", {"title": None}) for n, text in enumerate(texts)]
    plans = [p for p in plans if p.text.strip()]
    together = outline(plans)
    for plan in plans:
        for whole, alone in zip(together, outline([plan]), strict=True):
            pd.testing.assert_frame_equal(whole[whole["plan_id"] == plan.plan_id].reset_index(drop=True), alone)


def test_line_ends_make_no_difference(tmp_path):
    for source in sorted((ROOT / "corpus" / "plans").glob("*.txt"))[:2]:
        windows = tmp_path / source.name
        windows.write_bytes(source.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        for ours, theirs in zip(outline([read_plan(source)]), outline([read_plan(windows)]), strict=True):
            pd.testing.assert_frame_equal(ours, theirs)


def test_han_characters_are_counted_as_the_pattern_has_them():
    every = "".join(chr(c) for c in (*range(1, 0xD800), *range(0xE000, 0x10000), 0x1F600, 0x20000, 0x30000, 0x3FFFF, 0x40000))
    at = np.arange(len(every))
    han = [bool(re.match(f"[{HAN}]", char)) for char in every]
    assert han_within(uncommon(every), at, at + 1).tolist() == han
    assert han_within(uncommon(every), at[:1], at[-1:] + 1).tolist() == [sum(han)]
    assert han[every.index("가")] is False and han[every.index("龥")]
