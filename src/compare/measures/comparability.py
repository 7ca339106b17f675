"""Which plans can be compared fairly: 可比, 慎比 or 不可比, with the reasons in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from compare.dating import AFTER, BEFORE, UNKNOWN, before_policy
from compare.errors import StudyError
from compare.measures.damage import damaged
from compare.study import Study, once
from compare.tables import check, define

define(
    "comparability", "one pair of plans, or the whole corpus", "plan_a plan_b",
    plan_a=("str", "plan file's stem; （全部） in the row of the whole corpus"),
    plan_b=("str", "plan file's stem; empty in the row of the whole corpus"),
    verdict=("str", "可比, 慎比 or 不可比"),
    reasons=("str", "why it is not 可比, in words, joined by ；"),
    descriptive=("bool", "place and year cannot be told apart: no difference may be called an effect of either"),
    same_place=("bool", "the plans are for one named place"),
    same_kind=("bool", "the plans are one kind of document"),
    same_level=("bool", "the plans are of one administrative level"),
    year_gap=("Int64", "years between the earliest and the latest; empty where a year is unknown"),
    length_ratio=("float64", "longest / shortest, in Han characters of counted clauses"),
    damaged=("float64", "largest share of counted clauses that lost characters"),
    caption=("str", "the verdict as a sentence for a chart"),
)

# Thresholds.  Each is a convention of this project, set where a difference of the documents alone begins to move shares.
YEAR_GAP = 3       # years between plans: national policy turns over (双减 2021, 数字化战略行动 2022, 强国建设规划 2025)
LENGTH_RATIO = 3   # longest / shortest in Han characters: a short plan names headline themes and drops routine ones
DAMAGED = 0.05     # share of counted clauses that lost characters: as much as the small themes' own shares
MIN_BLOCKS = 6     # items below which intervals were not validated

VERDICTS = ("可比", "慎比", "不可比")
CORPUS = "（全部）"
_NAMED = 3         # plans that a reason names before it says 等 N 份


@dataclass(frozen=True)
class Verdict:
    """What may be said of a set of plans.

    ``verdict`` is 可比, 慎比 or 不可比; ``reasons`` say why it is not 可比; ``descriptive`` is True where the plans are
    不可比, or place and year cannot be told apart, so that no difference may be called an effect of either;
    ``caption`` is a sentence for a chart.
    """

    verdict: str
    reasons: tuple[str, ...]
    descriptive: bool
    caption: str


@dataclass(frozen=True)
class _Fact:
    """What the verdict looks at in one plan; ``order`` says of each theme with a date whether the plan is older."""

    plan_id: str
    label: str
    place: str | None
    level: str | None
    year: int | None
    kind: str | None
    n_han: int
    n_blocks: int
    damaged: float
    order: dict[str, str]

    @property
    def where(self) -> str:
        """The place; a masked one is a place of its own, since nobody can know that it is the one of another plan."""
        return self.place or "?" + self.plan_id


def comparability(study: Study) -> pd.DataFrame:
    """Table comparability: one row per pair of plans, in the order of the study, and first one for the whole corpus."""
    facts = list(_facts(study).values())
    rows = [_row(study, CORPUS, "", facts)]
    rows += [_row(study, a.plan_id, b.plan_id, [a, b]) for a, b in combinations(facts, 2)]
    return check(pd.DataFrame(rows), "comparability")


def verdict(study: Study, plan_ids: Iterable[str] | None = None, theme: str | None = None) -> Verdict:
    """The verdict on a set of plans (all, where ``plan_ids`` is not given), for one theme or for all.

    Raises StudyError where a plan or the theme is not in the study.
    """
    facts = _facts(study)
    wanted = list(facts) if plan_ids is None else list(dict.fromkeys(plan_ids))
    for plan in wanted:
        if plan not in facts:
            raise StudyError("verdict, plan_ids", f"no plan {plan!r}", "use one of " + ", ".join(facts))
    if theme is not None and theme not in (names := [t.name for t in study.themes]):
        raise StudyError("verdict, theme", f"no theme {theme!r}", "use one of " + ", ".join(names))
    return _verdict(study, [facts[plan] for plan in wanted], theme)


def verdicts(study: Study, asked: Iterable[tuple[Sequence[str], str | None]]) -> list[Verdict]:
    """The verdict on each of many (plans, theme), as ``verdict`` gives it one by one."""
    facts = _facts(study)
    return [_verdict(study, [facts[plan] for plan in plans], theme) for plans, theme in asked]


def components(cells: Sequence[tuple[str | None, int | None]]) -> list[int]:
    """Number of the connected part of the place x year design that each (place, year) belongs to, from 1.

    Effects of place and of year can be told apart only within one part (Weeks & Williams 1964): two plans are joined
    where they share a place or a year.  A plan without a place or a year joins by what it has.
    """
    parent = list(range(len(cells)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for side in (0, 1):
        first: dict[object, int] = {}
        for i, cell in enumerate(cells):
            if cell[side] is not None:
                a, b = root(first.setdefault(cell[side], i)), root(i)
                parent[max(a, b)] = min(a, b)
    roots = [root(i) for i in range(len(cells))]
    numbers = {r: n for n, r in enumerate(sorted(set(roots)), 1)}
    return [numbers[r] for r in roots]


@once
def _facts(study: Study) -> dict[str, _Fact]:
    """The facts of each plan, by its id, in the order of the study."""
    blocks = study.clauses[study.clauses["counted"]].groupby("plan_id")["block"].nunique().to_dict()
    hurt = damaged(study).to_dict()
    facts = {}
    for plan in study.plans.astype(object).where(study.plans.notna(), None).to_dict("records"):
        order = {theme.name: before_policy(plan["issued_on"], plan["year"], theme.valid_from)
                 for theme in study.themes if theme.valid_from}
        plan_id = str(plan["plan_id"])
        facts[plan_id] = _Fact(plan_id, plan["label"], plan["place"], plan["level"], plan["year"], plan["kind"], plan["n_han"],
                               int(blocks.get(plan_id, 0)), float(hurt.get(plan_id, 0)), order)
    return facts


def _row(study: Study, a: str, b: str, own: list[_Fact]) -> dict[str, object]:
    made, years = _verdict(study, own, None), [fact.year for fact in own if fact.year is not None]
    return {"plan_a": a, "plan_b": b, "verdict": made.verdict, "reasons": "；".join(made.reasons),
            "descriptive": made.descriptive, "same_place": len({fact.where for fact in own}) == 1,
            "same_kind": len({fact.kind for fact in own}) == 1, "same_level": len({fact.level for fact in own}) == 1,
            "year_gap": max(years) - min(years) if len(years) == len(own) else None,
            "length_ratio": round(_ratio(own), 3), "damaged": round(max(fact.damaged for fact in own), 6),
            "caption": made.caption}


def _verdict(study: Study, own: list[_Fact], theme: str | None) -> Verdict:
    found = [*_documents(own), *_dates(study, own, theme)]
    mixed = _confounded(own)
    found += [(1, mixed)] if mixed else []
    worst = max((grade for grade, _ in found), default=0)
    reasons = tuple(reason for _, reason in sorted(found, key=lambda pair: -pair[0]))
    descriptive = bool(mixed) or worst == 2
    why = f"（{'；'.join(re.split('[：（]', reason)[0] for reason in reasons)}）" if reasons else ""
    tail = "。只作描述，不得说成地区或年份的作用。" if descriptive else "。"
    return Verdict(VERDICTS[worst], reasons, descriptive, f"可比性：{VERDICTS[worst]}{why}{tail}")


def _documents(own: list[_Fact]) -> list[tuple[int, str]]:
    """(grade, reason) of what the documents are: kind, level, place, year, length, damage."""
    found = []
    if len({fact.kind for fact in own if fact.kind}) > 1:
        found.append((2, f"文种不同：{_groups(own, 'kind')}"))
    if len({fact.level for fact in own if fact.level}) > 1:
        found.append((1, f"行政层级不同：{_groups(own, 'level')}"))
    years = [fact.year for fact in own if fact.year is not None]
    if years and max(years) - min(years) >= YEAR_GAP:
        found.append((1, f"年份相差 {max(years) - min(years)} 年（{min(years)}—{max(years)}）"))
    if _ratio(own) >= LENGTH_RATIO:
        lengths = [fact.n_han for fact in own]
        found.append((1, f"篇幅相差 {_ratio(own):.1f} 倍（{min(lengths)}—{max(lengths)} 字）"))
    for column, words in (("kind", "文种不明"), ("level", "行政层级不明"), ("year", "年份不明"), ("place", "地名被隐去或不明")):
        if missing := [fact for fact in own if getattr(fact, column) is None]:
            found.append((1, f"{words}：{_names(missing)}"))
    if hurt := [fact for fact in own if fact.damaged >= DAMAGED]:
        found.append((1, f"文字有缺损：{_names(hurt)}（最多 {max(fact.damaged for fact in hurt):.0%} 的句子）"))
    if short := [fact for fact in own if fact.n_blocks < MIN_BLOCKS]:
        found.append((1, f"条块少于 {MIN_BLOCKS} 个：{_names(short)}"))
    return found


def _dates(study: Study, own: list[_Fact], theme: str | None) -> list[tuple[int, str]]:
    """(grade, reason) of the themes that some plans are older than."""
    found = []
    for each in study.themes:
        if theme in (None, each.name) and each.valid_from:
            orders = [fact.order[each.name] for fact in own]
            for order in (BEFORE, UNKNOWN):
                if hit := [fact for fact, of in zip(own, orders, strict=True) if of == order]:
                    # for the theme itself, a plan that could not know of it against one that could is no comparison
                    grade = 2 if theme and order == BEFORE and AFTER in orders else 1
                    found.append((grade, f"“{each.label}”{each.valid_from} 起，{_names(hit)} {order}"))
    return found


def _confounded(own: list[_Fact]) -> str:
    """Why place and year cannot be told apart in these plans; empty where they can."""
    if len(own) < 2:
        return ""
    if any(fact.year is None for fact in own):
        return "有的年份不明，地区差异与年份差异无法分开：描述性"
    if max(components([(fact.where, fact.year) for fact in own])) == 1:
        return ""
    if len(own) == 2:
        return "地区和年份都不同，两种差异无法分开：描述性"
    if len({fact.where for fact in own}) == len(own):
        return "每地只有一份，地区差异同时是年份差异：描述性"
    return "地区与年份没有连成一片，两者的差异无法分开：描述性"


def _ratio(own: list[_Fact]) -> float:
    lengths = [fact.n_han for fact in own]
    return max(lengths) / max(1, min(lengths))


def _groups(own: list[_Fact], column: str) -> str:
    """市（某市 2024）、区县（…）, the smallest group first."""
    groups: dict[str, list[_Fact]] = {}
    for fact in own:
        if value := getattr(fact, column):
            groups.setdefault(value, []).append(fact)
    ordered = sorted(groups.items(), key=lambda pair: (len(pair[1]), pair[0]))
    return "、".join(f"{value}（{_names(group)}）" for value, group in ordered)


def _names(own: list[_Fact]) -> str:
    names = [fact.label for fact in own]
    return "、".join(names[:_NAMED]) + (f" 等 {len(names)} 份" if len(names) > _NAMED else "")
