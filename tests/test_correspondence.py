"""Correspondence analysis: Greenacre's published example, and the identities that hold for every table."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.measures.correspondence import analyse, correspondence

# Smoking habits of five groups of staff (Greenacre 1984; 2017): none, light, medium, heavy
SMOKE = np.array([[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]], float)


def test_greenacres_smoking_data():
    r, c, inertias, rows, columns = analyse(SMOKE)
    assert inertias == pytest.approx([0.074759, 0.010017, 0.000414], abs=5e-7)      # published principal inertias
    assert inertias.sum() == pytest.approx(0.085190, abs=5e-7)
    assert np.abs(rows[:, 0]) == pytest.approx([0.0658, 0.2590, 0.3806, 0.2330, 0.2011], abs=5e-5)
    assert np.abs(columns[:, 0]) == pytest.approx([0.3933, 0.0995, 0.1963, 0.2938], abs=5e-5)
    assert r @ rows[:, 0] == pytest.approx(0) and c @ columns[:, 1] == pytest.approx(0)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(1, 50), min_size=4, max_size=4), min_size=3, max_size=6))
def test_total_inertia_is_chi_square_over_n(rows):
    from scipy.stats import chi2_contingency

    table = np.array(rows, float)
    inertias = analyse(table)[2]
    assert inertias.sum() == pytest.approx(chi2_contingency(table, correction=False)[0] / table.sum(), abs=1e-9)


def test_table(study):
    points = correspondence(study)
    for _, part in points.groupby(["analysis", "side"]):
        assert part[["mass", "contribution1", "contribution2"]].sum().to_numpy() == pytest.approx(1)
        assert part["cos2"].between(0, 1 + 1e-9).all()
    assert set(points["point"][(points["analysis"] == "theme") & (points["side"] == "column")]) <= {t.name for t in study.themes}
    pd.testing.assert_frame_equal(points, correspondence(study))
