"""The clauses behind a number: every coded clause with its headings, evidence and offsets."""

from __future__ import annotations

import pandas as pd

from compare.errors import StudyError
from compare.study import Study
from compare.tables import CLAUSE, END, PLAN, START, THEME, check, define

define(
    "evidence", "one clause behind one theme's number, with its headings", "plan_id theme clause_no",
    plan_id=PLAN, theme=THEME, clause_no=CLAUSE,
    section_heading=("str", "heading of its section"),
    item_heading=("str", "heading of its item"),
    text=("str", "the clause"),
    evidence=("str", "the words that carry the theme, in order, separated by ｜"),
    rule=("str", "id of the rule that coded it"),
    from_clause=("int64", "clause that lends the theme; its own number where the words are its own"),
    start=START, end=END,
)


def evidence(study: Study, plan_id: str | None = None, theme: str | None = None) -> pd.DataFrame:
    """Table evidence: the coded clauses, of one plan and one theme if they are named.

    As many rows for a plan and theme as ``n_coded`` in table coverage.
    Raises StudyError where no plan or theme has the name given.
    """
    codings = study.codings
    for column, wanted, known in (("plan_id", plan_id, list(study.plans["plan_id"])),
                                  ("theme", theme, [t.name for t in study.themes])):
        if wanted is not None:
            if wanted not in known:
                raise StudyError(column, f"no {column} {wanted!r} in this corpus", "use one of " + ", ".join(known))
            codings = codings[codings[column] == wanted]
    key = ["plan_id", "clause_no"]
    rows = codings.drop(columns=["start", "end", "evidence"]).merge(headings(study.clauses), on=key, how="left", validate="m:1")
    words = study.hits.groupby([*key, "theme"], sort=False)["evidence"].agg("｜".join)
    rows = rows.merge(words.reset_index(), on=[*key, "theme"], how="left")
    rows["evidence"] = rows["evidence"].fillna("")
    order = {name: n for n, name in enumerate(t.name for t in study.themes)}
    rows = rows.sort_values(["plan_id", "theme", "clause_no"], key=lambda c: c.map(order) if c.name == "theme" else c)
    return check(rows, "evidence")


def headings(clauses: pd.DataFrame) -> pd.DataFrame:
    """Each clause's plan_id, clause_no, text, span, and the headings of its section and item."""
    table = clauses[["plan_id", "clause_no", "text", "start", "end", "section", "item_no", "kind"]].copy()
    plan = table["plan_id"]
    # in a plan without numbered items its points (一是, 二是) are what a reader would call items
    no_items = ~(table["kind"] == "item").groupby(plan).transform("any")
    heads = {"section": (table["kind"] == "section", table["section"].notna()),
             "item": ((table["kind"] == "item") | (no_items & (table["kind"] == "point")), table["item_no"].notna() | no_items)}
    for name, (is_head, inside) in heads.items():
        own = table["text"].where(is_head).groupby([plan, table["section"].fillna(0)]).ffill()
        table[f"{name}_heading"] = own.where(inside, "").fillna("")
    return table.drop(columns=["section", "item_no", "kind"])
