"""Order of plans in a theme, with what resampling leaves of it."""

import numpy as np

from compare.measures.ranks import ranks
from simulate import corpus, plan, theme
from test_contrasts import FAR, drawn


def test_clear_order_is_sure_and_a_tie_is_not():
    table = ranks(corpus(drawn(FAR))).set_index(["theme", "plan_id"])
    leader = table.loc[("安全", "甲-2024")]
    assert (leader["rank"], leader["rank_low"], leader["rank_high"]) == (1, 1, 1)
    assert leader["first"] > 0.99 and leader["above_next"] > 0.99
    others = table.loc["党建"]
    assert (others["rank_high"] - others["rank_low"]).max() == 2
    assert 0.02 < others["above_next"].iloc[0] < 0.98
    assert np.isnan(others["above_next"].iloc[-1])


def test_equal_plans_share_a_rank():
    same = [plan(f"{p}-2024", [2] * 10, {"安全": [1] * 5 + [0] * 5}, place=p) for p in "甲乙"]
    assert ranks(corpus(same))["rank"].tolist() == [1.5, 1.5]


def test_nothing_coded_is_not_surely_last():
    plans = [plan("甲-2024", [2] * 10, {"安全": [0] * 10}), plan("乙-2024", [2] * 10, {"安全": [1] + [0] * 9}, place="乙区")]
    table = ranks(corpus(plans)).set_index("plan_id")
    assert table.loc["甲-2024", "rank"] == 2
    assert table.loc["甲-2024", "rank_low"] == 1


def test_plans_older_than_the_theme_are_not_ranked():
    plans = [plan("甲-2020", [2] * 10, {"双减": [0] * 10}, year=2020),
             plan("乙-2024", [2] * 10, {"双减": [1] * 10}, place="乙区")]
    assert ranks(corpus(plans, [theme("双减", "2021-07-24")]))["plan_id"].tolist() == ["乙-2024"]
