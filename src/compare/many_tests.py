"""p adjusted for many tests."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from compare.resampling import Array


def holm(p: Array) -> Array:
    """Holm's (1979) step-down adjusted p; the family is the array, in which NaN does not count."""
    return _stepwise(p, lambda ordered: np.maximum.accumulate(ordered * np.arange(len(ordered), 0, -1)))


def benjamini_hochberg(p: Array) -> Array:
    """Benjamini & Hochberg's (1995) adjusted p; the family is the array, in which NaN does not count."""
    return _stepwise(p, lambda o: np.minimum.accumulate((o * len(o) / np.arange(1, len(o) + 1))[::-1])[::-1])


def _stepwise(p: Array, adjust: Callable[[Array], Array]) -> Array:
    p = np.asarray(p, dtype=np.float64)
    adjusted = np.full(p.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    adjusted[order] = np.minimum(adjust(p[order]), 1.0)
    return adjusted
