"""What a careful reader would look at in each plan before counting anything: one row a check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from compare.measures.damage import COPIES, HARMFUL, damage
from compare.outline import enumerator
from compare.study import Study
from compare.tables import PLAN, check, define

define(
    "checks", "one check of one plan", "plan_id check",
    plan_id=PLAN,
    check=("str", "提纲, 编号, 搁置, 损坏, 标签, 主题 or 重复"),
    state=("str", "正常; 留意: limits what may be concluded; 存疑: the file needs a look"),
    message=("str", "what was found, in words"),
    value=("float64", "how much: breaks, share of the text, places, labels, themes or twins"),
    start=("Int64", "verbatim offset of the first place found, where there is one"),
)

FINE, NOTED, DOUBT = "正常", "留意", "存疑"
MOST_SET_ASIDE = 0.10  # more furniture than this in the text, and words of the plan may be among it

_NEEDED = {"place": "地区", "year": "年份", "level": "层级", "kind": "文件类型"}
_WANTED = {"province": "省份", "issuer": "发布机构", "issued_on": "发文日期", "source_url": "来源网址"}

Found = tuple[str, str, float, int | None]


def checks(study: Study) -> pd.DataFrame:
    """Table checks: seven rows a plan. ``存疑`` asks for a look at the file; ``留意`` limits what may be concluded."""
    rows = []
    found = damage(study)
    for plan in study.plans.itertuples(index=False):
        clauses = study.clauses[study.clauses["plan_id"] == plan.plan_id]
        removals = study.removals[study.removals["plan_id"] == plan.plan_id]
        made = {"提纲": _outline(clauses), "编号": _numbering(clauses), "搁置": _set_aside(plan, clauses, removals),
                "损坏": _damage(plan, found), "标签": _labels(plan), "主题": _themes(plan, study),
                "重复": _twins(plan, found)}
        rows += [(plan.plan_id, name, *row) for name, row in made.items()]
    return check(pd.DataFrame(rows, columns=["plan_id", "check", "state", "message", "value", "start"]), "checks")


def _found(state: str, message: str, value: float, start: int | None = None) -> Found:
    return state, message, float(value), start


def _outline(clauses: pd.DataFrame) -> Found:
    counts = clauses["kind"].value_counts()
    parts = [f"{counts[kind]} {word}" for kind, word in (("section", "部分"), ("item", "条"), ("point", "点")) if kind in counts]
    counted = int(clauses["counted"].sum())
    if not parts:
        return _found(NOTED, f"没有认出编号,{counted} 句按段落处理", 0)
    return _found(FINE, f"{'、'.join(parts)},共 {counted} 句", counted)


def _numbering(clauses: pd.DataFrame) -> Found:
    breaks = list(_breaks(clauses))
    if not breaks:
        return _found(FINE, "各级编号连续", 0)
    return _found(DOUBT, ";".join(words for words, _ in breaks[:5]) + (f" 等 {len(breaks)} 处" if len(breaks) > 5 else ""),
                  len(breaks), breaks[0][1])


def _breaks(clauses: pd.DataFrame) -> Iterator[tuple[str, int]]:
    """Where a numbering neither goes on nor, in a new section, starts again."""
    section, item, fresh = 0, 0, True
    heads = clauses[clauses["kind"].isin(("section", "item"))]
    for kind, number, text, start in zip(heads["kind"], heads["item_no"], heads["text"], heads["text_start"], strict=True):
        if kind == "section":
            found = enumerator(text)
            if found and found.number:
                if found.number != section + 1:
                    yield _break(section, found.number, "部分"), start
                section = found.number
            fresh = True
        elif not pd.isna(number):
            if number != item + 1 and not (fresh and number == 1):
                yield _break(item, number, "条"), start
            item, fresh = int(number), False


def _break(last: int, number: int, unit: str) -> str:
    return f"第 {last} {unit}之后是第 {number} {unit}" if last else f"从第 {number} {unit}开始"


def _set_aside(plan: Any, clauses: pd.DataFrame, removals: pd.DataFrame) -> Found:
    whole = _letters(plan.text)
    removed = removals.assign(n=removals["text"].map(_letters)).groupby("reason")["n"].sum()
    kinds = clauses.assign(n=clauses["text"].map(_letters)).groupby("kind")["n"].sum()
    pages = sum(removed.get(reason, 0) for reason in ("page mark", "page number"))
    copies = sum(removed.get(reason, 0) for reason in ("repeated text", "contents list"))
    sizes = {"页面文字": removed.get("furniture", 0) + removed.get("navigation", 0), "页码标记": pages, "目录和重复": copies,
             "订正": sum(n for reason, n in removed.items() if str(reason).startswith("correction")),
             "标题": kinds.get("title", 0), "责任行": kinds.get("responsibility", 0)}
    lost = (sizes["页面文字"] + sizes["页码标记"]) / whole  # what a copy says twice is not lost
    words = "、".join(f"{name} {n / whole:.1%}" for name, n in sizes.items() if n)
    state = DOUBT if lost > MOST_SET_ASIDE else FINE
    return _found(state, f"不计入的文字:{words}" if words else "全部文字计入", lost)


def _letters(text: str) -> int:
    return sum(not c.isspace() for c in text)


def _damage(plan: Any, found: pd.DataFrame) -> Found:
    hurt = found[(found["plan_id"] == plan.plan_id) & ~found["damage"].isin(COPIES)]
    if hurt.empty:
        return _found(FINE, "未见损坏", 0)
    words = [f"{row.damage} {row.n} 处（{row.share:.0%} 的句子，如“{' '.join(str(row.example).split())}”）"
             for row in hurt.itertuples()]
    state = DOUBT if hurt["damage"].isin(HARMFUL).any() else NOTED
    return _found(state, "；".join(words), int(hurt["n"].sum()), int(hurt["start"].min()))


def _labels(plan: Any) -> Found:
    def missing(names: dict[str, str]) -> list[str]:
        return [word for name, word in names.items() if pd.isna(getattr(plan, name))]
    needed, wanted = missing(_NEEDED), missing(_WANTED)
    masked = "地区" in needed and plan.label != plan.plan_id
    if masked:  # the file says that its place is not named: known, and shown on every chart
        needed.remove("地区")
    words = ([f"不明:{'、'.join(needed)}"] if needed else []) + (["原文隐去地名"] if masked else []) + (
        [f"未填:{'、'.join(wanted)}"] if wanted else [])
    state = DOUBT if needed else NOTED if words else FINE
    return _found(state, ";".join(words) or "齐全", len(needed) + len(wanted) + masked)


def _themes(plan: Any, study: Study) -> Found:
    year = plan.year
    early = [t.label for t in study.themes if t.valid_from and not pd.isna(year) and int(str(t.valid_from)[:4]) > year]
    if early:
        return _found(NOTED, f"早于政策:{'、'.join(early)}", len(early))
    return _found(FINE, "各主题均已生效" if not pd.isna(year) else "年份不明,无从判断主题是否已生效", 0)


def _twins(plan: Any, found: pd.DataFrame) -> Found:
    same = found[(found["plan_id"] == plan.plan_id) & found["damage"].isin(COPIES)]
    if same.empty:
        return _found(FINE, "没有相同或近同的文件", 0)
    return _found(DOUBT, "；".join(f"{row.damage}：{row.example}" for row in same.itertuples()), int(same["n"].sum()))
