"""Which tokens a word list may show, and why the others are kept out.

Kept out, with the reason: stop words; numbers, ordinals and single letters; single characters that
the lexicon does not hold (in this register left over from words that were cut); names of administrative
places; and of each plan, derived from its own labels and responsibility lines, its place and
issuer, the districts and counties of its place (where a token is the name of one: 金安 is one of 六安, but not in 资金安排),
the persons and offices that answer for its items, and any 责任单位 remark inside a sentence.
What is kept out stays in the number of words that rates are taken of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from compare.reading.divisions import Division, divisions
from compare.segmenters import dictionary, entries
from compare.spans import Spans

if TYPE_CHECKING:
    from compare.study import Study

STOP, NUMBER, SINGLE, PLACE = "停用词", "数字、序数或单个字母", "单字,多为切开的词", "行政区名"
OWN, PERSON, OFFICE, REMARK = "本文件的地名或发文机关", "责任行中的人名", "责任行中的科室", "句中的责任说明"

REASONS = ("", STOP, NUMBER, SINGLE, PLACE, OWN, PERSON, OFFICE, REMARK)

_COUNTING = "第〇零一二三四五六七八九十百千万亿两"     # Han characters that a numeral may begin with
_NUMERAL = re.compile(
    r"[\W\d_a-zA-Z０-９]*\d[\W\d_０-９]*|[a-zA-Z]|\d[\d.]*[a-zA-Z]"
    r"|第?[〇零一二三四五六七八九十百千万亿两\d]+[是要个名所项次批届期年月日号条点类级种家人位元岁分来余多]?"
    r"|[两三四五六七八九十]大")                                        # 五大; not 二十大
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
_COUNTY = re.compile(r"[^全各本我该外邻名强大小贫老城属市乡省驻区试到两双跨扩撤]县")     # 费县; not 全县
# words of the language that are also the stem of some county's name
_NO_PLACE = frozenset(re.findall(r"\w+", """
    新建 惠民 温泉 安宁 滨海 和平 平原 友谊 太平 海岛 大城 商城 长寿 凤凰 新城 平安 兴隆 平和 太和 安定 民乐 民丰 民和 共和 富民
    富裕 同心 文化 文成 大方 通道 通海 东方 东海 大同 平南 中方 城口 海城 海西 海东 海北 新民 利民 便民 永和 长岛 公安 安康 宝应
    白水 三水 高明 向阳 朝阳 清流 明溪 建设 金山 河口 城市 都市
"""))


# districts whose names are words
_ORDINARY = frozenset(re.findall(r"\w+", "新区 城区 郊区 矿区 市区 镇区 城关 市中 南部 东部 西部 北部 中部"))


def words(study: Study) -> pd.DataFrame:
    """Tokens of the counted clauses with ``why`` each is kept out of word lists (empty: it is listed).

    Columns: plan_id, clause_no, start, end, token, why; sorted as the table tokens is.
    """
    return study.tokens[["plan_id", "clause_no", "start", "end", "token"]].assign(why=np.array(REASONS, dtype=object)[why(study)])


def why(study: Study) -> np.ndarray:
    """For each token of ``study.segmented`` why it is kept out of word lists, as a place in ``REASONS`` (0: it is listed)."""
    found, terms = study.segmented, frozenset(study.lexicon.terms)
    general = np.array([REASONS.index(_general(token, study.lexicon.stopwords, terms)) for token in found.vocabulary], dtype=np.int8)
    return _inner(study, _by_position(study, general[found.ids]))


def _inner(study: Study, reasons: np.ndarray) -> np.ndarray:
    """Mark the tokens that are the name of a division inside the plan's place."""
    inner, found = inner_places(study), study.segmented
    if not inner:
        return reasons
    number = {token: at for at, token in enumerate(found.vocabulary)}
    codes, plans = pd.factorize(study.clauses["plan_id"])
    plan, reasons = codes[found.clause], reasons.copy()
    for at, name in enumerate(plans):
        wanted = [number[token] for token in inner.get(str(name), ()) if token in number]
        begin, end = np.searchsorted(plan, [at, at + 1])
        part = reasons[begin:end]
        part[np.isin(found.ids[begin:end], wanted) & (part == 0)] = REASONS.index(OWN)
    return reasons


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


