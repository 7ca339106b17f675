"""How the number of clusters was chosen, and why they are reported as found or not."""

from __future__ import annotations

import pandas as pd

from compare.measures.clustering import FEWEST, FOUND, NO, SHORTEST, YES, clustering
from compare.study import Study
from compare.tables import check, define, empty

define(
    "cluster_choice", "one number of clusters that was tried", "method k",
    method=("str", "LSA + k-means"),
    k=("int64", "number of clusters"),
    ari=("float64", "mean adjusted Rand index of two halves of the corpus, the whole pipeline fitted on each"),
    ari_low=("float64", "10% quantile of the same over the splits"),
    ari_null=("float64", "the same on a null corpus, whose terms were moved at random between units of like length"),
    excess=("float64", "(ari − ari_null) / (1 − ari_null): what is judged"),
    silhouette=("float64", "mean silhouette of the units"),
    jaccard=("float64", "smallest mean Jaccard of a cluster under resampling"),
    chosen=("bool", "the number that the other tables use"),
    verdict=("str", "发现稳定聚类 or 未发现稳定聚类"),
    note=("str", "threshold and resampling"),
)


def cluster_choice(study: Study, per: str = "item", unit: str = "token") -> pd.DataFrame:
    """Table cluster_choice: one row a number of clusters that was tried; empty where there are too few units to try.

    Chosen is the number with the largest ``excess``; among those that come within .03 of it, the one with the largest
    silhouette.
    """
    made = clustering(study, per, unit)[1]
    if not made.k:
        return empty("cluster_choice")
    scores = pd.DataFrame(made.scores, columns=["ari", "ari_low", "ari_null", "excess", "silhouette"])
    chosen = made.ks == made.k
    return check(scores.assign(
        method="LSA + k-means", k=made.ks, chosen=chosen, verdict=YES if made.found else NO,
        jaccard=pd.Series(float(made.jaccard.min()), index=scores.index).where(chosen),
        note=f"对半分 {made.splits} 次,两半各自重做全流程;超出 excess ≥ {FOUND} 才算发现"
             f"(不足 {SHORTEST} 个词的单位不参加,不足 {FEWEST} 个单位不聚类)"), "cluster_choice")
