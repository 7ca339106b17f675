"""What a notebook shows: tables with Chinese headings, and clauses with their evidence marked."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from compare.labels import heading

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler


def show(table: pd.DataFrame, *columns: str, rows: int | None = 30) -> Styler:
    """A table for reading: the columns named (else all), Chinese headings, sensible digits.

    Text is escaped: what stands in a document is never taken for HTML.  ``rows=None`` shows all rows.
    """
    chosen = table[list(columns)] if columns else table
    chosen = chosen if rows is None else chosen.head(rows)
    shown = chosen.rename(columns=heading).reset_index(drop=True)
    formats: dict[Any, Any] = {heading(c): _digits(c) for c in chosen.columns if pd.api.types.is_float_dtype(chosen[c])}
    caption = "" if len(chosen) == len(table) else f"共 {len(table)} 行，显示前 {len(chosen)} 行"
    style = shown.style.format(formats, na_rep="—", escape="html").hide(axis="index")
    text: dict[str, Any] = {"text-align": "left", "vertical-align": "top", "max-width": "36em", "white-space": "pre-wrap"}
    style = style.set_properties(**text)
    return style.set_caption(caption) if caption else style


def _digits(column: str) -> str:
    return "{:.1%}" if column.startswith("share") else "{:.3g}"


class Passages:
    """Clauses as a page to read: headings, the clause with its evidence marked, and where it stands."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.rows = rows

    def _repr_html_(self) -> str:
        parts, last = [], ("", "")
        for row in self.rows.itertuples():
            heads = (str(row.section_heading), str(row.item_heading))
            if heads != last:
                parts.append(f"<h4>{escape(' › '.join(h for h in heads if h))}</h4>")
                last = heads
            place = f"{row.plan_id} 第 {row.clause_no} 句，{row.start}–{row.end} 字"
            clause = marked(str(row.text), str(row.evidence))
            parts.append(f"<p>{clause} <small>〔{escape(place)}；{escape(str(row.rule))}〕</small></p>")
        return "".join(parts) or "<p>没有编码到的句子。</p>"

    def __repr__(self) -> str:
        return "\n".join(f"[{row.plan_id} {row.clause_no}] {row.text}" for row in self.rows.itertuples())


def marked(text: str, evidence: str) -> str:
    """HTML of ``text`` with each evidence word marked, everything escaped."""
    spans = sorted({(at, at + len(word)) for word in evidence.split("｜") if word for at in [text.find(word)] if at >= 0})
    out, at = [], 0
    for start, end in spans:
        if start >= at:
            out += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
            at = end
    return "".join([*out, escape(text[at:])])


def passages(rows: pd.DataFrame) -> Passages:
    """The rows of table evidence as a page to read in a notebook."""
    return Passages(rows)
