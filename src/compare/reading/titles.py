"""Titles: which line names the document, and what sharing sites glue to it."""

from __future__ import annotations

import re

DOCUMENT = re.compile(r"要点|计划|方案|总结|报告|材料|安排|思路|意见|打算|规划|清单|通知|办法|任务|细则|制度|表|名单")
_NOUN = (
    r"(?:工作)?(?:要点|计划|方案|总结|报告|材料|安排|思路|意见|打算|规划|清单|汇报|工作任务|目标任务|工作谋划|工作设想"
    r"|讲话稿?|发言稿?)"
    r"(?:任务分解表?|分解表|任务清单|分工方案|分工)?"
)
_TITLE = re.compile(
    rf"{_NOUN}(?:[》]?的(?:通知|函|请示|批复|意见|公告))?\s*(?:[（(【\[][^）)】\]]{{1,24}}[）)】\]])?$"
    rf"|关于(?:印发|下发|做好|转发).{{2,80}}的(?:通知|函|意见)$"
)
_SPAM = re.compile(
    r"[\s_\-—|｜·]*(?:[（(【\[]\s*)?(?:(?:精选|合集|通用|推荐|热门|汇总|优秀|共"
    r"|整理)?\s*[\d一二三四五六七八九十]{0,3}\s*篇(?:精选|合集|通用|范文)?|最新(?:版|版本|整理|完整版)?"
    r"|完整版|精品|范文(?:精选|参考|模板)?|模板|通用版?|免费下载"
    r"|(?:word|WORD|Word|pdf|PDF|docx?|DOCX?)(?:版|文档|格式|下载)?(?:可编辑)?|\.(?:docx?|pdf|txt|wps)"
    r"|\d{1,3}页(?:珍藏版|版)?|豆丁(?:网)?|百度文库|道客巴巴|文库网?|优选|必备|公文网|第一公文网"
    r"|docin)(?:\s*[）)】\]])?\s*$"
)
_LEAD = re.compile(
    r"^\s*(?:[（(【\[]\s*)?(?:最新|精品|优秀|推荐|热门|范文|整理版?|word版?|WORD版?|精选|独家"
    r"|免费)(?:\s*[）)】\]])?[\s:：_\-|｜]*(?=[\u4e00-\u9fff\d])"
)


def is_title(line: str) -> bool:
    """Whether a line is the title of a plan or of the notice that brings it."""
    line = line.strip()
    line = "".join(line.split()) if re.fullmatch(r"(?:\S\s+){3,}\S", line) else line
    return len(line) <= 90 and not re.search(r"[。；;！？]|[，,].*[，,]", line) and bool(_TITLE.search(line))


def spam(title: str) -> tuple[str, str]:
    """(before, after): the words at both ends of a title that a sharing site glued to it."""
    rest = title.strip()
    lead = _LEAD.match(rest)
    start = lead.end() if lead and lead.end() < len(rest) else 0
    end = len(rest)
    while (tail := _SPAM.search(rest, start, end)) and tail.start() > start + 4:
        end = tail.start()
    if not start and end == len(rest):
        return "", ""
    core = rest[start:end]
    return (rest[:start], rest[end:]) if is_title(core) else ("", "")


def spam_title(line: str) -> bool:
    return any(spam(line))


def glued_title(line: str) -> int:
    """Length of a title at the start of a line that goes on with the text, else 0."""
    head = line.lstrip()[:60]
    if "工作" not in head and "会议材料" not in head:
        return 0
    found = re.match(
        r"^\s*[^。，,；;：:！？]{4,50}?(?:工作要点|工作计划|工作总结|工作方案|工作安排|工作思路|工作报告|会议材料|工作打算)(?:（[^）]{1,12}）)?(?=\s*(?:(?:19|20)\d\d年(?:是|，|,)|[一1１][、.．]|（一）|为(?:深入|全面|切实|认真|进一步)|今年|根据|按照|过去))",
        line,
    )
    return found.end() if found else 0
