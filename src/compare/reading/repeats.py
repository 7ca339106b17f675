"""Text that stands twice, and contents lists at the front."""

from __future__ import annotations

import re

_CONTENTS = re.compile(r"^[【\[]?\s*(?:目\s*录|CONTENTS|Contents)\s*[】\]]?\s*[:：]?$")
_LONG = 30      # characters of the longest line of a copy, at least
_TAIL = 24      # characters that tell most lines apart: half of them
_CONTENTS_END = frozenset("录Ss】]:：")
_LEADER = re.compile(r"(?:[.．…·。_\-—]{3,}|[ \t\u3000]{2,}|…+)\s*[\d一-十]{1,3}\s*$")


def bare(text: str) -> str:
    return "".join(text.split())


def repeated_lines(lines: list[str]) -> dict[int, str]:
    """{line: reason} of lines of a contents list, and of lines that say again what stood before."""
    start = next((at for at, line in enumerate(lines[:200])
                  if line.strip()[-1:] in _CONTENTS_END and _CONTENTS.match(line.strip())), None)
    if start is None and not _may_repeat(lines):
        return {}
    plain = [bare(line) for line in lines]
    found = {} if start is None else _contents(plain, lines, start)
    first: dict[str, int] = {}
    run: list[int] = []
    at = -1  # the line of the first copy that comes next
    for i, line in enumerate(plain):
        if not line or i in found:
            continue
        if run and 0 <= at < run[0] and plain[at] == line:
            run.append(i)
        else:
            if run:
                _close(run, plain, found)
            at = first.setdefault(line, i)
            run = [i] if at != i else []
        at = _next(plain, at) if run else -1
    _close(run, plain, found)
    return found


def _may_repeat(lines: list[str]) -> bool:
    """Whether a line that is long enough for a copy stands twice; the tails of most lines, without white space in them, tell."""
    long = [line for line in lines if len(line) >= _LONG]
    tails = "\n".join([line[-_TAIL:] for line in long]).split()
    # no tail has room for two words of half its length: where there are as many as lines each is a tail
    if len(tails) == len(long) == len({tail[-_TAIL // 2:] for tail in tails}) and min(map(len, tails), default=_TAIL) >= _TAIL // 2:
        return False
    return len(set(map(bare, long))) < len(long)


def _next(plain: list[str], at: int) -> int:
    return next((i for i in range(at + 1, len(plain)) if plain[i]), -1)


def _close(run: list[int], plain: list[str], found: dict[int, str]) -> None:
    """Set a run of repeated lines aside where it is long enough to be a copy and no refrain."""
    longest = max((len(plain[i]) for i in run), default=0)
    if len(run) >= 3 and longest >= _LONG and sum(len(plain[i]) for i in run) >= 100 or len(run) < 3 and longest >= 80:
        found.update((i, "repeated text") for i in run)


def _contents(plain: list[str], lines: list[str], start: int) -> dict[int, str]:
    """Lines from ``目录`` on, as long as they end in a page number or are headings that come again below."""
    found = {start: "contents list"}
    for i in range(start + 1, len(lines)):
        line = plain[i]
        if not line:
            continue
        stem = re.sub(r"[.．…·。_\-—]*\d{0,3}$", "", line)
        again = len(stem) >= 4 and any(below.startswith(stem) for below in plain[i + 1 :])
        if len(line) > 70 or not (_LEADER.search(lines[i]) or again):
            break
        found[i] = "contents list"
    return found if len(found) > 2 else {}
