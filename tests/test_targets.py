"""Which numbers of a plan are commitments, and what is read from them."""

from __future__ import annotations

import math
import time
from pathlib import Path

import pandas as pd
import pytest

import compare
from compare.measures.targets import quantities_left, target_groups, targets, value_text
from compare.study import Study
from compare.tables import TABLES
from target_sentences import COMMITMENTS, TRAPS

CORPUS = Path(__file__).parents[1] / "corpus"
FRONT = "---\nplace: 某区\nlevel: 区县\nyear: 2024\nkind: 工作要点\n---\n"


def study_of(folder: Path, plans: dict[str, str]) -> Study:
    (folder / "plans").mkdir(parents=True)
    for name, text in plans.items():
        (folder / "plans" / f"{name}.txt").write_text(FRONT + text + "\n", encoding="utf-8", newline="\n")
    return compare.load(folder)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """{sentence: its rows, written as in target_sentences}; each sentence is a plan of its own."""
    sentences = [s for s, _ in COMMITMENTS] + TRAPS
    study = study_of(tmp_path_factory.mktemp("sentences"), {f"s{n:03d}": s for n, s in enumerate(sentences)})
    rows: dict[str, list[str]] = {s: [] for s in sentences}
    for r in targets(study).itertuples():
        value = f"{r.value:.10g}" if pd.isna(r.value_max) else f"{r.value:g}..{r.value_max:g}"
        row = f"{r.quote} {value} {r.unit} {r.comparator} {r.direction}"
        rows[sentences[int(r.plan_id[1:])]].append(row.removesuffix(" level"))
    return rows


def test_there_are_sentences_enough_and_half_of_them_are_traps() -> None:
    assert len(set(s for s, _ in COMMITMENTS) | set(TRAPS)) == len(COMMITMENTS) + len(TRAPS) >= 150
    assert len(TRAPS) >= (len(COMMITMENTS) + len(TRAPS)) / 2


@pytest.mark.parametrize(("sentence", "rows"), COMMITMENTS, ids=[s[:16] for s, _ in COMMITMENTS])
def test_commitment(found: dict[str, list[str]], sentence: str, rows: list[str]) -> None:
    assert found[sentence] == rows


@pytest.mark.parametrize("sentence", TRAPS, ids=[s[:16] for s in TRAPS])
def test_trap(found: dict[str, list[str]], sentence: str) -> None:
    assert found[sentence] == []


def test_against_hand_coding() -> None:
    """Two hand-coded plans: precision and recall .95; in matched rows value and unit right in 97%, comparator in 92%."""
    coded = pd.read_csv(CORPUS / "coding" / "targets.csv", encoding="utf-8")
    table = targets(compare.load(CORPUS))
    found = right = values = comparators = directions = 0
    rows = table[table["plan_id"].isin(coded["doc"])]
    for row in rows.itertuples():
        over = coded[(coded["doc"] == row.plan_id) & (coded["start"] < row.end) & (row.start < coded["end"])]
        right += bool((over["firm"] == 1).any())
        found += not (len(over) and (over["firm"] == 0).all())
    firm = coded[coded["firm"] == 1]
    matched = 0
    for hand in firm.itertuples():
        over = rows[(rows["plan_id"] == hand.doc) & (rows["start"] < hand.end) & (hand.start < rows["end"])]
        if len(over):
            row = over.iloc[0]
            matched += 1
            same_max = row["value_max"] == hand.value_max or (pd.isna(row["value_max"]) and pd.isna(hand.value_max))
            values += row["value"] == hand.value and same_max and row["unit"] == hand.unit_of_measure
            comparators += row["comparator"] == hand.comparator
            directions += row["direction"] == hand.direction
    assert right >= 0.95 * found
    assert matched >= 0.95 * len(firm)
    assert values >= 0.97 * matched
    assert comparators >= 0.92 * matched
    assert directions >= 0.92 * matched


def test_every_row_leads_back_to_its_words(tmp_path: Path) -> None:
    study = compare.load(CORPUS)
    texts = dict(zip(study.plans["plan_id"], study.plans["text"], strict=True))
    clauses = study.clauses.set_index(["plan_id", "clause_no"])
    for table in (targets(study), quantities_left(study)):
        for row in table.itertuples():
            clause = clauses.loc[(row.plan_id, row.clause_no)]
            assert texts[row.plan_id][row.start:row.end] == row.quote
            assert clause["start"] <= row.start < row.end <= clause["end"]
    for row in targets(study).itertuples():
        assert clauses.loc[(row.plan_id, row.clause_no), "text"][row.clause_start:row.clause_end]
        assert math.isnan(row.value) == bool(row.missing)
    assert list(targets(study).columns) == list(TABLES["targets"].columns)


