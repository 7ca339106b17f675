"""Damage of the source texts: what copying, masking, recognition or rewriting did to a plan, and how much of it that touches."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import combinations

import numpy as np
import pandas as pd

from compare.code_points import code_points
from compare.reading.furniture import CLOSERS, SENTENCE_END
from compare.spans import Spans
from compare.study import Study
from compare.tables import check, define

define(
    "damage", "one kind of damage in one plan", "plan_id damage",
    plan_id=("str", "plan file's stem, e.g. 湖里区-2020"),
    damage=("str", "年份被隐去, 数字被隐去, “党”字被改写, 识别错字, 结尾中断, 与他文相同或近同, …"),
    n=("int64", "places where it was found; for copies the number of other plans"),
    share=("float64", "share of the plan's counted clauses that it touches"),
    start=("int64", "verbatim offset of the first place"),
    example=("str", "words around the first place; for copies the other plans and the share in common"),
)

LONG = 20  # Han characters from which on a clause is expected to end in a full stop
MIRROR = 0.5  # share of the shorter text's 8-character stretches that stand in the other: a copy, whatever its title
SPUN = 0.3  # share of 4-character stretches from which on two texts of one outline are suspected of being rewritten

_HAN = "㐀-䶿一-鿿"
_MASK = "XxＸｘ×✕*＊○〇□■�"
_UNITS = "个所名万亿千百元%％人家项年月日条次场节间栋台套份期批处户号余多平公届门支吨里"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_SYLLABLE = (
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])(?:i?ang?|i?ong?|u?ang?|u?eng?|u?ai|i?ao|ei|ou|ia|ie|iu|ing?|ua|ui|un|uo|ue|ve|[aeiouvü])"
    rf"|[a-zü]*[{_TONED}][a-zü]*)"
)
# one pattern a kind; each is a sign that characters of the source are gone or changed, and none matches 1+X or X光
_SIGNS = {
    "年份被隐去": re.compile(rf"(?:(?:19|20)[{_MASK}]{{1,2}}|(?:19|20)\d[{_MASK}]|(?<![A-Za-z0-9+])[{_MASK}]{{2,4}})\s*年(?!级)"),
    "地名被隐去": re.compile(
        rf"(?<![A-Za-z0-9+一])[{_MASK}]{{1,3}}(?=[省市区县镇乡村校]|街道)|某某|(?<=[全我])[{_MASK}]{{1,2"
        rf"}}(?=教育|各)"
    ),
    "数字被隐去": re.compile(
        rf"(?<=[{_HAN}、，。“])[{_MASK}]{{1,4}}(?=[{_UNITS}])(?!个?年)|(?<![A-Za-z0-9+])[{_MASK}]{{2,6}}"
        rf"(?=[{_UNITS}])(?!年)"
    ),
    "字被遮盖": re.compile(
        rf"(?<=[{_HAN}])(?:[*＊□■�]{{1,6}}|[×✕○]{{2,6}}|[XxＸ]{{2,6}})(?=[{_HAN}，。；、])(?!"
        rf"[{_UNITS}省市区县镇乡村年委员建组])"
    ),
    "“党”字被改写": re.compile(
        rf"(?<![A-Za-z0-9])[Dd](?=(?:委|员|组织|组|建|章|课|史|风|纪|内|支部|总支|务|性|政(?:机关"
        rf"|领导|工作)|中央|的(?:领导|建设|教育|二十|十九|路线|组织|创新|全面|政治|纪律|基层|方针"
        rf"|宗旨|建)))"
        rf"|[*＊]{{1,3}}(?=(?:委|员|组织|建|支部|的领导|的二十|的十九|的教育方针|章|课|史))"
        rf"|(?<=[{_HAN}])[DＤ](?=和国家|对教育)"
    ),
    "拼音夹注": re.compile(
        rf"(?<=[{_HAN}])\s?[（(]\s?{_SYLLABLE}[1-4]?(?:\s?{_SYLLABLE}[1-4]?)*\s?[)）]|[a-z]*[{_TONED}][a-z{_TONED}]*"
    ),
    "识别错字": re.compile(
        rf"贝[LlIi1|]|(?:教肓|工怍|学佼|己经|巳经|末成年|宜传(?=教育|工作|阵地|引导)|髙|笫|曰报|亍|児"
        rf"|値班|実|歩|辦(?=法)|壊)|(?<=[{_HAN}])[|¦\\^~`](?=[{_HAN}])"
        rf"|(?<=[{_HAN}])[a-zA-Z](?=[{_HAN}])(?<![ABCDEFGHIKMNOPQRSTUVWXYZ])"
    ),
    "数字缺失": re.compile(
        r"(?<=[到达于少过长比增建入训派聘成高])\s?(?:[%％]|个百分点|[个名所]以上|余[名所个])"
        r"|(?<=[到达于少])[万亿]元"
    ),
}
# a clause without any of these characters has none of that damage
_MASKS = frozenset(_MASK + "某")
_TELLTALE = {
    "年份被隐去": _MASKS,
    "地名被隐去": _MASKS,
    "数字被隐去": _MASKS,
    "字被遮盖": _MASKS,
    "“党”字被改写": frozenset("DdＤ*＊"),
    "拼音夹注": frozenset("abcdefghijklmnopqrstuwxyzāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"),
    "数字缺失": frozenset("%％个名所万亿余"),
}
# what leaves the words as they are read, and what a comparison must count with
HARMFUL = (*_SIGNS, "结尾中断", "页码切断文字", "无法辨认的字符")
# clause_no, where in its text (or, with 0 as end, verbatim offset), and the words around
Hit = tuple[int, int, int, str]
COPIES = ("与他文相同或近同", "疑为同义改写")


def damage(study: Study) -> pd.DataFrame:
    """Table damage: one row for each kind of damage found in each plan.

    ``share`` is the share of the plan's counted clauses it touches; 繁体字 and copies touch words that are all there.
    """
    rows: list[tuple] = []
    copies = _copies(study)
    for plan in study.plans["plan_id"]:
        clauses = study.clauses[(study.clauses["plan_id"] == plan) & study.clauses["counted"]]
        removals = study.removals[study.removals["plan_id"] == plan]
        spans = Spans(clauses, removals)
        first = dict(zip(clauses["clause_no"], range(len(clauses)), strict=True))
        for kind, hits in _hits(clauses, removals).items():
            if hits:
                number, at, end, words = hits[0]
                start = spans(first[number], at, end)[0] if end else at
                rows.append((plan, kind, len(hits), len({hit[0] for hit in hits}) / len(clauses), start, words))
        rows += [(plan, kind, n, 1.0, 0, words) for kind, n, words in copies.get(plan, [])]
    return check(pd.DataFrame(rows, columns=["plan_id", "damage", "n", "share", "start", "example"]), "damage")


def damaged(study: Study) -> pd.Series:
    """Share of each plan's counted clauses that lost or changed characters, by plan_id: what lowers comparability."""
    shares = {}
    for plan in study.plans["plan_id"]:
        clauses = study.clauses[(study.clauses["plan_id"] == plan) & study.clauses["counted"]]
        removals = study.removals[study.removals["plan_id"] == plan]
        hurt = {number for kind, hits in _hits(clauses, removals).items() if kind in HARMFUL for number, *_ in hits}
        shares[plan] = len(hurt) / len(clauses) if len(clauses) else 0.0
    return pd.Series(shares, dtype="float64", name="damaged")


