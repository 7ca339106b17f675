"""Saved web pages (.html, .mht): the visible text, the index block as metadata, and which lines are navigation."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from compare.errors import StudyError
from compare.reading.encodings import decode

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "svg",
        "object",
        "iframe",
        "canvas",
        "audio",
        "video",
        "map",
        "textarea",
        "input",
    ]
)
_NAVIGATION = frozenset(["nav", "header", "footer", "aside", "select", "button", "form"])
_NAV_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|footer?|foot|head(?:er)?|top(?:bar)?|bottom|crumbs?|breadcrumbs?|location"
    r"|position|weizhi|dqwz|share|bdshare|fenxiang|related|relate|xiangguan|xgxx|side(?:bar)?"
    r"|left|copyright|toolbar|tool|print|fontsize|banner|search|login|qrcode|ewm|friendlink|links?"
    r"|page(?:nav|turn)|prev|next|sitemap)(?:$|[\s_-])",
    re.I,
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_META_NAMES = {"articletitle": "标题", "pubdate": "发布日期", "contentsource": "来源", "url": "网址", "author": "作者"}


class Page(NamedTuple):
    """A page's visible text, the spans of it that are navigation, and what its head says of itself."""

    text: str
    navigation: list[tuple[int, int]]
    head: dict[str, str]
    encoding: str


def page(data: bytes, where: object = "page") -> Page | None:
    """Read a saved page; None where the bytes are no text.

    Raises StudyError where the parser gave up on its way: what comes after is lost without a word else.
    """
    if re.match(rb"\s*(?:MIME-Version|From|Content-Type|Snapshot-Content-Location)\s*:", data[:300], re.I):
        data = _mht(data)
    declared = _CHARSET.search(data[:4096])
    decoded = decode(data, declared[1].decode("ascii", "replace") if declared else None)
    if decoded is None:
        return None
    import lxml.html

    # the parser takes no declaration of an encoding in text that is decoded, nor characters that XML forbids
    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", decoded.text))
    # without huge_tree it gives up at 256 elements in each other, which one <font> a line that is never closed makes, and at
    # pictures in the page of 10 MB; with it at 2,048
    parser = lxml.html.HTMLParser(huge_tree=True, no_network=True)
    try:
        root = lxml.html.document_fromstring(source or "<html/>", parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError):
        return Page(decoded.text, [], {}, decoded.encoding)
    if any(error.level_name == "FATAL" for error in parser.error_log):
        raise StudyError(where, "is nested too deep to be read to its end", "copy its text into a .txt, or save it as .docx")
    head = {
        _META_NAMES[name]: meta.get("content").strip()
        for meta in root.iter("meta")
        if (name := (meta.get("name") or "").lower()) in _META_NAMES and (meta.get("content") or "").strip()
    }
    lines = _lines(root)
    text: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for line, navigation in lines:
        if navigation and spans and spans[-1][1] == at - 1:
            spans[-1] = (spans[-1][0], at + len(line))
        elif navigation:
            spans.append((at, at + len(line)))
        text.append(line)
        at += len(line) + 1
    return Page("\n".join(text), spans, head, decoded.encoding)


def _mht(data: bytes) -> bytes:
    """The page inside a web archive."""
    from email import message_from_bytes, policy

    try:
        for part in message_from_bytes(data, policy=policy.compat32).walk():
            if part.get_content_type() == "text/html":
                found = part.get_payload(decode=True)
                return found if isinstance(found, bytes) else data
    except (LookupError, ValueError, AttributeError, RecursionError):
        pass
    return data


def _lines(root: Any) -> list[tuple[str, bool]]:
    """(line, whether it is navigation) of the visible text: blocks make lines, cells of a row stay in one."""
    lines: list[tuple[str, bool]] = []
    line: list[tuple[str, bool, bool]] = []  # text, in a link, inside an element of navigation

    def close() -> None:
        if not line:
            return
        words = "".join(text if text == "\t" else re.sub(r"[ \t\r\n\f]+", " ", text) for text, _, _ in line)
        words = re.sub(r" *\t *", "\t", re.sub(" +", " ", words)).strip(" \t")
        if words:
            size = sum(len(text.strip()) for text, _, _ in line)
            linked = sum(len(text.strip()) for text, link, _ in line if link)
            outside = sum(len(text.strip()) for text, _, nav in line if not nav)
            lines.append(
                (
                    words,
                    not outside
                    or linked >= 0.8 * size
                    and not words.startswith("附件")
                    and not re.search(r"\.(?:docx?|pdf|xlsx?|wps|zip)$", words),
                )
            )
        line.clear()

    stack: list[tuple[Any, bool, bool, bool]] = [(root, False, False, False)]  # element, in link, in navigation, leaving
    while stack:
        element, link, nav, leaving = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if leaving:
            if tag in _BLOCKS:
                close()
            elif tag in ("td", "th"):
                line.append(("\t", False, nav))
            continue
        if tag and tag not in _UNSEEN and not _hidden(element):
            if tag in _BLOCKS:
                close()
            inside = nav or tag in _NAVIGATION or _named(element)
            in_link = link or tag == "a"
            if element.text:
                line.append((element.text, in_link, inside))
            stack.append((element, link, inside, True))
            for child in reversed(element):
                if child.tail:
                    stack.append((_Tail(child.tail), in_link, inside, False))
                stack.append((child, in_link, inside, False))
        elif isinstance(element, _Tail):
            line.append((element.text, link, nav))
    close()
    return lines


class _Tail:
    """Text after an element."""

    tag = None

    def __init__(self, text: str) -> None:
        self.text = text


def _hidden(element: Any) -> bool:
    return "hidden" in element.attrib or bool(
        re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", element.get("style") or "", re.I)
    )


def _named(element: Any) -> bool:
    """Whether class or id name the element navigation, and it is no frame around the text itself."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if not names.strip() or not _NAV_NAME.search(names):
        return False
    return sum(len(p.text_content()) for p in element.iter("p")) < 200 and len(element.text_content()) < 3000
