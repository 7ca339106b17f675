"""Words that no word list shows, with the reason: what was kept out can be read and disputed."""

from __future__ import annotations

import pandas as pd

from compare.study import Study
from compare.tables import check
from compare.wordlist import words


def excluded(study: Study) -> pd.DataFrame:
    """Table excluded: one row a word and reason in a plan, most frequent first."""
    table = words(study)
    counts = table[table["why"] != ""].groupby(["plan_id", "token", "why"]).size().reset_index(name="n")
    counts = counts.rename(columns={"token": "term", "why": "reason"})
    return check(counts.sort_values(["plan_id", "n", "term", "reason"], ascending=[True, False, True, True]), "excluded")
