"""Clause × term counts, and TF-IDF on them: what weights, keyness, similarity and clusters stand on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from compare.errors import StudyError
from compare.wordlist import why

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
        return self.clauses["plan_id"].unique().tolist()

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
    counted = study.clauses["counted"].to_numpy()
    clauses = study.clauses.loc[counted, ["plan_id", "clause_no", "block", "start"]].reset_index(drop=True)
    row = (np.cumsum(counted) - 1)[study.segmented.clause]
    sizes = np.bincount(row, minlength=len(clauses))
    row, codes, names = listed(study, unit, row)
    counts = csr_matrix((np.ones(len(codes)), (row, codes)), shape=(len(clauses), len(names)))
    counts.sum_duplicates()
    kept = np.asarray((counts > 0).sum(axis=0)).ravel() >= min_clauses
    block = pd.factorize((pd.factorize(clauses["plan_id"])[0] << 32) + clauses["block"].to_numpy())[0]
    return Terms(counts[:, kept].tocsr(), names[kept], clauses, sizes, block, unit)


def listed(study: Study, unit: str, row: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(row, column) of each listed term, and the columns' names, sorted; ``row``: that of each token."""
    found, kept = study.segmented, why(study) == 0
    vocabulary = np.array([*found.vocabulary, ""], dtype=object)[:-1]
    if unit == "phrase":
        terms = frozenset(study.lexicon.terms)
        kept &= np.array([word in terms for word in found.vocabulary], dtype=bool)[found.ids]
    if unit == "bigram":
        at = np.flatnonzero(kept[:-1] & kept[1:] & (row[:-1] == row[1:]) & (found.end[:-1] == found.start[1:]))
        pairs, pair = np.unique(found.ids[at].astype(np.int64) << 32 | found.ids[at + 1], return_inverse=True)
        codes, names = pd.factorize(vocabulary[pairs >> 32] + "·" + vocabulary[pairs & 0xFFFFFFFF], sort=True)
        return row[at], codes[pair], np.asarray(names, dtype=object)
    ids = found.ids[kept]
    used = np.bincount(ids, minlength=len(vocabulary)) > 0
    return row[kept], (np.cumsum(used) - 1)[ids], vocabulary[used]


def gather(matrix: Any, group: np.ndarray) -> Any:
    """Sums of the rows of ``matrix`` by ``group`` (numbers from 0): sparse groups × columns."""
    from scipy.sparse import csr_matrix

    n = int(group.max()) + 1 if len(group) else 0
    return csr_matrix((np.ones(len(group)), (group, np.arange(len(group)))), shape=(n, len(group))) @ matrix


def idf(counts: Any) -> tuple[np.ndarray, np.ndarray]:
    """(df, idf): ln((1+N)/(1+df))+1 over the N rows, scikit-learn's ``smooth_idf``."""
    rows = counts.tocsr()
    df = np.bincount(rows.indices[rows.data > 0], minlength=counts.shape[1])
    return df, np.log((1 + counts.shape[0]) / (1 + df)) + 1


def tfidf(counts: Any, weights: np.ndarray | None = None) -> Any:
    """Rows of tf × idf with Euclidean length 1 (rows without terms stay 0), as scikit-learn's TfidfVectorizer."""
    from scipy.sparse import csr_matrix

    rows = csr_matrix(counts)
    weights = idf(rows)[1] if weights is None else weights
    raw = np.empty(rows.nnz)
    for start, block in row_blocks(rows):
        part = block.data * weights[block.indices]
        length = np.sqrt(csr_matrix((part**2, block.indices, block.indptr), shape=block.shape) @ np.ones(rows.shape[1]))
        raw[start:start + len(part)] = part * np.repeat(1 / np.where(length > 0, length, 1), np.diff(block.indptr))
    return csr_matrix((raw, rows.indices.copy(), rows.indptr.copy()), shape=rows.shape)


def row_blocks(rows: Any, size: int = 4096) -> Iterator[tuple[int, Any]]:
    """(place of its first value, block) of each ``size`` rows of a CSR matrix; blocks are views of its arrays, not copies."""
    from scipy.sparse import csr_matrix

    for first in range(0, rows.shape[0], size):
        edges = rows.indptr[first:first + size + 1]
        values = slice(edges[0], edges[-1])
        yield int(edges[0]), csr_matrix((rows.data[values], rows.indices[values], edges - edges[0]),
                                        shape=(len(edges) - 1, rows.shape[1]), copy=False)
