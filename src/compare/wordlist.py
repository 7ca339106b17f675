"""Which tokens a word list may show, and why the others are kept out.

Kept out, with the reason: stop words; numbers, ordinals and single letters; single characters that
the lexicon does not hold (in this register left over from words that were cut); names of administrative
places; and of each plan, derived from its own labels and responsibility lines, its place and
issuer, the persons and offices that answer for its items, and any 责任单位 remark inside a sentence.
What is kept out stays in the number of words that rates are taken of.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from compare.segmenters import dictionary
from compare.spans import Spans

if TYPE_CHECKING:
    from compare.study import Study

STOP, NUMBER, SINGLE, PLACE = "停用词", "数字、序数或单个字母", "单字,多为切开的词", "行政区名"
OWN, PERSON, OFFICE, REMARK = "本文件的地名或发文机关", "责任行中的人名", "责任行中的科室", "句中的责任说明"

_NUMERAL = re.compile(
    r"[\W\d_a-zA-Z０-９]*\d[\W\d_０-９]*|[a-zA-Z]|\d[\d.]*[a-zA-Z]"
    r"|第?[〇零一二三四五六七八九十百千万亿两\d]+[是要个名所项次批届期年月日号条点类级种家人位元岁分来余多]?")
_ROLE = r"(?:责\s*任|牵\s*头|配\s*合|协\s*办|主\s*办|分\s*管|落\s*实|承\s*办)\s*(?:领导|单\s*位|人|部门|科室|股室|处室|主体|校长)"
_REMARK = re.compile(rf"[（(【\[〔]?\s*{_ROLE}\s*[:：][^）)】\]〕。]*[）)】\]〕]?")
_LABEL = re.compile(rf"{_ROLE}\s*[:：]")
_PEOPLE = re.compile(r"领导|任\s*人")
_NAME = re.compile(r"[一-鿿]{2,4}(?:·[一-鿿]{1,6})?")
_SPLIT = re.compile(r"[\s、,，;；。()（）【】\[\]〔〕]+")
_SCHOOLS = re.compile(r"学校|中小学|幼儿园|中学|小学|各校|各园")
_SUFFIX = r"(?:特别行政区|自治[区州县旗]|新区|林区|[省市县区州盟旗])"
_COUNTY = re.compile(r"[^全各本我该外邻名强大小贫老城属市乡省驻区试到两双跨扩撤]县")     # 费县; not 全县
# words of the language that are also the stem of some county's name
_NO_PLACE = frozenset(re.findall(r"\w+", """
    新建 惠民 温泉 安宁 滨海 和平 平原 友谊 太平 海岛 大城 商城 长寿 凤凰 新城 平安 兴隆 平和 太和 安定 民乐 民丰 民和 共和 富民
    富裕 同心 文化 文成 大方 通道 通海 东方 东海 大同 平南 中方 城口 海城 海西 海东 海北 新民 利民 便民 永和 长岛 公安 安康 宝应
    白水 三水 高明 向阳 朝阳 清流 明溪 建设 金山 河口 城市 都市
"""))


def words(study: Study) -> pd.DataFrame:
    """Tokens of the counted clauses with ``why`` each is kept out of word lists (empty: it is listed).

    Columns: plan_id, clause_no, start, end, token, why; sorted as the table tokens is.
    """
    table = study.tokens[["plan_id", "clause_no", "start", "end", "token"]].copy()
    terms = frozenset(study.lexicon.terms)
    reasons = {token: _general(token, study.lexicon.stopwords, terms) for token in table["token"].unique()}
    table["why"] = table["token"].map(reasons)
    return _by_position(study, table)


def own_names(study: Study) -> dict[str, dict[str, str]]:
    """{plan_id: {name: reason}}: place, issuer, persons and offices as the plan's own labels and lines give them."""
    names: dict[str, dict[str, str]] = {}
    for plan_id, *labels in study.plans[["plan_id", "place", "province", "issuer"]].itertuples(index=False):
        found = names.setdefault(str(plan_id), {})
        for label in labels:
            if isinstance(label, str):
                for part in _SPLIT.split(label):
                    place = re.match(rf"(.{{2,}}?){_SUFFIX}", part)
                    found.update({name: OWN for name in (part, *([place[0], place[1]] if place else [])) if len(name) > 1})
                    if place and len(part) - place.end() > 2:
                        found[part[place.end():]] = OWN                     # 教育局, 教育党工委
    lines = study.clauses[study.clauses["kind"] == "responsibility"]
    remarks = [(p, m[0]) for p, text in _with_remarks(study) for m in _REMARK.finditer(text)]
    previous = ""
    for plan_id, text in [*zip(lines["plan_id"], lines["text"], strict=True), *remarks]:
        label = _LABEL.search(text)
        people = bool(_PEOPLE.search(label[0])) if label else previous == PERSON
        previous = PERSON if people else OFFICE
        names[plan_id].update({name: previous for name in _parts(text[label.end() if label else 0:], people)})
    return names


