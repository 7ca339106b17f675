"""Small files of each format, made for the tests."""

# ruff: noqa: E501 (words of made documents stand whole)
from __future__ import annotations

import zipfile
from io import BytesIO

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _number(level: int) -> str:
    text, style = ("%1、", "chineseCounting") if level == 0 else ("（%2）", "chineseCountingThousand")
    return f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'


def docx(paragraphs: list[tuple[str, int, str]], raw: str = "", doctype: str = "") -> bytes:
    """A .docx whose paragraphs (style, level, text) are numbered automatically, and raw XML after them."""
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for _, level, text in paragraphs
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"{doctype}<w:document {_W}><w:body>{body}{raw}</w:body></w:document>")
        archive.writestr(
            "word/numbering.xml",
            f'<w:numbering {_W}><w:abstractNum w:abstractNumId="7">{_number(0)}{_number(1)}</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>',
        )
    return out.getvalue()


def plain_docx(text: str) -> bytes:
    return docx([], "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n")))


def xlsx(rows: list[list[object]]) -> bytes:
    from openpyxl import Workbook

    book, out = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def pdf(text: str) -> bytes:
    """A one-page PDF with ``text`` in a standard font (Latin letters only), or an empty page."""
    lines = "".join(f"({line}) Tj 0 -14 Td " for line in text.split("\n")) if text else ""
    stream = f"BT /F1 12 Tf 72 720 Td {lines}ET".encode("latin-1")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)


def html_page(title: str, text: str, charset: str = "utf-8") -> str:
    paragraphs = "".join(f"<p>　　{line}</p>" for line in text.split("\n"))
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><meta name="ArticleTitle" content="{title}"><title>{title}_某县人民政府</title>'
        '<script>alert("x")</script><style>p{color:red}</style></head><body><div class="header"><ul class="nav"><li><a href="/">首页</a></li>'
        '<li><a href="/a">机构职能</a></li><li><a href="/b">政策法规</a></li></ul></div><div class="location">当前位置：<a href="/">首页</a> &gt; <a href="/c">教育</a></div>'
        "<table><tr><td>索引号</td><td>QX001-2024</td></tr><tr><td>文号</td><td>青教发〔2024〕12号</td></tr>"
        "<tr><td>发布机构</td><td>青溪县教育局</td></tr><tr><td>成文日期</td><td>2024-03-05</td></tr></table>"
        f'<h1>{title}</h1><div class="content">{paragraphs}<span style="display:none">隐藏的字</span></div>'
        '<div class="related"><h3>相关链接</h3><a href="/1">关于做好招生工作的通知</a><br><a href="/2">校园安全工作会议召开</a></div>'
        '<div class="footer"><p>友情链接</p><p>版权所有：青溪县人民政府　浙ICP备05000000号</p></div></body></html>'
    ).replace("<p>　　", "<p>")


def mht_page(title: str, text: str) -> bytes:
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText

    made = MIMEMultipart("related")
    made.attach(MIMEText(html_page(title, text), "html", "utf-8"))
    return made.as_bytes()
