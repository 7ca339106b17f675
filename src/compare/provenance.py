"""Which of two documents may have taken a passage from the other: a guess from their dates and levels."""

from __future__ import annotations

from typing import Any

from compare.corpus import LEVELS

THIS, OTHER, UNKNOWN = "本文件→对方", "对方→本文件", "不能判断"


def source_order(labels: dict[str, Any]) -> tuple[int, str, str]:
    """Sorts documents so that likely sources come first: upper levels, then earlier dates, then ids."""
    return _rank(labels), _date(labels) or "9999", labels["plan_id"]


def above(upper: dict[str, Any], lower: dict[str, Any]) -> bool:
    """Whether the one document is of a higher level than the other; False where a level is unknown."""
    return bool(upper["level"] and lower["level"]) and _rank(upper) < _rank(lower)


def direction(this: dict[str, Any], other: dict[str, Any]) -> tuple[str, str]:
    """(direction, what it rests on) for a passage that the documents with these labels share.

    The later of two documents is no source of the earlier, and texts are handed down rather
    than up.  不能判断 where neither tells, or where the two contradict each other.
    """
    date, other_date = _date(this), _date(other)
    if len(date) != len(other_date):  # a day against a year: only the years can be compared
        date, other_date = date[:4], other_date[:4]
    later = (date > other_date) - (date < other_date) if date and other_date else 0
    level, other_level = this["level"], other["level"]
    below = (_rank(this) > _rank(other)) - (_rank(this) < _rank(other)) if level and other_level else 0
    if later * below < 0:
        return UNKNOWN, f"日期（{date}、{other_date}）与层级（{level}、{other_level}）相左"
    if not later and not below:
        return UNKNOWN, "日期与层级都分不出先后" if date and other_date or level and other_level else "缺日期与层级"
    reasons = []
    if later:
        reasons.append(f"日期先后（{min(date, other_date)}→{max(date, other_date)}）")
    if below:
        reasons.append("层级上下（{}→{}）".format(*sorted((level, other_level), key=LEVELS.index)))
    return OTHER if later + below > 0 else THIS, "推测：" + "，".join(reasons)


def _rank(labels: dict[str, Any]) -> int:
    return LEVELS.index(labels["level"]) if labels["level"] else len(LEVELS)


def _date(labels: dict[str, Any]) -> str:
    return str(labels["issued_on"] or labels["year"] or "")
