"""Passages that two documents share, exact or lightly edited, with the exact place on both sides.

Shingles that stand in several documents are seeds; seeds that follow each other in both
documents make runs of equal characters, runs close to each other in both make chains
(the seed-and-chain search of sequence alignment; cf. Smith, Cordell & Mullen 2015 on text
reuse).  Only the chains' gaps and ends are then compared character by character.  The work
grows with the documents' length and with what they share, not with the number of their pairs.

MinHash with LSH over clauses (datasketch 2.0, 128 permutations, shingles of four) was measured beside
it on 100 generated plans: at a threshold of 0.3 its candidates hold 93% of the planted characters
(56% where sentences were split, since a part is not like the whole), at 0.5 84%, in about ten times the
time; the alignment was still to be done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from compare.shingles import Bools, Characters, Index, Ints, K

GAP = 16        # characters that may differ between two runs of one passage
DRIFT = 12      # ... and by how much more on one side than on the other
PARTNERS = 48   # a shingle's places are compared with its first ones in the order of the documents, at most these
SIMILAR = 0.6   # a passage less alike than that is parted at its widest gap
SHORTEST = 12   # equal characters of a passage, at least


@dataclass(frozen=True)
class Passage:
    """Characters ``a``–``a_end`` lie beside ``b``–``b_end`` (``b`` in the later document); ``runs`` are equal: (a, b, length)."""

    a: int
    a_end: int
    b: int
    b_end: int
    n_equal: int
    runs: tuple[tuple[int, int, int], ...]

    @property
    def similarity(self) -> float:
        """2 × equal characters / characters of both sides (Dice), 0–1."""
        return 2 * self.n_equal / (self.a_end - self.a + self.b_end - self.b)


def passages(chars: Characters, shingles: Index, skip: Bools, apart: Bools) -> Iterator[Passage]:
    """Shared passages of all pairs of documents, in the order of the documents and of the text.

    ``skip`` marks positions whose shingles are no seeds; ``apart`` marks documents that are
    not compared with each other.
    """
    documents = chars.documents
    a, b = _seeds(shingles, skip, documents, apart)
    a, b, length = _runs(a, b)
    doc_a, doc_b = documents[a], documents[b]
    order = np.lexsort((b, a, doc_b, doc_a))
    a, b, length, doc_a, doc_b = a[order], b[order], length[order], doc_a[order], doc_b[order]
    keep = _near(a, b, length, doc_a, doc_b)
    a, b, length, doc_a, doc_b = a[keep], b[keep], length[keep], doc_a[keep], doc_b[keep]
    stretch = chars.stretches
    pair = doc_a * len(chars.first) + doc_b
    bounds = np.flatnonzero(np.diff(pair, prepend=-1, append=-1))
    columns = [x.tolist() for x in (a, b, length, stretch[a], stretch[b])]
    for low, high in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        for chain in _chains([tuple(c[i] for c in columns) for i in range(low, high)]):
            yield from _passages_of(chars, chain)


def distinct(chars: Characters, p: Passage) -> Iterator[tuple[int, int]]:
    """The spans of the runs in ``b``, without what an earlier run said already: a term that comes twice is one term."""
    said: set[str] = set()
    for number, (_, b, length) in enumerate(p.runs):
        words = [chars.text[at:at + K] for at in range(b, b + length - K + 1)] if len(p.runs) > 1 else []
        start = b
        for at, word in enumerate(words, b):
            if number and word in said:
                if at > start:
                    yield start, at
                start = max(start, at + K)
        if start < b + length:
            yield start, b + length
        said.update(words)


def _seeds(shingles: Index, skip: Bools, documents: Ints, apart: Bools) -> tuple[Ints, Ints]:
    """Pairs of places of one shingle in two documents, the earlier place first."""
    positions, bounds = shingles.positions, shingles.bounds
    start = bounds[shingles.groups]
    rank = np.arange(len(positions)) - start
    wanted = ~skip[positions]
    found_a, found_b = [], []
    for back in range(PARTNERS):
        here = np.flatnonzero((rank > back) & wanted)
        if not len(here):
            break
        a, b = positions[start[here] + back], positions[here]
        fit = (documents[a] != documents[b]) & ~(apart[documents[a]] & apart[documents[b]])
        found_a.append(a[fit])
        found_b.append(b[fit])
    nothing = np.zeros(0, dtype=np.int64)
    return np.concatenate([nothing, *found_a]), np.concatenate([nothing, *found_b])


def _runs(a: Ints, b: Ints) -> tuple[Ints, Ints, Ints]:
    """Seeds that follow each other on both sides, as runs of equal characters: (a, b, length)."""
    key = ((b - a) << 32) | a
    key.sort()
    starts = np.flatnonzero(np.diff(key, prepend=-2) != 1)
    lengths = np.diff(np.append(starts, len(key))) + K - 1
    first = key[starts]
    a = first & 0xFFFFFFFF
    return a, a + (first >> 32), lengths


def _near(a: Ints, b: Ints, length: Ints, doc_a: Ints, doc_b: Ints) -> Bools:
    """Which runs are long enough, or have one of the next three runs of their pair close by on both sides."""
    keep = length >= SHORTEST
    for ahead in (1, 2, 3):
        if len(a) > ahead:
            gap_a = a[ahead:] - a[:-ahead] - length[:-ahead]
            gap_b = b[ahead:] - b[:-ahead] - length[:-ahead]
            near = (gap_a <= GAP) & (gap_b <= GAP) & (gap_b >= -K)
            near &= (doc_a[ahead:] == doc_a[:-ahead]) & (doc_b[ahead:] == doc_b[:-ahead])
            keep[ahead:] |= near
            keep[:-ahead] |= near
    return keep


_Run = tuple[int, int, int]


def _chains(runs: list[tuple[int, ...]]) -> list[list[_Run]]:
    """Runs of one pair of documents, joined where they go on in both within a gap."""
    chains: list[list[_Run]] = []
    ends: list[tuple[int, int, int, int]] = []
    open_: list[int] = []
    for a, b, length, stretch_a, stretch_b in runs:
        open_ = [c for c in open_ if a - ends[c][0] <= GAP]
        best, cost = -1, GAP + DRIFT + 1
        for c in open_:
            end_a, end_b, in_a, in_b = ends[c]
            gap_a, gap_b = a - end_a, b - end_b
            overlap = max(0, -gap_a, -gap_b)
            if in_a == stretch_a and in_b == stretch_b and gap_b <= GAP and abs(gap_a - gap_b) <= DRIFT and overlap < length - 1 \
                    and overlap <= 2 * K and max(gap_a, gap_b) + abs(gap_a - gap_b) < cost:
                best, cost = c, max(gap_a, gap_b) + abs(gap_a - gap_b)
        if best < 0:
            best = len(chains)
            chains.append([])
            ends.append((a, b, stretch_a, stretch_b))
            open_.append(best)
        overlap = max(0, ends[best][0] - a, ends[best][1] - b)
        chains[best].append((a + overlap, b + overlap, length - overlap))
        ends[best] = (a + length, b + length, stretch_a, stretch_b)
    return chains


def _passages_of(chars: Characters, chain: list[_Run]) -> Iterator[Passage]:
    """The chain as a passage; parted where its two sides are too different."""
    if sum(length for _, _, length in chain) < SHORTEST:
        return
    from rapidfuzz.distance import LCSseq

    equal = [length for _, _, length in chain]
    unlike = []
    for (a, b, length), (a2, b2, _) in zip(chain, chain[1:], strict=False):
        gap_a, gap_b = chars.text[a + length:a2], chars.text[b + length:b2]
        same = LCSseq.similarity(gap_a, gap_b) if gap_a and gap_b else 0
        equal.append(same)
        unlike.append(len(gap_a) + len(gap_b) - 2 * same)
    (a, b, _), (last_a, last_b, length) = chain[0], chain[-1]
    similarity = 2 * sum(equal) / (last_a + length - a + last_b + length - b)
    if similarity < SIMILAR and len(chain) > 1:
        cut = unlike.index(max(unlike)) + 1
        yield from _passages_of(chars, chain[:cut])
        yield from _passages_of(chars, chain[cut:])
        return
    before = _extension(_around(chars, a, -1), _around(chars, b, -1))
    after = _extension(_around(chars, last_a + length, 1), _around(chars, last_b + length, 1))
    yield _whole_numbers(chars, Passage(a - before[0], last_a + length + after[0], b - before[1], last_b + length + after[1],
                                        sum(equal) + before[2] + after[2], tuple(chain)))


def _whole_numbers(chars: Characters, p: Passage) -> Passage:
    """The passage without a number's first or last digits, where the rest of the number differs."""
    a, b, length = p.runs[0]
    head = 0
    if (a, b) == (p.a, p.b) and (_digit(chars, a - 1) or _digit(chars, b - 1)):
        while head < length - 1 and _digit(chars, a + head):
            head += 1
    runs = ((a + head, b + head, length - head), *p.runs[1:])
    a, b, length = runs[-1]
    tail = 0
    if (a + length, b + length) == (p.a_end, p.b_end) and (_digit(chars, p.a_end) or _digit(chars, p.b_end)):
        while tail < length - 1 and _digit(chars, p.a_end - 1 - tail):
            tail += 1
    return Passage(p.a + head, p.a_end - tail, p.b + head, p.b_end - tail, p.n_equal - head - tail,
                   (*runs[:-1], (a, b, length - tail)))


def _digit(chars: Characters, at: int) -> bool:
    return "0" <= chars.text[at] <= "9"


def _around(chars: Characters, at: int, step: int) -> str:
    """Up to GAP characters before ``at`` (read backwards) or from ``at`` on, as far as the next break."""
    part = chars.text[max(at - GAP, 0):at][::-1] if step < 0 else chars.text[at:at + GAP]
    return part.partition("\n")[0]


def _extension(left: str, right: str) -> tuple[int, int, int]:
    """How far equal characters go on beyond the first difference: characters of each side, equal ones among them.

    The beginning of the two that scores best at +1 for an equal character and −1 for a different one.
    """
    from rapidfuzz.distance import Levenshtein

    best = (0, 0, 0)
    score = top = equal = 0
    for op in Levenshtein.opcodes(left, right):
        size = max(op.src_end - op.src_start, op.dest_end - op.dest_start)
        if op.tag == "equal":
            score, equal = score + size, equal + size
            if score > top:
                top, best = score, (op.src_end, op.dest_end, equal)
        else:
            score -= size
    return best
