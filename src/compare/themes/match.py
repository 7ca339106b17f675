"""Where the words of all themes stand in a clause: one automaton, one pass over the text.

Evidence words of all themes compete: of two that overlap so that one holds the other, the longer
stands (网络安全教育 over 安全教育).  A theme's exclusions win over the evidence that they touch,
except over longer words that hold the exclusion.  Words of near, sequence, all and not, and of scope rules, do
not compete; they are looked up where a rule asks for them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from compare.themes.theme import Rule, Theme, Words

Span = tuple[int, int]
Hit = tuple[int, int, str]

# Quotation marks and spaces stand inside terms ("平安"校园, 协 作), and full-width letters are the same letters.
_DROPPED = re.compile("[\\s“”‘’\"'「」『』]")
_FOLD = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)} | {c: c + 32 for c in range(65, 91)} | {
    c: c - 0xFEE0 + 32 for c in range(0xFF21, 0xFF3B)}
# Who is responsible, inside or after a sentence: (责任科室:安全科) says nothing of safety.
_OFFICES = re.compile(
    "[(【]?(?:责任|牵头|主责|主办|承办|协办|配合|落实|分管)(?:单位|部门|领导|科室|股室|处室|[人处科]):[^)】。;]*[)】]?"
    "|[(【][^()【】。]{2,60}(?:负责|牵头|落实|配合)[)】]")
_SAYS = re.compile("[^\\W_]")
# Letters and figures make words that are not cut: AI stands not in TRAIN, 5G not in 15G.
_UNCUT = re.compile("[a-z](?=[a-z])|[0-9](?=[0-9])")


def folded(text: str) -> tuple[str, list[int]]:
    """Text as it is matched (offices blanked out), and the places in it before which a character was dropped."""
    drops = [match.start() - n for n, match in enumerate(_DROPPED.finditer(text))]
    plain = (_DROPPED.sub("", text) if drops else text).translate(_FOLD)
    if ":" in plain or "(" in plain or "【" in plain:
        plain = _OFFICES.sub(lambda match: "_" * len(match[0]), plain)
    return plain, drops


class Found:
    """What the automaton found in one clause."""

    __slots__ = ("text", "drops", "spans", "evidence", "plain", "triggered")

    def __init__(self, text: str) -> None:
        self.text, self.drops = folded(text)
        self.spans: dict[str, list[Span]] = {}
        self.evidence: list[tuple[int, int, str]] = []
        self.plain: dict[str, list[Hit]] = {}       # theme -> hits of its rules that are word lists
        self.triggered: dict[str, set[int]] = {}    # theme -> its other rules that may hold

    @property
    def speaks(self) -> bool:
        """Whether anything is said: not where a clause names the offices in charge alone."""
        return _SAYS.search(self.text) is not None

    def uncut(self, at: int) -> bool:
        """Whether two letters of one word, or two figures of one number, meet at a place of the matched text."""
        return at > 0 and _UNCUT.match(self.text, at - 1) is not None and at not in self.drops

    def holds(self, words: frozenset[str]) -> bool:
        return not words.isdisjoint(self.spans)

    def original(self, start: int, end: int) -> Span:
        """A span of the matched text as a span of the clause's text."""
        return start + bisect_right(self.drops, start), end + bisect_right(self.drops, end - 1)


class Matcher:
    """The words of all themes in one Aho-Corasick automaton."""

    def __init__(self, themes: tuple[Theme, ...]) -> None:
        from ahocorasick_rs import AhoCorasick
        self._words = sorted(set(_all_words(themes)))
        self._latin = {at for at, word in enumerate(self._words) if word[0] <= "z" or word[-1] <= "z"}
        self._evidence = {word for theme in themes for rule in theme.rules for word in rule.any}
        self._automaton: Any = AhoCorasick(self._words, store_patterns=False) if self._words else None
        self._themes = {theme.name: _ThemeMatcher(theme) for theme in themes}
        self._plain: dict[str, list[tuple[str, str]]] = {}
        # a rule of several conditions is tried where a word stands that it cannot do without
        self._triggers: dict[str, list[tuple[str, int]]] = {}
        for name, matcher in self._themes.items():
            for word, rule_name in matcher.plain.items():
                self._plain.setdefault(word, []).append((name, rule_name))
            for at, rule in enumerate(matcher.rules):
                for word in rule.trigger:
                    self._triggers.setdefault(word, []).append((name, at))

    def find(self, text: str) -> Found:
        """All words of all themes in one clause's text."""
        found = Found(text)
        if self._automaton is None:
            return found
        words, spans, triggers, competing = self._words, found.spans, self._triggers, []
        for pattern, start, end in self._automaton.find_matches_as_indexes(found.text, overlapping=True):
            word = words[pattern]
            if pattern in self._latin and (found.uncut(start) or found.uncut(end)):
                continue
            if word in spans:
                spans[word].append((start, end))
            else:
                spans[word] = [(start, end)]
                if word in triggers:
                    for theme, at in triggers[word]:
                        found.triggered.setdefault(theme, set()).add(at)
            if word in self._evidence:
                competing.append((start, -end, word))
        reach = 0
        for start, end, word in sorted(competing):
            if -end > reach:
                reach = -end
                found.evidence.append((start, reach, word))
                for theme, rule in self._plain.get(word, ()):
                    found.plain.setdefault(theme, []).append((start, reach, rule))
        return found

    def hits(self, theme: str, found: Found) -> list[Hit]:
        """Evidence for a theme in a clause: (start, end, rule) in the matched text, none inside another."""
        matcher = self._themes[theme]
        return matcher.hits(found) if theme in found.plain or theme in found.triggered or matcher.always else []


