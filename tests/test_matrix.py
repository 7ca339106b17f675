"""Counts of terms in clauses, and TF-IDF equal to scikit-learn's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from compare.errors import StudyError
from compare.matrix import gather, idf, row_blocks, terms, tfidf
from compare.wordlist import words
from studies import study_of


def test_tfidf_equals_scikit_learn(study):
    from sklearn.feature_extraction.text import TfidfVectorizer

    table, listed = terms(study), words(study).query("why == ''")
    texts = listed.groupby(["plan_id", "clause_no"])["token"].apply(list)
    rows = [texts.get(key, []) for key in zip(table.clauses["plan_id"], table.clauses["clause_no"], strict=True)]
    vectorizer = TfidfVectorizer(analyzer=lambda row: row)
    theirs = vectorizer.fit_transform(rows)
    assert list(vectorizer.get_feature_names_out()) == list(table.terms)
    assert abs(theirs - tfidf(table.counts)).max() < 1e-12


@pytest.mark.parametrize("unit", ["token", "bigram", "phrase"])
def test_counts_are_what_stands_in_the_clauses(study, unit):
    table = terms(study, unit)
    assert table.counts.sum() > 100 and list(table.terms) == sorted(table.terms)
    assert table.sizes.sum() == len(study.tokens)                # words no list shows are in the base of rates
    text = study.clauses[study.clauses["counted"]].set_index(["plan_id", "clause_no"])["text"]
    for row, column in list(zip(*table.counts.nonzero(), strict=True))[::37]:
        key = tuple(table.clauses.loc[row, ["plan_id", "clause_no"]])
        assert table.terms[column].replace("·", "") in text[key]


def test_policy_terms_are_counted_on_the_text(study):
    table = terms(study, "phrase")
    whole = "".join(study.clauses["text"][study.clauses["counted"]])
    for term in ("课后服务", "智慧校园", "立德树人"):
        assert table.counts[:, list(table.terms).index(term)].sum() == whole.count(term)


def test_bigrams_stop_at_punctuation_and_at_words_that_no_list_shows(tmp_path):
    study = study_of(tmp_path, 甲县_2024="一、课堂教学评价,劳动教育和美育,推进劳动教育基地。\n")
    assert list(terms(study, "bigram").terms) == ["课堂教学·评价"] or "劳动教育·美育" not in terms(study, "bigram").terms


def test_unknown_unit_is_one_clear_line(study):
    with pytest.raises(StudyError, match="no unit 'word' -> use one of token, bigram, phrase"):
        terms(study, "word")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=1, max_size=8), st.data())
def test_gather_sums_rows(rows, data):
    group = np.array(data.draw(st.lists(st.integers(0, 2), min_size=len(rows), max_size=len(rows))))
    summed = gather(csr_matrix(np.array(rows, float)), group).toarray()
    for g in range(group.max() + 1):
        assert (summed[g] == np.array(rows)[group == g].sum(axis=0)).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), min_size=1, max_size=9), st.integers(1, 12))
def test_blocks_of_any_size_give_what_the_whole_gives(rows, size):
    """Bit by bit: what is done row by row, or counted, does not hang on where a block ends."""
    whole = csr_matrix(np.array(rows))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("compare.matrix._VALUES", size)
        patch.setattr(row_blocks, "__defaults__", (size,))
        blocks, (df, weights), made = list(row_blocks(whole)), idf(whole), tfidf(whole)
    assert np.vstack([block.toarray() for _, block in blocks]).tolist() == rows
    assert [start for start, _ in blocks] == np.cumsum([0, *(block.nnz for _, block in blocks)])[:-1].tolist()
    assert (df == (np.array(rows) > 0).sum(axis=0)).all()
    raw = whole.multiply(weights).tocsr()
    length = np.sqrt(raw.multiply(raw) @ np.ones(4))
    assert (made.toarray() == raw.toarray() * (1 / np.where(length > 0, length, 1))[:, None]).all()
