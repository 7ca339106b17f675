"""The evidence page: one HTML file in which every number opens its clauses.

The file asks nobody for anything: no font, no picture, no address.  The verbatim texts stand in it once, as JSON;
all else points into them by offsets, so that the page is hardly larger than its texts.  What a document says is put
on the page as text only (``textContent``), and the content security policy lets no other script run than page.js.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

from compare.measures.comparability import VERDICTS, verdict, verdicts
from compare.measures.coverage import coverage
from compare.measures.evidence import headings
from compare.measures.reuse import SLOGAN, reuse
from compare.measures.reuse_diff import segments
from compare.measures.targets import targets, value_text
from compare.report import wording
from compare.spans import Spans
from compare.study import Study

HERE = Path(__file__).parent
MOST_SLOGANS = 10_000   # set phrases of most characters; large corpora share them by the hundred thousand, and nobody reads them
KINDS = {"title": "t", "preamble": "p", "section": "s", "item": "i", "point": "n", "body": "b", "responsibility": "r",
         "furniture": "f"}


def page(study: Study) -> bytes:
    """The page of a study: the same bytes for the same study."""
    parts = {name: (HERE / f"page.{name}").read_text(encoding="utf-8").replace("\r\n", "\n") for name in ("html", "css", "js")}
    policy = ("default-src 'none'; base-uri 'none'; form-action 'none'; "
              f"style-src '{_hash(parts['css'])}'; script-src '{_hash(parts['js'])}'")
    put = {"policy": policy, "style": parts["css"], "script": parts["js"], "data": to_json(data(study))}
    return re.sub(r"\{\{(policy|style|script|data)\}\}", lambda match: put[match[1]], parts["html"]).encode("utf-8")


def to_json(content: dict[str, Any]) -> str:
    """JSON that may stand in a script element: no < in it can end the element or open a comment."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")


def data(study: Study) -> dict[str, Any]:
    """All that the page shows; its shape is told beside what page.js reads."""
    number = {plan: n for n, plan in enumerate(study.plans["plan_id"])}
    judged = verdict(study)
    themes = [{"name": t.name, "label": t.label, "definition": t.definition, "verdict": VERDICTS.index(v.verdict),
               "reasons": "；".join(v.reasons)}
              for t in study.themes for v in [verdict(study, None, t.name)]]
    passages = reuse(study)
    return {"verdicts": VERDICTS, "caption": judged.caption, "reasons": list(judged.reasons), "themes": themes,
            "pairs": _pairs(study), "plans": _plans(study), "rules": _rules(study), "targets": _targets(study, number),
            "references": [{"id": plan.plan_id, "label": str(plan.labels["title"] or plan.plan_id)} for plan in study.references],
            **_reuse(study, passages, number)}


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _rules(study: Study) -> list[str]:
    return sorted(study.codings["rule"].unique())


def _pairs(study: Study) -> dict[str, Any]:
    """``of``: which matrix each theme has; ``matrices``: one digit (place in VERDICTS) for each pair of plans.

    Themes without a date of their own share one matrix.
    """
    pairs = list(combinations(study.plans["plan_id"], 2))
    matrices: list[str] = []
    of: list[int] = []
    seen: dict[str, int] = {}
    for theme in study.themes:
        dated = theme.name if theme.valid_from else ""
        if dated not in seen:
            seen[dated] = len(matrices)
            matrices.append("".join(str(VERDICTS.index(v.verdict)) for v in verdicts(study, ((p, theme.name) for p in pairs))))
        of.append(seen[dated])
    return {"of": of, "matrices": matrices}


def _plans(study: Study) -> list[dict[str, Any]]:
    clauses = study.clauses.merge(headings(study.clauses)[["plan_id", "clause_no", "section_heading", "item_heading"]],
                                  on=["plan_id", "clause_no"], how="left", validate="1:1")
    clauses["row"] = range(len(clauses))
    spans = Spans(study.clauses, study.removals)
    cells = _cells(study, clauses, spans)
    frames = dict(iter(clauses.groupby("plan_id", sort=False)))
    made = []
    for plan in study.plans.astype(object).where(study.plans.notna(), None).to_dict("records"):
        text, own = plan["text"], frames.get(plan["plan_id"], clauses.iloc[:0])
        shown = {key: plan[key] for key in ("label", "place", "level", "kind", "title", "issuer", "doc_number", "issued_on",
                                            "source_url", "sha256", "text")}
        lead = (own["text_start"] - own["start"]).clip(lower=0)
        texts, starts = own["text"].tolist(), own["text_start"].tolist()
        differ = {str(no): words for no, words, start in zip(own["clause_no"], texts, starts, strict=True)
                  if text[start:start + len(words)] != words}
        made.append({"id": plan["plan_id"], "year": None if plan["year"] is None else int(plan["year"]), **shown,
                     "kinds": "".join(own["kind"].map(KINDS)), "counted": "".join(own["counted"].astype(int).astype(str)),
                     "spans": (own["end"] - own["start"]).tolist(), "leads": lead.tolist(), "sizes": own["text"].str.len().tolist(),
                     "texts": differ, "sections": _heads(own, "section_heading"), "items": _heads(own, "item_heading"),
                     "cells": cells[plan["plan_id"]]})
    return made


