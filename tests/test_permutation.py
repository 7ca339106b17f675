"""Dealing items: the p value of a small table is the exact one."""

from itertools import permutations

import numpy as np
import pytest

from compare.measures import permutation
from compare.measures.keyness import g2
from compare.measures.permutation import deal_items
from studies import made_terms


def exact(items: np.ndarray, inside: np.ndarray) -> float:
    """p over all orders of the items, dealt by the same rule."""
    sizes, n = items.sum(axis=1), items[:, 0]
    target = sizes[inside].sum()
    real = g2(n[inside].sum(), n[~inside].sum(), target, sizes[~inside].sum())
    hits = []
    for order in permutations(range(len(items))):
        got = size = 0
        for i in order:
            if size + sizes[i] / 2 > target:
                break
            got, size = got + n[i], size + sizes[i]
        hits.append(g2(got, n.sum() - got, target, sizes.sum() - target) >= real - 1e-9)
    return float(np.mean(hits))


@pytest.mark.parametrize("first", [[3, 2, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 0, 0], [0, 0, 2, 2, 1, 1, 2]])
def test_p_is_the_share_of_deals(first):
    items = np.column_stack([first, [6, 7, 8, 7, 9, 8, 7]])
    inside = np.array([True, True, True, False, False, False, False])
    table = made_terms(items, (~inside).astype(int))
    p = deal_items(table, np.array([0]), inside, ~inside, seed=0)[0]
    assert p == pytest.approx(exact(items, inside), abs=0.03)


def test_a_term_in_one_item_cannot_be_tested():
    items = np.array([[5, 9], [0, 9], [0, 9], [0, 9]])
    inside = np.array([True, True, False, False])
    assert np.isnan(deal_items(made_terms(items, (~inside).astype(int)), np.array([0]), inside, ~inside, 0)[0])


def test_drawing_a_part_of_the_order_follows_the_same_law(monkeypatch):
    rng = np.random.default_rng(0)
    items = rng.poisson(3, (200, 2))
    inside = np.arange(200) < 8
    table = made_terms(items, (~inside).astype(int))
    whole = deal_items(table, np.array([0, 1]), inside, ~inside, 0)
    monkeypatch.setattr(permutation, "_MANY", 10)
    assert deal_items(table, np.array([0, 1]), inside, ~inside, 0) == pytest.approx(whole, abs=0.04)
