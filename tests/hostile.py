"""Hostile documents, made by code: each with what must become of it, ``read`` or ``refused`` (a word of the reason), or either.

Nothing here is a picture of a real file: each is the smallest one that carries its attack.
"""

from __future__ import annotations

import base64
import contextlib
import os
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from documents import BODY
from made_files import html_page, mht_page, pdf, xlsx

TITLE = "青溪县2024年教育工作要点"
TEXT = f"{TITLE}\n{BODY}\n"
EITHER = ""
MB = 2**20
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LAUGHS = ('<!DOCTYPE l [<!ENTITY a0 "哈">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + "]>")
_XXE = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@dataclass(frozen=True)
class Hostile:
    """One hostile file: its name on disk, its bytes (or what makes the file itself), and what must become of it."""

    what: str
    file: str
    make: Callable[[], bytes]
    result: str = EITHER
    slow: bool = False      # to make or to refuse: for the long run

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / self.file
        path.write_bytes(self.make())
        return path


def zipped(parts: dict[str, bytes], level: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", level) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def document(body: str, before: str = "") -> bytes:
    return f"{before}<w:document {_W}><w:body>{body}</w:body></w:document>".encode()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def with_parts(parts: dict[str, bytes], text: str = TEXT) -> bytes:
    """A good .docx with hostile parts beside its text."""
    return zipped({"word/document.xml": document("".join(map(paragraph, text.split("\n")))), **parts})


def lying_sizes() -> bytes:
    """A .docx whose directory says that a part of 50 MB unpacks to 100 bytes."""
    data = bytearray(zipped({"word/document.xml": document(" " * (50 * MB))}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24:at + 28] = (100).to_bytes(4, "little")
    data[22:26] = (100).to_bytes(4, "little")
    return bytes(data)


def overlapping() -> bytes:
    """A .zip of many names for one compressed part, as the known overlapping bombs have."""
    part = zipped({"word/document.xml": document(" " * (20 * MB))})
    at, end = part.rfind(b"PK\x01\x02"), part.rfind(b"PK\x05\x06")
    entry = part[at:end]
    names = b"".join(entry[:46] + f"word/docum{n:03d}.xml".encode() for n in range(500))
    tail = bytearray(part[end:])
    tail[8:12] = (501).to_bytes(2, "little") * 2
    tail[12:16] = (len(entry) + len(names)).to_bytes(4, "little")
    return part[:at] + entry + names + bytes(tail)


def big_xlsx(rows: int, cell: str) -> bytes:
    row = f'<row><c t="inlineStr"><is><t>{cell}</t></is></c></row>'
    return sheet(f'<row><c t="inlineStr"><is><t>正文</t></is></c></row>{row * rows}')


def sheet(rows: str, strings: str = "", before: str = "") -> bytes:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return zipped({
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                               f'<Override PartName="/xl/workbook.xml" ContentType="{content}.sheet.main+xml"/>'
                               f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{content}.worksheet+xml"/>'
                               f'<Override PartName="/xl/sharedStrings.xml" ContentType="{content}.sharedStrings+xml"/>'
                               f'</Types>'.encode(),
        "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
                       f'Type="{kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
        "xl/workbook.xml": f'<workbook {main} {rel}><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                                      f'<Relationship Id="r1" Type="{kinds}/worksheet" Target="worksheets/sheet1.xml"/>'
                                      f'<Relationship Id="r2" Type="{kinds}/sharedStrings" Target="sharedStrings.xml"/>'
                                      f'</Relationships>'.encode(),
        "xl/sharedStrings.xml": f"{before}<sst {main}>{strings}</sst>".encode(),
        "xl/worksheets/sheet1.xml": f"{before}<worksheet {main}><sheetData>{rows}</sheetData></worksheet>".encode(),
    })


def pdf_of(objects: list[bytes], trailer: bytes = b"") -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    count = len(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    return (out + b"xref\n0 %d\n0000000000 65535 f \n" % count + table
            + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (count, trailer, len(out)))


_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), extra, data)


def pdf_with(content: bytes, page: bytes = _PAGE, pages: bytes = b"<</Type/Pages/Kids[3 0 R]/Count 1>>") -> bytes:
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, content, _FONT])


def words(count: int) -> bytes:
    return b"BT /F1 12 Tf 72 720 Td " + b"(Plan for schools and pupils) Tj 0 -14 Td " * count + b"ET"


