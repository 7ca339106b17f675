"""Files of every kind -> text; what cannot be read is refused with a reason and a cure."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.errors import StudyError
from compare.reading.formats import read_bytes
from documents import BODY
from made_files import docx, html_page, mht_page, pdf, xlsx

TITLE = "青溪县2024年教育工作要点"
TEXT = f"{TITLE}\n{BODY}\n"


def text_of(data: bytes, name: str) -> str:
    [document] = read_bytes(data, Path(name))
    return document.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_encodings(encoding, ends):
    assert text_of(TEXT.replace("\n", ends).encode(encoding), "a.txt").replace("\r\n", "\n").replace("\r", "\n") == TEXT


def test_traditional_text_in_big5():
    import opencc

    text = opencc.OpenCC("s2tw").convert(TEXT)
    assert text_of(text.encode("big5hkscs"), "a.txt") == text


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode()[:-3],
        TEXT.encode()[:200] + b"\xff" + TEXT.encode()[200:],
        TEXT.encode("gbk")[:-2],
        TEXT.encode("gbk")[:301] + b"\xff\xff" + TEXT.encode("gbk")[301:],
    ],
)
def test_a_cut_or_stray_byte_costs_its_neighbours_alone(data):
    from difflib import SequenceMatcher

    assert SequenceMatcher(None, text_of(data, "a.txt"), TEXT, autojunk=False).ratio() > 0.97


def test_word_numbers_are_restored():
    data = docx(
        [
            ("一级", 0, "加强党的建设"),
            ("二级", 1, "深化学习。组织培训。"),
            ("二级", 1, "压实责任。"),
            ("一级", 0, "提升质量"),
            ("二级", 1, "减轻负担。"),
        ]
    )
    assert (
        text_of(data, "a.docx")
        == "一、加强党的建设\n（一）深化学习。组织培训。\n（二）压实责任。\n二、提升质量\n（一）减轻负担。"
    )


def test_word_changes_boxes_and_tables():
    raw = (
        "<w:p><w:r><w:t>保留</w:t></w:r><w:ins><w:r><w:t>插入</w:t></w:r></w:ins><w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>任务</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>责任单位</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:t>一</w:t><w:br/><w:t>二</w:t></w:r></w:p>"
    )
    assert text_of(docx([], raw), "a.docx").split("\n") == ["保留插入", "任务\t责任单位", "", "框内", "一", "二"]


def test_pages_keep_the_text_and_know_their_menus():
    [document] = read_bytes(html_page(TITLE, BODY).encode(), Path("a.html"))
    assert BODY in document.text
    menus = "".join(document.text[s:e] for s, e in document.navigation)
    assert "机构职能" in menus and "友情链接" in menus and "学习" not in menus
    assert document.given["title"] == TITLE
    assert "alert" not in document.text and "隐藏的字" not in document.text


@pytest.mark.parametrize("before", ["<font>" * 1000, f"<img src='data:image/png;base64,{'A' * 12_000_000}'>", f"<!--{'x' * 12_000_000}-->"],
                         ids=["fonts never closed", "a picture in the page", "a long remark"])
def test_no_page_is_cut_off_without_a_word(before):
    """The parser's own limits (256 elements in each other, 10 MB a value) would end the text there."""
    text = text_of(html_page(TITLE, BODY).replace("<h1>", before + "<h1>").encode(), "a.html")
    assert BODY.split("\n")[-1] in text


def test_a_page_that_the_parser_does_not_read_to_its_end_is_refused():
    with pytest.raises(StudyError, match="nested too deep to be read to its end"):
        text_of(html_page(TITLE, BODY + "<span>" * 5000 + "课").encode(), "a.html")


def test_pages_in_gbk_and_archives_of_pages():
    assert BODY in text_of(html_page(TITLE, BODY, "gbk").encode("gbk"), "a.htm")
    assert BODY in text_of(mht_page(TITLE, BODY), "a.mht")


def test_pdf():
    assert "".join(text_of(pdf("Plan for 2024\nOne item follows the other in this text."), "a.pdf").split()).startswith(
        "Planfor2024"
    )


def test_tables_have_a_plan_in_each_row():
    sheet = xlsx(
        [["地区", "年份", "正文"], ["青溪县", 2024, TEXT], ["云州市", 2023, "二〇二三年工作要点\n一、办学。"], [None, None, None]]
    )
    first, second = read_bytes(sheet, Path("a.xlsx"))
    assert first.given == {"place": "青溪县", "year": "2024"} and first.text.strip() == TEXT.strip() and second.name == "a.xlsx#3"
    [row] = read_bytes('place,year,text\n青溪县,2024,"一、办学。\n二、招生。"\n'.encode("utf-8-sig"), Path("a.csv"))
    assert row.text == "一、办学。\n二、招生。" and row.given == {"place": "青溪县", "year": "2024"}


def bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * (120 * 2**20))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.txt", "is empty"),
        (b"  \n", "a.txt", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.png", "is a picture"),
        (b"{\\rtf1 abc}", "a.doc", "RTF"),
        (b"PK\x03\x04torn", "a.docx", "damaged office file"),
        (bytes(range(256)) * 9, "a.txt", "no text"),
        (b"%PDF-1.4 torn", "a.pdf", "damaged PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1torn", "a.doc", "cannot be read"),
        (b"name,age\na,1\n", "a.csv", "no column of texts"),
        (b"Rar!\x1a\x07", "a.rar", "an archive"),
        (docx([], "<w:p/>", doctype='<!DOCTYPE a [<!ENTITY b "c">]>'), "a.docx", "declares entities"),
        (pdf(""), "a.pdf", "is a scan"),
    ],
)
def test_refusals(data, name, words):
    with pytest.raises(StudyError, match=words) as refused:
        read_bytes(data, Path(name))
    assert refused.value.cure


def test_a_zip_bomb_is_not_unpacked():
    with pytest.raises(StudyError, match="unpacks to"):
        read_bytes(bomb(), Path("a.docx"))


MAGIC = [
    b"",
    b"PK\x03\x04",
    b"%PDF-1.7\n",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<html>",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    "一、办学".encode("gbk"),
    b"MIME-Version: 1.0\n",
]


@given(
    st.sampled_from(MAGIC),
    st.binary(max_size=400),
    st.sampled_from([".txt", ".html", ".docx", ".doc", ".pdf", ".csv", ".xlsx", ".mht", ""]),
)
@settings(max_examples=300, deadline=None)
def test_no_bytes_crash_the_reader(magic, data, ending):
    try:
        documents = read_bytes(magic + data, Path("a" + ending))
    except StudyError as refused:
        assert refused.cure
    else:
        assert all(isinstance(d.text, str) for d in documents)


WHOLE = [
    (docx([("一级", 0, "办学")]), "a.docx"),
    (xlsx([["正文"], ["一、办学。"]]), "a.xlsx"),
    (pdf("Plan 2024 for schools and pupils of the town"), "a.pdf"),
    (mht_page(TITLE, BODY), "a.mht"),
]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_torn_files_are_refused_or_read(data):
    whole, name = data.draw(st.sampled_from(WHOLE))
    at, size = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 40))
    try:
        read_bytes(whole[:at] + data.draw(st.binary(max_size=20)) + whole[at + size :], Path(name))
    except StudyError as refused:
        assert refused.cure
