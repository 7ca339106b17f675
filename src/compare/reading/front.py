"""The head and foot of a document: its lines, what each is, the index block; and a label with where it was read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from compare.reading.furniture import META, is_prose, line_kinds
from compare.reading.ledger import Draft
from compare.reading.numbering import enumerator

_APART = re.compile(r"\t| {2,}|\u3000{2,}|(?<=\S)\s+(?=[一-龥/]{2,8}\s*[:：])|(?<=\S)\s+(?=(?:索 引 号|关 键 词|文 号)\s*[:：])")
_SOURCE = re.compile(
    r"^\s*[\[【(（]?\s*(?:信息|文章)?(来源|作者|发布时间|发布日期|发文时间|更新时间|时间|日期|网址|原文链接|链接)"
    r"\s*[】\]]?\s*[:：]\s*(?P<value>.*)$"
)


@dataclass(frozen=True)
class Reading:
    """One label as read: its value, where it stood (标题, 文件名, 元数据 …), its span, and what makes it doubtful."""

    value: str | int
    where: str
    start: int = -1
    end: int = -1
    doubt: str = ""


@dataclass
class Labels:
    """The labels of a document and the warnings; what is not among ``read`` is unknown."""

    read: dict[str, Reading] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    place_note: str | None = None

    def value(self, name: str) -> str | int | None:
        return self.read[name].value if name in self.read else None

    @property
    def doubtful(self) -> list[str]:
        return [name for name, reading in self.read.items() if reading.doubt]


class Front:
    """The lines of a document, and which stand before and after its text."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.lines: list[tuple[int, str]] = []
        at = 0
        for line in draft.text.split("\n"):
            if line.strip():
                self.lines.append((at + len(line) - len(line.lstrip()), line.strip()))
            at += len(line) + 1
        texts = [line for _, line in self.lines]
        self.kinds = line_kinds(texts, [enumerator(line) is not None for line in texts], None)
        self.body = next(
            (
                n
                for n, (_, line) in enumerate(self.lines)
                if self.kinds[n] == "text" and (is_prose(line) or enumerator(line)) and not is_letter(line)
            ),
            len(self.lines),
        )
        # a notice and its plan: the plan's own title may stand after the letter that brings it
        self.meta = self._meta()

    def _meta(self) -> dict[str, tuple[str, int]]:
        """{name without spaces: (value, offset)} of the index block."""
        found: dict[str, tuple[str, int]] = {}
        edge = [n for n in range(len(self.lines)) if n < self.body + 3 or n >= len(self.lines) - 12]
        for n in edge:
            at, line = self.lines[n]
            parts = [part.strip() for part in _APART.split(line)]
            for part, following in zip(parts, [*parts[1:], ""], strict=True):
                m = META.match(part) or _SOURCE.match(part)
                if not m:
                    continue
                key = "".join(re.split(r"[:：】]", part)[0].strip("-·•*[【（( \u3000").split())
                value = (m["value"] or m.groupdict().get("other") or following * ("：" not in part and ":" not in part)).strip()
                place = at + max(0, line.find(value)) if value else at
                if not value and n + 1 < len(self.lines) and not META.match(self.lines[n + 1][1]):
                    place, value = self.lines[n + 1]
                if value and len(value) < 200 and not value.endswith(("：", ":")):
                    found.setdefault(key, (value, place))
        return found

    def reading(self, value: str | int, where: str, start: int, length: int, doubt: str = "") -> Reading:
        places_ = self.draft.places
        last = min(start + length, len(places_) - 1)
        return Reading(value, where, places_[start], places_[last], doubt)


def is_letter(line: str) -> bool:
    return line.startswith(("现将", "经研究", "根据工作", "为做好")) and ("印发" in line or "下发" in line or "如下" in line)