@dataclass(frozen=True)
class _Text:
    """The counted clauses read as one text: their ``rows`` in the table clauses, ``plans``, ``texts``, all texts in ``every``.

    ``first``: where each begins in it.
    """

    rows: np.ndarray
    plans: np.ndarray
    texts: list[str]
    every: str
    first: np.ndarray

    def rows_with(self, pattern: re.Pattern[str]) -> list[int]:
        """Those in which a pattern is found that reads over no sentence's end."""
        found = [m.start() for m in pattern.finditer(self.every)]
        return np.unique(np.searchsorted(self.first, found, side="right") - 1).tolist() if found else []


def _text(study: Study) -> _Text:
    rows = np.flatnonzero(study.clauses["counted"].to_numpy())
    texts = study.clauses["text"].array.take(rows).tolist()
    plans = study.clauses["plan_id"].array.take(rows).to_numpy(dtype=object)
    return _Text(rows, plans, texts, _APART.join(texts), np.cumsum([0, *(len(text) + 1 for text in texts)]))


def own_names(study: Study) -> dict[str, dict[str, str]]:
    """{plan_id: {name: reason}}: place, issuer, persons and offices as the plan's own labels and lines give them."""
    return _own_names(study, _text(study))


def _own_names(study: Study, text: _Text) -> dict[str, dict[str, str]]:
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
    remarks = [(text.plans[row], m[0]) for row in text.rows_with(_ROLES) for m in _REMARK.finditer(text.texts[row])]
    previous: dict[str, str] = {}  # of each plan by itself: what stands in one says nothing of another
    for plan_id, line in [*zip(lines["plan_id"], lines["text"], strict=True), *remarks]:
        label = _LABEL.search(line)
        people = bool(_PEOPLE.search(label[0])) if label else previous.get(plan_id) == PERSON
        previous[plan_id] = reason = PERSON if people else OFFICE
        names[plan_id].update({name: reason for name in _parts(line[label.end() if label else 0:], people)})
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


def _general(token: str, stopwords: frozenset[str], terms: frozenset[str]) -> str:
    if token in stopwords or token in terms:
        return STOP if token in stopwords else ""
    han = "\u4e00" <= token[0] <= "\u9fff" and token[0] not in _COUNTING
    if not han and _NUMERAL.fullmatch(token):
        return NUMBER
    if len(token) == 1:
        return SINGLE
    return PLACE if token in places() or token[-1] == "县" and _COUNTY.fullmatch(token) else ""


def _by_position(study: Study, reasons: np.ndarray) -> np.ndarray:
    """Mark the tokens on which a name of the plan's own, or a 责任单位 remark, stands: a segmenter may cut through names."""
    text = _text(study)
    everyone, plans, rows, first = _own_names(study, text), text.plans, text.rows, text.first
    own: list[tuple[int, int, int]] = []
    bounds = np.flatnonzero(np.append(True, plans[1:] != plans[:-1])).tolist() if len(rows) else []
    for begin, end in zip(bounds, [*bounds[1:], len(rows)], strict=True):
        names = everyone[plans[begin]]
        if names:
            pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n))))
            own += [(*m.span(), REASONS.index(names[m[0]])) for m in pattern.finditer(text.every, first[begin], first[end])]
    remarks = [(*span, REASONS.index(REMARK)) for span in _remarks(text.every)]
    found = np.array([*own, *remarks], dtype=np.int64).reshape(-1, 3)
    at = np.searchsorted(first, found[:, 0], side="right") - 1
    starts, last = Spans(study.clauses, study.removals).all(rows[at], found[:, 0] - first[at], found[:, 1] - first[at])
    tokens, number = study.segmented, pd.factorize(study.clauses["plan_id"])[0].astype(np.int64)
    plan = number[tokens.clause] << 32
    held = number[rows[at]] << 32
    begins = np.searchsorted(plan + tokens.end, held + starts, "right")
    ends = np.searchsorted(plan + tokens.start, held + last, "left")
    reasons = reasons.copy()
    for begin, end, reason in zip(begins.tolist(), ends.tolist(), found[:, 2].tolist(), strict=True):
        part = reasons[begin:end]
        part[slice(None) if REASONS[reason] == REMARK else part == 0] = reason
    return reasons


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
