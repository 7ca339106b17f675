"""Terms that are new, gone, rising or falling between the years of one place."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compare.many_tests import benjamini_hochberg
from compare.matrix import Terms, terms
from compare.measures.keyness import log_ratio
from compare.measures.permutation import deal_items
from compare.study import Study
from compare.tables import check, define, empty

define(
    "changes", "one term between two years of one place", "place unit term year_from year_to",
    place=("str", "place"),
    term=("str", "word, policy term or bigram"),
    unit=("str", "token, bigram or phrase"),
    year_from=("Int64", "earlier year"),
    year_to=("Int64", "next year that the place has"),
    n_from=("int64", "occurrences in the earlier year"),
    n_to=("int64", "occurrences in the later year"),
    rate_from=("float64", "per 1,000 running words, earlier year"),
    rate_to=("float64", "per 1,000 running words, later year"),
    log_ratio=("float64", "log2 of later over earlier rate, half an occurrence added to each count"),
    p=("float64", "permutation of items between the two years, two-sided"),
    q=("float64", "p after Benjamini-Hochberg over the pair of years"),
    change=("str", "新增, 消失, 上升, 下降 (q below the level), or 未见显著变化"),
    pattern=("str", "over all years of the place, four or more: 成长, 衰退, 持续, 间断; else empty"),
    note=("str", "family of the test; 仅见于一个句子"),
)

LEVEL = 0.05
YEARS = 4                     # years from which a term's course over all of them is named
NONE = "没有一个地方有两年的文件,不能说变化"


def changes(study: Study, unit: str = "token", seed: int = 0) -> pd.DataFrame:
    """Table changes: one row a term and pair of neighbouring years of a place; strongest change first.

    ``p`` deals whole items to the two years (see ``permutation``); ``change`` is named where q < .05, the family being the
    terms of one place and pair of years; a term that stands in one clause of the two years together is not tested.
    ``pattern``, with four years or more: 成长 (Kendall's τ of rate and year positive, q < .05 over the terms of the place), 衰退
    (negative), 持续 (in every year), 间断 (else).  Without a place that has two years the table is empty; ``.attrs["note"]`` says so.
    """
    plans = study.plans.dropna(subset=["place", "year"])
    places = [(place, own) for place, own in plans.groupby("place") if own["year"].nunique() > 1]
    if not places:
        none = empty("changes")
        none.attrs["note"] = NONE
        return none
    table = terms(study, unit)
    year = table.clauses["plan_id"].map(plans.set_index("plan_id")["year"]).to_numpy(dtype=float, na_value=np.nan)
    parts = []
    for place, own in places:
        mine = table.clauses["plan_id"].isin(own["plan_id"]).to_numpy()
        years = sorted(own["year"].unique())
        courses = patterns(table, mine, year, years) if len(years) >= YEARS else np.full(len(table.terms), "", dtype=object)
        for a, b in zip(years, years[1:], strict=False):
            part = _pair(table, mine & (year == a), mine & (year == b), seed)
            parts.append(part.assign(place=place, year_from=a, year_to=b, _course=courses))
    frame = pd.concat([part[(part["n_from"] + part["n_to"]) > 0] for part in parts], ignore_index=True)
    frame = frame.rename(columns={"_course": "pattern"}).assign(unit=unit)
    frame["_size"] = -frame["log_ratio"].abs().round(9)
    frame["_q"] = frame["q"].fillna(2).round(9)
    frame = frame.sort_values(["place", "year_from", "_q", "_size", "term"]).drop(columns=["_q", "_size"])
    return check(frame, "changes")


def _pair(table: Terms, before: np.ndarray, after: np.ndarray, seed: int) -> pd.DataFrame:
    n, m = (np.asarray(table.counts[rows].sum(axis=0)).ravel() for rows in (before, after))
    n_all, m_all = table.sizes[before].sum(), table.sizes[after].sum()
    held = np.asarray((table.counts[before | after] > 0).sum(axis=0)).ravel()
    tested = np.flatnonzero(held > 1)
    p = np.full(len(n), np.nan)
    p[tested] = deal_items(table, tested, before, after, seed)
    q, ratio = benjamini_hochberg(p), log_ratio(m, n, m_all, n_all)
    named = np.select([(m > 0) & (n == 0), (n > 0) & (m == 0), ratio > 0], ["新增", "消失", "上升"], "下降")
    family = f"检验族:同一地方相邻两年的 {int(np.isfinite(p).sum())} 个词,BH"
    return pd.DataFrame({
        "term": table.terms, "n_from": n, "n_to": m, "rate_from": n / n_all * 1000, "rate_to": m / m_all * 1000,
        "log_ratio": ratio, "p": p, "q": q, "change": np.where(np.nan_to_num(q, nan=1) < LEVEL, named, "未见显著变化"),
        "note": np.where(held == 1, "仅见于一个句子,不检验;" + family, family)})


def patterns(table: Terms, mine: np.ndarray, year: np.ndarray, years: list[int]) -> np.ndarray:
    """成长, 衰退, 持续 or 间断 for each term over the years of a place; empty for a term that it never has."""
    from scipy.stats import kendalltau

    rates = np.array([np.asarray(table.counts[mine & (year == one)].sum(axis=0)).ravel() / table.sizes[mine & (year == one)].sum()
                      for one in years])
    found = np.full(rates.shape[1], "", dtype=object)
    p, tau = np.full(rates.shape[1], np.nan), np.zeros(rates.shape[1])
    for term in np.flatnonzero((rates != rates[0]).any(axis=0)):
        tau[term], p[term] = kendalltau(years, rates[:, term])
    q, held = benjamini_hochberg(p), rates.sum(axis=0) > 0
    courses = [q < LEVEL, (rates > 0).all(axis=0)]
    found[held] = np.select([courses[0] & (tau > 0), courses[0], courses[1]], ["成长", "衰退", "持续"], "间断")[held]
    return found