class _Conditions:
    """A rule of several conditions, made ready: sets of words, the compiled pattern."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.any, self.without = frozenset(rule.any), frozenset(rule.without)
        self.pattern = re.compile(rule.regex) if rule.regex else None
        groups = [rule.any, rule.all[:1], *rule.near, *rule.sequence]
        self.trigger: set[str] = min((set(group) for group in groups if group), key=len, default=set())


class _ThemeMatcher:
    def __init__(self, theme: Theme) -> None:
        self._name = theme.name
        self._exclude = frozenset(theme.exclude)
        self.plain: dict[str, str] = {}
        self.rules: list[_Conditions] = []
        for rule in theme.rules:
            if rule.all or rule.near or rule.sequence or rule.regex or rule.without:
                self.rules.append(_Conditions(rule))
            else:
                for word in rule.any:
                    self.plain.setdefault(word, rule.name)
        self.always = {at for at, rule in enumerate(self.rules) if not rule.trigger}

    def hits(self, found: Found) -> list[Hit]:
        hits = found.plain.get(self._name, [])
        barred = [span for word in self._exclude.intersection(found.spans) for span in found.spans[word]]
        if barred:
            hits = [hit for hit in hits if _free(hit[:2], barred)]
        for at in sorted(self.always.union(found.triggered.get(self._name, ()))):
            rule = self.rules[at]
            hits = hits + [(start, end, rule.rule.name) for start, end in _rule_spans(rule, found, barred)]
        return _outermost(hits) if len(hits) > 1 else hits


def _free(span: Span, barred: list[Span]) -> bool:
    """Whether no exclusion touches the span, but for one that stands inside it and is shorter."""
    start, end = span
    return not any(s < end and start < e and not (start <= s and e <= end and e - s < end - start) for s, e in barred)


def _rule_spans(conditions: _Conditions, found: Found, barred: list[Span]) -> list[Span]:
    """Evidence of a rule with several conditions; empty where one of them does not hold."""
    rule, pattern = conditions.rule, conditions.pattern
    spans: list[Span] = []
    if found.holds(conditions.without):
        return []
    if conditions.any:
        spans = [(start, end) for start, end, word in found.evidence if word in conditions.any and _free((start, end), barred)]
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
        there = [s for s in (m.span() for m in pattern.finditer(found.text)) if _free(s, barred)]
        if not there:
            return []
        spans += there
    return spans


def _spans(words: Words, found: Found, barred: list[Span]) -> list[Span]:
    spans = [span for word in words if word in found.spans for span in found.spans[word]]
    if barred:
        spans = [span for span in spans if _free(span, barred)]
    return sorted(spans)


def _near(groups: list[list[Span]], within: int | None) -> list[Span]:
    """Shortest stretches that hold one span of each group, neighbours at most ``within`` apart."""
    made = []
    for anchor in groups[0]:
        chosen = [anchor]
        for group in groups[1:]:
            apart = [(max(s - anchor[1], anchor[0] - e, 0), s, e) for s, e in group if e <= anchor[0] or anchor[1] <= s]
            best = min(apart, default=None)
            if best is None or (within is not None and best[0] > within):
                break
            chosen.append(best[1:])
        else:
            made.append((min(s for s, _ in chosen), max(e for _, e in chosen)))
    return made


def _sequence(groups: list[list[Span]], gap: int) -> list[Span]:
    """Stretches that hold one span of each group in order, at most ``gap`` characters between two."""
    made = []
    for first in groups[0]:
        ends = {first[1]}
        for group in groups[1:]:
            ends = {e for s, e in group if any(0 <= s - end <= gap for end in ends)}
        if ends:
            made.append((first[0], min(ends)))
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
