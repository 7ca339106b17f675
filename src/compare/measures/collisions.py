"""Clauses that two themes or more claim: where definitions may overlap, or a sentence does two things."""

from __future__ import annotations

import pandas as pd

from compare.measures.evidence import headings
from compare.study import Study
from compare.tables import CLAUSE, END, PLAN, START, check, define, empty

define(
    "collisions", "one clause that two themes or more claim", "plan_id clause_no",
    plan_id=PLAN, clause_no=CLAUSE,
    themes=("str", "themes coded in the clause, joined by ；"),
    n_themes=("int64", "how many"),
    shared=("str", "words that are evidence for two of them, separated by ｜; empty where each has its own"),
    evidence=("str", "theme: words; for each theme"),
    section_heading=("str", "heading of its section"),
    item_heading=("str", "heading of its item"),
    text=("str", "the clause"),
    start=START, end=END,
)


def collisions(study: Study) -> pd.DataFrame:
    """Table collisions: the clauses with most themes first, then in the order of the text.

    ``shared`` names words on which two themes rest at once: there the rules of one of them may be too wide.  A clause
    with words of its own for each theme is no fault.
    """
    key = ["plan_id", "clause_no"]
    order = {theme.name: n for n, theme in enumerate(study.themes)}
    codings = study.codings.assign(_order=study.codings["theme"].map(order)).sort_values([*key, "_order"], kind="stable")
    together = codings.groupby(key, sort=False)["theme"].agg(themes="；".join, n_themes="size").reset_index()
    together = together[together["n_themes"] > 1]
    if together.empty:
        return empty("collisions")
    hits = {place: own for place, own in study.hits.groupby(key, sort=False)}
    rows = []
    for plan, number, themes in zip(together["plan_id"], together["clause_no"], together["themes"], strict=True):
        own = hits.get((plan, number), study.hits.iloc[:0])
        rows.append((_shared(own), "；".join(f"{theme}：{_words(own, theme)}" for theme in themes.split("；"))))
    together["shared"], together["evidence"] = zip(*rows, strict=True)
    made = together.merge(headings(study.clauses), on=key, how="left")
    places = {plan: n for n, plan in enumerate(study.plans["plan_id"])}
    made = made.sort_values(["n_themes", *key], ascending=[False, True, True], kind="stable",
                            key=lambda c: c.map(places) if c.name == "plan_id" else c)
    return check(made, "collisions")


def _words(hits: pd.DataFrame, theme: str) -> str:
    return "｜".join(hits.loc[hits["theme"] == theme, "evidence"]) or "（承接）"


def _shared(hits: pd.DataFrame) -> str:
    """Evidence of one theme that touches another's."""
    rows = list(zip(hits["start"], hits["end"], hits["theme"], hits["evidence"], strict=True))
    words = [word for start, end, theme, word in rows if any(s < end and start < e and other != theme for s, e, other, _ in rows)]
    return "｜".join(dict.fromkeys(words))
