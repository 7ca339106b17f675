"""Permutation of blocks against exact enumeration, scipy and simulation."""

from itertools import permutations

import numpy as np
import pytest

from compare.block_permutation import permutation_p
from compare.resampling import generator
from simulate import blocks

CODED = np.array([[3.0], [0], [1], [0], [2], [0], [0], [4]])
COUNTED = np.array([4.0, 3, 5, 2, 6, 3, 1, 5])


def test_permutation_p_is_exact_on_a_small_table():
    """All orders of seven blocks, counted one by one in plain Python, against the sampled p."""
    y, m, first = [3.0, 2, 1, 0, 0, 1, 0], [4.0, 3, 2, 2, 5, 3, 1], 3
    share, n = sum(y) / sum(m), sum(m)
    rest = [a - share * b for a, b in zip(y, m, strict=True)]
    rho = (sum(r * r for r in rest) - share * (1 - share) * n) / (share * (1 - share) * sum(b * (b - 1) for b in m))
    assert 0 < rho < 1
    sd = [(b * (1 + (b - 1) * rho)) ** 0.5 for b in m]

    def ratio(values, sizes):
        mean = sum(v * b for v, b in zip(values, sizes, strict=True)) / sum(sizes)
        spread = sum(((v - mean) * b) ** 2 for v, b in zip(values, sizes, strict=True))
        return mean, len(sizes) / (len(sizes) - 1) * spread / sum(sizes) ** 2

    def ways_of(order):
        a, b = order[:first], order[first:]
        sums = [(sum(y[i] for i in own), sum(m[i] for i in own), sum(m[i] ** 2 for i in own)) for own in (a, b)]
        error = sum((k + rho * (square - k)) / k ** 2 for _, k, square in sums) ** 0.5
        whole = abs(sums[0][0] / sums[0][1] - sums[1][0] / sums[1][1]) / error
        moved = [rest[j] / sd[j] * sd[i] for i, j in enumerate(order)]
        shares = [y[j] / m[j] for j in order]
        (one, error_one), (two, error_two) = ratio(shares[:first], m[:first]), ratio(shares[first:], m[first:])
        return (whole, abs(sum(moved[:first]) / sum(m[:first]) - sum(moved[first:]) / sum(m[first:])),
                abs(one - two) / max(error_one + error_two, 1e-12) ** 0.5)

    observed, ways = ways_of(range(7)), [ways_of(order) for order in permutations(range(7))]
    exact = max(sum(way[i] >= observed[i] - 1e-9 for way in ways) / len(ways) for i in range(3))
    parts = np.array(y)[:, None], np.array(m)
    ours = permutation_p(parts[0][:first], parts[1][:first], parts[0][first:], parts[1][first:], generator("x"), 20_000)
    assert exact < 0.06
    assert ours[0] == pytest.approx(exact, abs=0.005)


def test_permutation_p_agrees_with_scipy():
    """With one unit a block all ways are the plain permutation test of a difference of means."""
    from scipy import stats
    rng = np.random.default_rng(3)
    a, b = (rng.random(20) < 0.3).astype(float), (rng.random(25) < 0.7).astype(float)
    theirs = stats.permutation_test((a, b), lambda x, y, axis=-1: np.abs(x.mean(axis) - y.mean(axis)), alternative="greater",
                                    n_resamples=20_000, rng=np.random.default_rng(4), vectorized=True).pvalue
    ours = permutation_p(a[:, None], np.ones(20), b[:, None], np.ones(25), generator("x"), 20_000)
    assert theirs < 0.1
    assert ours[0] == pytest.approx(theirs, abs=0.006)


def test_one_small_block_is_no_difference():
    """A theme in one block of fourteen, in the plan whose blocks are small: it might as well have been any other block."""
    a, b = np.array([0.0, 4, 0, 0, 0, 0]), np.zeros(8)
    p = permutation_p(a[:, None], np.array([2.0, 4, 3, 4, 1, 2]), b[:, None], np.array([9.0, 12, 15, 7, 14, 10, 13, 11]),
                      generator("x"))
    assert p[0] > 1 / 14 - 0.01


def test_permutation_p_of_no_difference_is_one_and_never_zero():
    same = permutation_p(CODED, COUNTED, CODED, COUNTED, generator("x"))
    assert same[0] == 1
    all_or_none = permutation_p(np.full((20, 1), 3.0), np.full(20, 3.0), np.zeros((20, 1)), np.full(20, 3.0), generator("x"))
    assert all_or_none[0] == 1 / 5000
    assert np.isnan(permutation_p(CODED[:1], COUNTED[:1], CODED, COUNTED, generator("x"))).all()


def test_permutation_test_keeps_its_level_and_has_power():
    rng = np.random.default_rng(6)
    p: dict[float, list[float]] = {0: [], 0.4: []}
    for gap in p:
        for _ in range(200):
            a, b = blocks(rng, 12, (1, 4), [0.15], 0.3), blocks(rng, 30, (2, 8), [0.15 + gap], 0.3)
            p[gap].append(permutation_p(*a, *b, rng, 299)[0])
    assert np.mean(np.array(p[0]) <= 0.05) <= 0.10
    assert np.mean(np.array(p[0.4]) <= 0.05) >= 0.7
