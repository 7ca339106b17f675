"""Bootstrap, intervals and permutation tests against independent implementations, by hand, and by simulation."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.resampling import (
    above,
    benjamini_hochberg,
    bootstrap,
    difference_interval,
    generator,
    holm,
    interval,
    intervals,
    intervals_of_many,
    permutation_p,
    plausible,
)
from simulate import blocks

CODED = np.array([[3.0], [0], [1], [0], [2], [0], [0], [4]])
COUNTED = np.array([4.0, 3, 5, 2, 6, 3, 1, 5])


def ends(coded, counted, seed="x"):
    coded, counted = np.array(coded, dtype=float), np.array(counted, dtype=float)
    return interval(coded, counted, bootstrap(coded[:, None], counted, generator(seed))[:, 0])


@pytest.mark.parametrize("n", [0, 1, 2, 9])
def test_intervals_of_many_plans_are_those_of_each(n):
    rng = np.random.default_rng(n)
    counted = rng.integers(1, 9, (80, n)).astype(float)
    coded = np.floor(counted[:, :, None] * rng.choice([0, 0.3, 1], (80, n, 3)) * rng.random((80, 1, 3)).round())
    coded[0], coded[1] = 0, counted[1][:, None]
    coded[2], counted[2] = 1, 2                     # all blocks alike
    low, high = intervals_of_many(coded, counted)
    for plan in range(80):
        expected = intervals(coded[plan], counted[plan], bootstrap(coded[plan], counted[plan], generator(str(plan))))
        np.testing.assert_allclose([low[plan], high[plan]], expected, rtol=1e-12, atol=1e-15)


def test_bootstrap_agrees_with_scipy():
    """Same standard error as scipy's bootstrap of whole blocks, but for the factor n/(n-1) that ours corrects."""
    from scipy import stats
    theirs = stats.bootstrap((CODED[:, 0], COUNTED), lambda y, m, axis=-1: y.sum(axis) / m.sum(axis), paired=True,
                             n_resamples=20_000, rng=np.random.default_rng(1), method="percentile")
    ours = bootstrap(CODED, COUNTED, generator("x"), 20_000)
    assert ours.std() == pytest.approx(theirs.standard_error * np.sqrt(8 / 7), rel=0.04)
    assert ours.mean() == pytest.approx(theirs.bootstrap_distribution.mean(), rel=0.02)


def test_bootstrap_has_the_linearised_variance():
    rng = np.random.default_rng(2)
    coded, counted = blocks(rng, 60, (2, 6), [0.3], 0.2)
    residuals = coded[:, 0] - coded.sum() / counted.sum() * counted
    linearised = 60 / 59 * (residuals ** 2).sum() / counted.sum() ** 2
    assert bootstrap(coded, counted, generator("x"), 20_000).var() == pytest.approx(linearised, rel=0.06)


def test_interval_is_wilsons_where_each_block_is_one_unit():
    """Blocks of one clause are plain binomial data: statsmodels' Wilson interval, t and n-1 instead of z and n."""
    from scipy.stats import norm, t
    from statsmodels.stats.proportion import proportion_confint
    coded = [1] * 16 + [0] * 24
    quantile = t.ppf(0.975, 39)
    low, high = proportion_confint(16 * 39 / 40, 39, alpha=2 * norm.sf(quantile), method="wilson")
    assert ends(coded, [1] * 40) == pytest.approx((low, high), abs=0.01)


@pytest.mark.parametrize("n", [6, 20, 60])
def test_nothing_coded_gives_the_rule_of_three(n):
    low, high = ends([0] * n, [3] * n)
    assert low == 0
    assert (1 - high) ** n == pytest.approx(0.05)  # this share would show nothing in one text of twenty
    assert high == pytest.approx(3 / n, rel=0.25)
    assert ends([3] * n, [3] * n) == pytest.approx((1 - high, 1))


def test_one_block_has_no_interval():
    assert np.isnan(ends([2], [7])).all()


def test_blocks_that_are_all_alike_still_leave_doubt():
    low, high = ends([1] * 8, [2] * 8)
    assert low < 0.25 and high > 0.75


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 6)), min_size=2, max_size=12))
def test_interval_holds_its_share_and_mirrors(cells):
    coded, counted = [min(y, m) for y, m in cells], [m for _, m in cells]
    low, high = ends(coded, counted)
    share = sum(coded) / sum(counted)
    assert 0 <= low <= share <= high <= 1 and low < high
    rest = ends([m - y for y, m in zip(coded, counted, strict=True)], counted)
    if share != 0.5:
        assert rest == pytest.approx((1 - high, 1 - low), abs=1e-9)


