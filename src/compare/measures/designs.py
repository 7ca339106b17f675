"""Which hand codes speak for which plans, and for how many clauses each stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from compare.measures.hand_codes import Coding, settled
from compare.study import Study

CENSUS, SAMPLE, LOOSE = "逐句编码", "分层随机抽样", "非随机样本"
DRIFT = 0.02      # share of clauses by which a corpus may have changed since a sample was drawn from it
ANSWERED = 0.95   # of the clauses drawn; with fewer codes it matters which were left blank


@dataclass(frozen=True)
class Design:
    """One theme's hand codes under one design.

    ``kind``: 逐句编码 (every clause of the plans), 分层随机抽样, or 非随机样本 (from which nothing can be estimated).
    ``plans``: the plans it speaks for.  ``hand``: the coded clauses, those of other plans in the same sample
    included (``inside`` False): plan_id, clause_no, value, decided, stratum, size (clauses in the stratum), weight.
    ``fault``: why no share may be estimated from it; ``note``: what limits it.
    """

    kind: str
    plans: tuple[str, ...]
    hand: pd.DataFrame
    fault: str = ""
    note: str = ""


def designs(study: Study, codings: list[Coding], theme: str) -> list[Design]:
    """The designs of a theme's hand codes; each plan with hand codes belongs to one.

    A plan all of whose counted clauses are coded is a census, whatever files the codes are from.  Another belongs to
    the random sample with most codes among those drawn from it (equal ones: the first by name).
    """
    tables = [coding.rows[coding.rows["theme"] == theme] for coding in codings]
    codes = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
    if codes.empty:
        return []
    values = settled(codes)
    counted = study.clauses[study.clauses["counted"]].groupby("plan_id", sort=False).size()
    coded = values.groupby("plan_id").size()
    census = [plan for plan in counted.index if coded.get(plan, 0) == counted[plan]]
    frames: dict[str, tuple[str, ...]] = {}
    for coding in codings:
        for name in coding.rows["sample"].unique():
            if name:
                frames.setdefault(str(name), coding.frame)
    drawn = codes[codes["sample"] != ""].drop_duplicates(["plan_id", "clause_no", "sample"])
    sizes = drawn["sample"].value_counts()
    ranked = sorted(sizes.index, key=lambda name: (-sizes[name], name))
    of_sample: dict[str, list[str]] = {}
    loose = []
    for plan in counted.index:
        if plan in census:
            continue
        name = next((name for name in ranked if plan in frames[name]), None)
        if name is not None:
            of_sample.setdefault(name, []).append(plan)
        elif plan in coded.index:
            loose.append(plan)
    made = []
    for kind, plans in ((CENSUS, census), (LOOSE, loose)):
        if plans:
            hand = values[values["plan_id"].isin(plans)].assign(stratum="", weight=1.0, inside=True)
            hand["size"] = len(hand)
            fault = "手工编码不是随机抽取的，不能用来校正" if kind == LOOSE else ""
            made.append(Design(kind, tuple(plans), hand, fault))
    for name, plans in of_sample.items():
        frame = int(counted.reindex(list(frames[name])).fillna(0).sum())
        made.append(_sampled(values, drawn[drawn["sample"] == name], tuple(plans), frame))
    return made


def _sampled(values: pd.DataFrame, drawn: pd.DataFrame, plans: tuple[str, ...], frame: int) -> Design:
    hand = values.merge(drawn[["plan_id", "clause_no", "stratum", "n_stratum", "probability"]], on=["plan_id", "clause_no"])
    strata = hand.groupby("stratum").agg(size=("n_stratum", "first"), coded=("value", "size"), chance=("probability", "first"))
    hand["size"] = hand["n_stratum"].astype("int64")
    hand["weight"] = hand["size"] / hand["stratum"].map(strata["coded"])
    hand["inside"] = hand["plan_id"].isin(plans)
    fault = note = ""
    if strata["size"].sum() < (1 - DRIFT) * frame:
        fault = "样本里有的层还没有编码，不能用来校正"
    wanted = int((strata["size"] * strata["chance"]).round().sum())
    if len(hand) < ANSWERED * wanted:
        note = f"抽取的 {wanted} 句只编码了 {len(hand)} 句，漏编若不是偶然，估计有偏"
    return Design(SAMPLE, plans, hand.drop(columns=["n_stratum", "probability"]), fault, note)


def found(study: Study, theme: str, clauses: pd.DataFrame) -> np.ndarray:
    """1.0 for each clause (plan_id, clause_no) that the rules code with the theme, else 0.0."""
    coded = study.codings.loc[study.codings["theme"] == theme, ["plan_id", "clause_no"]]
    places = pd.MultiIndex.from_frame(clauses[["plan_id", "clause_no"]])
    return places.isin(pd.MultiIndex.from_frame(coded)).astype(np.float64)
