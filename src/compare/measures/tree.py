"""Tree of plans by likeness, with the share of resampled corpora in which each group holds."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compare.matrix import terms
from compare.measures.likeness import cosines, resampled_cosines
from compare.study import Study
from compare.tables import check, define, empty

define(
    "tree", "one joint of the tree of plans", "node",
    node=("int64", "number of the joint, in order of height"),
    left=("int64", "joint or leaf below: leaves (plans) are numbered from 0, the joint of a row has the number leaves + node − 1"),
    right=("int64", "the other one"),
    height=("float64", "1 − cosine at which the two join (average linkage)"),
    size=("int64", "plans below the joint"),
    support=("float64", "share of resampled corpora whose tree holds the same group of plans"),
    members=("str", "plans below the joint, joined by |"),
    cophenetic=("float64", "cophenetic correlation of the whole tree"),
    note=("str", "how to read the joint"),
)

DRAWS = 1_000
HALF = 0.5


def tree(study: Study, unit: str = "token", draws: int = DRAWS) -> pd.DataFrame:
    """Table tree: one row a joint of the average-linkage tree (UPGMA) on 1 − cosine, lowest first.

    ``support`` is the share of resampled corpora (items drawn anew inside each plan) whose tree holds the same group of
    plans (Felsenstein 1985); ``cophenetic`` the correlation of the tree's heights with the distances (Sokal & Rohlf
    1962).  A tree is drawn of any distances: groups with support under one half are not to be relied on.
    """
    from scipy.cluster.hierarchy import cophenet, linkage

    table = terms(study, unit)
    names = table.plans
    if len(names) < 2:
        return empty("tree")
    distance = 1 - cosines(table)
    joints = linkage(distance, "average")
    groups = _groups(joints)
    found = np.zeros(len(joints))
    for sample in resampled_cosines(table, draws):
        again = set(_groups(linkage(1 - np.nan_to_num(sample.astype(float), nan=0), "average")))
        found += [group in again for group in groups]
    fit = float(cophenet(joints, distance)[0]) if len(names) > 2 else np.nan
    support = np.where([len(group) == len(names) for group in groups], np.nan, found / draws)
    return check(pd.DataFrame({
        "node": np.arange(1, len(joints) + 1), "left": joints[:, 0].astype(int), "right": joints[:, 1].astype(int),
        "height": joints[:, 2], "size": joints[:, 3].astype(int), "support": support,
        "members": ["|".join(names[i] for i in sorted(group)) for group in groups], "cophenetic": fit,
        "note": ["全部文件" if np.isnan(s) else "支持率不到一半,不可凭信" if s < HALF else "" for s in support]}), "tree")


def _groups(joints: np.ndarray) -> list[frozenset[int]]:
    """Plans under each joint."""
    n = len(joints) + 1
    under = [frozenset([i]) for i in range(n)]
    for left, right in joints[:, :2].astype(int):
        under.append(under[left] | under[right])
    return under[n:]