def _hits(clauses: pd.DataFrame, removals: pd.DataFrame) -> dict[str, list[Hit]]:
    hits: dict[str, list[Hit]] = {kind: [] for kind in _SIGNS}
    for number, text in zip(clauses["clause_no"], clauses["text"], strict=True):
        for kind, pattern in _SIGNS.items():
            if kind in _TELLTALE and _TELLTALE[kind].isdisjoint(text):
                continue
            hits[kind] += [(number, *m.span(), text[max(0, m.start() - 6) : m.end() + 6]) for m in pattern.finditer(text)]
    # one letter between characters may be a name; several are the work of a recognition
    if len(hits["识别错字"]) < 2:
        hits["识别错字"] = [hit for hit in hits["识别错字"] if re.search(r"贝|肓|怍|佼|髙|笫", hit[3])]
    starts, ends, numbers = (clauses[name].tolist() for name in ("start", "end", "clause_no"))
    for kind, reasons in (
        ("页码切断文字", ("page mark",)),
        ("无法辨认的字符", ("unreadable character",)),
        ("繁体字", ("traditional characters",)),
        ("订正", ("correction",)),
    ):
        own = removals[removals["reason"].str.startswith(reasons)]
        hits[kind] = [
            (numbers[at], start, 0, str(text)[:20])
            for start, text in zip(own["start"], own["text"], strict=True)
            if (at := bisect_right(starts, start) - 1) >= 0 and start < ends[at]
        ]
    cut = _cut_off(clauses)
    hits["结尾中断"] = [cut] if cut else []
    return hits


