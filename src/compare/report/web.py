"""The report as one HTML file: the content of the Word file, with the charts inside; it asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape

from compare.report.blocks import Block, Failure, Heading, Picture, Table, Text
from compare.report.content import TITLE

LONG = re.compile("[!-~]{24,}")
ONE = re.compile("[0-9.,%≤≥<>=+−–—-]{2,16}")     # a date, a number, an interval
STYLE = """
body { margin: 0 auto; max-width: 52rem; padding: 0 1rem 4rem; color: #222; background: #fff;
  font: 1rem/1.75 "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.35rem; margin-top: 2.2rem; } h3 { font-size: 1.1rem; }
.note { color: #5f5f5f; font-size: .85rem; }
figure { margin: 1.5rem 0; break-inside: avoid; } img { max-width: 100%; height: auto; }
figcaption, caption { font-weight: bold; text-align: left; padding: .3rem 0; }
.wide { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .85rem; line-height: 1.5; }
th, td { border: 1px solid #d9d9d9; padding: .25rem .5rem; text-align: left; vertical-align: top;
  overflow-wrap: break-word; min-width: 3.5rem; white-space: pre-wrap; unicode-bidi: isolate; }
.long { overflow-wrap: anywhere; min-width: 8rem; }
.one { white-space: nowrap; }
th { background: #f4f4f4; }
@media (max-width: 40rem) { figure { overflow-x: auto; } figure img { max-width: none; width: 38rem; } table { min-width: 38rem; }
  ul { padding-left: 1.2rem; } }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } .wide { overflow: visible; } tr { break-inside: avoid; }
  h2, h3, caption, thead { break-after: avoid; } thead { display: table-header-group; } }
"""


def to_html(blocks: list[Block], title: str = TITLE) -> bytes:
    """The HTML file of blocks: the same bytes for the same blocks."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; style-src 'sha256-{digest}'"
    head = (f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
            f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n")
    parts, points = [], False
    numbers = {"图": 0, "表": 0}
    for block in blocks:
        point = isinstance(block, Text) and block.kind == "point"
        if point != points:
            parts.append("<ul>" if point else "</ul>")
            points = point
        parts.append(_block(block, numbers))
    return (head + "\n".join(parts) + ("\n</ul>" if points else "") + "\n</main>\n</body>\n</html>\n").encode("utf-8")


def _block(block: Block, numbers: dict[str, int]) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level + 1}>{escape(block.text)}</h{block.level + 1}>"
    if isinstance(block, Text):
        tag = {"body": "<p>{}</p>", "point": "<li>{}</li>", "note": '<p class="note">{}</p>'}[block.kind]
        return tag.format(escape(block.text))
    if isinstance(block, Failure):
        return f'<p class="note">{escape(block.text)}</p>'
    if isinstance(block, Picture):
        numbers["图"] += 1
        data = base64.b64encode(block.png).decode("ascii")
        return (f'<figure><img alt="{escape(block.alt)}" src="data:image/png;base64,{data}">'
                f'<figcaption>图 {numbers["图"]}　{escape(block.title)}</figcaption><p class="note">{escape(block.caption)}</p></figure>')
    return _table(block, numbers)


def _table(table: Table, numbers: dict[str, int]) -> str:
    numbers["表"] += 1
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in table.heads)
    rows = "\n".join("<tr>" + "".join(_cell(text) for text in row) + "</tr>" for row in table.rows)
    return (f'<div class="wide"><table><caption>表 {numbers["表"]}　{escape(table.title)}</caption>\n'
            f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>")


def _cell(text: str) -> str:
    """An address or another word of 24 characters and more may be broken; dates and numbers may not."""
    kind = " class=long" if LONG.search(text) else " class=one" if ONE.fullmatch(text) else ""
    return f"<td{kind}>{escape(text)}</td>"
