"""Whether a researcher's pattern could run long: patterns are the last resort, and must never hang."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(\d*)(,?)(\d*)\}|\(\?[^)]|.", re.DOTALL)
MOST_WAYS = 1000       # tried at every position of the text
MOST_ANCHORED = 10_000  # tried at its first position alone


def too_slow(pattern: str) -> str:
    """Why the pattern could take long on some text; empty where it cannot.

    A pattern whose quantifiers all have an upper bound, none of which stands on a group, has at
    most the product of their choices of ways to try at each position; so time grows with the
    length of the text alone.
    """
    ways, depth, anchored = 1, 0, pattern.startswith("^")
    before = ""
    for token in _TOKEN.finditer(pattern):
        text = token[0]
        if text in "*+":
            return f"has {text}, which knows no end"
        if text == "?" or (text[0] == "{" and (token[1] or token[2])):
            low, high = ("0", "1") if text == "?" else (token[1] or "0", token[3] if token[2] else token[1])
            if not high:
                return f"has {text}, which knows no end"
            if before == ")":
                return f"has a group under {text}"
            ways *= max(int(high) - int(low) + 1, 1)
        elif text.startswith("(?"):
            if text != "(?:":
                return f"has {text}, which is not needed here"
        elif text[0] == "\\" and text[1].isdigit():
            return f"refers back with {text}"
        depth += text.startswith("(") - (text == ")")
        anchored = anchored and not (text == "|" and depth == 0)
        before = text
    return f"has {ways:,} ways to match" if ways > (MOST_ANCHORED if anchored else MOST_WAYS) else ""
