"""Lending: how a heading's theme reaches the clauses under it, and a sentence's theme the next one.

Read clause by clause in the light of the outline.  The nearest heading speaks first; a heading or
sentence that has turned to another subject (``not`` of the scope rule) takes nothing, and neither does what
stands under it.  A numbered heading is coded by its own words: of what stands above it takes a theme only by a rule
that asks for words (``needs``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from compare.themes.match import Findings
from compare.themes.theme import Scope

# Levels of headings, outermost first, and the length above which a clause is a sentence and no heading.  A line is a
# heading without number and full stop; a paragraph's short first sentence is one where nothing else stands above it.
LONGEST = {"section": 70, "item": 45, "point": 32, "line": 26, "paragraph": 20}
LEVELS = tuple(LONGEST)
_SECTION, _ITEM, _POINT, _LINE, _PARAGRAPH = range(len(LEVELS))
_ALL, _INNERMOST_FIRST = range(len(LEVELS)), range(len(LEVELS) - 1, -1, -1)
_NUMBERED = {level: LEVELS.index(level) for level in ("section", "item", "point")}
Heads = tuple[int, ...]
_NOTHING: Heads = (-1,) * len(LEVELS)
SOURCE = {**{level: level for level in LEVELS}, "line": "paragraph"}
_COUNTED_OFF = re.compile("[一二三四五六七八九十]{1,2}(?:是|要|则)")  # 一是… opens a sentence, 1.… or (一) a heading
# so many clauses without a word of the theme, one after the other, and the heading's subject has been left
APART = {"item": 2, "paragraph": 1}  # ... and so many under a narrower heading, none with a word of the theme, are apart from it
SILENCE = {"section": 12, "item": 6, "point": 6, "line": 6, "paragraph": 6}


@dataclass
class Context:
    """What stands above and before each clause: rows of the headings of each level, and of the sentence before; -1 for none.

    What stands under a clause are the counted ones after it and before ``stop``, of ``counted`` (how many up to each clause).
    """

    heads: list[Heads]
    stop: list[int]
    before: list[int]
    after: list[int]            # the other way round
    counted: list[int]
    headings: set[int]          # numbered ones, and lines, with something under them

    def below(self, row: int) -> int:
        """How many clauses stand under one."""
        return self.counted[self.stop[row]] - self.counted[row + 1]


def context(kinds: Sequence[str], blocks: np.ndarray, outside: np.ndarray, texts: Sequence[str],
            counted: np.ndarray, new_line: np.ndarray, new_plan: np.ndarray) -> Context:
    """The context of every clause; one pass over the columns of table clauses (``outside``: of sections).

    Sentences that go on in a line, block and section stand under the same headings: only what breaks the run is looked at.
    """
    above: list[Heads] = []
    stop = list(range(1, len(kinds) + 1))
    headings = []
    open_heads, last = [-1] * len(LEVELS), -1
    breaks = np.flatnonzero(_breaks(kinds, blocks, outside, counted, new_line, new_plan)).tolist()
    before = np.arange(-1, len(kinds) - 1)
    sentence_before = []            # of the first clause of each run
    block = blocks.tolist()
    loose, spoken, begins, first = (column.tobytes() for column in (outside, counted, new_line, new_plan))

    def end(levels: Iterable[int], row: int) -> None:
        for level in levels:
            if open_heads[level] >= 0:
                stop[open_heads[level]] = row
                open_heads[level] = -1

    for row, after in pairwise([*breaks, len(kinds)]):
        kind, item = kinds[row], open_heads[_ITEM]
        if first[row] or spoken[row] and (loose[row] and open_heads[_SECTION] >= 0
                                          or kind != "item" and item >= 0 and block[row] != block[item]):
            end(_ALL, row)
            last = -1
        if not spoken[row]:
            above.append(_NOTHING)
            sentence_before.append(-1)
            continue
        if begins[row] and (open_heads[_PARAGRAPH] >= 0 or open_heads[_POINT] >= 0):
            # a paragraph ends what its first sentence heads, and the points that it counts off
            end((_PARAGRAPH,) if open_heads[_POINT] < 0 or begins[open_heads[_POINT]] else (_POINT, _PARAGRAPH), row)
        level = _level(row, kind, open_heads, texts, spoken, begins)
        if level is not None:
            end((_POINT, _LINE) if level == _POINT and not begins[row] else _ALL[level:], row)
        heads = tuple(open_heads)
        above.append(heads)
        sentence_before.append(-1 if kind in ("section", "item") else last)
        last = after - 1
        if level is not None and len(texts[row]) <= LONGEST[LEVELS[level]]:
            open_heads[level], stop[row] = row, len(kinds)
            if level != _PARAGRAPH and not _COUNTED_OFF.match(texts[row]):
                headings.append(row)
            heads = tuple(open_heads)
        above += [heads] * (last - row)
    before[breaks] = sentence_before
    next_to = np.full(len(kinds) + 1, -1)
    next_to[before] = np.arange(len(kinds))     # those without go to the last place, which is cut off
    up_to = np.append(0, np.cumsum(counted))
    numbered = np.array(headings, dtype=int)
    numbered = numbered[up_to[np.array(stop, dtype=int)[numbered]] > up_to[numbered + 1]]
    return Context(above, stop, before.tolist(), next_to[:-1].tolist(), up_to.tolist(), set(numbered.tolist()))


def _breaks(kinds: Sequence[str], blocks: np.ndarray, outside: np.ndarray, counted: np.ndarray, new_line: np.ndarray,
            new_plan: np.ndarray) -> np.ndarray:
    """For each clause whether it may stand under other headings than the one before it, or be a heading."""
    heading = np.fromiter(map(_NUMBERED.__contains__, kinds), bool, len(kinds))
    breaks = new_plan | new_line | heading | ~counted
    breaks[:1] = True
    breaks[1:] |= ~counted[:-1] | (np.diff(blocks) != 0) | (outside[1:] & (~outside[:-1] | heading[:-1]))
    return breaks


def _level(row: int, kind: str, heads: Sequence[int], texts: Sequence[str], counted: bytes, new_line: bytes) -> int | None:
    """Level of the heading that a clause is; None for a sentence."""
    if kind in _NUMBERED:
        return _NUMBERED[kind]
    text = texts[row]
    if not new_line[row] or len(text) > LONGEST["line"] or row + 1 == len(texts) or not counted[row + 1]:
        return None
    if new_line[row + 1]:
        return _LINE if text[-1].isalnum() else None
    return _PARAGRAPH if len(text) <= LONGEST["paragraph"] and max(heads[_ITEM:_PARAGRAPH]) < 0 else None


class Lender:
    """The scope rules of one theme over the clauses of a corpus.

    ``own``: whether each clause holds evidence of the theme.  Nearest heading first, then the order of the rules.
    """

    def __init__(self, scopes: tuple[Scope, ...], own: np.ndarray, context: Context, found: Findings) -> None:
        self._rules = [_Ready(scope, found) for scope in scopes]
        self._own, self._rows, self._context = own.tobytes(), np.flatnonzero(own).tolist(), context
        self._asking = {rule.name for rule in self._rules if rule.asks}
        self._of_level = [[rule for rule in self._rules if SOURCE[level] in rule.scope.sources] for level in LEVELS]

    def lend(self, speaks: np.ndarray) -> dict[int, tuple[int, str]]:
        """{row: (lending row, scope rule)} for the rows that a scope rule reaches, of those that say anything."""
        lent: dict[int, tuple[int, str]] = {}
        if not self._rules or not self._rows:
            return lent
        stop, sentence, after = self._context.stop, self._context.before, self._context.after
        reach = np.zeros(len(speaks) + 1, dtype=int)
        reach[[row + 1 for row in self._rows]] += 1
        reach -= np.bincount([max(stop[row], row + 1) for row in self._rows], minlength=len(reach))
        taking = speaks & (np.frombuffer(self._own, bool) == 0)
        under = (np.cumsum(reach)[:-1] > 0) & taking
        under_one, may_take = under.tobytes(), taking.tobytes()
        under[[row for row in map(after.__getitem__, self._rows) if row >= 0]] = True
        done = -1
        for row in np.flatnonzero(under).tolist():
            while row > done:
                done, before = row, sentence[row]
                given = self._from_headings(row, lent) if under_one[row] else None
                if not given and may_take[row] and before >= 0 and (self._own[before] or before in lent):
                    given = self._from_before(row, before, lent)
                if given:
                    lent[row] = given
                    row = after[row]    # what is lent to a sentence may be lent on to the next one
        return lent

    def _from_headings(self, row: int, lent: dict[int, tuple[int, str]]) -> tuple[int, str] | None:
        heads = self._context.heads[row]
        narrower: list[int] = []
        left = False
        for depth in _INNERMOST_FIRST:
            head = heads[depth]
            if head < 0:
                continue
            level = LEVELS[depth]
            if self._own[head] and self._silence(row, head) <= SILENCE[level]:
                for rule in self._of_level[depth]:
                    if (self._willing(rule, head) and self._takes(rule, row) and (rule.asks or not left)
                            and not self._turned(rule, row) and not any(self._turned(rule, other) for other in narrower)):
                        return head, rule.name
            narrower.append(head)
            by_words = head in lent and lent[head][1] in self._asking
            left = left or level in APART and not by_words and self._apart(head, APART[level])
        return None

    def _apart(self, head: int, least: int) -> bool:
        """Whether neither a heading nor what stands under it, so many clauses at least, has a word of the theme."""
        return self._context.below(head) >= least and not self._own[head] and not self._among(self._own, head)

    def _among(self, flags: bytes, head: int) -> int:
        """How many of the flagged clauses stand under a heading."""
        return flags.count(1, head + 1, self._context.stop[head])

    def _from_before(self, row: int, before: int, lent: dict[int, tuple[int, str]]) -> tuple[int, str] | None:
        for rule in self._rules:
            if "sentence" in rule.scope.sources and self._takes(rule, row) and not rule.without[row]:
                if before in lent:
                    return lent[before][0], rule.name
                if self._willing(rule, before):
                    return before, rule.name
        return None

    def _willing(self, rule: _Ready, head: int) -> bool:
        """Whether a clause with evidence lends by this rule: by ``heading`` and ``unless``."""
        return not rule.unless[head] and (not rule.scope.heading or bool(rule.heading[head]))

    def _takes(self, rule: _Ready, row: int) -> bool:
        return bool(rule.needs[row]) if rule.asks else row not in self._context.headings

    def _silence(self, row: int, head: int) -> int:
        """Clauses under the heading without evidence, in a row, up to and with ``row``."""
        last = self._own.rfind(1, head, row)    # the heading itself at least
        return self._context.counted[row + 1] - self._context.counted[last + 1]

    def _turned(self, rule: _Ready, row: int) -> bool:
        """Whether a clause speaks of another subject: in its words, or, a heading, in half of the clauses under it."""
        if self._own[row] or not rule.scope.without:
            return False
        if rule.without[row]:
            return True
        return not self._among(self._own, row) and 2 * self._among(rule.without, row) >= max(self._context.below(row), 1)


class _Ready:
    """A scope rule, and for each clause whether its words stand there."""

    def __init__(self, scope: Scope, found: Findings) -> None:
        self.scope, self.name, self.asks = scope, f"scope.{scope.name}", bool(scope.needs)
        self.heading, self.unless, self.needs, self.without = (
            found.holding(words).tobytes() for words in (scope.heading, scope.unless, scope.needs, scope.without))
