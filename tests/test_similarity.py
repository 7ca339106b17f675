"""Likeness of plans: against scikit-learn and scipy, and what its intervals and nulls do."""

import numpy as np
import pandas as pd
import pytest

from compare.matrix import gather, terms, tfidf
from compare.measures.likeness import cosines, dealt_divergence, items_of, jsd, pairs_of, resampled_cosines
from compare.measures.similarity import similarity
from studies import made_terms, study_of


def test_cosine_equals_scikit_learn(study):
    from sklearn.metrics.pairwise import cosine_similarity

    table = terms(study)
    full = cosine_similarity(gather(tfidf(table.counts), table.plan))
    assert cosines(table) == pytest.approx([full[a, b] for a, b in pairs_of(table)], abs=1e-12)


def test_divergence_equals_scipy():
    from scipy.spatial.distance import jensenshannon

    n, m = np.array([[5.0, 0, 3, 2], [1, 1, 1, 0]]), np.array([[1.0, 4, 3, 0], [2, 2, 2, 0]])
    assert jsd(n, m) == pytest.approx(jensenshannon(n, m, base=2, axis=1) ** 2, abs=1e-12)
    assert jsd(np.array([1.0, 0]), np.array([0.0, 1])) == 1


def drawn(rng, items: int, source: np.ndarray, plan: int):
    return rng.multinomial(25, source, items), np.full(items, plan)


def test_random_halves_of_one_source_are_not_called_different():
    rng = np.random.default_rng(2)
    source = rng.dirichlet(np.full(300, 0.3))
    p = []
    for _ in range(40):
        (a, i), (b, j) = drawn(rng, 15, source, 0), drawn(rng, 25, source, 1)
        p.append(dealt_divergence(*items_of(made_terms(np.vstack([a, b]), np.concatenate([i, j]))), rng, 99)[2])
    assert np.mean(np.array(p) <= 0.05) <= 0.125 and 0.3 < np.mean(p) < 0.7


def test_two_sources_are_told_apart_though_short_texts_diverge_anyway():
    rng = np.random.default_rng(3)
    (a, i), (b, j) = (drawn(rng, 15, rng.dirichlet(np.full(300, 0.3)), plan) for plan in (0, 1))
    table = made_terms(np.vstack([a, b]), np.concatenate([i, j]))
    real, null, p = dealt_divergence(*items_of(table), rng, 99)
    assert real == pytest.approx(jsd(a.sum(axis=0), b.sum(axis=0)), abs=1e-12)
    assert null.mean() > 0.1 and real > null.max() and p == 0.01


def test_long_items_of_one_source_are_not_called_different():
    """Ten long items against ninety short ones: the plain divergence errs in a third of such pairs."""
    rng = np.random.default_rng(6)
    source, p = rng.dirichlet(np.full(200, 0.3)), []
    for _ in range(40):
        rates = source * rng.gamma(1.0, 1.0, (100, 200))
        length = np.repeat([90, 30], [10, 90])
        items = np.array([rng.multinomial(n, r / r.sum()) for n, r in zip(length, rates, strict=True)])
        real, null, own = dealt_divergence(*items_of(made_terms(items, np.repeat([0, 1], [10, 90]))), rng, 99)
        p.append((own, (1 + (null >= real).sum()) / 100))
    assert (np.mean(np.array(p) <= 0.05, axis=0) <= [0.15, 1]).all() and np.mean(np.array(p)[:, 1] <= 0.05) > 0.2


def test_a_plan_without_listed_terms_has_no_divergence():
    table = made_terms(np.array([[0, 0], [0, 0], [3, 1], [1, 2]]), np.array([0, 0, 1, 1]))
    real, null, p = dealt_divergence(*items_of(table), np.random.default_rng(1), 9)
    assert np.isnan([real, p]).all() and np.isnan(null).all()


def test_table(study):
    table = similarity(study, draws=300)
    assert len(table) == 10
    assert ((table["cosine_low"] <= table["cosine"]) & (table["cosine"] <= table["cosine_high"])).all()
    assert (table["plan_a"] < table["plan_b"]).all() and table["cosine"].is_monotonic_decreasing


def test_a_plan_with_one_item_has_no_interval(tmp_path):
    study = study_of(tmp_path, 甲县_2024="劳动教育和课后服务。", 乙县_2024="一、劳动教育\n美育。\n二、课后服务\n校园安全。\n")
    table = similarity(study, draws=50)
    assert table["cosine"].notna().all() and table["cosine_low"].isna().all()
    assert table["note"].str.contains("条目太少").all()


def test_one_plan_has_no_pair(tmp_path):
    assert similarity(study_of(tmp_path, 甲县_2024="劳动教育。\n")).empty


def test_draws_of_a_plan_do_not_hang_on_the_others():
    rng = np.random.default_rng(5)
    items, plan = rng.poisson(1, (30, 12)), np.repeat([0, 1, 2], 10)
    two = plan < 2
    both = made_terms(items, plan), made_terms(items[two], plan[two])
    assert [t.plans for t in both] == [["p000", "p001", "p002"], ["p000", "p001"]]
    assert resampled_cosines(both[0], 20).shape == (20, 3)
    pd.testing.assert_frame_equal(pd.DataFrame(resampled_cosines(both[1], 20)), pd.DataFrame(resampled_cosines(both[1], 20)))