def _parts(text: str, people: bool) -> list[str]:
    """Names in a list of persons or offices; schools of all kinds are subject matter and stay in word lists."""
    if people:
        text = re.sub(r"(?<![一-鿿])([一-鿿])[ \u3000]+([一-鿿])(?![一-鿿])", r"\1\2", text)  # 郭 顺 is one name
    parts = [part for part in _SPLIT.split(text) if _NAME.fullmatch(part) or not people]
    return [part for part in parts if len(part) > 1 and not _SCHOOLS.search(part)]


@cache
def places() -> frozenset[str]:
    """Administrative places that jieba's dictionary knows: 张掖市, 张掖, 高台县, 高台; districts with their 区 only."""
    text = dictionary().read_text("utf-8")
    tags = dict(re.findall(r"^(\S+) \d+ (\S+)$", text, re.M))
    found = set()
    for word, stem in re.findall(rf"^((\S{{2,}}?){_SUFFIX}) \d+ (?:ns|nr|nrt|nz)$", text, re.M):
        if tags.get(stem, "ns") in ("ns", "nr", "nrt", "nrfg", "nz") and stem not in _NO_PLACE:
            found.add(word)
            found.update([stem] if not word.endswith("区") or len(word) - len(stem) > 1 else [])
    return frozenset(found)


def _general(token: str, stopwords: frozenset[str], terms: frozenset[str]) -> str:
    if token in stopwords or token in terms:
        return STOP if token in stopwords else ""
    if _NUMERAL.fullmatch(token):
        return NUMBER
    if len(token) == 1:
        return SINGLE
    return PLACE if token in places() or _COUNTY.fullmatch(token) else ""


def _by_position(study: Study, table: pd.DataFrame) -> pd.DataFrame:
    """Mark the tokens on which a name of the plan's own, or a 责任单位 remark, stands: a segmenter may cut through names."""
    spans = Spans(study.clauses, study.removals)
    everyone = own_names(study)
    own = {plan: re.compile("|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n))) or r"(?!)")
           for plan, names in everyone.items()}
    rows = table.groupby("plan_id", sort=False).indices
    start, end, why = table["start"].to_numpy(), table["end"].to_numpy(), table["why"].to_numpy(dtype=object)
    counted = study.clauses["counted"].to_numpy()
    for number, (plan, text) in enumerate(zip(study.clauses["plan_id"], study.clauses["text"], strict=True)):
        if not counted[number] or plan not in rows:
            continue
        found = [(m, everyone[plan][m[0]]) for m in own[plan].finditer(text)]
        for match, reason in found + [(m, REMARK) for m in _REMARK.finditer(text)]:
            first, last = spans(number, *match.span())
            mine = rows[plan]
            at = mine[np.searchsorted(end[mine], first, "right"):np.searchsorted(start[mine], last, "left")]
            why[at[why[at] == ""] if reason != REMARK else at] = reason
    return table.assign(why=why)


def _with_remarks(study: Study) -> list[tuple[str, str]]:
    clauses = study.clauses[study.clauses["counted"] & study.clauses["text"].str.contains(_ROLE)]
    return list(zip(clauses["plan_id"], clauses["text"], strict=True))
