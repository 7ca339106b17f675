"""Panels of a place: nothing is a trend until the years allow it."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from compare import charts, style
from compare.charts.catalogue import trends as chart
from compare.measures.comparability import comparability
from compare.measures.trends import NO_PANEL, pettitt, trends
from compare.study import load
from looks import faults, texts
from simulate import blocks, corpus, plan, theme


def years(shares, place="甲区", first=2010, seed=1, rho=0.2, **labels):
    """One plan a year of 30 items, with these shares of one theme."""
    rng, plans = np.random.default_rng(seed), []
    for year, share in enumerate(shares, first):
        coded, counted = blocks(rng, 30, (1, 6), [share], rho)
        plans.append(plan(f"{place}-{year}", counted.astype(int).tolist(), {"数字": coded[:, 0].astype(int).tolist()},
                          place=place, year=year, **labels))
    return plans


def test_one_year_of_each_place_is_no_panel():
    table = trends(corpus(years([0.2]) + years([0.3], "乙区", 2020)))
    assert table.empty
    assert table.attrs["note"] == NO_PANEL


@pytest.mark.parametrize("change", [{"kind": "务虚会议材料"}, {"place": None}, {"place": "乙区"}, {"year": None}])
def test_years_of_different_kinds_or_masked_places_are_no_panel(change):
    one, two = years([0.2, 0.3])
    assert trends(corpus([one, two | change])).empty


def test_shipped_corpus_has_no_trend_and_one_more_year_gives_that_place_alone(study):
    assert trends(study).empty

    def again(table):
        more = table[table["plan_id"] == "金凤区-2024"].assign(plan_id="金凤区-2025")
        return pd.concat([table, more.assign(year=2025) if "year" in table else more], ignore_index=True)

    names = ("plans", "removals", "clauses", "codings", "hits")
    more = dataclasses.replace(study, **{name: again(getattr(study, name)) for name in names})
    table = trends(more)
    assert set(table["place"]) == {"金凤区"}
    assert set(table["trend"]) == {"描述性"}
    assert table["change"].dropna().eq(0).all() and table["change_p"].dropna().eq(1).all()
    pairs = comparability(more).set_index(["plan_a", "plan_b"])
    assert not pairs.loc[("金凤区-2024", "金凤区-2025"), "descriptive"]


@pytest.mark.parametrize("n, word", [(2, "描述性"), (7, "描述性"), (8, "上升")])
def test_trend_needs_eight_years(n, word):
    table = trends(corpus(years(np.linspace(0.05, 0.8, n))))
    assert set(table["trend"]) == {word}
    assert (table["note"] == "").all() == (word != "描述性")
    assert table["per_year_low"].isna().all() == (word == "描述性")


def test_a_fall_a_level_and_a_step_are_told_apart():
    fall = trends(corpus(years(np.linspace(0.8, 0.05, 12)))).iloc[0]
    assert (fall["trend"], fall["per_year_high"] < 0) == ("下降", True)
    level = trends(corpus(years([0.3] * 12)))
    assert level["trend"].iloc[0] == "未见趋势" and level["change_point"].isna().all()
    step = trends(corpus(years([0.1] * 7 + [0.7] * 7))).iloc[0]
    assert step["change_point"] == 2016


def test_change_between_years():
    table = trends(corpus(years([0.1, 0.1, 0.8]))).set_index("year")
    assert table.loc[2010, "change_p"] != table.loc[2010, "change_p"]
    assert table.loc[2012, "previous"] == 2011
    assert table.loc[2012, "change"] == table.loc[2012, "share"] - table.loc[2011, "share"]
    assert table.loc[2012, "change_p_holm"] < 0.05 < table.loc[2011, "change_p_holm"]


def test_two_plans_of_one_year_are_pooled():
    first, second = years([0.2, 0.4])
    twin = first | {"plan_id": "甲区-2010b"}
    table = trends(corpus([first, twin, second])).set_index("year")
    assert table.loc[2010, "plan_ids"] == "甲区-2010；甲区-2010b"
    assert table.loc[2010, "n_clauses"] == 2 * sum(first["counts"])


def test_years_before_a_policy_are_no_zeroes():
    made = corpus(years([0.0, 0.0, 0.3], first=2019), [theme("数字", "2021")])
    table = trends(made)
    assert table["share"].isna().tolist() == [True, True, False]
    assert "早于政策" in table["note"].iloc[0]


def test_a_policy_that_comes_is_no_trend_of_the_place():
    """Ten years of which five are older than the policy: their shares stand in the table, and in no change, trend or change point."""
    made = corpus(years([0.1] * 5 + [0.6] * 5, first=2016), [theme("数字", "2021")])
    table = trends(made).set_index("year")
    assert table["share"].notna().all()
    assert set(table["trend"]) == {"描述性"} and set(table["n_years"]) == {5}
    assert table.loc[:2021, "change"].isna().all() and table.loc[2022:, "change"].notna().all()
    assert table["change_point"].isna().all()
    assert "空心点" in chart.note(table.reset_index()).reading


def test_pettitt_by_hand():
    """1 2 3 7 8 9: U_t = -5, -8, -9, -8, -5; the change is after the third value, K = 9; 2 of 20 partings reach it."""
    at, p = pettitt(np.array([1.0, 2, 3, 7, 8, 9]), np.random.default_rng(1), 20_000)
    assert at == 2
    assert p == pytest.approx(2 / 20, abs=0.01)


def test_mann_kendall_and_theil_sen_by_hand():
    """Eight rising shares: Kendall's tau is 1, p = 2 / 8!; slopes of a straight line are its slope."""
    counts = [20] * 8
    plans = [plan(f"甲-{2010 + y}", counts, {"数字": [2 * (y + 1)] * 8}, year=2010 + y) for y in range(8)]
    row = trends(corpus(plans)).iloc[0]
    assert row["trend_p"] == pytest.approx(2 / 40320)
    assert row["per_year"] == pytest.approx(0.1)


@pytest.mark.parametrize("n, word", [(2, "描述性"), (8, "未见趋势")])
def test_chart_of_panels_is_fit_to_print(tmp_path, n, word):
    """Panels of two places that have several years; nothing is called a trend where the years are few."""
    (tmp_path / "plans").mkdir()
    for place in ("甲区", "乙县"):
        for year in range(2026 - n, 2026):
            items = "\n".join(f"{i}. 加强校园安全工作。推进第{i}项工作。" for i in range(1, 8))
            head = f"---\nplace: {place}\nlevel: 区县\nyear: {year}\nkind: 工作要点\n---\n"
            (tmp_path / "plans" / f"{place}-{year}.txt").write_text(f"{head}{items}\n", encoding="utf-8", newline="\n")
    made = charts.make(load(tmp_path), "trends")
    assert faults(made.figure) == []
    shown = " ".join(text.get_text() for text in texts(made.figure))
    assert word in shown and ("8 条线中 8 条" in made.caption) == (n == 2)


def test_chart_keeps_its_scale_where_one_interval_is_wide():
    """Shares about .1; one year of two blocks has an interval up to nearly 1: it ends in an arrow, and the caption says so."""
    table = trends(corpus(years([0.1] * 4))).assign(theme_label="数字 | digital", plan_id="甲区-2010")
    wide = table.assign(share_high=[0.9, *table["share_high"][1:]])
    assert "▲" in chart.note(wide).reading and "▲" not in chart.note(table.assign(share_high=table["share"] * 1.5)).reading
    panel = chart.draw(wide, style.page()).axes[0]
    assert panel.get_ylim()[1] < 3 * table["share"].max()
