"""Clusters of plans: those that were planted are found, and k-means is no worse than scikit-learn's best of ten."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from compare.errors import StudyError
from compare.matrix import tfidf
from compare.measures import plan_clusters as module
from compare.measures.plan_clusters import fit, plan_clusters


def planted(groups, per, words=300, seed=0):
    """Counts of plans whose groups use words of their own beside common ones."""
    from scipy.sparse import csr_matrix
    rng = np.random.default_rng(seed)
    rates = rng.gamma(0.3, 1.0, words) * np.exp(rng.normal(0, 1.2, (groups, words)))
    return csr_matrix(rng.poisson(np.repeat(rates, per, axis=0)))


def test_planted_groups_are_found():
    made = fit(tfidf(planted(4, 30)), 4)
    table = pd.crosstab(made.labels, np.repeat(np.arange(4), 30))
    assert (table.to_numpy() > 0).sum() == 4 and table.to_numpy().max(axis=1).tolist() == [30] * 4


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("groups", [1, 5])
def test_inertia_is_no_higher_than_scikit_learns(groups, seed):
    from sklearn.cluster import KMeans
    rows = tfidf(planted(groups, 120 // groups, seed=seed))
    best = KMeans(6, n_init=10, random_state=seed).fit(rows)
    assert fit(rows, 6).inertia <= best.inertia_ * (1.005 if groups == 1 else 1 + 1e-9)  # without groups there are many ways


def test_distances_are_those_to_the_means_of_the_clusters():
    rows = tfidf(planted(3, 20))
    made = fit(rows, 3)
    dense = rows.toarray()
    centres = np.stack([dense[made.labels == c].mean(axis=0) for c in range(3)])
    assert np.allclose(made.centres, centres) and np.allclose(made.squares, ((dense - centres[made.labels])**2).sum(axis=1))
    assert (np.bincount(made.labels) == sorted(np.bincount(made.labels), reverse=True)).all()
    assert (((dense[:, None] - centres)**2).sum(axis=2).argmin(axis=1) == made.labels).all(), "no plan is nearer to another"


def test_any_number_of_threads_and_of_rows_at_a_time_gives_the_same(monkeypatch):
    rows = tfidf(planted(4, 40))
    one = fit(rows, 4)
    monkeypatch.setattr("compare.threads.cores", lambda: 7)
    other = fit(rows, 4)
    assert (one.labels == other.labels).all() and (one.squares == other.squares).all()
    monkeypatch.setattr(module, "SAMPLE", 50)
    assert fit(rows, 4).inertia <= one.inertia * 1.02, "starts from a sample of the plans"


@pytest.mark.parametrize(("groups", "per"), [(4, 40), (30, 1), (2, 15)])
def test_axes_are_the_first_singular_vectors(groups, per):
    """As the whole decomposition finds them; where the rows span fewer dimensions, the others are nothing."""
    counts = planted(groups, per)
    for rows, k in ((tfidf(counts), 4), (tfidf(counts[np.zeros(40, dtype=int)]), 4)):
        left, values, right = np.linalg.svd(rows.toarray(), full_matrices=False)
        at, theirs = np.asarray(rows @ module._axes(rows, k)), (left * values)[:, :k]
        assert np.allclose(at @ at.T, theirs @ theirs.T, atol=0.02 * values[0]**2)
        known = [n for n in range(k) if values[n] > 1.5 * values[n + 1] > 0]      # those well apart are found one by one
        assert all(np.allclose(np.abs(at[:, n]), np.abs(theirs[:, n]), atol=1e-3) for n in known)


def test_few_plans_are_not_clustered(study):
    table = plan_clusters(study)
    assert table["cluster"].isna().all() and set(table["note"]) == {"少于 20 份文件，不聚类"}
    with pytest.raises(StudyError, match="plan_clusters, k: 1 clusters -> give a number from 2 up"):
        plan_clusters(replace(study), 1)
