"""What a document is: its place, year, kind, title, issuer, number and date, each with where it was read.

Unknown is a right answer, a wrong label is not: what the document does not say, or says in two ways, stays empty or is in doubt.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from compare.reading import dates, places
from compare.reading.characters import odd_characters, traditional
from compare.reading.front import Front, Labels, Reading
from compare.reading.furniture import META, OFFICE
from compare.reading.issue import read_issue
from compare.reading.ledger import Draft
from compare.reading.marks import page_marks
from compare.reading.titles import glued_title, is_title, spam
from compare.reading.whereabouts import read_place
from compare.reading.wraps import wraps
from compare.reading.years import read_year

LABELS = ("place", "level", "province", "year", "kind", "title", "issuer", "doc_number", "issued_on", "source_url")
_QUOTED = re.compile(r"《([^《》]{4,70})》")
_KINDS = (
    ("总结+计划", r"(?:总结|回顾|情况|完成).{0,20}(?:工作计划|计划|要点|打算|思路|安排|谋划)"),
    ("", r"(务虚会?议?(?:交流)?(?:发言|汇报|交流)?(?:材料|提纲|稿|报告)?)"),
    ("政府工作报告", r"政\s*府\s*工\s*作\s*报\s*告"),
    ("任务分解", r"任务分解|分解表|责任分工"),
    (
        "",
        r"(工作要点|工作计划|实施意见|实施方案|行动方案|行动计划|工作方案|工作总结|工作安排|工作思路|工作打算|工作报告|工作汇报|工作清单|任务清单|工作意见|工作任务|工作谋划|工作规划)",
    ),
    ("工作要点", r"要点"),
    ("工作计划", r"计划"),
    ("工作总结", r"总结"),
    ("", r"(规划|意见|方案|办法|汇报|讲话|报告|通知|细则)"),
)
_DOCUMENTS = re.compile(r"要点|计划|方案|总结|报告|材料|安排|思路|意见|打算|规划|清单")


def infer(text: str, name: str = "", given: dict[str, str] | None = None) -> Labels:
    """The labels of a document with ``text`` and file ``name``; ``given`` are labels its container states."""
    draft = Draft(text)
    for step in (odd_characters, page_marks, wraps, traditional):
        draft.apply(step)
    front = Front(draft)
    labels = Labels()
    stem = "" if "#" in name else PurePath(name).stem
    _title(labels, front, given or {}, stem)
    read_year(labels, front, stem)
    _kind(labels, front)
    read_place(labels, front, stem)
    read_issue(labels, front)
    for label, value in (given or {}).items():
        _take_given(labels, label, value)
    return labels


def _title(labels: Labels, front: Front, given: dict[str, str], stem: str) -> None:
    """The plan's own title: the last one before its text; else the one quoted in the notice's title."""
    found: list[tuple[str, int]] = []
    for n, (at, line) in enumerate(front.lines[: front.body + 1]):
        glued = glued_title(line)
        if front.kinds[n] == "title" or n < front.body and is_title(line) and not META.match(line):
            before, after = spam(line)
            core = line[len(before) : len(line) - len(after)].strip()
            office = front.lines[n - 1] if n else None
            if office and OFFICE.match(office[1]) and not places.named(core[:10]) and len(core) < 30:
                found.append((office[1] + core, office[0]))
            else:
                found.append((core, at))
        elif glued:
            found.append((line[:glued].strip(), at))
    for key in ("标题", "名称", "信息名称", "文件名称"):
        if key in front.meta and (_DOCUMENTS.search(front.meta[key][0])):
            found.insert(0, front.meta[key])
    own = [f for f in found if not re.search(r"的(?:通知|函|请示|批复|公告)$", _tidy(f[0]))]
    if not found and given.get("title"):
        return
    if not found and stem and is_title(spamless(stem)):
        labels.read["title"] = Reading(spamless(stem), "文件名")
        return
    if not found:
        return
    title, at = own[-1] if own else found[-1]
    if not own and (quoted := _QUOTED.search(title)):
        title, at = quoted[1], at + quoted.start(1)
    labels.read["title"] = front.reading(_tidy(title), "标题", at, len(title))


def spamless(title: str) -> str:
    before, after = spam(title)
    return title[len(before) : len(title) - len(after)].strip()


def _tidy(title: str) -> str:
    title = (
        re.sub(r"^[《“]|[》”]$", "", title.strip())
        if title.count("《") != 1 or title.startswith("《") and title.endswith("》")
        else title.strip()
    )
    return "".join(title.split()) if re.fullmatch(r"(?:\S\s+){3,}\S", title) else re.sub(r"\s+", " ", title)


def _kind(labels: Labels, front: Front) -> None:
    title = labels.read.get("title")
    if title:
        words = str(title.value)
        inner = _QUOTED.search(words)
        for kind, pattern in _KINDS:
            m = re.search(pattern, inner[1] if inner else words)
            if m:
                labels.read["kind"] = Reading("".join((kind or m[1]).split()), title.where, title.start, title.end)
                return
    for at, line in front.lines[: front.body + 4]:
        m = re.search(
            r"代表.{0,12}(?:人民政府|国务院|行署|区政府|县政府|市政府|盟行政公署).{0,6}(?:向大会|作|报告).{0,8}(?:报告)?", line
        )
        if m and "审议" in line or re.search(r"代表.{0,12}行署作工作报告", line):
            labels.read["kind"] = front.reading("政府工作报告", "正文", at, len(line[:40]))
            return


def _take_given(labels: Labels, label: str, value: str) -> None:
    """A label that the table or page states; where the text reads otherwise both are shown."""
    if label not in LABELS:
        return
    read: str | int | None = value
    if label == "year":
        found = dates.years(value if "年" in value else value + "年")
        read = int(found[0].value) if found else None
    elif label == "issued_on":
        day = dates.dates(value)
        read = day[0].value if day else None
    elif label == "level" and value not in ("国家", "省", "市", "区县"):
        read = {
            "县": "区县",
            "区": "区县",
            "县区": "区县",
            "国": "国家",
            "省级": "省",
            "市级": "市",
            "区县级": "区县",
            "县级": "区县",
        }.get(value)
    if read is None:
        return
    known = labels.read.get(label)
    if known and known.value != read:
        if label in ("title", "issued_on", "source_url"):
            return
        labels.warnings.append(f"{label}: 表格写 {read},{known.where}是 {known.value}")
        labels.read[label] = Reading(**{**known.__dict__, "doubt": f"表格写 {read}"})
    elif not known:
        labels.read[label] = Reading(read, "表格或页面属性")
