"""Which plans can be compared fairly: 可比, 慎比 or 不可比, with the reasons in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from compare.dating import AFTER, BEFORE, UNKNOWN, before_policy
from compare.errors import StudyError
from compare.study import Study
from compare.tables import check

# Thresholds.  Each is a convention of this project, set where a difference of the documents alone begins to move shares.
YEAR_GAP = 3       # years between plans: national policy turns over (双减 2021, 数字化战略行动 2022, 强国建设规划 2025)
LENGTH_RATIO = 3   # longest / shortest in Han characters: a short plan names headline themes and drops routine ones
DAMAGED = 0.05     # share of counted clauses that lost characters: as much as the small themes' own shares
MIN_BLOCKS = 6     # items below which intervals were not validated

VERDICTS = ("可比", "慎比", "不可比")
CORPUS = "（全部）"
_NAMED = 3         # plans that a reason names before it says 等 N 份

# what an anonymised copy leaves where a number or a name stood: 新增学位X个, XX学校, 某某; but not "1+X" or "X波段"
_HAN = "㐀-䶿一-鿿"
_PLACEHOLDER = re.compile(
    rf"(?<=[{_HAN}])[XxＸ×＊*○□]{{1,4}}(?=[个亿万千百元名人所家处项次年月日号户间栋台套份场期批%％余多平公])"
    rf"|(?<=[{_HAN}])[XxＸ×＊*○□]{{2,4}}(?=[{_HAN}])|(?<=[{_HAN}])[XxＸ](?=[省市区县镇乡村校])|某某|\ufffd")
_MENDED = ("page mark", "correction")


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


def comparability(study: Study) -> pd.DataFrame:
    """Table comparability: one row per pair of plans, in the order of the study, and first one for the whole corpus."""
    facts = _facts(study)
    plans = facts["plan_id"].tolist()
    rows = [_row(study, facts, CORPUS, "", plans)]
    rows += [_row(study, facts, a, b, [a, b]) for a, b in combinations(plans, 2)]
    return check(pd.DataFrame(rows), "comparability")


def verdict(study: Study, plan_ids: Iterable[str] | None = None, theme: str | None = None) -> Verdict:
    """The verdict on a set of plans (all, where ``plan_ids`` is not given), for one theme or for all.

    Raises StudyError where a plan or the theme is not in the study.
    """
    facts = _facts(study)
    wanted = facts["plan_id"].tolist() if plan_ids is None else list(dict.fromkeys(plan_ids))
    for plan in wanted:
        if plan not in set(facts["plan_id"]):
            raise StudyError("verdict, plan_ids", f"no plan {plan!r}", "use one of " + ", ".join(facts["plan_id"]))
    if theme is not None and theme not in (names := [t.name for t in study.themes]):
        raise StudyError("verdict, theme", f"no theme {theme!r}", "use one of " + ", ".join(names))
    return _verdict(study, facts, wanted, theme)


def verdicts(study: Study, pairs: Sequence[tuple[str, str]], theme: str) -> list[Verdict]:
    """The verdict on each of many pairs, for one theme."""
    facts = _facts(study)
    return [_verdict(study, facts, list(pair), theme) for pair in pairs]


def components(facts: pd.DataFrame) -> pd.Series:
    """Number of the connected part of the place x year design that each plan belongs to, from 1.

    Effects of place and of year can be told apart only within one part (Weeks & Williams 1964): two plans are joined
    where they share a place or a year.  A plan without a place or a year joins by what it has.
    """
    parent = list(range(len(facts)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for column in ("where", "year"):
        first: dict[object, int] = {}
        for i, value in enumerate(facts[column]):
            if not pd.isna(value):
                a, b = root(first.setdefault(value, i)), root(i)
                parent[max(a, b)] = min(a, b)
    roots = [root(i) for i in range(len(facts))]
    numbers = {r: n for n, r in enumerate(sorted(set(roots)), 1)}
    return pd.Series([numbers[r] for r in roots], index=facts.index, dtype="int64")


def _facts(study: Study) -> pd.DataFrame:
    """What the verdict looks at, one row per plan."""
    facts = study.plans[["plan_id", "label", "place", "level", "year", "kind", "issued_on", "n_han"]].copy()
    # a masked place is a place of its own: nobody can know that it is the one of another plan
    facts["where"] = facts["place"].where(facts["place"].notna(), "?" + facts["plan_id"])
    clauses = study.clauses[study.clauses["counted"]]
    facts["n_blocks"] = facts["plan_id"].map(clauses.groupby("plan_id")["block"].nunique()).fillna(0).astype("int64")
    facts["damaged"] = facts["plan_id"].map(damaged(study)).fillna(0.0)
    return facts.reset_index(drop=True)


def damaged(study: Study) -> pd.Series:
    """Share of each plan's counted clauses that lost characters: placeholders, and words that a page mark or slip had cut."""
    clauses = study.clauses[study.clauses["counted"]]
    hurt = clauses["text"].str.contains(_PLACEHOLDER)
    for cut in study.removals[study.removals["reason"].str.startswith(_MENDED)].itertuples():
        hurt |= (clauses["plan_id"] == cut.plan_id) & (clauses["start"] <= cut.start) & (cut.start < clauses["end"])
    return hurt.groupby(clauses["plan_id"]).mean()


