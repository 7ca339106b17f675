"""Who issued a document, under which number, when, and where it was found: of the index block, the head and the foot."""

from __future__ import annotations

import re

from compare.reading import dates
from compare.reading.front import Front, Labels, Reading
from compare.reading.furniture import DATE_LINE, NUMBER_LINE, OFFICE

_NUMBERED = re.compile(
    r"([\u4e00-\u9fffA-Za-z]{1,14})\s*[〔\[(（【［﹝]\s*((?:19|20)\d\d)\s*[〕\])）】］﹞]\s*第?\s*(\d{1,5}"
    r")\s*号"
)
_URL = re.compile(r"https?://[^\s<>\"'，。）)]{6,300}")
_OFFICE_OF_TITLE = re.compile(r"(?:中共)?[一-龥、 ]{0,40}?(?:教育(?:和[一-龥]{2,6})?(?:体育|科技|科学技术|文化)?局|教体局|教科局|教育厅|教育部"
                              r"|教委|教育委员会|教育工委|教育党工委|人民政府(?:办公室)?)(?:[ 、][一-龥]{2,20}?(?:局|厅|委))?")


def read_issue(labels: Labels, front: Front) -> None:
    """Issuer, number, date and address, of the index block, the head and the foot."""
    meta = front.meta
    for key in ("文号", "发文字号", "备注/文号", "公文号", "发文文号", "文件编号", "文件号", "发布文号", "发布字号"):
        if key in meta and "doc_number" not in labels.read:
            _doc_number(labels, front, meta[key][0], meta[key][1], "元数据" + key)
    edge = [n for n in range(len(front.lines)) if n <= front.body or n >= len(front.lines) - 6]
    for n in edge:
        at, line = front.lines[n]
        if "doc_number" not in labels.read and (
            NUMBER_LINE.match(line) or len(line) < 60 and _NUMBERED.fullmatch(line.strip("（）() "))
        ):
            _doc_number(labels, front, line, at, "文头")
    for key in ("发布机构", "发文机关", "发文机构", "发布单位", "发文单位", "制发机关", "发布机关", "发文部门", "发布部门"):
        if key in meta and "issuer" not in labels.read:
            labels.read["issuer"] = front.reading(_offices(meta[key][0]), "元数据" + key, meta[key][1], len(meta[key][0]))
    signed = [n for n in edge if DATE_LINE.match(front.lines[n][1])]
    for n in signed:
        office = front.lines[n - 1] if n else None
        if "issuer" not in labels.read and office and OFFICE.match(office[1]) and front.kinds[n - 1] != "text":
            labels.read["issuer"] = front.reading(_offices(office[1]), "落款", office[0], len(office[1]))
    if "issuer" not in labels.read:
        title = str(labels.value("title") or "")
        m = _OFFICE_OF_TITLE.match(title)
        if m and labels.read["title"].start >= 0 and not re.search(r"印发|关于", m[0]):
            labels.read["issuer"] = Reading(
                _offices(m[0]), "标题", labels.read["title"].start, labels.read["title"].start + len(m[0])
            )
        else:
            office = next(
                (
                    front.lines[n]
                    for n in edge
                    if front.kinds[n] == "furniture"
                    and OFFICE.match(front.lines[n][1])
                    and len(front.lines[n][1]) >= 4
                    and re.search(r"教育|政府|教委|教体", front.lines[n][1])
                ),
                None,
            )
            if office:
                labels.read["issuer"] = front.reading(_offices(office[1]), "落款", office[0], len(office[1]))
    _issued_on(labels, front, signed)
    for at, line in [*front.lines[: front.body + 1], *front.lines[-12:]]:
        url = _URL.search(line)
        if url and re.search(r"来源|网址|链接|原文|saved|^https?", line):
            labels.read.setdefault("source_url", front.reading(url[0], "页面", at + url.start(), len(url[0])))


def _offices(words: str) -> str:
    return "、".join(re.split(r"[\s、]+", words.strip()))


def _doc_number(labels: Labels, front: Front, words: str, at: int, where: str) -> None:
    m = _NUMBERED.search(words)
    if m:
        labels.read["doc_number"] = front.reading(f"{m[1]}〔{m[2]}〕{int(m[3])}号", where, at + m.start(), len(m[0]))


def _issued_on(labels: Labels, front: Front, signed: list[int]) -> None:
    found: list[tuple[str, str, int, int]] = []
    for key in ("成文日期", "成文时间", "公文生成日期", "生成日期", "发文日期", "发文时间", "印发日期", "印发时间"):
        if key in front.meta and (day := dates.dates(front.meta[key][0])):
            found.append((day[0].value, "元数据" + key, front.meta[key][1] + day[0].start, day[0].end - day[0].start))
    for n in signed:
        if day := dates.dates(front.lines[n][1]):
            found.append((day[0].value, "落款", front.lines[n][0] + day[0].start, day[0].end - day[0].start))
    if not found:
        for key in ("发布日期", "发布时间", "公开日期", "信息时间", "更新时间", "时间", "日期"):
            if key in front.meta and (day := dates.dates(front.meta[key][0])):
                found.append((day[0].value, "元数据" + key, front.meta[key][1] + day[0].start, day[0].end - day[0].start))
    if found:
        value, where, at, length = found[0]
        labels.read["issued_on"] = front.reading(value, where, at, length)
        year = labels.value("year")
        if year and abs(int(value[:4]) - int(year)) > 1:
            labels.warnings.append(f"{where}的日期 {value} 离 {year} 年太远")
