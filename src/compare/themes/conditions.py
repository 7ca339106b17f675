"""What the rules of a theme make of the words that were found in a clause.

A theme's exclusions win over the evidence that they touch, except over longer words that hold the exclusion.  Words of near,
sequence, all and not do not compete with others; they are looked up where a rule asks for them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from typing import TypeVar

from compare.themes.theme import Rule, Theme, Words

Span = tuple[int, int]
Hit = tuple[int, int, str]
_Place = TypeVar("_Place", Span, Hit)


class Found:
    """What was found in one clause: ``text`` as it is matched, ``spans`` of each word in it."""

    __slots__ = ("text", "drops", "spans", "evidence", "plain", "triggered")

    def __init__(self, text: str, drops: list[int]) -> None:
        self.text, self.drops = text, drops
        self.spans: dict[str, list[Span]] = {}
        self.evidence: list[tuple[int, int, str]] = []
        self.plain: dict[str, list[Hit]] = {}       # theme -> hits of its rules that are word lists
        self.triggered: dict[str, set[int]] = {}    # theme -> its other rules that may hold

    def holds(self, words: frozenset[str]) -> bool:
        return not words.isdisjoint(self.spans)

    def original(self, start: int, end: int) -> Span:
        """A span of the matched text as a span of the clause's text."""
        return start + bisect_right(self.drops, start), end + bisect_right(self.drops, end - 1)


class Conditions:
    """A rule of several conditions, made ready: sets of words, the compiled pattern."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.any, self.without = frozenset(rule.any), frozenset(rule.without)
        self.pattern = re.compile(rule.regex) if rule.regex else None
        self.listed = bool(rule.any) and not (rule.all or rule.near or rule.sequence or rule.regex)
        # of each group one word at least stands where the rule holds; it is tried where one of the smallest group stands
        self.groups = [set(group) for group in (rule.any, *((word,) for word in rule.all), *rule.near, *rule.sequence) if group]
        self.trigger: set[str] = min(self.groups, key=len, default=set())


class ThemeMatcher:
    """The rules of a theme, made ready: word lists, and rules of several conditions."""

    def __init__(self, theme: Theme) -> None:
        self._name = theme.name
        self.exclude = frozenset(theme.exclude)
        self.plain: dict[str, str] = {}
        self.rules: list[Conditions] = []
        for rule in theme.rules:
            if rule.all or rule.near or rule.sequence or rule.regex or rule.without:
                self.rules.append(Conditions(rule))
            else:
                for word in rule.any:
                    self.plain.setdefault(word, rule.name)
        self.names = sorted({rule.name for rule in theme.rules})
        self.always = {at for at, rule in enumerate(self.rules) if not rule.trigger}

    def hits(self, found: Found) -> list[Hit]:
        barred = sorted(span for word in self.exclude.intersection(found.spans) for span in found.spans[word])
        hits = _free(found.plain.get(self._name, []), barred)
        for at in sorted(self.always.union(found.triggered.get(self._name, ()))):
            rule = self.rules[at]
            hits = hits + [(start, end, rule.rule.name) for start, end in _rule_spans(rule, found, barred)]
        return _outermost(hits) if len(hits) > 1 else hits


def _free(spans: list[_Place], barred: list[Span]) -> list[_Place]:
    """The spans, or hits, that no exclusion (sorted) touches, but for one that stands inside it and is shorter."""
    if not barred:
        return spans
    starts, longest = [start for start, _ in barred], max(end - start for start, end in barred)

    def touched(start: int, end: int) -> bool:
        near = barred[bisect_left(starts, start - longest):bisect_left(starts, end)]
        return any(start < e and not (start <= s and e <= end and e - s < end - start) for s, e in near)

    return [span for span in spans if not touched(span[0], span[1])]


def _rule_spans(conditions: Conditions, found: Found, barred: list[Span]) -> list[Span]:
    """Evidence of a rule with several conditions; empty where one of them does not hold."""
    rule, pattern = conditions.rule, conditions.pattern
    spans: list[Span] = []
    if found.holds(conditions.without):
        return []
    if conditions.any:
        spans = _free([(start, end) for start, end, word in found.evidence if word in conditions.any], barred)
        if not spans:
            return []
    for word in rule.all:
        there = _spans((word,), found, barred)
        if not there:
            return []
        spans += there
    if rule.near:
        there = _near([_spans(group, found, barred) for group in rule.near], rule.within)
        if not there:
            return []
        spans += there
    if rule.sequence:
        there = _sequence([_spans(group, found, barred) for group in rule.sequence], rule.gap)
        if not there:
            return []
        spans += there
    if pattern:
        there = _free([m.span() for m in pattern.finditer(found.text)], barred)
        if not there:
            return []
        spans += there
    return spans


def _spans(words: Words, found: Found, barred: list[Span]) -> list[Span]:
    return sorted(_free([span for word in words if word in found.spans for span in found.spans[word]], barred))


def _near(groups: list[list[Span]], within: int | None) -> list[Span]:
    """Shortest stretches that hold one span of each group, neighbours at most ``within`` apart."""
    made = []
    ordered = [([start for start, _ in group], sorted((end, -start) for start, end in group), group) for group in groups[1:]]
    for anchor in groups[0]:
        chosen = [anchor]
        for starts, ends, group in ordered:
            before, after = bisect_right(ends, (anchor[0], 0)), bisect_left(starts, anchor[1])
            apart = [(anchor[0] - end, -start, end) for end, start in ends[max(before - 1, 0):before]]
            apart += [(start - anchor[1], start, end) for start, end in group[after:after + 1]]
            best = min(apart, default=None)
            if best is None or (within is not None and best[0] > within):
                break
            chosen.append(best[1:])
        else:
            made.append((min(s for s, _ in chosen), max(e for _, e in chosen)))
    return made


def _sequence(groups: list[list[Span]], gap: int) -> list[Span]:
    """Stretches that hold one span of each group in order, at most ``gap`` characters between two."""
    last: list[int | None] = [end for _, end in groups[-1]]     # for each span where the shortest stretch from it ends
    for at in range(len(groups) - 2, -1, -1):
        last = _following(groups[at], groups[at + 1], last, gap)
    return [(start, end) for (start, _), end in zip(groups[0], last, strict=True) if end is not None]


def _following(spans: list[Span], following: list[Span], last: list[int | None], gap: int) -> list[int | None]:
    """For each span the least ``last`` of those that follow it within the gap; one pass, by the ends of the spans."""
    made: list[int | None] = [None] * len(spans)
    window: deque[tuple[int, int]] = deque()    # (start, last) that may still be the least
    at = 0
    for n in sorted(range(len(spans)), key=lambda n: spans[n][1]):
        end = spans[n][1]
        while at < len(following) and following[at][0] <= end + gap:
            reached = last[at]
            if reached is not None:
                while window and window[-1][1] >= reached:
                    window.pop()
                window.append((following[at][0], reached))
            at += 1
        while window and window[0][0] < end:
            window.popleft()
        if window:
            made[n] = window[0][1]
    return made


def _outermost(hits: list[Hit]) -> list[Hit]:
    """Hits in order of place, without those inside another."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h[0], -h[1], h[2])):
        if not kept or hit[1] > kept[-1][1]:
            kept.append(hit)
    return kept