def test_spans_step_over_what_was_taken_out(tmp_path: Path) -> None:
    """A correction inside the sentence shifts nothing: the quote is verbatim, the value is what the correction says."""
    text = "年内新增学位12OO个,新建幼儿园3所。"
    (tmp_path / "plans").mkdir()
    front = FRONT.replace("---\n", "---\ncorrections:\n- {find: 12OO个, replace: 1200个, reason: 数字误认, expect: 1}\n", 1)
    (tmp_path / "plans" / "甲-2024.txt").write_text(front + text, encoding="utf-8", newline="\n")
    table = targets(compare.load(tmp_path))
    assert table["quote"].tolist() == ["12OO个", "3所"]
    assert table["value"].tolist() == [1200, 3]


def test_numbers_that_are_no_commitments_are_kept_with_the_reason(tmp_path: Path) -> None:
    text = "去年新增学位900个。\n发挥辖区2所资源中心作用。\n落实“三会一课”制度。\n实施三年行动。"
    study = study_of(tmp_path, {"甲-2024": text})
    assert targets(study).empty
    assert list(quantities_left(study)[["quote", "why_not"]].itertuples(index=False, name=None)) == [
        ("900个", "回顾"), ("2所", "存量"), ("三年", "时长或名称")]


REPORT = """2024年工作总结和2025年工作计划
一、2024年工作总结
（一）队伍建设。招聘教师120人，培训教师3000人次。
（二）资源供给。新建幼儿园3所，普惠率达92%。
二、2025年工作计划
（一）队伍建设。招聘教师80人。
（二）资源供给。新建幼儿园2所，普惠率达95%。
过去一年，我们获得奖项12个。组织活动30次。
继续改造食堂5个。
三、存在的困难
缺编教师200人。
"""


def test_only_the_programme_of_a_report_is_read(tmp_path: Path) -> None:
    assert targets(study_of(tmp_path, {"甲-2024": REPORT}))["quote"].tolist() == ["80人", "2所", "95%", "5个"]


def test_a_plan_that_opens_with_last_year_is_still_a_plan(tmp_path: Path) -> None:
    text = ("去年，我区新增学位900个。建成智慧校园4所。\n"
            "一、扩大供给\n1.新建学校。新建小学2所。\n二、强化队伍\n2.招聘教师。招聘教师50名。")
    assert targets(study_of(tmp_path, {"甲-2024": text}))["quote"].tolist() == ["2所", "50名"]


INDICATORS = [
    ("年内新增2520个学位。", ["新增学位"]),
    ("力争党支部规范化率(一星级及以上)达92%,优良率(三星级及以上)达50%。",
     ["党支部规范化率(一星级及以上)", "优良率(三星级及以上)"]),
    ("概算投资约1.6亿元,新建两所小学。", ["概算投资", "新建小学"]),
    ("创建6所安全规范化学校,10所安全规范化幼儿园。", ["创建安全规范化学校", "创建安全规范化幼儿园"]),
    ("落实每班每天开设1节体育课。", ["每班每天开设体育课"]),
    ("实施红军小学、城关幼儿园、职教中心等教育项目5类34个。", ["实施教育项目", "实施教育项目"]),
    ("小学入学率、初中巩固率分别达到100%和99.5%。", ["小学入学率", "初中巩固率"]),
    ("70%以上创建对象达到基本要求。", ["创建对象"]),
    ("学前三年毛入园率达98%以上、公办园在园幼儿占比达60%以上。", ["学前三年毛入园率", "公办园在园幼儿占比"]),
    ("打造劳动教育示范校2所。", ["打造劳动教育示范校"]),
    ("教科研经费在原定基础上增长15%。", ["教科研经费"]),
]


@pytest.mark.parametrize(("sentence", "names"), INDICATORS)
def test_indicator(tmp_path: Path, sentence: str, names: list[str]) -> None:
    assert targets(study_of(tmp_path, {"甲-2024": sentence}))["indicator"].tolist() == names


DEADLINES = [
    ("到2025年,建成示范校5所。", "2025年"),
    ("到2026年底,普惠率达90%。", "2026年底"),
    ("年底前完成改造3所。", "2024年底"),
    ("年内创建2所。", "2024年内"),
    ("明年新增学位300个。", "2025年"),
    ("今年招聘教师30名。", "2024年"),
    ("6月底前建成食堂4个。", "2024年6月底"),
    ("“十四五”末公办园占比达60%。", "2025年底"),
    ("确保2所学校于2024年秋季学期投用。", "2024年秋季学期"),
    ("建成示范校5所。", ""),
    ("落实《行动计划(2021—2025年)》,建成示范校5所。", ""),
]


@pytest.mark.parametrize(("sentence", "due"), DEADLINES)
def test_deadline(tmp_path: Path, sentence: str, due: str) -> None:
    assert targets(study_of(tmp_path, {"甲-2024": sentence}))["deadline"].tolist()[0] == due


