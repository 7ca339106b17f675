"""α against a published table, the krippendorff package and its formula; precision, recall and F1 against scikit-learn."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score, precision_score, recall_score

from compare.measures.agreement import Rate, alpha, alpha_interval, score_intervals, scores, verdict

NAN = float("nan")


def test_the_published_example():
    """Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability": four coders, twelve units, missing codes; α .743."""
    x = NAN
    codes = np.array([
        [1, 2, 3, 3, 2, 1, 4, 1, 2, x, x, x],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, x, 3],
        [x, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, x],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, x]])
    assert alpha(codes) == pytest.approx(0.743, abs=5e-4)


def test_two_coders_by_hand():
    """Krippendorff 2011, p. 2: two coders, ten units, binary; α = .095."""
    codes = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]], dtype=float)
    assert alpha(codes) == pytest.approx(1 - (20 - 1) * 8 / (20 ** 2 - 14 ** 2 - 6 ** 2))
    assert alpha(codes) == pytest.approx(0.095, abs=5e-4)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_alpha_is_that_of_the_krippendorff_package(data):
    coders, units = data.draw(st.integers(2, 4)), data.draw(st.integers(2, 25))
    codes = np.array(data.draw(st.lists(st.lists(st.sampled_from([0.0, 1.0, 2.0, NAN]), min_size=units, max_size=units),
                                        min_size=coders, max_size=coders)))
    mine = alpha(codes)
    paired = codes[:, np.isfinite(codes).sum(axis=0) > 1]
    if len(np.unique(paired[np.isfinite(paired)])) > 1:
        assert mine == pytest.approx(krippendorff.alpha(codes, level_of_measurement="nominal"), abs=1e-9)
    else:
        assert np.isnan(mine)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), st.sampled_from([0.5, 1.0, 4.0])), min_size=1, max_size=40))
def test_scores_are_those_of_scikit_learn(units):
    truth, found, weights = (np.array(column, dtype=float) for column in zip(*units, strict=True))
    for w in (None, weights):
        for mine, theirs in zip(scores(truth, found, w), (precision_score, recall_score, f1_score), strict=True):
            expected = theirs(truth, found, sample_weight=w, zero_division=np.nan)
            assert mine == pytest.approx(expected, abs=1e-9, nan_ok=True)


def test_weights_are_repetitions():
    """A unit of weight 3 counts as three of weight 1; only the small-sample n - 1 of α knows how many were coded."""
    codes = np.array([[1, 1, 0, 0, 1, 0], [1, 0, 0, 0, 1, 0]] * 1, dtype=float).repeat(200, axis=1)
    weights = np.array([1, 3, 1, 1, 2, 2]).repeat(200).astype(float)
    repeated = codes.repeat(weights.astype(int), axis=1)
    assert alpha(codes, weights) == pytest.approx(alpha(repeated), abs=1e-3)
    assert alpha(codes, np.full(1200, 7.0)) == pytest.approx(alpha(codes), abs=1e-12)


@pytest.mark.parametrize("codes", [np.zeros((2, 0)), np.ones((2, 5)), np.array([[1.0, NAN], [NAN, 0.0]])])
def test_nothing_that_could_disagree(codes):
    assert np.isnan(alpha(codes))


def test_perfect_agreement_of_few_units_is_not_certain():
    truth = np.array([1, 1, 1, 0, 0, 0, 0, 0, 0, 0], dtype=float)
    block, rng = np.arange(10), np.random.default_rng(1)
    rate = alpha_interval(np.stack([truth, truth]), block, rng)
    assert rate.value == rate.high == 1 and rate.low < 0.7
    for made in score_intervals(truth, truth, block, rng):
        assert made.value == made.high == 1 and made.low < 0.75


def test_without_two_blocks_there_is_no_interval():
    truth, found = np.array([1.0, 0.0, 1.0]), np.array([1.0, 0.0, 0.0])
    made = alpha_interval(np.stack([truth, found]), np.zeros(3), np.random.default_rng(1))
    assert np.isnan([made.low, made.high]).all() and not np.isnan(made.value)
    assert all(np.isnan(rate.low) for rate in score_intervals(truth, found, np.zeros(3), np.random.default_rng(1)))


def test_nothing_found_and_nothing_there():
    none, one = np.zeros(4), np.array([1.0, 0, 0, 0])
    assert np.isnan(scores(none, none)).all()
    assert scores(none, one)[0] == 0 and np.isnan(scores(none, one)[1]) and scores(none, one)[2] == 0


@pytest.mark.parametrize("values, word", [
    ((0.8,), "可靠"), ((0.7999,), "暂可用"), ((0.667, 0.9), "暂可用"), ((0.9, 0.6669), "不可靠"),
    ((NAN, 0.9), "可靠"), ((NAN,), ""), ((-0.2,), "不可靠")])
def test_verdict_follows_the_lowest(values, word):
    assert verdict(*values) == word


def coverage_of(runs: int, statistic: str) -> float:
    """Share of runs in which the interval holds the value of a very large text; rules of precision .8 and recall .7, 60 items."""
    def draw(rng, items):
        size = rng.integers(2, 7, items)
        block = np.repeat(np.arange(items), size)
        truth = (rng.random(len(block)) < rng.beta(0.4, 1.6, items)[block]).astype(float)
        found = np.where(truth == 1, rng.random(len(truth)) < 0.7, rng.random(len(truth)) < 0.04375).astype(float)
        return block, truth, found

    rng = np.random.default_rng(7)
    _, truth, found = draw(rng, 200_000)
    wanted = {"alpha": alpha(np.stack([truth, found])), "f1": scores(truth, found)[2]}[statistic]
    held = 0
    for _ in range(runs):
        block, truth, found = draw(rng, 60)
        rate: Rate = (alpha_interval(np.stack([truth, found]), block, rng, draws=400) if statistic == "alpha"
                      else score_intervals(truth, found, block, rng)[2])
        held += rate.low <= wanted <= rate.high
    return held / runs


@pytest.mark.parametrize("statistic", ["alpha", "f1"])
def test_intervals_hold_the_truth(statistic):
    assert coverage_of(100, statistic) >= 0.88


@pytest.mark.slow
@pytest.mark.parametrize("statistic", ["alpha", "f1"])
def test_intervals_hold_the_truth_in_93_to_97_percent(statistic):
    assert 0.93 <= coverage_of(1_000, statistic) <= 0.975
