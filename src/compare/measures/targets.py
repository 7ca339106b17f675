"""Targets: every quantified commitment of a plan, one row each, with its exact words.

``targets`` is the table; ``target_groups`` lays plans side by side, indicator by indicator;
``quantities_left`` is the ledger of the numbers that are no commitments, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from math import nan
from typing import Any, NamedTuple

import pandas as pd

from compare.commitments import Context, reasons
from compare.indicators import direction, group_of, indicator, read_indicators, shared_indicator
from compare.paths import PACKAGE, shared_folder
from compare.patterns import any_of
from compare.quantities import Quantity, quantities
from compare.spans import Spans
from compare.study import Study
from compare.tables import check, define, empty
from compare.tense import looking_back

_MAY_HOLD = re.compile(r"[\d０-９一二三四五六七八九十两百千万亿半XxＸ×✕*＊_□■?？…]")
_LONGEST = 2000     # characters of a piece; the longest sentences of plans have some 600
_ENUMERATOR = re.compile(r"(?:\d{1,3}[.．、](?!\d)|[（(]\d{1,3}[)）]|\d{1,3}[)）])\s*")
_ROLE = any_of(r"""
    责\s*任\s*单\s*位 牵头(?:单位|部门|科室|股室|处室) 责任(?:部门|科室|股室|处室|主体) 配合(?:单位|部门|科室)
    协办(?:单位|部门) 主办(?:单位|部门) 落实单位 负责单位""")
_RESPONSIBLE = re.compile(rf"{_ROLE}\s*[:：]\s*([^)）】\]\n。;；]*)")
_BRACKET = re.compile(r"[（(【\[]([^()（）【】\[\]]{2,60}?)(?:牵头)?负责[)）】\]]")
_OFFICE = re.compile(any_of("""
    室 科 股 办 局 校 园 学 中心 部 处 组 支部 委 机关 单位 队 院 馆 团 会 所 镇 乡 街道 厅 政府 公司""")
    + "(?:[（(].*[)）])?$|^各")
_PERSON = re.compile("责任(?:领导|人)|分管领导|责任校长")
_DEADLINE = re.compile(
    r"(?P<year>20\d\d)年(?P<part>底前?|年底前?|末|年末|秋季(?:学期)?前?|春季(?:学期)?|上半年|下半年"
    r"|\d{1,2}月(?:底|末|中旬|上旬|下旬|\d{1,2}日)?前?|前|内)?(?![-—~至到]\d)"
    r"|(?P<rel>到?(?:今年|本年|明年)?(?:年底前?|年末前?|年内)|今年(?:底前?|内)?|明年(?:底前?|内)?|上半年前?|下半年"
    r"|(?:第?[一二三四]季度|[1-4]季度)(?:末|前)?|\d{1,2}月(?:底|末|中旬|上旬|\d{1,2}日)?(?:之|以)?前|\d{1,2}月(?:底|末)"
    r"|秋季(?:开?学期?|学期)?前?)|[“\"]?(?P<five>十[三四五六])五[”\"]?(?:规划)?(?:期)?末")

_TARGET = {
    "clause_no": ("int64", "number of the clause it stands in"),
    "start": ("int64", "first character of quote in the plan's verbatim text, from 0"),
    "end": ("int64", "character after the last, same count"),
    "quote": ("str", "the number with its unit, verbatim"),
    "indicator": ("str", "what the number is about, in the plan's words"),
    "value": ("float64", "the number, 万 and 亿 worked in; empty where it is missing"),
    "value_max": ("float64", "upper end of a range, else empty"),
    "unit": ("str", "unit or classifier: 个, 所, %, 元, 小时, …"),
    "comparator": ("str", "=, >=, <=, ~ or range"),
    "direction": ("str", "level, increase or decrease"),
    "deadline": ("str", "by when, where the clause says so"),
    "responsible": ("str", "offices named for the item; never persons"),
    "missing": ("str", "why there is no number: 占位 (X个) or 数字残缺"),
    "group": ("str", "harmonised indicator of lexicon/indicators.yml, or empty"),
    "clause_start": ("int64", "first character of quote in the clause's text, from 0"),
    "clause_end": ("int64", "character after the last, same count"),
}
define("targets", "one quantified commitment", "plan_id start", plan_id=("str", "plan file's stem"), **_TARGET)


def targets(study: Study) -> pd.DataFrame:
    """Table targets: one row a quantified commitment of a counted clause.

    Raises StudyError where lexicon/indicators.yml cannot be read.
    """
    return _table(study, kept=True)


def quantities_left(study: Study) -> pd.DataFrame:
    """The numbers with units that are no commitments: plan_id, clause_no, start, end, quote and why_not."""
    return _table(study, kept=False)


def _table(study: Study, kept: bool) -> pd.DataFrame:
    spans = Spans(study.clauses, study.removals)
    texts = dict(zip(study.plans["plan_id"], study.plans["text"], strict=True))
    groups, responsible = (_groups(study), _offices(study.clauses)) if kept else ((), {})
    rows: list[dict[str, Any]] = []
    for row, plan, number, block, year, offices, base, text, found, why in _read(study):
        left, what = 0, ""
        own = [q for q, reason in zip(found, why, strict=True) if not reason]
        for n, q in enumerate(own if kept else found):
            if not kept and not why[n]:
                continue
            start, end = spans(row, base + q.start, base + q.end)
            made: dict[str, Any] = {"plan_id": plan, "clause_no": number, "start": start, "end": end}
            made["quote"] = texts[plan][start:end]
            if not kept:
                rows.append(made | {"why_not": why[n]})
                continue
            if not what or left != q.start:  # 5类34个: both numbers are of one thing
                what = shared_indicator(text, own, n) or indicator(text, q, left)
            rows.append(made | {
                "indicator": what, "value": q.value, "value_max": q.value_max, "unit": q.unit, "comparator": q.comparator,
                "direction": direction(text, q, left, n == 0 or own[n - 1].unit == q.unit),
                "deadline": deadline(text, q, year), "missing": q.missing, "group": group_of(what, q.unit, groups),
                "responsible": offices or responsible.get((plan, block), ""),
                "clause_start": base + q.start, "clause_end": base + q.end})
            left = q.right
    if kept:
        return check(pd.DataFrame(rows) if rows else empty("targets"), "targets")
    return pd.DataFrame(rows, columns=["plan_id", "clause_no", "start", "end", "quote", "why_not"])


class _Read(NamedTuple):
    """Quantities of a clause, or of a piece of a very long one: places are those in ``text``, which stands ``base`` into the clause."""

    row: int
    plan: str
    number: int
    block: int
    year: int | None
    offices: str        # that the clause itself names
    base: int
    text: str
    found: list[Quantity]
    why: list[str]      # each is no commitment


def _read(study: Study) -> Iterator[_Read]:
    """The quantities of each clause that holds any."""
    for plan in study.plans.itertuples():
        year = None if pd.isna(plan.year) else int(plan.year)  # type: ignore[arg-type]
        own = study.clauses[study.clauses["plan_id"] == plan.plan_id]
        opens = _paragraph_opens(str(plan.text), own)
        title = plan.title if isinstance(plan.title, str) else ""
        back = looking_back(zip(own["kind"], own["text"], opens, strict=True), year, title)
        ended = ""
        for row, number, block, text, counted, past in zip(
                own.index, own["clause_no"], own["block"], own["text"], own["counted"], back, strict=True):
            offices = None
            for base, piece in _pieces(text) if counted and _MAY_HOLD.search(text) else ():
                found = quantities(piece if base else _without_enumerator(piece))
                if not base and found and not text[:found[0].start].strip() and re.search(r"\d。$", ended):
                    found[0] = replace(found[0], value=nan, value_max=nan, missing="数字残缺")  # 13。7亿元: 。 for a point
                if found:
                    offices = _own_offices(text) if offices is None else offices
                    yield _Read(row, str(plan.plan_id), number, block, year, offices, base, piece, found,
                                reasons(found, Context(piece, year, past)))
            ended = text


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """A clause; one longer than any sentence, a table or a text without stops, in pieces: each number is seen in the light of all its text."""
    start = 0
    while len(text) - start > _LONGEST:
        cut = 1 + max(text.rfind(mark, start, start + _LONGEST) for mark in "，,；;、\t ")
        end = cut if cut > start else start + _LONGEST
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _paragraph_opens(text: str, clauses: pd.DataFrame) -> list[bool]:
    """Whether a line end stands between each clause's words and those before it."""
    starts = clauses["text_start"].tolist()
    return [True, *("\n" in text[max(0, start - 8):start] for start in starts[1:])]


