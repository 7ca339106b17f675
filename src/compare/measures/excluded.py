"""Words that no word list shows, with the reason: what was kept out can be read and disputed."""

from __future__ import annotations

import pandas as pd

from compare.study import Study
from compare.tables import PLAN, check, define
from compare.wordlist import words

define(
    "excluded", "one word that no word list of a plan shows", "plan_id term reason",
    plan_id=PLAN,
    term=("str", "the word"),
    reason=("str", "停用词, 数字、序数, 行政区名, 本文件的地名或发文机关, 责任行中的人名, 责任行中的科室, …"),
    n=("int64", "occurrences in the plan's counted clauses"),
)


def excluded(study: Study) -> pd.DataFrame:
    """Table excluded: one row a word and reason in a plan, most frequent first."""
    table = words(study)
    counts = table[table["why"] != ""].groupby(["plan_id", "token", "why"]).size().reset_index(name="n")
    counts = counts.rename(columns={"token": "term", "why": "reason"})
    return check(counts.sort_values(["plan_id", "n", "term", "reason"], ascending=[True, False, True, True]), "excluded")
