"""Part of a study: the plans and themes that a reader chose, as a study of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

import pandas as pd

from compare.errors import StudyError
from compare.study import Study

ALL = "all"
_NAMED = 12  # choices that an error names before it says how many more there are


def subset(study: Study, places: Any = ALL, years: Any = ALL, themes: Any = ALL, plans: Any = ALL) -> Study:
    """The study with only the plans and themes chosen; every measure and chart of it is of these alone.

    Each choice is ``"all"``, one name or number, or several: ``places="湖里区"``, ``years=[2023, 2024]``,
    ``themes=["双减", "安全"]`` (a theme's file name or its label), ``plans=["湖里区-2020"]``.  A plan whose place is
    masked is chosen as a place by its ``plan_id``.  What is compared with "the rest" is then compared with the rest of these.

    Raises StudyError where something chosen is not in the study, or no plan is left, naming what can be chosen.
    """
    table = study.plans
    keep = pd.Series(True, index=table.index)
    names = table["place"].astype(object).where(table["place"].notna(), table["plan_id"])
    numbers = table["year"].map(lambda year: "" if pd.isna(year) else str(int(year)))
    for name, wanted, column in (("places", places, names), ("years", years, numbers), ("plans", plans, table["plan_id"])):
        if (chosen := _chosen(name, wanted, sorted({str(v) for v in column if v}))) is not None:
            keep &= column.isin(chosen)
    if not keep.any():
        raise StudyError("choices", f"no plan is of {_words(places, years, plans)}", f"choose among {_list(table['plan_id'])}")
    kept = _themes(study, themes)
    if keep.all() and len(kept) == len(study.themes):
        return study
    ids = set(table.loc[keep, "plan_id"])
    held = {field.name: getattr(study, field.name) for field in fields(study)}
    parts: dict[str, Any] = {name: _part(frame, ids, kept) for name, frame in held.items() if isinstance(frame, pd.DataFrame)}
    return replace(study, **parts, themes=tuple(theme for theme in study.themes if theme.name in kept))


def focus(study: Study, plan: str = ALL, theme: str = ALL) -> tuple[str, str]:
    """(plan_id, theme) to read closely: those named, else the pair with most coded clauses, the first of equals.

    ``theme`` may be a theme's file name or its label.  Raises StudyError where there is no such plan or theme.
    """
    part = subset(study, plans=plan, themes=theme)
    if not part.themes:
        raise StudyError(study.corpus / "themes", "no theme in it", "put a theme file there")
    counts = part.codings.groupby(["plan_id", "theme"]).size()
    pairs = [(str(p), t.name) for p in part.plans["plan_id"] for t in part.themes]
    return max(pairs, key=lambda pair: counts.get(pair, 0))


def _themes(study: Study, themes: Any) -> set[str]:
    by_name = {theme.label: theme.name for theme in study.themes} | {theme.name: theme.name for theme in study.themes}
    chosen = _chosen("themes", themes, list(by_name))
    return set(by_name.values()) if chosen is None else {by_name[name] for name in chosen}


def _chosen(name: str, wanted: Any, known: list[str]) -> list[str] | None:
    """What was chosen, as text; None for all."""
    several = [wanted] if isinstance(wanted, str | int) or not isinstance(wanted, Iterable) else list(wanted)
    if not several or any(str(one).strip().lower() in (ALL, "", "none", "全部") for one in several):
        return None
    chosen = [str(one).strip() for one in several]
    if missing := [one for one in chosen if one not in known]:
        raise StudyError(name, f"not in this study: {'、'.join(missing)}", f'choose among {_list(known)}, or "{ALL}"')
    return chosen


def _part(frame: pd.DataFrame, plans: set[str], themes: set[str]) -> pd.DataFrame:
    rows = pd.Series(True, index=frame.index)
    for column, kept in (("plan_id", plans), ("theme", themes)):
        if column in frame:
            rows &= frame[column].isin(kept)
    return frame[rows].reset_index(drop=True)


def _words(*choices: Any) -> str:
    words = ["、".join(map(str, [one] if isinstance(one, str | int) else one)) for one in choices]
    return " and ".join(word for word in words if word not in (ALL, "", "None", "全部"))


def _list(known: Iterable[str]) -> str:
    names = [str(name) for name in known]
    more = f" (and {len(names) - _NAMED} more)" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more