def _row(study: Study, facts: pd.DataFrame, a: str, b: str, plans: list[str]) -> dict[str, object]:
    made, own = _verdict(study, facts, plans, None), facts[facts["plan_id"].isin(plans)]
    return {"plan_a": a, "plan_b": b, "verdict": made.verdict, "reasons": "；".join(made.reasons),
            "descriptive": made.descriptive, "same_place": bool(own["where"].nunique() == 1),
            "same_kind": bool(own["kind"].nunique(dropna=False) == 1),
            "same_level": bool(own["level"].nunique(dropna=False) == 1),
            "year_gap": int(own["year"].max() - own["year"].min()) if own["year"].notna().all() else None,
            "length_ratio": round(_ratio(own), 3), "damaged": round(float(own["damaged"].max()), 6), "caption": made.caption}


def _verdict(study: Study, facts: pd.DataFrame, plans: list[str], theme: str | None) -> Verdict:
    own = facts[facts["plan_id"].isin(plans)]
    found = [*_documents(own), *_dates(study, own, theme)]
    mixed = _confounded(own)
    found += [(1, mixed)] if mixed else []
    worst = max((grade for grade, _ in found), default=0)
    reasons = tuple(reason for _, reason in sorted(found, key=lambda pair: -pair[0]))
    descriptive = bool(mixed) or worst == 2
    why = f"（{'；'.join(re.split('[：（]', reason)[0] for reason in reasons)}）" if reasons else ""
    tail = "。只作描述，不得说成地区或年份的作用。" if descriptive else "。"
    return Verdict(VERDICTS[worst], reasons, descriptive, f"可比性：{VERDICTS[worst]}{why}{tail}")


def _documents(own: pd.DataFrame) -> list[tuple[int, str]]:
    """(grade, reason) of what the documents are: kind, level, place, year, length, damage."""
    found = []
    if len(own) > 1:
        if own["kind"].nunique() > 1:
            found.append((2, f"文种不同：{_groups(own, 'kind')}"))
        if own["level"].nunique() > 1:
            found.append((1, f"行政层级不同：{_groups(own, 'level')}"))
        years = own["year"].dropna()
        if len(years) and years.max() - years.min() >= YEAR_GAP:
            found.append((1, f"年份相差 {years.max() - years.min()} 年（{years.min()}—{years.max()}）"))
        if _ratio(own) >= LENGTH_RATIO:
            found.append((1, f"篇幅相差 {_ratio(own):.1f} 倍（{own['n_han'].min()}—{own['n_han'].max()} 字）"))
    for column, name in (("kind", "文种不明"), ("level", "行政层级不明"), ("year", "年份不明"), ("place", "地名被隐去或不明")):
        missing = own[own[column].isna()]
        if len(missing):
            found.append((1, f"{name}：{_names(missing)}"))
    hurt = own[own["damaged"] >= DAMAGED]
    if len(hurt):
        found.append((1, f"文字有缺损：{_names(hurt)}（最多 {hurt['damaged'].max():.0%} 的句子）"))
    short = own[own["n_blocks"] < MIN_BLOCKS]
    if len(short):
        found.append((1, f"条块少于 {MIN_BLOCKS} 个：{_names(short)}"))
    return found


def _dates(study: Study, own: pd.DataFrame, theme: str | None) -> list[tuple[int, str]]:
    """(grade, reason) of the themes that some plans are older than."""
    found = []
    for each in study.themes:
        if theme not in (None, each.name) or not each.valid_from:
            continue
        orders = [before_policy(i, y, each.valid_from) for i, y in zip(own["issued_on"], own["year"], strict=True)]
        for order in (BEFORE, UNKNOWN):
            hit = own[[o == order for o in orders]]
            if len(hit):
                # for the theme itself, a plan that could not know of it against one that could is no comparison
                grade = 2 if theme and order == BEFORE and AFTER in orders else 1
                found.append((grade, f"“{each.label}”{each.valid_from} 起，{_names(hit)} {order}"))
    return found


def _confounded(own: pd.DataFrame) -> str:
    """Why place and year cannot be told apart in these plans; empty where they can."""
    if len(own) < 2:
        return ""
    if components(own).nunique() == 1 and own["year"].notna().all():
        return ""
    if own["year"].isna().any():
        return "有的年份不明，地区差异与年份差异无法分开：描述性"
    if len(own) == 2:
        return "地区和年份都不同，两种差异无法分开：描述性"
    if own["where"].is_unique:
        return "每地只有一份，地区差异同时是年份差异：描述性"
    return "地区与年份没有连成一片，两者的差异无法分开：描述性"


def _ratio(own: pd.DataFrame) -> float:
    return float(own["n_han"].max() / max(1, own["n_han"].min()))


def _groups(own: pd.DataFrame, column: str) -> str:
    """市（某市 2024）、区县（…）, the smallest group first."""
    groups = sorted(((len(g), str(value), g) for value, g in own.groupby(column)), key=lambda t: t[:2])
    return "、".join(f"{value}（{_names(g)}）" for _, value, g in groups)


def _names(own: pd.DataFrame) -> str:
    names = own["label"].tolist()
    return "、".join(names[:_NAMED]) + (f" 等 {len(names)} 份" if len(names) > _NAMED else "")
