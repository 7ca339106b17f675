"""The ledger: a text under repair, and where each of its characters stands in the verbatim text.

Every step of the cleaning looks at the text that the steps before it left and returns cuts;
a draft takes them and goes on mapping to the verbatim text, so that no step knows of another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from compare.reading.uncommon import Uncommon, uncommon


class Cut(NamedTuple):
    """``text[start:end]`` is set aside for ``reason``; ``new`` stands in its place."""

    start: int
    end: int
    reason: str
    new: str = ""


class Draft:
    """``text`` as repaired so far; ``places[i]`` is the verbatim offset of ``text[i]``.

    ``places`` has one entry more than ``text``: the length of the verbatim text.
    ``cuts`` are the repairs made, in verbatim offsets, sorted and apart from each other.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.places: Sequence[int] = range(len(text) + 1)
        self.cuts: list[Cut] = []
        self._uncommon: Uncommon | None = None

    @property
    def uncommon(self) -> Uncommon:
        """The uncommon characters of the text as it stands; looked for once."""
        if self._uncommon is None:
            self._uncommon = uncommon(self.text)
        return self._uncommon

    def apply(self, step: Callable[[str], Iterable[Cut]]) -> None:
        """Take the cuts that ``step`` finds in the text as it stands; of two that overlap the first holds."""
        wanted = sorted(c for c in step(self.text) if c.start < c.end and self.text[c.start : c.end] != c.new)
        if not wanted:
            return
        replaced = {c.start: c.end for c in self.cuts if c.new}
        mends = [c for c in self.cuts if c.reason.startswith("correction")]
        kept: list[str] = []
        places: list[int] = []
        made: list[Cut] = []
        at = done = 0
        for cut in wanted:
            verbatim = self._verbatim(cut, replaced)
            if cut.start < at or verbatim.start < done or any(m.start < verbatim.end and verbatim.start < m.end for m in mends):
                continue  # of two that overlap the first holds; a correction, made by a person, knows better than a rule
            kept += [self.text[at : cut.start], cut.new]
            places.extend(self.places[at : cut.start])
            places.extend([verbatim.start] * len(cut.new))
            made.append(verbatim)
            at, done = cut.end, verbatim.end
        kept.append(self.text[at:])
        places.extend(self.places[at:])
        self.text, self.places, self._uncommon = "".join(kept), places, None
        self.cuts = _merged(self.cuts, made)

    def _verbatim(self, cut: Cut, replaced: dict[int, int]) -> Cut:
        """The cut in verbatim offsets; what it leaves of an earlier replacement stays in the new one."""
        start, last = self.places[cut.start], self.places[cut.end - 1]
        if not replaced:
            return Cut(start, last + 1, cut.reason, cut.new)
        head, tail = cut.start, cut.end
        if start in replaced:
            while head and self.places[head - 1] == start:
                head -= 1
        if last in replaced:
            while tail < len(self.text) and self.places[tail] == last:
                tail += 1
        new = self.text[head : cut.start] + cut.new + self.text[cut.end : tail]
        return Cut(start, replaced.get(last, last + 1), cut.reason, new)


def _merged(old: list[Cut], new: list[Cut]) -> list[Cut]:
    """Both lists in one; an old cut inside a new one is part of it and gives it its reason."""
    if not old:
        return new
    kept: list[Cut] = []
    at = 0
    new = list(new)
    for cut in old:
        while at < len(new) and new[at].end <= cut.start:
            at += 1
        if at == len(new) or cut.end <= new[at].start:
            kept.append(cut)
        elif cut.reason.startswith("page"):
            new[at] = new[at]._replace(reason=cut.reason)
    return sorted(kept + new)
