"""What each word of a theme does to the result: drop one word at a time and code again."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from compare.errors import StudyError
from compare.study import Study
from compare.tables import THEME, check, define, empty
from compare.themes import Theme, code
from compare.themes.match import folded
from compare.themes.theme import Rule, Words

define(
    "term_effects", "one word of a theme's rules", "theme term",
    theme=THEME,
    term=("str", "word of a rule, as the rules match it"),
    n_clauses=("int64", "counted clauses that hold it"),
    n_plans=("int64", "plans that hold it"),
    n_lost=("int64", "clauses no longer coded when this word is dropped"),
    n_gained=("int64", "clauses coded when it is dropped: it overlaid another word, or barred a rule"),
    share=("float64", "share of clauses coded, all plans together"),
    share_without=("float64", "the same without the word"),
    largest=("str", "plan whose share changes most, with the change in percentage points"),
    note=("str", "语料中未见; 去掉后结果不变; …"),
)

UNSEEN, IDLE = "语料中未见", "去掉后结果不变"


def term_effects(study: Study, theme: str | None = None) -> pd.DataFrame:
    """Table term_effects: one row per word of the rules of a theme (or of all), the most telling first, unseen words last.

    A word of any, near and sequence is dropped from every rule of its theme (a rule that is left without anything to find
    goes with it), and the plans that hold the word are coded again, scope and all; words of ``all`` and ``not``, exclusions and
    scope words stay.  A word in no plan changes nothing.

    Raises StudyError where the theme is unknown.
    """
    names = [known.name for known in study.themes]
    if theme is not None and theme not in names:
        raise StudyError("theme", f"no theme {theme!r} in this corpus", "use one of " + ", ".join(names))
    clauses = study.clauses.loc[study.clauses["counted"], ["plan_id", "clause_no"]]
    clauses = clauses.assign(folded=[folded(text)[0] for text in study.clauses.loc[study.clauses["counted"], "text"]])
    rows = []
    for known in study.themes:
        if theme in (None, known.name):
            before = _coded(study.codings, known.name)
            rows += [_row(study, known, word, before, clauses) for word in words_of(known)]
    if not rows:
        return empty("term_effects")
    order = {name: n for n, name in enumerate(names)}
    table = pd.DataFrame(rows).sort_values(["theme", "n_lost", "n_gained", "n_clauses", "term"], kind="stable",
                                           ascending=[True, False, False, False, True],
                                           key=lambda c: c.map(order) if c.name == "theme" else c)
    return check(table, "term_effects")


def words_of(theme: Theme) -> Words:
    """The words that can be evidence: those of any, near and sequence, sorted."""
    return tuple(sorted({word for rule in theme.rules for group in (rule.any, *rule.near, *rule.sequence) for word in group}))


def without(theme: Theme, word: str) -> Theme:
    """The theme without one word."""
    kept = []
    for rule in theme.rules:
        near, sequence = (tuple(tuple(w for w in group if w != word) for group in groups)
                          for groups in (rule.near, rule.sequence))
        dropped = replace(rule, any=tuple(w for w in rule.any if w != word), near=near, sequence=sequence)
        if not _impossible(rule, dropped):
            kept.append(dropped)
    return replace(theme, rules=tuple(kept))


def _impossible(rule: Rule, dropped: Rule) -> bool:
    """Whether a rule has lost all words of one of its conditions."""
    return bool(rule.any and not dropped.any) or any(not group for group in (*dropped.near, *dropped.sequence))


def _coded(codings: pd.DataFrame, theme: str) -> set[tuple[str, int]]:
    own = codings[codings["theme"] == theme]
    return set(zip(own["plan_id"], own["clause_no"], strict=True))


def _row(study: Study, theme: Theme, word: str, before: set[tuple[str, int]], clauses: pd.DataFrame
         ) -> dict[str, object]:
    held = clauses[[word in text for text in clauses["folded"]]]
    plans = list(dict.fromkeys(held["plan_id"]))
    after = {key for key in before if key[0] not in plans}
    themes = tuple(without(theme, word) if known.name == theme.name else known for known in study.themes)
    if plans:
        again, removed = (table[table["plan_id"].isin(plans)].reset_index(drop=True) for table in (study.clauses, study.removals))
        after |= _coded(code(again, removed, themes)[0], theme.name)
    sizes = clauses.groupby("plan_id", sort=False).size()
    change = {plan: 100 * (sum(k[0] == plan for k in after) - sum(k[0] == plan for k in before)) / sizes[plan] for plan in plans}
    most = max(change, key=lambda plan: abs(change[plan]), default="")
    lost, gained = len(before - after), len(after - before)
    return {"theme": theme.name, "term": word, "n_clauses": len(held), "n_plans": len(plans), "n_lost": lost, "n_gained": gained,
            "share": len(before) / max(len(clauses), 1), "share_without": len(after) / max(len(clauses), 1),
            "largest": f"{most} {change[most]:+.1f}" if lost or gained else "",
            "note": UNSEEN if held.empty else "" if lost or gained else IDLE}
