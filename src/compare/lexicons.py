"""Tokens that a change of the lexicon leaves as they are: those of plans in which no word stands that came or went.

Terms of three characters or more are found on the text itself (``tokens``), so one that does not stand in a plan has no part in
its tokens.  Shorter ones change the segmenter's dictionary, and so any plan's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from compare.parts import Parts
from compare.store import BATCH, deposit, pack
from compare.tokenizer import MATCHED

MOST = 500   # words that came or went beyond which all is segmented anew


def settings(terms: Sequence[str]) -> str:
    """The hash of the terms, which the keys of tokens hold."""
    return hashlib.sha256("\n".join(terms).encode()).hexdigest()


def carry_over(parts: Parts, terms: Sequence[str]) -> None:
    """Enter tokens made by another lexicon under this one's keys where they are the same, and note this lexicon."""
    import pyarrow as pa

    own, store = settings(terms), parts.store
    keys = parts.keys("tokens", own)
    found = store.find("tokens", keys)
    missing = [n for n, key in enumerate(keys) if key not in found]
    if missing and (best := _nearest(parts, terms, missing)):
        change, old = best
        texts = parts.keys("clauses", "")
        for name, held_by in (("tokens", old), ("clauses", texts)):
            store.sound(name, [held_by[n] for n in missing])
        there, read = store.find("tokens", old), store.find("clauses", texts)
        held = [n for n in missing if old[n] in there and texts[n] in read]
        for at in range(0, len(held), BATCH):
            some = held[at:at + BATCH]
            kept = [n for n, changed in zip(some, _hold(parts, [texts[n] for n in some], change), strict=True) if not changed]
            if kept:
                rows = store.rows("tokens", [old[n] for n in kept])
                data = pack(rows.table(), [keys[n] for n in kept], rows.sizes.tolist())
                store.take("tokens", deposit(store.folder, "tokens", data))
    if not store.find("lexicons", [own]):
        table = pa.table({"term": pa.array(list(terms), type=pa.large_string())})
        store.take("lexicons", deposit(store.folder, "lexicons", pack(table, [own], [len(terms)])))


def _nearest(parts: Parts, terms: Sequence[str], missing: Sequence[int]) -> tuple[list[str], list[str]] | None:
    """(long terms that differ, keys of tokens) of the lexicon that most of the ``missing`` plans were segmented by."""
    best: tuple[int, int, str, list[str], list[str]] | None = None
    for known in sorted(key for part in parts.store.parts("lexicons") for key in part.keys):
        if not parts.store.sound("lexicons", [known]):
            continue
        change = set(terms) ^ set(parts.store.rows("lexicons", [known]).table().column("term").to_pylist())
        if not change or len(change) > MOST or any(len(term) < MATCHED for term in change):
            continue
        keys = parts.keys("tokens", known)
        there = parts.store.find("tokens", keys)
        choice = (sum(keys[n] in there for n in missing), -len(change), known, sorted(change), keys)
        best = max(best, choice) if best else choice
    return (best[3], best[4]) if best and best[0] else None


def _hold(parts: Parts, keys: Sequence[str], terms: Sequence[str]) -> np.ndarray:
    """For each plan whether one of the terms stands in its clauses."""
    from ahocorasick_rs import AhoCorasick

    rows = parts.store.rows("clauses", keys)
    texts = rows.table().column("text").to_pylist()
    matcher, ends = AhoCorasick(list(terms)), np.cumsum(rows.sizes)
    return np.array([bool(matcher.find_matches_as_indexes("\n".join(texts[end - size:end])))
                     for end, size in zip(ends.tolist(), rows.sizes.tolist(), strict=True)], dtype=bool)
