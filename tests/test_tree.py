"""The tree of plans: scipy's heights, and support that tells a real group from noise."""

import numpy as np
import pytest
from scipy.cluster.hierarchy import cophenet, linkage
from scipy.spatial.distance import squareform

from compare.matrix import terms
from compare.measures.likeness import cosines
from compare.measures.tree import tree


def test_heights_and_cophenetic_correlation(study):
    table = tree(study, draws=50)
    distance = 1 - cosines(terms(study))
    assert table["height"].to_numpy() == pytest.approx(linkage(distance, "average")[:, 2])
    heights = cophenet(linkage(distance, "average"))
    assert table["cophenetic"].iloc[0] == pytest.approx(np.corrcoef(heights, distance)[0, 1])
    assert squareform(distance).shape == (5, 5)


def test_joints_by_hand(study):
    table = tree(study, draws=50)
    assert table["size"].iloc[-1] == 5 and np.isnan(table["support"].iloc[-1])
    assert table["support"].iloc[:-1].between(0, 1).all()
    assert table["members"].iloc[-1].split("|") == sorted(study.plans["plan_id"])


def test_two_plans_that_share_their_words_are_held_together(monkeypatch):
    import compare.measures.tree as module
    from studies import made_terms

    rng = np.random.default_rng(0)
    one, other = rng.dirichlet(np.full(80, 0.2)), rng.dirichlet(np.full(80, 0.2))
    plan = np.repeat([0, 1, 2, 3], 12)
    items = np.array([rng.multinomial(30, one if p < 2 else other) for p in plan])
    monkeypatch.setattr(module, "terms", lambda study, unit: made_terms(items, plan))
    table = tree(None, draws=100).set_index("members")  # type: ignore[arg-type]
    assert table.loc["p000|p001", "support"] > 0.95 and table.loc["p002|p003", "support"] > 0.95
