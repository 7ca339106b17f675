"""What a number is about: the indicator's words, its direction, and the group it is compared in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from compare.commitments import PHRASE_END
from compare.corpus import file_text
from compare.errors import StudyError
from compare.patterns import any_of
from compare.quantities import Quantity
from compare.safe_yaml import load_yaml

_BRACKETS = re.compile(r"[（(【][^（()）】]*[)）】]")
# words between the thing counted and its number
_LINK = re.compile(any_of(r"""
    达到? 达至 完成 实现 控制 保持 稳定 维持 提高 提升 增加 增长 扩大 上升 下降 降低 减少 压减 压缩 缩短 下调 争取
    力争 确保 力促 突破 超过? 不[得应]?[少低高超多小大][于过] 至少 至多 最多 最少 高于 低于 少于 多于 大于 小于 为 在
    到 至 于 约 近 各 均 分别 以上 都 全部 超 逾 共 总计 合计 将 要 可 再 每年 全年 年均 计划 预计 达成 同比 较上年
    比上年 就 约为 左右 翻 的目标 又 仍 率先 在原[定有来]?基础上 设置 安排 不 下 升 降 增 减 有 ： : \s""") + "+$")
_VERBS = any_of("""
    新改扩建 改扩建 新建 改建 扩建 迁建 续建 建成 建设 建立 建好 创建 创成 打造 培育 培养 培训 轮训 新增 增加 增设
    净增 扩增 完成 开工 竣工 投用 招聘 招录 招收 招引 引进 引育 成立 组建 遴选 评选 评定 评估 认定 选树 选派 选聘 选拔
    举办 开展 开设 开办 组织 实施 推进 推动 改造 整治 提供 储备 配备 配齐 补充 发放 资助 争取 (?<!力)争创 创评 申报
    设立 布局 布设 安装 购置 采购 投入 支持 助推 促进 办好 更新 升级 谋划 签约 孵化 转化 壮大 推出 推荐 出台 制定 修订
    编制 开发 录制 立项 命名 表彰 奖励 撤并 整合 优化 盘活 治理 做强 发展 扶持 帮扶 安置 拓展 修复 种植 供应 筹集 筹建
    交付 解决 化解 淘汰 关停 压减 减少 推行 安排 落实 达到 实现 新认定 新培育 新引进 新设 落户 投产 启动 做好 抓好
    保障 验收 建""")
_VERB = re.compile(rf"{_VERBS}(?!率|数|量|费|力)")
_LEAD = re.compile("^" + any_of(r"""
    [\d一二三四五六七八九十]{1,3}(?:是|要) [（(]?[\d一二三四五六七八九十]{1,3}[)）.．、]
    到?(?:19|20)?\d\d年(?:底|末|秋季|内)?(?:前)? 到?年底前? 年内 全年 今年 明年 本年度 截?至?\d{1,2}月底?前? 力争 确保
    争取 计划 预计 努力 着力 将 要 力促 实现 达到 保证 保障 全力 并 且 使 让 同时 其中 继续 积极 进一步 到 以及 和(?![美谐]) 及
    与 、 的 等 — - \s""") + "+")
_STOP = re.compile(any_of(r"""
    [,，;；。！？!?:：\n] 用于 达到 开展 投入 以上 进行 如期 按期 按时 于(?=[今明年春秋\d上下])
    在(?=[今明年春秋\d全各]) 建设$ (?<=.{8})、 (?:、|和|及|以及|与|并)(?=[^,，。;；]{0,6}\d) \d"""))
_COUNTED = re.compile(r"\s*(?:以上|以内|左右)?(?:的)?(?=[^\s,，;；。、:：)）!！?？\d])")
_EACH = re.compile(r"每[^,，;；。、]{1,12}$")
_UP = re.compile(
    "(?:新增|增加|增长|净增|增设|扩增|扩充|增速|增幅|(?<!倍)增(?![加长])|翻|新招)(?!到|至|为|达|值|量|强|收(?!入))"
    # 提升老旧校舍20所 raises no number; 提升2个百分点 does
    r"|(?:提高|提升|上升|扩大|升)(?!到|至|为|达|级|学)(?=[约近了超不过\s]*(?:\d|百分之))")
_DOWN = re.compile("(?:下降|降低|减少|压减|缩减|削减|缩短|压降|压缩|降幅|降(?!低))(?!到|至|为|达|水|雨|解)")
_REACHED = any_of("提高 提升 增加 增长 上升 扩大 下降 降低 压缩 压减 缩短 增 降 升") + "(?:到|至|为)"
_LEVEL = re.compile(f"{_REACHED}|达到?|控制在|保持|稳定|超过?|突破|占|比[重例]|{_VERBS}")


def indicator(text: str, q: Quantity, left: int) -> str:
    """The noun phrase that quantity ``q`` of ``text`` is about, with its verb where the number stands before the noun.

    ``left`` is where the words of the quantity before it end (0 where it is the first).
    """
    before = _before(text, q, left)
    if q.percent and not text[_phrase_start(text, q.start):q.start].strip(" “") and _COUNTED.match(text[q.right:]):
        return _tidy(_noun_after(text[q.right:]))  # 100%初中学校创成…
    counted = not q.percent and "元" not in q.unit and q.unit not in ("倍", "成", "番", "分之", ":", "分")
    after = text[q.right:]
    if (counted or (q.percent and q.right > q.end)) and _COUNTED.match(after):
        noun = _noun_after(after)
        if noun:
            verb = _verb_before(text, q)
            if not verb and len(noun) <= 3:  # 5所校园于秋季开办: what is to happen stands behind the noun
                noun = re.split(r"[,，;；。、]|\d", re.sub(r"^(?:以上|以内|左右|的)+", "", after.strip()), maxsplit=1)[0][:16]
            return _tidy(verb + noun)
    if not counted and not _tidy(_LINK.sub("", before)) and _COUNTED.match(after):
        return _tidy(_noun_after(after))
    return _tidy(_LINK.sub("", before)) or _tidy(_LINK.sub("", _before(text, q, 0))) or _tidy(_noun_after(after))


def shared_indicator(text: str, found: list[Quantity], n: int) -> str:
    """The thing of the ``n``-th quantity where things and numbers stand in two lists; else empty.

    入学率、巩固率分别为100%、99.9% gives 入学率 for the first number and 巩固率 for the second.
    """
    first = n
    while first and re.fullmatch(r"\s*[、和及与]\s*|\s*以及\s*", text[found[first - 1].right:found[first].start]):
        first -= 1
    last = n
    while last + 1 < len(found) and re.fullmatch(
        r"\s*[、和及与]\s*|\s*以及\s*", text[found[last].right:found[last + 1].start]):
        last += 1
    if first == last:
        return ""
    words = text[_phrase_start(text, found[first].start):found[first].start]
    if first:
        words = text[max(_phrase_start(text, found[first].start), found[first - 1].right):found[first].start]
    words = _tidy(_LINK.sub("", next((part for part in words.split("分别") if part.strip()), "")))
    things = [thing for thing in re.split(r"、|和|及|与", words) if thing.strip()]
    return things[n - first] if len(things) == last - first + 1 else ""


def direction(text: str, q: Quantity, left: int, same_unit: bool = True) -> str:
    """``increase`` or ``decrease`` where the number is a change, else ``level``.

    ``left`` as for ``indicator``; ``same_unit``: whether the quantity before it has its unit.
    """
    own = _phrase_start(text, q.start)
    # a verb holds for the numbers of the same unit that follow it: 增加公办学位1500个,普惠性学位8000个
    for start in (max(left, own), *((own, _phrase_start(text, own - 1)) if same_unit else ())):
        words = re.sub(r"[“‘《][^”’》]*[”’》]", "", text[max(0, start):q.end])
        ups, downs = [m.end() for m in _UP.finditer(words)], [m.end() for m in _DOWN.finditer(words)]
        changes = {m.start() for m in (*_UP.finditer(words), *_DOWN.finditer(words))}
        levels = [m.end() for m in _LEVEL.finditer(words) if m.start() not in changes]
        last = max(ups + downs + levels, default=-1)
        change = re.match(r"\s*(?:以上|左右)?的?(?:新增|(?P<up>增长|增幅|提升)|(?P<down>下降|降幅|降低))", text[q.end:])
        if change:
            return "decrease" if change["down"] else "increase"
        if last >= 0:
            rates = re.search(r"(?:增速|增幅|降幅|降速)[^,，;；。]*$", words)
            if rates:
                return "increase" if rates[0].startswith("增") else "decrease"
            return "increase" if last in ups else "decrease" if last in downs else "level"
    return "level"


def _phrase_start(text: str, end: int) -> int:
    """Where the phrase that ends at ``end`` begins; a mark inside brackets ends none."""
    if end <= 0:
        return 0
    masked = _BRACKETS.sub(lambda m: "　" * len(m[0]), text[:end])
    stops = [m.end() for m in PHRASE_END.finditer(masked)]
    return stops[-1] if stops else 0


def _before(text: str, q: Quantity, left: int) -> str:
    """The words before the number: its phrase, or, where that is empty of a thing, with the one before."""
    start = _phrase_start(text, q.start)
    words = text[max(start, min(left, q.start)):q.start]
    if not _tidy(_LINK.sub("", words)):
        words = text[start:q.start]
        if not _tidy(_LINK.sub("", words)) and start:
            words = text[_phrase_start(text, start - 1):start - 1]
    return words


def _verb_before(text: str, q: Quantity) -> str:
    """The verb that governs a number before its noun, with 每… or a short word between: 每班每天开设, 做好课间.

    A number that opens its phrase stands under the verb of the phrase before: 创建6所学校,10所幼儿园.
    """
    start = _phrase_start(text, q.start)
    words = re.split(r"\d[^、和及]*(?:、|和|及|以及)", text[start:q.start])[-1]
    each = _EACH.search(words)
    if each:
        return re.sub(r"(?:不少于|不低于|至少|不超过|约|近|各)+$", "", each[0])
    verbs = list(_VERB.finditer(words))
    if verbs:
        tail = _LINK.sub("", words[verbs[-1].end():])
        return verbs[-1][0] + (tail if len(tail) <= 12 else "")
    earlier = text[start:q.start] if words != text[start:q.start] else text[_phrase_start(text, start - 1):max(start - 1, 0)]
    first = _VERB.search(re.split(r"\d", earlier, maxsplit=1)[0]) if not words.strip() and re.search(r"\d", earlier) else None
    return first[0] if first else ""


def _noun_after(after: str) -> str:
    words = re.sub(r"^\s*(?:以上|以内|左右|的)+", "", after)
    stop = next((m for m in _STOP.finditer(words) if m.start() > 1), None)
    return words[:stop.start() if stop else len(words)][:30]


def _tidy(words: str) -> str:
    listed = re.match(rf"({_VERBS})?.{{8,}}等(?=[^,，、]{{2,}}$)", words) if len(words) > 20 else None
    if listed:  # 实施甲小学、乙中学等教育项目 -> 实施教育项目
        words = (listed[1] or "") + words[listed.end():]
    words = _LEAD.sub("", words.strip())
    words = re.sub(r"[“”‘’\"《》\s]", "", words) if words.count("“") != words.count("”") else words.strip()
    return re.sub(r"^[、,，。;；:：\s]+|[、,，。;；:：—\-\s]+$", "", words)[-40:]


@dataclass(frozen=True)
class Group:
    """One harmonised indicator: its name and the words that show it."""

    name: str
    words: tuple[str, ...]
    units: tuple[str, ...]


def read_indicators(path: Path) -> tuple[Group, ...]:
    """The groups of an ``indicators.yml``: name -> words (a list), or words and units; the first that fits a row holds.

    Raises StudyError where an entry is not of this shape.
    """
    groups = []
    for name, entry in load_yaml(file_text(path), path).items():
        entry = entry if isinstance(entry, dict) else {"words": entry}
        words, units = entry.get("words"), entry.get("units", [])
        lists = all(isinstance(v, list) and all(isinstance(w, str) for w in v) for v in (words, units))
        if not lists or not words or set(entry) - {"words", "units"}:
            raise StudyError(f"{path}, {name}", f"read {entry!r}", "write a list of words, or words: [...] and units: [...]")
        groups.append(Group(str(name), tuple(words), tuple(units)))
    return tuple(groups)


def group_of(words: str, unit: str, groups: tuple[Group, ...]) -> str:
    """Name of the first group one of whose words stands in the indicator and whose units, if any, hold the unit.

    A word may ask for two parts in order: ``公办…占比``.
    """
    for group in groups:
        if (not group.units or unit in group.units) and any(_stands(word, words) for word in group.words):
            return group.name
    return ""


def _stands(word: str, text: str) -> bool:
    at = 0
    for part in word.split("…"):
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True
