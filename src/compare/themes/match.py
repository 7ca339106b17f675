"""Where the words of all themes stand in a clause: found in one pass over the text.

Evidence words of all themes compete: of two that overlap so that one holds the other, the longer
stands (网络安全教育 over 安全教育).  What a theme's rules make of them: see ``conditions``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from compare.occurrences import Finder
from compare.themes.conditions import Found, Hit, ThemeMatcher
from compare.themes.folding import fold
from compare.themes.theme import Theme

# Letters and figures make words that are not cut: AI stands not in TRAIN, 5G not in 15G.
_UNCUT = re.compile("[a-z](?=[a-z])|[0-9](?=[0-9])")


class Matcher:
    """The words of all themes, found together."""

    def __init__(self, themes: tuple[Theme, ...]) -> None:
        self.words = sorted(set(_all_words(themes)))
        self.number = {word: at for at, word in enumerate(self.words)}
        self.latin = np.array([word[0] <= "z" or word[-1] <= "z" for word in self.words], dtype=bool)
        self.evidence = {word for theme in themes for rule in theme.rules for word in rule.any}
        self.finder = Finder(self.words)
        self.themes = {theme.name: ThemeMatcher(theme) for theme in themes}
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

    def _named(self, matcher: ThemeMatcher) -> np.ndarray:
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


def _all_words(themes: tuple[Theme, ...]) -> Iterable[str]:
    for theme in themes:
        yield from theme.exclude
        for rule in theme.rules:
            yield from (*rule.any, *rule.all, *rule.without)
            for group in (*rule.near, *rule.sequence):
                yield from group
        for scope in theme.scope:
            yield from (*scope.heading, *scope.unless, *scope.needs, *scope.without)
