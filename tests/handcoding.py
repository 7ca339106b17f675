"""Studies with hand coding: truth, what rules found of it, and samples coded without error."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from compare.measures.hand_codes import FRAME
from compare.study import Study
from compare.tables import check
from simulate import corpus, plan, theme


def coded_study(folder: Path, plans: dict[str, list[int]], found: dict[str, list[int]] | None = None, **labels: object) -> Study:
    """A study of one theme, 安全, in ``folder``: ``plans`` {plan_id: clauses by block}; ``found`` {plan_id: 0/1 by clause}."""
    every = [plan(plan_id, counts, {"安全": [0] * len(counts)}, **labels) for plan_id, counts in plans.items()]
    made = corpus(every, [theme("安全")])
    return rules(replace(made, corpus=folder), found or {})


def rules(made: Study, found: dict[str, list[int]] | dict[str, np.ndarray]) -> Study:
    """The study with these codes by the rules."""
    plans = made.clauses.groupby("plan_id", sort=False)
    codes = np.concatenate([np.asarray(found.get(str(name), np.zeros(len(own)))) for name, own in plans])
    rows = made.clauses[codes == 1]
    codings = pd.DataFrame({"plan_id": rows["plan_id"], "clause_no": rows["clause_no"], "theme": "安全", "start": rows["start"],
                            "end": rows["end"], "rule": "any", "evidence": "安全", "from_clause": rows["clause_no"], "n_hits": 1})
    hits = codings.drop(columns=["from_clause", "n_hits"])
    return replace(made, codings=check(codings, "codings"), hits=check(hits, "hits"))


def put(made: Study, name: str, codes: dict[str, list[int]], strata: dict[str, list[str]] | None = None,
        sizes: dict[str, int] | None = None, sample: str = "s1") -> None:
    """corpus/coding/<name>.csv: ``codes`` {plan_id: code by clause, -1 where nobody coded}; with ``strata`` a sample."""
    rows = []
    for plan_id, own in codes.items():
        clauses = made.clauses[made.clauses["plan_id"] == plan_id]
        for at, (clause, code) in enumerate(zip(clauses.itertuples(), own, strict=True)):
            if code >= 0:
                row = {"doc": plan_id, "unit": clause.clause_no, "start": clause.start, "end": clause.end, "安全": code}
                if strata is not None:
                    row |= {"coder": name, "sample": sample, "stratum": strata[plan_id][at]}
                rows.append(row)
    table = pd.DataFrame(rows)
    text = ""
    if strata is not None:
        drawn = table["stratum"].value_counts()
        table["n_stratum"] = table["stratum"].map(sizes or {})
        table["probability"] = table["stratum"].map(drawn) / table["n_stratum"]
        text = FRAME + "；".join(made.plans["plan_id"]) + "\n"
    (made.corpus / "coding").mkdir(parents=True, exist_ok=True)
    text += table.to_csv(index=False, lineterminator="\n")
    (made.corpus / "coding" / f"{name}.csv").write_text(text, "utf-8", newline="\n")
