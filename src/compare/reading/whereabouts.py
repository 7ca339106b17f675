"""Where a document is for: place, level and province, of its title, its office, its file name or its text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from compare.reading import places
from compare.reading.front import Front, Labels, Reading
from compare.reading.furniture import OFFICE
from compare.reading.repeats import bare


def read_place(labels: Labels, front: Front, stem: str) -> None:
    """Place, level and province: of the title, else the office, else the file name where the text bears it out."""
    known = labels.value("year")
    year = int(known) if known else None
    text = front.draft.text
    edges = "\n".join(line for _, line in [*front.lines[: front.body + 1], *front.lines[-8:]])
    found: tuple[places.Place, str, int] | None = None
    title = labels.read.get("title")
    for words, where, at in _naming(front, title):
        place = places.in_words(words, edges + text[:200000], year)
        if place and (place.name or place.why):
            found = (place, where, at)
            break
    named_by_file = places.in_words(re.split(r"[_\-—]?(?:19|20)\d\d", stem.split("_")[-1])[0], text, year) if stem else None
    if named_by_file is None and stem:
        group = [n for part in re.split(r"[_\-\s]", stem) for n in places.named(part) if n.name == part]
        named_by_file = places.resolved(group[:1], text, year) if group else None
    if found is None:
        found = _from_text(front, named_by_file, text)
    if found is None:
        _level_of_words(labels, front, title)
        if named_by_file and named_by_file.name:
            labels.warnings.append(f"只有文件名写了地方({named_by_file.name}),正文没有印证")
            labels.read["place"] = Reading(named_by_file.name, "文件名", doubt="只有文件名写了地方")
            _level(labels, named_by_file, "文件名", front, -1)
        return
    place, where, at = found
    if place.why:
        labels.warnings.append(
            place.why if place.name or "隐去" in place.why or "学校" in place.why else f"地方不明: {place.why}"
        )
    if place.name is None:
        if "隐去" in place.why:
            words = next((w for w, wh, a in _naming(front, title) if a == at), "")
            note = re.match(r"[^省市区县州旗]{1,4}[省市区县州旗]", words[place.start:])
            labels.place_note = note[0] if note else None
            if place.level:
                labels.read["level"] = Reading(place.level, where, doubt="")
        return
    span = front.reading(place.name, where, at + place.start, place.end - place.start) if at >= 0 else Reading(place.name, where)
    labels.read["place"] = span
    _level(labels, place, where, front, at)
    if named_by_file and named_by_file.name and named_by_file.name != place.name and named_by_file.name not in edges:
        labels.warnings.append(f"文件名写 {named_by_file.name},{where}是 {place.name}")
    _compare_text(labels, place, front)


def _level_of_words(labels: Labels, front: Front, title: Reading | None) -> None:
    """A title without a name that says 市教育局 or 县教育局 tells its level; 市 only where counties are under it."""
    m = (
        re.match(r"(?:(?:19|20)\d\d年)?(?:全|我|中共)?(省|市|区|县|州|旗)(?:教育|教委|委|人民政府|政府)", str(title.value))
        if title
        else None
    )
    if not m or not title:
        return
    level = {"省": "省", "市": "市", "州": "市"}.get(m[1], "区县")
    if level == "市" and not re.search(r"各?县[（(]?[市区、]|各区县|各县|县区|区县|市直|市属", front.draft.text):
        return
    labels.read["level"] = Reading(level, title.where, title.start, title.end)


def _level(labels: Labels, place: places.Place, where: str, front: Front, at: int) -> None:
    for name, value in (("level", place.level), ("province", place.province)):
        if value:
            span = labels.read["place"]
            labels.read[name] = Reading(
                value,
                f"{where},行政区划表" if name == "province" else where,
                span.start,
                span.end,
                doubt="只有文件名写了地方" if where == "文件名" and at < 0 else "",
            )


def _naming(front: Front, title: Reading | None) -> Iterable[tuple[str, str, int]]:
    """Where a document names its place, the surest first: (words, where, offset in the draft)."""
    whole = front.draft.text
    for at, line in front.lines[: front.body + 1]:
        if title and title.where == "标题" and bare(str(title.value))[:12] in bare(line) and len(line) < 120:
            yield line, "标题", at
            break
    if title:
        at = whole.find(str(title.value))
        yield str(title.value), title.where, at
    for n, (at, line) in enumerate(front.lines[: front.body]):
        if front.kinds[n] == "title":
            yield line, "标题", at
    for key in ("发布机构", "发文机关", "发布单位", "制发机关", "发文单位", "责任部门", "公开主体", "来源"):
        if key in front.meta and OFFICE.match(front.meta[key][0]):
            yield front.meta[key][0], "元数据" + key, front.meta[key][1]
    for n, (at, line) in [*enumerate(front.lines[: front.body]), *list(enumerate(front.lines))[-6:]]:
        if front.kinds[n] == "furniture" and (OFFICE.match(line) or re.search(r"在.{2,14}第.{1,4}届", line)):
            m = re.search(r"在(?=.{2,14}第.{1,4}届)", line)
            yield (line[m.end() :], "会议名称", at + m.end()) if m else (line, "落款", at)
    for at, line in front.lines[front.body : front.body + 2]:
        m = re.search(r"代表\s*([^，。]{2,14}?(?:人民政府|政府)|国务院)", line)
        if m:
            yield m[1], "正文", at + m.start(1)


_LEVELS = {"市": "市", "州": "市", "盟": "市", "行署": "市", "县": "区县", "省": "省", "自治区": "省"}


def _from_text(front: Front, by_file: places.Place | None, text: str) -> tuple[places.Place, str, int] | None:
    """A report without its place's name in front: the place that its text names most, or that its file is called after."""
    opening = "\n".join(line for _, line in front.lines[: front.body + 8])
    words = re.search(r"代表(市|州|县|区|省|盟|自治区|行署)", opening) or re.search(r"(?:全|我)(市|州|县|区|省|盟)", text)
    level = _LEVELS.get(words[1]) if words else None
    most, counts = places.most_named(text, level)
    if by_file and by_file.name and by_file.level is None and level:
        by_file = places.of_level(by_file.name, level) or by_file
    if by_file and by_file.name:
        short = usual_name(by_file.name)
        times = max(text.count(short), text.count(by_file.name[:2]))
        if most and counts and most.name != by_file.name and dict(counts).get(by_file.name, 0) * 3 < counts[0][1]:
            return None
        if times >= 3 and (level is None or by_file.level in (level, "省", None) or by_file.level == "区县" and level == "市"):
            at = text.find(short)
            return by_file._replace(start=0, end=len(short)), "文件名和正文", at
        return None
    if most and most.name and level:
        at = text.find(most.name[:2])
        return most._replace(start=0, end=2, why=""), "正文", at
    return None


def usual_name(name: str) -> str:
    """The form in which a text usually names its place: 株洲, 黔东南, 芦淞."""
    short = re.sub(r"(?:[一-龥]{1,4}族)*(?:自治州|自治县|自治旗|地区|市|县|区|省|盟|旗)$", "", name)
    return short if len(short) >= 2 else name


def _compare_text(labels: Labels, place: places.Place, front: Front) -> None:
    """Warn where the text speaks of another place of the same level more than of this one."""
    if not place.name or place.name == "全国" or place.level is None:
        return
    own = front.draft.text.count(usual_name(place.name))
    _, counts = places.most_named(front.draft.text, place.level)
    rival = next(((name, n) for name, n in counts if name != place.name), None)
    if rival and rival[1] >= 4 and rival[1] > 2 * own:
        labels.warnings.append(f"{labels.read['place'].where}是 {place.name},正文却多次写 {rival[0]}({rival[1]} 次)")
        labels.read["place"] = Reading(**{**labels.read["place"].__dict__, "doubt": f"正文多次写 {rival[0]}"})
