"""Which terms are characteristic of a plan: effect sizes first, tests by permutation of items.

Sentences of one item are not independent, so that the chi-squared p of G² is too small; here
``p`` deals whole items to the plan and its reference at random.  A term in one clause only is no
district's emphasis: it is flagged and has no rank.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from compare.errors import StudyError
from compare.many_tests import benjamini_hochberg
from compare.matrix import Terms, gather, terms
from compare.measures.permutation import deal_items
from compare.study import Study, once
from compare.tables import check, define, empty

define(
    "keyness", "one term of a plan (or group) against the others", "plan_id reference unit term",
    plan_id=("str", "plan; or the place or year, where groups of plans are compared"),
    term=("str", "word, policy term or bigram"),
    unit=("str", "token, bigram or phrase"),
    n=("int64", "occurrences in the plan"),
    n_total=("int64", "running words of the plan"),
    n_rest=("int64", "occurrences in the reference"),
    n_rest_total=("int64", "running words of the reference"),
    n_clauses=("int64", "clauses of the plan that hold the term"),
    dp_norm=("float64", "Gries's DP over the plan's clauses, normalised: 0 even, 1 in one place"),
    g2=("float64", "log-likelihood G², four cells"),
    p=("float64", "permutation of items between plan and reference, two-sided"),
    q=("float64", "p after Benjamini-Hochberg over the family in note"),
    log_ratio=("float64", "log2 of the ratio of rates, half an occurrence added to each count"),
    lrc=("float64", "conservative bound of the log ratio; 0 where its interval holds 0"),
    pct_diff=("float64", "difference of rates in % of the reference's rate; empty where that is 0"),
    log_odds=("float64", "weighted log-odds with an informative Dirichlet prior"),
    z=("float64", "log_odds over its standard deviation"),
    note=("str", "family of the test; 仅见于一个句子, 描述性, …"),
    reference=("str", "what it is compared with: 其余文件, or another plan or group"),
    log_ratio_low=("float64", "95% interval of log_ratio by the variation between items; empty where n or n_rest is under 5"),
    log_ratio_high=("float64", "upper end of the same"),
    p_g2=("float64", "p of G² as if all words were independent: too small, for comparison only"),
    rank=("Int64", "place in the plan's list of distinctive terms; empty where a term cannot be one"),
)

PRIOR = 1000.0                # pseudo-occurrences of the Dirichlet prior: corpus-wide shares × PRIOR
LEVEL = 0.05
_RARE = 5                     # under this many occurrences no interval is given


@once
def keyness(study: Study, unit: str = "token", by: str = "plan_id", target: str | int | None = None,
            reference: str | int | None = None, seed: int = 0) -> pd.DataFrame:
    """Table keyness: each plan against the rest, most distinctive terms first.

    ``unit``: token, bigram or phrase.  ``by``: ``plan_id``, or ``place``, ``year``, ``province`` or ``level``
    of the table plans, to compare groups of plans.  ``target`` and ``reference``: names of two plans (or
    groups) to compare as a pair; a target alone stands against all others.

    Tested are the terms that the plan holds, or of which five or more were to be expected in it.
    Sources: G² Dunning 1993 (four cells); log ratio Hardie 2014; LRC Evert 2022 (Clopper-Pearson,
    95% after Bonferroni over the plan's terms); %DIFF Gabrielatos & Marchi 2011; log-odds Monroe, Colaresi &
    Quinn 2008 with the prior ``PRIOR`` × share of the term in both texts together; DP Gries 2008, normalised
    Lijffijt & Gries 2012; Benjamini & Hochberg 1995 over all rows of the table
    that can be tested (a term in one item only cannot).
    """
    table = terms(study, unit)
    group, names = _groups(study, table, by)
    pairs = _pairs(names, target, reference, by)
    if not pairs:
        return empty("keyness")
    parts = [_against(table, group == a, np.ones(len(group), bool) if b is None else group == b, seed) for a, b in pairs]
    for part, (a, b) in zip(parts, pairs, strict=True):
        part.insert(0, "plan_id", str(names[a]))
        part.insert(1, "reference", "其余文件" if b is None else str(names[b]))
    frame = pd.concat(parts, ignore_index=True).assign(unit=unit)
    frame["q"] = benjamini_hochberg(frame["p"].to_numpy())
    family = f"检验族:{len(pairs)}个对比×{unit},共{int(frame['p'].notna().sum())}个词次检验,BH"
    if by != "plan_id" and study.plans.groupby("place")["year"].nunique().max() < 2:
        family += ";描述性:每地只有一年,年份与地方分不开"
    frame["note"] = np.select([frame["n_clauses"] == 1, frame["p"].isna()],
                              ["仅见于一个句子,不作为特色;" + family, "仅见于一个条目,不能检验;" + family], family)
    return check(_ranked(frame), "keyness")


def _groups(study: Study, table: Terms, by: str) -> tuple[np.ndarray, list[object]]:
    """(number of each clause's group, -1 for none; names of the groups)."""
    if by not in ("plan_id", "place", "year", "province", "level"):
        raise StudyError("by", f"no grouping {by!r}", "use plan_id, place, year, province or level")
    labels = study.plans.set_index("plan_id")[by] if by != "plan_id" else study.plans.set_index("plan_id", drop=False)["plan_id"]
    return pd.factorize(table.clauses["plan_id"].map(labels), sort=True)  # type: ignore[return-value]


def _pairs(names: list[object], target: str | int | None, reference: str | int | None, by: str) -> list[tuple[int, int | None]]:
    known = {str(name): number for number, name in enumerate(names)}
    for name in (target, reference):
        if name is not None and str(name) not in known:
            raise StudyError(by, f"no {name!r} in the corpus", "use one of " + ", ".join(list(known)[:12]))
    if target is None and reference is not None:
        raise StudyError("reference", "given without a target", "name a target too")
    if len(names) < 2 or (target is not None and str(target) == str(reference)):
        return []
    b = None if reference is None else known[str(reference)]
    return [(a, b) for a in ([known[str(target)]] if target is not None else range(len(names)))]


def _against(table: Terms, inside: np.ndarray, among: np.ndarray, seed: int) -> pd.DataFrame:
    """Statistics of the terms of the clauses ``inside`` against the other clauses of ``inside | among``."""
    outside = among & ~inside
    n_all, m_all = int(table.sizes[inside].sum()), int(table.sizes[outside].sum())
    n = np.asarray(table.counts[inside].sum(axis=0)).ravel()
    m = np.asarray(table.counts[outside].sum(axis=0)).ravel()
    tested = np.flatnonzero((n > 0) | ((n + m) * n_all >= _RARE * (n_all + m_all)))
    n, m = n[tested], m[tested]
    counts = table.counts[:, tested].tocsc()
    low, high = log_ratio_interval(table, counts, inside, outside, n, m)
    enough = np.minimum(n, m) >= _RARE
    odds, z = log_odds(n, m, n_all, m_all)
    return pd.DataFrame({
        "term": table.terms[tested], "n": n, "n_total": n_all, "n_rest": m, "n_rest_total": m_all,
        "n_clauses": np.asarray((counts[inside] > 0).sum(axis=0)).ravel(),
        "dp_norm": dispersion(counts[inside].tocsc(), table.sizes[inside]),
        "g2": g2(n, m, n_all, m_all), "p_g2": _chi2_tail(g2(n, m, n_all, m_all)),
        "p": deal_items(table, tested, inside, outside, seed),
        "log_ratio": log_ratio(n, m, n_all, m_all), "lrc": lrc(n, m, n_all, m_all),
        "log_ratio_low": np.where(enough, low, np.nan), "log_ratio_high": np.where(enough, high, np.nan),
        "pct_diff": np.divide((n / n_all - m / m_all) * 100, m / m_all, out=np.full(len(n), np.nan), where=m > 0),
        "log_odds": odds, "z": z})


def g2(n: np.ndarray, m: np.ndarray, n_all: float, m_all: float) -> np.ndarray:
    """Dunning's log-likelihood 2ΣO·ln(O/E) over the four cells: term and other words, in both texts."""
    total = n_all + m_all
    value = np.zeros(np.broadcast(n, m).shape)
    for observed, expected in ((n, (n + m) * n_all / total), (m, (n + m) * m_all / total),
                               (n_all - n, (total - n - m) * n_all / total), (m_all - m, (total - n - m) * m_all / total)):
        value += observed * np.log(np.where(observed > 0, observed, 1) / np.where(expected > 0, expected, 1)) * (observed > 0)
    return np.maximum(2 * value, 0)


def log_ratio(n: np.ndarray, m: np.ndarray, n_all: float, m_all: float) -> np.ndarray:
    """log2 of the ratio of the two rates, half an occurrence added to each count (Hardie 2014)."""
    return np.log2((n + 0.5) / n_all) - np.log2((m + 0.5) / m_all)


def lrc(n: np.ndarray, m: np.ndarray, n_all: float, m_all: float, level: float = LEVEL) -> np.ndarray:
    """Bound of the log ratio nearest to 0; 0 where the interval holds 0 (Evert 2022).

    Clopper-Pearson limits of n/(n+m), two-sided, ``level`` divided by the number of terms (Bonferroni).
    """
    from scipy.stats import beta

    tail = level / len(n) / 2 if len(n) else level / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(n > 0, beta.ppf(tail, n, m + 1), 0.0)
        high = np.where(m > 0, beta.ppf(1 - tail, n + 1, m), 1.0)
        low, high = (np.log2(share / (1 - share) * m_all / n_all) for share in (low, high))
    return np.where(low > 0, low, np.where(high < 0, high, 0.0))


def log_odds(n: np.ndarray, m: np.ndarray, n_all: float, m_all: float, prior: float = PRIOR) -> tuple[np.ndarray, np.ndarray]:
    """(δ, z): weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008)."""
    a = prior * (n + m) / (n_all + m_all)
    delta = np.log((n + a) / (n_all + prior - n - a)) - np.log((m + a) / (m_all + prior - m - a))
    return delta, delta / np.sqrt(1 / (n + a) + 1 / (m + a))


def dispersion(counts: object, sizes: np.ndarray) -> np.ndarray:
    """Gries's DP of each column over the rows, divided by 1 − the smallest row's share; empty without occurrences.

    0: spread as the rows' sizes are; 1: all in the smallest row.  Rows without words are left out.
    """
    rows = counts.tocsc()  # type: ignore[attr-defined]
    share = sizes / sizes.sum()
    total = np.asarray(rows.sum(axis=0)).ravel()
    column = np.repeat(np.arange(rows.shape[1]), np.diff(rows.indptr))
    s = share[rows.indices]
    with np.errstate(invalid="ignore"):
        dp = (np.bincount(column, np.abs(rows.data / total[column] - s) - s, rows.shape[1]) + 1) / 2
        return np.where(total > 0, dp / (1 - share[share > 0].min()), np.nan)


def log_ratio_interval(table: Terms, counts: object, inside: np.ndarray, outside: np.ndarray,
                       n: np.ndarray, m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """95% interval of the log ratio from the variation of rates between items (linearised ratio estimator, t quantile)."""
    from scipy.stats import t

    variance = np.zeros(len(n))
    blocks = []
    for chosen, total in ((inside, n), (outside, m)):
        codes = pd.factorize(table.block[chosen])[0]
        held, size = gather(counts[chosen], codes).tocsc(), np.bincount(codes, table.sizes[chosen])  # type: ignore[index]
        k, rate = len(size), total / size.sum()
        squares = np.asarray(held.multiply(held).sum(axis=0)).ravel()
        spread = squares - 2 * rate * (held.T @ size) + rate**2 * (size @ size)
        variance += spread / np.where(total > 0, total, np.nan) ** 2 * k / max(k - 1, 1)
        blocks.append(k)
    middle = np.log2(n / table.sizes[inside].sum(), where=n > 0, out=np.full(len(n), np.nan)) - np.log2(
        m / table.sizes[outside].sum(), where=m > 0, out=np.full(len(n), np.nan))
    half = t.ppf(1 - LEVEL / 2, max(min(blocks) - 1, 1)) * np.sqrt(np.maximum(variance, 0)) / np.log(2)
    return middle - half, middle + half


def _chi2_tail(value: np.ndarray) -> np.ndarray:
    from scipy.stats import chi2

    return np.asarray(chi2.sf(value, 1))


def _ranked(frame: pd.DataFrame) -> pd.DataFrame:
    """Rank the terms that are more frequent in the plan and stand in two clauses or more: by LRC, then z."""
    frame = frame.assign(_lrc=-frame["lrc"].round(9), _z=-frame["z"].round(9), _out=(frame["n_clauses"] < 2) | (frame["z"] <= 0))
    frame = frame.sort_values(["plan_id", "reference", "_out", "_lrc", "_z", "term"], kind="stable")
    place = frame.groupby(["plan_id", "reference"]).cumcount() + 1
    frame["rank"] = place.where(~frame["_out"]).astype("Int64")
    return frame.drop(columns=["_lrc", "_z", "_out"])
