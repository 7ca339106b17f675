"""What changed since the previous run: documents, rules, programs, and the numbers that moved, with what may have moved them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from compare.measures import tables
from compare.report.blocks import Block, Heading, Text
from compare.report.content import table

ADDED, GONE, CHANGED = "新增", "删去", "改动"
SAME = 5e-7          # a number that moved by less was only rounded anew
_PLANS = ("plan_id", "plan_a", "plan_b", "other_id")
_SORTS = (("texts", "原文"), ("plans", "标签"), ("themes", "主题规则"), ("lexicon", "词表"), ("packages", "程序"), ("settings", "设置"))


@dataclass(frozen=True)
class Results:
    """A folder of results: its run.json, and the tables behind its charts, every cell as printed."""

    account: dict[str, Any]
    tables: dict[str, pd.DataFrame]


def results(folder: Path) -> Results | None:
    """The results in a folder; None where no run has been, or its account cannot be read."""
    try:
        account = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    found = {}
    for path in sorted(folder.glob("*.csv")):
        try:
            found[path.stem] = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        except (ValueError, pd.errors.ParserError):     # empty, or not a table: nothing to compare
            continue
    return Results(account, found) if isinstance(account, dict) else None


def causes(before: Results, now: Results) -> pd.DataFrame:
    """What went into the results and is not the same: columns sort, name, change."""
    rows = []
    for key, sort in _SORTS:
        old, new = (side.account.get(key, {}) for side in (before, now))
        old, new = (side if isinstance(side, dict) else {"": side} for side in (old, new))
        for name in sorted(set(old) | set(new)):
            if old.get(name) != new.get(name):
                if key == "plans" and (name not in old or name not in new or before.account["texts"].get(name) != now.account["texts"].get(name)):
                    continue    # told as a text already
                shown = f"（{old[name]} → {new[name]}）" if key in ("packages", "settings") and name in old and name in new else ""
                rows.append((sort, name, (ADDED if name not in old else GONE if name not in new else CHANGED) + shown))
    for key in ("python", "plan_compare"):
        if before.account.get(key) != now.account.get(key):
            rows.append(("程序", key, f"{CHANGED}（{before.account.get(key)} → {now.account.get(key)}）"))
    return pd.DataFrame(rows, columns=["sort", "name", "change"])


def differences(before: Results, now: Results, tolerance: float = SAME) -> pd.DataFrame:
    """Numbers and rows that are not the same: columns table, row, column, before, after, why.

    ``why`` names what changed and has to do with the row: its document, its theme's rules, else what touches all rows.
    Numbers that are less than ``tolerance`` apart are the same.
    """
    cause = causes(before, now)
    rows = [(name, *row) for name in sorted(set(before.tables) & set(now.tables))
            for row in _compared(name, before.tables[name], now.tables[name], cause, tolerance)]
    return pd.DataFrame(rows, columns=["table", "row", "column", "before", "after", "why"])


def _compared(name: str, old: pd.DataFrame, new: pd.DataFrame, cause: pd.DataFrame, tolerance: float) -> Iterator[tuple[str, ...]]:
    columns = [column for column in new.columns if column in old.columns]
    key = _key(name, old[columns], new[columns])
    rows = [{tuple(row[c] for c in key): row for row in frame.to_dict("records")} for frame in (old, new)]
    for place in [*rows[1], *(p for p in rows[0] if p not in rows[1])]:
        was, is_now = rows[0].get(place), rows[1].get(place)
        label, why = " ".join(filter(None, place)), _why(is_now or was or {}, cause)
        if was is None or is_now is None:
            yield label, "", "" if was is None else "有", "" if is_now is None else "有", why
            continue
        for column in columns:
            if column not in key and not same(was[column], is_now[column], tolerance):
                yield label, column, was[column], is_now[column], why


def _key(name: str, *frames: pd.DataFrame) -> list[str]:
    """Columns that name a row: the table's key, else the columns that are no numbers, else the first."""
    known = tables()
    columns = list(frames[0].columns)
    if name in known and all(column in columns for column in known[name].key):
        return list(known[name].key)
    words = [c for c in columns if any(pd.to_numeric(frame[c], errors="coerce").isna().any() for frame in frames)]
    return words or columns[:1]


def same(old: str, new: str, tolerance: float = SAME) -> bool:
    """Whether two cells, as printed, say the same."""
    if old == new:
        return True
    try:
        return abs(float(old) - float(new)) < tolerance
    except ValueError:
        return False


def _why(row: dict[Any, Any], cause: pd.DataFrame) -> str:
    """What changed and has to do with a row of a table."""
    own = {str(row[column]) for column in _PLANS if row.get(column)} | set(str(row.get("plan_ids", "")).split("；"))
    found = []
    for sort, name, change in zip(cause["sort"], cause["name"], cause["change"], strict=True):
        about = (sort in ("原文", "标签") and name in own) or (sort == "主题规则" and name == row.get("theme"))
        if about:
            found.append(f"{sort}{change}：{name}")
    if not found:
        wide = cause[~cause["sort"].isin(("标签",))]
        found = [f"{sort}有变" for sort in dict.fromkeys(wide["sort"]) if sort != "主题规则" or not row.get("theme")]
    return "；".join(found) or "标签有变" * (len(cause) > 0) or "结果所据的都没有变"


def blocks(before: Results, now: Results) -> list[Block]:
    """The page of changes; empty where nothing changed."""
    cause, moved = causes(before, now), differences(before, now)
    if cause.empty and moved.empty:
        return []
    made: list[Block] = [Heading(1, "结果所据的有什么变化")]
    made.append(table("变化", cause, {"sort": "类别", "name": "名称", "change": "变化"}) if len(cause) else
                Text("文件、规则、词表和程序都没有变；数字变了，说明结果被改动过，或计算不可重复。"))
    made.append(Heading(1, "哪些数字变了"))
    if moved.empty:
        made.append(Text("没有一个数字变动。"))
    for name, rows in moved.groupby("table", sort=True):
        made.append(table(f"{name}：{len(rows)} 处", rows,
                          {"row": "行", "column": "列", "before": "此前", "after": "现在", "why": "与之有关的变化"}))
    return made
