"""Verdicts on pairs and corpora: what lowers them, and that the reason is said."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.errors import StudyError
from compare.measures.comparability import comparability, components, damaged, verdict
from simulate import corpus, plan, theme


def two(**other):
    """Two plans of one place and kind, the second with other labels."""
    counts = other.pop("counts", [3] * 10)
    return corpus([plan("甲-2024", [3] * 10, {"安全": [0] * 10}), plan("乙", counts, {"安全": [0] * len(counts)}, **other)])


@pytest.mark.parametrize("other, expected, reason", [
    ({}, "可比", ""),
    ({"year": 2025}, "可比", ""),
    ({"place": "乙区"}, "可比", ""),
    ({"kind": "务虚会议材料"}, "不可比", "文种不同"),
    ({"kind": None}, "慎比", "文种不明"),
    ({"level": "市"}, "慎比", "行政层级不同"),
    ({"level": None}, "慎比", "行政层级不明"),
    ({"year": 2026}, "可比", ""),
    ({"year": 2027}, "慎比", "年份相差 3 年"),
    ({"year": None}, "慎比", "年份不明"),
    ({"place": None}, "慎比", "地名被隐去"),
    ({"place": "乙区", "year": 2025}, "慎比", "描述性"),
    ({"counts": [9] * 10}, "慎比", "篇幅相差 3.0 倍"),
    ({"counts": [8] * 10}, "可比", ""),
    ({"counts": [6] * 5}, "慎比", "条块少于 6 个"),
])
def test_what_lowers_the_verdict(other, expected, reason):
    found = verdict(two(**other))
    assert found.verdict == expected
    assert reason in "；".join(found.reasons)
    assert expected in found.caption


def test_confounded_plans_are_descriptive():
    assert verdict(two(place="乙区", year=2025)).descriptive
    assert "不得说成" in verdict(two(place="乙区", year=2025)).caption
    assert not verdict(two(place="乙区")).descriptive
    assert not verdict(two(year=2025)).descriptive
    assert verdict(two(kind="务虚会议材料")).descriptive


@pytest.mark.parametrize("cells, parts", [
    ([("甲", 2020), ("乙", 2023), ("丙", 2024)], 3),
    ([("甲", 2024), ("乙", 2024), ("丙", 2024)], 1),
    ([("甲", 2023), ("甲", 2024), ("乙", 2024)], 1),
    ([("甲", 2023), ("甲", 2024), ("乙", 2025), ("乙", 2026)], 2),
    ([("甲", 2023), ("乙", None), ("丙", None)], 3),
])
def test_place_and_year_can_be_told_apart_in_connected_designs_only(cells, parts):
    assert max(components(cells)) == parts


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.integers(2020, 2024)), min_size=1, max_size=8, unique=True))
def test_number_of_components_is_the_rank_lost(cells):
    """A two-way additive model loses one rank for each component beyond the first."""
    import numpy as np
    model = pd.get_dummies(pd.DataFrame(cells).astype(str)).to_numpy(dtype=float)
    assert len(set(components(cells))) == model.shape[1] - np.linalg.matrix_rank(model)


@pytest.mark.parametrize("sentence, hurt", [
    ("新增学位X个。", True), ("投资额X亿元。", True), ("提升至X元/年。", True), ("全市XX学校达标。", True),
    ("由某某同志负责。", True),
    ("文字有\ufffd码。", True), ("在X市召开会议。", True),
    ("推进“1+X”证书试点。", False), ("即“1+5+X模式”。", False), ("新建X波段雷达。", False), ("“数据要素×”行动。", False),
    ("2×66万千瓦。", False), ("PX装置扩能。", False), ("某市召开会议。", False), ("完成任务，X光检查。", False),
])
def test_placeholders_are_damage(sentence, hurt):
    made = corpus([plan("甲-2024", [1, 1], {}, texts=[sentence, "完好的句子。"])], [theme("安全")])
    assert damaged(made)["甲-2024"] == (0.5 if hurt else 0)


def test_a_theme_younger_than_a_plan_makes_that_theme_incomparable():
    made = corpus([plan(str(y), [3] * 8, {"双减": [0] * 8}, year=y) for y in (2020, 2021, 2022)], [theme("双减", "2021-07-24")])
    assert verdict(made, ["2020", "2022"], "双减").verdict == "不可比"
    assert verdict(made, ["2020", "2022"]).verdict == "慎比"
    assert "早于政策" in verdict(made, ["2020", "2022"]).reasons[0]
    assert "不能确定先后" in verdict(made, ["2021", "2022"], "双减").reasons[0]


def test_unknown_names_are_refused():
    with pytest.raises(StudyError, match="no plan '丙'.*use one of 甲-2024, 乙"):
        verdict(two(), ["丙"])
    with pytest.raises(StudyError, match="no theme '美育'.*use one of 安全"):
        verdict(two(), theme="美育")


def test_shipped_corpus_carries_no_effect_of_place_or_year(study):
    table = comparability(study)
    corpus = table.iloc[0]
    assert corpus["verdict"] == "不可比"
    assert corpus["descriptive"]
    assert len(table) == 1 + 10
    masked = table["plan_a"].str.startswith("某市") | table["plan_b"].str.startswith("某市")
    assert set(table.loc[masked, "verdict"]) == {"不可比"}
    assert table["descriptive"].all()


def test_same_place_a_year_later_is_no_longer_confounded():
    made = corpus([plan("甲-2024", [3] * 8, {}), plan("甲-2025", [3] * 8, {}, year=2025),
                  plan("乙-2023", [3] * 8, {}, place="乙", year=2023)], [theme("安全")])
    pairs = comparability(made).set_index(["plan_a", "plan_b"])
    assert pairs.loc[("甲-2024", "甲-2025"), ["verdict", "descriptive"]].tolist() == ["可比", False]
    assert pairs.loc[("甲-2024", "乙-2023"), "descriptive"]
    assert pairs.loc[("（全部）", ""), "descriptive"]
