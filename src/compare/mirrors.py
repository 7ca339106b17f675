"""Mirrors: pairs of documents that are one text, under whatever title."""

from __future__ import annotations

import numpy as np

from compare.alignment import Passage
from compare.shingles import BREAK, Characters

SAME_TEXT = 0.85     # of both documents' characters are equal and in shared passages


def mirrors(found: list[Passage], pairs: list[tuple[int, int]], chars: Characters) -> set[tuple[int, int]]:
    """Pairs of documents that are one text: equal characters in shared passages make up most of both.

    ``pairs`` gives the documents (of b, of a) of each passage of ``found``.
    """
    lengths = np.bincount(chars.documents[chars.codes != BREAK], minlength=len(chars.first) - 1)
    shared: dict[tuple[int, int], list[Passage]] = {}
    for passage, pair in zip(found, pairs, strict=True):
        shared.setdefault(pair, []).append(passage)
    same = set()
    for (this, other), ps in shared.items():
        alike = sum(p.n_equal for p in ps) / sum(max(p.a_end - p.a, p.b_end - p.b) for p in ps)
        covered = min(_union([(p.b, p.b_end) for p in ps]) / lengths[this], _union([(p.a, p.a_end) for p in ps]) / lengths[other])
        if covered * alike >= SAME_TEXT:
            same.add((this, other))
    return same


def _union(spans: list[tuple[int, int]]) -> int:
    total = reached = 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total
