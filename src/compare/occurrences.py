"""Where words stand in a text: all words at once, those inside one another too.

Most places of a text begin no word.  They are passed over by what is known of each pair of characters (whether a word begins
with it, goes on with it, ends with it), in a few operations on the whole text; the few that are left are followed
character by character through the words' prefixes, all places at the same time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from compare.code_points import code_points

_WIDTH = 21                                 # bits of a code point
_PAIRS = 1 << 20                            # places in the table of pairs; two pairs that share one are told apart later
_SPREAD = np.uint32(40_503)
_FIRST, _ONLY, _SECOND, _LAST, _THIRD = (np.uint8(1 << bit) for bit in range(5))
_BLOCK = 1 << 16                            # characters that are looked at at a time, so that the arrays stay in the cache


class Finder:
    """Finder, none of them empty, made ready to be found."""

    def __init__(self, words: Sequence[str]) -> None:
        size = np.array([len(word) for word in words], dtype=np.int64)
        chars = code_points("".join(words)).astype(np.int64)
        first = np.cumsum(size) - size
        self._pairs = np.zeros(_PAIRS, dtype=np.uint8)
        for says, at, held in ((_FIRST, 0, size > 1), (_ONLY, 0, size == 2), (_SECOND, 1, size > 2), (_LAST, 1, size == 3),
                               (_THIRD, 2, size > 3)):
            begin = first[held] + at
            self._pairs[_pair(chars[begin].astype(np.uint32), chars[begin + 1].astype(np.uint32))] |= says
        # of each length of prefix: the prefixes, as (number of the one shorter, last character), and the word each is, if any
        self._levels: list[tuple[np.ndarray, np.ndarray]] = []
        prefix, left = np.zeros(len(words), dtype=np.int64), np.arange(len(words))
        while len(left):
            length = len(self._levels) + 1
            # the first two characters are looked up together
            before = chars[first[left]] if length == 2 else prefix
            keys, prefix = np.unique(before << _WIDTH | chars[first[left] + length - 1], return_inverse=True)
            ends = size[left] == length
            word = np.full(len(keys), -1, dtype=np.int64)
            word[prefix[ends]] = left[ends]
            self._levels.append((keys, word))
            left, prefix = left[~ends], prefix[~ends]

    def find(self, chars: np.ndarray) -> np.ndarray:
        """Occurrences in a text of the code points ``chars``: an array of (number of the word, start, end), by end, then start.

        A word that was given twice is found under the number of the last.
        """
        found = [np.zeros((0, 3), dtype=np.int64), *self._single(chars)]
        places = self._begun(chars)
        prefix = chars[places].astype(np.int64)
        for length, (keys, word) in enumerate(self._levels[1:], 2):
            if length > 2:
                inside = np.flatnonzero(places + length <= len(chars))
                places, prefix = places[inside], prefix[inside]
            key = prefix << _WIDTH | chars[places + length - 1]
            prefix = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
            held = np.flatnonzero(keys[prefix] == key)
            places, prefix = places[held], prefix[held]
            whole = np.flatnonzero(word[prefix] >= 0)
            found.append(np.column_stack([word[prefix[whole]], places[whole], places[whole] + length]))
        every = np.concatenate(found)
        return every[np.lexsort((every[:, 1], every[:, 2]))]

    def _single(self, chars: np.ndarray) -> list[np.ndarray]:
        """Occurrences of the words of one character."""
        found = []
        for char, word in zip(*self._levels[0], strict=True) if self._levels else ():
            if word >= 0:
                places = np.flatnonzero(chars == char)
                found.append(np.column_stack([np.full(len(places), word), places, places + 1]))
        return found

    def _begun(self, chars: np.ndarray) -> np.ndarray:
        """Places at which words of two or more characters may begin."""
        places = [np.zeros(0, dtype=np.int64)]
        for at in range(0, len(chars), _BLOCK):
            block = np.append(chars[at:at + _BLOCK + 3], np.zeros(2, dtype=chars.dtype))
            known = self._pairs.take(_pair(block[:-1], block[1:]))
            one, two, three = known[:-2], known[1:-1], known[2:]
            may = (one & _FIRST != 0) & ((one & _ONLY != 0) | (two & _SECOND != 0) & ((two & _LAST != 0) | (three & _THIRD != 0)))
            places.append(np.flatnonzero(may[:_BLOCK]) + at)
        return np.concatenate(places)


def _pair(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return (first * _SPREAD + second) & np.uint32(_PAIRS - 1)
