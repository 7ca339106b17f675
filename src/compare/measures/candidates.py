"""Words that go with a theme, or with seed words: what a new theme might be built of, or an old one lacks."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from compare.errors import StudyError
from compare.matrix import terms
from compare.measures.keyness import g2, log_ratio
from compare.study import Study
from compare.tables import check, define, empty
from compare.themes.folding import folded

define(
    "candidates", "one term that goes with a theme's words, or with seed words", "seeds term",
    seeds=("str", "theme, or the seed words joined by 、"),
    term=("str", "word or policy term"),
    n_seed=("int64", "clauses with a seed that hold the term"),
    n_other=("int64", "other clauses that hold it: what it would add"),
    n_seed_total=("int64", "clauses with a seed"),
    n_other_total=("int64", "other clauses"),
    n_plans=("int64", "plans that hold the term"),
    log_ratio=("float64", "log2 of the ratio of the two shares, half a clause added to each count"),
    g2=("float64", "log-likelihood G², four cells, clauses as the unit"),
    inside=("str", "seed word that stands in the term; else empty"),
    example=("str", "first clause without a seed that the term would add"),
)

FEWEST = 2  # seed clauses that must hold a candidate


def candidates(study: Study, seeds: str | Iterable[str] | None = None, theme: str | None = None) -> pd.DataFrame:
    """Table candidates: terms more frequent in the clauses with a seed than in the others, by G² over clauses.

    ``seeds``: one word or several; a clause with any of them is a seed clause.  ``theme``: the clauses coded with it.  Neither:
    each theme of the study by itself.  What a term is worth shows in ``n_other``, the clauses that it would add, and in
    ``example``: read them before taking it.  G²: Dunning 1993; log ratio: Hardie 2014.

    Raises StudyError where the theme is unknown, or no clause holds a seed.
    """
    clauses = study.clauses[study.clauses["counted"]].reset_index(drop=True)
    frames = []
    table = _held(study)
    for name, words, mask in _groups(study, clauses, seeds, theme):
        frames.append(_against(name, words, mask, table, clauses))
    frames = [frame for frame in frames if len(frame)]
    return check(pd.concat(frames, ignore_index=True), "candidates") if frames else empty("candidates")


def holding(clauses: pd.DataFrame, words: Iterable[str]) -> np.ndarray:
    """Whether each clause holds one of the words, matched as rules match them."""
    wanted = [folded(word)[0] for word in words]
    return np.array([any(word in text for word in wanted) for text in (folded(str(t))[0] for t in clauses["text"])], dtype=bool)


def _groups(study: Study, clauses: pd.DataFrame, seeds: str | Iterable[str] | None, theme: str | None
            ) -> list[tuple[str, list[str], np.ndarray]]:
    """(name, seed words, which clauses are seed clauses)."""
    names = [t.name for t in study.themes]
    if seeds is not None:
        words = [word for word in ([seeds] if isinstance(seeds, str) else list(seeds)) if folded(word)[0]]
        mask = holding(clauses, words)
        if not mask.any():
            raise StudyError("seeds", "no clause holds " + ("、".join(words) or "an empty word"), "try shorter or other words")
        return [("、".join(words), [folded(word)[0] for word in words], mask)]
    if theme is not None and theme not in names:
        raise StudyError("theme", f"no theme {theme!r} in this corpus", "use one of " + ", ".join(names))
    places = pd.MultiIndex.from_frame(clauses[["plan_id", "clause_no"]])
    made = []
    for known in study.themes:
        if theme in (None, known.name):
            own = study.codings.loc[study.codings["theme"] == known.name, ["plan_id", "clause_no"]]
            made.append((known.name, list(known.terms), np.asarray(places.isin(pd.MultiIndex.from_frame(own)))))
    return made


def _held(study: Study) -> tuple[np.ndarray, list[str]]:
    """Which counted clause holds which word, policy term or pair of neighbouring words (dense, bool), and the names."""
    parts, names = [], []
    for unit in ("token", "bigram"):
        made = terms(study, unit, FEWEST)
        keep = [n for n, term in enumerate(made.terms) if term.replace("·", "") not in names]
        parts.append((made.counts[:, keep] > 0).toarray())
        names += [str(made.terms[n]).replace("·", "") for n in keep]
    return np.hstack(parts), names


def _against(name: str, words: list[str], mask: np.ndarray, table: tuple[np.ndarray, list[str]],
             clauses: pd.DataFrame) -> pd.DataFrame:
    held, names = table
    inside, outside = int(mask.sum()), int((~mask).sum())
    n, m = held[mask].sum(axis=0), held[~mask].sum(axis=0)
    if not inside or not outside:
        return pd.DataFrame()
    ratio = log_ratio(n, m, inside, outside)
    chosen = [k for k in np.flatnonzero((n >= FEWEST) & (ratio > 0)) if folded(names[k])[0] not in words]
    plans, texts = clauses["plan_id"].to_numpy(), clauses["text"].to_numpy()
    first = [np.flatnonzero(held[:, k] & ~mask) for k in chosen]
    frame = pd.DataFrame({
        "seeds": name, "term": [names[k] for k in chosen], "n_seed": n[chosen], "n_other": m[chosen],
        "n_seed_total": inside, "n_other_total": outside, "n_plans": [len(set(plans[held[:, k]])) for k in chosen],
        "log_ratio": ratio[chosen], "g2": g2(n[chosen], m[chosen], inside, outside),
        "inside": [next((word for word in words if word in folded(names[k])[0]), "") for k in chosen],
        "example": [f"{plans[rows[0]]}：{texts[rows[0]]}" if len(rows) else "" for rows in first]})
    frame = frame.assign(_g2=-frame["g2"].round(9)).sort_values(["_g2", "term"], kind="stable")
    return frame.drop(columns="_g2")
