"""A study at a glance: what it holds, what may be compared, what is odd, and where to go on."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from compare.display.table import Shown
from compare.measures.checks import DOUBT, checks
from compare.measures.comparability import verdict
from compare.settings import t

if TYPE_CHECKING:
    from compare.study import Study

ODD = 12  # oddities named; the table holds the others
NEXT = (("compare.charts.coverage(study)", "各主题占多少 | how much on each theme"),
        ("show(compare.comparability(study))", "哪些能比，为什么 | what may be compared, and why"),
        ("show(compare.checks(study))", "逐份体检 | each plan examined"),
        ("passages(compare.evidence(study, PLAN, THEME))", "数字背后的句子 | the clauses behind a number"))


class Overview:
    """What ``study`` shows of itself in a notebook."""

    def __init__(self, study: Study) -> None:
        self.study = study

    def _repr_html_(self) -> str:
        study, made = self.study, verdict(self.study)
        reasons = "".join(f"<li>{escape(reason)}</li>" for reason in made.reasons)
        steps = "".join(f"<li><code>{escape(code)}</code> {t(what)}</li>" for code, what in NEXT)
        plans = Shown(study.plans, ("plan_id", "label", "level", "province", "year", "kind", "n_han"), 200)._repr_html_()
        return (f"<p><b>{escape(summary(study))}</b></p>{plans}"
                f"<p><b>{t('可比性 | Comparability')}：{made.verdict}</b></p><ul>{reasons}</ul>"
                f"<p><b>{t('留意 | Odd')}</b></p><ul>{self._odd()}</ul><p><b>{t('接着看 | Next')}</b></p><ul>{steps}</ul>")

    def _odd(self) -> str:
        found = checks(self.study)
        found = found[found["state"] == DOUBT]
        lines = [f"{row.plan_id}，{row.check}：{row.message}" for row in found.head(ODD).itertuples()]
        if len(found) > ODD:
            lines.append(t(f"另有 {len(found) - ODD} 处：show(compare.checks(study)) | "
                           f"{len(found) - ODD} more: show(compare.checks(study))"))
        return "".join(f"<li>{escape(line)}</li>" for line in lines or [t("没有存疑之处 | nothing in doubt")])

    def __repr__(self) -> str:
        made = verdict(self.study)
        return f"{summary(self.study)}\n{made.caption}"


def summary(study: Study) -> str:
    """Plans, places, years and themes of a study, in a line."""
    plans, years = study.plans, study.plans["year"].dropna()
    span = "" if years.empty else str(years.min()) if years.min() == years.max() else f"{years.min()}–{years.max()}"
    n_places, n_masked = plans["place"].nunique(), int(plans["place"].isna().sum())
    labels = "、".join(theme.label for theme in study.themes)
    return t(f"{len(plans)} 份文件，{n_places} 个地区{f'（另有 {n_masked} 份不明地区）' if n_masked else ''}，"
             f"{f'{span} 年' if span else '年份不明'}；{len(study.themes)} 个主题：{labels or '无'} | "
             f"{len(plans)} plans of {n_places} places{f' (and {n_masked} of an unknown place)' if n_masked else ''}, "
             f"{span or 'years unknown'}; {len(study.themes)} themes: {labels or 'none'}")


def overview(study: Study) -> Overview:
    """A study at a glance: its plans, what may be compared, what is odd, where to go on.  ``study`` alone shows the same."""
    return Overview(study)
