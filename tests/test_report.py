"""The report: the same content as Word and HTML, captions numbered, pictures with words, text never markup."""

import io
import re
import shutil
import subprocess
import zipfile
from importlib import import_module

import pytest

from compare import charts
from compare.cli import main
from compare.report import content as content_module
from compare.report.blocks import Failure, Heading, Picture, Table, Text
from compare.report.content import content
from compare.report.findings import findings
from compare.report.web import to_html
from compare.report.word import WIDTH, _widths, to_docx
from compare.typeset import width
from pages import hostile_study

NAMES = ("coverage", "comparability", "contrasts", "trends", "targets", "reuse", "checks", "evidence")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def tables(study):
    return {name: getattr(import_module(f"compare.measures.{name}"), name)(study) for name in NAMES}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    study = hostile_study(tmp_path_factory.mktemp("corpus"))
    own = tables(study)
    return study, own, content(study, own)


@pytest.fixture(scope="module")
def word(made):
    return to_docx(made[2])


def opened(content):
    from docx import Document
    return Document(io.BytesIO(content))


def test_the_parts_stand_in_order(made):
    heads = [block.text for block in made[2] if isinstance(block, Heading) and block.level == 1]
    assert heads == ["摘要", "语料", "方法与局限", "结果", "量化目标", "文件之间相同的文字", "附录 证据"]


def test_the_summary_is_the_findings(made):
    study, own, blocks = made
    first = next(n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.text == "语料")
    assert [block.text for block in blocks[1:first]] == findings(study, own)["sentence"].tolist()


def test_every_coded_clause_stands_in_the_appendix(made, monkeypatch):
    study, own, blocks = made
    rows = [row for block in blocks if isinstance(block, Table) and block.title.startswith("编码为") for row in block.rows]
    assert sorted(row[2] for row in rows) == sorted(own["evidence"]["text"].str.strip())
    monkeypatch.setattr(content_module, "MOST_CLAUSES", 1)
    assert any(isinstance(b, Text) and "evidence.html" in b.text for b in content(study, own)), "too many are told, not dropped"


def test_a_long_table_says_that_it_was_cut(made):
    frame = made[1]["evidence"]
    cut = content_module.table("句子", frame, {"text": "句子"}, most=1)
    assert cut.title == f"句子（共 {len(frame)} 行，列出前 1 行，其余见工作簿）" and len(cut.rows) == 1


def test_captions_are_numbered_by_fields(made, word):
    fields = re.findall(r'<w:fldSimple w:instr="SEQ (.) [^>]*>.*?<w:t>(\d+)</w:t>', opened(word).element.xml, re.S)
    for kind, block in (("图", Picture), ("表", Table)):
        wanted = sum(isinstance(b, block) for b in made[2])
        assert [int(n) for k, n in fields if k == kind] == list(range(1, wanted + 1)) and wanted > 1


def test_pictures_have_words_and_heads_come_again(made, word):
    document = opened(word)
    shapes = [shape._inline.docPr for shape in document.inline_shapes]
    assert len(shapes) == sum(isinstance(b, Picture) for b in made[2])
    assert all(len(shape.get("descr")) > 20 and shape.get("title") for shape in shapes)
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None


def test_every_style_in_use_has_an_east_asian_font(word):
    document = opened(word)
    used = {p.style.name for p in document.paragraphs} | {p.style.name for t in document.tables for row in t.rows
                                                          for cell in row.cells for p in cell.paragraphs}
    for name in used:
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(f"{W}eastAsia") in ("宋体", "黑体"), name
        assert not [key for key in fonts.attrib if key.endswith("Theme")]


def test_text_of_a_document_is_text_in_both(made, word):
    assert '</script><script>document.title="坏了"</script>' in "".join(
        node.text or "" for node in opened(word).element.body.iter(f"{W}t"))
    page = to_html(made[2]).decode("utf-8")
    assert "<script" not in page and "&lt;/script&gt;&lt;script&gt;" in page and "<img src=\"http" not in page
    assert "default-src 'none'" in page and "://" not in page.split("<main>")[0]


