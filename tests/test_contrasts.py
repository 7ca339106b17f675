"""Pairs of plans: differences with intervals, tests in declared families, verdicts in words."""

import numpy as np
import pandas as pd
import pytest

from compare.measures.contrasts import contrasts
from compare.measures.coverage import coverage
from simulate import blocks, corpus, plan, theme


def drawn(shares, seed=1, n_blocks=30, **labels):
    """One plan per row of ``shares`` (theme -> share), each of ``n_blocks`` items."""
    rng, plans = np.random.default_rng(seed), []
    for name, own in shares.items():
        coded, counted = blocks(rng, n_blocks, (1, 6), list(own.values()), 0.2)
        sums = {theme: coded[:, i].astype(int).tolist() for i, theme in enumerate(own)}
        plans.append(plan(name, counted.astype(int).tolist(), sums, **{"place": name, **labels}))
    return plans


FAR = {"甲-2024": {"党建": 0.1, "安全": 0.7}, "乙-2024": {"党建": 0.1, "安全": 0.1}, "丙-2024": {"党建": 0.1, "安全": 0.1}}


def test_hand_checked_row():
    made = corpus([plan("甲-2024", [2, 4, 2], {"安全": [1, 2, 0]}), plan("乙-2024", [5, 5], {"安全": [1, 0]}, place="乙区")])
    row, rates = contrasts(made).iloc[0], coverage(made).set_index("plan_id")
    assert row["difference"] == pytest.approx(3 / 8 - 1 / 10)
    assert row["log_ratio"] == pytest.approx(np.log2((3.5 / 9) / (1.5 / 11)), abs=1e-6)
    low = 3 / 8 - 1 / 10 - np.hypot(3 / 8 - rates.loc["甲-2024", "share_low"], rates.loc["乙-2024", "share_high"] - 1 / 10)
    assert row["difference_low"] == pytest.approx(low, abs=1e-5)
    assert row["p"] > 0.05


def test_a_large_difference_is_found_and_a_null_one_is_not():
    table = contrasts(corpus(drawn(FAR))).set_index(["plan_a", "plan_b", "theme"])
    found = table.loc[("甲-2024", "乙-2024", "安全")]
    assert found["p_holm_all"] < 0.05 and found["difference_low"] > 0 and found["above"] > 0.99
    assert found["reading"] == "两份文本前者多于后者"
    assert set(table.xs("党建", level="theme")["reading"]) == {"差别在偶然范围内，不等于相同"}


def test_families_are_declared_and_adjusted():
    from statsmodels.stats.multitest import multipletests
    table = contrasts(corpus(drawn(FAR)))
    assert table["p_holm_all"].to_numpy() == pytest.approx(multipletests(table["p"], method="holm")[1])
    for _, own in table.groupby(["plan_a", "plan_b"]):
        assert own["p_holm"].to_numpy() == pytest.approx(multipletests(own["p"], method="holm")[1])
    assert set(table["family"]) == {"p_holm：这一对计划的 2 个主题；p_holm_all：全表 6 个对比"}


@pytest.mark.parametrize("labels, reading", [
    ({"kind": "务虚会议材料"}, "不可比，不作结论"),
    ({"year": 2025}, "两份文本前者多于后者（描述性，不得说成地区或年份的作用）"),
])
def test_reading_heeds_the_verdict(labels, reading):
    plans = drawn(FAR)
    plans[1] |= labels
    table = contrasts(corpus(plans)).set_index(["plan_a", "plan_b", "theme"])
    assert table.loc[("甲-2024", "乙-2024", "安全"), "reading"] == reading


def test_a_theme_that_did_not_exist_is_not_compared():
    plans = [plan("甲-2020", [2] * 12, {"双减": [0] * 12}, year=2020),
             plan("乙-2024", [2] * 12, {"双减": [1] * 12}, place="乙区")]
    row = contrasts(corpus(plans, [theme("双减", "2021-07-24")])).iloc[0]
    assert np.isnan([row["difference"], row["log_ratio"], row["p"], row["p_holm_all"], row["above"]]).all()
    assert (row["verdict"], row["reading"]) == ("不可比", "不可比，不作结论")


def test_order_of_files_changes_signs_only():
    plans = drawn(FAR)
    one = contrasts(corpus(plans)).set_index(["plan_a", "plan_b", "theme"]).sort_index()
    two = contrasts(corpus(plans[::-1])).rename(columns={"plan_a": "plan_b", "plan_b": "plan_a"})
    two = two.set_index(["plan_a", "plan_b", "theme"]).sort_index()
    assert one["difference"].to_numpy() == pytest.approx(-two["difference"].to_numpy())
    assert one["p"].to_numpy() == pytest.approx(two["p"].to_numpy(), abs=0)


def test_shipped_corpus_states_no_effect(study):
    table = contrasts(study)
    assert len(table) == 10 * len(study.themes)
    assert table["descriptive"].all()
    claims = table["reading"].str.contains("多于|少于")
    assert table.loc[claims, "reading"].str.contains("描述性").all()
    assert not (table["p_holm_all"] <= 0.05).any() or claims.any()


def test_one_plan_has_no_pairs():
    table = contrasts(corpus([plan("甲-2024", [2] * 8, {"安全": [1] * 8})]))
    assert table.empty and isinstance(table, pd.DataFrame)
