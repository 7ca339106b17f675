"""The caption under a chart: n, unit, interval, comparability verdict, the settings' hashes and the coding's α."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from compare.study import Study

if TYPE_CHECKING:
    from compare.measures.comparability import Verdict

VERDICTS = {"可比": "comparable", "慎比": "compare with caution", "不可比": "not comparable"}


@dataclass(frozen=True)
class Note:
    """What only the chart knows, each ``中文 | English``; ``reading`` says how to read the marks."""

    n: str
    unit: str
    interval: str
    reading: str = ""


def caption(study: Study, table: pd.DataFrame, note: Note, lang: str = "zh") -> str:
    """The caption in Chinese (zh), in English (en), or in both, as two paragraphs (both)."""
    made = judged(study, table)
    themes, lexicon = hashes(study)
    alphas = alpha(study)
    zh = [f"注：n = {_zh(note.n)}；计数单位：{_zh(note.unit)}；{_zh(note.interval)}。", _zh(note.reading),
          made.caption if made else "",
          (f"编码信度 α（规则对手工编码；规则若曾据此修订，此值偏高）：{_zh(alphas)}。" if alphas
           else "编码未经手工检验，信度未知。"),
          f"编码规则 {themes}，词表 {lexicon}。"]
    en = [f"Note: n = {_en(note.n)}; unit: {_en(note.unit)}; {_en(note.interval)}.", _en(note.reading),
          _english(made) if made else "",
          (f"Krippendorff's α of rules against hand coding (flattering where rules were mended by it): {_en(alphas)}." if alphas
           else "Coding not checked by hand."),
          f"Codebook {themes}, lexicon {lexicon}."]
    paragraphs = {"zh": "".join(zh), "en": " ".join(part for part in en if part)}
    return "\n".join(paragraphs.values()) if lang == "both" else paragraphs[lang]


def judged(study: Study, table: pd.DataFrame) -> Verdict | None:
    """The comparability verdict on the plans of a table; None for a table that compares no plans."""
    from compare.measures import comparability
    if not {"plan_id", "plan_a", "place", "members"} & set(table.columns) and "plans" not in table.attrs:
        return None
    # a chart of pairs or places, or without any row, is of all plans
    plans = set(table.attrs.get("plans") or (table["plan_id"] if "plan_id" in table and len(table) else study.plans["plan_id"]))
    return comparability.verdict(study, [plan for plan in study.plans["plan_id"] if plan in plans])


def _english(made: Verdict) -> str:
    """The verdict with the heads of its reasons, as the Chinese sentence has them."""
    heads = [_head(reason) for reason in made.reasons]
    why = f": {'; '.join(dict.fromkeys(heads))}" if heads else ""
    return (f"Verdict: {VERDICTS[made.verdict]} ({made.verdict}){why}."
            + (" Descriptive only: nothing here may be called an effect of district or year." if made.descriptive else ""))


def _head(reason: str) -> str:
    for pattern, english in _REASONS:
        if found := re.match(pattern, reason):
            return english.format(*found.groups())
    return re.split("[：（]", reason)[0]                      # a reason without a translation stands as it is


_REASONS = (
    ("文种不同", "different kinds of document"), ("行政层级不同", "different administrative levels"),
    (r"年份相差 (\d+) 年", "{} years apart"), (r"篇幅相差 ([\d.]+) 倍", "lengths differ by a factor of {}"),
    ("文种不明", "kind unknown"), ("行政层级不明", "level unknown"), ("年份不明", "year unknown"), ("地名被隐去", "place masked or unknown"),
    ("文字有缺损", "damaged text"), (r"条块少于 (\d+) 个", "fewer than {} items"),
    (r"“[^”]*”(\S+) 起，.* 早于政策$", "some documents are older than the policy of {}"),
    (r"“[^”]*”(\S+) 起，", "order to the policy of {} unknown"),
    ("有的年份不明，地区差异", "place and year cannot be told apart"), ("地区和年份都不同", "place and year cannot be told apart"),
    ("每地只有一份", "one document of each place: place and year cannot be told apart"),
    ("地区与年份没有连成一片", "place and year cannot be told apart"),
)


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