def test_dates_and_numbers_stay_on_one_line():
    page = to_html([Table("表", ("一", "二", "三"), (("2020-07-02", "10.2%", "甲-乙是长文"),))]).decode("utf-8")
    assert "<td class=one>2020-07-02</td><td class=one>10.2%</td><td>甲-乙是长文</td>" in page and ".one { white-space: nowrap; }" in page


def test_both_say_the_same(made, word):
    page = to_html(made[2]).decode("utf-8")
    document = opened(word)
    assert page.count("<li>") == sum(p.style.name == "List Bullet" for p in document.paragraphs)
    assert page.count("<table>") == len(document.tables) and page.count("<img ") == len(document.inline_shapes)
    assert page.count("<ul>") == page.count("</ul>")


def test_same_study_same_bytes(made, word):
    assert to_docx(made[2]) == word and to_html(made[2]) == to_html(made[2])
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_libreoffice_opens_it(word, tmp_path):
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        pytest.skip("no LibreOffice here (Debian: apt-get install libreoffice-writer)")
    (tmp_path / "report.docx").write_bytes(word)
    subprocess.run([program, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", "pdf",
                    "--outdir", str(tmp_path), str(tmp_path / "report.docx")], check=True, capture_output=True, timeout=300)
    assert (tmp_path / "report.pdf").read_bytes().count(b"/Type/Page/") + (tmp_path / "report.pdf").read_bytes().count(b"/Type /Page ") > 2


def test_a_chart_or_a_part_that_fails_is_named_and_the_rest_goes_on(made, monkeypatch):
    study, own, blocks = made
    make = charts.make

    def broken(study, name, *args, **kwargs):
        if name == "coverage":
            raise ZeroDivisionError("坏了")
        return make(study, name, *args, **kwargs)

    monkeypatch.setattr(charts, "make", broken)
    less = content(study, {name: table for name, table in own.items() if name != "targets"})
    failed = [block for block in less if isinstance(block, Failure)]
    assert [block.what for block in failed] == ["“摘要”这一部分", "图 coverage ", "“量化目标”这一部分"]
    assert "ZeroDivisionError: 坏了 (test_report.py:" in failed[1].error
    pictures = [[block.title for block in some if isinstance(block, Picture)] for some in (blocks, less)]
    assert len(pictures[1]) > 3 and set(pictures[1]) < set(pictures[0])
    assert "图 coverage 没有做成：ZeroDivisionError" in to_html(less).decode("utf-8")
    assert any("图 coverage 没有做成" in p.text for p in opened(to_docx(less)).paragraphs)


def test_the_command_names_what_failed(tmp_path, monkeypatch, capsys):
    hostile_study(tmp_path / "corpus")
    monkeypatch.setattr(content_module, "content", lambda study, made: [Failure("图 reuse ", "ValueError: 坏了")])
    monkeypatch.setattr("compare.report.workbook.build", lambda study: ({"plans": study.plans}, {}))
    assert main(["report", "--corpus", str(tmp_path / "corpus"), "-o", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err == "plan-compare: 图 reuse 没有做成：ValueError: 坏了\n"
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"report.docx", "report.html", "tables.xlsx"}


def test_columns_hold_their_texts():
    """Short texts stay on one line, no word is broken, and the long text takes what is left."""
    rows = tuple((f"湖里区 20{n}", "2020-07-02", "推进教育高质量发展。" * (3 + n), "课后服务") for n in range(9))
    table = Table("", ("文件", "日期", "句子", "规则"), rows)
    widths = _widths(table)
    assert sum(widths) == pytest.approx(WIDTH)
    for column, texts in enumerate(zip(*table.rows, strict=True)):
        fits = max(width(text, 8.5) for text in texts) / 72 <= widths[column] - 0.1
        assert fits == (column != 2)
    many = Table("", tuple(f"表头{n}" for n in range(12)), (tuple("很长的文字" * 9 for _ in range(12)),))
    assert sum(_widths(many)) == pytest.approx(WIDTH) and max(_widths(many)) == pytest.approx(min(_widths(many)), rel=0.02)
