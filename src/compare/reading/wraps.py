"""Hard wraps: line breaks, or the spaces left of them, that stand inside a sentence."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from compare.reading.ledger import Cut
from compare.reading.marks import starts_anew, torn
from compare.reading.numbering import enumerator

_END = tuple("。！？!?；;：:…”’」』》】）)")
_GOES_ON = tuple("，,、（(“‘《〈—")
_CLOSES = tuple("，,。、；;：:！？!?）)”’》〉】」』")
_END_MARKS, _GOES_ON_MARKS, _CLOSES_MARKS = frozenset(_END), frozenset(_GOES_ON), frozenset(_CLOSES)
_WIDEST = 220                           # columns of a line
_COLUMNS, _CHARACTERS = (3, 4), (1, 2)  # by how much a line may be off the brim, and how wide an indent is
_HAN_SPACE = re.compile(
    r"(?<=[^\x00-\xff])[ ](?=[^\x00-\xff])|(?<=[^\x00-\xff])[ ](?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])[ ](?="
    r"[^\x00-\xff])"
)
_KEY = re.compile(r"[^。；，]{1,12}[:：]")


def wraps(text: str) -> list[Cut]:
    """Breaks inside sentences, whether every line is cut to one width or a line here and there is."""
    lines = _lines(text)
    cuts = _breaks(text, lines)
    return cuts + _wrap_spaces(lines) if text.count(" ") >= 6 else cuts


def _lines(text: str) -> list[tuple[int, str]]:
    """(start, line) of the lines that hold anything; a page's end parts lines, too."""
    lines = []
    start = 0
    for line in text.replace("\x0c", "\n").split("\n"):
        if line:
            lines.append((start, line))
        start += len(line) + 1
    return lines


def _breaks(text: str, lines: list[tuple[int, str]]) -> list[Cut]:
    held = [(start, line, words) for start, line in lines if (words := line.strip())]
    stripped = [words for _, _, words in held]
    full, full_if_indented = _full_lines(stripped)
    cuts = []
    goes_on = False
    # where no page ends and no line is full only marks tell
    tried = (range(len(held) - 1) if "\x0c" in text or any(full_if_indented) else
             [at for at, (here, there) in enumerate(pairwise(stripped)) if here[-1] in _GOES_ON_MARKS or there[0] in _CLOSES_MARKS])
    for at in tried:
        (start, line, here), (begin, after, there) = held[at:at + 2]
        gap = text.count("\n", start + len(line), begin)
        if text.find("\x0c", start + len(line), begin) >= 0:
            goes_on = torn(here) and not starts_anew(there) or _joins(here, there, full[at], gap)
        else:
            goes_on = _joins(here, there, full[at] if goes_on else full_if_indented[at], gap)
        if goes_on:
            space = " " if _latin(here[-1]) and _latin(there[0]) and not there[0].isdigit() else ""
            cuts.append(Cut(start + len(line.rstrip()), begin + len(after) - len(after.lstrip()), "line wrap", space))
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
    full = indented = [False] * len(lines)
    ended = [line[-1] in _END_MARKS for line in lines]
    lengths = list(map(len, lines))
    if not _may_be_full(lengths, ended):
        return full, indented
    for sizes, slack, indent in ((_widths(lines), *_COLUMNS), (lengths, *_CHARACTERS)):
        ragged = [size for size, end in zip(sizes, ended, strict=True) if not end]
        brim, _ = Counter(ragged).most_common(1)[0]
        brim = max(brim, _of_most(sizes))
        at_brim = sum(min(abs(size - brim), abs(size - brim + indent)) <= slack for size in ragged)
        longer = sum(size > brim + slack for size in sizes)
        if 8 <= brim <= _WIDEST and at_brim >= 3 and at_brim > 0.35 * len(ragged) and longer <= 0.06 * len(sizes):
            full = [known or size >= brim - slack for known, size in zip(full, sizes, strict=True)]
            indented = [known or size >= brim - slack - indent for known, size in zip(indented, sizes, strict=True)]
    return full, indented


def _may_be_full(lengths: list[int], ended: list[bool]) -> bool:
    """Whether enough lines that end in no mark may reach the brim, as far as lengths tell: no line has over two columns a character."""
    brim = _of_most(lengths)
    ragged = [length for length, end in zip(lengths, ended, strict=True) if not end]
    near = sum(2 * length >= brim - sum(_COLUMNS) for length in ragged)
    return brim <= _WIDEST and near >= 3 and near > 0.35 * len(ragged)


def _of_most(sizes: list[int]) -> int:
    """The size that nine of ten lines have at most; 0 of few lines."""
    return sorted(sizes)[int(len(sizes) * 0.9) - 1] if len(sizes) > 9 else 0


def _widths(lines: list[str]) -> list[int]:
    """Columns of each line: two for a wide character, one for others."""
    return list(map(len, "\n".join(lines).encode("gbk", "replace").split(b"\n")))     # no byte of another character is a line end


def _wrap_spaces(lines: list[tuple[int, str]]) -> list[Cut]:
    """Single spaces left of wraps in a long line: they stand at one distance from each other."""
    cuts: list[Cut] = []
    for start, line in lines:
        if len(line) < 200 or line.count(" ") < 6:
            continue
        at = [m.start() for m in re.finditer(" ", line)]
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
                if _HAN_SPACE.match(line, here) and line[here - 1] not in "。！？":
                    cuts.append(Cut(start + here, start + here + 1, "line wrap"))
                last = here
            elif line[here - 1] in "。！？" or size > 6:
                last = here
    return cuts


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