def _heads(own: pd.DataFrame, column: str) -> list[int]:
    """Number of the clause that is each clause's heading; 0 where it has none."""
    last: dict[str, int] = {}
    found = []
    for no, text, head in zip(own["clause_no"].tolist(), own["text"], own[column], strict=True):
        last[text] = no
        found.append(last[head] if head else 0)
    return found


def _cells(study: Study, clauses: pd.DataFrame, spans: Spans) -> dict[str, list[dict[str, Any]]]:
    """Of each plan its cells, one a theme: the share in words, and its clauses.

    A clause is ``[clause_no, rule, clause the theme is lent by or 0, start, end, start, end, …]``, the evidence counted
    in the clause's text.
    """
    rule = {name: n for n, name in enumerate(_rules(study))}
    row_of = dict(zip(zip(clauses["plan_id"], clauses["clause_no"], strict=True), clauses["row"], strict=True))
    texts, starts = clauses["text"].tolist(), clauses["text_start"].tolist()
    marks: dict[tuple[str, int, str], list[int]] = {}
    for plan, no, theme, start, end in zip(*(study.hits[c] for c in ("plan_id", "clause_no", "theme", "start", "end")), strict=True):
        row = row_of[plan, no]
        marks.setdefault((plan, no, theme), []).extend(_inside(spans, row, texts[row], starts[row], start, end))
    coded: dict[tuple[str, str], list[list[int]]] = {}
    own = study.codings.sort_values(["plan_id", "theme", "clause_no"], kind="stable")
    for plan, no, theme, name, lender in zip(*(own[c] for c in ("plan_id", "clause_no", "theme", "rule", "from_clause")), strict=True):
        lent = 0 if lender == no else int(lender)
        coded.setdefault((plan, theme), []).append([int(no), rule[name], lent, *marks.get((plan, no, theme), ())])
    rows: dict[str, list[dict[str, Any]]] = {plan: [] for plan in study.plans["plan_id"]}
    table = coverage(study)
    top = table["share"].max()
    cell: Any
    for cell in table.itertuples():
        known = not pd.isna(cell.share)
        shade = min(5, 1 + int(5 * cell.share / top)) if known and cell.share > 0 else 0
        rows[str(cell.plan_id)].append({
            "words": wording.share(cell), "shade": shade, "n": int(cell.n_coded), "of": int(cell.n_clauses),
            "interval": wording.interval(cell.share_low, cell.share_high) if known else "",
            "note": cell.note, "clauses": coded.get((str(cell.plan_id), str(cell.theme)), [])})
    return rows


def _inside(spans: Spans, row: int, text: str, first: int, start: int, end: int) -> tuple[int, int]:
    """Verbatim offsets as places in the clause's text."""
    if spans(row, 0, len(text)) == (first, first + len(text)):
        return start - first, end - first
    places = [spans(row, n, n + 1) for n in range(len(text))]
    inside = [n for n, (low, high) in enumerate(places) if low >= start and high <= end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _targets(study: Study, number: dict[str, int]) -> list[list[Any]]:
    """Rows of table targets: plan, clause, start and end in the clause's text, indicator, value in words, and the rest."""
    rows: Any = targets(study).itertuples()
    return [[number[row.plan_id], row.clause_no, row.clause_start, row.clause_end, row.indicator, value_text(row),
             row.deadline, row.responsible, row.group, row.start, row.end] for row in rows]


def _reuse(study: Study, passages: pd.DataFrame, number: dict[str, int]) -> dict[str, Any]:
    """``reuse``: rows of table reuse, strings that come back as numbers of ``words``.

    plan, clause, start, end, other, its clause, start, end, kind, direction, basis, equal characters, of these outside set
    phrases, similarity in %, segments, and the quote of a reference document.  A segment is three numbers: 1 where both
    sides are equal, the characters of the other and of the plan.  Documents of the reference folder are numbered after the plans.
    """
    other = number | {plan.plan_id: len(number) + n for n, plan in enumerate(study.references)}
    phrases = passages[passages["kind"] == SLOGAN].sort_values("n_chars", ascending=False, kind="stable")
    left_out = phrases.index[MOST_SLOGANS:]
    shown = passages.drop(index=left_out)
    words = sorted({str(word) for column in ("kind", "direction", "direction_basis") for word in shown[column]})
    at = {word: n for n, word in enumerate(words)}
    rows = []
    for row in shown.to_dict("records"):
        tiles: list[int] = []
        if row["quote"] != row["other_quote"]:
            for op, a, a_end, b, b_end in segments(row["other_quote"], row["quote"]):
                tiles += [int(op == "equal"), a_end - a, b_end - b]
        rows.append([number[row["plan_id"]], *(int(row[c]) for c in ("clause_no", "start", "end")), other[row["other_id"]],
                     *(int(row[c]) for c in ("other_clause_no", "other_start", "other_end")),
                     *(at[row[c]] for c in ("kind", "direction", "direction_basis")), int(row["n_chars"]), int(row["n_own"]),
                     round(100 * float(row["similarity"])), tiles, row["other_quote"] if row["is_reference"] else ""])
    return {"words": words, "reuse": rows, "left_out": len(left_out)}
