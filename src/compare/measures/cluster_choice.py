"""How the number of clusters was chosen, and why they are reported as found or not."""

from __future__ import annotations

import pandas as pd

from compare.measures.clustering import FEWEST, FOUND, NO, SHORTEST, YES, clustering
from compare.study import Study
from compare.tables import check, empty


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
