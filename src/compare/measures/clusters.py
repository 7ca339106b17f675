"""Clusters of items or clauses: which unit stands in which cluster, and whether the clusters are to be believed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compare.measures.clustering import NO, YES, clustering
from compare.study import Study
from compare.tables import CLAUSE, PLAN, START, check, define

define(
    "clusters", "one unit (item or clause) and its cluster", "plan_id block clause_no",
    plan_id=PLAN,
    block=("int64", "item, else section, else paragraph, as in clauses"),
    clause_no=CLAUSE,
    start=START,
    cluster=("Int64", "number of the cluster, from 1, largest first; empty where the unit is too short"),
    distance=("float64", "distance to the cluster's centre in the LSA space"),
    silhouette=("float64", "silhouette of the unit"),
    verdict=("str", "发现稳定聚类 or 未发现稳定聚类: holds for the whole table"),
    dim1=("float64", "place on a map: first principal component of the units' coordinates"),
    dim2=("float64", "second principal component"),
)


def clusters(study: Study, per: str = "item", unit: str = "token") -> pd.DataFrame:
    """Table clusters: one row a unit, in the order of the text.

    ``per``: item or clause.  The method and its test are in ``clustering``; how the number of clusters was chosen
    stands in the table cluster_choice.  Where the verdict is 未发现稳定聚类 the clusters are one of many ways to cut
    a text that has no such parts, and nothing may be said of them.  Units with fewer than five listed terms have no
    cluster.
    """
    table, made = clustering(study, per, unit)
    rows = table.clauses.iloc[made.first].reset_index(drop=True)
    rows["cluster"] = pd.Series(pd.NA, index=rows.index, dtype="Int64")
    rows[["distance", "silhouette", "dim1", "dim2"]] = np.nan
    if made.k:
        rows.loc[made.kept, ["dim1", "dim2"]] = _plane(made.points)
        rows.loc[made.kept, "cluster"] = made.labels + 1
        rows.loc[made.kept, "distance"] = np.linalg.norm(made.points - made.centres[made.labels], axis=1)
        rows.loc[made.kept, "silhouette"] = made.silhouette
    return check(rows.assign(verdict=YES if made.found else NO), "clusters")


def _plane(points: np.ndarray) -> np.ndarray:
    """Two principal components, each with its largest coordinate positive."""
    left, values, _ = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    plane = (left * values)[:, :2].round(9)
    return plane * np.where(plane[np.abs(plane).argmax(axis=0), [0, 1]] < 0, -1, 1)
