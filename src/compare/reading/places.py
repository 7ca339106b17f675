"""The place that words name: in a title, an office, a file name; a name that several places share needs a parent near it."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from compare.reading.divisions import Division, Named, current, named

_MASK = re.compile(r"(?:某某?|[XxＸ×✕＊*○〇□]{1,3})(?:[省市区县州旗]|教育)|[某XxＸ×＊*]{1,3}(?=[市县区])")
_UNIT = r"(?:省|市|自治区|自治州|州|盟|县|自治县|旗|区|新区|开发区|高新区|经开区|管理区|示范区)"
_HEAD = re.compile(
    rf"^(?:关于印发|关于|印发)?[《“]?\s*(?:(?:19|20)\d\d年(?:度)?|[二〇○零]{{1,2}}[〇○零一二三四五六七八九]{{2"
    rf",3}}年(?:度)?)?\s*(?P<place>(?:[一-龥]{{2,8}}?{_UNIT}){{1,3}})(?=\s*(?:教育|第.{{1,4}}届|人民政府|委|政府|党|中共"
    rf"|科技|文教|文体|教委|教体|教科|20\d\d|二|关于|学前|基础教育|义务教育|职业教育|全面|工作|幼儿|中小学"
    rf"|校外|体育))"
)
_COMMON = ("新区", "城区", "郊区", "矿区", "市区", "镇区")  # names of districts that are words, too
_BEGINS = re.compile(r"(?:关于印发|关于|印发)?[《“]?(?:(?:19|20)\d\d年度?)?([一-龥]{1,2})(?<![省市区县州盟旗])\Z")
_NO_NAME = ("中共", "关于", "印发", "我", "全", "在", "原", "现", "度")  # words before a name that are no part of it
_STEP = re.compile(rf"[一-龥]{{2,8}}?{_UNIT}")
_SCHOOL = re.compile(
    r"(?:大学|学院|中学|小学|幼儿园|学校|实验学校|职校|技校|中心校|党校|电大|高中|一中|二中|教研室"
    r"|进修校)(?!生|教育|党建|阶段|办|招|改|高|、|和)"
)
_NATION = re.compile(
    r"(?:^|[《中])(?:中华人民共和国)?(?:国家)?(?:教育部|国务院|全国教育|全国人民|国家教委|国家教育委员会"
    r"|中共中央)|代表国务院"
)
_ZONE = re.compile(r"(?:开发区|高新区|经开区|管理区|示范区|园区)$")


class Place(NamedTuple):
    """Place, level and province as far as they are known; ``why`` says what hangs in the air."""

    name: str | None
    level: str | None
    province: str | None
    start: int
    end: int
    why: str = ""


def in_words(words: str, around: str = "", year: int | None = None) -> Place | None:
    """The place named at the head of a title or office; None where there is none.

    ``around`` is the text in which a parent's name may stand.
    """
    mask = _MASK.search(words)
    if mask:
        unit = re.search(r"[省市区县州旗]", words[mask.start() : mask.end() + 1])
        return Place(
            None,
            {"省": "省", "市": "市", "区": "区县", "县": "区县", "旗": "区县"}.get(unit[0]) if unit else None,
            None,
            *mask.span(),
            "地名被隐去",
        )
    nation = _NATION.search(words)
    if nation:
        return Place("全国", "国家", None, *nation.span())
    every = named(words, year)
    names = [n for n in every if _is_place(words, n) and not _torn(words, n, every)]
    names = [n for at, n in enumerate(names) if n.name not in _COMMON or at and names[at - 1].end == n.start]
    head = _HEAD.match(words)
    if head and not any(
        n.start < head.end("place") and n.end > head.start("place") and n.end >= head.end("place") for n in names
    ):
        return _unlisted(words, head, names)
    if not names:
        school = _SCHOOL.search(words)
        alone = school and re.search(r"^[一-龥]{2,20}(?=(?:19|20)\d\d)", words) and not re.search(r"教育局|教委|教育厅", words)
        return Place(None, None, None, 0, school.end(), "是学校的文件,不是一个地方的") if school and alone else None
    chain = _chain(names, words)
    school = _SCHOOL.search(words, chain[-1].end)
    if school and school.start() - chain[-1].end < 12:
        return Place(None, None, None, chain[0].start, school.end(), "是学校的文件,不是一个地方的")
    return resolved(chain, around + words, year)


def _is_place(words: str, found: Named) -> bool:
    """A full name, or a short one that an office or the end of a name follows; no part of another word."""
    if any(found.name == d.name for d in found.divisions) or found.name[-1] in "州":
        return words[found.end : found.end + 1] not in ("路", "街", "镇", "乡", "村")
    return bool(re.match(r"教育|教委|市委|省|市|人民|政府|20\d\d|二〇|$", words[found.end :]))


def _torn(words: str, found: Named, names: list[Named]) -> bool:
    """Whether a name is the end of a longer one that no table lists: 丰县 in 安丰县."""
    before = _BEGINS.match(words, 0, found.start)
    return before is not None and before[1] not in _NO_NAME and not any(n.end == found.start for n in names)


def _chain(names: list[Named], words: str) -> list[Named]:
    """The names that follow one another without a gap, each inside the one before."""
    chain = [names[0]]
    for found in names[1:]:
        if found.start - chain[-1].end > 1 or _rank(found) <= _rank(chain[-1]):
            break
        chain.append(found)
    return chain


def _rank(found: Named) -> int:
    return max("省市区".index(d.level[0]) for d in current(found.divisions))


def resolved(chain: list[Named], around: str, year: int | None) -> Place:
    last = chain[-1]
    choices = list(current(last.divisions))
    exact = [d for d in choices if d.name == last.name]
    choices = exact or choices
    for parent in chain[:-1]:
        parents = {d.name for d in parent.divisions}
        choices = [d for d in choices if d.province in parents or d.city in parents] or choices
    if len(choices) > 1:
        near = [d for d in choices if any(_mentions(around, p) for p in (d.city, d.province) if p and p != d.name)]
        choices = near if len(near) == 1 or near and len({d.province for d in near}) == 1 else choices
    start, end = chain[0].start, last.end
    level = choices[0].level if len({d.level for d in choices}) == 1 else None
    known = {d.province for d in choices}
    if year and year <= 2024 and all(d.last_year < year for d in choices):
        level = None
    name = choices[0].name if len({d.name for d in choices}) == 1 else last.name
    if len(known) == 1:
        return Place(name, level, choices[0].province, start, end)
    return Place(name, level, None, start, end, f"{name}有几个: " + "、".join(sorted(d.province + d.city for d in choices)[:6]))


def of_level(name: str, level: str) -> Place | None:
    """The one place that a name may mean at a level: 吉林 is a province, and a city of it; None where none or several are."""
    choices = [d for n in named(name) if n.name == name for d in current(n.divisions) if d.level == level]
    return Place(choices[0].name, level, choices[0].province, 0, len(name)) if len(choices) == 1 else None


def _mentions(text: str, name: str) -> bool:
    short = re.sub(r"(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区|自治州|地区|盟)$", "", name)
    return name in text or len(short) >= 2 and bool(re.search(rf"{re.escape(short)}(?:市|省|市委|省委|教育|市教育|省教育)", text))


def _unlisted(words: str, head: re.Match[str], names: list[Named]) -> Place:
    """A place that no table lists (a zone, a new or invented name): as written; its level is what its last character says."""
    steps = [m for m in _STEP.finditer(words, head.start("place"), head.end("place"))]
    last = steps[-1] if steps else head
    name = last[0] if steps else head["place"]
    parents = [n for n in names if n.end <= (last.start() if steps else head.end("place"))]
    provinces = {d.province for n in parents for d in current(n.divisions)}
    written = [m[0] for m in steps[:-1] if m[0].endswith(("省", "自治区"))]
    level = (
        "省"
        if name.endswith(("省", "自治区"))
        else "市"
        if name.endswith(("市", "州", "盟"))
        else None
        if name.endswith("新区") or _ZONE.search(name)
        else "区县"
    )
    province = name if level == "省" else written[0] if written else provinces.pop() if len(provinces) == 1 else None
    if _SCHOOL.search(words, head.end("place")) and _SCHOOL.search(words, head.end("place")).start() - head.end("place") < 12:  # type: ignore[union-attr]
        return Place(None, None, None, *head.span("place"), "是学校的文件,不是一个地方的")
    return Place(
        name,
        level,
        province,
        head.start("place"),
        head.end("place"),
        "" if not _ZONE.search(name) else "开发区一类,不在行政区划表内",
    )


def most_named(text: str, level: str | None) -> tuple[Place | None, list[tuple[str, int]]]:
    """The place that a text names most by far, and the counts of the first few: for reports that do not name it in front."""
    counts: Counter[Division] = Counter()
    for found in named(text):
        group = current(found.divisions)
        if len(group) == 1 and group[0].last_year >= 2024 and (level is None or group[0].level == level):
            counts[group[0]] += 1
    top = counts.most_common(3)
    shown = [(d.name, n) for d, n in top]
    if top and top[0][1] >= 8 and (len(top) == 1 or top[0][1] >= 3 * top[1][1]):
        division = top[0][0]
        return Place(division.name, division.level, division.province, 0, 0, f"正文提到 {top[0][1]} 次"), shown
    return None, shown
