"""Page furniture: the lines that a web page, a sharing site or an office put around a plan's text.

``line_kinds`` tells for each line whether it is the plan's text, its title, a line of responsibilities
or furniture: breadcrumbs, buttons, index blocks, salutation, signature, lists of attachments.
"""

from __future__ import annotations

import re

from compare.reading.numbering import enumerator
from compare.reading.repeats import bare, repeated_lines
from compare.reading.titles import DOCUMENT, is_title, spam_title

SENTENCE_END = "。！？!?"
CLOSERS = "”’」』）)》】\"'"

# each choice begins with one character, so that the pattern is found fast
_FRAME = re.compile(
    r"由会员分享|可在线阅读|珍藏版|请在.{1,12}上搜索|文档(?:编号|格式)[:：]|下载(?:本)?文档|付费下载|文库网|文档网"
    r"|豆丁|道客巴巴|百度文库|原创力|更多.{0,10}(?:请关注|请访问|尽在)|页眉|页脚|仅供.{0,6}参考"
    r"|本文档(?:由|来自|共|为)|文档下载|侵权.{0,6}(?:删除|联系)|免责声明|转载请注明|"
    + "|".join([*(f"{word}(?:版|文档|格式).{{0,6}}(?:下载|编辑|可)" for word in ("word", "WORD", "Word")),
                *(f"{word}(?:资料|文档)" for word in ("精品", "整理", "推荐")),
                *(f"{word}.{{0,12}}(?:公众号|二维码)" for word in ("关注", "扫码"))])
)
_BUTTONS = re.compile(
    r"^[\s【\[（(<]*(?:(?:打\s*印|关\s*闭|收\s*藏|纠\s*错|返\s*回(?:顶部|首页|列表|上页|上一[级页])?|分\s*享(?:到|至)?"
    r"|朗\s*读|下\s*载|导\s*出|复\s*制|转\s*发|点赞|评论|举报|听全文|回\s*到\s*顶\s*部"
    r"|微信|微博|新浪微博|QQ空间|QQ好友|QQ|人人网|豆瓣|腾讯微博|百度贴吧|朋友圈|更多|大|中|小|大\s*中\s*小|字体|字号"
    r"|视力保护色?|无障碍(?:阅读|浏览)?|繁體|繁体|简体|English|长者(?:模式|助手)|适老版|手机版|登录|注册|搜索|收起"
    r"|展开(?:全文)?"
    r"|RSS订阅|设为首页|加入收藏|联系我们|网站地图|关于我们|隐私声明|首页|PDF下载|WORD下载|一键复制|智能问答|我要(?:打印"
    r"|分享|留言|咨询|纠错))"
    r"(?:本页|此页|本文|窗口|页面|正文|内容|文章|到|至)?\s*[】\]）)>|｜:：/、,，+\-\s]*)+$"
)
_CHROME = re.compile(
    r"^(?:您?(?:的|所在的|现在的|目前的?|当前的?)?(?:位置|所在位置|所在的位置)\s*(?:[:：]|是)|当前(?:位置|栏目|页面)"
    r"|首\s*页\s*[>＞»›/|→-]+"
    r"|[【\[（(]?\s*字\s*[体号](?:大小|显示)?\s*[:：]|文字大小|浏览(?:字号|次数|量|数)?\s*[:：]|(?:浏览|点击|阅读|访问|查看"
    r"|人气|下载|收藏)(?:次数|量|数|率)"
    r"|扫一扫|扫描?二维码|微信扫|手机(?:扫|查看|浏览|访问)|用手机|分享到?\s*[:：]|分享(?:至|到)|(?:上|下)一[篇条页则]\s*(?:"
    r"[:：]|没有|$)|[前后]一[篇条]\s*[:：]"
    r"|相关(?:链接|文章|附件|信息|新闻|解读|推荐|文件|阅读|稿件|专题)\s*(?:[:：]|$)|(?:热门|推荐|猜你喜欢|延伸阅读|最新"
    r"|热点)(?:文章|阅读|新闻|推荐|信息|资讯|文档)?\s*[:：]?$|附件(?:下载)?\s*[:：]?\s*$"
    r"|(?:文件|政策|图解|音频|视频|图片)解读\s*[:：]?.{0,30}$|版权所有|Copyright|COPYRIGHT|©|主办(?:单位)?\s*[:：].{0,80}$"
    r"|承办(?:单位)?\s*[:：].{0,80}$|技术支持\s*[:：]|运维电话|网站(?:地图|标识码|声明|首页|支持|维护|管理)"
    r"|政府网站(?:标识码|找错)"
    r"|\w?ICP[备证]|.{0,2}公网安备|.{0,6}网安备|建议使用.{0,40}(?:浏览器|分辨率)|(?:联系)?(?:地址|电话|邮编|传真|邮箱"
    r"|技术支持)\s*[:：].{0,60}$"
    r"|责任编辑\s*[:：]|(?:原文|文章|来源|本文)?(?:链接|网址)\s*[:：]|编\s*辑\s*[:：].{0,30}$|(?:审\s*核|校\s*对|初\s*审|复\s*审|终\s*审|监\s*制|供\s*稿|撰\s*稿"
    r"|录\s*入)\s*[:：].{0,30}$|(?:信息|文章|稿件|文件|内容)?来源\s*[:：].{0,160}$|作\s*者\s*[:：].{0,60}$|发布(?:人"
    r"|者)\s*[:：].{0,40}$"
    r"|(?:发布|发文|更新|成文|印发|上传|录入|添加)(?:时间|日期)\s*[:：].{0,120}$|(?:时间|日期)\s*[:：]\s*[\d\-/.年月日: ]+.{0"
    r",60}$"
    r"|【?\s*(?:打印|关闭|收藏)(?:本页|窗口)?】|\[\s*(?:打印|关闭|收藏)|无障碍|长者|政务(?:新媒体|微博|微信)|https?://|www\.)"
)
_COUNTER = re.compile(
    r"^.{0,60}(?:浏览(?:次数|量)?|点击(?:次数|量|率|数)?|阅读(?:次数|量|数)?|访问(?:次数|量))\s*[:：]?\s*"
    r"[\d,，]*\s*次?.{0,24}$"
)
_PATH = re.compile(
    r"^\s*(?:首\s*页|网站首页|主页|政府信息公开|政务公开|信息公开)\s*(?:[>＞»›/|→]|&gt;|-{1,2}>?|>>).{1,80}$"
    r"|^[^。，；]{1,16}(?:\s*(?:>>?|＞|»|›)\s*[^。，；>＞»›]{1,40}){2,}$"
)
META = re.compile(
    r"^[\s\-·•*]*(?:索\s*引\s*号(?:码)?|备注/?文号|公\s*文\s*号|(?:发\s*文|文\s*件)?文\s*号|文\s*件\s*编\s*号"
    r"|发\s*文\s*字\s*号|发\s*[布文]\s*(?:机\s*构|机\s*关|单\s*位|部\s*门|日\s*期|时\s*间|字\s*号)"
    r"|(?:制\s*发|来\s*源)\s*(?:机关|单位|部门)|公文生成日期|生\s*成\s*日\s*期|成\s*文\s*(?:日\s*期|时\s*间)"
    r"|(?:开始)?实施日期|废止日期|生效(?:日期|时间)|失效(?:日期|时间)|公\s*开\s*(?:形\s*式|方\s*式|时\s*限|类\s*别|范\s*围"
    r"|日\s*期|属\s*性|程序|主体|责任部门)"
    r"|责\s*任\s*部\s*门|关\s*键\s*[词字]|主\s*题\s*[词类分]\S{0,3}|信\s*息\s*(?:分\s*类|类\s*别|名\s*称|索\s*引\s*号"
    r"|来\s*源|格\s*式|语\s*种|有效性|公开.{0,4})"
    r"|(?:是\s*否)?有\s*效\s*(?:[性期]|与否)?|时\s*效\s*性?|名\s*称|标\s*题|体\s*裁\s*(?:分\s*类)?|组\s*配\s*分\s*类"
    r"|服\s*务\s*对\s*象|载\s*体\s*类\s*型|所属(?:主题|栏目|机构|分类)|栏目|分\s*类|类\s*别|语\s*种|内容概述|摘\s*要"
    r"|统一编号|登记号|规范性文件编号|签\s*发\s*人|紧急程度|密\s*级|主\s*送|抄\s*送)"
    r"\s*(?:[:：]\s*(?P<value>.*)|】\s*(?P<other>.*)|\t\s*(?P<cell>.*))?$"
)
NUMBER_LINE = re.compile(r"^[（(]?[^\s，。,;；:：]{1,16}\s*[〔\[(（【［]\s*(?:19|20)\d\d\s*[〕\])）】］]"
                         r"\s*第?\s*\d{1,5}\s*号[）)]?$")
