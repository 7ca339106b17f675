"""Sentences' edges among the characters that are compared: where a shared passage begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from compare.alignment import Passage
from compare.reading.furniture import CLOSERS, SENTENCE_END
from compare.shingles import Characters

EDGE = 3             # letters by which a copied sentence may miss a sentence's edge
WORD = 5             # letters of a changed word at a sentence's edge that is taken to belong to the passage


class Sentences:
    """Where sentences open and close in ``chars``; ``clauses``: each document's part of the table clauses."""

    def __init__(self, chars: Characters, clauses: Sequence[pd.DataFrame]) -> None:
        opens, closes, heads = (np.zeros(len(chars.codes), dtype=bool) for _ in range(3))
        for number, table in enumerate(clauses):
            low, high = chars.first[number:number + 2]
            table = table[table["counted"]]
            edges = low + np.searchsorted(chars.offsets[low:high], table[["start", "end"]].to_numpy())
            opens[edges[:, 0]] = True
            closes[np.maximum(edges[:, 1] - 1, 0)] = True
            heads[edges[table["kind"].isin(("section", "item")).to_numpy(), 0]] = True
        marked = np.diff(chars.offsets, prepend=-2) != 1
        self._chars, self._closing = chars, closes
        self._opens, self._closes = np.flatnonzero(opens), np.flatnonzero(closes)
        body = opens & ~heads
        self._sums = [np.concatenate([[0], np.cumsum(x)]) for x in (body, closes, marked, np.append(marked[1:], True))]

    def snapped(self, p: Passage) -> Passage:
        """The passage up to the sentences' edges, where on both sides it misses them by a word that differs."""
        before = [at - self._opens[np.searchsorted(self._opens, at, side="right") - 1] for at in (p.a, p.b)]
        ends = [int(np.searchsorted(self._closes, at - 1)) for at in (p.a_end, p.b_end)]
        after = [self._closes[end] + 1 - at for end, at in zip(ends, (p.a_end, p.b_end), strict=True)]
        head = before if max(before) <= WORD else [0, 0]
        tail = after if max(after) <= WORD else [0, 0]
        return replace(p, a=p.a - int(head[0]), b=p.b - int(head[1]), a_end=p.a_end + int(tail[0]), b_end=p.b_end + int(tail[1]))

    def whole(self, p: Passage) -> bool:
        """Whether the passage is made of whole sentences on one side, with marks of punctuation round it on the other."""
        sentence = [self._near(0, at) and self._near(1, end - 1) for at, end in ((p.a, p.a_end), (p.b, p.b_end))]
        marked = [self._near(2, at) and self._near(3, end - 1) for at, end in ((p.a, p.a_end), (p.b, p.b_end))]
        return sentence[0] and marked[1] or sentence[1] and marked[0]

    def _near(self, which: int, at: int) -> bool:
        sums = self._sums[which]
        return bool(sums[min(at + EDGE + 1, len(sums) - 1)] > sums[max(at - EDGE, 0)])

    def verbatim(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The span in the verbatim ``text`` of characters ``start``–``end``, with the marks that end its last sentence."""
        last = int(self._chars.offsets[end - 1]) + 1
        while self._closing[end - 1] and last < len(text) and text[last] in SENTENCE_END + CLOSERS:
            last += 1
        return int(self._chars.offsets[start]), last
