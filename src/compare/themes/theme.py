"""What a theme is once its file has been read: rules, exclusions, scope and example sentences."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property

Words = tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """A rule holds for a clause when every condition that it states holds there.

    ``any``: at least one of the words stands there; ``all``: each of them; ``near``: one word of each
    group, with at most ``within`` characters between neighbours (None: anywhere in the clause), in
    any order; ``sequence``: the same in the order given, at most ``gap`` characters between them;
    ``regex``: the pattern is found; ``without``: none of these words stands in the clause.
    """

    name: str
    any: Words = ()
    all: Words = ()
    near: tuple[Words, ...] = ()
    within: int | None = None
    sequence: tuple[Words, ...] = ()
    gap: int = 0
    regex: str = ""
    without: Words = ()


@dataclass(frozen=True)
class Scope:
    """How a theme reaches clauses that do not name it.

    ``sources``: whose theme is lent: the headings section, item, point or paragraph (a short first
    sentence), or the sentence before.  ``heading``: words that the lending clause must hold (empty:
    any evidence of the theme will do), ``unless``: words with which it lends nothing; ``needs``:
    words of which the receiving clause must hold one; ``without``: words that show that a clause, or
    a heading between, has turned to another subject.
    """

    name: str
    sources: Words
    heading: Words = ()
    unless: Words = ()
    needs: Words = ()
    without: Words = ()


@dataclass(frozen=True)
class Example:
    """A sentence that must (or must not) be coded, with what stands above and before it."""

    text: str
    section: str = ""
    item: str = ""
    point: str = ""
    before: str = ""


@dataclass(frozen=True)
class Theme:
    """One theme file.  ``valid_from`` is an ISO date, or None for a theme without a beginning."""

    name: str
    label: str
    label_en: str
    definition: str
    valid_from: str | None = None
    rules: tuple[Rule, ...] = ()
    exclude: Words = ()
    scope: tuple[Scope, ...] = ()
    yes: tuple[Example, ...] = ()
    no: tuple[Example, ...] = ()

    @property
    def terms(self) -> Words:
        """Every word that can be evidence on its own, sorted."""
        return tuple(sorted({word for rule in self.rules for word in rule.any}))

    @cached_property
    def sha256(self) -> str:
        """Hash of all that the file says on what is coded; same hashes of all themes of a study, same codings."""
        matters = [self.name, self.valid_from, [asdict(r) for r in self.rules], sorted(self.exclude),
                   [asdict(s) for s in self.scope]]
        return hashlib.sha256(json.dumps(matters, ensure_ascii=False).encode()).hexdigest()
