"""Names that a plan gives by its own labels and lines: its place and issuer, the persons and offices that answer for its items.

And names of administrative places: all that are known, and those inside a plan's place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from compare.onetext import OneText, one_text
from compare.reading.divisions import Division, divisions
from compare.segmenters import dictionary, entries

if TYPE_CHECKING:
    from compare.study import Study

OWN, PERSON, OFFICE = "本文件的地名或发文机关", "责任行中的人名", "责任行中的科室"

_ROLE = r"(?:责\s*任|牵\s*头|配\s*合|协\s*办|主\s*办|分\s*管|落\s*实|承\s*办)\s*(?:领导|单\s*位|人|部门|科室|股室|处室|主体|校长)"
_REMARK = re.compile(rf"[（(【\[〔]?\s*{_ROLE}\s*[:：][^）)】\]〕。]*[）)】\]〕]?")
_ROLES = re.compile(_ROLE)
_APART = "。"         # between clauses, where they are read as one text: no name and no remark goes over it
_LABEL = re.compile(rf"{_ROLE}\s*[:：]")
_PEOPLE = re.compile(r"领导|任\s*人")
_NAME = re.compile(r"[一-鿿]{2,4}(?:·[一-鿿]{1,6})?")
_SPLIT = re.compile(r"[\s、,，;；。()（）【】\[\]〔〕]+")
_SCHOOLS = re.compile(r"学校|中小学|幼儿园|中学|小学|各校|各园")
_SUFFIX = r"(?:特别行政区|自治[区州县旗]|新区|林区|[省市县区州盟旗])"
_PLACE_LINE = re.compile(r"[省市县区州盟旗] \d+ (?:ns|nr|nrt|nz)$", re.M)      # of jieba's dictionary
_PLACE_NAME = re.compile(rf"(\S{{2,}}?){_SUFFIX}")
# words of the language that are also the stem of some county's name
_NO_PLACE = frozenset(re.findall(r"\w+", """
    新建 惠民 温泉 安宁 滨海 和平 平原 友谊 太平 海岛 大城 商城 长寿 凤凰 新城 平安 兴隆 平和 太和 安定 民乐 民丰 民和 共和 富民
    富裕 同心 文化 文成 大方 通道 通海 东方 东海 大同 平南 中方 城口 海城 海西 海东 海北 新民 利民 便民 永和 长岛 公安 安康 宝应
    白水 三水 高明 向阳 朝阳 清流 明溪 建设 金山 河口 城市 都市
"""))


# districts whose names are words
_ORDINARY = frozenset(re.findall(r"\w+", "新区 城区 郊区 矿区 市区 镇区 城关 市中 南部 东部 西部 北部 中部"))


@dataclass(frozen=True)
class Counted:
    """The counted clauses read as one text: their ``rows`` in the table clauses, and the spans of the 责任单位 remarks in it."""

    rows: np.ndarray
    one: OneText
    remarks: list[tuple[int, int]]


def counted_clauses(study: Study) -> Counted:
    """The counted clauses of a study."""
    rows = np.flatnonzero(study.clauses["counted"].to_numpy())
    one = one_text(study.clauses["text"], rows, _APART)
    return Counted(rows, one, _remarks(one.text))


def own_names(study: Study, counted: Counted) -> dict[str, dict[str, str]]:
    """{plan_id: {name: what it is}}: place, issuer, persons and offices as the plan's own labels and lines give them."""
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
    said = [counted.one.text[start:end] for start, end in counted.remarks]
    at = counted.rows[counted.one.at(np.array([start for start, _ in counted.remarks], dtype=np.int64))]
    lines = study.clauses.loc[study.clauses["kind"] == "responsibility", ["plan_id", "text"]]
    owners = [*lines["plan_id"].tolist(), *study.clauses["plan_id"].take(at).tolist()]
    parts = cache(_parts)      # offices are named again and again
    previous: dict[str, str] = {}  # of each plan by itself: what stands in one says nothing of another
    for plan_id, line in zip(owners, [*lines["text"].tolist(), *said], strict=True):
        label = _LABEL.search(line)
        people = bool(_PEOPLE.search(label[0])) if label else previous.get(plan_id) == PERSON
        previous[plan_id] = reason = PERSON if people else OFFICE
        names[plan_id].update(dict.fromkeys(parts(line[label.end() if label else 0:], people), reason))
    return names


def _parts(text: str, people: bool) -> list[str]:
    """Names in a list of persons or offices; schools of all kinds are subject matter and stay in word lists."""
    if people:
        text = re.sub(r"(?<![一-鿿])([一-鿿])[ \u3000]+([一-鿿])(?![一-鿿])", r"\1\2", text)  # 郭 顺 is one name
    parts = [part for part in _SPLIT.split(text) if _NAME.fullmatch(part) or not people]
    return [part for part in parts if len(part) > 1 and not _SCHOOLS.search(part)]


def _remarks(text: str) -> list[tuple[int, int]]:
    """Spans of the 责任单位 remarks; looked for where a role is named, with the bracket and white space before it."""
    spans = []
    done = 0
    for role in _ROLES.finditer(text):
        start = role.start()
        while start > done and text[start - 1].isspace():
            start -= 1
        start -= start > done and text[start - 1] in "（(【[〔"
        remark = _REMARK.match(text, start) if start >= done else None
        if remark:
            spans.append(remark.span())
            done = remark.end()
    return spans


def inner_places(study: Study) -> dict[str, frozenset[str]]:
    """{plan_id: names of the divisions inside its place, with and without 区, 县 …}, of a place above the county level."""
    made = {}
    for plan_id, place, level in study.plans[["plan_id", "place", "level"]].itertuples(index=False):
        if isinstance(place, str) and level not in ("区县", "国家"):
            made[str(plan_id)] = frozenset(_inside(place))
    return {plan: names for plan, names in made.items() if names}


def _inside(place: str) -> list[str]:
    above = [own for own in divisions().get(place, ()) if own.level != "区县"]
    names = [name for own in above for name in _parts_of(own)]
    stems = [re.sub(rf"(?:自治)?{_SUFFIX}$", "", name) for name in names]
    return [name for name in (*names, *stems) if len(name) > 1 and name not in _NO_PLACE and name not in _ORDINARY]


def _parts_of(own: Division) -> list[str]:
    """Names of the divisions inside one, short forms without the peoples' names included: 马边彝族自治县, 马边自治县."""
    if own.level == "市":
        return [name for name, group in divisions().items() if any((d.city, d.province) == (own.name, own.province) for d in group)]
    return [name for name, group in divisions().items()
            if any(own.name == d.province != d.name and d.level != "省" for d in group)]


@cache
def places() -> frozenset[str]:
    """Administrative places that jieba's dictionary knows: 张掖市, 张掖, 高台县, 高台; districts with their 区 only."""
    text = "\n" + dictionary().read_text("utf-8")
    lines = (text[text.rindex("\n", 0, m.start()) + 1:m.start() + 1] for m in _PLACE_LINE.finditer(text))
    named = [(m[0], m[1]) for m in map(_PLACE_NAME.fullmatch, lines) if m]
    tags = entries(stem for _, stem in named)
    found = set()
    for word, stem in named:
        if tags.get(stem, (0, "ns"))[1] in ("ns", "nr", "nrt", "nrfg", "nz") and stem not in _NO_PLACE:
            found.add(word)
            found.update([stem] if not word.endswith("区") or len(word) - len(stem) > 1 else [])
    return frozenset(found)
