"""The corrected share: closed forms, unbiasedness, and coverage of its intervals by simulation."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from compare.measures.prediction_powered import corrected_share

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from validation.reliability import Setting, corrections

RNG = np.random.default_rng(3)


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """Each test draws from the same place, whichever ran before."""
    monkeypatch.setattr(sys.modules[__name__], "RNG", np.random.default_rng(3))


def text(n=300):
    block = np.repeat(np.arange(n // 5), 5)
    truth = (RNG.random(n) < 0.2).astype(float)
    found = np.where(truth == 1, RNG.random(n) < 0.7, RNG.random(n) < 0.04).astype(float)
    return block, truth, found


def corrected(block, found, at, hand, strata):
    """corrected_share of a domain that is the whole frame."""
    size = np.bincount(strata)[strata[at]]
    return corrected_share(found, block, at, hand, found[at], strata[at], size)


def test_all_coded_by_hand_is_a_count():
    block, truth, found = text()
    at = np.arange(len(truth))
    made = corrected(block, found, at, truth, np.zeros(len(truth), dtype=int))
    assert made.share == pytest.approx(truth.mean())
    assert (made.low_coding, made.high_coding) == (pytest.approx(truth.mean()), pytest.approx(truth.mean()))
    assert made.low < truth.mean() < made.high


def test_a_simple_sample_is_the_poststratified_mean():
    """With λ at its best the difference estimator for a rule of two values is the mean over the rule's two groups."""
    block, truth, found = text()
    at = RNG.permutation(len(truth))[:120]
    made = corrected(block, found, at, truth[at], np.zeros(len(truth), dtype=int))
    groups = [truth[at][found[at] == code].mean() * (found == code).mean() for code in (0, 1)]
    assert 0 < made.tuning < 1 and made.share == pytest.approx(sum(groups), abs=1e-9)


def test_a_stratified_sample_is_the_weighted_mean_where_strata_are_the_rules():
    block, truth, found = text()
    strata = found.astype(int)
    at = np.concatenate([RNG.permutation(np.flatnonzero(strata == h))[:25] for h in (0, 1)])
    made = corrected(block, found, at, truth[at], strata)
    assert made.share == pytest.approx(sum(truth[at][strata[at] == h].mean() * (strata == h).mean() for h in (0, 1)))


def test_rules_without_value_are_left_aside():
    """Rules that guess: λ near 0, and the estimate is the hand codes' own."""
    block, truth, _ = text(1000)
    found = (RNG.random(1000) < 0.5).astype(float)
    at = RNG.permutation(1000)[:300]
    made = corrected(block, found, at, truth[at], np.zeros(1000, dtype=int))
    assert made.tuning < 0.15 and made.share == pytest.approx(truth[at].mean(), abs=0.02)


def test_a_sample_without_a_miss_is_not_certain():
    """No missed clause among 40 of 400: the upper end allows for some, the lower one knows the hits."""
    block, found = np.repeat(np.arange(100), 5), np.zeros(500)
    found[:100] = 1
    strata = found.astype(int)
    at = np.concatenate([np.arange(40), 100 + np.arange(40)])
    made = corrected(block, found, at, found[at], strata)
    assert made.share == pytest.approx(0.2) and made.high_coding > 0.23 and 0.19 < made.low_coding < 0.2


def test_a_domain_uses_the_other_plans_only_for_their_strata():
    """What the hand codes of another domain say changes nothing here."""
    block, truth, found = text()
    at = RNG.permutation(300)[:150]
    inside = np.where(at < 150, at, -1)
    strata, size = np.zeros(150), np.full(150, 300)
    here = at < 150
    one, other = (corrected_share(found[:150], block[:150], inside, np.where(here, truth[at], x), found[at], strata, size)
                  for x in (0.0, 1.0))
    assert one == other


def test_right_on_average_whatever_the_rules_do():
    """800 stratified samples of one text, with rules that find half and invent more: no bias beyond three standard errors."""
    block, truth, _ = text()
    found = np.where(truth == 1, RNG.random(300) < 0.5, RNG.random(300) < 0.35).astype(float)
    strata = np.where(found == 1, 0, np.arange(300) % 2 + 1)
    shares = []
    for _ in range(800):
        at = np.concatenate([RNG.permutation(np.flatnonzero(strata == h))[:30] for h in range(3)])
        shares.append(corrected(block, found, at, truth[at], strata).share)
    assert abs(np.mean(shares) - truth.mean()) < 3 * np.std(shares) / 800 ** 0.5
    assert abs(found.mean() - truth.mean()) > 0.03, "uncorrected, the rules are off"


def test_intervals_hold_the_truth():
    """A small share of benchmarks/validation/reliability.py: 150 runs, three standard errors about 95%."""
    made = corrections(Setting(400, 0.1, 0.2, "分层"), 150, seed=5)
    assert made["low"] >= 0.89 and made["coding"] >= 0.89 and made["rules"] < 0.85


@pytest.mark.slow
@pytest.mark.parametrize("design", ["简单", "分层"])
@pytest.mark.parametrize("share", [0.1, 0.3])
@pytest.mark.parametrize("items", [100, 1_000])
def test_intervals_hold_the_truth_in_93_to_97_percent_of_runs(items, share, design):
    made = corrections(Setting(items, share, 0.2, design), 1_000)
    assert 0.93 <= made["low"] <= 0.97 and made["rules"] < made["low"] - 0.03
