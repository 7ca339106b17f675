"""``load()``: a corpus folder -> a frozen Study that holds the tables every measure reads.

The tables of a few plans are made at once.  Those of many are made in batches, on all cores, and kept in the corpus folder
(``store``, ``parts``): a plan that was read once is not read again until it, a theme, the lexicon or the program changes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial, wraps
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import numpy as np
import pandas as pd

from compare.batches import FEW, Workers
from compare.corpus import Plan, parse_plan, plan_files, plan_id, plans_table, read_plan, reference_files, told_apart
from compare.outline import outline
from compare.paths import NO_CACHE_VARIABLE, SCHEDULER_VARIABLE, corpus_folder, shared_folder
from compare.spans import plan_numbers
from compare.themes import Theme, code, parse_theme, read_themes
from compare.tokens import Lexicon, Segmented, read_lexicon, segment, tokens_table

if TYPE_CHECKING:
    from compare.parts import Parts, Task
    from compare.store import Rows

OUTLINE, CODED = ("plans", "clauses", "removals"), ("codings", "hits")


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
        source = vars(self).get("_source")
        return source.segmented(self) if source else segment(self.clauses, self.removals, self.lexicon)

    @cached_property
    def tokens(self) -> pd.DataFrame:
        """Table tokens."""
        return tokens_table(self.segmented, self.clauses)

    def __getattr__(self, name: str) -> pd.DataFrame:
        """The tables of many plans are fetched when they are first asked for."""
        source = vars(self).get("_source")
        if source is None or name not in (*OUTLINE, *CODED):
            raise AttributeError(f"a study has no attribute {name!r}")
        vars(self).update(source.tables(self, name))
        return vars(self)[name]

    # What a study tells of itself rests on measures, which stand above it: found by name when somebody looks, as in compare's own.
    def __repr__(self) -> str:
        return str(import_module("compare.display.study").summary(self))

    def _repr_html_(self) -> str:
        return str(import_module("compare.display.study").Overview(self)._repr_html_())


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


def by_plan(make: Callable[..., pd.DataFrame], study: Study, *args: str, table: str) -> pd.DataFrame:
    """``make(study, *args)``, a table of which a plan's rows hang on that plan alone, and on the themes.

    Of many plans it is made in batches, on all cores, and kept in the store.  ``make``: a function at the top of its module;
    ``table``: the name that the table is defined by.
    """
    source = vars(study).get("_source")
    return source.measure(study, make, args, table) if isinstance(source, _Whole) else make(study, *args)


def rows_by_plan(make: Callable[[Study], Callable[[Sequence[str]], Any]], study: Study, name: str) -> Rows:
    """Arrays of which a plan's rows hang on that plan and on the lexicon: of many plans from the store, as ``by_plan``.

    ``make(study)(plan_ids)`` gives an Arrow table, plan by plan, and the rows that each plan has.
    """
    source = vars(study).get("_source")
    if isinstance(source, _Whole):
        return source.rows(study, name, make)
    from compare.store import pack, unpack

    table, sizes = make(study)(study.plans["plan_id"].tolist())
    return unpack(pack(table, [""] * len(sizes), sizes))


def plan_ids(study: Study) -> list[str]:
    """The ids of the plans, in order; of many plans without fetching their table."""
    source = vars(study).get("_source")
    return list(source.parts.plans) if isinstance(source, _Whole) else study.plans["plan_id"].tolist()


def load(corpus: str | Path | None = None, *, cache: bool | None = None, jobs: int | None = None,
         scheduler: str | None = None) -> Study:
    """Read a corpus folder: ``plans/``, and ``themes/`` and ``lexicon/`` (else the package's own).

    Documents in ``reference/`` take part in measures of reuse alone.

    With more than 60 plans the work is done by ``jobs`` processes (None: one for each core), or by the workers of a dask
    ``scheduler``, and its results are kept in ``.plan-compare/`` of the corpus folder, the one place that is written to;
    ``cache=False`` keeps nothing.  None leaves that to the environment (PLAN_COMPARE_NO_CACHE, PLAN_COMPARE_SCHEDULER).
    The tables are the same in any case.

    Raises StudyError, one line, where a file is at fault.
    """
    folder = corpus_folder(corpus)
    themes = read_themes(shared_folder(folder, "themes"))
    lexicon = read_lexicon(shared_folder(folder, "lexicon")).with_terms(term for theme in themes for term in theme.terms)
    paths, references = plan_files(folder), tuple(read_plan(path) for path in reference_files(folder))
    scheduler = scheduler or os.environ.get(SCHEDULER_VARIABLE) or None
    if len(paths) <= FEW and scheduler is None:
        table, clauses, removals = _outlined([read_plan(path) for path in paths])
        return Study(folder, told_apart(table), removals, clauses, *code(clauses, removals, themes), themes, lexicon, references)
    from compare.parts import Parts
    from compare.store import FOLDER, Store

    kept = os.environ.get(NO_CACHE_VARIABLE, "") in ("", "0") if cache is None else cache
    parts = Parts(Store(folder / FOLDER if kept else None), Workers(jobs, scheduler), paths, [plan_id(path) for path in paths])
    study = _fetched(folder, themes, lexicon, references, _Whole(parts))
    study.__dict__["_source"].ensure(study, (*OUTLINE, *CODED), "plans")
    return study


def with_theme(study: Study, name: str, text: str) -> Study:
    """The study with one theme more, or another in place of its namesake, from the text of a theme file, which is not written.

    For trying a theme out: clauses are coded again, the lexicon stays as it is (a theme in the corpus adds its terms to it).
    Raises StudyError where the text is at fault, as ``load`` does.
    """
    made = parse_theme(text, Path(f"{name}.yml"))
    themes = tuple(sorted([*(theme for theme in study.themes if theme.name != made.name), made], key=lambda theme: theme.name))
    source = vars(study).get("_source")
    if source:
        return _fetched(study.corpus, themes, study.lexicon, study.references, source)
    codings, hits = code(study.clauses, study.removals, themes)
    return replace(study, themes=themes, codings=codings, hits=hits)


def _outlined(plans: list[Plan]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Tables plans, clauses and removals."""
    clauses, removals = outline(plans)
    table = plans_table(plans)
    plan = plan_numbers(table, clauses)[1]
    table["n_han"] = np.bincount(plan, np.where(clauses["counted"], clauses["n_han"], 0), len(table)).astype(np.int64)
    return table, clauses, removals


def _fetched(folder: Path, themes: tuple[Theme, ...], lexicon: Lexicon, references: tuple[Plan, ...],
             source: _Whole | _Batch) -> Study:
    """A study whose tables are fetched from ``source`` when they are asked for."""
    study = object.__new__(Study)
    vars(study).update(corpus=folder, themes=themes, lexicon=lexicon, references=references, _source=source)
    return study


def _batch(folder: Path, themes: tuple[Theme, ...], lexicon: Lexicon, task: Task) -> Study:
    return _fetched(folder, themes, lexicon, (), _Batch(task))


@dataclass(frozen=True)
class _Batch:
    """Where the study of a batch has its tables from: the task, or made now."""

    task: Task

    def tables(self, study: Study, name: str) -> dict[str, pd.DataFrame]:
        from compare.parts import to_frame

        if name in self.task.given:
            return {name: to_frame(self.task.rows(name).table(), name)}
        if name in CODED:
            return dict(zip(CODED, code(study.clauses, study.removals, study.themes), strict=True))
        return dict(zip(OUTLINE, _outlined([parse_plan(data, Path(path)) for path, data in self.task.files]), strict=True))

    def segmented(self, study: Study) -> Segmented:
        from compare.parts import to_segmented

        if "tokens" not in self.task.given:
            return segment(study.clauses, study.removals, study.lexicon)
        return to_segmented(self.task.rows("tokens"), self.task.rows("clauses").sizes)


@dataclass(frozen=True)
class _Whole:
    """Where the study of many plans has its tables from: the store, in which they are made first where they are missing."""

    parts: Parts

    def ensure(self, study: Study, names: Sequence[str], what: str, *more: Any, asked: str | None = None) -> None:
        from compare.lexicons import carry_over
        from compare.parts import Wanted

        if "tokens" in names:
            carry_over(self.parts, study.lexicon.terms)
        build = partial(_batch, study.corpus, study.themes, study.lexicon)
        wanted = [Wanted(name, _settings(study, name), _tokens if name == "tokens" else attrgetter(name)) for name in names]
        given = {name: _settings(study, name) for name in (*OUTLINE, *CODED, "tokens")
                 if name in OUTLINE or name in names or more and name != "tokens"}
        self.parts.ensure([*wanted, *more], given, OUTLINE, build, what, asked)

    def tables(self, study: Study, name: str) -> dict[str, pd.DataFrame]:
        self.ensure(study, OUTLINE if name in OUTLINE else CODED, "plans" if name in OUTLINE else "codings", asked=name)
        made = self.parts.frame(name, _settings(study, name))
        return {name: told_apart(made) if name == "plans" else made}

    def segmented(self, study: Study) -> Segmented:
        from compare.parts import to_segmented

        self.ensure(study, OUTLINE, "plans", asked="clauses")
        self.ensure(study, ("tokens",), "tokens", asked="tokens")
        return to_segmented(self.parts.rows("tokens", _settings(study, "tokens")), self.parts.rows("clauses", "").sizes)

    def measure(self, study: Study, make: Callable[..., pd.DataFrame], args: tuple[str, ...], table: str) -> pd.DataFrame:
        from compare.parts import Wanted

        layer, settings = ".".join([table, *args]), "\0".join([*args, _settings(study, "codings")])
        self.ensure(study, (), table, Wanted(layer, settings, partial(_call, make, args), light=True), asked=layer)
        return self.parts.frame(layer, settings, table)

    def rows(self, study: Study, name: str, make: Callable[[Study], Any]) -> Rows:
        """Rows of a layer of arrays that hang on the lexicon; the tokens are kept, too."""
        from compare.parts import Wanted

        self.ensure(study, ("tokens",), name, Wanted(name, study.lexicon.sha256, make), asked=name)
        return self.parts.rows(name, study.lexicon.sha256)


def _call(make: Callable[..., pd.DataFrame], args: tuple[str, ...], study: Study) -> pd.DataFrame:
    return make(study, *args)


def _tokens(study: Study) -> Callable[[Sequence[str]], Any]:
    from compare.parts import tokens_to_arrow

    return partial(tokens_to_arrow, study.segmented, study.clauses)


def _settings(study: Study, name: str) -> str:
    """What the rows of a layer hang on beside the plan."""
    if name in CODED:
        return "\0".join(theme.sha256 for theme in study.themes)
    if name == "tokens":
        from compare.lexicons import settings

        return settings(study.lexicon.terms)
    return ""
