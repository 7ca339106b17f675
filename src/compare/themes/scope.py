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
    before: list[int | None] = field(default_factory=list)
    under: dict[int, list[int]] = field(default_factory=dict)
    headings: set[int] = field(default_factory=set)


def context(kinds: Sequence[str], blocks: Sequence[int], outside: Sequence[bool], texts: Sequence[str],
            counted: Sequence[bool], new_line: Sequence[bool], new_plan: Sequence[bool]) -> Context:
    """The context of every clause; one pass over the columns of table clauses (``outside``: of sections)."""
    made = Context()
    heads: dict[str, int] = {}
    last: int | None = None
    for row, kind in enumerate(kinds):
        closing = ("item" in heads and kind != "item" and blocks[row] != blocks[heads["item"]]) or (
            "section" in heads and outside[row])
        if new_plan[row] or (counted[row] and closing):
            heads, last = {}, None
        if not counted[row]:
            made.heads.append({})
            made.before.append(None)
            continue
        if new_line[row] and ("paragraph" in heads or "point" in heads):
            # a paragraph ends what its first sentence heads, and the points that it counts off
            heads = {name: head for name, head in heads.items()
                     if name != "paragraph" and not (name == "point" and not new_line[head])}
        level = _level(row, kind, heads, texts, counted, new_line)
        if level:
            inside = {"paragraph"} if level == "point" and not new_line[row] else set()
            heads = {name: head for name, head in heads.items() if name in inside or _DEPTH[name] < _DEPTH[level]}
        if kind in ("section", "item"):
            last = None
        made.heads.append(heads)
        made.before.append(last)
        for head in heads.values():
            made.under.setdefault(head, []).append(row)
        if level and len(texts[row]) <= LONGEST[level]:
            heads = {**heads, level: row}
            if level != "paragraph" and not _COUNTED_OFF.match(texts[row]):
                made.headings.add(row)
        last = row
    made.headings.intersection_update(made.under)
    return made


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
        self._rules = [_Ready(scope) for scope in scopes]
        self._own, self._context, self._found = own, context, found
        self._asking = {f"scope.{rule.scope.name}" for rule in self._rules if rule.needs}
        self._lends: dict[tuple[str, int], bool] = {}

    def lend(self, rows: Sequence[int]) -> dict[int, tuple[int, str]]:
        """{row: (lending row, scope rule)} for the rows that a scope rule reaches."""
        lent: dict[int, tuple[int, str]] = {}
        if not self._rules or not self._own:
            return lent
        under = self._context.under
        reach = {row for head in self._own for row in under.get(head, ())} - self._own
        for row in rows:
            before = self._context.before[row]
            given = self._from_headings(row, lent) if row in reach else None
            if not given and row not in self._own and before is not None and (before in self._own or before in lent):
                given = self._from_before(row, before, lent)
            if given:
                lent[row] = given
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
                            and (rule.needs or not left) and not any(self._turned(rule, other) for other in (row, *narrower))):
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
            if "sentence" in rule.scope.sources and self._takes(rule, row) and not self._found[row].holds(rule.without):
                if before in lent:
                    return lent[before][0], f"scope.{rule.scope.name}"
                if self._willing(rule, before):
                    return before, f"scope.{rule.scope.name}"
        return None

    def _willing(self, rule: _Ready, head: int) -> bool:
        """Whether a clause with evidence lends by this rule: by ``heading`` and ``unless``."""
        key = rule.scope.name, head
        if key not in self._lends:
            words = self._found[head]
            self._lends[key] = not words.holds(rule.unless) and (not rule.heading or words.holds(rule.heading))
        return self._lends[key]

    def _takes(self, rule: _Ready, row: int) -> bool:
        return self._found[row].holds(rule.needs) if rule.needs else row not in self._context.headings

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
        if row in self._own or not rule.without:
            return False
        if self._found[row].holds(rule.without):
            return True
        below = self._context.under.get(row, ())
        return self._own.isdisjoint(below) and 2 * sum(self._found[b].holds(rule.without) for b in below) >= max(len(below), 1)


class _Ready:
    """A scope rule with its words as sets."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.heading, self.unless = frozenset(scope.heading), frozenset(scope.unless)
        self.needs, self.without = frozenset(scope.needs), frozenset(scope.without)
