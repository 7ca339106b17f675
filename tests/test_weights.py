"""Weights of terms: fitted on clauses, aggregated to plans."""

import numpy as np
import pandas as pd
import pytest

from compare.errors import StudyError
from compare.matrix import terms, tfidf
from compare.measures.weights import weights
from studies import CORPUS, study_of


def test_by_hand(tmp_path):
    """Two plans, three clauses: 劳动教育 in two, 美育 in one, 课后服务 in one."""
    study = study_of(tmp_path, 甲县_2024="劳动教育和课后服务。劳动教育。\n", 乙县_2024="美育工作。\n")
    table = weights(study).set_index(["plan_id", "term"])
    two, one = np.log(4 / 3) + 1, np.log(4 / 2) + 1
    length = np.hypot(two, one)
    assert table.loc[("甲县-2024", "劳动教育"), "weight"] == pytest.approx((two / length + 1) / 2)
    assert table.loc[("甲县-2024", "课后服务"), "weight"] == pytest.approx(one / length / 2)
    assert table.loc[("甲县-2024", "劳动教育"), ["n", "n_clauses", "df"]].tolist() == [2, 2, 2]


def test_weight_is_the_mean_row_of_the_matrix(study):
    matrix = terms(study)
    rows = tfidf(matrix.counts).toarray()
    table = weights(study)
    for plan, part in table.groupby("plan_id"):
        mean = rows[(matrix.clauses["plan_id"] == plan).to_numpy()].mean(axis=0)
        assert part.set_index("term")["weight"].reindex(matrix.terms).fillna(0).to_numpy() == pytest.approx(mean, abs=1e-14)


def test_heaviest_first(study):
    for _, part in weights(study, "phrase").groupby("plan_id"):
        assert part["weight"].round(12).is_monotonic_decreasing


def test_idf_of_a_corpus_the_user_names(study):
    own = weights(study)
    pd.testing.assert_frame_equal(own, weights(study, reference=study))
    pd.testing.assert_frame_equal(own, weights(study, reference=CORPUS))


def test_terms_that_the_reference_lacks_have_df_0(study, tmp_path):
    other = study_of(tmp_path, 甲县_2024="劳动教育。美育。\n")
    table = weights(study, reference=other)
    assert set(table["df"]) == {0, 1}
    assert (table["idf"][table["df"] == 0] == np.log(3) + 1).all()


def test_items_instead_of_clauses(study):
    assert weights(study, per="item")["df"].max() < weights(study)["df"].max()
    with pytest.raises(StudyError, match="no level 'page' -> use 'clause' or 'item'"):
        weights(study, per="page")
