"""TF-IDF weights of terms, fitted on clauses or items and aggregated to plans.

Over five documents IDF takes at most five values and ranks rarity (names, page words); so the
IDF is fitted on clauses, and a plan's weight of a term is the mean over its clauses.  With one
row a clause the matrix equals scikit-learn's ``TfidfVectorizer(analyzer=callable)`` (smooth_idf,
l2) on the same terms.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from compare.errors import StudyError
from compare.matrix import gather, idf, terms, tfidf
from compare.study import Study, load
from compare.tables import PLAN, check, define

define(
    "weights", "one term's TF-IDF weight in one plan", "plan_id term",
    plan_id=PLAN,
    term=("str", "word, or policy term of the lexicon"),
    n=("int64", "occurrences in the plan"),
    n_clauses=("int64", "clauses of the plan that hold it"),
    df=("int64", "clauses of the corpus that hold it"),
    idf=("float64", "ln((1+N)/(1+df))+1 over the N clauses of the corpus (scikit-learn, smooth_idf)"),
    weight=("float64", "mean over the plan's clauses of their l2-normed tf-idf"),
)


def weights(study: Study, unit: str = "token", per: str = "clause", reference: Study | str | Path | None = None) -> pd.DataFrame:
    """Table weights: one row a term of a plan, heaviest first.

    ``unit``: token, bigram or phrase.  ``per``: IDF over clauses, or over items (``"item"``).
    ``reference``: a corpus, or its folder, to take the IDF from instead of this one; a term that
    it lacks has df 0 there.  Source: Salton & Buckley 1988; smoothing as in scikit-learn.
    """
    if per not in ("clause", "item"):
        raise StudyError("per", f"no level {per!r}", "use 'clause' or 'item'")
    table = terms(study, unit)
    counts = table.counts if per == "clause" else gather(table.counts, table.block)
    plan = table.plan if per == "clause" else table.block_plan
    if reference is None:
        df, inverse = idf(counts)
    else:
        df, inverse = _reference(reference if isinstance(reference, Study) else load(reference), unit, per, table.terms)
    weight = gather(tfidf(counts, inverse), plan)
    sums, held = gather(table.counts, table.plan), gather(table.counts > 0, table.plan)
    rows = weight.tocoo()
    frame = pd.DataFrame({
        "plan_id": np.asarray(table.plans, dtype=object)[rows.row], "term": table.terms[rows.col],
        "n": _at(sums, rows), "n_clauses": _at(held, rows), "df": df[rows.col], "idf": inverse[rows.col],
        "weight": rows.data / np.bincount(plan)[rows.row]})
    frame = frame.assign(_rounded=frame["weight"].round(12)).sort_values(
        ["plan_id", "_rounded", "term"], ascending=[True, False, True]).drop(columns="_rounded")
    return check(frame, "weights")


def _at(matrix: object, rows: object) -> np.ndarray:
    return np.asarray(matrix[rows.row, rows.col]).ravel()  # type: ignore[index, attr-defined]


def _reference(study: Study, unit: str, per: str, names: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """df and idf of ``names`` over the units of another corpus."""
    other = terms(study, unit)
    counts = other.counts if per == "clause" else gather(other.counts, other.block)
    found = dict(zip(other.terms, idf(counts)[0], strict=True))
    df = np.array([found.get(name, 0) for name in names])
    return df, np.log((1 + counts.shape[0]) / (1 + df)) + 1
