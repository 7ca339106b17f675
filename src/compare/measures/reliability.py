"""How well the rules' codings agree with people's."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compare.measures import agreement
from compare.measures.designs import LOOSE, Design, designs, found
from compare.measures.hand_codes import SETTLED, Coding, codings
from compare.resampling import Array, generator
from compare.study import Study, once
from compare.tables import THEME, check, define

define(
    "reliability", "one theme: rules against hand coding", "theme",
    theme=THEME,
    n=("int64", "clauses with a hand code that coders do not disagree on"),
    n_coded=("int64", "of these, coded with the theme by hand"),
    n_found=("int64", "of these, coded with the theme by the rules"),
    alpha_coders=("float64", "Krippendorff's α between coders, clauses of equal weight; empty with one coder"),
    n_both=("int64", "clauses with codes of two coders or more"),
    alpha=("float64", "Krippendorff's α of the rules against the hand coding, weighted by design"),
    alpha_low=("float64", "95% interval, whole items resampled"),
    alpha_high=("float64", "upper end of the same"),
    precision=("float64", "of the clauses that the rules code, the share that people code; weighted"),
    precision_low=("float64", "95% interval"),
    precision_high=("float64", "upper end"),
    recall=("float64", "of the clauses that people code, the share that the rules code; weighted"),
    recall_low=("float64", "95% interval"),
    recall_high=("float64", "upper end"),
    f1=("float64", "harmonic mean of the two; weighted"),
    f1_low=("float64", "95% interval"),
    f1_high=("float64", "upper end"),
    alpha_sample=("float64", "α, each clause of the sample counted once"),
    precision_sample=("float64", "precision, each clause counted once"),
    recall_sample=("float64", "recall, each clause counted once: too high where hits were drawn more often"),
    f1_sample=("float64", "F1, each clause counted once"),
    n_disputed=("int64", "clauses left out: coders disagree and nobody settled it"),
    verdict=("str", "可靠 (α of .80 and more), 暂可用 (.667 and more) or 不可靠, by the lower of the two α; else empty"),
    note=("str", "what limits the figures"),
)

FEW = 10  # clauses with the theme, under which the figures say little


def reliability(study: Study) -> pd.DataFrame:
    """Table reliability: one row per theme, from what is in corpus/coding; empty figures and the reason where nothing is.

    Figures are weighted by the design of the hand coding: each clause counts for those of its stratum that were not drawn, so
    that they hold for the plans coded and not for a sample rich in hits; the columns ``*_sample`` count each clause once.
    α: Krippendorff 2004, nominal; intervals: whole items resampled (agreement).  Clauses on which coders
    disagree without a code by 裁定 are left out and counted.
    """
    read = codings(study)
    rows = [_row(study, theme.name, read) for theme in study.themes]
    return check(pd.DataFrame(rows, columns=None if rows else ["theme"]), "reliability")


@once
def alphas(study: Study) -> dict[str, float]:
    """{theme: α of the rules against the hand coding}, of the themes for which there is one; the figure on charts."""
    read = codings(study)
    made = {}
    for theme in study.themes:
        hand = _decided(designs(study, read, theme.name))
        if len(hand):
            made[theme.name] = agreement.alpha(_both(study, theme.name, hand), hand["weight"].to_numpy())
    return {theme: value for theme, value in made.items() if not np.isnan(value)}


def _row(study: Study, theme: str, read: list[Coding]) -> dict[str, object]:
    made = designs(study, read, theme)
    hand = _decided(made)
    disputed = sum(int(d.hand.loc[d.hand["inside"], "decided"].isna().sum()) for d in made)
    coders = _coders(read, theme)
    both = int((np.isfinite(coders).sum(axis=0) > 1).sum())
    row: dict[str, object] = {"theme": theme, "n": len(hand), "alpha_coders": agreement.alpha(coders) if both else np.nan,
                              "n_both": both, "n_disputed": disputed}
    if hand.empty:
        blank = {name: np.nan for name in _RATES}
        return {**row, **blank, "n_coded": 0, "n_found": 0, "verdict": "", "note": "没有手工编码，可靠性未知"}
    truth, rules = _both(study, theme, hand)
    weights = hand["weight"].to_numpy()
    block = _blocks(study, hand)
    rng = generator("reliability", theme)
    rate = {"alpha": agreement.alpha_interval(np.stack([truth, rules]), block, rng, weights)}
    rate |= dict(zip(("precision", "recall", "f1"), agreement.score_intervals(truth, rules, block, rng, weights), strict=True))
    for name, value in rate.items():
        row |= {name: value.value, f"{name}_low": round(value.low, 6), f"{name}_high": round(value.high, 6)}
    row |= dict(zip(("precision_sample", "recall_sample", "f1_sample"), agreement.scores(truth, rules), strict=True))
    row["alpha_sample"] = agreement.alpha(np.stack([truth, rules]))
    row |= {"n_coded": int(truth.sum()), "n_found": int(rules.sum()),
            "verdict": agreement.verdict(rate["alpha"].value, agreement.alpha(coders) if both else np.nan)}
    row["note"] = _note(made, int(truth.sum()), int(rules.sum()), disputed, both, rate["alpha"])
    return row


_RATES = [name + end for name in ("alpha", "precision", "recall", "f1") for end in ("", "_low", "_high", "_sample")]


def _decided(made: list[Design]) -> pd.DataFrame:
    frames = [design.hand[design.hand["inside"]] for design in made]
    hand = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({"decided": [], "weight": []})
    return hand[hand["decided"].notna()].reset_index(drop=True)


def _both(study: Study, theme: str, hand: pd.DataFrame) -> Array:
    """Hand codes and rules' codes, shape (2, clauses)."""
    return np.stack([hand["decided"].to_numpy(dtype=np.float64), found(study, theme, hand)])