DATE_LINE = re.compile(
    r"^[（(]?\s*(?:[12]\s*[09]\s*\d\s*\d|[二〇○ＯO零一三四五六七八九十]{4})\s*[年\-./]"
    r"\s*[\d一二三四五六七八九十]{1,3}\s*[月\-./]\s*[\d一二三四五六七八九十]{1,3}\s*[日号]?(?:\s*\d\d?:\d\d(?:"
    r":\d\d)?)?\s*(?:印发|发布)?\s*[)）]?$"
)
_SALUTATION = re.compile(
    r"^(?:各|[^，。,]{0,8}(?:[直区县市局所委厅州省]属|管)|[局委厅]?机关|全[区县市省]|同志们"
    r"|尊敬的)[^。；;]{0,120}[:：]$"
)
OFFICE = re.compile(
    r"^(?:[^，。,;；:：!?！？\s]{2,28}?(?:局|委员会|工委|党组|党委|人民政府|政府|办公室|教委|厅|部|领导小组"
    r"|行政公署|行署|管委会)[\s、]*){1,3}$"
)
_NO_OFFICE = re.compile(
    r"(?:格局|全局|大局|布局|结局|开局|僵局|变局|战局|内部|全部|干部|外部|俱乐部|支部|总部|东部|西部"
    r"|中部|部署)$|^(?:加强|推进|推动|建设|打造|构建|完善|深化|落实|坚持|提升|优化|夯实|开创|形成|建立"
    r"|健全)"
)
_RESPONSIBLE = re.compile(
    r"^[（(【\[]?\s*(?:\d\d?[.、])?(?:(?:主要|具体)?责\s*任\s*(?:领\s*导|单\s*位|人|部\s*门|科\s*室"
    r"|股\s*室|处\s*室|主体|校长|机构|局长|分工)"
    r"|牵\s*头\s*(?:领导|单位|部门|科室|股室|处室|人|县领导)|(?:配合|协同|参与|参加|协作)(?:单位|部门"
    r"|科室|处室|股室)|协办(?:单位|部门)|分管(?:领导|局长)|主办(?:单位|部门|科室)|落实单位|实施单位"
    r"|承办(?:单位|科室)|完成(?:时限|时间)|时间(?:节点|要求))\s*[:：]"
)
_UNIT = re.compile(r"(?:室|科|股|办|局|校|园|学|中心|部|处|组|站|支部|委|机关|单位|队|院|馆|团|会|协会|所|镇|乡|街道|司|厅)$")
_ATTACHED = re.compile(r"^附\s*件?\s*(?:[:：]|\d|[一二三四五六七八九十]\s*[:：、.])")
_REMARK = re.compile(
    r"^[（(](?:此件|此文件|联系人|联系电话|主动公开|依申请公开|不予公开|本文有删减|本页无正文|内容有删减"
    r"|根据录音)[^。]{0,60}[)）]$|^(?:此件|本件)(?:公开|主动|依申请).{0,12}$|^.{2,24}(?:办公室|局|厅"
    r"|委)\s{1,}.{0,24}印发$|^-+\s*END\s*-+$|^(?:END|End|全文完|[（(]完[)）])$"
)
_SITE_OWNER = re.compile(r"^(?:主办|承办).*(?:人民政府|委员会|局|办公室|电话|网站|热线|ICP|备案)")
_HEADING = re.compile(
    r"指导思想|总体(?:要求|思路|目标)|工作(?:回顾|目标|思路|重点|安排|措施|任务)|主要(?:工作|任务|目标)"
    r"|重点(?:工作|任务)|基本原则|^前言$|^引言$"
)
_ADDRESS = re.compile(r"^(?:各位(?:代表|委员|同志|领导|主任)|[^。]{0,6}同志们|主任、)[^。]{0,20}[:：！]$")