def pdf_deep_pages(depth: int) -> bytes:
    nodes = [b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (n - 1, n + 1) for n in range(2, depth)]
    last = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 612 792]>>" % (depth - 1)
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", *nodes, last])


def pdf_form_loop() -> bytes:
    page = (b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</XObject<</X 6 0 R/Y 7 0 R>>"
            b"/Font<</F1 5 0 R>>>>>>")
    inner = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</X 6 0 R/Y 7 0 R>>>>"
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream(words(9) + b" /X Do /Y Do"),
                   _FONT, stream(b"/Y Do /Y Do /X Do", inner), stream(b"/X Do /X Do /Y Do", inner)])


def pdf_form_tree(depth: int = 12) -> bytes:
    """Forms that each show the next one twelve times: 12 ** depth drawings."""
    first = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</XObject<</X 6 0 R>>/Font<</F1 5 0 R>>>>>>"
    forms = [stream(b"/X Do " * 12, b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</X %d 0 R>>>>" % (7 + n))
             for n in range(depth)]
    last = stream(words(40), b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 5 0 R>>>>")
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", first, stream(b"/X Do"), _FONT, *forms, last])


def pdf_flate(data: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return pdf_with(stream(data, b"/Filter[" + b"/FlateDecode " * times + b"]"))


def pdf_many_pages(count: int) -> bytes:
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[" + b"3 0 R " * count + b"]/Count %d>>" % count, _PAGE,
                   stream(words(400)), _FONT])


def nested_zip() -> bytes:
    data = zipped({"word/document.xml": b" " * (90 * MB)})
    for _ in range(5):
        data = zipped({f"{n}.zip": data for n in range(10)})
    return data


def mht_nested(depth: int) -> bytes:
    head = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return ("MIME-Version: 1.0\n" + head + "Content-Type: text/html\n\n" + html_page(TITLE, BODY)).encode()


def page_of(body: str) -> bytes:
    return html_page(TITLE, BODY).replace("<h1>", body + "<h1>").encode()


def ole(stream_bytes: bytes = b"") -> bytes:
    """The head of an old Word file whose sector chain points at itself."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head[24:26], head[26:28], head[28:30], head[30:32], head[32:34] = b"\x3e\0", b"\x03\0", b"\xfe\xff", b"\x09\0", b"\x06\0"
    head[44:48], head[48:52], head[56:60] = b"\x01\0\0\0", b"\x01\0\0\0", b"\0\x10\0\0"
    head[60:64], head[68:72] = b"\xfe\xff\xff\xff", b"\xfe\xff\xff\xff"
    head[76:80] = b"\0\0\0\0"
    head[80:512] = b"\xff" * 432
    fat = (0).to_bytes(4, "little") + (1).to_bytes(4, "little") * 127      # sector 1 follows sector 1
    return bytes(head) + fat + b"R\0o\0o\0t\0" + b"\0" * 504 + stream_bytes


def front(yaml: str, text: str = TEXT) -> bytes:
    return f"---\n{yaml}\n---\n{text}".encode()


ALIASES = "a0: &a0 [哈, 哈, 哈, 哈, 哈, 哈, 哈, 哈, 哈]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)) + "warnings: *a9"
def full(unit: str) -> str:
    """A unit as often as a document may hold it, title and text aside."""
    return (unit * (190_000 // len(unit) + 1))[:190_000]


LINE = "组织党员教师读书班四期，轮训党员300人次。"

FILES = [
    # office files
    Hostile("a part of 120 MB of blanks", "a.docx", lambda: zipped({"word/document.xml": b"<a>" + b" " * (120 * MB)}), "unpacks to"),
    Hostile("zips in zips", "b.docx", nested_zip, "another kind"),
    Hostile("a part larger than its directory says", "c.docx", lying_sizes, "damaged", slow=True),
    Hostile("500 names for one part", "d.docx", overlapping, EITHER),
    Hostile("100,000 parts", "e.docx", lambda: zipped({f"p/{n}": b"" for n in range(100_000)}, zipfile.ZIP_STORED), "far more", slow=True),
    Hostile("100,000 relationships", "f.docx", lambda: with_parts({"word/_rels/document.xml.rels": (
        "<Relationships>" + "".join(f'<Relationship Id="r{n}" TargetMode="External" Target="http://192.0.2.1/{n}"/>'
                                    for n in range(100_000)) + "</Relationships>").encode()}), "read"),
    Hostile("billion laughs", "g.docx", lambda: zipped({"word/document.xml": document(paragraph("&a9;"), _LAUGHS)}), "declares entities"),
    Hostile("an entity that reads a file", "h.docx", lambda: zipped({"word/document.xml": document(paragraph("&x;"), _XXE)}),
            "declares entities"),
    Hostile("the same in UTF-16", "i.docx", lambda: zipped({"word/document.xml": (
        '<?xml version="1.0" encoding="UTF-16"?>' + document(paragraph("&x;&a9;"), _XXE.replace("]>", "") + _LAUGHS[14:]).decode()
    ).encode("utf-16")}), "declares entities"),
    Hostile("the same in UTF-7", "j.docx", lambda: zipped({"word/document.xml": b'<?xml version="1.0" encoding="UTF-7"?>' + document(
        paragraph("&x;"), _XXE).decode().encode("utf-7")}), EITHER),
    Hostile("a declaration far down", "k.docx", lambda: zipped({"word/document.xml": b"<!--" + b" " * 5000 + b"-->" + document(
        paragraph("&x;"), '<!DOCTYPE l SYSTEM "http://192.0.2.1/x.dtd">')}), "declares entities"),
    Hostile("elements 100,000 deep", "l.docx", lambda: zipped({"word/document.xml": document(
        "<w:sdt>" * 100_000 + paragraph(LINE) + "</w:sdt>" * 100_000)}), EITHER, slow=True),
    Hostile("tables in tables, 70 deep", "m.docx", lambda: zipped({"word/document.xml": document(
        "<w:tbl><w:tr><w:tc>" * 70 + paragraph(LINE) * 50 + "</w:tc></w:tr></w:tbl>" * 70)}), EITHER),
    Hostile("tables wide and deep", "n.docx", lambda: zipped({"word/document.xml": document(
        ("<w:tbl>" + ("<w:tr><w:tc>" + paragraph("课") + "</w:tc></w:tr>") * 150 + "<w:tr><w:tc>") * 60
        + paragraph(LINE) + "</w:tc></w:tr></w:tbl>" * 60)}), EITHER, slow=True),
    Hostile("700,000 runs", "o.docx", lambda: zipped({"word/document.xml": document(
        "<w:p>" + "<w:r><w:t>校</w:t></w:r>" * 700_000 + "</w:p>")}), EITHER, slow=True),
    Hostile("20,000 numbered paragraphs, each of a list of its own", "p.docx", lambda: zipped({
        "word/document.xml": document("".join(
            f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{n}"/></w:numPr></w:pPr><w:r><w:t>办学。</w:t></w:r></w:p>'
            for n in range(20_000))),
        "word/numbering.xml": (f'<w:numbering {_W}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
                               '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>' + "".join(
            f'<w:num w:numId="{n}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
            '</w:num>' for n in range(20_000)) + "</w:numbering>").encode()}), "read", slow=True),
    Hostile("numbers that count to the end of the world", "q.docx", lambda: zipped({
        "word/document.xml": document(('<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
                                       '<w:r><w:t>办学，招生，评价，督导。</w:t></w:r></w:p>') * 50),
        "word/numbering.xml": (f'<w:numbering {_W}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="{"9" * 18}"/>'
                               '<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
                               '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>').encode()}), EITHER),
    Hostile("levels that are no numbers", "r.docx", lambda: zipped({
        "word/document.xml": document(paragraph(LINE)),
        "word/numbering.xml": (f'<w:numbering {_W}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="{"9" * 5000}"/>'
                               '<w:lvl w:ilvl="x"/></w:abstractNum></w:numbering>').encode()}), EITHER),
    Hostile("styles based on each other", "s.docx", lambda: zipped({
        "word/document.xml": document(f'<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>{LINE}</w:t></w:r></w:p>' * 1000),
        "word/styles.xml": (f'<w:styles {_W}><w:style w:styleId="a"><w:basedOn w:val="b"/></w:style>'
                            '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>').encode()}), "read"),
    Hostile("macros, links and names that climb", "t.docm", lambda: with_parts({
        "../../../../tmp/escaped.txt": b"x", "/etc/escaped": b"x", "word/vbaProject.bin": os.urandom(100)}), "read"),
    Hostile("text boxes in text boxes", "u.docx", lambda: zipped({"word/document.xml": document(
        "<w:p><w:r><w:txbxContent>" * 80 + paragraph(LINE) + "</w:txbxContent></w:r></w:p>" * 80)}), EITHER),
    Hostile("a password", "v.docx", lambda: (lambda d: d[:6] + b"\x01" + d[7:d.rfind(b"PK\x01\x02") + 8] + b"\x01"
                                               + d[d.rfind(b"PK\x01\x02") + 9:])(zipped({"word/document.xml": b"x"})), "password"),
    # workbooks
    Hostile("a workbook of a million rows", "a.xlsx", lambda: big_xlsx(1_000_000, "办学"), EITHER, slow=True),
    Hostile("a workbook with billion laughs", "b.xlsx", lambda: sheet(
        '<row><c t="inlineStr"><is><t>正文</t></is></c></row><row><c t="inlineStr"><is><t>&a9;</t></is></c></row>', "", _LAUGHS), EITHER),
    Hostile("a workbook that reads a file", "c.xlsx", lambda: sheet(
        '<row><c t="inlineStr"><is><t>正文</t></is></c></row><row><c t="inlineStr"><is><t>&x;办学</t></is></c></row>', "", _XXE), EITHER),
    Hostile("a workbook of formulas", "d.xlsx", lambda: xlsx([["正文"], ["=cmd|'/c calc'!A0"], ["@SUM(1+1)"], [TEXT]]), EITHER),
    Hostile("a workbook whose cell is in the last row", "e.xlsx", lambda: sheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>正文</t></is></c></row>'
        f'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>{LINE}</t></is></c></row>'), EITHER),
    Hostile("a workbook of a million strings", "f.xlsx", lambda: sheet(
        '<row><c t="inlineStr"><is><t>正文</t></is></c></row>', "<si><t>a</t></si>" * 1_500_000), EITHER, slow=True),
    Hostile("a workbook of a blank part of 90 MB", "g.xlsx", lambda: sheet(" " * (90 * MB)), "unpacks to", slow=True),
    Hostile("a workbook of 40 MB of noise", "h.xlsx", lambda: sheet(
        '<row><c t="inlineStr"><is><t>正文</t></is></c></row><row><c t="inlineStr"><is><t>'
        + base64.b64encode(os.urandom(30 * MB)).decode() + "</t></is></c></row>"), EITHER, slow=True),
    # PDF
    Hostile("a page tree that is its own child", "a.pdf", lambda: pdf_with(stream(words(9)), pages=b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>")),
    Hostile("a page tree 20,000 deep", "b.pdf", lambda: pdf_deep_pages(20_000)),
    Hostile("a page count of two billion", "c.pdf", lambda: pdf_with(stream(words(9)), pages=b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>")),
    Hostile("forms that show each other", "d.pdf", pdf_form_loop, slow=True),
    Hostile("forms that show the next one twelve times", "e.pdf", pdf_form_tree, slow=True),
    Hostile("a stream of 300 MB of blanks", "f.pdf", lambda: pdf_flate(words(9) + b" " * (300 * MB)), slow=True),
    Hostile("the same packed twice", "g.pdf", lambda: pdf_flate(words(9) + b" " * (1000 * MB), 2), slow=True),
    Hostile("two million shown words", "h.pdf", lambda: pdf_flate(words(2_000_000)), slow=True),
    Hostile("2,000 pages that are one", "i.pdf", lambda: pdf_many_pages(2000), slow=True),
    Hostile("a length that is its own stream", "j.pdf", lambda: pdf_with(b"<</Length 4 0 R>>stream\n" + words(9) + b"\nendstream")),
    Hostile("arrays 100,000 deep", "k.pdf", lambda: pdf_with(b"[" * 100_000 + b"]" * 100_000)),
    Hostile("a script and a link that launches", "l.pdf", lambda: pdf_of([
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://192.0.2.1'\\))>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>", _PAGE, stream(words(9)), _FONT]), "read"),
    Hostile("a cross-reference table that starts again", "m.pdf", lambda: pdf("Plan 2024 for schools and pupils").replace(
        b"/Root 1 0 R", b"/Root 1 0 R/Prev 9")),
    # pages
    Hostile("divisions 100,000 deep", "a.html", lambda: page_of("<div>" * 100_000), slow=True),
    Hostile("100,000 lists never closed", "b.html", lambda: page_of("<ul><li><b><i><a href=x>" * 100_000), slow=True),
    Hostile("scripts and handlers", "c.html", lambda: page_of(
        "<script>while(1){}</script><img src=x onerror=alert(1)><svg onload=alert(2)><iframe src='http://192.0.2.1'></iframe></svg>"), "read"),
    Hostile("a document type with entities", "d.html", lambda: (_LAUGHS + html_page(TITLE, BODY).replace("<h1>", "<p>&a9;</p><h1>")).encode()),
    Hostile("a named element in a named element", "e.html", lambda: page_of('<div class="nav"><p>课</p>' * 3000 + "</div>" * 3000)),
    Hostile("a style of 5 MB", "f.html", lambda: page_of(f'<p style="{"display " * 600_000}">课</p>'), slow=True),
    Hostile("fonts opened 3,000 times amid the text", "ga.html", lambda: html_page(TITLE, BODY + "<font>" * 3000 + "课").encode(),
            "to its end"),
    Hostile("half a million attributes", "g.html", lambda: page_of(f"<p {' '.join(f'a{n}=1' for n in range(500_000))}>课</p>"), slow=True),
    Hostile("a million line breaks", "h.html", lambda: page_of("<br>" * 1_000_000), slow=True),
    Hostile("a charset that is none", "i.html", lambda: html_page(TITLE, BODY, "x-" + "y" * 500).encode()),
    Hostile("2,000 parts in parts", "a.mht", lambda: mht_nested(2000), slow=True),
    Hostile("a part coded by what nobody knows", "b.mht", lambda: mht_page(TITLE, BODY).replace(b"base64", b"uuencode")),
    Hostile("blanks between words, 2 MB", "j.html", lambda: page_of("<p>" + " \t" * 1_000_000 + "课</p>"), slow=True),
    # text
    Hostile("UTF-16 without a mark", "a.txt", lambda: TEXT.encode("utf-16-le"), "read"),
    Hostile("UTF-32 with a mark", "b.txt", lambda: TEXT.encode("utf-32"), "read"),
    Hostile("NULs between the letters", "c.txt", lambda: TEXT.replace("。", "。\0").encode()),
    Hostile("surrogates in UTF-8", "d.txt", lambda: TEXT.encode() + "\ud800\udfff".encode("utf-8", "surrogatepass") + LINE.encode()),
    Hostile("surrogates in UTF-16", "e.txt", lambda: b"\xff\xfe" + (TEXT + "\ud800课\udc00").encode("utf-16-le", "surrogatepass"), "read"),
    Hostile("10 MB on one line", "f.txt", lambda: (LINE * 180_000).encode(), slow=True),
    Hostile("as much as a document may hold, on one line", "fa.txt", lambda: (full(LINE)).encode(), "read", slow=True),
    Hostile("as many digits", "fb.txt", lambda: (TEXT + full("9")).encode(), "read", slow=True),
    Hostile("as many line breaks", "fc.txt", lambda: (TEXT + full("\n")).encode(), "read", slow=True),
    Hostile("as many lines of one character", "fd.txt", lambda: (TEXT + full("课\n")).encode(), slow=True),
    Hostile("as many lines as a document may have", "ff.txt", lambda: (TEXT + "课\n" * 29_900).encode(), "read", slow=True),
    Hostile("as many sentences of one character", "fg.txt", lambda: (TEXT + "课。" * 29_000).encode(), "read", slow=True),
    Hostile("as many letters without a stop", "fe.txt", lambda: (TEXT + full("组织党员教师读书班")).encode(), slow=True),
    Hostile("as many words of themes without a stop", "fh.txt", lambda: (
        TEXT + full("安全教育，校园安全，双减课后服务，党建，数字化，")).encode(), "read", slow=True),
    Hostile("as many wrapped lines without a stop", "fi.txt", lambda: (TEXT + "组织党员教师读书班四期，轮训党员，\n" * 9000).encode(), "read",
            slow=True),
    Hostile("a million empty paragraphs", "ea.docx", lambda: zipped({"word/document.xml": document(
        "<w:p/>" * 1_000_000 + "".join(map(paragraph, TEXT.split("\n"))))}, zipfile.ZIP_STORED), EITHER, slow=True),
    Hostile("4 MB on one line without a stop", "g.txt", lambda: ("组织党员教师读书班" * 150_000).encode(), slow=True),
    Hostile("four million line breaks", "h.txt", lambda: (TEXT + "\n" * 4_000_000).encode(), slow=True),
    Hostile("two million lines of one character", "i.txt", lambda: (TEXT + "课\n" * 2_000_000).encode(), slow=True),
    Hostile("brackets that never close", "j.txt", lambda: (TEXT + full("（")).encode(), slow=True),
    Hostile("numbers and stops", "k.txt", lambda: (TEXT + full("1.")).encode(), slow=True),
    Hostile("Chinese numbers without end", "l.txt", lambda: (TEXT + full("一二三四五六七八九十") + "、").encode(), slow=True),
    Hostile("blanks at the end of every line", "m.txt", lambda: (TEXT + full("课" + " " * 3000 + "\n")).encode(), slow=True),
    Hostile("one line of 120,000 blanks", "n.txt", lambda: (TEXT + " " * 120_000 + "课\n" + "　" * 60_000 + "。").encode(), slow=True),
    Hostile("a label without end", "o.txt", lambda: (TEXT + full("责任单位：")).encode(), slow=True),
    Hostile("dots of a list of contents", "p.txt", lambda: (TEXT + ("目录" + "…" * 190_000 + "1\n")).encode(), slow=True),
    Hostile("control characters and marks of direction", "q.txt", lambda: (
        "\x1b[31m\u202e" + TEXT.replace("县", "县\u202e\u2066\u200b") + "\x07\x1b]0;owned\x07").encode()),
    Hostile("marks upon one letter", "r.txt", lambda: (TEXT + "e" + full("\u0301")).encode(), slow=True),
    Hostile("dates by the ten thousand", "s.txt", lambda: (TEXT + full("2024年3月5日")).encode(), slow=True),
    Hostile("places by the ten thousand", "t.txt", lambda: (TEXT + full("北京市朝阳区青溪县教育局")).encode(), slow=True),
    Hostile("titles by the thousand", "u.txt", lambda: (full(f"{TITLE}\n") + BODY).encode(), slow=True),
    Hostile("lines of which each is an item", "v.txt", lambda: (TEXT + "".join(f"{n}.办学。\n" for n in range(19_000))).encode(), slow=True),
    Hostile("formulas and markup", "w.txt", lambda: (
        f"{TITLE}\n=cmd|'/c calc'!A0\n@SUM(A1)\n+1+1\n-1+1|x\n<script>alert(1)</script>\n</textarea>${{\\frac{{1}}{{0}}}}$ \\input{{x}}\n"
        f"{BODY}").encode(), "read"),
    Hostile("a year of 5,000 digits", "x.txt", lambda: (f"青溪县{'2' * 5000}年教育工作要点\n{BODY}\n投入{'9' * 5000}万元。").encode(), "read"),
    # plan files of others
    Hostile("aliases that unfold to 3 billion words", "y.txt", lambda: front(ALIASES)),
    Hostile("a tag that would start a program", "z.txt", lambda: front("place: !!python/object/apply:os.system ['touch escaped']"), "read"),
    Hostile("YAML 20,000 deep", "aa.txt", lambda: front("warnings: " + "[" * 20_000 + "]" * 20_000)),
    Hostile("a number of 10,000 digits", "ab.txt", lambda: front("year: " + "9" * 10_000)),
    Hostile("a tag that its value does not fit", "aca.txt", lambda: front("place: !!bool maybe")),
    Hostile("half a character in a label", "acc.txt", lambda: front('place: "\\uD800甲县"\nyear: 2024')),
    Hostile("a time that is none", "acb.txt", lambda: front("issued_on: !!timestamp x")),
    Hostile("a number to the base of 60", "ac.txt", lambda: front("year: 1" + ":59" * 5000)),
    Hostile("a place that climbs", "ad.txt", lambda: front("place: ../../../../escaped\nyear: 2024"), "read"),
    Hostile("20,000 corrections", "ae.txt", lambda: front("corrections:\n" + "".join(
        f"- {{find: 读书班四期, replace: 班{n}, reason: x}}\n" for n in range(20_000)))),
    Hostile("a correction that stands 100,000 times", "af.txt", lambda: front(
        "corrections:\n- {find: 校, replace: 学校, reason: x, expect: 100000}", TEXT + full("校园，")), slow=True),
    Hostile("corrections that make 600 MB of a text", "afa.txt", lambda: front(
        f"corrections:\n- {{find: 校, replace: {'学' * 30_000}, reason: x, expect: 20000}}", TEXT.replace("校", "") + "校，" * 20_000), "characters"),
    Hostile("navigation beyond the text", "ag.txt", lambda: front("navigation: [[0, 99999999999]]")),
    Hostile("100,000 spans of navigation", "ah.txt", lambda: front(
        f"navigation: [{', '.join(f'[{n}, {n + 1}]' for n in range(100_000))}]", TEXT + full("校\n")), slow=True),
    # tables and old Word files
    Hostile("a table of one endless quote", "a.csv", lambda: ("text\n\"" + LINE * 50_000).encode()),
    Hostile("a table of a million rows", "b.csv", lambda: ("text\n" + "课，\n" * 1_000_000).encode(), slow=True),
    Hostile("a table a million columns wide", "c.csv", lambda: ("text" + "," * 1_000_000 + "\n" + LINE + "," * 1_000_000 + "\n").encode(), slow=True),
    Hostile("a place that is a formula", "d.csv", lambda: f'place,year,text\n=HYPERLINK("http://x"),2024,{LINE}\n'.encode()),
    Hostile("a sector chain without end", "a.doc", ole, "without Word text"),
    Hostile("field codes in field codes", "b.doc", lambda: ole(b"\x13" * 200_000), "without Word text"),
]

# names, where the file system takes them
NAMES = ["..%2f..%2fescaped.txt", "CON.txt", "nul.html", "a.txt. .", " -rf.txt", "--yes", "$(touch escaped).txt", "`id`.txt", "青" * 80 + ".txt",
         "a" * 251 + ".txt", "\u202etxt.exe.txt", "a\nb\x1b[31m.txt", "é\u0301.txt", "x#y.txt", "=cmd.txt", "<b>.txt", "%s%n.txt", "'; DROP.txt"]


def tried(hostile: Hostile, folder: Path) -> dict[str, object]:
    """Add one hostile file to a corpus of its own and read that corpus: what became of it, seconds and MB."""
    import time

    from compare.errors import StudyError
    from compare.intake import REFUSED, add
    from compare.study import load

    path, corpus = hostile.write(folder / "in"), folder / "c"
    before = {p for p in folder.parent.rglob("*") if folder not in p.parents}
    reset_peak()
    began, worked, result, reason = time.monotonic(), cpu(), "read", ""
    try:
        table = add(path, corpus, accept=True)
        if (table["result"] == REFUSED).all():
            result, reason = "refused", str(table["reason"][0])
        else:
            load(corpus)
    except StudyError as error:
        result, reason = "refused", str(error)
    except BaseException as error:
        result, reason = "crashed", f"{type(error).__name__}: {error}"[:300]
    seconds, work, mb = time.monotonic() - began, cpu() - worked, peak()
    kept = sorted(str(p.relative_to(corpus)) for p in corpus.rglob("*") if p.is_file())
    stray = [str(p) for p in folder.parent.rglob("*") if folder not in p.parents and p not in before and p != folder]
    stray += [name for name in kept if not (name.startswith("plans/") and name.endswith(".txt") and "/." not in name)]
    return {"file": hostile.file, "what": hostile.what, "result": result, "reason": reason, "seconds": round(seconds, 2), "cpu": round(work, 2),
            "mb": round(mb), "kept": len(kept), "stray": stray}


def cpu() -> float:
    """Seconds of work of this process and of those that it started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def reset_peak() -> None:
    """Let the peak memory of this process start anew, where the system can (Linux)."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", "utf-8")


def peak() -> float:
    """Peak memory in MB of this process since ``reset_peak``, or of the largest process it started; 0 where unknown."""
    try:
        import resource
        status = Path("/proc/self/status").read_text("utf-8")
    except (ImportError, OSError):
        return 0.0
    own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def main(folder: Path, which: str) -> None:
    """Try the files, each a line of JSON: ``python hostile.py FOLDER all|quick``."""
    import json
    import shutil

    for number, hostile in enumerate(FILES):
        if which == "quick" and hostile.slow:
            continue
        place = folder / str(number)
        place.mkdir(parents=True)
        print(json.dumps(tried(hostile, place), ensure_ascii=True), flush=True)
        shutil.rmtree(place)


if __name__ == "__main__":
    import sys
    main(Path(sys.argv[1]), sys.argv[2])
