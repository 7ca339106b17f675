"""Which themes, and which terms, come together in one item more often than independence would have it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from compare.many_tests import benjamini_hochberg
from compare.matrix import gather, terms
from compare.study import Study
from compare.tables import check, define

define(
    "cooccurrence", "one pair of themes, or of terms, inside items", "kind a b",
    kind=("str", "what is paired: theme or term"),
    a=("str", "theme or term"),
    b=("str", "theme or term"),
    n_a=("int64", "items with a"),
    n_b=("int64", "items with b"),
    n=("int64", "items with both"),
    n_items=("int64", "items counted"),
    expected=("float64", "items with both if a and b were independent inside each plan"),
    log_odds_ratio=("float64", "ln of the Mantel-Haenszel odds ratio over plans, half an item added to each cell"),
    jaccard=("float64", "n over items with a or b"),
    p=("float64", "independence inside plans, two-sided"),
    q=("float64", "p after Benjamini-Hochberg over the pairs of the kind"),
    note=("str", "family of the test"),
)

TERMS = 60                    # terms looked at: those in most items
_ITEMS = 4                    # and in at least this many


def cooccurrence(study: Study, unit: str = "token") -> pd.DataFrame:
    """Table cooccurrence: one row a pair of themes, or of the ``TERMS`` terms that stand in most items; closest first.

    Inside each plan the number of items with both is hypergeometric if the two are independent; the plans' numbers are
    added, so that two words do not seem to attract each other because one plan uses both.  ``p``: conditional test of
    Mantel & Haenszel (two-sided, normal approximation with continuity correction; exact hypergeometric for one plan),
    Benjamini & Hochberg over the pairs of a kind.  Items of one plan differ in length, and long ones hold more of everything:
    a positive association of most pairs is a trait of the items, not of the pair.
    """
    table = terms(study, unit)
    counts = gather(table.counts, table.block) > 0
    held = np.asarray(counts.sum(axis=0)).ravel()
    often = np.argsort(-held, kind="stable")[:TERMS]
    often = np.sort(often[held[often] >= _ITEMS])
    themes = sorted({theme.name for theme in study.themes})
    return check(pd.concat([
        _pairs("theme", themes, _themes(study, table, themes), table.block_plan),
        _pairs("term", list(table.terms[often]), counts[:, often].toarray().astype(float), table.block_plan)],
        ignore_index=True), "cooccurrence")


def _themes(study: Study, table: Any, themes: list[str]) -> np.ndarray:
    """Items × themes, 1 where a clause of the item is coded."""
    rows = table.clauses[["plan_id", "clause_no"]].assign(block=table.block)
    coded = study.codings.merge(rows, on=["plan_id", "clause_no"])
    made = np.zeros((int(table.block.max()) + 1, len(themes)))
    made[coded["block"].to_numpy(), [themes.index(name) for name in coded["theme"]]] = 1
    return made


def _pairs(kind: str, names: list[str], held: np.ndarray, plan: np.ndarray) -> pd.DataFrame:
    from scipy.stats import chi2, hypergeom

    a, b = np.triu_indices(len(names), 1)
    both = held.T @ held
    observed, expected, variance, upper, lower = (np.zeros(len(a)) for _ in range(5))
    for one in np.unique(plan):
        part = held[plan == one]
        n, sums, joint = len(part), part.sum(axis=0), part.T @ part
        observed += joint[a, b]
        expected += sums[a] * sums[b] / n
        variance += sums[a] * sums[b] * (n - sums[a]) * (n - sums[b]) / (n * n * max(n - 1, 1))
        x, y = sums[a] - joint[a, b], sums[b] - joint[a, b]
        upper += (joint[a, b] + 0.5) * (n - sums[a] - y + 0.5) / (n + 2)
        lower += (x + 0.5) * (y + 0.5) / (n + 2)
    if len(np.unique(plan)) == 1:
        n, sums = len(held), held.sum(axis=0).astype(int)
        law = hypergeom(n, sums[a], sums[b])
        p = np.minimum(1, 2 * np.minimum(law.cdf(observed), law.sf(observed - 1)))
    else:
        gap = np.maximum(np.abs(observed - expected) - 0.5, 0)
        p = np.where(variance > 0, chi2.sf(np.divide(gap**2, variance, out=np.zeros(len(a)), where=variance > 0), 1), np.nan)
    total = held.sum(axis=0).astype(int)
    frame = pd.DataFrame({
        "kind": kind, "a": np.array(names, dtype=object)[a], "b": np.array(names, dtype=object)[b],
        "n_a": total[a], "n_b": total[b], "n": both[a, b].astype(int), "n_items": len(held),
        "expected": expected, "log_odds_ratio": np.log(upper / lower),
        "jaccard": both[a, b] / np.maximum(total[a] + total[b] - both[a, b], 1), "p": p, "q": benjamini_hochberg(p),
        "note": f"检验族:{len(a)} 对,BH;各文件之内的独立性,合并"})
    return frame.assign(_q=frame["q"].fillna(2).round(12), _size=-frame["log_odds_ratio"].round(9)).sort_values(
        ["_q", "_size", "a", "b"]).drop(columns=["_q", "_size"])
