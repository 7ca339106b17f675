"""Coverage beside its correction: designs, what is said of each plan, and the truth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from compare.measures.corrected import TOGETHER, corrected
from compare.measures.coverage import coverage
from compare.measures.prediction_powered import corrected_share
from handcoding import coded_study, put, rules
from simulate import theme


def cell(table: pd.DataFrame, plan_id: str) -> pd.Series:
    return table[table["plan_id"] == plan_id].iloc[0]


def world(tmp_path, plans=2, items=40):
    """(study whose rules miss a third and invent some, truth by plan)."""
    rng = np.random.default_rng(5)
    counts = {f"{name}-2024": rng.integers(2, 7, items).tolist() for name in "甲乙丙"[:plans]}
    truth = {name: (rng.random(sum(sizes)) < 0.25).astype(int) for name, sizes in counts.items()}
    found = {name: np.where(own == 1, rng.random(len(own)) < 0.67, rng.random(len(own)) < 0.05).astype(int)
             for name, own in truth.items()}
    return rules(coded_study(tmp_path, counts), found), truth, found


def drawn(truth, found, n_hits, n_rest):
    """(codes, strata, sizes) of a sample stratified by the rules' codes over all plans."""
    rng = np.random.default_rng(8)
    names = list(truth)
    all_found, all_truth = np.concatenate([found[n] for n in names]), np.concatenate([truth[n] for n in names])
    rows = np.concatenate([rng.permutation(np.flatnonzero(all_found == h))[:n] for h, n in ((1, n_hits), (0, n_rest))])
    codes = np.full(len(all_truth), -1)
    codes[rows] = all_truth[rows]
    cuts = np.cumsum([len(truth[n]) for n in names])[:-1]
    split = [part.tolist() for part in np.split(codes, cuts)]
    strata = [["命中" if h else "其余" for h in found[n]] for n in names]
    sizes = {"命中": int((all_found == 1).sum()), "其余": int((all_found == 0).sum())}
    return dict(zip(names, split, strict=True)), dict(zip(names, strata, strict=True)), sizes


def test_without_hand_codes_nothing_is_corrected(tmp_path):
    made, _, _ = world(tmp_path)
    table = corrected(made)
    assert table["share_corrected"].isna().all() and (table["n_hand"] == 0).all()
    assert cell(table, "甲-2024")["note"] == "没有手工编码，不能校正"
    assert cell(table, TOGETHER)["note"] == "没有可用的手工编码，不作校正"


def test_the_uncorrected_share_is_that_of_coverage(tmp_path):
    made, _, _ = world(tmp_path)
    mine, theirs = corrected(made).set_index("plan_id"), coverage(made).set_index("plan_id")
    for plan in made.plans["plan_id"]:
        assert mine.loc[plan, ["share_rules", "rules_low", "rules_high"]].tolist() == \
            theirs.loc[plan, ["share", "share_low", "share_high"]].tolist()


def test_every_clause_coded_is_a_count(tmp_path):
    made, truth, _ = world(tmp_path)
    put(made, "手", {"甲-2024": truth["甲-2024"].tolist()})
    table = corrected(made)
    row, other, both = (cell(table, name) for name in ("甲-2024", "乙-2024", TOGETHER))
    assert row["share_corrected"] == row["low_coding"] == row["high_coding"] == pytest.approx(truth["甲-2024"].mean())
    assert row["low"] < row["share_corrected"] < row["high"] and row["note"] == "逐句编码"
    assert np.isnan(other["share_corrected"])
    assert both["share_corrected"] == row["share_corrected"] and both["n_clauses"] == len(truth["甲-2024"])
    assert "另有 1 份文件没有可用的手工编码" in both["note"]


def test_a_sample_corrects_all_plans_it_was_drawn_from(tmp_path):
    made, truth, found = world(tmp_path)
    codes, strata, sizes = drawn(truth, found, 60, 100)
    put(made, "张三", codes, strata, sizes)
    table = corrected(made)
    both = cell(table, TOGETHER)
    weights = {"命中": sizes["命中"] / 60, "其余": sizes["其余"] / 100}
    pairs = [pair for name in codes for pair in zip(codes[name], strata[name], strict=True)]
    expected = sum(weights[stratum] * code for code, stratum in pairs if code >= 0) / sum(sizes.values())
    assert both["share_corrected"] == pytest.approx(expected)
    assert both["n_hand"] == 160 and both["note"] == "分层随机抽样 2 份文件"
    everything = np.concatenate(list(truth.values())).mean()
    assert both["low_coding"] <= everything <= both["high_coding"]
    assert both["low"] < both["low_coding"] and both["high_coding"] < both["high"]
    for name in truth:
        row = cell(table, name)
        assert row["low_coding"] <= truth[name].mean() <= row["high_coding"]
        assert row["n_hand"] == sum(code >= 0 for code in codes[name])


