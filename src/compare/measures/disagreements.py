"""The clauses on which rules and people, or people among themselves, differ: what to read to mend rules or definitions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compare.measures.designs import found
from compare.measures.evidence import headings
from compare.measures.hand_codes import hand_codes, settled
from compare.study import Study
from compare.tables import CLAUSE, END, PLAN, START, THEME, check, define, empty

define(
    "disagreements", "one clause and theme on which rules or coders differ", "plan_id clause_no theme",
    plan_id=PLAN, clause_no=CLAUSE, theme=THEME,
    kind=("str", "规则多编, 规则漏编 or 编码者不一"),
    coders=("str", "who said what: 张三 1；李四 0"),
    rules=("int64", "1 where the rules code the theme"),
    rule=("str", "id of the rule that coded it; else empty"),
    evidence=("str", "the words that carry the theme, separated by ｜"),
    section_heading=("str", "heading of its section"),
    item_heading=("str", "heading of its item"),
    text=("str", "the clause"),
    start=START, end=END,
)

KINDS = ("规则多编", "规则漏编", "编码者不一")


def disagreements(study: Study) -> pd.DataFrame:
    """Table disagreements, by theme, kind and place: who said what, with the clause, its headings and the rules' evidence."""
    codes = hand_codes(study)
    if codes.empty:
        return empty("disagreements")
    key = ["plan_id", "clause_no", "theme"]
    rows = settled(codes)
    rows["rules"] = 0
    for theme in rows["theme"].unique():
        own = rows["theme"] == theme
        rows.loc[own, "rules"] = found(study, str(theme), rows[own]).astype("int64")
    spread = codes.groupby(key)["code"].agg(["min", "max"]).reset_index()
    rows = rows.merge(spread, on=key)
    unlike, decided = rows["min"] != rows["max"], rows["decided"].fillna(-1)
    rows["kind"] = np.select([(decided == 0) & (rows["rules"] == 1), (decided == 1) & (rows["rules"] == 0), unlike], KINDS, "")
    rows = rows[rows["kind"] != ""]
    said = codes.assign(said=codes["coder"] + " " + codes["code"].astype(str)).groupby(key)["said"].agg("；".join)
    rows = rows.merge(said.rename("coders").reset_index(), on=key).merge(headings(study.clauses), on=["plan_id", "clause_no"])
    rows = rows.merge(study.codings[[*key, "rule"]], on=key, how="left")
    words = study.hits.groupby(key, sort=False)["evidence"].agg("｜".join)
    rows = rows.merge(words.reset_index(), on=key, how="left").fillna({"rule": "", "evidence": ""})
    order = {name: n for n, name in enumerate([theme.name for theme in study.themes])} | {k: n for n, k in enumerate(KINDS)}
    rows = rows.sort_values(["theme", "kind", "plan_id", "clause_no"], kind="stable",
                            key=lambda c: c.map(order) if c.name in ("theme", "kind") else c)
    columns = list(empty("disagreements").columns)
    return check(rows[columns], "disagreements")
