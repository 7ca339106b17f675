"""Coverage with and without correction by the hand-coded sample."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from compare.dating import BEFORE, before_policy
from compare.measures.designs import CENSUS, LOOSE, Design, designs, found
from compare.measures.hand_codes import codings
from compare.measures.prediction_powered import corrected_share
from compare.resampling import Array, bootstrap, generator, interval
from compare.study import Study
from compare.tables import THEME, check, define
from compare.themes import Theme

define(
    "corrected", "one theme in one plan, or in all plans coded by hand", "plan_id theme",
    plan_id=("str", "plan file's stem; （合计） for the plans with hand codes together"),
    theme=THEME,
    n_clauses=("int64", "clauses counted"),
    n_hand=("int64", "of these, coded by hand"),
    share_rules=("float64", "share of clauses that the rules code"),
    rules_low=("float64", "95% interval of the same, which knows nothing of the rules' errors"),
    rules_high=("float64", "upper end"),
    share_corrected=("float64", "share corrected by the hand codes; empty where they do not allow it"),
    low=("float64", "95% interval: errors of the rules, and the text as one draw of its items"),
    high=("float64", "upper end"),
    low_coding=("float64", "95% interval of the share a person would find in this very text"),
    high_coding=("float64", "upper end"),
    tuning=("float64", "λ of PPI++: 1 the rules' codes count in full, 0 the hand codes stand alone"),
    note=("str", "design of the hand coding, and what limits the figures"),
)

TOGETHER = "（合计）"
FEWEST = 30  # hand codes of a sample under which nothing is corrected
FEW = 100    # and under which the interval was not validated (docs/validation.md)


def corrected(study: Study) -> pd.DataFrame:
    """Table corrected: one row per plan and theme, and first one per theme for the plans with hand codes together.

    Where every clause of a plan is coded by hand, the share is counted, with the interval of coverage.  Where a random sample was
    coded, it is prediction-powered inference with known chances (prediction_powered).  Without either ``share_corrected``
    is empty and the note says why.  Rules that were mended by reading the very clauses coded here look better than they
    are: draw a new sample after such work.
    """
    rows, read = [], codings(study)
    clauses = study.clauses.loc[study.clauses["counted"], ["plan_id", "clause_no", "block"]].reset_index(drop=True)
    clauses["number"] = pd.factorize(pd.MultiIndex.from_frame(clauses[["plan_id", "block"]]))[0]
    of_plan = {str(plan): own.reset_index(drop=True) for plan, own in clauses.groupby("plan_id", sort=False)}
    for theme in study.themes:
        by_plan = {plan: design for design in designs(study, read, theme.name) for plan in design.plans}
        usable = [plan for plan in of_plan if plan in by_plan and not by_plan[plan].fault]
        rows.append(_together(study, theme.name, usable, of_plan, by_plan))
        for plan in study.plans.itertuples():
            order = before_policy(plan.issued_on, plan.year, theme.valid_from)
            own = of_plan.get(str(plan.plan_id), clauses.iloc[:0])
            rows.append(_row(study, theme, str(plan.plan_id), own, by_plan.get(str(plan.plan_id)), order))
    return check(pd.DataFrame(rows, columns=None if rows else ["plan_id"]), "corrected")


def _row(study: Study, theme: Theme, plan_id: str, own: pd.DataFrame, design: Design | None, order: str) -> dict[str, Any]:
    row, notes = _rules(study, theme.name, plan_id, own), [f"{order}（{theme.valid_from} 起）"] if order else []
    n_hand = row["n_hand"] = _n_hand(design, own)
    if design is not None and not design.fault and len(own):
        row |= _estimate(study, theme.name, own, design)
    share = row["share_corrected"]
    notes.append(_note(design, n_hand, len(own), bool(np.isnan(share))))
    if order == BEFORE and not row["share_rules"] and not share > 0:
        row |= dict.fromkeys(_FIGURES, np.nan)  # nothing of a policy yet to come is no zero
    return {**row, "note": "；".join(note for note in notes if note)}


def _together(study: Study, theme: str, usable: list[str], of_plan: dict[str, pd.DataFrame], by_plan: dict[str, Design]
              ) -> dict[str, Any]:
    """All plans with usable hand codes as one text: the sum of independent designs."""
    frames = [of_plan[plan] for plan in usable]
    own = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({"plan_id": [], "clause_no": [], "number": []})
    row = _rules(study, theme, TOGETHER, own)
    row["n_hand"] = sum(_n_hand(by_plan[plan], of_plan[plan]) for plan in usable)
    if not usable:
        return {**row, "note": "没有可用的手工编码，不作校正"}
    made, kinds = [], []
    for kind in dict.fromkeys(id(by_plan[plan]) for plan in usable):
        plans = [plan for plan in usable if id(by_plan[plan]) == kind]
        part = pd.concat([of_plan[plan] for plan in plans], ignore_index=True)
        design = by_plan[plans[0]]
        made.append((len(part), _estimate(study, theme, part, design)))
        kinds.append(f"{design.kind} {len(plans)} 份文件")
        kinds += [design.note] if design.note else []
    if any(pd.isna(part["share_corrected"]) for _, part in made):
        return {**row, "note": "；".join([*kinds, f"手工编码不足 {FEWEST} 句，不作校正"])}
    sizes = np.array([size for size, _ in made]) / len(own)
    value = {name: np.array([float(part[name]) for _, part in made]) for name in made[0][1]}
    middle = float(sizes @ value["share_corrected"])
    row |= {"share_corrected": middle, "tuning": float(sizes @ value["tuning"])}
    for low, high in (("low", "high"), ("low_coding", "high_coding")):
        below, above = (float(np.sqrt(np.sum((sizes * (value[end] - value["share_corrected"])) ** 2))) for end in (low, high))
        row |= {low: round(max(0.0, middle - below), 6), high: round(min(1.0, middle + above), 6)}
    missing = len(of_plan) - len(usable)
    kinds += [f"另有 {missing} 份文件没有可用的手工编码，不在合计之内"] if missing else []
    return {**row, "note": "；".join(kinds)}


_FIGURES = ("share_rules", "rules_low", "rules_high", "share_corrected", "low", "high", "low_coding", "high_coding", "tuning")


def _rules(study: Study, theme: str, plan_id: str, own: pd.DataFrame) -> dict[str, Any]:
    row: dict[str, Any] = {"plan_id": plan_id, "theme": theme, "n_clauses": len(own), **dict.fromkeys(_FIGURES, np.nan)}
    if len(own):
        share, low, high = _counted(found(study, theme, own), own["number"].to_numpy(), plan_id)
        row |= {"share_rules": share, "rules_low": low, "rules_high": high}
    return row


def _counted(codes: Array, number: Array, plan_id: str) -> tuple[float, float, float]:
    """Share of clauses coded, with the interval of coverage."""
    blocks = np.unique(number, return_inverse=True)[1]
    coded: Array = np.bincount(blocks, codes).astype(np.float64)
    counted: Array = np.bincount(blocks).astype(np.float64)
    samples = bootstrap(coded[:, None], counted, generator(plan_id, "bootstrap"))[:, 0]
    low, high = interval(coded, counted, samples)
    return float(codes.mean()), round(low, 6), round(high, 6)


def _n_hand(design: Design | None, own: pd.DataFrame) -> int:
    return 0 if design is None else int(design.hand["plan_id"].isin(own["plan_id"].unique()).sum())


def _estimate(study: Study, theme: str, own: pd.DataFrame, design: Design) -> dict[str, float]:
    """Corrected share of the clauses ``own``, all of one design; empty where the sample is too small."""
    places = pd.MultiIndex.from_frame(own[["plan_id", "clause_no"]])
    hand = design.hand
    at = places.get_indexer(pd.MultiIndex.from_frame(hand[["plan_id", "clause_no"]]))
    if design.kind == CENSUS:
        values = np.zeros(len(own))
        values[at[at >= 0]] = hand["value"].to_numpy(dtype=np.float64)[at >= 0]
        share, low, high = _counted(values, own["number"].to_numpy(), str(own["plan_id"].iloc[0]))
        return {"share_corrected": share, "low": low, "high": high, "low_coding": share, "high_coding": share, "tuning": 0.0}
    if (at >= 0).sum() < FEWEST:
        return dict.fromkeys(_FIGURES[3:], np.nan)
    made = corrected_share(found(study, theme, own), own["number"].to_numpy(), at, hand["value"].to_numpy(dtype=np.float64),
                           found(study, theme, hand), hand["stratum"].to_numpy(dtype=str), hand["size"].to_numpy())
    return {"share_corrected": made.share, "low": round(made.low, 6), "high": round(made.high, 6),
            "low_coding": round(made.low_coding, 6), "high_coding": round(made.high_coding, 6), "tuning": made.tuning}


def _note(design: Design | None, n_hand: int, n: int, empty: bool) -> str:
    if design is None:
        return "没有手工编码，不能校正" if n else "没有可计的句子"
    notes = [design.kind if not design.fault else design.fault, design.note]
    if design.kind not in (CENSUS, LOOSE) and not design.fault:
        if empty:
            notes.append(f"手工编码只有 {n_hand} 句（至少 {FEWEST} 句），不作校正")
        elif n_hand < FEW:
            notes.append(f"手工编码只有 {n_hand} 句，区间仅供参考")
    return "；".join(note for note in notes if note)
