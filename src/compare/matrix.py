"""Clause × term counts, and TF-IDF on them: what weights, keyness, similarity and clusters stand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from compare.errors import StudyError
from compare.wordlist import words

if TYPE_CHECKING:
    from compare.study import Study

UNITS = ("token", "bigram", "phrase")


@dataclass(frozen=True)
class Terms:
    """Counts of the listed terms.

    ``counts``: sparse clauses × terms; ``terms``: the columns, sorted; ``clauses``: the rows (plan_id,
    clause_no, block, start); ``sizes``: running words of each clause, those that no list shows included;
    ``block``: number of the row's block in the corpus, from 0.
    """

    counts: Any
    terms: np.ndarray
    clauses: pd.DataFrame
    sizes: np.ndarray
    block: np.ndarray
    unit: str

    @property
    def plans(self) -> list[str]:
        return list(dict.fromkeys(self.clauses["plan_id"]))

    @property
    def plan(self) -> np.ndarray:
        """Number of each row's plan, as in ``plans``."""
        return pd.factorize(self.clauses["plan_id"])[0]

    @property
    def block_plan(self) -> np.ndarray:
        """Number of the plan of each block."""
        return self.plan[np.unique(self.block, return_index=True)[1]]


def terms(study: Study, unit: str = "token", min_clauses: int = 1) -> Terms:
    """Counts of ``unit`` in the counted clauses; terms in fewer than ``min_clauses`` clauses are left out.

    Units: ``token``: policy terms by longest match on the text, words for the rest (see ``tokens``);
    ``phrase``: the policy terms alone; ``bigram``: two listed tokens with nothing between them.
    """
    from scipy.sparse import csr_matrix

    if unit not in UNITS:
        raise StudyError("unit", f"no unit {unit!r}", "use one of " + ", ".join(UNITS))
    clauses = study.clauses.loc[study.clauses["counted"], ["plan_id", "clause_no", "block", "start"]].reset_index(drop=True)
    rows = {key: row for row, key in enumerate(zip(clauses["plan_id"], clauses["clause_no"], strict=True))}
    table = words(study)
    table["row"] = [rows[key] for key in zip(table["plan_id"], table["clause_no"], strict=True)]
    sizes = np.bincount(table["row"], minlength=len(clauses))
    listed = _listed(table, unit, study)
    codes, names = pd.factorize(listed["token"], sort=True)
    counts = csr_matrix((np.ones(len(codes)), (listed["row"], codes)), shape=(len(clauses), len(names)))
    counts.sum_duplicates()
    kept = np.asarray((counts > 0).sum(axis=0)).ravel() >= min_clauses
    block = pd.factorize(pd.MultiIndex.from_frame(clauses[["plan_id", "block"]]))[0]
    return Terms(counts[:, kept].tocsr(), np.asarray(names, dtype=object)[kept], clauses, sizes, block, unit)


def _listed(table: pd.DataFrame, unit: str, study: Study) -> pd.DataFrame:
    listed = table[table["why"] == ""]
    if unit == "phrase":
        return listed[listed["token"].isin(study.lexicon.terms)]
    if unit == "bigram":
        after = table.shift(-1)
        joined = (table["why"] == "") & (after["why"] == "") & (table["row"] == after["row"]) & (table["end"] == after["start"])
        return table[joined].assign(token=table["token"][joined] + "·" + after["token"][joined])
    return listed


def gather(matrix: Any, group: np.ndarray) -> Any:
    """Sums of the rows of ``matrix`` by ``group`` (numbers from 0): sparse groups × columns."""
    from scipy.sparse import csr_matrix

    n = int(group.max()) + 1 if len(group) else 0
    return csr_matrix((np.ones(len(group)), (group, np.arange(len(group)))), shape=(n, len(group))) @ matrix


def idf(counts: Any) -> tuple[np.ndarray, np.ndarray]:
    """(df, idf): ln((1+N)/(1+df))+1 over the N rows, scikit-learn's ``smooth_idf``."""
    df = np.asarray((counts > 0).sum(axis=0)).ravel()
    return df, np.log((1 + counts.shape[0]) / (1 + df)) + 1


def tfidf(counts: Any, weights: np.ndarray | None = None) -> Any:
    """Rows of tf × idf with Euclidean length 1 (rows without terms stay 0), as scikit-learn's TfidfVectorizer."""
    from scipy.sparse import csr_matrix, diags

    raw = csr_matrix(counts @ diags(idf(counts)[1] if weights is None else weights))
    length = np.sqrt(np.asarray(raw.multiply(raw).sum(axis=1)).ravel())
    return csr_matrix(diags(1 / np.where(length > 0, length, 1)) @ raw)