def line_kinds(lines: list[str], numbered: list[bool], title: str | None, navigation: set[int] | None = None) -> list[str]:
    """Kind of each line: ``text``, ``title``, ``furniture``, ``responsibility`` or ``blank``.

    A reason may follow the kind after a colon (``furniture:repeated text``).  ``numbered`` says which lines
    begin with an outline number; ``title`` is the title on record; ``navigation`` are lines known to be menus.
    """
    if navigation:
        lines = ["" if at in navigation else line for at, line in enumerate(lines)]
    set_aside = repeated_lines(lines)
    attached = _attachments(lines)
    first = next((i for i, n in enumerate(numbered) if n and i not in attached and i not in set_aside), None)
    prose = next((i for i, line in enumerate(lines) if _is_opening(line) and i not in set_aside), len(lines))
    if first is None or prose + 12 < first:
        first = _first_heading(lines, prose)
    last = next((i for i in range(len(lines) - 1, -1, -1) if numbered[i] or is_prose(lines[i])), len(lines))
    kinds: list[str] = []
    awaits_value = begun = closed = False
    named = (title or "").lstrip()[:1] or "\n"
    for i, raw in enumerate(lines):
        line = raw.strip()
        if (numbered[i] and begun and i >= first and not (awaits_value or closed) and i not in set_aside and i not in attached
                and line[0] != named and "：" not in line and ":" not in line):
            kinds.append("text")    # most lines: neither who answers for something nor the title
            continue
        if i in set_aside and line:
            kinds.append("furniture:" + set_aside[i])
            continue
        if i in attached and line:
            kinds.append("furniture")
            continue
        kind = _line_kind(line, i < first, numbered[i], title, begun, i >= last - 1)
        meta = META.match(line) if i < first else None
        if kind in ("text", "title") and awaits_value and not meta and len(line) <= 40 and not is_prose(line):
            kind = "furniture"
        if line:
            awaits_value = bool(meta and not (meta["value"] or meta["other"] or meta["cell"]))
        if kind == "text" and not numbered[i] and kinds and _continues_responsibility(line, kinds):
            kind = "responsibility"
        if closed and kind == "text" and i > last and not is_prose(line):
            kind = "furniture"  # the names of other pages after 上一篇, 相关链接, 版权所有
        closed = closed and not is_prose(line) or kind == "furniture" and i >= last and bool(_TAIL.match(line))
        begun = begun or kind == "text" and not _is_cover(line)
        kinds.append(kind)
    for at in navigation or ():
        kinds[at] = "furniture:navigation"
    return kinds


