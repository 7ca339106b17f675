"""Clauses -> tokens: policy terms and numbers found on the text itself, words between them (see ``tokenizer``).

The counts depend on the lexicon, the terms of the themes included; its hash is part of every result.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from compare.corpus import file_text
from compare.errors import StudyError
from compare.garbage import uncollected
from compare.onetext import one_text
from compare.spans import Spans
from compare.tables import check
from compare.tokenizer import tokenizer
from compare.vocabulary import numbered


@dataclass(frozen=True)
class Lexicon:
    """Policy terms that stay whole, words that no word list shows, and a hash of both."""

    terms: tuple[str, ...]
    stopwords: frozenset[str]

    @property
    def sha256(self) -> str:
        return hashlib.sha256("\n".join([*self.terms, "", *sorted(self.stopwords)]).encode()).hexdigest()

    def with_terms(self, terms: Iterable[str]) -> Lexicon:
        """The same lexicon with more terms (those of the themes)."""
        return replace(self, terms=tuple(sorted({*self.terms, *terms})))


def read_lexicon(folder: Path) -> Lexicon:
    """terms.txt and stopwords.txt of a lexicon folder: one word a line, ``#`` starts a comment."""
    return Lexicon(tuple(sorted(set(_words(folder / "terms.txt")))), frozenset(_words(folder / "stopwords.txt")))


def _words(path: Path) -> list[str]:
    if not path.is_file():
        return []
    words = []
    for number, line in enumerate(file_text(path).splitlines(), 1):
        word = line.split("#", 1)[0].strip()
        if len(word.split()) > 1:
            raise StudyError(f"{path}, line {number}", f"{word!r} holds a space", "write one word a line, comments after #")
        if word:
            words.append(word)
    return words


@dataclass(frozen=True)
class Segmented:
    """Tokens of counted clauses as arrays of one length, in the order of the text.

    ``vocabulary``: the distinct tokens, sorted; ``ids``: the token, as its place in the vocabulary; ``clause``: row of
    the table clauses that was given; ``start``, ``end``: offsets into the plan's verbatim text.
    """

    vocabulary: tuple[str, ...]
    ids: np.ndarray
    clause: np.ndarray
    start: np.ndarray
    end: np.ndarray


def segment(clauses: pd.DataFrame, removals: pd.DataFrame, lexicon: Lexicon) -> Segmented:
    """The tokens of the counted clauses; punctuation is no token.

    Clause by clause: the tokens of a part of the plans are the same as in the whole.
    """
    rows = np.flatnonzero(clauses["counted"].to_numpy())
    every = one_text(clauses["text"], rows, "\n")      # a line end stands in no token
    with uncollected():
        start, end = tokenizer(lexicon.terms)(every.text)
        vocabulary, ids = numbered(every.text, start, end)
    at = every.each()[start]
    start, end = Spans(clauses, removals).all(rows[at], start - every.first[at], end - every.first[at])
    return Segmented(vocabulary, ids, rows[at].astype(np.int32), start.astype(np.int32), end.astype(np.int32))


def tokens(clauses: pd.DataFrame, removals: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Table tokens of the counted clauses."""
    return tokens_table(segment(clauses, removals, lexicon), clauses)


def tokens_table(found: Segmented, clauses: pd.DataFrame) -> pd.DataFrame:
    """Table tokens, from the tokens of ``clauses`` as arrays."""
    first = np.flatnonzero(np.diff(found.clause, prepend=-1))  # where a clause's tokens begin
    sizes = np.diff(first, append=len(found.ids))
    vocabulary = pd.Series(found.vocabulary, dtype="str")
    return check(pd.DataFrame({
        "plan_id": clauses["plan_id"].take(found.clause).array, "clause_no": clauses["clause_no"].to_numpy()[found.clause],
        "token_no": np.arange(len(found.ids)) - np.repeat(first, sizes) + 1, "start": found.start.astype(np.int64),
        "end": found.end.astype(np.int64), "token": vocabulary.take(found.ids).array}), "tokens")
