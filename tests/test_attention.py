"""How early a theme comes and whether items are given to it, on a plan small enough to check by hand."""

import numpy as np
import pytest

from compare.measures.attention import attention
from simulate import corpus, plan, theme

# five items of four clauses each, all of equal length: each clause is 1/20 of the plan
SMALL = corpus([plan("甲-2024", [4] * 5, {"安全": [1, 0, 4, 2, 0], "双减": [0] * 5})], [theme("双减"), theme("安全")])


def test_position_by_hand():
    row = attention(SMALL).set_index("theme").loc["安全"]
    # coded: clause 4, clauses 9-12, clauses 15 and 16; middles 3.5, 8.5 … 11.5, 14.5, 15.5 of 20
    assert row["first"] == 3 / 20
    assert row["position"] == pytest.approx(10.5 / 20)
    assert row["position_q25"] < row["position"] < row["position_q75"]


def test_depth_by_hand():
    row = attention(SMALL).set_index("theme").loc["安全"]
    assert (row["n_items"], row["n_items_touched"], row["n_items_devoted"], row["n_items_passing"]) == (5, 3, 2, 1)
    assert row["share_devoted"] == 6 / 7
    assert row["n_headings"] == 1  # the third item is coded from its heading on


def test_nothing_coded_has_no_place():
    row = attention(SMALL).set_index("theme").loc["双减"]
    assert np.isnan([row["first"], row["position"], row["share_devoted"]]).all()
    assert row["note"] == "没有编码，谈不上位置"


def test_before_the_policy_and_empty_plans():
    made = corpus([plan("甲-2020", [2] * 6, {}, year=2020), plan("乙-2024", [], {})], [theme("双减", "2021-07-24")])
    assert attention(made)["note"].tolist() == ["早于政策（2021-07-24 起）", "没有编码，谈不上位置"]


def test_position_does_not_depend_on_the_scale_of_the_text():
    longer = corpus([plan("甲-2024", [4] * 5, {"安全": [1, 0, 4, 2, 0]})], text="加倍长度的一句话，" * 9 + "。")
    columns = ["first", "position_q25", "position", "position_q75"]
    short, long = (attention(s).set_index("theme").loc["安全", columns].to_list() for s in (SMALL, longer))
    assert short == pytest.approx(long, abs=1e-5)
