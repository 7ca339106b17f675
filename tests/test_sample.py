"""The sample: strata, chances, and that it is the same every time."""

from __future__ import annotations

import numpy as np
import pytest

from compare.errors import StudyError
from compare.measures.sample import NEAR, REST, _allocate, draw, sample, strata
from studies import study_of, theme_file

PLAN = "".join(f"{n}. 加强党建工作。支部每月学习。\n" for n in range(1, 4)) + "".join(
    f"{n}. 举办第{n}届运动会。评选好书。\n" for n in range(4, 30)) + "30. 防范资金安全风险。\n31. 开展校园安全检查。\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    theme_file(folder, "党建", any="[党建, 支部]")
    theme_file(folder, "安全", any="[安全, 隐患]", exclude="[资金安全]")
    return study_of(folder, 甲县_2024=PLAN)


def test_every_counted_clause_is_in_one_stratum(study):
    table = strata(study)
    counted = study.clauses[study.clauses["counted"]]
    assert table[["plan_id", "clause_no"]].to_numpy().tolist() == counted[["plan_id", "clause_no"]].to_numpy().tolist()
    assert set(table["stratum"]) <= {NEAR, REST, *(f"命中：{theme.name}" for theme in study.themes)}
    hits = {tuple(key) for key in study.codings[["plan_id", "clause_no"]].to_numpy().tolist()}
    for row in table.itertuples():
        assert row.stratum.startswith("命中") == ((row.plan_id, row.clause_no) in hits)


def test_near_misses_are_neighbours_and_excluded_hits(small):
    texts = small.clauses.set_index("clause_no")["text"]
    near = {texts[row.clause_no] for row in strata(small).itertuples() if row.stratum == NEAR}
    assert any("资金安全" in text for text in near), "an excluded hit"
    assert "举办第9届运动会。" not in near


def test_the_chance_is_what_was_drawn_of_what_there_is(study):
    table, sizes = sample(study, 120, 3), strata(study)["stratum"].value_counts()
    assert len(table) == 120 and not table.duplicated(["plan_id", "clause_no"]).any()
    for name, own in table.groupby("stratum"):
        assert set(own["n_stratum"]) == {sizes[name]}
        assert own["probability"].to_numpy() == pytest.approx(len(own) / sizes[name])
    assert (table["n_stratum"] / table["stratum"].map(table["stratum"].value_counts())).sum() == pytest.approx(sizes.sum())
    assert {NEAR, REST} < set(table["stratum"])


def test_same_seed_same_sample_other_seed_another(study):
    one, same, other = (sample(study, 60, seed) for seed in (1, 1, 2))
    assert one.equals(same)
    assert one["sample"].iloc[0] != other["sample"].iloc[0]
    assert set(one["clause_no"]) != set(other["clause_no"])


def test_every_clause_of_a_stratum_is_drawn_as_often():
    """2,000 samples: how often each clause is drawn, against its chance (4.5 standard errors)."""
    stratum = np.array([REST] * 40 + ["命中：甲"] * 12 + [NEAR] * 20, dtype=object)
    times = np.zeros(len(stratum))
    for seed in range(2_000):
        rows, drawn = draw(stratum, ["命中：甲", NEAR, REST], 30, seed)
        times[rows] += 1
    chance = np.array([drawn[name] / (stratum == name).sum() for name in stratum])
    error = np.sqrt(chance * (1 - chance) / 2_000)
    assert (np.abs(times / 2_000 - chance) <= 4.5 * error).all()


def test_the_text_comes_with_its_context(small):
    row = sample(small, 1_000).set_index("text").loc["支部每月学习。"].iloc[0]
    assert row["before"].endswith("加强党建工作。") and row["after"].endswith("加强党建工作。")


def test_as_many_as_there_are(small):
    table = sample(small, 10_000)
    assert len(table) == small.clauses["counted"].sum() and (table["probability"] == 1).all()


@pytest.mark.parametrize("sizes, n, drawn", [
    ({"命中：甲": 50, "命中：乙": 50, NEAR: 100, REST: 800}, 100, (20, 20, 20, 40)),
    ({"命中：甲": 3, "命中：乙": 50, NEAR: 100, REST: 800}, 100, (3, 25, 24, 48)),
    ({NEAR: 5, REST: 800}, 100, (5, 95)),
    ({"命中：甲": 5, NEAR: 5, REST: 5}, 2, (1, 1, 0)),
    ({"命中：甲": 1, NEAR: 1, REST: 1}, 3, (1, 1, 1)),
])
def test_allocation(sizes, n, drawn):
    assert tuple(_allocate(sizes, n).values()) == drawn


@pytest.mark.parametrize("n", [0, -5])
def test_an_empty_sample_is_refused(small, n):
    with pytest.raises(StudyError, match=f"a sample of {n} clauses -> name a number from 1 up"):
        sample(small, n)
