"""Clusters: found where they were planted, not found where there are none; parts against scikit-learn."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix

from compare.errors import StudyError
from compare.measures.cluster_choice import cluster_choice
from compare.measures.cluster_plans import cluster_plans, residuals
from compare.measures.cluster_terms import cluster_terms
from compare.measures.clustering import NO, cluster, kmeans, nearest, rand_index, shuffled, silhouette
from compare.measures.clusters import clusters
from compare.measures.topics import topics
from studies import made_terms, study_of


def corpus(seed: int, k: int, share: float, items: int = 120, words: int = 800, burst: float = 5.0):
    """(terms, planted cluster): items of about 27 words, ``share`` of them from their cluster's own 60 words."""
    rng = np.random.default_rng(seed)
    common = 1 / np.arange(1, words + 1) ** 0.9
    common /= common.sum()
    own = np.zeros((max(k, 1), words))
    for row in own:
        row[rng.choice(np.arange(20, words), 60, replace=False)] = rng.dirichlet(np.ones(60))
    planted = rng.integers(0, max(k, 1), items)
    length = np.maximum(5, rng.lognormal(3.1, 0.6, items)).astype(int)
    mixed = (1 - share) * common + share * own[planted]
    rates = rng.gamma(mixed * burst * length[:, None] + 1e-9)
    counts = np.array([rng.multinomial(n, rate / rate.sum()) for n, rate in zip(length, rates, strict=True)])
    return made_terms(counts, rng.integers(0, 4, items)), planted


@pytest.mark.parametrize(("seed", "k"), [(0, 3), (1, 5)])
def test_planted_clusters_are_found(seed, k):
    table, planted = corpus(seed, k, 0.5)
    made = cluster(table)
    assert made.found and made.k == k
    assert rand_index(made.labels, planted[made.kept]) >= 0.8
    assert made.jaccard.mean() > 0.75


@pytest.mark.parametrize("seed", [0, 1])
def test_nothing_is_found_where_nothing_was_planted(seed):
    made = cluster(corpus(seed, 0, 0.0, burst=1 + 4 * seed)[0])
    assert not made.found and made.jaccard.min() < 0.6


def test_rand_index_and_silhouette_equal_scikit_learn():
    from sklearn.metrics import adjusted_rand_score, silhouette_samples

    rng = np.random.default_rng(1)
    points, labels = rng.normal(size=(60, 3)), rng.integers(0, 4, 60)
    assert rand_index(labels, rng.permutation(labels)) == pytest.approx(0, abs=0.15)
    other = rng.integers(0, 3, 60)
    assert rand_index(labels, other) == pytest.approx(adjusted_rand_score(labels, other))
    assert silhouette(points, labels) == pytest.approx(silhouette_samples(points, labels, metric="sqeuclidean"))


def test_kmeans_finds_the_optimum_of_scikit_learn():
    from sklearn.cluster import KMeans

    rng = np.random.default_rng(4)
    points = np.vstack([rng.normal(at, 0.4, (40, 2)) for at in ((0, 0), (3, 0), (0, 3))])
    own = kmeans(points, 3)
    cost = ((points - own[nearest(points, own)]) ** 2).sum()
    assert cost == pytest.approx(KMeans(3, n_init=10, random_state=0).fit(points).inertia_, rel=1e-6)


def test_the_null_corpus_keeps_every_terms_counts():
    counts = csr_matrix(np.random.default_rng(0).poisson(0.4, (90, 30)).astype(float))
    moved = shuffled(counts)
    for term in range(30):
        assert sorted(moved[:, term].toarray().ravel()) == sorted(counts[:, term].toarray().ravel())
    assert abs(moved - counts).sum() > 0


def test_residuals_equal_statsmodels():
    from statsmodels.stats.contingency_tables import Table

    n = np.array([[12.0, 3, 9], [4, 8, 6]])
    expected, residual = residuals(n)
    theirs = Table(n, shift_zeros=False)
    assert expected == pytest.approx(theirs.fittedvalues) and residual == pytest.approx(theirs.standardized_resids)


def test_tables_on_the_shipped_plans(study):
    units, choice, parts, plans = clusters(study), cluster_choice(study), cluster_terms(study), cluster_plans(study)
    assert len(units) == study.clauses[study.clauses["counted"]].groupby(["plan_id", "block"]).ngroups
    assert choice["chosen"].sum() == 1 and len(parts) == choice["k"][choice["chosen"]].iloc[0]
    assert parts["size"].sum() == units["cluster"].notna().sum() == plans["n"].sum()
    assert parts["size"].is_monotonic_decreasing
    assert set(units["verdict"]) | set(choice["verdict"]) | set(parts["verdict"]) | set(plans["verdict"]) == {NO}
    assert (choice["excess"].max() < 0.45) == (units["verdict"].iloc[0] == NO)


def test_clauses_as_units(study):
    assert len(clusters(study, per="clause")) == study.clauses["counted"].sum()
    with pytest.raises(StudyError, match="no unit 'page' -> use 'item' or 'clause'"):
        clusters(study, per="page")


def test_too_few_units_are_not_clustered(tmp_path):
    study = study_of(tmp_path, 甲县_2024="一、劳动教育\n课后服务和校园安全。\n")
    assert cluster_choice(study).empty and cluster_terms(study).empty and cluster_plans(study).empty and topics(study).empty
    assert clusters(study)["cluster"].isna().all() and (clusters(study)["verdict"] == NO).all()


def test_topics(study):
    table = topics(study, k=4)
    assert table["topic"].nunique() == 4 and (table.groupby("topic")["weight"].sum() <= 1).all()
    assert table.drop_duplicates("topic")["size"].is_monotonic_decreasing
    pd.testing.assert_frame_equal(table, topics(study, k=4))
