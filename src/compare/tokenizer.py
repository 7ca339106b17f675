"""A text -> the places of its tokens: policy terms and numbers found on the text itself, words between them.

Segmenters split policy terms (立德树人, 课后服务) and dates, and every word that is added to their
dictionary changes other words' counts.  So the text is cut in three steps:

1. terms of three characters or more, by longest match: where terms overlap, the choice that covers most characters
   (体育课后服务: 课后服务, not 体育课), with fewest terms, the first of them longest;
2. in what is left, numbers with their date, range, decimal and per-cent signs, and Latin words;
3. in what is left, words, by a private segmenter that knows the terms of two characters
   (those would cut their neighbours if matched on the text: 师德 in 教师德育).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np

from compare.code_points import code_points
from compare.occurrences import Finder
from compare.segmenters import segmenter

MATCHED = 3                   # terms of this length or longer are found on the text; shorter ones are left to the segmenter
PIECE = 50_000                # characters that go to the segmenter at a time
_WORD = re.compile(r"\w", re.UNICODE)
_NUMBER = re.compile(r"[0-9A-Za-z０-９]+(?:(?:[.+/:~～×·]|[-—–]{1,2}|,(?=[0-9]{3}(?![0-9])))[0-9A-Za-z０-９]+)*[%％‰℃]?")
# what jieba looks at as one: Han characters up to this one, and some signs beside them (letters and figures are numbers' here)
_HAN, _LAST_HAN = 0x4E00, 0x9FD5
_SIGNS = np.isin(np.arange(128), [ord(char) for char in "+#&._%-"])
_LETTERS = np.array([chr(n).isalnum() for n in range(128)])     # and figures
_END = 10                     # the line end, over which nothing is read: what has been found is blotted out by it
Cut = Callable[[str], tuple[np.ndarray, np.ndarray]]


@lru_cache(maxsize=2)
def tokenizer(terms: tuple[str, ...], engine: str = "") -> Cut:
    """The function that cuts a text: (starts, ends) of its tokens, in order and without overlap; none goes over a line's end.

    ``engine``: see ``segmenters.segmenter``.
    """
    matcher = Finder([term for term in terms if len(term) >= MATCHED])
    words = segmenter(tuple(term for term in terms if len(term) < MATCHED), engine)

    def cut(text: str) -> tuple[np.ndarray, np.ndarray]:
        left = code_points(text).copy()
        terms = longest(matcher.find(left)[:, 1:])
        _blot(left, terms)
        numbers = _numbers(left)
        _blot(left, numbers)
        spans = [terms, numbers]
        for first, last in pairwise(_edges(left)):
            spans.extend(own + first for own in _words(left[first:last], words))
        every = np.concatenate(spans)
        start, end = every[np.argsort(every[:, 0], kind="stable")].T
        return start, end

    return cut


def _words(chars: np.ndarray, words: Callable[[str], list[str]]) -> tuple[np.ndarray, np.ndarray]:
    """The words of a piece that jieba knows or makes, and its other letters and figures, each of which is a token."""
    # words stand in runs of the characters that jieba joins
    inside = (chars >= _HAN) & (chars <= _LAST_HAN)
    letters = np.flatnonzero((chars > 0x7F) & ~inside)
    kinds, kind = np.unique(chars[letters], return_inverse=True)
    letters = letters[np.array([_WORD.match(chr(c)) is not None for c in kinds.tolist()], dtype=bool)[kind]]
    plain = np.flatnonzero(chars < 0x80)
    inside[plain[_SIGNS[chars[plain]]]] = True
    runs = np.flatnonzero(inside | np.append(inside[1:], False))  # each with the character before it
    joined = np.where(inside[runs], chars[runs], np.uint32(_END))
    parts = words(joined.tobytes().decode("utf-32-le"))
    size = np.fromiter(map(len, parts), np.int64, len(parts))
    at = np.cumsum(size) - size
    begin = joined[at]
    spoken = begin >= _HAN
    for n in np.flatnonzero(~spoken & (begin != _END)).tolist():     # signs, of which one is part of words
        spoken[n] = _WORD.search(parts[n]) is not None
    start = runs[at[spoken]]
    return np.column_stack([start, start + size[spoken]]), np.column_stack([letters, letters + 1])


def _numbers(chars: np.ndarray) -> np.ndarray:
    """The numbers and Latin words of a text."""
    plain = np.flatnonzero(chars < 0x80)
    held = np.zeros(len(chars) + 1, dtype=bool)         # letters and figures; a number begins where a run of them does
    held[plain[_LETTERS[chars[plain]]]] = True
    held[np.flatnonzero(chars - np.uint32(0xFF10) < 10)] = True
    text = chars.tobytes().decode("utf-32-le")
    spans, done = [], 0
    for start in np.flatnonzero(held & ~np.roll(held, 1)).tolist():
        if start >= done:
            match = _NUMBER.match(text, start)
            assert match
            done = match.end()
            spans.append(match.span())
    return pairs(spans)


def _edges(chars: np.ndarray) -> list[int]:
    """Where pieces of a text begin, each with a line, and where the last ends.

    Of millions of words at once each would wait for memory of its own.
    """
    lines = np.flatnonzero(chars == _END) + 1
    edges = [0]
    while edges[-1] < len(chars):
        after = np.searchsorted(lines, edges[-1] + PIECE)
        edges.append(int(lines[after]) if after < len(lines) else len(chars))
    return edges


def _blot(chars: np.ndarray, spans: np.ndarray) -> None:
    size = spans[:, 1] - spans[:, 0]
    chars[np.arange(size.sum()) + np.repeat(spans[:, 0] - np.cumsum(size) + size, size)] = _END


def pairs(spans: Iterable[tuple[int, int]]) -> np.ndarray:
    """Spans as an array of two columns."""
    return np.fromiter(chain.from_iterable(spans), np.int64).reshape(-1, 2)


def longest(matches: np.ndarray) -> np.ndarray:
    """Of overlapping spans those that cover most characters; then the fewest; then the first longest."""
    if not len(matches):
        return matches
    matches = matches[np.lexsort((-matches[:, 1], matches[:, 0]))]
    reach = np.maximum.accumulate(matches[:, 1])
    first = np.flatnonzero(np.append(True, matches[1:, 0] >= reach[:-1]))  # of each group that hangs together
    after = np.append(first[1:], len(matches))
    whole = matches[first, 1] == reach[after - 1]
    every = list(zip(*matches.T.tolist(), strict=True))
    chosen = [_best(every[a:b]) for a, b in zip(first[~whole].tolist(), after[~whole].tolist(), strict=True)]
    spans = np.concatenate([matches[first[whole]], pairs(span for group in chosen for span in group)])
    return spans[np.argsort(spans[:, 0])]


def _best(group: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The best choice among spans that hang together, sorted by start: dynamic programming from the right."""
    best: list[tuple[int, int, tuple[int, ...], list[tuple[int, int]]]] = [(0, 0, (), [])]  # best of group[i:], last i first
    starts = [start for start, _ in group]
    for i in reversed(range(len(group))):
        start, end = group[i]
        covered, fewer, lengths, rest = best[len(group) - bisect_left(starts, end)]
        taken = (covered + end - start, fewer - 1, (end - start, *lengths), [group[i], *rest])
        best.append(max(taken, best[-1], key=lambda choice: choice[:3]))
    return best[-1][3]