def test_difference_interval_by_newcombe_1998():
    """Newcombe's table II, 56/70 - 48/80: Wilson limits give (0.0524, 0.3339)."""
    from statsmodels.stats.proportion import proportion_confint
    a, b = proportion_confint(56, 70, method="wilson"), proportion_confint(48, 80, method="wilson")
    assert difference_interval(56 / 70, *a, 48 / 80, *b) == pytest.approx((0.0524, 0.3339), abs=5e-5)


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


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.floats(0, 1), st.just(float("nan"))), min_size=1, max_size=12))
def test_adjusted_p_agree_with_statsmodels(p):
    from statsmodels.stats.multitest import multipletests
    p = np.array(p)
    known = ~np.isnan(p)
    for ours, method in ((holm(p), "holm"), (benjamini_hochberg(p), "fdr_bh")):
        assert np.array_equal(np.isnan(ours), ~known)
        if known.any():
            assert ours[known] == pytest.approx(multipletests(p[known], method=method)[1])


def test_seeds_are_names():
    assert generator("甲", "x").random() == generator("甲", "x").random()
    assert generator("甲", "x").random() != generator("乙", "x").random()


@pytest.mark.parametrize("n_blocks, sizes, share, rho", [(8, (1, 6), 0.2, 0.3), (25, (1, 8), 0.1, 0.5), (40, (1, 1), 0.3, 0)])
def test_intervals_cover(n_blocks, sizes, share, rho):
    """A small share of benchmarks/validation/coverage.py: 300 plans, three standard errors about 95%."""
    rng = np.random.default_rng(5)
    hit = 0
    for _ in range(300):
        coded, counted = blocks(rng, n_blocks, sizes, [share], rho)
        low, high = interval(coded[:, 0], counted, bootstrap(coded, counted, rng, 1000)[:, 0])
        hit += low <= share <= high
    assert 0.91 <= hit / 300 <= 0.99


def test_permutation_test_keeps_its_level_and_has_power():
    rng = np.random.default_rng(6)
    p: dict[float, list[float]] = {0: [], 0.4: []}
    for gap in p:
        for _ in range(200):
            a, b = blocks(rng, 12, (1, 4), [0.15], 0.3), blocks(rng, 30, (2, 8), [0.15 + gap], 0.3)
            p[gap].append(permutation_p(*a, *b, rng, 299)[0])
    assert np.mean(np.array(p[0]) <= 0.05) <= 0.10
    assert np.mean(np.array(p[0.4]) <= 0.05) >= 0.7


def test_draws_have_the_ends_of_the_interval_as_their_quantiles():
    """Three themes of 12 blocks: some coded, nothing coded, everything coded."""
    rng = np.random.default_rng(5)
    counted = rng.integers(1, 9, 12).astype(float)
    coded = np.column_stack([rng.binomial(counted.astype(int), 0.3).astype(float), np.zeros(12), counted])
    samples = bootstrap(coded, counted, rng)
    draws = plausible(coded, counted, samples, np.random.default_rng(1))
    low, high = intervals(coded, counted, samples)
    assert np.quantile(draws[:, 0], [0.025, 0.975]) == pytest.approx([low[0], high[0]], abs=2e-3)
    assert np.quantile(draws[:, 1], 0.95) == pytest.approx(high[1], abs=2e-3)      # the rule of three is one-sided
    assert np.quantile(draws[:, 2], 0.05) == pytest.approx(low[2], abs=2e-3)
    assert np.isnan(plausible(coded[:1], counted[:1], samples, rng)).all()


def test_above_is_one_half_for_equals_and_sure_for_the_far():
    counted = np.full(20, 5.0)
    low, high = (np.column_stack([np.resize(values, 20).astype(float)]) for values in ([0, 1, 2], [4, 5]))
    draws = [plausible(c, counted, bootstrap(c, counted, np.random.default_rng(1)), np.random.default_rng(seed))
             for seed, c in enumerate((low, low, high))]
    assert above(draws[0], draws[1])[0] == pytest.approx(0.5, abs=0.03)
    assert above(draws[2], draws[0])[0] > 0.999
