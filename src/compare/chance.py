"""How improbable it is that two documents agree in a passage by chance: its information under the corpus' own phrases.

Common words are no evidence of copying, but many of them in the same order are.  A character
costs what a model of the corpus that was made without the two copies leaves open about it:
little inside a phrase that others use, much where a phrase goes on as nobody else's does.
The least that a passage needs is then what some pair of places would reach by chance
(Karlin & Altschul 1990: scores of local alignments grow with the logarithm of the search space).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compare.alignment import Passage
from compare.shingles import BREAK, Bools, Characters, Index, Ints

Floats = NDArray[np.float64]

STEP = 2       # characters that are foretold at a time, from the two or four before them
COPIES = 2     # the passage itself on both sides: it does not foretell itself
BACKING = 2.0  # weight of the shorter context, in occurrences
MARGIN = 15.0   # bits above what the best of all pairs of places has by chance
PER_GAP = 10.0  # bits that each gap takes: so many places the next run might stand in
OWN_SHARE = 0.4  # of the equal characters stands outside set phrases, at least
RARE = 0.1     # of all different characters stand in so few documents at least, in open language


def information(chars: Characters, four: Index, six: Index) -> Floats:
    """Bits that each character adds to what stands before it; ``four`` and ``six``: the indexes of shingles of that size."""
    n = len(chars.codes)
    values, dense = np.unique(chars.codes, return_inverse=True)
    singles = np.bincount(dense)
    pairs = np.bincount(dense[:-1] * len(values) + dense[1:])
    twos = np.ones(n, dtype=np.int64)
    twos[:-1] = pairs[dense[:-1] * len(values) + dense[1:]]
    single = np.maximum(singles[dense] - COPIES, 0.5) / n
    others2, others4, others6 = (np.maximum(x - COPIES, 0) for x in (twos, _counts(four, n), _counts(six, n)))
    # of the two characters that end at each place
    alone = np.ones(n)
    alone[1:] = (others2[:-1] + BACKING * n * single[:-1] * single[1:] / 2) / (n + BACKING)
    after2 = alone.copy()
    after2[3:] = (others4[:-3] + BACKING * alone[3:]) / (others2[:-3] + BACKING)
    after4 = after2.copy()
    after4[5:] = (others6[:-5] + BACKING * after2[5:]) / (others4[:-5] + BACKING)
    bits = -np.log2(np.clip(after4, 1e-12, 1)) / STEP
    bits[chars.codes == BREAK] = 0
    return bits


@dataclass(frozen=True)
class Evidence:
    """``bits`` and ``own``: information, and characters outside set phrases, before each place; ``least``: bits needed."""

    bits: Floats
    own: Ints
    least: float

    def suffices(self, p: Passage, said: list[tuple[int, int]]) -> bool:
        """Whether the passage, of which the spans ``said`` are equal and said once, is too improbable for chance."""
        bits = sum(float(self.bits[end] - self.bits[start]) for start, end in said)
        own = sum(int(self.own[end] - self.own[start]) for start, end in said)
        return bits >= self.least + PER_GAP * (len(p.runs) - 1) and own >= OWN_SHARE * sum(n for _, _, n in p.runs)


def evidence(chars: Characters, four: Index, six: Index, slogan: Bools) -> Evidence:
    """What each character tells; nothing in set phrases (``slogan``).  ``four``, ``six``: indexes of shingles of that size."""
    bits = np.where(slogan, 0, information(chars, four, six))
    least = 2 * float(np.log2(max(len(chars.codes), 2))) - 1 + MARGIN  # of all pairs of places
    return Evidence(np.concatenate([[0.0], np.cumsum(bits)]), np.concatenate([[0], np.cumsum(~slogan)]), least)


def _counts(index: Index, n: int) -> Ints:
    counts = np.ones(n, dtype=np.int64)
    counts[index.positions] = np.diff(index.bounds)[index.groups]
    return counts


def closed(chars: Characters) -> bool:
    """Whether the corpus writes with a closed set of words, so that a model of it can tell what is improbable.

    Open language always has characters that hardly any document uses, however large the corpus
    (13% stand once in 2 million characters of city reports): there an idiom that the corpus has twice may be
    common elsewhere.  Texts of one form have few such characters.
    """
    values, dense = np.unique(chars.codes, return_inverse=True)
    holders = np.bincount(np.unique(chars.documents * len(values) + dense) % len(values), minlength=len(values))
    return int((holders[values != BREAK] <= COPIES).sum()) < RARE * int((values != BREAK).sum())
