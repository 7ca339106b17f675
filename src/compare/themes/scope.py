"""Lending: how a heading's theme reaches the clauses under it, and a sentence's theme the next one.

Read clause by clause in the light of the outline.  The nearest heading speaks first; a heading or
sentence that has turned to another subject (``not`` of the scope rule) takes nothing, and neither does what
stands under it.  A numbered heading is coded by its own words: of what stands above it takes a theme only by a rule
that asks for words (``needs``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from compare.themes.match import Findings
from compare.themes.theme import Scope

# Levels of headings, outermost first, and the length above which a clause is a sentence and no heading.  A line is a
# heading without number and full stop; a paragraph's short first sentence is one where nothing else stands above it.
LONGEST = {"section": 70, "item": 45, "point": 32, "line": 26, "paragraph": 20}
LEVELS = tuple(LONGEST)
_DEPTH = {level: at for at, level in enumerate(LEVELS)}
SOURCE = {**{level: level for level in LEVELS}, "line": "paragraph"}
_COUNTED_OFF = re.compile("[一二三四五六七八九十]{1,2}(?:是|要|则)")  # 一是… opens a sentence, 1.… or (一) a heading
# so many clauses without a word of the theme, one after the other, and the heading's subject has been left
APART = {"item": 2, "paragraph": 1}  # ... and so many under a narrower heading, none with a word of the theme, are apart from it
SILENCE = {"section": 12, "item": 6, "point": 6, "line": 6, "paragraph": 6}


@dataclass
class Context:
    """What stands above and before each clause: rows of headings by level, and of the sentence before; which are headings."""

    heads: list[dict[str, int]] = field(default_factory=list)
    before: list[int] = field(default_factory=list)     # -1 where there is none
    after: list[int] = field(default_factory=list)      # the other way round
    under: dict[int, list[int]] = field(default_factory=dict)
    headings: set[int] = field(default_factory=set)


def context(kinds: Sequence[str], blocks: np.ndarray, outside: np.ndarray, texts: Sequence[str],
            counted: np.ndarray, new_line: np.ndarray, new_plan: np.ndarray) -> Context:
    """The context of every clause; one pass over the columns of table clauses (``outside``: of sections).

    Sentences that go on in a line, block and section stand under the same headings: only what breaks the run is looked at.
    """
    made = Context()
    heads: dict[str, int] = {}
    last = -1
    breaks = np.flatnonzero(_breaks(kinds, blocks, outside, counted, new_line, new_plan)).tolist()
    block, loose, spoken, begins, first = (column.tolist() for column in (blocks, outside, counted, new_line, new_plan))
    for row, after in zip(breaks, [*breaks[1:], len(kinds)], strict=True):
        kind = kinds[row]
        closing = ("item" in heads and kind != "item" and block[row] != block[heads["item"]]) or (
            "section" in heads and loose[row])
        if first[row] or (spoken[row] and closing):
            heads, last = {}, -1
        if not spoken[row]:
            made.heads.append({})
            made.before.append(-1)
            continue
        if begins[row] and ("paragraph" in heads or "point" in heads):
            # a paragraph ends what its first sentence heads, and the points that it counts off
            heads = {name: head for name, head in heads.items()
                     if name != "paragraph" and not (name == "point" and not begins[head])}
        level = _level(row, kind, heads, texts, spoken, begins)
        if level:
            inside = {"paragraph"} if level == "point" and not begins[row] else ()
            heads = {name: head for name, head in heads.items() if _DEPTH[name] < _DEPTH[level] or name in inside}
        if kind in ("section", "item"):
            last = -1
        made.heads.append(heads)
        made.before.append(last)
        for head in heads.values():     # they stand above all of the run
            made.under.setdefault(head, []).extend(range(row, after))
        last = after - 1
        if level and len(texts[row]) <= LONGEST[level]:
            heads = {**heads, level: row}
            if level != "paragraph" and not _COUNTED_OFF.match(texts[row]):
                made.headings.add(row)
            if row < last:
                made.under[row] = list(range(row + 1, after))
        made.heads += [heads] * (last - row)
        made.before += range(row, last)
    made.headings.intersection_update(made.under)
    next_to = np.full(len(kinds) + 1, -1)
    next_to[made.before] = np.arange(len(kinds))    # those without go to the last place, which is cut off
    made.after = next_to[:-1].tolist()
    return made


def _breaks(kinds: Sequence[str], blocks: np.ndarray, outside: np.ndarray, counted: np.ndarray, new_line: np.ndarray,
            new_plan: np.ndarray) -> np.ndarray:
    """For each clause whether it may stand under other headings than the one before it, or be a heading."""
    heading = np.fromiter((kind in ("section", "item", "point") for kind in kinds), bool, len(kinds))
    breaks = new_plan | new_line | heading | ~counted
    breaks[:1] = True
    breaks[1:] |= ~counted[:-1] | (np.diff(blocks) != 0) | (outside[1:] & (~outside[:-1] | heading[:-1]))
    return breaks


def _level(row: int, kind: str, heads: dict[str, int], texts: Sequence[str], counted: Sequence[bool],
           new_line: Sequence[bool]) -> str:
    """Level of the heading that a clause is; empty for a sentence."""
    if kind in ("section", "item", "point"):
        return kind
    text = texts[row]
    if not new_line[row] or len(text) > LONGEST["line"] or row + 1 == len(texts) or not counted[row + 1]:
        return ""
    if new_line[row + 1]:
        return "line" if text[-1].isalnum() else ""
    return "paragraph" if len(text) <= LONGEST["paragraph"] and not heads.keys() & {"item", "point", "line"} else ""


class Lender:
    """The scope rules of one theme over the clauses of a corpus.

    ``own``: rows that hold evidence of the theme.  Nearest heading first, then the order of the rules.
    """

    def __init__(self, scopes: tuple[Scope, ...], own: set[int], context: Context, found: Findings) -> None:
        self._rules = [_Ready(scope, found) for scope in scopes]
        self._own, self._context = own, context
        self._asking = {f"scope.{rule.scope.name}" for rule in self._rules if rule.asks}

    def lend(self, speaks: Sequence[bool]) -> dict[int, tuple[int, str]]:
        """{row: (lending row, scope rule)} for the rows that a scope rule reaches, of those that say anything."""
        lent: dict[int, tuple[int, str]] = {}
        if not self._rules or not self._own:
            return lent
        under, sentence, after = self._context.under, self._context.before, self._context.after
        reach = {row for head in self._own for row in under.get(head, ())} - self._own
        done = -1
        for row in sorted(reach.union(after[row] for row in self._own)):
            while row > done:
                done, before = row, sentence[row]
                given = self._from_headings(row, lent) if row in reach and speaks[row] else None
                if not given and row not in self._own and speaks[row] and (before in self._own or before in lent):
                    given = self._from_before(row, before, lent)
                if given:
                    lent[row] = given
                    row = after[row]    # what is lent to a sentence may be lent on to the next one
        return lent

    def _from_headings(self, row: int, lent: dict[int, tuple[int, str]]) -> tuple[int, str] | None:
        heads = self._context.heads[row]
        narrower: list[int] = []
        left = False
        for level in reversed(LEVELS):
            head = heads.get(level)
            if head is None:
                continue
            if head in self._own and self._silence(row, head) <= SILENCE[level]:
                for rule in self._rules:
                    if (SOURCE[level] in rule.scope.sources and self._willing(rule, head) and self._takes(rule, row)
                            and (rule.asks or not left) and not any(self._turned(rule, other) for other in (row, *narrower))):
                        return head, f"scope.{rule.scope.name}"
            narrower.append(head)
            by_words = head in lent and lent[head][1] in self._asking
            left = left or level in APART and not by_words and self._apart(head, APART[level])
        return None

    def _apart(self, head: int, least: int) -> bool:
        """Whether neither a heading nor what stands under it, so many clauses at least, has a word of the theme."""
        below = self._context.under.get(head, ())
        return len(below) >= least and head not in self._own and self._own.isdisjoint(below)

    def _from_before(self, row: int, before: int, lent: dict[int, tuple[int, str]]) -> tuple[int, str] | None:
        for rule in self._rules:
            if "sentence" in rule.scope.sources and self._takes(rule, row) and row not in rule.without:
                if before in lent:
                    return lent[before][0], f"scope.{rule.scope.name}"
                if self._willing(rule, before):
                    return before, f"scope.{rule.scope.name}"
        return None

    def _willing(self, rule: _Ready, head: int) -> bool:
        """Whether a clause with evidence lends by this rule: by ``heading`` and ``unless``."""
        return head not in rule.unless and (not rule.scope.heading or head in rule.heading)

    def _takes(self, rule: _Ready, row: int) -> bool:
        return row in rule.needs if rule.asks else row not in self._context.headings

    def _silence(self, row: int, head: int) -> int:
        """Clauses under the heading without evidence, in a row, up to and with ``row``."""
        below = self._context.under[head]
        silent = 0
        for at in range(bisect_left(below, row), -1, -1):
            if below[at] in self._own:
                break
            silent += 1
        return silent

    def _turned(self, rule: _Ready, row: int) -> bool:
        """Whether a clause speaks of another subject: in its words, or, a heading, in half of the clauses under it."""
        if row in self._own or not rule.scope.without:
            return False
        if row in rule.without:
            return True
        below = self._context.under.get(row, ())
        return self._own.isdisjoint(below) and 2 * sum(b in rule.without for b in below) >= max(len(below), 1)


class _Ready:
    """A scope rule, and the clauses in which its words stand."""

    def __init__(self, scope: Scope, found: Findings) -> None:
        self.scope, self.asks = scope, bool(scope.needs)
        self.heading, self.unless, self.needs, self.without = (
            set(np.flatnonzero(found.holding(words)).tolist())
            for words in (scope.heading, scope.unless, scope.needs, scope.without))
