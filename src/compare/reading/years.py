"""The year a document is for: its title's, else the one its text plans for; the file name's is compared with it."""

from __future__ import annotations

import re

from compare.reading import dates
from compare.reading.front import Front, Labels, Reading
from compare.reading.numbering import enumerator
from compare.reading.titles import is_title

_Y4 = r"((?:19|20)\d\d|[二一][〇○零九][〇○零一二三四五六七八九]{2})"
_PLANS = re.compile(
    rf"{_Y4}年?(?:度)?的?(?:政府|教育|全[区县市省州]|我[区县市省州]|经济社会发展|[区县市]教育局?)?(?:的)?(?:"
    rf"总体|主要|重点|工作|目标|预期|教育|发展|任务|和|、)*(?:安排|任务|要求|思路|目标|重点|打算|建议|计划"
    rf"|要点|谋划|工作的总体要求)"
)
_REVIEWS = re.compile(rf"{_Y4}年?(?:度)?的?(?:主要|政府|教育|重点)*(?:工作)?(?:回顾|总结|情况|成效|成绩)")
_OPENS = re.compile(
    rf"^[（(一二三、.\s]*{_Y4}年[,，]?(?:是|全[区县市省州国]|我[区县市省州]|[^。]{{0,30}}(?:总体要求"
    rf"|指导思想|总体思路|要以|要坚持|坚持以))"
)
_SESSION = re.compile(rf"{_Y4}年\s*([0-9一二三四十]{{1,2}})\s*月[^，。]{{1,12}}日[^。]{{0,6}}在[^。]{{2,40}}(?:会议|大会)")


def read_year(labels: Labels, front: Front, stem: str) -> None:
    """The year the document is for: its title's, else the one its text plans for; the file name's and the text's are compared."""
    title = labels.read.get("title")
    titled, why = dates.year_for(str(title.value)) if title else (None, "没有标题")
    planned = _planned(front, bool(title and not re.search(r"总结|报告", str(title.value))))
    named = {w.value for w in dates.years(stem + "年")} | set(re.findall(r"(?<!\d)(20[0-3]\d)(?!\d)", stem))
    kind = str(title.value) if title else ""
    if titled:
        doubt = ""
        if planned and planned[0] != int(titled.value) and not re.search(r"总结|报告|学年|学期", kind):
            doubt = f"标题写 {titled.value} 年,正文是 {planned[0]} 年的安排({planned[1]})"
        assert title
        labels.read["year"] = Reading(int(titled.value), title.where, title.start, title.end, doubt)
    elif planned and "一段年份" not in why and "几个年份" not in why:
        labels.read["year"] = front.reading(planned[0], "正文", planned[2], len(planned[1]), "")
    elif len(named) == 1 and not title:
        labels.read["year"] = Reading(int(min(named)), "文件名", doubt="只有文件名写了年份")
    elif why and title and "没有年份" not in why:
        labels.warnings.append(why)
    found = labels.read.get("year")
    if found and found.doubt:
        labels.warnings.append(found.doubt)
    if found and named and str(found.value) not in named and found.where != "文件名":
        labels.warnings.append(f"文件名写 {'、'.join(sorted(named))} 年,{found.where}是 {found.value} 年")


def _planned(front: Front, titled: bool) -> tuple[int, str, int] | None:
    """(year, words, offset) of the plan in the text: ``2024年重点工作``, the year after the one reviewed, or the opening."""
    reviews: list[tuple[int, str, int]] = []
    plans: list[tuple[int, str, int]] = []
    for at, line in front.lines:
        head = re.split(r"[ \u3000。]", line[:60], maxsplit=1)[0] if enumerator(line) else line
        if len(head) > 40 or is_title(head) or re.search(r"完成|实现|落实|奋力|五年|[，。：]", head):
            continue
        if m := _PLANS.search(head):
            plans.append((dates.number(m[1]), m[0], at + m.start()))
        elif m := _REVIEWS.search(head):
            reviews.append((dates.number(m[1]) + 1, m[0], at + m.start()))
    if plans or reviews:
        found = (plans or reviews)[0]
        return found if len({year for year, _, _ in [*plans, *reviews[:1]]}) == 1 else None
    for at, line in front.lines[: front.body + 1]:
        m = _SESSION.search(line)
        if m and dates.number(m[2]) <= 5:
            return dates.number(m[1]), m[0], at + m.start()
    for at, line in front.lines[front.body : front.body + 3]:
        m = _OPENS.match(line)
        if m and titled:
            return dates.number(m[1]), m[0], at + m.start()
    return None
