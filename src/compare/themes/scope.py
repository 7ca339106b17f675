"""Lending: how a heading's theme reaches the clauses under it, and a sentence's theme the next one.

Read clause by clause in the light of the outline.  The nearest heading speaks first; a heading or
sentence that has turned to another subject (``not`` of the scope rule) takes nothing, and neither does what
stands under it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from compare.themes.match import Found
from compare.themes.theme import Scope

# a numbered clause that is longer than this is a sentence of its own, no heading; same of a paragraph's first sentence
LONGEST = {"section": 70, "item": 45, "point": 32, "paragraph": 20}
LEVELS = tuple(LONGEST)
# so many clauses without a word of the theme, one after the other, and the heading's subject has been left
SILENCE = {"section": 12, "item": 6, "point": 6, "paragraph": 6}


@dataclass
class Context:
    """What stands above and before each clause: rows of headings by level, and of the sentence before."""

    heads: list[dict[str, int]] = field(default_factory=list)
    headings: set[int] = field(default_factory=set)
    before: list[int | None] = field(default_factory=list)
    under: dict[int, list[int]] = field(default_factory=dict)


def context(kinds: Sequence[str], blocks: Sequence[int], texts: Sequence[str], counted: Sequence[bool],
            new_line: Sequence[bool], new_plan: Sequence[bool]) -> Context:
    """The context of every clause; one pass over the columns of table clauses."""
    made = Context()
    heads: dict[str, int] = {}
    last: int | None = None
    for row, kind in enumerate(kinds):
        if new_plan[row]:
            heads, last = {}, None
        if not counted[row]:
            made.heads.append({})
            made.before.append(None)
            continue
        if "item" in heads and kind != "item" and blocks[row] != blocks[heads["item"]]:
            heads = {}  # a closing paragraph that belongs to no item
            last = None
        level = _level(row, kind, texts, new_line, counted)
        if level == "paragraph" and ("item" in heads or "point" in heads):
            level = ""  # under a numbered heading the first sentence of a paragraph is one like the others
        if kind in ("section", "item"):
            last = None
        if level or kind in ("section", "item", "point"):
            rank = LEVELS.index(level or kind)
            heads = {name: head for name, head in heads.items() if LEVELS.index(name) < rank}
        elif new_line[row]:
            heads = {name: head for name, head in heads.items() if name != "paragraph" or _is_line(head, texts, new_line)}
        made.heads.append(dict(heads))
        made.before.append(last)
        for head in heads.values():
            made.under.setdefault(head, []).append(row)
        if level and len(texts[row]) <= LONGEST[level]:
            heads[level] = row
            made.headings.add(row)
        last = row
    return made


def _level(row: int, kind: str, texts: Sequence[str], new_line: Sequence[bool], counted: Sequence[bool]) -> str:
    if kind in LONGEST:
        return kind
    short = new_line[row] and len(texts[row]) <= LONGEST["paragraph"]
    follows = row + 1 < len(texts) and counted[row + 1]
    return "paragraph" if short and follows and (texts[row][-1:] in "。！" or texts[row][-1:].isalnum()) else ""


def _is_line(head: int, texts: Sequence[str], new_line: Sequence[bool]) -> bool:
    """Whether the heading is a line without a full stop, so that it stands above the paragraphs that follow."""
    return head + 1 < len(new_line) and new_line[head + 1] and texts[head][-1:].isalnum()


def lend(scopes: tuple[Scope, ...], own: set[int], context: Context, found: Sequence[Found | None],
         counted: Sequence[int]) -> dict[int, tuple[int, str]]:
    """{clause: (lending clause, scope rule)} for the clauses that a scope rule reaches.

    ``own``: rows with evidence of the theme.  Nearest source first, then order of the rules.
    """
    if not scopes or not own:
        return {}
    lent: dict[int, tuple[int, str]] = {}
    lends: dict[tuple[str, int], bool] = {}
    headings = [s for s in scopes if s.sources != ("sentence",)]
    carries = [s for s in scopes if "sentence" in s.sources]

    def lending(scope: Scope, head: int) -> bool:
        key = (scope.name, head)
        if key not in lends:
            words = found[head]
            lends[key] = head in own and words is not None and not words.holds(scope.unless) and (
                not scope.heading or words.holds(scope.heading))
        return lends[key]

    for row in counted:
        if row in own:
            continue
        words = found[row]
        if words is None:
            continue
        given = _from_headings(row, headings, lending, own, context, found)
        if given:
            lent[row] = given
            continue
        before = context.before[row]
        if before is not None and (before in own or before in lent):
            for scope in carries:
                if before in own and not lending(scope, before):
                    continue
                if (not scope.needs or words.holds(scope.needs)) and not words.holds(scope.without):
                    lent[row] = (lent[before][0] if before in lent else before, f"scope.{scope.name}")
                    break
    return lent


def _from_headings(row: int, scopes: Sequence[Scope], lending: Callable[[Scope, int], bool], own: set[int], context: Context,
                   found: Sequence[Found | None]) -> tuple[int, str] | None:
    heads = context.heads[row]
    for level in reversed(LEVELS):
        head = heads.get(level)
        if head is None or head not in own or _silence(row, head, own, context) > SILENCE[level]:
            continue
        narrower = [heads[name] for name in LEVELS[LEVELS.index(level) + 1:] if name in heads]
        for scope in scopes:
            if level not in scope.sources or not lending(scope, head) or (scope.direct and (narrower or row in context.headings)):
                continue
            words = found[row]
            if scope.needs and (words is None or not words.holds(scope.needs)):
                continue
            if not any(_turned(other, scope, own, context, found) for other in (row, *narrower)):
                return head, f"scope.{scope.name}"
    return None


def _silence(row: int, head: int, own: set[int], context: Context) -> int:
    """Clauses under the heading without evidence, in a row, up to and with ``row``."""
    silent = 0
    below = context.under[head]
    for at in range(below.index(row), -1, -1):
        if below[at] in own:
            break
        silent += 1
    return silent


def _turned(row: int, scope: Scope, own: set[int], context: Context, found: Sequence[Found | None]) -> bool:
    """Whether a clause speaks of another subject: in its words, or, a heading, in the words under it alone."""
    if row in own:
        return False
    words = found[row]
    if words is not None and words.holds(scope.without):
        return True
    below = context.under.get(row, ())
    return bool(below) and not any(b in own for b in below) and any(
        found[b] is not None and found[b].holds(scope.without) for b in below)  # type: ignore[union-attr]
