"""Word files (.docx): paragraphs, tables and text boxes as text, automatic numbers restored, deletions left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compare.errors import StudyError
from compare.reading.archives import Archive

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_CHINESE = "〇一二三四五六七八九"
_DEEPEST = 100     # tables, boxes and frames in each other
_SKIP = {
    "del",
    "moveFrom",
    "delText",
    "instrText",
    "Fallback",
    "rPr",
    "pPr",
    "sectPr",
    "tblPr",
    "tcPr",
    "trPr",
    "footnoteReference",
    "commentReference",
}


def docx_text(data: bytes, where: object) -> str:
    """The text of a .docx: one paragraph a line, table cells of a row separated by tabs."""
    archive = Archive(data, where)
    root = archive.xml("word/document.xml")
    if root is None:
        raise StudyError(where, "holds no Word text (word/document.xml)", "save it as .docx again")
    body = next((e for e in root.iter() if _name(e) == "body"), root)
    return "\n".join(_Walk(_Numbers(archive), where).blocks(body))


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(element: Any, *path: str) -> str | None:
    for step in path:
        element = next((e for e in element if _name(e) == step), None) if element is not None else None
    return _attribute(element, "val") if element is not None else None


def _attribute(element: Any, name: str) -> str | None:
    return element.get(_W + name) or element.get(_STRICT + name) or element.get(name)


class _Walk:
    """Blocks of a document in reading order."""

    def __init__(self, numbers: _Numbers, where: object) -> None:
        self.numbers, self.where = numbers, where

    def blocks(self, parent: Any, depth: int = 0) -> list[str]:
        lines: list[str] = []
        if depth > _DEEPEST:
            raise StudyError(self.where, f"is nested more than {_DEEPEST} deep", "open it in Word or WPS and save its text as .docx")
        for element in parent:
            name = _name(element)
            if name == "p":
                lines += self.paragraph(element, depth)
            elif name == "tbl":
                lines += self.table(element, depth)
            elif name not in _SKIP:
                lines += self.blocks(element, depth + 1)
        return lines

    def table(self, table: Any, depth: int) -> list[str]:
        rows = []
        for row in _inside(table, "tr", "tbl"):
            if any(_name(e) == "del" for p in row if _name(p) == "trPr" for e in p):
                continue
            cells = [self.blocks(cell, depth + 1) for cell in _inside(row, "tc", "tr")]
            many = [c for c in cells if any(line.strip() for line in c)]
            if len(many) == 1:  # a cell that holds the text itself: its paragraphs stay lines
                rows += many[0]
            elif many:
                rows.append("\t".join(" ".join(line.strip() for line in cell if line.strip()) for cell in cells))
        return rows

    def paragraph(self, paragraph: Any, depth: int) -> list[str]:
        boxes: list[Any] = []
        text = self._runs(paragraph, boxes).replace("\r", "")
        if text.strip():
            text = self.numbers.of(paragraph) + text
        lines = text.split("\n")
        for box in boxes:
            lines += self.blocks(box, depth + 1)
        return lines

    def _runs(self, element: Any, boxes: list[Any]) -> str:
        parts: list[str] = []
        stack = [iter(element)]
        while stack:
            child = next(stack[-1], None)
            if child is None:
                stack.pop()
                continue
            name = _name(child)
            if name == "t":
                parts.append(child.text or "")
            elif name in ("br", "cr"):
                parts.append("\n")
            elif name in ("tab", "ptab"):
                parts.append("\t")
            elif name == "noBreakHyphen":
                parts.append("-")
            elif name == "txbxContent":
                boxes.append(child)
            elif name not in _SKIP and not (name == "r" and _hidden(child)):
                stack.append(iter(child))
        return "".join(parts)


def _hidden(run: Any) -> bool:
    return any(
        _name(mark) == "vanish" and _attribute(mark, "val") not in ("0", "false")
        for props in run
        if _name(props) == "rPr"
        for mark in props
    )


def _inside(parent: Any, wanted: str, barred: str) -> Iterator[Any]:
    """Elements of a name in document order, none inside another, nor inside one that is ``barred``."""
    stack = [iter(parent)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif _name(child) == wanted:
            yield child
        elif _name(child) != barred:
            stack.append(iter(child))


class _Numbers:
    """Automatic numbers, counted as Word counts them."""

    def __init__(self, archive: Archive) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.lists: dict[str, str] = {}
        self.starts: dict[str, dict[int, int]] = {}
        self.styles: dict[str, tuple[str | None, int | None, str | None]] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.begun: set[str] = set()
        root = archive.xml("word/numbering.xml")
        for element in root if root is not None else ():
            if _name(element) == "abstractNum":
                self.levels[_attribute(element, "abstractNumId") or ""] = {
                    _int(_attribute(lvl, "ilvl"), 0): (
                        _value(lvl, "numFmt") or "decimal",
                        _value(lvl, "lvlText") or "",
                        _int(_value(lvl, "start"), 1),
                    )
                    for lvl in element
                    if _name(lvl) == "lvl"
                }
            elif _name(element) == "num":
                number = _attribute(element, "numId") or ""
                self.lists[number] = _value(element, "abstractNumId") or ""
                for over in (e for e in element if _name(e) == "lvlOverride"):
                    start = _value(over, "startOverride")
                    if start is not None:
                        self.starts.setdefault(number, {})[_int(_attribute(over, "ilvl"), 0)] = _int(start, 1)
        root = archive.xml("word/styles.xml")
        for style in root if root is not None else ():
            if _name(style) == "style":
                props = next((e for e in style if _name(e) == "pPr"), None)
                self.styles[_attribute(style, "styleId") or ""] = (*self._direct(props), _value(style, "basedOn"))

    @staticmethod
    def _direct(props: Any) -> tuple[str | None, int | None]:
        found = next((e for e in props if _name(e) == "numPr"), None) if props is not None else None
        if found is None:
            return None, None
        level = _value(found, "ilvl")
        return _value(found, "numId"), _int(level, 0) if level is not None else None

    def of(self, paragraph: Any) -> str:
        """The number Word shows before a paragraph, "" where it shows none."""
        props = next((e for e in paragraph if _name(e) == "pPr"), None)
        number, level = self._direct(props)
        style = _value(props, "pStyle") if props is not None else None
        for _ in range(20):
            if number is not None or style is None:
                break
            number, below, style = self.styles.get(style, (None, None, None))
            level = level if level is not None else below
        levels = self.levels.get(self.lists.get(number or "", ""), {})
        level = level or 0
        if number in (None, "0") or number not in self.lists or level not in levels:
            return ""
        counts = self.counts.setdefault(self.lists[number], {})
        if number not in self.begun:
            self.begun.add(number)
            for at, start in self.starts.get(number, {}).items():
                counts[at] = start - 1
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for lower in [at for at in counts if at > level]:
            del counts[lower]
        style_of_number, text, _ = levels[level]
        if style_of_number in ("bullet", "none"):
            return ""
        for at in range(level + 1):
            fmt, _, start = levels.get(at, ("decimal", "", 1))
            text = text.replace(f"%{at + 1}", _shown(counts.get(at, start), fmt))
        return text


def _int(text: str | None, default: int) -> int:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


def _shown(number: int, style: str) -> str:
    if number < 0:
        return str(number)
    if style in (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "ideographTraditional",
        "japaneseLegal",
        "chineseLegalSimplified",
        "koreanCounting",
    ):
        return _chinese(number)
    if style in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        return "".join(_CHINESE[int(d)] for d in str(number))
    if style.startswith("decimalEnclosed") and 1 <= number <= 20:
        return chr({"decimalEnclosedParen": 0x2474, "decimalEnclosedFullstop": 0x2488}.get(style, 0x2460) + number - 1)
    if style == "decimalFullWidth":
        return "".join(chr(ord(d) + 0xFEE0) for d in str(number))
    if style == "decimalZero":
        return f"{number:02d}"
    if style in ("lowerLetter", "upperLetter") and 0 < number <= 26 * 26:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if style == "lowerLetter" else letter.upper()
    if style in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = ""
        for value, sign in (
            (1000, "m"),
            (900, "cm"),
            (500, "d"),
            (400, "cd"),
            (100, "c"),
            (90, "xc"),
            (50, "l"),
            (40, "xl"),
            (10, "x"),
            (9, "ix"),
            (5, "v"),
            (4, "iv"),
            (1, "i"),
        ):
            roman += sign * (number // value)
            number %= value
        return roman if style == "lowerRoman" else roman.upper()
    return str(number)


def _chinese(number: int) -> str:
    if number < 10:
        return _CHINESE[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return (_CHINESE[tens] if tens > 1 else "") + "十" + (_CHINESE[ones] if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        joined = "" if not rest else "零" + _CHINESE[rest] if rest < 10 else ("一" if rest < 20 else "") + _chinese(rest)
        return _CHINESE[hundreds] + "百" + joined
    return str(number)
