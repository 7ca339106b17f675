"""How alike two plans' words are: cosine on TF-IDF, and Jensen–Shannon divergence with its null."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compare.many_tests import benjamini_hochberg
from compare.matrix import terms
from compare.measures.likeness import cosines, dealt_divergence, items_of, pairs_of, resampled_cosines
from compare.resampling import generator
from compare.study import Study, once
from compare.tables import PLAN, check, define, empty

define(
    "similarity", "one pair of plans", "plan_a plan_b",
    plan_a=PLAN, plan_b=PLAN,
    cosine=("float64", "cosine of the plans' TF-IDF weights"),
    cosine_low=("float64", "95% interval over resampled items, lower end"),
    cosine_high=("float64", "95% interval, upper end"),
    jsd=("float64", "Jensen–Shannon divergence of the plans' terms, bits: 0 same, 1 nothing shared"),
    jsd_null=("float64", "mean divergence when the items are dealt to the two plans at random"),
    p=("float64", "share of random deals with a divergence as large for their items"),
    q=("float64", "p after Benjamini-Hochberg over the pairs"),
    note=("str", "what limits the comparison"),
)

DRAWS = 2_000
DEALS, DEALS_OF_MANY, MANY = 999, 199, 500     # random deals of a pair; and where there are more than MANY pairs
_FEW = 6                                       # items under which an interval was not validated


@once
def similarity(study: Study, unit: str = "token", draws: int = DRAWS) -> pd.DataFrame:
    """Table similarity: one row a pair of plans, most alike first.

    ``cosine`` is that of the weights in the table weights.  It depends on length: two samples of one source are the less
    alike the shorter they are; so its interval (resampled items, 95%) is for texts of these lengths: the samples are moved by
    their bias before their quantiles are taken.  ``jsd`` is pushed up by shortness too; ``jsd_null`` is what two texts of
    these lengths get when the items of both are dealt to them at random, and ``p`` how often such a deal diverges as much,
    for the items that fell to it, as the real one (see ``likeness.dealt_divergence``).  A p near 1 is no fault: plans that go
    through the same agenda item by item are more alike than items dealt at random.  Whether a pair can be compared at all
    stands in the table comparability.
    """
    table = terms(study, unit)
    pairs = pairs_of(table)
    if not pairs:
        return empty("similarity")
    cosine, samples = cosines(table), resampled_cosines(table, draws)
    shift = cosine - samples.mean(axis=0)
    low, high = np.quantile(samples, (0.025, 0.975), axis=0) + shift
    deals = DEALS if len(pairs) <= MANY else DEALS_OF_MANY
    blocks = np.bincount(table.block_plan)
    rows, names, items = [], table.plans, items_of(table)
    for number, (a, b) in enumerate(pairs):
        real, null, p = dealt_divergence(items[a], items[b], generator("divergence", names[a], names[b]), deals)
        few = [names[i] for i in (a, b) if blocks[i] < _FEW]
        rows.append((names[a], names[b], cosine[number], max(low[number], 0), min(high[number], 1), real,
                     np.nanmean(null) if np.isfinite(real) else np.nan, p,
                     "条目太少,区间不可靠:" + "、".join(few) if few else f"重抽样 {draws} 次,随机分派 {deals} 次"))
    columns = ["plan_a", "plan_b", "cosine", "cosine_low", "cosine_high", "jsd", "jsd_null", "p", "note"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["q"] = benjamini_hochberg(frame["p"].to_numpy())
    order = frame["cosine"].round(12).sort_values(ascending=False, kind="stable").index
    return check(frame.loc[order], "similarity")