_TAIL = re.compile(
    r"^(?:上一|下一|前一|后一|相关|热门|推荐|猜你|延伸|最新|热点|版权|主办|承办|网站|Copyright|©|分享|扫"
    r"|友情链接|联系|地址|技术|.{0,2}ICP)"
)


def _first_heading(lines: list[str], prose: int) -> int:
    """The line with which a text without numbers begins: a short heading over its first sentence, if it has more of the kind."""

    def heads(at: int) -> bool:
        line = lines[at].strip()
        below = next((text for text in lines[at + 1:] if text.strip()), "")
        plain = bool(line) and len(line) <= 32 and not re.search(r"[。；;：:，,（）()0-9]$|\s|^[（(—]", line) and is_prose(below)
        named = is_title(line) or META.match(line) or OFFICE.match(line) or DATE_LINE.match(line) or _CHROME.match(line)
        return plain and not named

    above = next((at for at in range(prose - 1, -1, -1) if lines[at].strip()), None)
    if above is not None and heads(above) and any(heads(at) for at in range(prose + 1, len(lines))):
        return above
    return prose


def is_prose(line: str) -> bool:
    return len(line) > 60 or "。" in line or any(mark in line for mark in SENTENCE_END)


def _is_opening(line: str) -> bool:
    """A line with which a plan's own text may open."""
    line = line.strip()
    return (
        is_prose(line)
        and not _is_cover(line)
        and not META.match(line)
        and not _CHROME.match(line)
        and not _FRAME.search(line)
        and not is_title(line)
        and not _PATH.match(line)
        and not _COUNTER.match(line)
    )


