"""What each word of a theme does to the result: drop one word at a time and code again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from compare.errors import StudyError
from compare.study import Study
from compare.tables import THEME, check, define, empty
from compare.themes import Theme, code
from compare.themes.folding import folded
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
    goes with it), the clauses that hold the word are coded again, and where one of them loses or gains the theme the whole of
    its section, scope and all; words of ``all`` and ``not``, exclusions and scope words stay.  A word in no plan changes nothing.

    Raises StudyError where the theme is unknown.
    """
    names = [known.name for known in study.themes]
    if theme is not None and theme not in names:
        raise StudyError("theme", f"no theme {theme!r} in this corpus", "use one of " + ", ".join(names))
    clauses = study.clauses.loc[study.clauses["counted"], ["plan_id", "clause_no"]]
    texts = [folded(text)[0] for text in study.clauses.loc[study.clauses["counted"], "text"].tolist()]
    sections = _sections(study.clauses)
    rows = []
    for known in study.themes:
        if theme in (None, known.name):
            own = study.codings[study.codings["theme"] == known.name]
            before = _coded(own), _coded(own[own["n_hits"] > 0])
            for word in words_of(known):
                held = clauses.iloc[[at for at, text in enumerate(texts) if word in text]]
                rows.append(_row(study, known, word, before, held, clauses, sections))
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


Keys = set[tuple[str, int]]


def _coded(codings: pd.DataFrame) -> Keys:
    return set(zip(codings["plan_id"], codings["clause_no"], strict=True))


def _sections(clauses: pd.DataFrame) -> np.ndarray:
    """Number of the section of each clause, over all plans: no scope rule reaches from one into another."""
    starts = (clauses["plan_id"] != clauses["plan_id"].shift()) | (clauses["counted"] & (clauses["kind"] == "section"))
    return starts.cumsum().to_numpy()


def _again(study: Study, theme: Theme, word: str, held: pd.DataFrame, evident: Keys, sections: np.ndarray) -> tuple[Keys, Keys]:
    """(clauses of the sections that may change, those of them that are coded without the word)."""
    def coded(rows: np.ndarray, own: Theme) -> pd.DataFrame:
        clauses = study.clauses.iloc[rows].reset_index(drop=True)
        removals = study.removals[study.removals["plan_id"].isin(clauses["plan_id"].unique())].reset_index(drop=True)
        made = code(clauses, removals, tuple(own if known.name == theme.name else known for known in study.themes))[0]
        return made[made["theme"] == theme.name]

    without_word = without(theme, word)
    rows = held.index.to_numpy()
    keys = list(zip(held["plan_id"], held["clause_no"], strict=True))
    now = _coded(coded(rows, replace(without_word, scope=())))
    changed = [row for row, key in zip(rows, keys, strict=True) if (key in now) != (key in evident)]
    if not changed:
        return set(), set()
    inside = np.isin(sections, sections[changed])
    taken = np.flatnonzero(inside | np.r_[False, inside[:-1]])        # and the next clause: it tells where a line ends
    reached = set(zip(study.clauses["plan_id"].to_numpy()[inside], study.clauses["clause_no"].to_numpy()[inside], strict=True))
    return reached, _coded(coded(taken, without_word)) & reached


def _row(study: Study, theme: Theme, word: str, before: tuple[Keys, Keys], held: pd.DataFrame, clauses: pd.DataFrame,
         sections: np.ndarray) -> dict[str, object]:
    """One row: ``before``: clauses that are coded, and those by words of their own; ``held``: clauses with the word."""
    lost: Keys = set()
    gained: Keys = set()
    if len(held):
        reached, after = _again(study, theme, word, held, before[1], sections)
        lost, gained = (before[0] & reached) - after, after - before[0]
    sizes = clauses["plan_id"].value_counts()
    change = {plan: 100 * (sum(key[0] == plan for key in gained) - sum(key[0] == plan for key in lost)) / sizes[plan]
              for plan in dict.fromkeys(held["plan_id"] if lost or gained else ())}
    most = max(change, key=lambda plan: abs(change[plan]), default="")
    n_before, n_after = len(before[0]), len(before[0]) - len(lost) + len(gained)
    return {"theme": theme.name, "term": word, "n_clauses": len(held), "n_plans": held["plan_id"].nunique(), "n_lost": len(lost),
            "n_gained": len(gained), "share": n_before / max(len(clauses), 1), "share_without": n_after / max(len(clauses), 1),
            "largest": f"{most} {change[most]:+.1f}" if lost or gained else "",
            "note": UNSEEN if held.empty else "" if lost or gained else IDLE}
