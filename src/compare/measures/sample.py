"""A stratified random sample of clauses to be coded by hand."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from compare.errors import StudyError
from compare.measures.evidence import headings
from compare.paths import called
from compare.study import Study
from compare.tables import CLAUSE, END, PLAN, START, check, define
from compare.themes.folding import folded

define(
    "sample", "one clause drawn to be coded by hand", "plan_id clause_no",
    plan_id=PLAN, clause_no=CLAUSE, start=START, end=END,
    section_heading=("str", "heading of its section"),
    item_heading=("str", "heading of its item"),
    before=("str", "the clause before it in the plan"),
    text=("str", "the clause"),
    after=("str", "the clause after it"),
    stratum=("str", "命中：主题, 近似 or 其余"),
    n_stratum=("int64", "clauses in the stratum"),
    probability=("float64", "clauses drawn from the stratum / clauses in it"),
    sample=("str", "name of the sample: hash of texts, rules, size and seed"),
)

NEAR, REST = "近似", "其余"
SHARES = {"hits": 0.4, NEAR: 0.2, REST: 0.4}  # of the sample: precision is learnt from hits, recall from the others
TELLING = 4.0   # a word is a theme's where it stands this many times as often in its clauses as elsewhere
COMMON = 3      # and in so many of them
TOGETHER = 2    # a clause with so many of a theme's words is near to it


def sample(study: Study, n: int = 200, seed: int = 0) -> pd.DataFrame:
    """Table sample: ``n`` counted clauses in the order of the text, with the chance each had to be drawn.

    Strata: 命中 of each theme (a clause of several goes to the theme that codes fewest); 近似, near misses; 其余.  40% of the
    sample are hits, in equal parts of the themes, 20% near misses, 40% of the rest; what a stratum has too few clauses for
    goes to the others.  Inside a stratum every clause has the same chance.  All clauses, where ``n`` is as many.

    Raises StudyError where ``n`` is not positive or the corpus has no counted clause.
    """
    if n < 1:
        raise StudyError("sample", f"a sample of {n} clauses", "name a number from 1 up with -n")
    table = strata(study)
    if table.empty:
        raise StudyError(study.corpus, "no clause to draw from", "look at the plans with " + called("check"))
    sizes = table["stratum"].value_counts()
    rows, drawn = draw(table["stratum"].to_numpy(), _order(study), n, seed)
    chosen = table.loc[rows].copy()
    chosen["n_stratum"] = chosen["stratum"].map(sizes)
    chosen["probability"] = chosen["stratum"].map(drawn) / chosen["n_stratum"]
    chosen["sample"] = _name(study, n, seed)
    around = headings(study.clauses)
    for column, step in (("before", 1), ("after", -1)):
        around[column] = around.groupby("plan_id")["text"].shift(step).fillna("")
    return check(chosen.merge(around, on=["plan_id", "clause_no"], validate="1:1"), "sample")


def draw(stratum: np.ndarray, order: list[str], n: int, seed: int) -> tuple[list[int], dict[str, int]]:
    """(rows drawn, in ascending order; how many from each stratum); the strata take their turns in ``order``."""
    present = {name: int((stratum == name).sum()) for name in order}
    drawn = _allocate({name: size for name, size in present.items() if size}, min(n, len(stratum)))
    rng = np.random.default_rng(seed)
    rows: list[int] = []
    for name, size in drawn.items():
        rows += rng.permutation(np.flatnonzero(stratum == name))[:size].tolist()
    return sorted(rows), drawn


def strata(study: Study) -> pd.DataFrame:
    """plan_id, clause_no and stratum of every counted clause, in the order of the table clauses."""
    clauses = study.clauses[study.clauses["counted"]]
    table = clauses[["plan_id", "clause_no"]].reset_index(drop=True)
    places = pd.MultiIndex.from_frame(table)
    found = {theme.name: places.isin(pd.MultiIndex.from_frame(
        study.codings.loc[study.codings["theme"] == theme.name, ["plan_id", "clause_no"]])) for theme in study.themes}
    near = np.zeros(len(table), dtype=bool)
    held = _held(study, places)
    blocks = list(zip(clauses["plan_id"], clauses["block"], strict=True))
    texts = [folded(text)[0] for text in clauses["text"]]
    for theme in study.themes:
        hit = found[theme.name]
        words = (*theme.terms, *theme.exclude)
        near |= np.array([any(word in text for word in words) for text in texts], dtype=bool)    # a hit that was excluded
        near |= _beside(hit, blocks)
        near |= _telling(held, hit)
    stratum = np.where(near, NEAR, REST).astype(object)
    for name in sorted(found, key=lambda name: (-int(found[name].sum()), name)):
        stratum[found[name]] = f"命中：{name}"
    return table.assign(stratum=stratum)


def _beside(hit: np.ndarray, blocks: list[tuple[str, int]]) -> np.ndarray:
    """Clauses before and after a hit in the same block."""
    same = np.array([a == b for a, b in zip(blocks, blocks[1:], strict=False)], dtype=bool)
    beside = np.zeros(len(hit), dtype=bool)
    beside[1:] |= hit[:-1] & same
    beside[:-1] |= hit[1:] & same
    return beside


def _held(study: Study, places: pd.MultiIndex) -> tuple[np.ndarray, np.ndarray, int]:
    """(row of the clause, number of the word, words) of each word that a counted clause holds, once a clause."""
    from compare.wordlist import words
    listed = words(study)
    listed = listed[listed["why"] == ""].drop_duplicates(["plan_id", "clause_no", "token"])
    codes, names = pd.factorize(listed["token"], sort=True)
    return places.get_indexer(pd.MultiIndex.from_frame(listed[["plan_id", "clause_no"]])), codes, len(names)


def _telling(held: tuple[np.ndarray, np.ndarray, int], hit: np.ndarray) -> np.ndarray:
    """Clauses with several words that are far more frequent in the clauses hit than elsewhere."""
    rows, words, n_words = held
    if not hit.any() or hit.all() or not n_words:
        return np.zeros(len(hit), dtype=bool)
    inside = np.bincount(words[hit[rows]], minlength=n_words)
    outside = np.bincount(words[~hit[rows]], minlength=n_words)
    telling = (inside >= COMMON) & (inside * (~hit).sum() >= TELLING * outside * hit.sum())
    return np.asarray(np.bincount(rows, telling[words], minlength=len(hit)) >= TOGETHER)


def _order(study: Study) -> list[str]:
    return [*(f"命中：{theme.name}" for theme in study.themes), NEAR, REST]


def _allocate(sizes: dict[str, int], n: int) -> dict[str, int]:
    """Clauses to draw from each stratum: by ``SHARES``, at least two where there are two, none more than it has."""
    hits = max(1, sum(name not in (NEAR, REST) for name in sizes))
    wanted = {name: SHARES.get(name, SHARES["hits"] / hits) for name in sizes}
    drawn = dict.fromkeys(sizes, 0)
    for _ in range(2):  # two of each first: without them a stratum has no variance
        for name in sizes:
            if sum(drawn.values()) < n and drawn[name] < sizes[name]:
                drawn[name] += 1
    while sum(drawn.values()) < n:  # then whoever is furthest below its share
        free = [name for name in sizes if drawn[name] < sizes[name]]
        drawn[min(free, key=lambda name: (drawn[name] / wanted[name], list(sizes).index(name)))] += 1
    return drawn


def _name(study: Study, n: int, seed: int) -> str:
    texts = sorted(study.plans["sha256"].fillna("").astype(str))
    made = [*texts, *sorted(theme.sha256 for theme in study.themes), str(n), str(seed)]
    return hashlib.sha256("\n".join(made).encode()).hexdigest()[:12]
