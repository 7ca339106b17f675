"""Clusters by plans: who has more units in a cluster than the sizes of both would give."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compare.measures.clustering import NO, YES, clustering
from compare.study import Study
from compare.tables import PLAN, check, define, empty

define(
    "cluster_plans", "one cluster in one plan", "cluster plan_id",
    cluster=("int64", "number of the cluster"),
    plan_id=PLAN,
    n=("int64", "units of the plan in the cluster"),
    expected=("float64", "units if plan and cluster had nothing to do with each other"),
    residual=("float64", "adjusted standardised residual"),
    verdict=("str", "发现稳定聚类 or 未发现稳定聚类"),
)


def cluster_plans(study: Study, per: str = "item", unit: str = "token") -> pd.DataFrame:
    """Table cluster_plans: one row a cluster and plan, with adjusted standardised residuals (Haberman 1973)."""
    table, made = clustering(study, per, unit)
    if not made.k:
        return empty("cluster_plans")
    plan = table.plan[made.first[made.kept]]
    n = np.zeros((made.k, len(table.plans)))
    np.add.at(n, (made.labels, plan), 1)
    expected, residual = residuals(n)
    cluster_no, plan_no = (index.ravel() for index in np.indices(n.shape))
    return check(pd.DataFrame({
        "cluster": cluster_no + 1, "plan_id": np.array(table.plans, dtype=object)[plan_no], "n": n.ravel().astype(int),
        "expected": expected.ravel(), "residual": residual.ravel(), "verdict": YES if made.found else NO}), "cluster_plans")


def residuals(n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(expected counts, adjusted standardised residuals) of a table; empty where a row or column holds all or nothing."""
    total, rows, columns = n.sum(), n.sum(axis=1, keepdims=True), n.sum(axis=0, keepdims=True)
    expected = rows * columns / total
    spread = np.sqrt(expected * (1 - rows / total) * (1 - columns / total))
    return expected, np.divide(n - expected, spread, out=np.full(n.shape, np.nan), where=spread > 0)
