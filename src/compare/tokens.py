"""Clauses -> tokens: policy terms and numbers found on the text itself, words by jieba between them.

Segmenters split policy terms (立德树人, 课后服务) and dates, and every word that is added to their
dictionary changes other words' counts.  So the text is cut in three steps:

1. terms of the lexicon and of the themes, of three characters or more, by longest match: where terms
   overlap, the choice that covers most characters (体育课后服务: 课后服务, not 体育课), with fewest
   terms, the first of them longest;
2. in what is left, numbers with their date, range, decimal and per-cent signs, and Latin words;
3. in what is left, words, by a private jieba tokenizer that knows the terms of two characters
   (those would cut their neighbours if matched on the text: 师德 in 教师德育).

The counts depend on the lexicon; its hash is part of every result.
"""

from __future__ import annotations

import hashlib
import logging
import re
import sys
import tempfile
import warnings
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from compare.errors import StudyError
from compare.spans import Spans
from compare.tables import check

_WORD = re.compile(r"\w", re.UNICODE)
_NUMBER = re.compile(r"[0-9A-Za-z０-９]+(?:(?:[.+/:~～×·]|[-—–]{1,2}|,(?=[0-9]{3}(?![0-9])))[0-9A-Za-z０-９]+)*[%％‰℃]?")
_SHORT = 2                    # terms up to this length are left to the segmenter
Cut = Callable[[str], Iterator[tuple[str, int, int]]]


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
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise StudyError(path, f"is not UTF-8 (byte {error.start})", "save it as UTF-8") from None
    words = []
    for number, line in enumerate(lines, 1):
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
    cut = tokenizer(lexicon)
    spans = Spans(clauses, removals)
    words: list[str] = []
    places: list[tuple[int, int, int]] = []
    for row, (text, wanted) in enumerate(zip(clauses["text"], clauses["counted"], strict=True)):
        for word, start, end in cut(text) if wanted else ():
            words.append(word)
            places.append((row, *spans(row, start, end)))
    vocabulary = tuple(sorted(set(words)))
    number = {word: at for at, word in enumerate(vocabulary)}
    clause, start_, end_ = np.array(places, dtype=np.int32).reshape(-1, 3).T.copy()
    return Segmented(vocabulary, np.fromiter(map(number.__getitem__, words), np.int32, len(words)), clause, start_, end_)


def joined(parts: Sequence[Segmented], clause_counts: Sequence[int]) -> Segmented:
    """Parts of a corpus one after the other; ``clause_counts``: rows of each part's table clauses.

    The same arrays, whatever the parts: the vocabulary of all is sorted anew.
    """
    vocabulary = tuple(sorted({word for part in parts for word in part.vocabulary}))
    number = {word: at for at, word in enumerate(vocabulary)}
    none = np.zeros(0, dtype=np.int32)
    ids, clause, offset = [none], [none], 0
    for part, count in zip(parts, clause_counts, strict=True):
        renumbered = np.fromiter(map(number.__getitem__, part.vocabulary), np.int32, len(part.vocabulary))
        ids.append(renumbered[part.ids])
        clause.append(part.clause + np.int32(offset))
        offset += count
    return Segmented(vocabulary, np.concatenate(ids), np.concatenate(clause),
                     np.concatenate([none, *(part.start for part in parts)]),
                     np.concatenate([none, *(part.end for part in parts)]))


def tokens(clauses: pd.DataFrame, removals: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Table tokens of the counted clauses."""
    return tokens_table(segment(clauses, removals, lexicon), clauses)


def tokens_table(found: Segmented, clauses: pd.DataFrame) -> pd.DataFrame:
    """Table tokens, from the tokens of ``clauses`` as arrays."""
    first = np.flatnonzero(np.diff(found.clause, prepend=-1))  # where a clause's tokens begin
    sizes = np.diff(first, append=len(found.ids))
    return check(pd.DataFrame({
        "plan_id": clauses["plan_id"].to_numpy()[found.clause], "clause_no": clauses["clause_no"].to_numpy()[found.clause],
        "token_no": np.arange(len(found.ids)) - np.repeat(first, sizes) + 1, "start": found.start, "end": found.end,
        "token": np.array(found.vocabulary, dtype=object)[found.ids]}), "tokens")


def tokenizer(lexicon: Lexicon) -> Cut:
    """The function that cuts a text into ``(token, start, end)``, in order and without overlap."""
    from ahocorasick_rs import AhoCorasick

    matcher = AhoCorasick([term for term in lexicon.terms if len(term) > _SHORT])
    words = _segmenter([term for term in lexicon.terms if len(term) <= _SHORT])

    def between(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        for number in _NUMBER.finditer(text, start, end):
            yield from words(text, start, number.start())
            yield number[0], number.start(), number.end()
            start = number.end()
        yield from words(text, start, end)

    def cut(text: str) -> Iterator[tuple[str, int, int]]:
        at = 0
        for start, end in longest([m[1:] for m in matcher.find_matches_as_indexes(text, overlapping=True)]):
            yield from between(text, at, start)
            yield text[start:end], start, end
            at = end
        yield from between(text, at, len(text))

    return cut


def longest(matches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of overlapping spans those that cover most characters; then the fewest; then the first longest."""
    chosen: list[tuple[int, int]] = []
    group: list[tuple[int, int]] = []
    for span in [*sorted(matches, key=lambda m: (m[0], -m[1])), (sys.maxsize, 0)]:
        if group and span[0] >= max(end for _, end in group):
            chosen += _best(group)
            group = []
        group.append(span)
    return chosen


def _best(group: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The best choice among spans that hang together, sorted by start: dynamic programming from the right."""
    if group[0][1] >= max(end for _, end in group):
        return group[:1]
    best: list[tuple[int, int, tuple[int, ...], list[tuple[int, int]]]] = [(0, 0, (), [])]  # best of group[i:], last i first
    starts = [start for start, _ in group]
    for i in reversed(range(len(group))):
        start, end = group[i]
        covered, fewer, lengths, rest = best[len(group) - bisect_left(starts, end)]
        taken = (covered + end - start, fewer - 1, (end - start, *lengths), [group[i], *rest])
        best.append(max(taken, best[-1], key=lambda choice: choice[:3]))
    return best[-1][3]


def dictionary() -> Path:
    """The dictionary that comes with jieba: word, frequency and part of speech a line."""
    return Path(_jieba().__file__).with_name("dict.txt")


def _jieba() -> Any:
    with warnings.catch_warnings():   # its import warns of escapes, and of pkg_resources
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.WARNING)
    return jieba


def _segmenter(terms: list[str]) -> Callable[[str, int, int], Iterator[tuple[str, int, int]]]:
    jieba = _jieba()
    segmenter = jieba.Tokenizer()
    # jieba keeps its dictionary's cache where any user may write; ours stands apart from others'
    own = Path(tempfile.gettempdir()) / "plan-compare"
    own.mkdir(exist_ok=True)
    segmenter.tmp_dir = str(own)
    segmenter.initialize()
    for term in terms:
        segmenter.add_word(term, freq=segmenter.suggest_freq(term), tag="n")

    def words(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        for word, first, last in segmenter.tokenize(text[start:end], HMM=True) if start < end else ():
            if _WORD.search(word):
                yield word, start + first, start + last

    return words
