"""A table for reading in a notebook: headings in the reader's language, sensible digits, rows that sort by a click.

A few lines of script in an attribute of the table's own head do the sorting.  A library for it would put its code, a megabyte
or more, into every saved notebook or fetch it from the network; these rows are the whole table, and the script works on them.
"""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from compare.errors import StudyError
from compare.labels import SHARES, heading, value
from compare.settings import language, t

MISSING = "—"
LONG = 14   # characters from which a column's text is broken into lines

# a click on a heading sorts by its column: numbers from the greatest, words as a Chinese dictionary does; a second click
# turns the order, a third brings the first order back.  What is missing stays last.
_SORT = """
const h=event.target.closest('th'),b=this.parentNode.tBodies[0],i=h.cellIndex,n=h.dataset.n,o=h.dataset.o,
up=n?'descending':'ascending',down=n?'ascending':'descending',to=!o?up:o==up?down:'',
rows=[...b.rows],k=r=>r.cells[i].textContent,s=to=='ascending'?1:-1,e=x=>x=='—'||x=='';
rows.forEach((r,at)=>r.at??=at);
for(const x of h.parentNode.cells){x.dataset.o='';x.removeAttribute('aria-sort');x.lastChild.textContent=''}
h.dataset.o=to;h.lastChild.textContent=to?to=='ascending'?' ▲':' ▼':'';if(to)h.setAttribute('aria-sort',to);
b.append(...rows.sort((p,q)=>{const x=k(p),y=k(q);
return(to?e(x)-e(y)||s*(n?parseFloat(x)-parseFloat(y):x.localeCompare(y,'zh')):0)||p.at-q.at}))
"""
_STYLE = """<style>
.plan-compare{display:inline-block;max-width:100%;max-height:36em;overflow:auto}
.plan-compare th{position:sticky;top:0;background:var(--jp-layout-color0,var(--vscode-editor-background,#fff));cursor:pointer}
.plan-compare th,.plan-compare td{vertical-align:top;white-space:nowrap;line-height:1.6;unicode-bidi:isolate}
.plan-compare .w{white-space:pre-wrap;max-width:36em}
@media print{.plan-compare{max-height:none}}
</style>"""


class Shown:
    """A table as a notebook shows it; ``text`` is what is shown, cell by cell, under the headings."""

    def __init__(self, table: pd.DataFrame, columns: tuple[str, ...], rows: int | None) -> None:
        chosen = table[list(columns)] if columns else table
        chosen = chosen if rows is None else chosen.head(rows)
        self.numeric = [pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype) for dtype in chosen.dtypes]
        self.text = pd.DataFrame({c: [_cell(str(c), v) for v in chosen[c]] for c in chosen}, dtype=object)
        self.text.columns = pd.Index([heading(str(c), language()) for c in chosen])
        self.note = "" if len(chosen) == len(table) else t(f"共 {len(table)} 行，只列前 {len(chosen)} 行；排序只在列出的行里 | "
                                                          f"{len(table)} rows, the first {len(chosen)} are here; sorting sorts these")

    def _repr_html_(self) -> str:
        if self.text.empty:
            return f"<p>{t('没有符合的行。 | No rows.')}</p>"
        widths = [max(map(len, self.text.iloc[:, n])) for n in range(len(self.numeric))]
        heads, marks = [], []
        for title, numeric, width in zip(self.text.columns, self.numeric, widths, strict=True):
            long = not numeric and width > LONG
            room = f";min-width:{min(width, 22)}em" if long else ""
            heads.append(f'<th data-n="{"1" if numeric else ""}"{_align(numeric, room)}>{escape(title)}<span></span></th>')
            marks.append(_align(numeric) + (' class="w"' if long else ""))
        body = "".join("<tr>" + "".join(f"<td{mark}>{escape(cell)}</td>" for mark, cell in zip(marks, row, strict=True)) + "</tr>\n"
                       for row in self.text.itertuples(index=False, name=None))
        tip = t("点一下，按这一列排序 | click to sort")
        note = f"<p><small>{escape(self.note)}</small></p>" if self.note else ""
        return (f'{_STYLE}<div class="plan-compare"><table><thead onclick="{escape(" ".join(_SORT.split()))}" title="{tip}">'
                f"<tr>{''.join(heads)}</tr></thead>\n<tbody>\n{body}</tbody></table></div>{note}")

    def __repr__(self) -> str:
        with pd.option_context("display.unicode.east_asian_width", True, "display.width", 160, "display.max_columns", 12,
                               "display.max_colwidth", 24, "display.max_rows", 10):
            return repr(self.text) + (f"\n{self.note}" if self.note else "")


def show(table: pd.DataFrame, *columns: str, rows: int | None = 200) -> Shown:
    """A table for reading: the columns named (else all), headings in the session's language, sensible digits.

    In a notebook a click on a heading sorts.  Text is escaped: what stands in a document is never taken for HTML.
    Rows beyond ``rows`` are left out, and the note under the table says so; ``rows=None`` shows all.
    Raises StudyError where the table has no such column.
    """
    if unknown := [column for column in columns if column not in table]:
        raise StudyError("show", f"no column {unknown[0]!r}", "use some of " + ", ".join(map(str, table.columns)))
    return Shown(table, columns, rows)


def _align(numeric: bool, more: str = "") -> str:
    return f' style="text-align:{"right" if numeric else "left"}{more}"'


def _cell(column: str, content: Any) -> str:
    if pd.api.types.is_scalar(content) and pd.isna(content):
        return MISSING
    if isinstance(content, bool) or type(content).__name__ == "bool":
        return t("是 | yes") if content else t("否 | no")
    if isinstance(content, float):
        if column.startswith("share") or column in SHARES:
            return f"{content:.1%}"
        return f"{content:.3g}" if abs(content) < 1000 else f"{content:.10g}"
    return value(column, str(content).strip(), language())
