"""What changed since the previous run: documents, rules, programs, and the numbers that moved, with what may have moved them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from compare.labels import heading
from compare.measures import tables
from compare.report.blocks import Block, Heading, Text
from compare.report.content import table

ADDED, GONE, CHANGED = "新增", "删去", "改动"
FILE = "differences.csv"     # all that moved, beside the page
SHOWN = 20                   # rows of a table on the page
ALARM = "文件、规则、词表和程序都没有变；数字变了，说明结果被改动过，或计算不可重复。"
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
    except (OSError, ValueError, RecursionError):
        return None
    found = {}
    for path in sorted(folder.glob("*.csv")):
        if path.name == FILE:
            continue
        try:
            found[path.stem] = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        except (OSError, ValueError, pd.errors.ParserError):    # empty, a folder, or not a table: nothing to compare
            continue
    return Results(account, found) if isinstance(account, dict) else None


def _entry(side: Results, key: str) -> dict[str, Any]:
    """An entry of an account that may have been edited, or made by another version."""
    found = side.account.get(key, {})
    return found if isinstance(found, dict) else {"": found}


def causes(before: Results, now: Results) -> pd.DataFrame:
    """What went into the results and is not the same: columns sort, name, change."""
    rows = []
    for key, sort in _SORTS:
        old, new = _entry(before, key), _entry(now, key)
        for name in sorted(set(old) | set(new)):
            if old.get(name) != new.get(name):
                if key == "plans" and (name not in old or name not in new or _entry(before, "texts").get(name) != _entry(now, "texts").get(name)):
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
    """The page of changes, what matters first; empty where nothing changed."""
    cause, moved = causes(before, now), differences(before, now)
    if cause.empty and moved.empty:
        return []
    made: list[Block] = [Heading(1, "要点"), *(Text(sentence, "point") for sentence in _gist(before, now, cause, moved))]
    shares = _shares(moved)
    if len(shares):
        made.append(table("占比的变动，大的在前", shares, {"row": "文件 主题", "before": "此前", "after": "现在", "points": "变动（百分点）",
                                                "why": "与之有关的变化"}, SHOWN))
    made.append(Heading(1, "结果所据的有什么变化"))
    made.append(table("变化", cause, {"sort": "类别", "name": "名称", "change": "变化"}) if len(cause) else Text(ALARM))
    made.append(Heading(1, "哪些数字变了"))
    if moved.empty:
        made.append(Text("没有一个数字变动。"))
        return made
    heads = {"table": "表", "new": "新增的行", "gone": "删去的行", "rows": "变了的行", "numbers": "变了的数", "why": "与之有关的变化"}
    made.append(table("各表变了多少", _counts(moved), heads))
    for name, rows in moved.groupby("table", sort=True):
        shown = rows.head(SHOWN).assign(column=[heading(column) if column else "整行" for column in rows["column"].head(SHOWN)])
        shown = shown.assign(before=shown["before"].map(_short), after=shown["after"].map(_short))
        cut = f"，列出前 {SHOWN} 处，其余见 {FILE}" if len(rows) > SHOWN else ""
        made.append(table(f"{name}：{len(rows)} 处{cut}", shown,
                          {"row": "行", "column": "列", "before": "此前", "after": "现在", "why": "与之有关的变化"}))
    return made


def _gist(before: Results, now: Results, cause: pd.DataFrame, moved: pd.DataFrame) -> Iterator[str]:
    """The page in sentences: what changed, and what that did to the numbers, the shares first."""
    told = []
    for (sort, change), own in cause.groupby(["sort", "change"], sort=False):
        names = [name for name in own["name"] if name]
        told.append(f"{sort}{change}" + (f" {len(names)} 项（{'、'.join(names[:5])}{' 等' if len(names) > 5 else ''}）" if names else ""))
    yield "；".join(told) + "。" if told else ALARM
    known = sorted(set(before.tables) & set(now.tables))
    same_ones = [name for name in known if name not in set(moved["table"])]
    yield f"{len(known)} 张表里，{len(known) - len(same_ones)} 张有变" + (f"；没有变的：{'、'.join(same_ones)}。" if same_ones else "。")
    if "coverage" in known:
        own, shares = moved[moved["table"] == "coverage"], _shares(moved)
        new, gone = (int((own["column"].eq("") & own[side].eq("")).sum()) for side in ("before", "after"))
        kept = len(now.tables["coverage"]) - new
        first = [shares.iloc[0].to_dict()] if len(shares) else []
        yield f"占比：新增 {new} 格，删去 {gone} 格；两次都有的 {kept} 格里，{len(shares)} 格的占比变了" + "".join(
            f"，变动居首的是 {row['row']}：{row['before']} → {row['after']}（{row['why']}）" for row in first) + "。"


def _shares(moved: pd.DataFrame) -> pd.DataFrame:
    """Shares of coverage that moved, the greatest movement first; columns row, before, after (per cent), points, why."""
    own = moved[moved["table"].eq("coverage") & moved["column"].eq("share")]
    old, new = (pd.to_numeric(own[side], errors="coerce") for side in ("before", "after"))
    made = own.assign(points=100 * (new - old)).dropna(subset="points").assign(before=old.map(lambda x: f"{100 * x:.1f}%"),
                                                                                after=new.map(lambda x: f"{100 * x:.1f}%"))
    made = made.loc[made["points"].abs().sort_values(ascending=False, kind="stable").index]
    return made.assign(points=made["points"].map("{:+.1f}".format))


def _counts(moved: pd.DataFrame) -> pd.DataFrame:
    """Of each table how many rows are new, gone or changed, how many cells of the latter, and what has to do with that."""
    rows = []
    for name, own in moved.groupby("table", sort=True):
        whole = own["column"].eq("")
        why = list(dict.fromkeys(part for reasons in own["why"].unique() for part in reasons.split("；")))
        rows.append((name, int((whole & own["before"].eq("")).sum()), int((whole & own["after"].eq("")).sum()),
                     own.loc[~whole, "row"].nunique(), int((~whole).sum()), "；".join(why[:3]) + ("；……" if len(why) > 3 else "")))
    return pd.DataFrame(rows, columns=["table", "new", "gone", "rows", "numbers", "why"])


def _short(cell: str) -> str:
    """A cell as people read it: four digits of a fraction; the file has all."""
    try:
        return f"{float(cell):.4g}" if "." in cell and len(cell) > 6 else cell
    except ValueError:
        return cell
