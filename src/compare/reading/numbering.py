"""Outline numbers: ``第一部分`` ``一、`` ``（一）`` ``1.`` ``(1)`` ``一是`` and the like at the start of a clause."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np

DIGITS = "一二三四五六七八九十百"
_D = r"[0-9０-９]"
STYLES = {
    "part": re.compile(rf"第\s*([{DIGITS}]{{1,3}})\s*(?:部分|篇章|篇|编)"),
    "chapter": re.compile(rf"([{DIGITS}]{{1,4}})\s*[、.．](?![{DIGITS}]\s*[、年级])|第\s*([{DIGITS}]{{1,4}})\s*(?:章|节)"),
    "paren": re.compile(rf"[（(〔\[]\s*([{DIGITS}]{{1,4}})\s*[)）〕\]]|([㈠-㈩])"),
    "arabic": re.compile(rf"({_D}{{1,3}})\s*[.．、。·](?!\s*{_D})|([⒈-⒛])|({_D}{{1,3}})\s*[.．]\s*(?={_D}{{2,4}}年)"),
    "sub": re.compile(rf"[（(]\s*({_D}{{1,2}})\s*[)）]|({_D}{{1,2}})[)）]|([①-⑳⑴-⒇])"),
    "point": re.compile(rf"([{DIGITS}]{{1,2}})(?:是|要)(?!否)|第([{DIGITS}]{{1,2}})\s*[,，、]|(首先|其次|再次|最后)[,，]"),
}
# counting on in these is over where a number of the style comes: all that stand lower but for arabic, which may run on
LOWER = {style: [lower for lower in list(STYLES)[at + 1:] if lower != "arabic"] for at, style in enumerate(STYLES)}
_BARE = re.compile(
    rf"^[ \t\u3000]*({_D}{{1,2}})(?P<space>[ \t\u3000]*)(?=[一-鿿“《])(?!"
    rf"[年月日时分个名所项条元万亿岁周级人次家处类种])"
)
_FIGURES = frozenset("0123456789０１２３４５６７８９")
_FEWEST = 3     # bare numbers that count on, at least
_ENCLOSED = ((0x2460, 20), (0x2474, 20), (0x2488, 20), (0x3220, 10))


class Enumerator(NamedTuple):
    style: str
    number: int | None
    length: int = 0


def _styles() -> dict[str, tuple[tuple[str, Callable[[str], re.Match[str] | None]], ...]]:
    """For each character that a number may begin with the styles of which it may be, in their order, and how each is matched."""
    enclosed = [[chr(first + n) for n in range(count)] for first, count in _ENCLOSED]
    begin = {"part": "第", "chapter": DIGITS + "第", "paren": [*"（(〔[", *enclosed[3]], "arabic": [*_FIGURES, *enclosed[2]],
             "sub": [*"（(", *_FIGURES, *enclosed[0], *enclosed[1]], "point": DIGITS + "第首其再最"}
    return {char: tuple((style, STYLES[style].match) for style in STYLES if char in begin[style])
            for char in sorted(set().union(*begin.values()))}


_MAY_NUMBER = _styles()


def enumerator(text: str) -> Enumerator | None:
    """The outline number that a clause begins with."""
    for style, match in _MAY_NUMBER.get(text[:1], ()):
        found = match(text)
        if found and found.lastindex and (len(text) > (end := found.end()) or style == "part"):
            return _enumerator(style, found[found.lastindex], end)
    return None


@lru_cache(4096)
def _enumerator(style: str, digits: str, length: int) -> Enumerator:
    """Made once: a few hundred serve for all plans."""
    return Enumerator(style, value(digits), length)


def may_number(text: str, places: np.ndarray) -> np.ndarray:
    """For each place in the text whether an outline number may begin with the character there."""
    return np.fromiter(map(_MAY_NUMBER.__contains__, map(text.__getitem__, places.tolist())), bool, len(places))


def value(digits: str) -> int | None:
    """The number that Chinese, Arabic, full-width or enclosed digits stand for."""
    if digits.isdecimal():
        return int(digits)
    for first, count in _ENCLOSED:
        if first <= ord(digits[0]) < first + count:
            return ord(digits[0]) - first + 1
    if digits[0] not in DIGITS:
        return None
    tens, _, ones = digits.partition("十")
    if "十" not in digits:
        return DIGITS.index(digits[0]) + 1
    return (DIGITS.index(tens) + 1 if tens else 1) * 10 + (DIGITS.index(ones[0]) + 1 if ones else 0)


def numbers(lines: list[str]) -> list[Enumerator | None]:
    """The outline number that each line begins with, be it bare."""
    words = [line.strip() for line in lines]
    found = [enumerator(line) for line in words]
    if sum(number is None and line[:1] in _FIGURES for line, number in zip(words, found, strict=True)) < _FEWEST:
        return found
    bare = bare_numbers([line if number is None else "" for line, number in zip(lines, found, strict=True)])
    return [number or bare.get(at) for at, number in enumerate(found)] if bare else found


def bare_numbers(lines: list[str]) -> dict[int, Enumerator]:
    """{line: number} of lines that begin with a number and no mark (``1加强党建``), where they count 1, 2, 3."""
    found: dict[int, Enumerator] = {}
    best: dict[int, Enumerator] = {}
    for at, line in enumerate(lines):
        m = _BARE.match(line)
        if not m:
            continue
        number = int(m[1])
        if number == 1:
            found = {}
        if number == len(found) + 1:
            found[at] = Enumerator("arabic", number, m.end())
            best = max(best, found, key=len)
    return best if len(best) >= _FEWEST else {}


_CHAPTER_INSIDE = re.compile(rf"(?<![{DIGITS}第十〇零])([{DIGITS}]{{1,3}})\s*[、.．](?=[^，。、\s{DIGITS}])")
_PAREN_INSIDE = re.compile(rf"[（(]([{DIGITS}]{{1,3}})[)）](?=[^，。、])")
_ARABIC_INSIDE = re.compile(rf"(?<![\d.．\-—~～+/第年月])({_D}{{1,2}})\s?[.．、](?![\s\d])")
_SENTENCE_END = "。！？!?；;"


# a digit with the mark that every number has behind it
_MARKED = re.compile(rf"[{DIGITS}0-9０-９]\s*[、.．)）]")
_LONGEST = 4    # characters of a number up to its last digit: （二十一


def _numbers_inside(line: str) -> list[tuple[int, str, int]]:
    """(start, style, number) of all that may be numbers, as ``finditer`` of each pattern has them: tried at marked digits alone."""
    marked = [m.start() for m in _MARKED.finditer(line)]
    found: list[tuple[int, str, int]] = []
    for style, pattern in (("chapter", _CHAPTER_INSIDE), ("paren", _PAREN_INSIDE), ("arabic", _ARABIC_INSIDE)) if marked else ():
        done = 0
        for digit in marked:
            tried = (pattern.match(line, at) for at in range(max(done, digit + 1 - _LONGEST), digit + 1))
            m = next((m for m in tried if m), None)
            if m:
                found.append((m.start(), style, value(m[1]) or 0))
                done = m.end()
    return found


def breaks_inside(line: str, last: dict[str, int]) -> list[int]:
    """Positions in a long line at which a numbered heading starts that lost its line break.

    A heading counts on from ``last`` (style -> number), and stands after the end of a sentence, after
    white space, or right after another heading.
    """
    found = _numbers_inside(line)
    breaks: list[int] = []
    heading = 0  # where the heading starts that is last seen
    for at, style, number in sorted(found):
        if at == 0 or not line[:at].strip():
            if number == 1 or number == last.get(style, 0) + 1:
                last[style] = number
            continue
        if number != last.get(style, 0) + 1 and not (number == 1 and style != "chapter"):
            continue
        before = line[:at].rstrip()
        ended = before.endswith(tuple(_SENTENCE_END)) or before.endswith(("”", "）", ")")) and before[-2:-1] in _SENTENCE_END
        spaced = before != line[:at] and number == last.get(style, 0) + 1
        since = before[heading:]
        after_heading = len(since) <= 60 and not any(mark in since for mark in "。！？：；") and (breaks or heading == 0)
        if not (ended or spaced or after_heading and not before.endswith(("、", "，", "和", "的", "（", "“", "《"))):
            continue
        if number == 1 and style != "chapter" and not (after_heading or ended or spaced):
            continue
        last[style] = number
        breaks.append(at)
        heading = at
    return breaks
