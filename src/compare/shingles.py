"""Documents as one long array of characters, and an index of the shingles that come back in it.

A shingle is ``K`` characters in a row.  Only letters and digits count (Han characters most of
all): punctuation, white space and the width of Latin letters differ between copies of one text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from compare.code_points import code_points

K = 6
BREAK = 10  # code of "\n": stands between documents and wherever a passage may not run on

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Characters:
    """All documents one after the other: ``codes[first[d]:first[d + 1]]`` is document ``d``, a break at its end.

    ``offsets`` gives each character's place in the verbatim text of its document.
    """

    codes: NDArray[np.uint32]
    offsets: Ints
    first: Ints

    @property
    def documents(self) -> Ints:
        """The document of each character."""
        return np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))

    @property
    def stretches(self) -> Ints:
        """Number of breaks before each character: equal for two characters with no break between them."""
        return np.cumsum(self.codes == BREAK)

    @cached_property
    def text(self) -> str:
        """The same characters as one string."""
        return self.codes.tobytes().decode("utf-32-le")


@dataclass(frozen=True)
class Index:
    """Shingles that stand in more than one place: ``positions`` sorted by shingle, then by position.

    ``groups`` numbers the shingles; group ``g`` is ``positions[bounds[g]:bounds[g + 1]]``.
    """

    positions: Ints
    groups: Ints
    bounds: Ints


def characters(texts: Sequence[str], dropped: Sequence[Sequence[tuple[int, int]]],
               breaks: Sequence[Sequence[tuple[int, int]]]) -> Characters:
    """The documents ``texts`` without the spans ``dropped``; a span of ``breaks`` is left out and parts the text."""
    codes, offsets, lengths = [], [], []
    for text, out, parts in zip(texts, dropped, breaks, strict=True):
        folded = fold(text)
        keep = folded > 0
        for start, end in (*out, *parts):
            keep[start:end] = False
        for start, _ in parts:
            keep[start], folded[start] = True, BREAK
        where = np.flatnonzero(keep)
        codes.append(np.append(folded[where], np.uint32(BREAK)))
        offsets.append(np.append(where, len(text)))
        lengths.append(len(where) + 1)
    return Characters(np.concatenate(codes), np.concatenate(offsets), np.concatenate([[0], np.cumsum(lengths)]))


def fold(text: str) -> NDArray[np.uint32]:
    """One code for each character: lower case, half width; 0 for all that is neither letter nor digit."""
    return _folding()[code_points(text)]


@lru_cache(1)
def _folding() -> NDArray[np.uint32]:
    table = np.zeros(0x110000, dtype=np.uint32)
    for code in (*range(0x3000), *range(0xF900, 0x10000)):
        char = chr(code)
        if char.isalnum():
            half = chr(code - 0xFEE0) if 0xFF01 <= code <= 0xFF5E else char
            lower = half.lower()
            table[code] = ord(lower) if len(lower) == 1 else code
    for low, high in ((0x3007, 0x3008), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x33480)):
        table[low:high] = np.arange(low, high)
    return table


def index(chars: Characters, size: int = K) -> Index:
    """Every shingle of ``size`` characters that stands in more than one place and holds no break."""
    n = max(len(chars.codes) - size + 1, 0)
    codes = np.zeros(n, dtype=np.uint64)
    whole = np.ones(n, dtype=bool)
    for shift in range(size):
        part = chars.codes[shift:shift + n]
        codes = (codes ^ part.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)  # odd: no two shingles are merged by a step
        codes ^= codes >> np.uint64(29)
        whole &= part != BREAK
    where = np.flatnonzero(whole)
    codes = codes[where]
    order = np.argsort(codes, kind="stable")
    codes, where = codes[order], where[order]
    same = codes[1:] == codes[:-1]
    shared = np.zeros(len(codes), dtype=bool)
    shared[1:] |= same
    shared[:-1] |= same
    starts = shared & ~np.concatenate([[False], same])[:len(codes)]
    groups = (np.cumsum(starts) - 1)[shared]
    return Index(where[shared], groups, np.append(np.flatnonzero(starts[shared]), len(groups)))


def spread(index: Index, n: int, units: Ints) -> Ints:
    """For each of ``n`` positions: in how many different units its shingle stands (``units``: unit of each position)."""
    counts = np.ones(n, dtype=np.int64)
    if len(index.positions):
        owner = units[index.positions]
        width = int(owner.max()) + 1
        pairs = index.groups * width + owner
        pairs.sort()
        first = np.diff(pairs, prepend=-1) != 0
        counts[index.positions] = np.bincount(pairs[first] // width, minlength=len(index.bounds) - 1)[index.groups]
    return counts
