"""Whether a researcher's pattern could run long: patterns are the last resort, and must never hang."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(\d*)(,?)(\d*)\}|\(\?[^)]|.", re.DOTALL)
MOST_WAYS = 1000       # tried at every position of the text
MOST_ANCHORED = 10_000  # tried at its first position alone
MOST_WORK = 50_000      # ways, each of as many characters as the pattern has at least


@dataclass
class _Group:
    """A group under way: the ways of its branches, and the letters of a branch as long as it is letters alone."""

    ways: int = 1
    letters: str | None = ""
    branches: list[tuple[int, str | None]] = field(default_factory=list)

    def next_branch(self) -> None:
        self.branches.append((self.ways, self.letters))
        self.ways, self.letters = 1, ""

    def all_ways(self) -> int:
        """Ways to match at one place: words that begin each other compete, other words exclude each other."""
        self.next_branch()
        words = [letters for _, letters in self.branches if letters is not None]
        if len(words) == len(self.branches):
            return max(sum(word.startswith(other) for other in words) for word in words)
        return sum(ways for ways, _ in self.branches)


def too_slow(pattern: str) -> str:
    """Why the pattern could take long on some text; empty where it cannot.

    A pattern whose quantifiers all have an upper bound, none of which stands on a group, has at
    most the product of their choices, and of the branches of its groups, of ways to try at each
    position, and each way takes as long as the pattern is; so time grows with the length of the text alone.
    """
    groups, anchored = [_Group()], pattern.startswith("^")
    before, length = "", 0
    for token in _TOKEN.finditer(pattern):
        text, group = token[0], groups[-1]
        if text in "*+":
            return f"has {text}, which knows no end"
        if text == "?" or (text[0] == "{" and (token[1] or token[2])):
            low, high = ("0", "1") if text == "?" else (token[1] or "0", token[3] if token[2] else token[1])
            if not high:
                return f"has {text}, which knows no end"
            if len(high) > 4 or int(high) > MOST_WAYS:
                return f"has {text}, more than {MOST_WAYS:,}"
            if before == ")":
                return f"has a group under {text}"
            length += max(int(low) - 1, 0)
            group.ways *= max(int(high) - int(low) + 1, 1)
            group.letters = None
        elif text.startswith("(?"):
            if text != "(?:":
                return f"has {text}, which is not needed here"
            groups.append(_Group())
        elif text == "(":
            groups.append(_Group())
        elif text == ")" and len(groups) > 1:
            ways = groups.pop().all_ways()
            groups[-1].ways *= ways
            groups[-1].letters = None
        elif text == "|":
            group.next_branch()
            anchored = anchored and len(groups) > 1
        elif text[0] == "\\" and text[1].isdigit():
            return f"refers back with {text}"
        else:
            length += 1
            if group.letters is not None:
                group.letters = None if len(text) > 1 or text in ".^$" else group.letters + text
        before = text
        if group.ways > 10 * MOST_ANCHORED:
            break
    ways = 1
    while groups:
        ways *= groups.pop().all_ways()
    if ways > (MOST_ANCHORED if anchored else MOST_WAYS):
        return f"has {ways:,} ways to match"
    return "" if anchored or ways * length <= MOST_WORK else f"has {ways:,} ways to match {length:,} characters"