def _cut_off(clauses: pd.DataFrame) -> Hit | None:
    """The last clause where it ends in mid-sentence, in a plan whose other long clauses end as they should."""
    long = clauses[clauses["n_han"] >= LONG]
    if long.empty or long.index[-1] != clauses.index[-1]:
        return None
    ended = long["text"].str.rstrip(CLOSERS).str.endswith((*SENTENCE_END, "；", ";", "：", ":", "…"))
    if ended.iloc[-1] or len(ended) > 1 and ended.iloc[:-1].mean() <= 0.7:
        return None
    last = long.iloc[-1]
    return int(last["clause_no"]), int(last["text_start"]), 0, str(last["text"])[-20:]


def _copies(study: Study) -> dict[str, list[tuple[str, int, str]]]:
    """{plan: [(kind, number of plans, which and how much)]}: copies under another title, and texts rewritten by synonyms.

    Texts are compared by a fixed sample (one in sixteen) of their stretches of 8 and of 4 Han characters.
    """
    words = study.clauses[study.clauses["counted"]].groupby("plan_id", sort=False)["text"].agg("".join)
    words = words.str.replace(rf"[^{_HAN}]+", "", regex=True)
    sample8, sample4 = ({plan: _sample(text, size) for plan, text in words.items()} for size in (8, 4))
    counted = study.clauses[study.clauses["counted"]]
    shape = {plan: tuple(kinds) for plan, kinds in counted[counted["kind"].isin(("section", "item"))].groupby("plan_id")["kind"]}
    found: dict[str, list[tuple[str, int, str]]] = {}
    for a, b in combinations(words.index, 2):
        whole = parts = _shared(sample8[a], sample8[b])
        kind = COPIES[0] if whole >= MIRROR else ""
        if not kind and len(shape.get(a, ())) >= 6 and shape.get(a) == shape.get(b):
            parts = _shared(sample4[a], sample4[b])
            kind = COPIES[1] if parts >= SPUN else ""
        for one, other in ((a, b), (b, a)) if kind else ():
            found.setdefault(one, []).append((kind, 1, f"{other}（{max(whole, parts):.0%}）"))
    return {
        plan: [
            (kind, len(same), "、".join(sorted(words for _, _, words in same)))
            for kind in COPIES
            if (same := [row for row in rows if row[0] == kind])
        ]
        for plan, rows in found.items()
    }


def _sample(text: str, size: int) -> frozenset[int]:
    """Hashes (polynomial, modulo 2**64) of the stretches of ``size`` characters; of a long text one in sixteen."""
    codes = code_points(text).astype(np.uint64)
    if len(codes) < size:
        return frozenset()
    marks = np.zeros(len(codes) - size + 1, dtype=np.uint64)
    for k in range(size):
        marks = marks * np.uint64(0x9E3779B97F4A7C15) + codes[k : k + len(marks)] + np.uint64(1)
    marks ^= marks >> np.uint64(29)
    return frozenset(np.unique(marks if len(marks) <= 2000 else marks[marks % np.uint64(16) == 0]).tolist())


def _shared(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