def _without_enumerator(text: str) -> str:
    head = _ENUMERATOR.match(text)
    return " " * head.end() + text[head.end():] if head else text


def deadline(text: str, q: Quantity, year: int | None) -> str:
    """By when, as the clause says it; empty where it does not.

    The last date before the number, else one behind it in its phrase; 年底 and 明年 are worked out from the plan's year.
    """
    behind = q.end + len(re.split(r"[,，;；。]", text[q.end:], maxsplit=1)[0])
    found = [m for m in _DEADLINE.finditer(text)
             if (m.end() <= q.start or q.end <= m.start() < behind) and not _inside_title(text, m.start())]
    before = [m for m in found if m.end() <= q.start]
    if not found:
        return ""
    chosen = before[-1] if before else found[0]
    if chosen["year"]:
        if year and int(chosen["year"]) < year:
            return ""
        return f"{chosen['year']}年" + re.sub(r"^年|前$|内$", "", chosen["part"] or "")
    if chosen["five"]:
        return {"十三": "2020年底", "十四": "2025年底", "十五": "2030年底", "十六": "2035年底"}[chosen["five"]]
    words = re.sub(r"^到|(?:之|以)?前$", "", chosen["rel"])
    due = None if year is None else year + words.startswith("明年")
    if words in ("今年", "明年"):
        return f"{due}年" if due else words
    words = re.sub(r"^(?:今|本|明)?年", "", words)
    return f"{due}年{words}" if due else ("年" + words if words in ("底", "末", "内") else words)


