"""Keyness: each statistic against hand-checked values or an independent implementation."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest, power_divergence
from scipy.stats.contingency import relative_risk

from compare.errors import StudyError
from compare.many_tests import benjamini_hochberg
from compare.measures import keyness as module
from compare.measures.keyness import dispersion, g2, keyness, log_odds, log_ratio, lrc
from studies import made_terms

N, M, N_ALL, M_ALL = np.array([12.0, 3, 0, 40]), np.array([5.0, 0, 9, 40]), 2300, 8000


def test_g2_equals_scipy():
    for n, m, value in zip(N, M, g2(N, M, N_ALL, M_ALL), strict=True):
        table = np.array([[n, m], [N_ALL - n, M_ALL - m]])
        expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum()
        assert value == pytest.approx(power_divergence(table, expected, lambda_="log-likelihood", axis=None).statistic)


def test_log_ratio_by_hand():
    assert log_ratio(np.array([3.5]), np.array([0.5]), 1000, 1000) == pytest.approx([2])     # log2(4/1)


def test_lrc_is_the_bound_of_clopper_and_pearson():
    values = lrc(N, M, N_ALL, M_ALL)
    for n, m, value in zip(N, M, values, strict=True):
        ci = binomtest(int(n), int(n + m)).proportion_ci(1 - 0.05 / len(N), method="exact")
        bounds = [np.log2(max(x, 1e-300) / max(1 - x, 1e-300) * M_ALL / N_ALL) for x in (ci.low, ci.high)]
        expected = bounds[0] if bounds[0] > 0 else bounds[1] if bounds[1] < 0 else 0
        assert value == pytest.approx(expected, rel=1e-6)
    assert np.sign(values).tolist() == [1, 0, -1 if values[2] else 0, 1]


def test_lrc_is_inside_the_large_sample_interval_of_the_relative_risk():
    ci = relative_risk(400, 10_000, 200, 10_000).confidence_interval(0.95)
    assert lrc(np.array([400.0]), np.array([200.0]), 10_000, 10_000)[0] == pytest.approx(np.log2(ci.low), abs=0.03)


def test_log_odds_by_hand():
    """Equal counts in equal texts: δ = 0; three against one with the prior 4 × 1/100 = .04."""
    assert log_odds(np.array([5.0]), np.array([5.0]), 200, 200)[0] == pytest.approx([0])
    delta, z = log_odds(np.array([3.0]), np.array([1.0]), 200, 200, prior=4)
    expected = np.log(3.04 / (204 - 3.04)) - np.log(1.04 / (204 - 1.04))
    assert delta == pytest.approx([expected]) and z == pytest.approx([expected / np.sqrt(1 / 3.04 + 1 / 1.04)])


def test_dispersion_by_hand():
    """Five parts of 9 to 33%: a spread term, one that stands in one part only, one spread as the parts are."""
    from scipy.sparse import csr_matrix

    sizes = np.array([9, 18, 20, 20, 33])
    occurrences = csr_matrix(np.array([[2, 0, 9], [3, 0, 18], [2, 0, 20], [3, 1, 20], [5, 0, 33]], float))
    shares, term = sizes / 100, np.array([2, 3, 2, 3, 5]) / 15
    expected = np.abs(term - shares).sum() / 2 / (1 - 0.09)
    assert dispersion(occurrences, sizes) == pytest.approx([expected, (1 - 0.2) / (1 - 0.09), 0], abs=1e-12)


def test_table_on_the_shipped_plans(study):
    table = keyness(study)
    assert (table["n_clauses"][table["rank"].notna()] >= 2).all()
    assert table["note"][table["n_clauses"] == 1].str.startswith("仅见于一个句子").all()
    assert (table["q"].dropna() >= table["p"].dropna()).all()
    assert (table["p_g2"] < 0.05).sum() > 5 * (table["q"] < 0.05).sum()   # naive G² flags many, permutation and BH few
    assert table["note"].str.contains("检验族:5个对比×token").all()


def test_nothing_depends_on_the_order_of_plans_or_on_the_run(study):
    from dataclasses import replace

    turned = replace(study, plans=study.plans[::-1].reset_index(drop=True))
    pd.testing.assert_frame_equal(keyness(study, "phrase"), keyness(turned, "phrase"))


def test_pairs_years_and_places(study):
    pair = keyness(study, "phrase", target="金凤区-2024", reference="高台县-2023")
    assert set(pair["plan_id"]) == {"金凤区-2024"} and set(pair["reference"]) == {"高台县-2023"}
    years = keyness(study, "phrase", by="year")
    assert set(years["plan_id"]) == {"2020", "2023", "2024", "2025"}
    assert years["note"].str.contains("描述性").all()


@pytest.mark.parametrize(("call", "message"), [
    ({"target": "乙县-2024"}, "no '乙县-2024' in the corpus -> use one of"),
    ({"by": "mood"}, "no grouping 'mood' -> use plan_id, place, year, province or level"),
    ({"reference": "金凤区-2024"}, "given without a target -> name a target too"),
])
def test_mistakes_are_told_in_one_line(study, call, message):
    with pytest.raises(StudyError, match=message):
        keyness(study, **call)


def made(seed: int, effect: float = 1.0, plans: int = 4, items: int = 30, burst: float = 1.0) -> tuple[object, np.ndarray]:
    """Plans of items whose rates vary between items; the first term is ``effect`` times as frequent in plan 0."""
    rng = np.random.default_rng(seed)
    rates = np.array([0.01, *rng.gamma(0.4, 0.004, 80)])
    plan = np.repeat(np.arange(plans), items)
    mean = rng.integers(20, 60, len(plan))[:, None] * rates * np.where((plan == 0)[:, None] & (np.arange(81) == 0), effect, 1)
    counts = rng.poisson(mean * rng.gamma(burst, 1 / burst, mean.shape))
    return made_terms(counts, plan), plan


def p_of(table, plan):
    return module._against(table, plan == 0, np.ones(len(plan), bool), 0).set_index("term")["p"]


def test_items_that_differ_make_no_finding_and_a_planted_term_is_found():
    flat = [p_of(*made(seed)) for seed in range(12)]
    assert np.mean([(p.dropna() < 0.05).mean() for p in flat]) < 0.06
    found = [benjamini_hochberg(p_of(*made(seed, effect=4)).to_numpy())[0] < 0.05 for seed in range(12)]
    assert sum(found) >= 9
