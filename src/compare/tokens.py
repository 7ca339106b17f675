"""Clauses -> tokens, with a private jieba tokenizer that knows the lexicon of policy terms.

Tokens are for exploration and word lists.  Themes and terms of the lexicon are matched on the
text itself: segmenters split policy terms, and adding words changes other counts, so the
lexicon's hash is part of every result.
"""

from __future__ import annotations

import hashlib
import logging
import re
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from compare.errors import StudyError
from compare.spans import Spans
from compare.tables import check

_WORD = re.compile(r"\w", re.UNICODE)


@dataclass(frozen=True)
class Lexicon:
    """Policy terms that stay whole, words that no word list shows, and a hash of both."""

    terms: tuple[str, ...]
    stopwords: frozenset[str]

    @property
    def sha256(self) -> str:
        return hashlib.sha256("\n".join([*self.terms, "", *sorted(self.stopwords)]).encode()).hexdigest()


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


def tokens(clauses: pd.DataFrame, removals: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Table tokens of the counted clauses.

    Punctuation is no token; runs of digits and Latin letters are one token each.
    """
    cut = _tokenizer(lexicon).tokenize
    spans = Spans(clauses, removals)
    rows: list[tuple[str, int, int, int, int, str]] = []
    counted = zip(clauses["plan_id"], clauses["clause_no"], clauses["text"], clauses["counted"], strict=True)
    for row, (plan, clause, text, wanted) in enumerate(counted):
        if wanted:
            words = [w for w in cut(text, HMM=True) if _WORD.search(w[0])]
            rows.extend((plan, clause, n, *spans(row, start, end), word) for n, (word, start, end) in enumerate(words, 1))
    return check(pd.DataFrame(rows, columns=["plan_id", "clause_no", "token_no", "start", "end", "token"]), "tokens")


def _tokenizer(lexicon: Lexicon) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    # jieba keeps its dictionary's cache where any user may write; ours stands apart from others'
    own = Path(tempfile.gettempdir()) / "plan-compare"
    own.mkdir(exist_ok=True)
    tokenizer.tmp_dir = str(own)
    tokenizer.initialize()
    for term in lexicon.terms:
        tokenizer.add_word(term, freq=tokenizer.suggest_freq(term), tag="n")
    return tokenizer