def _line_kind(line: str, in_front: bool, numbered: bool, title: str | None, begun: bool, at_end: bool) -> str:
    if not line:
        return "blank"
    if ("：" in line or ":" in line) and len(line) <= 150 and _RESPONSIBLE.match(line):
        return "furniture" if at_end and _SITE_OWNER.search(line) else "responsibility"
    if not numbered and _is_furniture(line):
        return "furniture"
    if not numbered and (in_front or at_end or len(line) < 80) and _FRAME.search(line):
        return "furniture"
    if title and line[0] == title.lstrip()[:1] and bare(line) == bare(title):
        return "title"
    if in_front and not numbered:
        if META.match(line) or _SALUTATION.match(line) or _ADDRESS.match(line):
            return "furniture"
        if not is_prose(line) and (is_title(line) or spam_title(line)):
            return "title"
    if numbered or is_prose(line):
        return "text"
    if NUMBER_LINE.match(line) or DATE_LINE.match(line) or _REMARK.match(line) or _ADDRESS.match(line):
        return "furniture"
    if OFFICE.match(line) and (in_front or at_end) and not _NO_OFFICE.search(line):
        return "furniture"
    if in_front and not begun and len(line) <= 40 and not line.endswith(("；", ";", "：", ":")) and not _HEADING.search(line):
        # a short line before the text: no sentence of it, unless it has a comma
        return "text" if re.search("[，,]", line) and not line.startswith(("—", "（", "(")) else "furniture"
    return "text"


def _is_furniture(line: str) -> bool:
    if len(line) > 240:
        return False
    if is_prose(line):  # a sentence: only what no plan would say of itself
        return bool(_CHROME.match(line) and _SITE.search(line))
    return bool(_CHROME.match(line) or _BUTTONS.match(line) or _PATH.match(line) or _COUNTER.match(line))


_SITE = re.compile(
    r"版权|ICP|备案|声明|浏览|点击|热线|https?:|©|Copyright|二维码|公众号|网站|电话|邮编|来源\s*[:：]|(?:时间|日期)\s*[:：]"
)


def _is_cover(line: str) -> bool:
    return line.strip().startswith("现将") and ("印发" in line or "如下" in line)


def _continues_responsibility(line: str, kinds: list[str]) -> bool:
    if is_prose(line) or next((k for k in reversed(kinds) if k != "blank"), "") != "responsibility":
        return False
    words = re.split(r"[\s、,，]+", line)
    return all(len(w) <= 14 for w in words) and bool(_UNIT.search(words[-1]))


def _attachments(lines: list[str]) -> set[int]:
    """Lines of a list of attachments: ``附件：1.…`` and the numbered names under it."""
    found: set[int] = set()
    for at in [at for at, line in enumerate(lines) if "附" in line]:
        line = lines[at].strip()
        if not _ATTACHED.match(line) or is_prose(line) and not re.fullmatch(r"[^。]{0,90}", line):
            continue
        found.add(at)
        wanted = 2
        for below in range(at + 1, min(at + 40, len(lines))):
            name = lines[below].strip()
            number = enumerator(name)
            if name and not (
                number
                and number.style == "arabic"
                and number.number in (wanted, 1)
                and not is_prose(name)
                and (DOCUMENT.search(name) or wanted > 2 or "1" in line)
            ):
                break
            if name and number:
                found.add(below)
                wanted = (number.number or 0) + 1
    return found


def names_itself(words: str) -> bool:
    """Whether words are a title, a number, a date, an office or a salutation: what stands on a line of its own."""
    return bool(
        len(words) >= 4
        and (
            is_title(words)
            or NUMBER_LINE.match(words)
            or DATE_LINE.match(words)
            or _SALUTATION.match(words)
            or _ADDRESS.match(words)
            or META.match(words)
            or len(words) < 40
            and (_CHROME.match(words) or _COUNTER.match(words))
            or OFFICE.match(words)
            and not _NO_OFFICE.search(words)
        )
    )
