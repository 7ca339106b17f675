"""The report as a Word file: East Asian fonts, numbered captions, alt texts, heads of tables on every page."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from compare.report.blocks import Block, Failure, Heading, Picture, Table, Text
from compare.report.content import TITLE
from compare.report.packing import saved

if TYPE_CHECKING:
    from docx.document import Document

BODY, HEADS = ("Times New Roman", "宋体"), ("Arial", "黑体")
WIDTH = 6.3     # inches between the margins of A4
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def to_docx(blocks: list[Block]) -> bytes:
    """The Word file of a report's blocks: the same bytes for the same blocks."""
    from docx import Document

    document = Document()
    _styles(document)
    document.core_properties.title, document.core_properties.author = TITLE, "plan-compare"
    document.core_properties.comments = ""
    document.add_heading(TITLE, 0)
    numbers = {"图": 0, "表": 0}
    for block in blocks:
        if isinstance(block, Heading):
            document.add_heading(_fit(block.text), block.level)
        elif isinstance(block, Text):
            style = {"body": "Normal", "point": "List Bullet", "note": "Note"}[block.kind]
            document.add_paragraph(_fit(block.text), style)
        elif isinstance(block, Failure):
            document.add_paragraph(_fit(block.text), "Note")
        elif isinstance(block, Picture):
            _picture(document, block, numbers)
        else:
            _table(document, block, numbers)
    _page_numbers(document)
    return saved(document)


def _fit(text: str) -> str:
    """Text without the characters that no XML may hold."""
    return _CONTROL.sub("\ufffd", text)


def _styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.5)
    note = document.styles.add_style("Note", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = document.styles["Normal"]
    cell = document.styles.add_style("Cell", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = document.styles["Normal"]
    sizes = {"Normal": (10.5, BODY), "List Bullet": (10.5, BODY), "Note": (9, BODY), "Cell": (8.5, BODY), "Caption": (9.5, HEADS),
             "Title": (20, HEADS), "Heading 1": (15, HEADS), "Heading 2": (12.5, HEADS)}
    for name, (points, (latin, han)) in sizes.items():
        style: Any = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(points), RGBColor(0x22, 0x22, 0x22)
        _fonts(style.element.get_or_add_rPr(), latin, han)
    for name in ("Note", "Cell"):
        style = document.styles[name]
        style.paragraph_format.space_after = Pt(6 if name == "Note" else 0)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    document.styles["Caption"].font.bold = False


def _fonts(properties: Any, latin: str, han: str) -> None:
    """Fonts of a style; the themes' own would win over them, so they go."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for place, name in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", han)):
        fonts.set(qn(f"w:{place}"), name)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(language)


def _caption(document: Document, kind: str, title: str, numbers: dict[str, int]) -> None:
    """图 1 or 表 1 as a field, so that Word numbers on when somebody puts another one before it."""
    numbers[kind] += 1
    paragraph = document.add_paragraph(f"{kind} ", "Caption")
    _field(paragraph, f"SEQ {kind} \\* ARABIC", str(numbers[kind]))
    paragraph.add_run("　" + _fit(title))


def _field(paragraph: Any, code: str, shown: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _picture(document: Document, picture: Picture, numbers: dict[str, int]) -> None:
    from docx.shared import Inches

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(io.BytesIO(picture.png), width=Inches(WIDTH))
    properties = shape._inline.docPr
    properties.set("descr", _fit(picture.alt))
    properties.set("title", _fit(picture.title))
    _caption(document, "图", picture.title, numbers)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    note = document.add_paragraph(_fit(picture.caption), "Note")
    note.paragraph_format.keep_together = True


def _table(document: Document, table: Table, numbers: dict[str, int]) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Inches

    _caption(document, "表", table.title, numbers)
    made = document.add_table(rows=0, cols=len(table.heads), style="Table Grid")
    made.autofit = False
    _frame(made)
    widths = _widths(table)
    for column, width in zip(made.columns, widths, strict=True):    # Word reads the cells' widths, others the grid's
        column.width = Inches(width)
    for n, row in enumerate((table.heads, *table.rows)):
        cells = made.add_row().cells
        for cell, text, width in zip(cells, row, widths, strict=True):
            cell.width = Inches(width)
            cell.paragraphs[0].style = document.styles["Cell"]
            cell.paragraphs[0].add_run(_fit(text)).bold = n == 0 or None
            cell.paragraphs[0].paragraph_format.keep_with_next = n == 0 or None     # no head alone at the foot of a page
            if n == 0:
                _shade(cell)
        properties = made.rows[n]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if n == 0:
            head = OxmlElement("w:tblHeader")
            head.set(qn("w:val"), "true")
            properties.append(head)
    document.add_paragraph("", "Note")


def _frame(made: Any) -> None:
    """Thin grey lines, and some air over and under the text of a cell."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders, margins = OxmlElement("w:tblBorders"), OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "BFBFBF")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    for side, twips in (("top", 35), ("left", 85), ("bottom", 35), ("right", 85)):
        gap = OxmlElement(f"w:{side}")
        gap.set(qn("w:w"), str(twips))
        gap.set(qn("w:type"), "dxa")
        margins.append(gap)
    properties = made._tbl.tblPr
    properties.append(borders)                                  # the schema's order: borders, layout, margins, look
    for name in ("w:tblLayout", "w:tblLook"):
        for element in properties.findall(qn(name)):
            properties.append(element)
            if name == "w:tblLayout":
                properties.append(margins)


def _shade(cell: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", "F2F2F2")):
        shade.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _widths(table: Table) -> list[float]:
    """Inches of the columns: as wide as their texts where all have room, else by the root of the text that a column holds.

    A short text stays on one line; no column is narrower than its head and its longest word, none wider than its longest text.
    """
    from compare.typeset import units, width

    size, margin = 8.5 * 1.1, 0.15                              # a tenth wider than the charts' font, for fonts of other machines
    columns = [(head, *texts) for head, *texts in zip(table.heads, *table.rows, strict=True)]
    long = [[max(width(line, size) for line in text.split("\n")) / 72 + margin for text in column] for column in columns]
    widest = [max(column) for column in long]
    if sum(widest) <= WIDTH:
        return [WIDTH * wide / sum(widest) for wide in widest]
    words = [max((width(unit, size) for text in column for unit in units(text)), default=0) / 72 + margin for column in columns]
    short = min(1.2, 0.8 * WIDTH / len(columns))                # what is no longer stays on one line
    least = [min(wide, max(word, head[0], short), WIDTH / len(columns)) for wide, word, head in zip(widest, words, long, strict=True)]
    held = [sum(column) ** 0.5 for column in long]
    low, high = 0.0, WIDTH / min(held)
    for _ in range(50):                                         # the factor at which the columns fill the line
        middle = (low + high) / 2
        made = [min(max(middle * root, small), wide) for root, small, wide in zip(held, least, widest, strict=True)]
        low, high = (middle, high) if sum(made) < WIDTH else (low, middle)
    return [WIDTH * wide / sum(made) for wide in made]


def _page_numbers(document: Document) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(paragraph, "PAGE", "1")
