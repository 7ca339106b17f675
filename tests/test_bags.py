"""Words of each plan: the sums of the matrix of clauses, in a sparse matrix with a row for every plan."""

from __future__ import annotations

import numpy as np

from compare.bags import bags
from compare.matrix import gather, terms, tfidf
from studies import study_of


def test_rows_are_the_sums_of_a_plans_clauses(study):
    table, made = terms(study), bags(study)
    assert made.plans == table.plans == study.plans["plan_id"].tolist()
    assert (made.terms == table.terms).all()
    assert abs(made.counts - gather(table.counts, table.plan)).sum() == 0
    assert made.counts.has_sorted_indices and made.counts.dtype == np.int32


def test_a_plan_without_words_has_an_empty_row(tmp_path):
    study = study_of(tmp_path, 甲县_2024="一、教育督导改革。\n", 乙县_2024="责任科室：办公室\n", 丙县_2024="一、教育督导。\n")
    made = bags(study)
    rows = {plan: dict(zip(made.terms[row.indices], row.data, strict=True)) for plan, row in zip(made.plans, made.counts, strict=True)}
    assert rows["乙县-2024"] == {} and rows["丙县-2024"].keys() <= rows["甲县-2024"].keys()


def test_tfidf_is_scikit_learns(study):
    from sklearn.feature_extraction.text import TfidfTransformer
    counts = bags(study).counts
    assert abs(tfidf(counts) - TfidfTransformer().fit_transform(counts)).max() < 1e-12
