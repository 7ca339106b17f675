"""Clauses to read in a notebook, with their evidence marked and the place where they stand."""

from __future__ import annotations

from html import escape

import pandas as pd

from compare.settings import t


class Passages:
    """Clauses as a page to read: headings, the clause with its evidence marked, and where it stands."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.rows = rows

    def _repr_html_(self) -> str:
        parts, last = [], ("", "", "")
        for row in self.rows.itertuples():
            heads = (str(row.plan_id), str(row.section_heading), str(row.item_heading))
            if heads != last:
                parts.append(f"<h4>{escape(' › '.join(h.strip() for h in heads if h))}</h4>")
                last = heads
            place = t(f"第 {row.clause_no} 句，{row.start}–{row.end} 字 | clause {row.clause_no}, characters {row.start}–{row.end}")
            clause = marked(str(row.text), str(row.evidence))
            parts.append(f"<p>{clause} <small>〔{escape(place)}；{escape(str(row.rule))}〕</small></p>")
        return "".join(parts) or f"<p>{t('没有编码到的句子。 | No coded clause.')}</p>"

    def __repr__(self) -> str:
        return "\n".join(f"[{row.plan_id} {row.clause_no}] {row.text}" for row in self.rows.itertuples())


def marked(text: str, evidence: str) -> str:
    """HTML of ``text`` with each evidence word marked, everything escaped; a word that is named twice is marked twice."""
    spans: set[tuple[int, int]] = set()
    for word in filter(None, evidence.split("｜")):
        after = max((end for start, end in spans if text[start:end] == word), default=0)
        if (at := text.find(word, after)) >= 0:
            spans.add((at, at + len(word)))
    out, last = [], 0
    for start, end in sorted(spans):
        if start >= last:
            out += [escape(text[last:start]), "<mark>", escape(text[start:end]), "</mark>"]
            last = end
    return "".join([*out, escape(text[last:])])


def passages(rows: pd.DataFrame) -> Passages:
    """The rows of table evidence as a page to read in a notebook."""
    return Passages(rows)
