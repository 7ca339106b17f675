"""Dates and years as Chinese offices write them: 2024年3月5日, 2024-03-05, 二〇二四年三月五日, spaced and full-width digits."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

_CHINESE = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
    "Ｏ": "0",
    "О": "0",
    "O": "0",
    "Ο": "0",
    "◯": "0",
    "0": "0",
    "〸": "10",
}
_WIDE = {0xFF10 + n: str(n) for n in range(10)}
_NIL = "〇○零ＯОOΟ◯0"
_Y = (r"(?:[12１２]\s*[09０９]\s*[0-9０-９]\s*[0-9０-９]"
      rf"|[一二][{_NIL}九][{_NIL}一二三四五六七八九][{_NIL}一二三四五六七八九])")
_N = r"(?:[0-9０-９]\s?[0-9０-９]?|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
DATE = re.compile(
    rf"(?<![0-9０-９])({_Y})\s*(?:年|[-./－．／])\s*({_N})\s*(?:月|[-./－．／])\s*({_N})(?:\s*[日号])?(?!"
    rf"[0-9０-９])"
)
YEAR = re.compile(rf"(?<![0-9０-９])({_Y})\s*(?=年|学年)")
RANGE = re.compile(rf"(?<![0-9０-９])({_Y})\s*年?\s*[-—–~～至－到]+\s*({_Y})\s*(学?年)?")
TERM = re.compile(r"第([一二12])学期|([春秋])(?:季|学期)|([上下])学期|(上半年|下半年)")


class When(NamedTuple):
    """A year or date, and where it stands in the text."""

    value: str
    start: int
    end: int


def number(digits: str) -> int:
    """The number that Arabic, full-width or Chinese digits stand for."""
    digits = re.sub(r"\s", "", digits).translate(_WIDE)
    if digits.isdigit() and digits.isascii():
        return int(digits)
    if "十" in digits:
        tens, _, ones = digits.partition("十")
        return 10 * (int(_CHINESE[tens]) if tens else 1) + (int(_CHINESE[ones]) if ones else 0)
    return int("".join(_CHINESE.get(c, c) for c in digits))


def years(text: str) -> list[When]:
    """The years named in a text (``2024年``), in order."""
    return [When(str(year), *m.span(1)) for m in YEAR.finditer(text) if 1949 <= (year := number(m[1])) <= 2100]


def dates(text: str) -> list[When]:
    """The full dates named in a text, ISO 8601, in order; what is no day of the calendar is left out."""
    found = []
    for m in DATE.finditer(text):
        try:
            day = datetime.date(number(m[1]), number(m[2]), number(m[3]))
        except (ValueError, KeyError):
            continue
        if 1949 <= day.year <= 2100:
            found.append(When(day.isoformat(), *m.span()))
    return found


def year_for(title: str) -> tuple[When | None, str]:
    """The year a title's plan is for, and why there is none.

    Of a review and a plan the plan's year; of a school year the year in which the named term lies; of a span of years none.
    """
    span = RANGE.search(title)
    if span:
        first, last = number(span[1]), number(span[2])
        if last == first + 1 and (span[3] == "学年" or "学年" in title[span.end() : span.end() + 3] or "学期" in title):
            term = TERM.search(title, span.end())
            second = bool(term and (term[1] in ("二", "2") or term[2] == "春" or term[3] == "下"))
            return (When(str(last if second else first), *(span.span(2) if second else span.span(1))), "")
        plan = re.search(r"(?:总结|回顾|情况).*(?:计划|要点|打算|思路|安排)", title)
        return (None, f"标题写的是一段年份 {first}—{last}") if not plan else (When(str(max(first, last)), *span.span()), "")
    found = years(title)
    if not found:
        return None, "标题没有年份"
    if len(found) > 1:
        values = {w.value for w in found}
        after = re.search(r"总结|回顾|情况|完成", title)
        if len(values) > 1 and not after:
            return (None, "标题有几个年份: " + "、".join(sorted(values))) if "修订" not in title else (found[0], "")
        return max(found), ""
    return found[0], ""
