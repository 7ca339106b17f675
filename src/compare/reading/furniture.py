"""Page furniture: what a web page or a sharing site put around and into a plan's text.

Two kinds are told apart.  *Inline* marks cut words (the page marks of sharing sites) and are
taken out before sentences are looked for.  *Lines* are whole lines that are no sentence of the
plan: breadcrumbs, index blocks, titles, salutation, signature, responsibility lines.
"""

from __future__ import annotations

import re

SENTENCE_END = "。！？!?"
CLOSERS = "”’」』）)》】\"'"

_FRAME = re.compile(r"由会员分享|可在线阅读|珍藏版|请在.{1,12}上搜索|文档(?:编号|格式)|下载文档|付费下载")
_CHROME = re.compile(
    r"^(?:您?(?:的|所在的|现在的|当前的?)?(?:位置|所在位置)\s*[:：]|当前位置|首页\s*[>＞»›]+|[【\[]?字[体号](?:大小)?\s*[:：]"
    r"|[【\[]?(?:打印|关闭|收藏|纠错|返回顶部|分享到?|朗读|下载)(?:本页|此页|窗口|页面)?[】\]]?\s*$"
    r"|扫一扫|(?:上|下)一[篇条页]\s*[:：]?|相关(?:链接|文章|附件|信息|新闻|解读)|附件(?:下载)?\s*[:：]?\s*$|(?:浏览|点击|阅读)(?:次数|量|数)"
    r"|版权所有|主办单位\s*[:：]|网站(?:地图|标识码)|\w?ICP备"
    r"|责任编辑\s*[:：]|(?:信息|文章|稿件)?来源\s*[:：].{0,60}$|作者\s*[:：].{0,30}$|(?:发布|发文|更新|成文)(?:时间|日期)\s*[:：])")
_META = re.compile(
    r"^(?:索\s*引\s*号|备注/?文号|文\s*号|发文字号|发\s*[布文]\s*(?:机\s*构|机\s*关|单\s*位|日\s*期|字\s*号)|公文生成日期"
    r"|生成日期|成文日期|公开(?:形式|方式|时限|类别|范围|日期)"
    r"|责任部门|关\s*键\s*词|主\s*题\s*[词类分]\S{0,3}"
    r"|(?:是否)?有\s*效\s*[性期]?|信息(?:分类|类别|名称|索引号)|名\s*称|标\s*题|体裁分类"
    r"|组配分类|服务对象|载体类型)\s*(?:[:：]\s*(?P<value>.*))?$")
_NUMBER = re.compile(r"^[^\s，。,;；:：]{1,14}[〔\[(（【［]\s*(?:19|20)\d\d\s*[〕\])）】］]\s*第?\s*\d{1,5}\s*号$")
_DATE = re.compile(r"^[（(]?\s*(?:(?:19|20)\d\d|[二〇○零一二三四五六七八九十]{4})\s*[年\-./]"
                   r"\s*[\d一二三四五六七八九十]{1,3}\s*[月\-./]\s*[\d一二三四五六七八九十]{1,3}\s*日?(?:\s*\d\d?:\d\d(?::\d\d)?)?\s*[)）]?$")
_SALUTATION = re.compile(r"^(?:各|[^，。,]{0,8}(?:[直区县市局所委厅]属|管)|[局委厅]?机关|全[区县市省])[^。；;]{0,90}[:：]$")
_OFFICE = re.compile(r"^[^，。,;；:：!?！？]{2,28}"
                     r"(?:局|委员会|工委|党组|党委|人民政府|政府|办公室|教委|厅|部|中心|领导小组)$")
_TITLE = re.compile(r"(?:工作)?(?:要点|计划|方案|总结|报告|材料|安排|思路|意见|打算|规划|清单)"
                    r"(?:[》]?的(?:通知|函|请示|批复|意见))?\s*(?:[（(【][^）)】]{1,20}[）)】])?$|关于印发.{2,60}的通知$")
