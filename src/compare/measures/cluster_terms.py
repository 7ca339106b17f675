"""What the clusters are about: terms, nearest units, size and stability of each."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compare.matrix import tfidf
from compare.measures.clustering import NO, YES, clustering
from compare.study import Study
from compare.tables import check, define, empty

define(
    "cluster_terms", "one cluster", "cluster",
    cluster=("int64", "number of the cluster"),
    size=("int64", "units in it"),
    terms=("str", "terms that are heavier in it than elsewhere"),
    nearest=("str", "plan#clause of the units nearest to the centre, joined by |"),
    jaccard=("float64", "cluster-wise Jaccard under resampling: .75 and more stable, under .6 dissolved"),
    silhouette=("float64", "mean silhouette"),
    verdict=("str", "发现稳定聚类 or 未发现稳定聚类"),
)

TERMS, UNITS = 12, 3


def cluster_terms(study: Study, per: str = "item", unit: str = "token") -> pd.DataFrame:
    """Table cluster_terms: one row a cluster, largest first.

    Terms are those whose mean TF-IDF in the cluster most exceeds that in the other units.
    """
    table, made = clustering(study, per, unit)
    if not made.k:
        return empty("cluster_terms")
    rows = tfidf(made.counts[made.kept])
    names = np.array([f"{c.plan_id}#{c.clause_no}" for c in table.clauses.iloc[made.first[made.kept]].itertuples()], dtype=object)
    away = np.linalg.norm(made.points - made.centres[made.labels], axis=1)
    found = []
    for number in range(made.k):
        own = made.labels == number
        lead = np.asarray(rows[own].mean(axis=0)).ravel() - np.asarray(rows[~own].mean(axis=0)).ravel()
        top = np.argsort(-lead.round(12), kind="stable")[:TERMS]
        close = np.flatnonzero(own)[np.argsort(away[own].round(12), kind="stable")[:UNITS]]
        found.append((number + 1, int(own.sum()), "、".join(table.terms[top][lead[top] > 0]), "|".join(names[close]),
                      made.jaccard[number], made.silhouette[own].mean()))
    frame = pd.DataFrame(found, columns=["cluster", "size", "terms", "nearest", "jaccard", "silhouette"])
    return check(frame.assign(verdict=YES if made.found else NO), "cluster_terms")