def test_together_is_the_sum_of_a_census_and_a_sample(tmp_path):
    made, truth, found = world(tmp_path)
    codes, strata, sizes = drawn(truth, found, 60, 100)
    put(made, "张三", codes, strata, sizes)
    put(made, "手", {"甲-2024": truth["甲-2024"].tolist()})
    table = corrected(made)
    parts = [(len(truth[name]), cell(table, name)) for name in truth]
    total = sum(size for size, _ in parts)
    both = cell(table, TOGETHER)
    assert both["share_corrected"] == pytest.approx(sum(size * row["share_corrected"] for size, row in parts) / total)
    below = sum((size * (row["share_corrected"] - row["low"]) / total) ** 2 for size, row in parts) ** 0.5
    assert both["share_corrected"] - both["low"] == pytest.approx(below, abs=1e-5)
    assert both["note"] == "逐句编码 1 份文件；分层随机抽样 1 份文件"


def test_the_figures_are_those_of_the_estimator(tmp_path):
    made, truth, found = world(tmp_path, plans=1)
    codes, strata, sizes = drawn(truth, found, 30, 60)
    put(made, "张三", codes, strata, sizes)
    own, at = np.array(codes["甲-2024"]), np.flatnonzero(np.array(codes["甲-2024"]) >= 0)
    stratum = np.array(strata["甲-2024"])[at]
    block = made.clauses["block"].to_numpy()
    rule = found["甲-2024"].astype(float)
    expected = corrected_share(rule, block, at, own[at].astype(float), rule[at], stratum, np.array([sizes[s] for s in stratum]))
    row = cell(corrected(made), "甲-2024")
    assert row[["share_corrected", "low", "high", "low_coding", "high_coding", "tuning"]].tolist() == pytest.approx(
        [expected.share, expected.low, expected.high, expected.low_coding, expected.high_coding, expected.tuning], abs=1e-6)


@pytest.mark.parametrize("n_hits, n_rest, told", [
    (5, 10, "手工编码只有 15 句（至少 30 句），不作校正"), (20, 40, "手工编码只有 60 句，区间仅供参考")])
def test_a_small_sample_says_so(tmp_path, n_hits, n_rest, told):
    made, truth, found = world(tmp_path, plans=1)
    codes, strata, sizes = drawn(truth, found, n_hits, n_rest)
    put(made, "张三", codes, strata, sizes)
    row = cell(corrected(made), "甲-2024")
    assert told in row["note"] and np.isnan(row["share_corrected"]) == ("不作校正" in told)


def test_codes_that_were_not_drawn_correct_nothing(tmp_path):
    made, truth, _ = world(tmp_path)
    put(made, "手", {"甲-2024": [*truth["甲-2024"][:100].tolist(), *[-1] * (len(truth["甲-2024"]) - 100)]})
    row = cell(corrected(made), "甲-2024")
    assert np.isnan(row["share_corrected"]) and row["note"] == "手工编码不是随机抽取的，不能用来校正"


def test_a_stratum_that_nobody_coded_corrects_nothing(tmp_path):
    made, truth, found = world(tmp_path)
    codes, strata, sizes = drawn(truth, found, 60, 0)
    put(made, "张三", codes, strata, sizes)
    assert "样本里有的层还没有编码" in cell(corrected(made), "甲-2024")["note"]


def test_a_plan_older_than_the_policy_has_no_zero(tmp_path):
    made = coded_study(tmp_path, {"甲-2020": [2] * 8}, year=2020)
    made = type(made)(**{**made.__dict__, "themes": (theme("安全", "2021-07-24"),)})
    put(made, "手", {"甲-2020": [0] * 16})
    row = cell(corrected(made), "甲-2020")
    assert row[["share_rules", "share_corrected", "low", "high"]].isna().all() and "早于政策（2021-07-24 起）" in row["note"]
    put(made, "手", {"甲-2020": [1] + [0] * 15})
    assert cell(corrected(made), "甲-2020")["share_corrected"] == pytest.approx(1 / 16)


def test_other_files_and_their_order_change_no_digit(tmp_path):
    made, truth, found = world(tmp_path)
    codes, strata, sizes = drawn(truth, found, 60, 100)
    put(made, "张三", codes, strata, sizes)
    before = corrected(made)
    (made.corpus / "coding" / "张三.csv").rename(made.corpus / "coding" / "一.csv")
    (made.corpus / "coding" / "targets.csv").write_text("doc,start,end,quote\n甲-2024,0,1,x\n", "utf-8")
    assert corrected(made).equals(before)
