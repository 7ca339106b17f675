"""Coverage: three rates in two units, with intervals, zeroes and dates told as they are."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from compare.errors import StudyError
from compare.measures.coverage import counted_units, coverage
from simulate import blocks, corpus, plan, theme

SMALL = corpus([plan("甲-2024", [2, 3, 1, 4, 2, 2, 1, 5], {"安全": [1, 0, 0, 4, 0, 0, 0, 0], "双减": [0] * 8}),
               plan("乙-2020", [2, 3, 1, 4], {"安全": [2, 3, 1, 4], "双减": [0] * 4}, year=2020)],
              [theme("双减", "2021-07-24"), theme("安全")])


def cell(table, plan_id, name):
    return table.set_index(["plan_id", "theme"]).loc[(plan_id, name)]


@pytest.mark.parametrize("unit, n, k", [("clause", 20, 5), ("item", 8, 2)])
def test_share_counts_its_unit(unit, n, k):
    row = cell(coverage(SMALL, unit), "甲-2024", "安全")
    assert (row["n_clauses"], row["n_coded"], row["share"], row["n_blocks"]) == (n, k, k / n, 8)
    assert row["share_low"] < k / n < row["share_high"]


def test_the_two_other_rates():
    row = cell(coverage(SMALL), "甲-2024", "安全")
    assert row["share_chars"] == 5 / 20
    assert row["per_1000_chars"] == pytest.approx(1000 * 5 / (20 * 12))


def test_nothing_coded_is_no_bare_zero():
    row = cell(coverage(SMALL), "甲-2024", "双减")
    assert (row["share"], row["share_low"]) == (0, 0)
    assert row["share_high"] == pytest.approx(1 - 0.05 ** (1 / 8))
    assert "20 个单位中没有编码" in row["note"] and "8 个条块" in row["note"]


def test_a_plan_older_than_the_theme_has_no_share():
    row = cell(coverage(SMALL), "乙-2020", "双减")
    assert np.isnan([row["share"], row["share_low"], row["share_high"], row["share_chars"], row["per_1000_chars"]]).all()
    assert row["note"] == "早于政策（2021-07-24 起）；只有 4 个条块，区间仅供参考"


def test_what_was_coded_before_the_policy_stands_with_a_note():
    old = corpus([plan("乙-2020", [2] * 8, {"双减": [1] + [0] * 7}, year=2020)], [theme("双减", "2021-07-24")])
    row = coverage(old).iloc[0]
    assert row["share"] == 1 / 16
    assert row["note"] == "早于政策（2021-07-24 起）"


def test_everything_coded_and_few_blocks_are_said():
    row = cell(coverage(SMALL), "乙-2020", "安全")
    assert (row["share"], row["share_high"]) == (1, 1)
    assert row["share_low"] == pytest.approx(0.05 ** (1 / 4))
    assert "全部编码" in row["note"] and "只有 4 个条块" in row["note"]


@pytest.mark.parametrize("counts, note", [([], "没有可计的句子"), ([5], "只有 1 个条块，不能给出区间")])
def test_plans_too_small_for_an_interval(counts, note):
    made = corpus([plan("甲-2024", counts, {"安全": [1] * len(counts)}),
                  plan("乙-2024", [2] * 8, {"安全": [1] * 8}, place="乙区")])
    row = cell(coverage(made), "甲-2024", "安全")
    assert np.isnan(row["share_high"])
    assert row["note"] == note


def test_items_leave_out_what_stands_outside_them():
    loose = SMALL.clauses.copy()
    loose.loc[loose["block"] == 1, "item_no"] = pd.NA
    made = dataclasses.replace(SMALL, clauses=loose)
    assert len(counted_units(made, "item")["甲-2024"]) == 7
    assert len(counted_units(made, "clause")["甲-2024"]) == 20
    none = SMALL.clauses.assign(item_no=pd.array([pd.NA] * len(loose), dtype="Int64"))
    assert len(counted_units(dataclasses.replace(SMALL, clauses=none), "item")["甲-2024"]) == 8


def test_other_plans_and_their_order_change_no_digit():
    rng = np.random.default_rng(1)
    plans = []
    for name in "甲乙丙":
        coded, counted = blocks(rng, 12, (1, 6), [0.2], 0.3)
        plans.append(plan(f"{name}-2024", counted.astype(int).tolist(), {"安全": coded[:, 0].astype(int).tolist()}, place=name))
    together = coverage(corpus(plans)).set_index("plan_id")
    for each in plans:
        alone = coverage(corpus([each])).set_index("plan_id")
        pd.testing.assert_frame_equal(alone, together.loc[alone.index])
    pd.testing.assert_frame_equal(coverage(corpus(plans[::-1])).set_index("plan_id").sort_index(), together.sort_index())


def test_every_number_leads_back_to_clauses(study):
    table = coverage(study)
    counts = study.codings.groupby(["plan_id", "theme"]).size()
    for row in table.itertuples():
        assert row.n_coded == counts.get((row.plan_id, row.theme), 0)
    counted = study.clauses[study.clauses["counted"]].groupby("plan_id").size()
    assert table.groupby("plan_id")["n_clauses"].first().to_dict() == counted.to_dict()


def test_no_theme_before_its_policy_is_a_zero_in_the_shipped_corpus(study):
    row = cell(coverage(study), "湖里区-2020", "双减")
    assert "早于政策" in row["note"]
    assert np.isnan(row["share"]) or row["n_coded"] > 0


def test_unknown_unit_is_refused():
    with pytest.raises(StudyError, match="'word' is no unit -> use one of clause, item"):
        coverage(SMALL, "word")
