"""Bootstrap and intervals against independent implementations, by hand, and by simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.resampling import above, bootstrap, difference_interval, generator, interval, intervals, intervals_of_many, plausible
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
