"""Co-occurrence inside items: against statsmodels, scipy and a table made by hand."""

import numpy as np
import pytest

from compare.measures.cooccurrence import _pairs, cooccurrence


def test_stratified_test_equals_statsmodels():
    from statsmodels.stats.contingency_tables import StratifiedTable

    rng = np.random.default_rng(0)
    held, plan = (rng.random((90, 2)) < 0.4).astype(float), np.repeat([0, 1, 2], 30)
    row = _pairs("term", ["a", "b"], held, plan).iloc[0]
    tables = [np.array([[(h[:, 0] * h[:, 1]).sum(), (h[:, 0] * (1 - h[:, 1])).sum()],
                        [((1 - h[:, 0]) * h[:, 1]).sum(), ((1 - h[:, 0]) * (1 - h[:, 1])).sum()]])
              for h in (held[plan == p] for p in range(3))]
    assert row["p"] == pytest.approx(StratifiedTable(tables).test_null_odds(correction=True).pvalue)
    assert row["log_odds_ratio"] == pytest.approx(StratifiedTable([t + 0.5 for t in tables]).logodds_pooled)


def test_one_plan_is_tested_exactly():
    from scipy.stats import hypergeom

    held = np.array([[1, 1]] * 4 + [[1, 0]] + [[0, 1]] + [[0, 0]] * 6, float)
    row = _pairs("term", ["a", "b"], held, np.zeros(12, int)).iloc[0]
    assert row["p"] == pytest.approx(2 * hypergeom(12, 5, 5).sf(3))
    assert (row["n_a"], row["n_b"], row["n"], row["expected"]) == (5, 5, 4, pytest.approx(25 / 12))


def test_words_that_one_plan_has_both_of_do_not_attract_each_other():
    """a and b independent inside each plan, both frequent in one of them: no finding."""
    rng = np.random.default_rng(1)
    plan = np.repeat([0, 1], 200)
    held = (rng.random((400, 2)) < np.where(plan == 0, 0.7, 0.05)[:, None]).astype(float)
    assert _pairs("term", ["a", "b"], held, plan)["p"].iloc[0] > 0.05
    assert _pairs("term", ["a", "b"], held, np.zeros(400, int))["p"].iloc[0] < 1e-6


def test_table(study):
    table = cooccurrence(study)
    assert (table["n"] <= table[["n_a", "n_b"]].min(axis=1)).all() and table["q"].ge(table["p"] - 1e-12)[table["p"].notna()].all()
    assert len(table[table["kind"] == "theme"]) == len(study.themes) * (len(study.themes) - 1) // 2
