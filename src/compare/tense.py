"""Past or to come: which clauses of a document, and which stretches of a clause, tell what was done.

Reports hold mostly achievements and then a programme; a plan may look back in a sentence.
Sections are told apart by their headings and by the sentences that open them; inside a sentence
by words of the past (去年, 已, 完成了, an earlier year) and of the future (力争, 将, 到2025年).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from compare.patterns import any_of

_DONE = any_of("""
    完成 建成 实现 新建 新增 创建 培养 培育 培训 开展 举办 组织 投入 建立 成立 改造 推进 增加 达到 超过 突破 解决 引进
    招聘 评选 下降 提高 提升 增长 打造 发放 资助 争取 选派 落实 形成 取得 出台 制定 开工 实施 缩短 减少 创成 配备 开设
    接待 查处 整治 化解 安置 获得 召开 签约 净增 扩大 兑现 办理 办结 收到 办成 投放 惠及 荣获 遴选 提交""")
_PAST = re.compile(any_of(rf"""
    去年 上年度?(?![初末]) 上一年 前年 截至 截止 迄今 (?:近|过去|这)[一二两三四五十几\d]+年(?!内) 过去的?一年
    (?<!未)[\d一二三四五六七八九十]年来 [\d一二三四五六七八九十]年多 年以来 近年来 (?<![项科栏题])目前
    (?<!不)同比(?!例) 荣获 获评 被评为 被授予 喜获 斩获 再创新高 累计{_DONE} {_DONE}了 (?<![自业早不])已(?![知婚])
    首次突破 成效(?:显著|明显) 连续[\d一二三四五六七八九十两]+年"""))
_FUTURE = re.compile(any_of(r"""
    (?<!即)将(?![军帅士领]) 力争 争取 确保 (?<![动展升年养划学育才程作设建])计划(?!》) 拟(?![定态合人]) 预期 预计 今年
    明年 本年度 年内 年底前 今后 下一步 下步 (?<![主重必需首纪摘概扼想只还])要(?![素求点闻塞义因害务旨地]) 目标是
    不得?[少低高超]"""))
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年(?!级|代)")
_STOP = re.compile(r"[,，;；。！？!?\n]|$")

_HEAD = 30  # characters: what stands first in a clause; a longer line is no heading
_WHEN = any_of(r"(?:19|20)\d\d年 过去 上年 去年 五年来 年度 本届政府 上半年")
_BACK = re.compile(any_of(rf"""
    回顾 工作总结 {_WHEN}[^,，。]{{0,12}}(?:总结|情况|成绩|成效|成就) 主要(?:成绩|成效) 工作(?:开展|完成)情况
    存在的?(?:主要)?(?:问题|困难|不足)"""))
_AHEAD = re.compile(any_of(r"""
    工作(?:安排|打算|计划|思路|建议|要点|部署|举措|重点) 总体要求 主要目标 目标任务 重点(?:工作|任务) 预期目标 今后
    下一步 下步 下半年 明年 展望 打算 未来[三五\d]年"""))
_BODY_BACK = re.compile(r"(?:各位(?:代表|委员|同志)[!！,，:：]?\s*)?(?:过去的?(?:一|五|几)年|[一五]年来|去年|回顾)")
_BODY_AHEAD = re.compile(any_of("""
    总体要求 预期目标 主要目标 重点做好 重点抓好 要做好 做好以下 抓好以下 将重点 着力抓好 工作安排 工作思路 总体思路
    将紧扣 重点工作"""))
_SOON = re.compile("今年|明年|下一步|今后|未来|新的一年|做好本年")
_REPORT = re.compile("报告|总结|汇报|述职|各位代表|请予审议")
_TERMS = any_of("名词 名词术语 用语 术语 注释 附注")
_GLOSSARY = re.compile(
    rf"(?:附件?\s*\d?[:：]?\s*)?(?:《?.{{0,12}}报告》?)?(?:有关|相关|部分)?{_TERMS}\S{{0,6}}(?:解释|说明|注释|$)|{_TERMS}(?:解释|说明)")


def looking_back(clauses: Iterable[tuple[str, str, bool]], year: int | None, title: str = "") -> list[bool]:
    """For each (kind, text, whether a paragraph begins) of a document: whether the past is told there, or terms are explained.

    A heading turns what stands under it; only one of its own rank or above turns it back.  A
    paragraph that begins with 过去一年 tells of the past by itself.
    """
    clauses = list(clauses)
    report = (bool(_REPORT.search(title)) or any(_REPORT.search(text) for _, text, _ in clauses[:6])
              or sum(bool(_BODY_BACK.match(text)) for _, text, _ in clauses) > 2)
    summary = bool(re.search(r"总结|回顾|完成情况", title)) and not re.search(r"计划|要点|打算|思路|安排", title)
    back, rank = summary, -2 if summary else 9
    made: list[bool] = []
    glossary = recalls = False
    for kind, text, opens in clauses:
        if kind in ("furniture", "responsibility"):
            made.append(back or glossary)
            continue
        own = {"section": 0, "item": 1, "point": 2}.get(kind, -1)
        heading = _heading(text, own >= 0)
        if heading:
            glossary = glossary or bool(_GLOSSARY.match(heading))
            turned = _turn(heading, year, back and rank == own == 0)
            # a heading below the one that set the tense tells of the same time, unless it names another year
            deeper = own > max(rank, 0) or (turned and own > rank and not re.search(r"回顾|(?:19|20)\d\d年", heading))
            if turned is not None and not deeper:
                back, rank = turned, own
        elif back and _opens_programme(text, year):
            back, rank = False, -1
        turns = own in (0, 1) or _SOON.search(text[:12]) or _FUTURE.search(text) or _opens_programme(text, year)
        recalls = (recalls and not opens and not turns) or (own < 0 and bool(_BODY_BACK.match(text)))
        if recalls and rank == 9 and (report or re.search(
            r"以下(?:几项|方面)?工作", text)):  # no heading has said what a report tells first
            back, rank = True, -1
        made.append(back or glossary or recalls)
    return made


def _heading(text: str, numbered: bool) -> str:
    """The heading a clause is or begins with; empty where it is running text."""
    if numbered or len(text) <= _HEAD:
        first = re.split(r"[\s。；;]", text.strip(), maxsplit=1)[0][:_HEAD]
        return "" if not numbered and (first != text.strip() or re.search(r"[,，:：！!]", first)) else first
    # a heading that lost its line end: 2024年工作安排2024年是…
    found = re.match(r"(?:19|20)\d\d年(?:政府)?(?:主要|重点)?工作(?:回顾|总结|安排|打算|计划|思路|建议|目标)(?:建议)?", text)
    return found[0] if found else ""


def _turn(heading: str, year: int | None, under_back: bool) -> bool | None:
    """True: what follows tells of the past; False: it does not; None: the heading does not say."""
    years = [int(y) for y in _YEAR.findall(heading)]
    if _BACK.search(heading):
        return None if _AHEAD.search(heading) else True
    if years and year and max(years) < year and "工作" in heading:
        return True
    if _AHEAD.search(heading) or (years and year and max(years) >= year):
        return False
    return False if under_back else None  # 二、… after 一、回顾


def _opens_programme(text: str, year: int | None) -> bool:
    head = text[:24]
    opened = re.match(r"((?:19|20)\d\d)年(?:是|，是|,是)", head)
    if opened and year and int(opened[1]) >= year:
        return True
    soon = _SOON.search(head) or any(year and int(y) >= year for y in _YEAR.findall(head))
    return bool(soon and _BODY_AHEAD.search(text[:60]))


def past_stretches(text: str, year: int | None) -> list[tuple[int, int]]:
    """Stretches of a sentence that tell what was done: from a word of the past up to one of the future, or to ``；``."""
    stretches = []
    back, at = False, 0
    for stop in _STOP.finditer(text):
        phrase = text[at:stop.start()]
        years = [int(y) for y in _YEAR.findall(re.sub(r"《[^》]*》", "", phrase))]
        if _FUTURE.search(phrase) or any(year and y >= year for y in years):
            back = False
        elif _PAST.search(phrase) or any(year and y < year for y in years):
            back = True
        if back:
            stretches.append((at, stop.end()))
        if stop[0] and stop[0] in "；;。！？!?\n":
            back = False
        at = stop.end()
    return stretches