_RESPONSIBLE = re.compile(r"^[（(【\[]?\s*(?:\d\d?[.、])?(?:责任(?:领导|单位|人|部门|科室|股室|处室|主体|校长)"
                          r"|牵头(?:领导|单位|部门|科室|股室|处室)|配合(?:单位|部门|科室)|协办(?:单位|部门)|分管领导|主办(?:单位|部门)|落实单位|完成时限|完成时间|责\s*任\s*单\s*位)\s*[:：]")
_UNIT = re.compile(r"(?:室|科|股|办|局|校|园|学|中心|部|处|组|站|支部|委|机关|单位|队|院|馆|团|会|协会|所|镇|乡|街道|司|厅)$")
_PAGE_MARK = re.compile(r"^(\d{1,3})、", re.M)


def page_marks(text: str) -> list[tuple[int, int]]:
    """Spans of a sharing site's page marks (``N、`` at line starts) with the break before each.

    Marks are told from numbered items by what stands before them: pages end in mid-sentence.
    """
    marks = list(_PAGE_MARK.finditer(text))
    if [int(m[1]) for m in marks] != list(range(1, len(marks) + 1)) or len(marks) < 3:
        return []
    before = [text[:m.start()].rstrip() for m in marks[1:]]
    torn = sum(not kept.endswith(tuple(SENTENCE_END + CLOSERS + "；;:：")) for kept in before)
    if torn < len(before) / 2:
        return []
    return [(len(text[:m.start()].rstrip()), m.end()) for m in marks]


def line_kinds(lines: list[str], numbered: list[bool], title: str | None) -> list[str]:
    """Kind of each line: ``text``, ``title``, ``furniture``, ``responsibility`` or ``blank``.

    ``numbered`` says which lines begin with an outline number; ``title`` is the title on record.
    """
    first = next((i for i, n in enumerate(numbered) if n), None)
    if first is None:
        first = next((i for i, line in enumerate(lines) if is_prose(line)), len(lines))
    kinds: list[str] = []
    awaits_value = begun = False
    for i, raw in enumerate(lines):
        line = raw.strip()
        kind = _line_kind(line, i < first, numbered[i], title, begun)
        meta = _META.match(line) if i < first else None
        if kind in ("text", "title") and awaits_value and not meta and len(line) <= 40 and not is_prose(line):
            kind = "furniture"
        if line:
            awaits_value = bool(meta and not meta["value"])
        if kind == "text" and not numbered[i] and kinds and _continues_responsibility(line, kinds):
            kind = "responsibility"
        begun = begun or kind == "text" and not _is_cover(line)
        kinds.append(kind)
    return kinds


def is_prose(line: str) -> bool:
    return any(mark in line for mark in SENTENCE_END) or len(line) > 60


def _line_kind(line: str, in_front: bool, numbered: bool, title: str | None, begun: bool) -> str:
    if not line:
        return "blank"
    if _RESPONSIBLE.match(line) and len(line) <= 150:
        return "responsibility"
    if _CHROME.match(line) or _FRAME.search(line):
        return "furniture"
    if in_front and not numbered:
        if _META.match(line) or _SALUTATION.match(line):
            return "furniture"
        if title and _bare(line) == _bare(title):
            return "title"
        if not is_prose(line) and _TITLE.search(line):
            return "title"
    if not is_prose(line) and not numbered and (_NUMBER.match(line) or _DATE.match(line) or _OFFICE.match(line)):
        return "furniture"
    if in_front and not begun and not numbered and not is_prose(line) and len(line) <= 40:
        return "furniture"
    return "text"


def _is_cover(line: str) -> bool:
    return line.startswith("现将") and "印发" in line


def _continues_responsibility(line: str, kinds: list[str]) -> bool:
    if is_prose(line) or next((k for k in reversed(kinds) if k != "blank"), "") != "responsibility":
        return False
    words = re.split(r"[\s、,，]+", line)
    return all(len(w) <= 14 for w in words) and bool(_UNIT.search(words[-1]))


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)
