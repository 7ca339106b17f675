"""Correspondence analysis of plan × theme and plan × term."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compare.matrix import gather, terms
from compare.study import Study
from compare.tables import check, define, empty

define(
    "correspondence", "one point of a correspondence analysis", "analysis side point",
    analysis=("str", "theme (plan × theme) or term (plan × term)"),
    side=("str", "plan or column"),
    point=("str", "plan, theme or term"),
    mass=("float64", "share of the table's total"),
    dim1=("float64", "principal coordinate, first dimension"),
    dim2=("float64", "principal coordinate, second dimension"),
    contribution1=("float64", "share of the first dimension's inertia"),
    contribution2=("float64", "share of the second dimension's inertia"),
    cos2=("float64", "share of the point's distance that the two dimensions show"),
    inertia1=("float64", "share of the total inertia in the first dimension"),
    inertia2=("float64", "share in the second"),
    inertia=("float64", "total inertia of the analysis"),
    note=("str", "what limits the analysis"),
)

TERMS = 60                    # most frequent terms that stand in two plans or more
_CLAUSES = 3                  # and in this many clauses


def correspondence(study: Study) -> pd.DataFrame:
    """Table correspondence: principal coordinates of plans, themes and terms (Greenacre 2017), by singular values.

    theme: clauses coded, plan × theme.  term: occurrences of the ``TERMS`` most frequent terms that two plans or more
    share.  Rows and columns are both in principal coordinates: distances are chi-squared distances inside plans and
    inside columns, not between a plan and a column.  Signs are set so that the largest coordinate of each dimension is
    positive.  A table with fewer than three rows or columns that hold anything makes no plane: it is left out.
    """
    parts = []
    coded = study.codings.merge(study.clauses.loc[study.clauses["counted"], ["plan_id", "clause_no"]])
    themes = coded.groupby(["plan_id", "theme"]).size().unstack(fill_value=0).sort_index(axis=0).sort_index(axis=1)
    for name, table in (("theme", themes), ("term", _shared_terms(study))):
        kept = table.loc[table.sum(axis=1) > 0, table.sum(axis=0) > 0]
        if min(kept.shape, default=0) >= 3:
            parts.append(_points(name, kept))
    return check(pd.concat(parts, ignore_index=True), "correspondence") if parts else empty("correspondence")


def _shared_terms(study: Study) -> pd.DataFrame:
    table = terms(study, min_clauses=_CLAUSES)
    counts = pd.DataFrame(gather(table.counts, table.plan).toarray(), index=table.plans, columns=table.terms)
    counts = counts.loc[:, (counts > 0).sum(axis=0) >= 2]
    chosen = counts.sum(axis=0).sort_values(ascending=False, kind="stable").index[:TERMS]
    return counts[sorted(chosen)]


def analyse(table: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(row masses, column masses, principal inertias, row and column principal coordinates) of a table of counts."""
    share = table / table.sum()
    r, c = share.sum(axis=1), share.sum(axis=0)
    residuals = (share - np.outer(r, c)) / np.sqrt(np.outer(r, c))
    left, values, right = np.linalg.svd(residuals, full_matrices=False)
    n = min(table.shape) - 1
    left, values, right = left[:, :n], values[:n], right[:n]
    largest = np.concatenate([left, right.T])
    sign = np.sign(largest[np.argmax(np.abs(largest).round(9), axis=0), np.arange(n)])
    return r, c, values**2, left * sign * values / np.sqrt(r)[:, None], right.T * sign * values / np.sqrt(c)[:, None]


def _points(analysis: str, table: pd.DataFrame) -> pd.DataFrame:
    r, c, inertias, rows, columns = analyse(table.to_numpy(float))
    parts = []
    for side, names, mass, points in (("plan", table.index, r, rows), ("column", table.columns, c, columns)):
        squares = mass[:, None] * points**2
        parts.append(pd.DataFrame({
            "analysis": analysis, "side": side, "point": list(names), "mass": mass, "dim1": points[:, 0], "dim2": points[:, 1],
            "contribution1": squares[:, 0] / inertias[0], "contribution2": squares[:, 1] / inertias[1],
            "cos2": squares[:, :2].sum(axis=1) / np.maximum(squares.sum(axis=1), 1e-300)}))
    total = inertias.sum()
    return pd.concat(parts).assign(
        inertia1=inertias[0] / total, inertia2=inertias[1] / total, inertia=total,
        note=f"{len(table)} 份文件;两维合计 {inertias[:2].sum() / total:.0%};点的位置只作描述")
