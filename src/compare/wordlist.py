"""Which tokens a word list may show, and why the others are kept out.

Kept out, with the reason: stop words; numbers, ordinals and single letters; single characters that
the lexicon does not hold (in this register left over from words that were cut); names of administrative
places; and of each plan, derived from its own labels and responsibility lines, its place and
issuer, the districts and counties of its place (where a token is the name of one: 金安 is one of 六安, but not in 资金安排),
the persons and offices that answer for its items, and any 责任单位 remark inside a sentence.
What is kept out stays in the number of words that rates are taken of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from compare.names import OFFICE, OWN, PERSON, counted_clauses, inner_places, own_names, places
from compare.spans import Spans

if TYPE_CHECKING:
    from compare.study import Study

STOP, NUMBER, SINGLE, PLACE = "停用词", "数字、序数或单个字母", "单字,多为切开的词", "行政区名"
REMARK = "句中的责任说明"
REASONS = ("", STOP, NUMBER, SINGLE, PLACE, OWN, PERSON, OFFICE, REMARK)

_COUNTING = "第〇零一二三四五六七八九十百千万亿两"     # Han characters that a numeral may begin with
_HAN = 0x4E00, 0x9FFF
_NUMERAL = re.compile(
    r"[\W\d_a-zA-Z０-９]*\d[\W\d_０-９]*|[a-zA-Z]|\d[\d.]*[a-zA-Z]"
    r"|第?[〇零一二三四五六七八九十百千万亿两\d]+[是要个名所项次批届期年月日号条点类级种家人位元岁分来余多]?"
    r"|[两三四五六七八九十]大")                                        # 五大; not 二十大
_COUNTY = re.compile(r"[^全各本我该外邻名强大小贫老城属市乡省驻区试到两双跨扩撤]县")     # 费县; not 全县
def words(study: Study) -> pd.DataFrame:
    """Tokens of the counted clauses with ``why`` each is kept out of word lists (empty: it is listed).

    Columns: plan_id, clause_no, start, end, token, why; sorted as the table tokens is.
    """
    return study.tokens[["plan_id", "clause_no", "start", "end", "token"]].assign(why=np.array(REASONS, dtype=object)[why(study)])


def why(study: Study) -> np.ndarray:
    """For each token of ``study.segmented`` why it is kept out of word lists, as a place in ``REASONS`` (0: it is listed)."""
    found = study.segmented
    general = _of_all(found.vocabulary, study.lexicon.stopwords, frozenset(study.lexicon.terms))
    return _inner(study, _by_position(study, general[found.ids]))


def _inner(study: Study, reasons: np.ndarray) -> np.ndarray:
    """Mark the tokens that are the name of a division inside the plan's place."""
    inner, found = inner_places(study), study.segmented
    if not inner:
        return reasons
    number = {token: at for at, token in enumerate(found.vocabulary)}
    codes, plans = pd.factorize(study.clauses["plan_id"])
    plan, reasons = codes[found.clause], reasons.copy()
    for at, name in enumerate(plans):
        wanted = [number[token] for token in inner.get(str(name), ()) if token in number]
        begin, end = np.searchsorted(plan, [at, at + 1])
        part = reasons[begin:end]
        part[np.isin(found.ids[begin:end], wanted) & (part == 0)] = REASONS.index(OWN)
    return reasons


def _of_all(vocabulary: Sequence[str], stopwords: frozenset[str], terms: frozenset[str]) -> np.ndarray:
    """Of each of the words why it is kept out wherever it stands, as a place in ``REASONS``; most are judged together."""
    import pyarrow as pa
    import pyarrow.compute as pc

    words = pa.array(vocabulary, pa.large_string())

    def among(some: frozenset[str]) -> np.ndarray:
        return np.asarray(pc.is_in(words, pa.array(list(some), pa.large_string())).to_numpy(zero_copy_only=False), dtype=bool)

    first, last = (np.array([*map(ord, map(itemgetter(at), vocabulary))], dtype=np.int64) for at in (0, -1))
    odd = (first < _HAN[0]) | (first > _HAN[1]) | np.isin(first, [ord(char) for char in _COUNTING]) | (last == ord("县"))
    single = pc.utf8_length(words).to_numpy() == 1
    reasons = np.where(single, REASONS.index(SINGLE), np.where(among(places()), REASONS.index(PLACE), 0)).astype(np.int8)
    for at in np.flatnonzero(odd).tolist():
        reasons[at] = REASONS.index(_general(vocabulary[at]))
    reasons[among(terms)] = 0
    reasons[among(stopwords)] = REASONS.index(STOP)
    return reasons


def _general(token: str) -> str:
    """Why a word that is neither a term nor a stop word is kept out."""
    han = _HAN[0] <= ord(token[0]) <= _HAN[1] and token[0] not in _COUNTING
    if not han and _NUMERAL.fullmatch(token):
        return NUMBER
    if len(token) == 1:
        return SINGLE
    return PLACE if token in places() or token[-1] == "县" and _COUNTY.fullmatch(token) else ""


def _by_position(study: Study, reasons: np.ndarray) -> np.ndarray:
    """Mark the tokens on which a name of the plan's own, or a 责任单位 remark, stands: a segmenter may cut through names."""
    counted = counted_clauses(study)
    rows, every, first = counted.rows, counted.one.text, counted.one.first
    everyone = own_names(study, counted)
    number, plans = pd.factorize(study.clauses["plan_id"])
    number = number.astype(np.int64)
    own: list[tuple[int, int, int]] = []
    bounds = np.flatnonzero(np.diff(number[rows], prepend=-1)).tolist()
    for begin, end in zip(bounds, [*bounds[1:], len(rows)], strict=True):
        names = everyone[plans[number[rows[begin]]]]
        if names:
            pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n))))
            own += [(*m.span(), REASONS.index(names[m[0]])) for m in pattern.finditer(every, first[begin], first[end])]
    remarks = [(*span, REASONS.index(REMARK)) for span in counted.remarks]
    found = np.array([*own, *remarks], dtype=np.int64).reshape(-1, 3)
    at = counted.one.at(found[:, 0])
    starts, last = Spans(study.clauses, study.removals).all(rows[at], found[:, 0] - first[at], found[:, 1] - first[at])
    tokens = study.segmented
    plan = number[tokens.clause] << 32
    held = number[rows[at]] << 32
    begins = np.searchsorted(plan + tokens.end, held + starts, "right")
    ends = np.searchsorted(plan + tokens.start, held + last, "left")
    reasons = reasons.copy()
    for begin, end, reason in zip(begins.tolist(), ends.tolist(), found[:, 2].tolist(), strict=True):
        part = reasons[begin:end]
        part[slice(None) if REASONS[reason] == REMARK else part == 0] = reason
    return reasons
