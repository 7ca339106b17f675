"""Where the words of all themes stand in a clause: found in one pass over the text.

Evidence words of all themes compete: of two that overlap so that one holds the other, the longer
stands (网络安全教育 over 安全教育).  A theme's exclusions win over the evidence that they touch,
except over longer words that hold the exclusion.  Words of near, sequence, all and not, and of scope rules, do
not compete; they are looked up where a rule asks for them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable
from typing import TypeVar

import numpy as np

from compare.occurrences import Finder
from compare.themes.folding import fold, folded
from compare.themes.theme import Rule, Theme, Words

__all__ = ["Findings", "Found", "Matcher", "folded"]

Span = tuple[int, int]
Hit = tuple[int, int, str]
_Place = TypeVar("_Place", Span, Hit)

# Letters and figures make words that are not cut: AI stands not in TRAIN, 5G not in 15G.
_UNCUT = re.compile("[a-z](?=[a-z])|[0-9](?=[0-9])")


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


class Matcher:
    """The words of all themes, found together."""

    def __init__(self, themes: tuple[Theme, ...]) -> None:
        self.words = sorted(set(_all_words(themes)))
        self.number = {word: at for at, word in enumerate(self.words)}
        self.latin = np.array([word[0] <= "z" or word[-1] <= "z" for word in self.words], dtype=bool)
        self.evidence = {word for theme in themes for rule in theme.rules for word in rule.any}
        self.finder = Finder(self.words)
        self.themes = {theme.name: _ThemeMatcher(theme) for theme in themes}
        self.plain: dict[str, list[tuple[str, str]]] = {}
        # a rule of several conditions is tried where a word stands that it cannot do without
        self.triggers: dict[str, list[tuple[str, int]]] = {}
        for name, matcher in self.themes.items():
            for word, rule_name in matcher.plain.items():
                self.plain.setdefault(word, []).append((name, rule_name))
            for at, rule in enumerate(matcher.rules):
                for word in rule.trigger:
                    self.triggers.setdefault(word, []).append((name, at))

    def find(self, text: str) -> Found:
        """All words of all themes in one clause's text."""
        return Findings(self, [text])[0]

    def hits(self, theme: str, found: Found) -> list[Hit]:
        """Evidence for a theme in a clause: (start, end, rule) in the matched text, none inside another."""
        matcher = self.themes[theme]
        return matcher.hits(found) if theme in found.plain or theme in found.triggered or matcher.always else []


