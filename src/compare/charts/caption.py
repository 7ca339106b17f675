"""The caption under a chart: n, unit, interval, comparability verdict, the settings' hashes and the coding's α."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

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
          (f"编码信度 α（规则对手工编码；规则若曾据此修订，此值偏高）：{_zh(alphas)}。" if alphas
           else "编码未经手工检验，信度未知。"),
          f"编码规则 {themes}，词表 {lexicon}。"]
    en = [f"Note: n = {_en(note.n)}; unit: {_en(note.unit)}; {_en(note.interval)}.", _en(note.reading),
          f"Verdict: {VERDICTS.get(word, word)} ({word})." if word else "",
          (f"Krippendorff's α of rules against hand coding (flattering where rules were mended by it): {_en(alphas)}." if alphas
           else "Coding not checked by hand."),
          f"Codebook {themes}, lexicon {lexicon}."]
    text = "".join(zh)
    return text if lang == "zh" else text + "\n" + " ".join(part for part in en if part)


def verdict(study: Study, table: pd.DataFrame) -> tuple[str, str]:
    """The comparability verdict on the plans of a table, and its sentence for a chart; empty for a table without plans."""
    from compare.measures import comparability
    if not {"plan_id", "plan_a", "place", "members"} & set(table.columns):
        return "", ""                                           # it compares no plans
    # a chart of pairs or places, or without any row, is of all plans
    plans = set(table["plan_id"] if "plan_id" in table and len(table) else study.plans["plan_id"])
    made = comparability.verdict(study, [plan for plan in study.plans["plan_id"] if plan in plans])
    return made.verdict, made.caption


def hashes(study: Study) -> tuple[str, str]:
    """First eight digits of the SHA-256 of the themes' own hashes, in their order, and of the lexicon's."""
    themes = hashlib.sha256("\n".join(theme.sha256 for theme in study.themes).encode()).hexdigest()
    return themes[:8], study.lexicon.sha256[:8]


def alpha(study: Study) -> str:
    """Krippendorff's α of each theme that was coded by hand: ``党建 0.94，安全 0.61（不可靠） | …``; else empty."""
    from compare.measures.agreement import verdict
    from compare.measures.reliability import alphas
    known, zh, en = alphas(study), [], []
    for theme in study.themes:
        if theme.name in known:
            value, word = known[theme.name], verdict(known[theme.name])
            zh.append(f"{theme.label} {value:.2f}" + ("" if word == "可靠" else f"（{word}）"))
            en.append(f"{theme.label_en} {value:.2f}" + (f" ({_DOUBT[word]})" if word in _DOUBT else ""))
    return f"{'，'.join(zh)} | {', '.join(en)}" if zh else ""


_DOUBT = {"暂可用": "tentative", "不可靠": "unreliable"}


def _zh(text: str) -> str:
    return text.partition(" | ")[0]


def _en(text: str) -> str:
    zh, _, en = text.partition(" | ")
    return en or zh
