"""Rules against hand coding: the figures of small tables, weights, coders, and what is said of the limits."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from sklearn.metrics import f1_score, precision_score, recall_score

from compare.measures.agreement import alpha
from compare.measures.hand_codes import hand_codes
from compare.measures.reliability import alphas, reliability
from handcoding import coded_study, put

FOUND = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
TRUTH = [1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]


@pytest.fixture
def made(tmp_path):
    return coded_study(tmp_path, {"甲-2024": [2] * 6}, {"甲-2024": FOUND})


def test_without_hand_coding_the_reason_is_given(made):
    row = reliability(made).iloc[0]
    assert (row["n"], row["verdict"], row["note"]) == (0, "", "没有手工编码，可靠性未知")
    assert np.isnan(row["alpha"]) and alphas(made) == {}


def test_every_clause_coded(made):
    put(made, "手", {"甲-2024": TRUTH})
    row = reliability(made).iloc[0]
    assert (row["n"], row["n_coded"], row["n_found"]) == (12, 3, 3)
    expected = krippendorff.alpha(np.array([TRUTH, FOUND]), level_of_measurement="nominal")
    assert row["alpha"] == row["alpha_sample"] == pytest.approx(expected, abs=1e-9)
    for column, theirs in (("precision", precision_score), ("recall", recall_score), ("f1", f1_score)):
        assert row[column] == row[f"{column}_sample"] == pytest.approx(theirs(TRUTH, FOUND), abs=1e-9)
        assert row[f"{column}_low"] < row[column] < row[f"{column}_high"]
    assert row["verdict"] == "不可靠" and alphas(made) == {"安全": row["alpha"]}
    assert "逐句编码 1 份文件" in row["note"] and "只有一份编码" in row["note"] and "只有 3 句" in row["note"]


def test_a_sample_counts_for_the_text_it_was_drawn_from(made):
    """Half of the nine clauses that no rule hit were not drawn; the one missed clause stands for two and a quarter."""
    strata = {"甲-2024": ["命中"] * 3 + ["其余"] * 9}
    put(made, "手", {"甲-2024": TRUTH[:7] + [-1] * 5}, strata, {"命中": 3, "其余": 9})
    row = reliability(made).iloc[0]
    assert row["n"] == 7
    assert (row["precision"], row["precision_sample"]) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert (row["recall"], row["recall_sample"]) == (pytest.approx(2 / 4.25), pytest.approx(2 / 3))
    weights = np.array([1.0] * 3 + [2.25] * 4)
    assert row["alpha"] == pytest.approx(alpha(np.array([TRUTH[:7], FOUND[:7]], dtype=float), weights))
    assert row["note"].startswith("分层随机抽样 1 份文件")


def test_coders_are_compared_and_disputes_left_out(made):
    other = [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1]
    put(made, "张三", {"甲-2024": TRUTH})
    put(made, "李四", {"甲-2024": other})
    row = reliability(made).iloc[0]
    codes = np.array([TRUTH, [np.nan if code < 0 else code for code in other]], dtype=float)
    assert row["alpha_coders"] == pytest.approx(krippendorff.alpha(codes, level_of_measurement="nominal"), abs=1e-9)
    assert (row["n_both"], row["n_disputed"], row["n"]) == (10, 1, 11)
    assert row["recall"] == 1 and "1 句编码者意见不一" in row["note"]
    put(made, "裁定", {"甲-2024": [-1, -1, -1, 1] + [-1] * 8})
    settled = reliability(made).iloc[0]
    assert (settled["n_disputed"], settled["n"], settled["alpha_coders"]) == (0, 12, row["alpha_coders"])
    assert settled["recall"] == pytest.approx(2 / 3)


def test_the_verdict_is_no_better_than_the_coders(made):
    """Rules that agree with the first coder in all: what the two coders disagree on keeps it from being reliable."""
    put(made, "张三", {"甲-2024": FOUND})
    put(made, "李四", {"甲-2024": [1, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0]})
    row = reliability(made).iloc[0]
    assert row["alpha"] == 1 and row["alpha_coders"] < 0.667 and row["verdict"] == "不可靠"


def test_codes_that_were_not_drawn_at_random_say_so(made):
    put(made, "手", {"甲-2024": TRUTH[:5] + [-1] * 7})
    assert "样本不是随机抽取的" in reliability(made).iloc[0]["note"]


def test_a_half_filled_sheet_says_so(made):
    strata = {"甲-2024": ["其余"] * 12}
    put(made, "手", {"甲-2024": TRUTH[:10] + [-1] * 2}, strata, {"其余": 12})
    path = made.corpus / "coding" / "手.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(lines[:-5]) + "\n", "utf-8", newline="\n")
    assert "抽取的 10 句只编码了 5 句" in reliability(made).iloc[0]["note"]


def test_a_theme_that_nobody_found(made, tmp_path):
    put(made, "手", {"甲-2024": [0] * 12})
    none = coded_study(tmp_path, {"甲-2024": [2] * 6})
    row = reliability(none).iloc[0]
    assert np.isnan(row["alpha"]) and row["verdict"] == "" and "都没有编到" in row["note"]


def test_the_shipped_coding_gives_every_theme_its_figures(study):
    table = reliability(study)
    by_hand = hand_codes(study)
    assert (table["n"] == len(by_hand.drop_duplicates(["plan_id", "clause_no"]))).all()
    assert table["verdict"].isin(["可靠", "暂可用", "不可靠"]).all()
    assert (table["alpha_low"] <= table["alpha"]).all() and (table["alpha"] <= table["alpha_high"]).all()
    assert table["f1"].equals(table["f1_sample"]), "every clause is coded: weights are all one"


def test_same_figures_twice(made):
    put(made, "手", {"甲-2024": TRUTH})
    assert reliability(made).equals(reliability(made))
