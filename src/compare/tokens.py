"""Clauses -> tokens: policy terms and numbers found on the text itself, words between them.

Segmenters split policy terms (立德树人, 课后服务) and dates, and every word that is added to their
dictionary changes other words' counts.  So the text is cut in three steps:

1. terms of the lexicon and of the themes, of three characters or more, by longest match: where terms
   overlap, the choice that covers most characters (体育课后服务: 课后服务, not 体育课), with fewest
   terms, the first of them longest;
2. in what is left, numbers with their date, range, decimal and per-cent signs, and Latin words;
3. in what is left, words, by a private segmenter that knows the terms of two characters
   (those would cut their neighbours if matched on the text: 师德 in 教师德育).

The counts depend on the lexicon; its hash is part of every result.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from compare.corpus import file_text
from compare.errors import StudyError
from compare.garbage import uncollected
from compare.segmenters import segmenter
from compare.spans import Spans
from compare.tables import check

if TYPE_CHECKING:
    import pyarrow as pa

_WORD = re.compile(r"\w", re.UNICODE)
_NUMBER = re.compile(r"[0-9A-Za-z０-９]+(?:(?:[.+/:~～×·]|[-—–]{1,2}|,(?=[0-9]{3}(?![0-9])))[0-9A-Za-z０-９]+)*[%％‰℃]?")
MATCHED = 3                   # terms of this length or longer are found on the text; shorter ones are left to the segmenter
PIECE = 50_000                # characters that go to the segmenter at a time
_SIGNS = np.array([ord(char) for char in "+#&._%-"])  # beside Han characters part of what jieba looks at as one
Cut = Callable[[str], tuple[tuple[str, ...], np.ndarray, np.ndarray, np.ndarray]]


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
    texts = clauses["text"].to_numpy(dtype=object)[rows].tolist()
    # one text of all: a line end stands in no token
    with uncollected():
        vocabulary, ids, start, end = tokenizer(lexicon)("\n".join(texts))
    size = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    first = np.cumsum(size) - size
    at = np.repeat(np.arange(len(texts)), size)[start]
    start, end = Spans(clauses, removals).all(rows[at], start - first[at], end - first[at])
    return Segmented(vocabulary, ids, rows[at].astype(np.int32), start.astype(np.int32), end.astype(np.int32))


def joined(parts: Sequence[Segmented], clause_counts: Sequence[int]) -> Segmented:
    """Parts of a corpus one after the other; ``clause_counts``: rows of each part's table clauses.

    The same arrays, whatever the parts: the vocabulary of all is sorted anew.
    """
    every = _coded(part.vocabulary for part in parts)
    first = np.cumsum([0, *(len(part.vocabulary) for part in parts)])
    row = np.cumsum([0, *clause_counts])
    none = np.zeros(0, dtype=np.int32)
    known = every.indices.to_numpy()
    vocabulary, ids = _sorted(every.dictionary, np.concatenate(
        [none, *(known[first[at] + part.ids] for at, part in enumerate(parts))]))
    clause = np.concatenate([none, *(part.clause + at for part, at in zip(parts, row[:-1], strict=True))])
    return Segmented(vocabulary, ids, clause.astype(np.int32), np.concatenate([none, *(part.start for part in parts)]),
                     np.concatenate([none, *(part.end for part in parts)]))


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


def tokenizer(lexicon: Lexicon, engine: str = "") -> Cut:
    """The function that cuts a text: (vocabulary, ids, starts, ends) of its tokens, in order and without overlap.

    ``engine``: see ``segmenters.segmenter``.
    """
    from ahocorasick_rs import AhoCorasick

    matcher = AhoCorasick([term for term in lexicon.terms if len(term) >= MATCHED])
    words = segmenter(tuple(term for term in lexicon.terms if len(term) < MATCHED), engine)

    def cut(text: str) -> tuple[tuple[str, ...], np.ndarray, np.ndarray, np.ndarray]:
        # what is found is blotted out by line ends, over which the next step does not read
        left = np.frombuffer(text.encode("utf-32-le"), np.uint32).copy()
        found = np.fromiter(chain.from_iterable(matcher.find_matches_as_indexes(text, overlapping=True)), np.int64)
        terms = longest(found.reshape(-1, 3)[:, 1:])
        _blot(left, terms)
        numbers = pairs(m.span() for m in _NUMBER.finditer(_text(left)))
        _blot(left, numbers)
        # words stand in runs of the characters that jieba joins; of the others each letter or figure is a token
        inside = (left >= 0x4E00) & (left <= 0x9FD5) | np.isin(left, _SIGNS)
        letters = np.flatnonzero(~inside & (left > 0x7F))
        kinds, kind = np.unique(left[letters], return_inverse=True)
        letters = letters[np.array([_WORD.match(chr(c)) is not None for c in kinds], dtype=bool)[kind]]
        marked = np.concatenate([terms, numbers, np.column_stack([letters, letters + 1])])
        runs = np.flatnonzero(inside | np.append(inside[1:], False))  # each with the character before it
        every = _coded(chain(map(words, _pieces(_text(np.where(inside[runs], left[runs], 10)))),
                             [[text[first:last] for first, last in zip(*marked.T.tolist(), strict=True)]]))
        distinct, ids = every.dictionary.to_pylist(), every.indices.to_numpy()
        cuts = ids[:len(ids) - len(marked)]
        size = np.fromiter(map(len, distinct), np.int64, len(distinct))[cuts]
        at = np.cumsum(size) - size
        spoken = np.fromiter((word[0] >= "\u4e00" or _WORD.search(word) is not None for word in distinct), bool,
                             len(distinct))[cuts]
        at, size = runs[at[spoken]], size[spoken]
        start, end = np.concatenate([at, marked[:, 0]]), np.concatenate([at + size, marked[:, 1]])
        vocabulary, ids = _sorted(every.dictionary, np.concatenate([cuts[spoken], ids[len(cuts):]]))
        placed = np.zeros(len(text), dtype=np.int32)        # which of them starts there, counted from 1
        placed[start] = np.arange(1, len(start) + 1)
        order = placed[placed > 0] - 1
        return vocabulary, ids[order], start[order], end[order]

    return cut


def _coded(lists: Iterable[Sequence[str]]) -> pa.DictionaryArray:
    """The words of all lists as numbers into those that are distinct; by Arrow, several times as fast as a dict."""
    import pyarrow as pa

    kind = pa.large_string()
    return pa.chunked_array([pa.array(words, kind) for words in lists], kind).combine_chunks().dictionary_encode()


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces that end with a line: of millions of words at once each would wait for memory of its own."""
    at = 0
    while at < len(text):
        end = text.find("\n", at + PIECE) + 1 or len(text)
        yield text[at:end]
        at = end


def _sorted(words: pa.Array, ids: np.ndarray) -> tuple[tuple[str, ...], np.ndarray]:
    """Those of the distinct words that have an id, sorted, and the ids as places among them."""
    import pyarrow.compute as pc

    used = np.flatnonzero(np.bincount(ids, minlength=len(words)))
    used = used[pc.sort_indices(words.take(used)).to_numpy()]   # by bytes of UTF-8, which is by code points, as Python sorts
    rank = np.zeros(len(words), dtype=np.int32)
    rank[used] = np.arange(len(used))
    return tuple(words.take(used).to_pylist()), rank[ids]


def _text(chars: np.ndarray) -> str:
    return chars.astype(np.uint32).tobytes().decode("utf-32-le")


def _blot(chars: np.ndarray, spans: np.ndarray) -> None:
    change = np.zeros(len(chars) + 1, dtype=np.int8)
    np.add.at(change, spans[:, 0], 1)
    np.add.at(change, spans[:, 1], -1)
    chars[np.cumsum(change[:-1]) > 0] = 10


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