def _blocks(study: Study, hand: pd.DataFrame) -> np.ndarray:
    blocks = study.clauses.set_index(["plan_id", "clause_no"])["block"]
    own = blocks.reindex(pd.MultiIndex.from_frame(hand[["plan_id", "clause_no"]])).to_numpy()
    return pd.factorize(pd.MultiIndex.from_arrays([hand["plan_id"], own]))[0]


def _coders(read: list[Coding], theme: str) -> Array:
    """Codes of the coders, shape (coders, clauses), NaN where one gave none; without what was settled afterwards."""
    tables = [coding.rows[(coding.rows["theme"] == theme) & (coding.rows["coder"] != SETTLED)] for coding in read]
    codes = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
    if codes.empty:
        return np.zeros((0, 0))
    wide = codes.pivot_table(index="coder", columns=["plan_id", "clause_no"], values="code", aggfunc="first")
    return wide.to_numpy(dtype=np.float64)


def _note(made: list[Design], n_coded: int, n_found: int, disputed: int, both: int, alpha: agreement.Rate) -> str:
    notes = [f"{design.kind} {len(design.plans)} 份文件" for design in made]
    notes += [design.note for design in made if design.note]
    if any(design.kind == LOOSE for design in made):
        notes.append("样本不是随机抽取的，各值只说明这些句子")
    if not n_coded and not n_found:
        notes.append("这些句子里人和规则都没有编到，α 无从计算")
    elif n_coded < FEW:
        notes.append(f"人工编到的只有 {n_coded} 句，各值仅供参考")
    if not np.isnan(alpha.low) and alpha.value >= agreement.FIRM > alpha.low:
        notes.append(f"α 的区间下限不到 {agreement.FIRM:.2f}")
    if disputed:
        notes.append(f"{disputed} 句编码者意见不一，未计入")
    if not both:
        notes.append("只有一份编码，编码者之间的 α 无从计算")
    return "；".join(notes)
