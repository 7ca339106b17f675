"""The yes: and no: sentences of a theme file: the tests that a theme carries with it."""

from __future__ import annotations

import pandas as pd

from compare.tables import check, empty
from compare.themes.coding import code
from compare.themes.theme import Example, Theme

NEUTRAL = "1.其他工作。"
LEVELS = ("section", "item", "point", "before", "text")


def failing(theme: Theme, themes: tuple[Theme, ...]) -> list[str]:
    """The theme's example sentences that come out wrong when ``themes`` are coded together, with yes or no before each."""
    examples = [("yes", e) for e in theme.yes] + [("no", e) for e in theme.no]
    clauses = _clauses([example for _, example in examples])
    codings, _ = code(clauses, empty("removals"), themes)
    coded = set(codings.loc[codings["theme"] == theme.name, "plan_id"] + " " +
                codings.loc[codings["theme"] == theme.name, "clause_no"].astype(str))
    lasts = clauses.groupby("plan_id", sort=False)["clause_no"].max()
    return [f"{wanted}: {example.text}" for (wanted, example), (plan, last) in zip(examples, lasts.items(), strict=True)
            if (f"{plan} {last}" in coded) != (wanted == "yes")]


def _clauses(examples: list[Example]) -> pd.DataFrame:
    """Table clauses in which each example is a plan of its own."""
    rows: list[tuple[object, ...]] = []
    for number, example in enumerate(examples):
        at = 0
        parts = {level: getattr(example, level) for level in LEVELS}
        if parts["before"] and not (parts["section"] or parts["item"] or parts["point"]):
            parts["item"] = NEUTRAL  # else the sentence before would itself stand where a heading stands
        headed = {level for level in LEVELS if parts[level]}
        for level, text in parts.items():
            if text:
                kind = level if level in ("section", "item", "point") else "body"
                rows.append((f"{number:04}", len(rows) + 1, kind, 1 if "section" in headed else None,
                             1 if level != "section" and "item" in headed else None, at, at + len(text), text,
                             int(level != "section"), True, len(text), at))
                at += len(text)
    names = "plan_id clause_no kind section item_no start end text block counted n_han text_start"
    return check(pd.DataFrame(rows, columns=names.split()), "clauses")