ITEMS = """1.增加供给。新增学位500个。
责任领导:张三 李四
责任单位:基建室 财务室
各中小学
2.建设智慧校园。建成智慧校园3所(责任单位:信息中心、教研室)。
3.强化培训。培训教师200名。（人事科牵头负责）
4.改善食堂。改造食堂2个。
"""


def test_responsible_offices_never_persons(tmp_path: Path) -> None:
    table = targets(study_of(tmp_path, {"甲-2024": ITEMS}))
    assert table["responsible"].tolist() == ["基建室、财务室、各中小学", "信息中心、教研室", "人事科", ""]


def test_groups_lay_plans_side_by_side_where_units_agree(tmp_path: Path) -> None:
    study = study_of(tmp_path, {"甲-2024": "新增公办学位500个。创建示范园约3所。",
                                "乙-2024": "学位新增X个。公办园占比达60%以上。示范园占比达5%。"})
    wide = target_groups(study).set_index(["group", "unit"])
    assert wide.loc[("学位", "个"), ["n_plans", "乙-2024", "甲-2024"]].tolist() == [2, "X个（占位）", "+500个"]
    assert wide.loc[("示范园", "所"), "甲-2024"] == "约3所"
    assert wide.loc[("示范园", "%"), "乙-2024"] == "5%"
    assert wide.loc[("公办园占比", "%"), ["乙-2024", "甲-2024"]].tolist() == ["≥60%", ""]


def test_a_corpus_may_bring_its_own_groups(tmp_path: Path) -> None:
    study = study_of(tmp_path, {"甲-2024": "培育科创班6个。"})
    assert targets(study)["group"].tolist() == [""]
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "indicators.yml").write_text("科创班: [科创班]\n", encoding="utf-8")
    assert targets(compare.load(tmp_path))["group"].tolist() == ["科创班"]
    (tmp_path / "lexicon" / "indicators.yml").write_text("科创班: {word: 科创班}\n", encoding="utf-8")
    with pytest.raises(compare.errors.StudyError, match="indicators.yml, 科创班: .*write a list of words"):
        targets(compare.load(tmp_path))


def test_a_clause_as_long_as_a_document_is_read_in_pieces(tmp_path: Path) -> None:
    """Each number is seen in the light of the text around it: in that of 70,000 characters it would take minutes."""
    began = time.process_time()
    study = study_of(tmp_path, {"甲": "甲县2024年教育工作要点\n一、安全\n" + "新建学校3所，整改率达到95%以上，" * 4_000 + "培训教师200人次。\n"})
    table = targets(study)
    assert time.process_time() - began < 15
    assert len(table) == 2 * 4_000 + 1
    text = study.clauses.set_index("clause_no")["text"]
    assert all(text[row.clause_no][row.clause_start:row.clause_end] == row.quote for row in table.tail(9).itertuples())
    assert (table["unit"].iloc[0], table["unit"].iloc[-1]) == ("所", "人次")


def test_value_text() -> None:
    rows = targets(compare.load(CORPUS))
    shown = {r.quote: value_text(r) for r in rows.itertuples()}
    assert (shown["1.6亿元"], shown["2520个"], shown["3-5年一轮"], shown["80%"]) == ("约1.6亿元", "+2520个", "3–5年", "≥80%")


def test_the_order_of_files_changes_nothing(tmp_path: Path) -> None:
    plans = {f"{name}-2024": text for name, text in zip("甲乙丙", (ITEMS, REPORT, "新增学位100个。"), strict=True)}
    first = targets(study_of(tmp_path / "a", plans))
    second = targets(study_of(tmp_path / "b", dict(reversed(plans.items()))))
    pd.testing.assert_frame_equal(first, second)


def test_a_corpus_without_numbers_gives_an_empty_table(tmp_path: Path) -> None:
    study = study_of(tmp_path, {"甲-2024": "全面贯彻党的教育方针。"})
    assert targets(study).empty and quantities_left(study).empty and target_groups(study).empty


def test_the_chart_draws_lengths_only_where_unit_and_direction_agree(tmp_path: Path) -> None:
    from compare import charts
    study = study_of(tmp_path, {"甲-2024": "新增学位500个。创建示范园3所。",
                                "乙-2024": "新增学位900个。示范园2所投用。示范园减少1所。",
                                "丙-2024": "全面贯彻党的教育方针。"})
    made = charts.make(study, "targets")
    assert made.table.loc[made.table["plan_id"] == "丙-2024", "group"].tolist() == [""]
    assert len(made.figure.axes[0].patches) == 2  # the two of 学位; the directions of 示范园 differ
    texts = study.plans.set_index("plan_id")["text"]
    for row in made.table[made.table["group"] != ""].itertuples():
        assert texts[row.plan_id][row.start:row.end] == row.quote
