"""Set phrases of the genre: from a list that the user edits, titles in 《》, and phrases that turn up everywhere.

To share such words with another plan is no borrowing: both have them from the language of the time.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from compare.corpus import file_text
from compare.errors import StudyError
from compare.paths import package_folder
from compare.shingles import Bools, Characters, Index, Ints, K, fold, spread

WILD = "…"
REACH = 16          # characters that … stands for, at most
EVERYWHERE = 8      # unrelated places (provinces, where they are known) that make a phrase one of the genre, at least
EVERYWHERE_SHARE = 0.05
PHRASE = (10, 60)   # characters in a row: fewer may be words that go together, more are no phrase ...
HANDED_DOWN = 24    # characters of a phrase that stands in a text of an upper level too, at most
UNIVERSAL = 0.25    # ... unless this share of the places has them
WORDS = 4           # characters of words that go together
_TITLE = re.compile(r"《[^《》\n]{2,80}》")


def read_slogans(corpus: Path) -> tuple[str, ...]:
    """The phrases of ``lexicon/slogans.txt``, the project's own list where the corpus has none.

    One phrase a line, ``#`` starts a comment, ``…`` stands for up to 16 characters.
    Raises StudyError with the line where a phrase is too short to mean anything or has nothing beside ``…``.
    """
    path = corpus / "lexicon" / "slogans.txt"
    if not path.is_file():
        path = package_folder("lexicon") / "slogans.txt"
    lines = file_text(path).splitlines() if path.is_file() else []
    phrases = set()
    for number, line in enumerate(lines, 1):
        phrase = line.split("#", 1)[0].strip()
        parts = [plain(part) for part in phrase.split(WILD)]
        if phrase and (not all(parts) or len("".join(parts)) < 2):
            raise StudyError(f"{path}, line {number}", f"{phrase!r} is no phrase",
                             "write a phrase of two characters or more, words on both sides of …")
        if phrase:
            phrases.add(WILD.join(parts))
    return tuple(sorted(phrases))


def plain(text: str) -> str:
    """The text as it is compared: letters and digits alone, lower case, half width."""
    codes = fold(text)
    return codes[codes > 0].tobytes().decode("utf-32-le")


def listed(chars: Characters, phrases: tuple[str, ...]) -> Bools:
    """Which characters stand in a phrase of the list."""
    text = chars.text
    edges = np.zeros(len(text) + 1, dtype=np.int32)
    fixed = [phrase for phrase in phrases if WILD not in phrase]
    if fixed:
        from ahocorasick_rs import AhoCorasick

        found = np.array(AhoCorasick(fixed).find_matches_as_indexes(text, overlapping=True), dtype=np.int64).reshape(-1, 3)
        np.add.at(edges, found[:, 1], 1)
        np.add.at(edges, found[:, 2], -1)
    for phrase in phrases:
        if WILD in phrase:
            gap = rf"[^\n]{{0,{REACH}}}?"
            for match in re.finditer(gap.join(map(re.escape, phrase.split(WILD))), text):
                edges[match.start()] += 1
                edges[match.end()] -= 1
    return np.cumsum(edges)[:-1] > 0


def titled(chars: Characters, texts: list[str]) -> Bools:
    """Which characters stand in a title in 《》."""
    edges = np.zeros(len(chars.codes) + 1, dtype=np.int32)
    for number, text in enumerate(texts):
        low, high = chars.first[number:number + 2]
        spans = np.array([m.span() for m in _TITLE.finditer(text)], dtype=np.int64).reshape(-1, 2)
        places = low + np.searchsorted(chars.offsets[low:high], spans)
        np.add.at(edges, places[:, 0], 1)
        np.add.at(edges, places[:, 1], -1)
    return np.cumsum(edges)[:-1] > 0


def everywhere(spread: Ints, n_units: int, handed_down: bool = False) -> Bools:
    """Which characters stand in a phrase that many unrelated places use.

    ``spread``: in how many of the ``n_units`` places each position's shingle stands.
    ``handed_down``: what counts when a text is held against one of an upper level, whose
    sentences many places have for another reason than that they are phrases.
    """
    enough = _many(n_units)
    common = _covered(spread >= enough)
    edges = np.diff(common.astype(np.int8), prepend=0, append=0)
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    lengths = ends - starts
    odd = (lengths < PHRASE[0]) | (lengths > (HANDED_DOWN if handed_down else PHRASE[1]))
    np.add.at(edges, starts[odd], -1)
    np.add.at(edges, ends[odd], 1)
    common = np.cumsum(edges)[:-1] > 0
    return common if handed_down else common | _covered(spread >= max(enough, UNIVERSAL * n_units))


def current(words: Index, units: Ints, n_units: int) -> Bools:
    """Which characters stand in words that many unrelated places use.

    ``words`` is the index of shingles of WORDS characters, ``units`` the place of each character.
    """
    places = spread(words, len(units), units)
    return _covered(places >= _many(n_units), WORDS)


def _many(n_units: int) -> int:
    return max(EVERYWHERE, int(np.ceil(EVERYWHERE_SHARE * n_units)))


def _covered(starts: Bools, size: int = K) -> Bools:
    """The characters of the shingles that start where ``starts`` is true."""
    covered = starts.copy()
    for shift in range(1, size):
        covered[shift:] |= starts[:-shift]
    return covered
