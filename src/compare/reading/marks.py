"""Page marks: numbers that a sharing site or a page put into the running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compare.reading.ledger import Cut

ENDS = "。！？!?；;：:"
_CLOSERS = "”’」』）)》】\"'"
# A pattern that begins with a line end, or with one of a few characters, is found many times as fast as one that begins with
# ^ or with what stands before: those of lines are looked for in the text with a line end put before it.
_AT_LINE = re.compile(r"\n([ \t\u3000]*(\d{1,3})、)")
_ANYWHERE = re.compile(r"((\d(?<!\d\d)\d{0,8})、)")  # all repeats are bounded: no text takes more than a pass
_NUMBERS = tuple(".．一二三四五六七八九十")
_SHEET = re.compile(
    r"\n([ \t\u3000]*(?:[-—–―－~·]{1,99}\s{0,9}\d{1,4}\s{0,9}[-—–―－~·]{0,99}"
    r"|第\s{0,9}\d{1,4}\s{0,9}页(?:\s{0,9}[/,，]?\s{0,9}共\s{0,9}\d{1,4}\s{0,9}页)?"
    r"|\d{1,4}\s{0,9}/\s{0,9}\d{1,4}|[Pp]age\s{0,9}\d{1,4}(?:\s{0,9}(?:of|/)\s{0,9}\d{1,4})?)[ \t\u3000]{0,99})$",
    re.M,
)
_INLINE_SHEET = re.compile(
    r"[第—–\-－](?:(?<=第)\s{0,9}\d{1,4}\s{0,9}页\s{0,9}[/,，]?\s{0,9}共\s{0,9}\d{1,4}\s{0,9}页"
    r"|(?<=[—–])[—–]? ?\d{1,4} ?[—–]{1,2}(?=\s)|(?<=\s[-－]) ?\d{1,4} ?[-－](?=\s))"
)
_BARE = re.compile(r"\n([ \t\u3000]*(\d{1,4})[ \t\u3000]*)$", re.M)


def page_marks(text: str) -> list[Cut]:
    """Page marks and the break before each, where the page cut a sentence."""
    lined = "\n" + text
    cuts = [_with_breaks(text, start, end) for start, end in _site_marks(lined)]
    cuts += [_with_breaks(text, m.start(1) - 1, m.end(1) - 1) for m in _SHEET.finditer(lined)]
    cuts += [Cut(_blanks(text, start, -1), _blanks(text, end, 1), "page number") for start, end in _inline_sheets(text)]
    cuts += [_with_breaks(text, start, end) for start, end in _bare_numbers(lined)]
    return cuts


def _inline_sheets(text: str) -> list[tuple[int, int]]:
    """As ``finditer`` of the pattern has them: tried where its first character stands, alone."""
    if "页" not in text and "—" not in text and "-" not in text:
        return []
    found: list[tuple[int, int]] = []
    done = 0
    for at in sorted(at for first in ("第—–-－" if "页" in text else "—–-－") for at in _places(text, first)):
        m = _INLINE_SHEET.match(text, at) if at >= done else None
        if m:
            found.append(m.span())
            done = m.end()
    return found


def _places(text: str, char: str) -> Iterator[int]:
    """Where a character stands: what ``find`` tells faster than a pattern."""
    at = text.find(char)
    while at >= 0:
        yield at
        at = text.find(char, at + 1)


def _blanks(text: str, at: int, step: int) -> int:
    """The place where the blanks before (step -1) or behind (step 1) a place end."""
    while 0 <= at + min(step, 0) < len(text) and text[at + min(step, 0)] in " \u3000":
        at += step
    return at


def _with_breaks(text: str, start: int, end: int) -> Cut:
    """A site's mark takes the break before it along; a page number leaves a form feed, for the wraps to judge."""
    if not text[start:end].rstrip().endswith("、"):
        return Cut(start, end, "page number", "\x0c")
    near = text[max(0, start - 80) : start]
    before = near.rstrip()
    whole = (
        before.rstrip(_CLOSERS).endswith(("。", "！", "？"))
        or starts_anew(text[end : end + 12])
        and not before.endswith(("，", "、"))
    )
    return Cut(start if whole else start - len(near) + len(before), end, "page mark")


_STARTS_ANEW = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}\s*[、.．）)](?!\d)|第[一二三四五六七八九十]+[部章]|附件")


def starts_anew(line: str) -> bool:
    """Whether a line opens with an outline number or an attachment."""
    return bool(_STARTS_ANEW.match(line))


def torn(before: str) -> bool:
    """Whether text breaks off in mid-sentence."""
    return bool(before) and not before.endswith(tuple(ENDS + _CLOSERS)) or before.endswith(("，", ",", "、"))


def _site_marks(lined: str) -> list[tuple[int, int]]:
    """``1、`` ``2、`` … in running text: told from numbered items by what stands before them."""
    return _counting(lined) if all(f"{number}、" in lined for number in (1, 2, 3)) else []


def _counting(lined: str) -> list[tuple[int, int]]:
    for pattern in (_AT_LINE, _ANYWHERE):
        marks = list(_run(pattern, lined))
        if len(marks) < 3:
            continue
        before = [lined[max(0, m.start(1) - 80) : m.start(1)].rstrip() for m in marks[1:]]
        cut = sum(not kept.endswith(tuple(ENDS + _CLOSERS)) for kept in before)
        far = marks[-1].start(1) - marks[0].start(1) > 60 * (len(marks) - 1)
        if cut > len(before) / 2 and (pattern is _AT_LINE or far):
            return [(m.start(1) - 1, m.end(1) - 1) for m in marks]
    return []


def _run(pattern: re.Pattern[str], lined: str) -> Iterator[re.Match[str]]:
    wanted = 1
    for m in pattern.finditer(lined):
        if m[2] == str(wanted) and lined[m.start(1) - 1] not in _NUMBERS:
            wanted += 1
            yield m


def _bare_numbers(lined: str) -> list[tuple[int, int]]:
    """Lines that hold a number alone and count on: page numbers of a printed document."""
    found = list(_BARE.finditer(lined))
    if len(found) < 2:
        return []
    numbers = [int(m[2]) for m in found]
    rising = sum(b == a + 1 for a, b in zip(numbers, numbers[1:], strict=False))
    counting = rising >= max(1, (len(found) - 1) * 0.7) and numbers[-1] < 400
    return [(m.start(1) - 1, m.end(1) - 1) for m in found] if counting else []
