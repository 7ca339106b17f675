"""Adjusted p against statsmodels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.many_tests import benjamini_hochberg, holm


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
