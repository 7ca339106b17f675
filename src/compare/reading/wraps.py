"""Hard wraps: line breaks, or the spaces left of them, that stand inside a sentence."""

from __future__ import annotations

import re
from collections import Counter

from compare.reading.ledger import Cut
from compare.reading.marks import starts_anew, torn
from compare.reading.numbering import enumerator

_END = tuple("。！？!?；;：:…”’」』》】）)")
_GOES_ON = tuple("，,、（(“‘《〈—")
_CLOSES = tuple("，,。、；;：:！？!?）)”’》〉】」』")
_GOES_ON_MARKS, _CLOSES_MARKS = frozenset(_GOES_ON), frozenset(_CLOSES)
_LINE = re.compile(r"[^\n\x0c]+")
_HAN_SPACE = re.compile(
    r"(?<=[^\x00-\xff])[ ](?=[^\x00-\xff])|(?<=[^\x00-\xff])[ ](?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])[ ](?="
    r"[^\x00-\xff])"
)
_KEY = re.compile(r"[^。；，]{1,12}[:：]")


def wraps(text: str) -> list[Cut]:
    """Breaks inside sentences, whether every line is cut to one width or a line here and there is."""
    every = list(_LINE.finditer(text))
    lines = [m for m in every if not m[0].isspace()]
    cuts = [] if len(lines) < 2 else _breaks(text, lines)
    return cuts + _wrap_spaces(every) if text.count(" ") >= 6 else cuts


def _breaks(text: str, lines: list[re.Match[str]]) -> list[Cut]:
    stripped = [m[0].strip() for m in lines]
    full, full_if_indented = _full_lines(stripped)
    cuts = []
    goes_on = False
    marks_alone = "\x0c" not in text and not any(full_if_indented)     # no page ends, no line is full: only marks tell
    for at, (line, after, here, there) in enumerate(zip(lines, lines[1:], stripped, stripped[1:], strict=False)):
        if marks_alone and here[-1] not in _GOES_ON_MARKS and there[0] not in _CLOSES_MARKS:
            continue
        gap = text.count("\n", line.end(), after.start())
        if text.find("\x0c", line.end(), after.start()) >= 0:
            goes_on = torn(here) and not starts_anew(there) or _joins(here, there, full[at], gap)
        else:
            goes_on = _joins(here, there, full[at] if goes_on else full_if_indented[at], gap)
        if goes_on:
            start, end = line.start() + len(line[0].rstrip()), after.start() + len(after[0]) - len(after[0].lstrip())
            cuts.append(
                Cut(start, end, "line wrap", " " if _latin(here[-1]) and _latin(there[0]) and not there[0].isdigit() else "")
            )
    return cuts


def _joins(here: str, there: str, full: bool, gap: int) -> bool:
    if here.endswith(_GOES_ON) and not here.startswith("附件"):
        return enumerator(there) is None and not there.startswith(("附件", "责任", "牵头"))
    if there.startswith(_CLOSES) and not there.startswith(("）", ")", "】")) and gap < 3:
        return not here.endswith(("。", "！", "？"))
    if not full or here.endswith(("。", "！", "？", "!", "?", "：", ":")):
        return False
    found = enumerator(there)
    if here.endswith(_END):
        # a closing mark at the brim: the sentence goes on where the next line starts with a small word or mark
        return found is None and not here.endswith(("；", ";", "…")) and not _KEY.match(there)
    return found is None or found.style == "point"


def _full_lines(lines: list[str]) -> tuple[list[bool], list[bool]]:
    """Which lines are cut at the width at which nearly all of this text is cut; which are if they lost an indent of two."""
    none = [False] * len(lines)
    ended = [line.endswith(_END) for line in lines]
    if len(lines) - sum(ended) < 3:
        return none, none
    full, indented = none, none
    for measure, slack, indent in ((_width, 3, 4), (len, 1, 2)):
        sizes = list(map(measure, lines))
        ragged = [size for size, end in zip(sizes, ended, strict=True) if not end]
        brim, _ = Counter(ragged).most_common(1)[0]
        brim = max(brim, sorted(sizes)[int(len(sizes) * 0.9) - 1] if len(sizes) > 9 else brim)
        at_brim = sum(min(abs(size - brim), abs(size - brim + indent)) <= slack for size in ragged)
        longer = sum(size > brim + slack for size in sizes)
        if 8 <= brim <= 220 and at_brim >= 3 and at_brim > 0.35 * len(ragged) and longer <= 0.06 * len(sizes):
            full = [known or size >= brim - slack for known, size in zip(full, sizes, strict=True)]
            indented = [known or size >= brim - slack - indent for known, size in zip(indented, sizes, strict=True)]
    return full, indented


def _width(line: str) -> int:
    """Columns: two for a wide character, one for others."""
    return len(line.encode("gbk", "replace"))


def _wrap_spaces(lines: list[re.Match[str]]) -> list[Cut]:
    """Single spaces left of wraps in a long line: they stand at one distance from each other."""
    cuts: list[Cut] = []
    for line in lines:
        if line.end() - line.start() < 200 or line[0].count(" ") < 6:
            continue
        at = [m.start() for m in re.finditer(" ", line[0])]
        # a run is measured from space to space; where a paragraph ends it starts anew
        spans = [b - a for a, b in zip([-1, *at], at, strict=False)]
        width, _ = (
            Counter(size for size in spans if 15 <= size <= 60).most_common(1)[0] if any(15 <= s <= 60 for s in spans) else (0, 0)
        )
        near = sum(abs(size - width) <= 3 for size in spans)
        if not width or near < 0.4 * len(spans):
            continue
        room, last = 0, -1
        for here, size in zip(at, spans, strict=True):
            room = here - last - 1
            if room >= width - 4:
                if _HAN_SPACE.match(line[0], here) and line[0][here - 1] not in "。！？":
                    cuts.append(Cut(line.start() + here, line.start() + here + 1, "line wrap"))
                last = here
            elif line[0][here - 1] in "。！？" or size > 6:
                last = here
    return cuts


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
