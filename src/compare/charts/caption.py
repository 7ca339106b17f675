"""The caption under a chart: n, unit, interval, comparability verdict, the settings' hashes and the coding's α."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import pandas as pd

from compare.study import Study

VERDICTS = {"可比": "comparable", "慎比": "compare with caution", "不可比": "not comparable"}


@dataclass(frozen=True)
class Note:
    """What only the chart knows, each ``中文 | English``; ``reading`` says how to read the marks."""

    n: str
    unit: str
    interval: str
    reading: str = ""


def caption(study: Study, table: pd.DataFrame, note: Note, lang: str = "zh") -> str:
    """The caption in Chinese, or in Chinese and English (two paragraphs)."""
    word, sentence = verdict(study, table)
    themes, lexicon = hashes(study)
    alphas = alpha(study)
    zh = [f"注：n = {_zh(note.n)}；计数单位：{_zh(note.unit)}；{_zh(note.interval)}。", _zh(note.reading),
          sentence,
          f"编码信度 α：{alphas}。" if alphas else "",
          f"编码规则 {themes}，词表 {lexicon}。"]
    en = [f"Note: n = {_en(note.n)}; unit: {_en(note.unit)}; {_en(note.interval)}.", _en(note.reading),
          f"Verdict: {VERDICTS.get(word, word)} ({word})." if word else "",
          f"Codebook {themes}, lexicon {lexicon}."]
    text = "".join(zh)
    return text if lang == "zh" else text + "\n" + " ".join(part for part in en if part)


def verdict(study: Study, table: pd.DataFrame) -> tuple[str, str]:
    """The comparability verdict on the plans of a table, and its sentence for a chart."""
    from compare.measures import comparability
    plans = set(table["plan_id"] if "plan_id" in table else study.plans["plan_id"])    # a chart of pairs or places is of all
    made = comparability.verdict(study, [plan for plan in study.plans["plan_id"] if plan in plans])
    return made.verdict, made.caption


def hashes(study: Study) -> tuple[str, str]:
    """First eight digits of the SHA-256 of the themes' own hashes, in their order, and of the lexicon's."""
    themes = hashlib.sha256("\n".join(theme.sha256 for theme in study.themes).encode()).hexdigest()
    return themes[:8], study.lexicon.sha256[:8]


def alpha(study: Study) -> str:
    """Krippendorff's α of each theme where the study was coded by hand: ``党建 0.94，…``; else empty."""
    reliability: Any = getattr(study, "reliability", None)
    if reliability is None or not len(reliability):
        return ""
    labels = {theme.name: theme.label for theme in study.themes}
    return "，".join(f"{labels.get(row.theme, row.theme)} {row.alpha:.2f}" for row in reliability.itertuples())


def _zh(text: str) -> str:
    return text.partition(" | ")[0]


def _en(text: str) -> str:
    zh, _, en = text.partition(" | ")
    return en or zh
