"""Clause × term counts, and TF-IDF on them: what weights, keyness, similarity and clusters stand on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from compare.errors import StudyError
from compare.threads import side_by_side
from compare.wordlist import why

if TYPE_CHECKING:
    from compare.study import Study

_VALUES = 2**18      # of a sparse matrix that are worked on at a time: they stay in the processor's cache
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
    rows, df = counts.tocsr(), np.zeros(counts.shape[1], dtype=np.int64)
    for start in range(0, rows.nnz, _VALUES):
        columns, values = rows.indices[start:start + _VALUES], rows.data[start:start + _VALUES]
        df += np.bincount(columns if values.min() > 0 else columns[values > 0], minlength=len(df))
    return df, np.log((1 + counts.shape[0]) / (1 + df)) + 1


def tfidf(counts: Any, weights: np.ndarray | None = None) -> Any:
    """Rows of tf × idf with Euclidean length 1 (rows without terms stay 0), as scikit-learn's TfidfVectorizer.

    The matrix shares its columns with ``counts``.
    """
    from scipy.sparse import csr_matrix

    rows = csr_matrix(counts)
    weights = idf(rows)[1] if weights is None else weights
    raw, ones = np.empty(rows.nnz), np.ones(rows.shape[1])

    def fill(at: tuple[int, Any]) -> None:
        start, block = at
        part = raw[start:start + block.nnz]
        np.multiply(block.data, weights.take(block.indices, mode="clip"), out=part)
        block.data = np.square(part)
        length = np.sqrt(block @ ones)
        part *= np.repeat(1 / np.where(length > 0, length, 1), np.diff(block.indptr))

    side_by_side(fill, row_blocks(rows))
    return csr_matrix((raw, rows.indices, rows.indptr), shape=rows.shape)


def row_blocks(rows: Any, size: int = _VALUES) -> Iterator[tuple[int, Any]]:
    """(place of its first value, block) of the rows of a CSR matrix, by about ``size`` values; they are views of its arrays.

    What is done row by row has the same result in any blocks.
    """
    from scipy.sparse import csr_matrix

    ends = np.searchsorted(rows.indptr, np.arange(size, rows.nnz + size, size), side="left")
    edges = np.unique(np.concatenate([[0], np.minimum(ends, rows.shape[0]), [rows.shape[0]]]))
    for first, last in pairwise(edges.tolist()):
        within = rows.indptr[first:last + 1]
        values = slice(within[0], within[-1])
        block = csr_matrix((last - first, rows.shape[1]), dtype=rows.dtype)
        # set and not given: of arrays that are small pieces of larger ones, scipy takes copies
        block.data, block.indices, block.indptr = rows.data[values], rows.indices[values], within - within[0]
        yield int(within[0]), block
