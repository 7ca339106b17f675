"""Where the words of themes stand: longest match, exclusions, and rules of several conditions."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.themes.folding import folded
from compare.themes.match import Findings, Matcher
from compare.themes.theme import Rule, Theme


def theme(name="甲", exclude=(), **rule):
    return Theme(name, name, name, "", rules=(Rule("r", **rule),), exclude=tuple(exclude))


def hits(text, *themes, of="甲"):
    matcher = Matcher(themes)
    found = matcher.find(text)
    return [text[slice(*found.original(start, end))] for start, end, _ in matcher.hits(of, found)]


def test_longest_match_across_all_themes():
    safety, digital = theme("甲", any=("安全", "网络安全教育")), theme("乙", any=("网络安全",))
    assert hits("开展网络安全教育,保障安全。", safety, digital) == ["网络安全教育", "安全"]
    assert hits("开展网络安全教育。", safety, digital, of="乙") == []
    assert hits("健全网络安全机制。", safety, digital) == []  # the other theme's longer word holds this one's
    assert hits("健全网络安全机制。", safety, digital, of="乙") == ["网络安全"]


def test_words_that_overlap_in_part_both_stand():
    assert hits("数字化教学平台", theme(any=("数字化教学", "教学平台"))) == ["数字化教学", "教学平台"]


def test_exclusions_win_over_hits():
    safety = theme(any=("安全", "安全风险", "安全优质示范"), exclude=("安全优质", "资金安全"))
    assert hits("推动普惠安全优质发展。", safety) == []
    assert hits("防范资金安全风险。", safety) == []  # touches the exclusion
    assert hits("创建安全优质示范园。", safety) == ["安全优质示范"]  # a longer word that holds the exclusion
    assert hits("资金安全与校园安全。", safety) == ["安全"]


def test_an_exclusion_binds_its_own_theme_alone():
    other = theme("乙", any=("安全",), exclude=("意识形态安全",))
    assert hits("维护意识形态安全。", theme("甲", any=("意识形态",)), other) == ["意识形态"]


def test_not_bars_the_clause():
    rule = theme(any=("减负",), without=("教师",))
    assert hits("落实减负要求。", rule) == ["减负"]
    assert hits("落实减负要求,关爱教师。", rule) == []


def test_all():
    rule = theme(all=("书包", "重量"))
    assert hits("控制书包的重量。", rule) == ["书包", "重量"]
    assert hits("控制书包。", rule) == []


def test_near_counts_the_characters_between():
    rule = theme(near=(("书包",), ("重", "沉")), within=2)
    assert hits("书包太重", rule) == ["书包太重"]
    assert hits("太重的书包", rule) == ["重的书包"]
    assert hits("书包里的书太重", rule) == []
    assert hits("书包里的书太重", theme(near=(("书包",), ("重",)))) == ["书包里的书太重"]  # within: clause


def test_sequence_keeps_the_order():
    rule = theme(sequence=(("党委",), ("研究", "听取"), ("教育",)), gap=3)
    assert hits("提请党委专题研究教育工作", rule) == ["党委专题研究教育"]
    assert hits("教育工作由党委研究", rule) == []


def test_conditions_hold_together():
    rule = theme(any=("平台",), near=(("招生",), ("网上",)), within=9, regex="[0-9]{1,3}所")
    assert hits("网上招生用好平台,覆盖20所学校", rule) == ["网上招生", "平台", "20所"]
    assert hits("网上招生用好平台", rule) == []


def test_quotes_spaces_and_wide_letters_do_not_part_words():
    assert hits("推进“平安”校园与ＡＩ＋教育", theme(any=("平安校园", "ai+教育"))) == ["平安”校园", "ＡＩ＋教育"]
    assert hits("部门协 作", theme(any=("协作",))) == ["协 作"]


def test_no_hit_stands_inside_another():
    both = Theme("甲", "", "", "", rules=(Rule("a", any=("书包",)), Rule("b", near=(("书包",), ("重",)), within=3)))
    assert hits("书包太重", both) == ["书包太重"]


@given(st.text("安全网络教育 “ＡＡ", max_size=30))
def test_folding_keeps_the_places(text):
    found = Matcher(()).find(text)
    for at, char in enumerate(found.text):
        start, end = found.original(at, at + 1)
        assert end == start + 1 and folded(text[start])[0] == char
    assert len(found.text) == len("".join(text.split()).replace("“", ""))


def test_offices_in_charge_are_no_evidence():
    rule = theme(any=("安全",))
    for text in ("做好招生。(责任科室:安全科)", "做好招生（牵头单位：安全科、基教科）。", "责任单位:安全科",
                 "做好招生（安全科负责）。"):
        assert hits(text, rule) == []
    assert hits("落实安全责任（责任科室：安全科）。", rule) == ["安全"]
    assert hits("安全工作人人负责。", rule) == ["安全"]
    assert Findings(Matcher(()), ["（责任科室：安全科）", "做好招生（责任科室：安全科）", ""]).speaks.tolist() == [False, True, False]


SMALL = "安全教育校园"


@given(st.text("安全教育校园网络稳定", max_size=30), st.sets(st.text(SMALL, min_size=1, max_size=3), min_size=1, max_size=6))
def test_agrees_with_a_plain_search(text, words):
    spans = {(i, i + len(w)) for w in words for i in range(len(text)) if text.startswith(w, i)}
    outer = [s for s in sorted(spans) if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans)]
    assert hits(text, theme(any=tuple(words))) == [text[a:b] for a, b in outer]


@pytest.mark.parametrize("rule", [{"near": (("学",), ("校",)), "within": 9}, {"sequence": (("学",), ("校",)), "gap": 1000},
                                  {"any": ("学",), "without": ("无",)}])
def test_a_clause_as_long_as_a_document_takes_no_time(rule):
    began = time.process_time()
    assert len(hits("学校" * 95_000, theme(exclude=("校学校",), **rule))) < 100_000
    assert time.process_time() - began < 8


def test_letters_and_figures_are_whole_words():
    rule = theme(any=("ai", "5g", "app", "3点半"))
    assert hits("推行AI后厨、“AI+教育”和5G专网，3点半放学。", rule) == ["AI", "AI", "5G", "3点半"]
    assert hits("Train教材、Happy英语、15G流量、13点半开会。", rule) == []
    assert hits("STEM AI课程", rule) == ["AI"]  # the space between the two is not matched, but counts


FEW_WORDS = st.lists(st.text("安全教育校网", min_size=1, max_size=3), max_size=3, unique=True).map(tuple)
RULES = st.one_of(
    st.builds(lambda words: Rule("词", any=words or ("安全",)), FEW_WORDS),
    st.builds(lambda words, without: Rule("除", any=words or ("教育",), without=without), FEW_WORDS, FEW_WORDS),
    st.builds(lambda one, other: Rule("近", near=(one or ("安",), other or ("校",)), within=2), FEW_WORDS, FEW_WORDS),
    st.just(Rule("式", regex="网.")))
THEMES = st.lists(st.tuples(st.lists(RULES, min_size=1, max_size=2), FEW_WORDS), min_size=1, max_size=3)


@given(THEMES, st.lists(st.text("安全教育校网 “Ａ(责任单位:)", max_size=14), max_size=6))
def test_all_clauses_at_once_hold_what_each_holds_alone(given_themes, texts):
    themes = tuple(Theme(f"题{at}", "", "", "", rules=tuple(rules), exclude=barred) for at, (rules, barred) in enumerate(given_themes))
    matcher = Matcher(themes)
    found = Findings(matcher, texts)
    for one in themes:
        alone = [(row, *clause.original(start, end), rule) for row, text in enumerate(texts)
                 if Findings(matcher, [text]).speaks[0]
                 for clause in [matcher.find(text)] for start, end, rule in matcher.hits(one.name, clause)]
        assert list(zip(*(column.tolist() for column in found.hits(one.name)), strict=True)) == alone
