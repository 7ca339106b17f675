"""Theme files -> themes; clauses -> codings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from compare.corpus import load_yaml
from compare.tables import check


@dataclass(frozen=True)
class Theme:
    name: str
    label: str
    label_en: str
    definition: str
    valid_from: str | None
    terms: tuple[str, ...]


def read_themes(folder: Path) -> tuple[Theme, ...]:
    themes = []
    for path in sorted(folder.glob("*.yml")):
        data = load_yaml(path.read_text("utf-8"), path)
        themes.append(Theme(path.stem, data["label"], data["label_en"], data["definition"], data.get("valid_from"), tuple(data["any"])))
    return tuple(themes)


def code(clauses: pd.DataFrame, removals: pd.DataFrame, themes: tuple[Theme, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    from compare.spans import Spans
    spans = Spans(clauses, removals)
    rows = []
    for row, c in enumerate(clauses.itertuples()):
        if c.counted:
            for theme in themes:
                for m in re.finditer("|".join(map(re.escape, sorted(theme.terms, key=len, reverse=True))), c.text):
                    rows.append((c.plan_id, c.clause_no, theme.name, *spans(row, *m.span()), "any", m[0]))
    hits = pd.DataFrame(rows, columns=["plan_id", "clause_no", "theme", "start", "end", "rule", "evidence"])
    codings = hits.drop_duplicates(["plan_id", "clause_no", "theme"]).copy()
    codings["from_clause"] = codings["clause_no"]
    codings["n_hits"] = hits.groupby(["plan_id", "clause_no", "theme"], sort=False).size().to_numpy()
    return check(codings, "codings"), check(hits, "hits")
