"""How often each plan holds each word, as one sparse matrix: what scales to all plans there are.

A matrix of clauses and words (``matrix``) of 30,000 plans does not fit into memory; this one does.  It is made batch by batch
and kept in the store: one plan more is one row more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from compare.matrix import listed
from compare.study import Study, plan_ids, rows_by_plan
from compare.tables import places_in
from compare.vocabulary import coded_words, joined_words

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Bags:
    """``counts``: sparse plans × terms, occurrences of the listed words (int32); ``terms``: the columns, sorted; ``plans``: the rows."""

    counts: Any
    terms: np.ndarray
    plans: list[str]


def bags(study: Study) -> Bags:
    """Occurrences of the listed words of each plan (as in ``matrix.terms``, unit token)."""
    from scipy.sparse import csr_matrix

    rows = rows_by_plan(_made, study, "bags")
    table = rows.table()
    vocabulary, columns = joined_words(table.column("term"))
    first = np.concatenate([[0], np.cumsum(rows.sizes)])
    counts = csr_matrix((table.column("n").to_numpy(), columns, first), shape=(len(rows.sizes), len(vocabulary)))
    counts.sort_indices()
    return Bags(counts, np.array(vocabulary, dtype=object), plan_ids(study))


def _made(study: Study) -> Callable[[Sequence[str]], tuple[pa.Table, list[int]]]:
    return partial(_packed, study)


def _packed(study: Study, plans: Sequence[str]) -> tuple[pa.Table, list[int]]:
    import pyarrow as pa

    plan = places_in(plans, study.clauses["plan_id"])[study.segmented.clause]
    row, column, names = listed(study, "token", plan)
    every = np.sort(row * len(names) + column)
    first = np.flatnonzero(np.diff(every, prepend=-1))
    n = np.diff(first, append=len(every)).astype(np.int32)
    own, term = np.divmod(every[first], max(len(names), 1))
    return (pa.table([coded_words(names.tolist(), term), pa.array(n)], names=["term", "n"]),
            np.bincount(own, minlength=len(plans)).tolist())
