"""``load()``: a corpus folder -> a frozen Study that holds the tables every measure reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from compare.corpus import Plan, plan_files, plans_table, read_plan, reference_files
from compare.outline import outline
from compare.paths import corpus_folder, shared_folder
from compare.themes import Theme, code, parse_theme, read_themes
from compare.tokens import Lexicon, Segmented, read_lexicon, segment, tokens_table


@dataclass(frozen=True)
class Study:
    """The tables of one corpus, and the themes and lexicon they were made with."""

    corpus: Path
    plans: pd.DataFrame
    removals: pd.DataFrame
    clauses: pd.DataFrame
    codings: pd.DataFrame
    hits: pd.DataFrame
    themes: tuple[Theme, ...]
    lexicon: Lexicon
    references: tuple[Plan, ...] = ()

    @cached_property
    def segmented(self) -> Segmented:
        """Tokens as arrays, made when they are first asked for: segmenting takes longer than all the rest."""
        return segment(self.clauses, self.removals, self.lexicon)

    @cached_property
    def tokens(self) -> pd.DataFrame:
        """Table tokens."""
        return tokens_table(self.segmented, self.clauses)


P = ParamSpec("P")
T = TypeVar("T")


def once(measure: Callable[Concatenate[Study, P], T]) -> Callable[Concatenate[Study, P], T]:
    """A measure whose result is kept with the study, so that a chart and a table of it are computed once.

    A study is frozen: what was made of it holds as long as it lives.  Each caller gets a copy of a table.
    """
    @wraps(measure)
    def kept(study: Study, *args: P.args, **kwargs: P.kwargs) -> T:
        made: dict[Any, T] = vars(study).setdefault("_made", {})  # beside its cached properties
        key = (measure.__module__, measure.__qualname__, args, tuple(sorted(kwargs.items())))
        if key not in made:
            made[key] = measure(study, *args, **kwargs)
        result = made[key]
        return result.copy() if isinstance(result, pd.DataFrame) else result

    return kept


def load(corpus: str | Path | None = None) -> Study:
    """Read a corpus folder: ``plans/``, and ``themes/`` and ``lexicon/`` (else the package's own).

    Documents in ``reference/`` take part in measures of reuse alone.

    Raises StudyError, one line, where a file is at fault; nothing is written.
    """
    folder = corpus_folder(corpus)
    themes = read_themes(shared_folder(folder, "themes"))
    lexicon = read_lexicon(shared_folder(folder, "lexicon")).with_terms(term for theme in themes for term in theme.terms)
    plans = [read_plan(path) for path in plan_files(folder)]
    clauses, removals = outline(plans)
    codings, hits = code(clauses, removals, themes)
    table = plans_table(plans)
    counted = clauses[clauses["counted"]].groupby("plan_id")["n_han"].sum()
    table["n_han"] = table["plan_id"].map(counted).fillna(0).astype("int64")
    references = tuple(read_plan(path) for path in reference_files(folder))
    return Study(folder, table, removals, clauses, codings, hits, themes, lexicon, references)


def with_theme(study: Study, name: str, text: str) -> Study:
    """The study with one theme more, or another in place of its namesake, from the text of a theme file; nothing is written.

    For trying a theme out: clauses are coded again, the lexicon stays as it is (a theme in the corpus adds its terms to it).
    Raises StudyError where the text is at fault, as ``load`` does.
    """
    made = parse_theme(text, Path(f"{name}.yml"))
    themes = tuple(sorted([*(theme for theme in study.themes if theme.name != made.name), made], key=lambda theme: theme.name))
    codings, hits = code(study.clauses, study.removals, themes)
    return replace(study, themes=themes, codings=codings, hits=hits)
