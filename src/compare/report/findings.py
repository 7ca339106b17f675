"""What the tables say, in plain sentences; each is backed by a row of a table, and none says more than the verdict allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from compare.dating import BEFORE
from compare.measures.comparability import CORPUS, VERDICTS
from compare.measures.reuse import BORROWING, MIRROR, SLOGAN
from compare.report import wording
from compare.study import Study

NOT = VERDICTS[-1]      # 不可比
LEVEL = 0.05
FEW_PLANS = 8           # up to so many, each plan has a sentence of its own
MOST = 10               # sentences of one kind
Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Finding:
    """A sentence, the table it is read from, the key of its row (``a=x; b=y``; empty: the whole table), and whether it compares."""

    sentence: str
    table: str
    key: str = ""
    compares: bool = False


def findings(study: Study, made: Tables) -> pd.DataFrame:
    """Sentences with their sources: columns sentence, table, key, compares; from the tables at hand in ``made``.

    A sentence that sets plans or years against each other rests on a row whose verdict is not 不可比, and whose difference
    holds after correction for all comparisons; what is merely 慎比 or descriptive says so.
    """
    found = [f for part in (_corpus, _shares, _contrasts, _trends, _targets, _reuse) for f in part(study, made)]
    return pd.DataFrame([asdict(f) for f in found])


def of_key(made: Tables, table: str, key: str) -> pd.DataFrame:
    """The rows that a finding rests on."""
    rows = made[table]
    for part in filter(None, key.split("; ")):
        column, _, value = part.partition("=")
        rows = rows[rows[column].astype(str) == value]
    return rows


def _key(row: Mapping[Any, Any], *columns: str) -> str:
    return "; ".join(f"{column}={row[column]}" for column in columns)


def _corpus(study: Study, made: Tables) -> Iterator[Finding]:
    plans = study.plans
    years = sorted(int(year) for year in plans["year"].dropna().unique())
    span = f"，年份 {years[0]}—{years[-1]}" if len(years) > 1 else f"，年份 {years[0]}" if years else ""
    n = int(made["coverage"].drop_duplicates("plan_id")["n_clauses"].sum())
    masked = int(plans["place"].isna().sum())
    where = f"{plans['place'].nunique()} 个地区" + (f"（另有 {masked} 份地名不明）" if masked else "")
    yield Finding(f"语料共 {len(plans)} 份文件，出自 {where}{span}；计数的句子 {n} 句。", "plans")
    if len(plans) == 1:
        yield Finding("只有一份文件，不作比较。", "plans")
        return
    whole = made["comparability"].iloc[0]
    yield Finding(whole["caption"], "comparability", f"plan_a={CORPUS}")


def _shares(study: Study, made: Tables) -> Iterator[Finding]:
    table = made["coverage"]
    for theme in study.themes:
        own = table[table["theme"] == theme.name]
        older = int(own["note"].str.contains(BEFORE).sum())
        yield Finding(f"“{theme.label}”：{len(own)} 份文件中 {int((own['n_coded'] > 0).sum())} 份有编码到的句子，共 {int(own['n_coded'].sum())} 句"
                      + (f"；{older} 份早于该政策（{theme.valid_from} 起），不按零计。" if older else "。"), "coverage", f"theme={theme.name}")
    if len(study.plans) <= FEW_PLANS:
        labels = {theme.name: theme.label for theme in study.themes}
        for plan, label in zip(study.plans["plan_id"], study.plans["label"], strict=True):
            own = table[table["plan_id"] == plan]
            cells: Any = own.itertuples()
            parts = [f"{labels[cell.theme]} {wording.share(cell)}"
                     + (f"（{wording.interval(cell.share_low, cell.share_high)}）" if cell.n_coded else "") for cell in cells]
            yield Finding(f"{label}（{int(own['n_clauses'].iloc[0])} 句）：{'，'.join(parts)}。", "coverage", f"plan_id={plan}")


def _contrasts(study: Study, made: Tables) -> Iterator[Finding]:
    table = made.get("contrasts")
    if table is None or table.empty:
        return
    fit = table[(table["verdict"] != NOT) & table["p_holm_all"].notna()]
    seen = fit[fit["p_holm_all"] <= LEVEL]
    barred = int((table["verdict"] == NOT).sum())
    if fit.empty:
        yield Finding(f"{len(table)} 个两两对比中，{barred} 个判为不可比，其余没有可用的数；不作任何比较。", "contrasts")
        return
    yield Finding(f"{len(table)} 个两两对比（每对文件、每个主题一个）中，" + (f"{barred} 个判为不可比，不作比较；" if barred else "")
                  + f"可以检验的 {len(fit)} 个里，{len(seen)} 个"
                  f"在全表校正之后仍可见差别{'；未见差别不等于相同' if len(seen) < len(fit) else ''}。", "contrasts")
    labels, themes = study.plans.set_index("plan_id")["label"], {theme.name: theme.label for theme in study.themes}
    ordered = seen.reindex(seen["difference"].abs().sort_values(ascending=False, kind="stable").index)
    for row in ordered.head(MOST).to_dict("records"):
        low, high = (100 * row[c] for c in ("difference_low", "difference_high"))
        side = "高" if row["difference"] > 0 else "低"
        limits = ([f"{row['verdict']}：{row['reasons']}"] if row["verdict"] != VERDICTS[0] else []) \
            + (["只作描述，不得说成地区或年份的作用"] if row["descriptive"] else [])
        yield Finding(f"“{themes[row['theme']]}”在 {labels[row['plan_a']]} 的占比比 {labels[row['plan_b']]} {side} "
                      f"{wording.points(row['difference'])}（95% 区间 {low:.1f} 至 {high:.1f}，全表 Holm 校正 p = {row['p_holm_all']:.3f}）"
                      + (f"；{'；'.join(limits)}" if limits else "") + "。", "contrasts", _key(row, "plan_a", "plan_b", "theme"), True)


def _trends(study: Study, made: Tables) -> Iterator[Finding]:
    table = made.get("trends")
    if table is None or table.empty:
        return
    themes = {theme.name: theme.label for theme in study.themes}
    panels = table.drop_duplicates(["place", "kind", "theme"])
    tested = panels[panels["trend_p"].notna() & (panels["verdict"] != NOT)]
    if tested.empty:
        yield Finding(f"{panels['place'].nunique()} 个地区有两年以上的文件，但年数或可比性不足，不谈趋势。", "trends")
    for row in tested[tested["trend"].isin(("上升", "下降"))].head(MOST).to_dict("records"):
        yield Finding(f"{row['place']}的“{themes[row['theme']]}”占比{row['trend']}：每年 {100 * row['per_year']:+.2f} 个百分点"
                      f"（95% 区间 {100 * row['per_year_low']:+.2f} 至 {100 * row['per_year_high']:+.2f}，{row['n_years']} 年，"
                      f"校正 p = {row['trend_p']:.3f}）" + (f"；{row['verdict']}：{row['reasons']}" if row["reasons"] else "") + "。",
                      "trends", _key(row, "place", "kind", "theme"), True)


def _targets(study: Study, made: Tables) -> Iterator[Finding]:
    table = made["targets"]
    if table.empty:
        yield Finding("没有读出量化目标。", "targets")
        return
    missing = int((table["missing"] != "").sum())
    shared = int((table[table["group"] != ""].groupby("group")["plan_id"].nunique() > 1).sum())
    yield Finding(f"{table['plan_id'].nunique()} 份文件共有 {len(table)} 个量化目标"
                  + (f"，其中 {missing} 个的数字被隐去或残缺，只记为缺失" if missing else "")
                  + (f"；{shared} 组指标有两份以上文件提出" if shared else "") + "。", "targets")


def _reuse(study: Study, made: Tables) -> Iterator[Finding]:
    table = made["reuse"]
    labels = dict(zip(study.plans["plan_id"], study.plans["label"], strict=True)) | {p.plan_id: p.plan_id for p in study.references}
    mirrors = table[table["kind"] == MIRROR].drop_duplicates(["plan_id", "other_id"])
    borrowed, phrases = table[table["kind"] == BORROWING], table[table["kind"] == SLOGAN]
    yield Finding(f"文件之间有 {len(borrowed)} 段实质相同的文字，另有 {len(phrases)} 段套话。", "reuse")
    for row in mirrors.head(MOST).to_dict("records"):
        yield Finding(f"{labels[row['plan_id']]} 与 {labels[row['other_id']]} 是同一文本。", "reuse", _key(row, "plan_id", "other_id"))
    if len(borrowed):
        row = borrowed.sort_values("n_own", ascending=False, kind="stable").iloc[0].to_dict()
        yield Finding(f"套话外相同字数居首的一段见于 {labels[row['plan_id']]}（原文第 {row['start']}–{row['end']} 字）与 {labels[row['other_id']]}："
                      f"{row['n_own']} 字；方向：{row['direction']}（{row['direction_basis']}）。", "reuse",
                      _key(row, "plan_id", "start", "other_id", "other_start"))