def _inside_title(text: str, at: int) -> bool:
    return text.rfind("《", 0, at) > text.rfind("》", 0, at)


def _offices(clauses: pd.DataFrame) -> dict[tuple[str, int], str]:
    """(plan, block) -> the offices of its responsibility lines, in order."""
    lines: dict[tuple[str, int], list[str]] = {}
    # a bracket that stands as a sentence of its own, 。（人事科牵头负责）, is one too
    text = clauses["text"]
    bracket = text.str.fullmatch(r"[（(【\[][^（()）【】\[\]]{2,60}[)）】\]]") & text.str.contains("负责|单位|部门|科室")
    own = clauses[(clauses["kind"] == "responsibility") | bracket]
    for plan, block, text in zip(own["plan_id"], own["block"], own["text"], strict=True):
        lines.setdefault((plan, block), []).append(text)
    return {key: "、".join(dict.fromkeys(name for names in _office_lines(texts) for name in names))
            for key, texts in lines.items()}


def _office_lines(texts: list[str]) -> Iterator[list[str]]:
    """Offices of each line; a line without a label goes on with the one above it."""
    offices = False
    for text in texts:
        found = _RESPONSIBLE.findall(text) + _BRACKET.findall(text)
        if found or _PERSON.search(text):
            offices = bool(found)
            yield [name for words in found for name in _names(words)]
        elif offices:
            yield _names(text)


def _names(words: str) -> list[str]:
    return [name for name in re.split(r"[、,，;；\s]+", words.strip("()（）【】[]。 ")) if _OFFICE.search(name)]


def _own_offices(text: str) -> str:
    """Offices in the clause's own closing brackets: （责任单位：基教科） or （市教育局牵头负责）."""
    found = _RESPONSIBLE.findall(text) + _BRACKET.findall(text)
    return "、".join(dict.fromkeys(name for words in found for name in _names(words)))


def _groups(study: Study) -> tuple[Any, ...]:
    own = shared_folder(study.corpus, "lexicon")
    places = [folder / "indicators.yml" for folder in (own, PACKAGE / "defaults/lexicon", PACKAGE.parents[1] / "corpus/lexicon")]
    path = next((p for p in places if p.is_file()), None)
    return read_indicators(path) if path else ()


def target_groups(study: Study) -> pd.DataFrame:
    """Plans side by side: a row for each group and unit, a column for each plan with the values as text (``≥54%；60%``).

    Values of different units never share a row; ``n_plans`` counts the plans that say something there.
    """
    table = targets(study)
    table = table[table["group"] != ""]
    table = table.assign(shown=[value_text(r) for r in table.itertuples()])
    wide = table.groupby(["group", "unit", "plan_id"], sort=True)["shown"].agg("；".join).unstack("plan_id")
    wide = wide.reindex(columns=list(study.plans["plan_id"])).fillna("")
    wide.insert(0, "n_plans", (wide != "").sum(axis=1))
    wide = wide.reset_index().sort_values(["n_plans", "group", "unit"], ascending=[False, True, True], kind="stable")
    wide.columns.name = None
    return wide.reset_index(drop=True)


def value_text(row: Any) -> str:
    """A target's value as a reader sees it: ``≥54%`` ``+2520个`` ``2–3所`` ``约1.6亿元`` or the placeholder as printed."""
    if row.missing:
        return f"{row.quote}（{row.missing}）"
    sign = {">=": "≥", "<=": "≤", "~": "约"}.get(row.comparator, "")
    way = {"increase": "+", "decrease": "−"}.get(row.direction, "")
    high = "" if pd.isna(row.value_max) else "–" + figure_text(row.value_max)
    return f"{sign}{way}{figure_text(row.value)}{high}{row.unit}"


def figure_text(value: float) -> str:
    """A number for reading: ``1.6亿`` ``2520`` ``0.5``; 万 and 亿 from ten thousand on."""
    for power, name in ((10**8, "亿"), (10**4, "万")):
        if value >= power:
            return f"{value / power:.10g}{name}"
    return f"{value:.10g}"