class Findings:
    """All words of all themes in all clauses, found in one pass; what was found in a clause is told when it is asked for.

    ``speaks``: whether a clause says anything beside the offices in charge.
    """

    def __init__(self, matcher: Matcher, texts: list[str]) -> None:
        made = fold(texts)
        self.speaks, self._matcher, self._text = made.speaks, matcher, made.text
        self._first, self._drops = made.first, made.drops
        self._drop_from = np.searchsorted(made.drops, made.first)
        matches = matcher.finder.find(made.chars)
        matches = matches[self._whole(matches)]
        self._row = np.searchsorted(made.first, matches[:, 1], side="right") - 1
        self._matches, self._from = matches, np.searchsorted(self._row, np.arange(len(texts) + 1))
        order = np.argsort(matches[:, 0], kind="stable")
        self._holders = self._row[order]        # the clauses of each word, word by word
        self._word_from = np.searchsorted(matches[order, 0], np.arange(len(matcher.words) + 1)).tolist()
        self._evidence = self._outer()
        self._made: dict[int, Found] = {}

    def _whole(self, matches: np.ndarray) -> np.ndarray:
        """Which matches cut no word of letters and no number; over a character that was dropped, none goes on."""
        whole = np.ones(len(matches), dtype=bool)
        drops = frozenset(self._drops.tolist()) if len(matches) else ()
        for at in np.flatnonzero(self._matcher.latin[matches[:, 0]]).tolist():
            whole[at] = not any(_UNCUT.match(self._text, place - 1) and place not in drops
                                for place in matches[at, 1:].tolist() if place)
        return whole

    def hits(self, theme: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """(rows, starts, ends, rules) of all evidence for a theme, clause by clause; places are those in the clauses' texts.

        Where nothing but words of the theme's lists has a say, what was left of them stands; other clauses are looked at singly.
        """
        matcher = self._matcher.themes[theme]
        pattern, start, end, row = self._evidence
        named, single = self._named(matcher), np.zeros(len(self.speaks), dtype=bool)
        for rule in matcher.rules:
            if not rule.listed:
                may = ~self.holding(rule.without)
                for group in rule.groups:
                    may &= self.holding(group)
                single |= may
        found = np.zeros(len(self.speaks), dtype=bool)
        found[row[named < len(matcher.names)]] = True
        single |= found & self.holding(matcher.exclude)
        single &= self.speaks
        listed = (named < len(matcher.names)) & (self.speaks & ~single)[row]
        held = [(at, *hit) for at in np.flatnonzero(single).tolist() for hit in self._matcher.hits(theme, self[at])]
        places = np.array([hit[:3] for hit in held], dtype=np.int64).reshape(-1, 3)
        rows = np.concatenate([row[listed], places[:, 0]])
        order = np.argsort(rows, kind="stable")
        rows = rows[order]
        first, last = (np.concatenate([mine[listed], other + self._first[places[:, 0]]])[order]
                       for mine, other in ((start, places[:, 1]), (end, places[:, 2])))
        # what was dropped in front of a place stands in the clause's text
        base = self._first[rows] + self._drop_from[rows]
        names = np.array([*matcher.names, ""], dtype=object)
        return (rows, first + np.searchsorted(self._drops, first, side="right") - base,
                last + np.searchsorted(self._drops, last - 1, side="right") - base,
                np.concatenate([names[named[listed]], np.array([hit[3] for hit in held], dtype=object)])[order])

    def _named(self, matcher: _ThemeMatcher) -> np.ndarray:
        """For each evidence word that stands in no longer one the rule that it is evidence by, as a place in ``names``; else their number.

        Of several the first by name; rules of a list of words, or of one and words that may not stand beside it, are looked at.
        """
        pattern, _, _, row = self._evidence
        number, nothing = self._matcher.number, len(matcher.names)
        place = {name: at for at, name in enumerate(matcher.names)}
        by_word = np.full(len(self._matcher.words) or 1, nothing)
        by_word[[number[word] for word in matcher.plain]] = [place[name] for name in matcher.plain.values()]
        named = by_word[pattern]
        for rule in matcher.rules:
            if rule.listed:
                among = np.zeros(len(by_word), dtype=bool)
                among[[number[word] for word in rule.any]] = True
                held = np.flatnonzero(among[pattern])
                held = held[~self.holding(rule.without)[row[held]]]
                named[held] = np.minimum(named[held], place[rule.rule.name])
        return named

    def holding(self, words: Iterable[str]) -> np.ndarray:
        """For each clause whether it holds one of the words."""
        holding = np.zeros(len(self.speaks), dtype=bool)
        for number in map(self._matcher.number.__getitem__, words):
            first, after = self._word_from[number], self._word_from[number + 1]
            if first < after:
                holding[self._holders[first:after]] = True
        return holding

    def _outer(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """(words, starts, ends, rows) of evidence words that stand in no longer one, in order; places in the text of all."""
        words = self._matcher.words
        competing = np.fromiter((word in self._matcher.evidence for word in words), bool, len(words))
        at = np.flatnonzero(competing[self._matches[:, 0]])
        at = at[np.lexsort((-self._matches[at, 2], self._matches[at, 1]))]
        reach = np.maximum.accumulate(self._matches[at, 2])
        at = at[np.append(True, reach[1:] > reach[:-1])[:len(at)]]
        return (*self._matches[at].T, self._row[at])

    def __getitem__(self, row: int) -> Found:
        if row not in self._made:
            self._made[row] = self._found(row)
        return self._made[row]

    def _found(self, row: int) -> Found:
        first = int(self._first[row])
        found = Found(self._text[first:int(self._first[row + 1]) - 1],
                      (self._drops[self._drop_from[row]:self._drop_from[row + 1]] - first).tolist())
        matcher, spans, competing = self._matcher, found.spans, []
        for pattern, start, end in self._matches[self._from[row]:self._from[row + 1]].tolist():
            word, start, end = matcher.words[pattern], start - first, end - first
            if word in spans:
                spans[word].append((start, end))
            else:
                spans[word] = [(start, end)]
                for theme, at in matcher.triggers.get(word, ()):
                    found.triggered.setdefault(theme, set()).add(at)
            if word in matcher.evidence:
                competing.append((start, -end, word))
        reach = 0
        for start, end, word in sorted(competing):
            if -end > reach:
                reach = -end
                found.evidence.append((start, reach, word))
                for theme, rule in matcher.plain.get(word, ()):
                    found.plain.setdefault(theme, []).append((start, reach, rule))
        return found


class _Conditions:
    """A rule of several conditions, made ready: sets of words, the compiled pattern."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.any, self.without = frozenset(rule.any), frozenset(rule.without)
        self.pattern = re.compile(rule.regex) if rule.regex else None
        self.listed = bool(rule.any) and not (rule.all or rule.near or rule.sequence or rule.regex)
        # of each group one word at least stands where the rule holds; it is tried where one of the smallest group stands
        self.groups = [set(group) for group in (rule.any, *((word,) for word in rule.all), *rule.near, *rule.sequence) if group]
        self.trigger: set[str] = min(self.groups, key=len, default=set())


class _ThemeMatcher:
    def __init__(self, theme: Theme) -> None:
        self._name = theme.name
        self.exclude = frozenset(theme.exclude)
        self.plain: dict[str, str] = {}
        self.rules: list[_Conditions] = []
        for rule in theme.rules:
            if rule.all or rule.near or rule.sequence or rule.regex or rule.without:
                self.rules.append(_Conditions(rule))
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


def _rule_spans(conditions: _Conditions, found: Found, barred: list[Span]) -> list[Span]:
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


def _all_words(themes: tuple[Theme, ...]) -> Iterable[str]:
    for theme in themes:
        yield from theme.exclude
        for rule in theme.rules:
            yield from (*rule.any, *rule.all, *rule.without)
            for group in (*rule.near, *rule.sequence):
                yield from group
        for scope in theme.scope:
            yield from (*scope.heading, *scope.unless, *scope.needs, *scope.without)
