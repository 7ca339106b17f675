"""What stands in the report, as blocks that word.py and web.py set: the same content for both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from compare.charts.caption import hashes
from compare.corpus import Plan
from compare.measures.comparability import VERDICTS, verdict
from compare.measures.reuse import SLOGAN
from compare.measures.targets import target_groups, value_text
from compare.report import wording
from compare.report.blocks import Block, Failure, Heading, Table, Text
from compare.report.findings import findings
from compare.report.manifest import manifest
from compare.report.pictures import SEVERAL, charts_of
from compare.study import Study

TITLE = "教育工作计划比较报告"
MOST_ROWS = 60       # rows of a table in the report; the workbook has all
MOST_CHARS = 160     # characters of a check's message; one may name every plan of the corpus
MOST_CLAUSES = 400   # clauses in the appendix; the evidence page has all

Tables = Mapping[str, pd.DataFrame]


def content(study: Study, made: Tables) -> list[Block]:
    """The report's blocks; ``made`` holds the study's tables by name, as workbook.build makes them."""
    parts = {"摘要": _summary, "语料": _corpus, "方法与局限": _methods, "结果": _results, "量化目标": _targets,
             "文件之间相同的文字": _reuse, "附录 证据": _evidence}
    blocks: list[Block] = []
    for title, part in parts.items():
        blocks.append(Heading(1, title))
        try:
            blocks += part(study, made)
        except Exception as error:  # a fault in one part keeps none of the others back
            blocks.append(Failure(f"“{title}”这一部分", wording.fault(error)))
    return blocks


def _summary(study: Study, made: Tables) -> Iterator[Block]:
    yield from (Text(sentence, "point") for sentence in findings(study, made)["sentence"])


def _corpus(study: Study, made: Tables) -> Iterator[Block]:
    counted = study.clauses[study.clauses["counted"]].groupby("plan_id").size()
    plans = study.plans.assign(n=study.plans["plan_id"].map(counted).fillna(0).astype(int))
    yield table("文件", plans, {"label": "名称", "level": "层级", "kind": "类型", "issued_on": "发文日期", "issuer": "发布机构",
                             "n": "句数", "n_han": "汉字数", "source_url": "来源"})
    yield from charts_of(study, "语料")
    doubts = made["checks"][made["checks"]["state"] != "正常"]
    if len(doubts):
        short = doubts["message"].map(lambda words: words if len(words) <= MOST_CHARS else f"{words[:MOST_CHARS]}……（全文见工作簿）")
        yield table("使用前的检查：留意与存疑之处", _labelled(study, doubts.assign(message=short)),
                    {"plan": "文件", "check": "检查", "state": "状态", "message": "说明"})
    else:
        yield Text("使用前的检查没有发现需要留意之处。")


def _methods(study: Study, made: Tables) -> Iterator[Block]:
    run = manifest(study)
    settings, (codebook, lexicon) = run["settings"], hashes(study)
    yield Text("计数单位是句（句子或标题）；标题页、页眉页脚和责任单位不计。一句可以属于多个主题，也可以不属于任何主题。"
               "占比是编码到该主题的句数除以计数的句数。主题由成文的规则编码，每条编码都能回到原文的字符位置。")
    yield table("主题", pd.DataFrame([{"label": t.label, "definition": t.definition, "from": t.valid_from or "", "sha": t.sha256[:8]}
                                    for t in study.themes]),
                {"label": "主题", "definition": "定义", "from": "政策起始", "sha": "规则校验"})
    yield Text(f"区间是 {100 * settings['level']:.0f}% 区间，按条目整条重抽样 "
               f"{settings['draws']} 次得出；差别的 p 值由条目整条置换 {settings['permutations']} 次得出，并按 Holm 法对全表的对比校正。"
               "区间与检验只说明这些文本，不推及地区的政策或其执行。早于某项政策的文件在该主题上不按零计。")
    yield Text(f"两份文件能否比较，按文种、层级、年份、篇幅、缺损和政策时间判为{'、'.join(VERDICTS)}；判为{VERDICTS[-1]}的不作比较。"
               "量化目标与相同文字由规则和比对读出；相同文字的方向只按日期与层级推测。")
    reliability = made.get("reliability")
    if reliability is not None and len(reliability) and "alpha" in reliability:
        labels = {theme.name: theme.label for theme in study.themes}
        rows: Any = reliability.itertuples()
        told = [f"{labels.get(r.theme, r.theme)} {r.alpha:.2f}（95% 区间 {r.alpha_low:.2f}—{r.alpha_high:.2f}，{r.n} 句"
                + (f"；{r.note}" if r.note else "") + "）" for r in rows if not pd.isna(r.alpha)]
        yield Text(f"规则与人工编码的一致（Krippendorff α）：{'，'.join(told)}。" if told else "人工编码不足以计算编码信度。")
    else:
        yield Text("没有人工编码，编码信度未知。")
    yield from charts_of(study, "方法")
    for reason in verdict(study).reasons:
        yield Text("局限：" + reason + "。", "point")
    packages = "，".join(f"{name} {run['packages'][name]}" for name in ("jieba", "numpy", "scipy", "scikit-learn", "pandas"))
    yield Text(f"plan-compare {run['plan_compare']}；{packages}；编码规则 {codebook}，词表 {lexicon}。各文件原文的 SHA-256 见工作簿的 plans 表。",
               "note")


def _results(study: Study, made: Tables) -> Iterator[Block]:
    for title in ("主题", "用词", "文件"):
        yield Heading(2, {"主题": "主题", "用词": "用词", "文件": "文件的相似与聚类"}[title])
        yield from charts_of(study, title)
        if title == "主题":
            yield from _theme_tables(study, made)


def _theme_tables(study: Study, made: Tables) -> Iterator[Block]:
    labels = {theme.name: theme.label for theme in study.themes}
    shares: Any = made["coverage"].itertuples()
    rows = pd.DataFrame([{"plan_id": row.plan_id, "theme": labels[row.theme], "share": wording.share(row), "n": f"{row.n_coded} / {row.n_clauses}",
                          "interval": wording.span(row.share_low, row.share_high) if not pd.isna(row.share) else "", "note": row.note}
                         for row in shares])
    if len(study.plans) <= SEVERAL:                             # of more the heatmap has the shares, and the workbook all
        yield table("各主题的占比", _labelled(study, rows),
                    {"plan": "文件", "theme": "主题", "share": "占比", "n": "句数", "interval": "95% 区间", "note": "说明"})
    pairs = made.get("contrasts")
    if pairs is None:
        yield Text("文件太多，不逐对比较；要用某一对时见 plan-compare export contrasts（或 python run.py export contrasts）。")
        return
    fit = pairs[(pairs["verdict"] != VERDICTS[-1]) & pairs["p"].notna()]
    if fit.empty:
        yield Text("没有一对文件在任何主题上可以比较。" if len(study.plans) > 1 else "只有一份文件，不作比较。")
        return
    names = study.plans.set_index("plan_id")["label"]
    shown = fit.sort_values(["p_holm_all", "p"], kind="stable").assign(
        a=fit["plan_a"].map(names), b=fit["plan_b"].map(names), theme=fit["theme"].map(labels),
        gap=[f"{100 * d:+.1f}（{100 * low:+.1f} 至 {100 * high:+.1f}）" for d, low, high in
             zip(fit["difference"], fit["difference_low"], fit["difference_high"], strict=True)],
        corrected=[f"{p:.3f}" for p in fit["p_holm_all"]])
    yield table("可以检验的两两对比（甲减乙，百分点与 95% 区间）", shown,
                {"theme": "主题", "a": "甲", "b": "乙", "gap": "差", "corrected": "校正 p", "verdict": "可比性", "reading": "读法"})


def _targets(study: Study, made: Tables) -> Iterator[Block]:
    yield from charts_of(study, "目标")
    rows = made["targets"]
    if rows.empty:
        yield Text("没有读出量化目标。")
        return
    groups = target_groups(study)
    if len(groups) and len(study.plans) <= 6:
        yield table("同类指标并列", groups,
                    {"group": "指标组", "unit": "单位"} | dict(zip(study.plans["plan_id"], study.plans["label"], strict=True)))
    each: Any = rows.itertuples()
    shown = _labelled(study, rows).assign(value=[value_text(row) for row in each],
                                          place=[f"第 {no} 句，{start}–{end} 字" for no, start, end in
                                                 zip(rows["clause_no"], rows["start"], rows["end"], strict=True)])
    yield table("全部目标", shown,
                {"plan": "文件", "indicator": "指标", "value": "数值", "deadline": "期限", "responsible": "责任单位", "place": "出处"})


def _reuse(study: Study, made: Tables) -> Iterator[Block]:
    yield from charts_of(study, "借用")
    rows = made["reuse"]
    rows = rows[rows["kind"] != SLOGAN].sort_values("n_own", ascending=False, kind="stable")
    if rows.empty:
        yield Text("除套话外，没有找到文件之间相同的段落。")
        return
    names = dict(zip(study.plans["plan_id"], study.plans["label"], strict=True)) | {p.plan_id: _reference(p) for p in study.references}
    shown = _labelled(study, rows).assign(other=rows["other_id"].map(names),
                                          place=[f"{a}–{b}／{c}–{d}" for a, b, c, d in
                                                 zip(rows["start"], rows["end"], rows["other_start"], rows["other_end"], strict=True)])
    yield table("套话以外相同的段落（全文并排见证据页）", shown,
                {"plan": "文件", "other": "对方", "kind": "类别", "n_own": "套话外字数", "quote": "文件原文", "other_quote": "对方原文",
                 "direction": "方向（推测）", "place": "位置（文件／对方）"})


def _reference(plan: Plan) -> str:
    return str(plan.labels["title"] or plan.plan_id)


def _evidence(study: Study, made: Tables) -> Iterator[Block]:
    rows = made["evidence"]
    if len(rows) > MOST_CLAUSES:
        yield Text(f"编码到的 {len(rows)} 句全部在证据页 evidence.html 和工作簿的 evidence 表中，这里不列。")
        return
    for theme in study.themes:
        own = rows[rows["theme"] == theme.name]
        shown = _labelled(study, own).assign(place=[f"第 {no} 句，{start}–{end} 字" for no, start, end in
                                                    zip(own["clause_no"], own["start"], own["end"], strict=True)])
        yield Heading(2, theme.label)
        yield table(f"编码为“{theme.label}”的句子", shown, {"plan": "文件", "place": "位置", "text": "句子", "evidence": "证据", "rule": "规则"},
                    most=MOST_CLAUSES)


def table(title: str, frame: pd.DataFrame, columns: Mapping[str, str], most: int = MOST_ROWS) -> Table:
    """Columns of a frame under their headings, as text; a longer table is cut, and its title says so."""
    rows = [tuple("" if pd.isna(value) else str(value).strip() for value in row)
            for row in frame[list(columns)].head(most).itertuples(index=False, name=None)]
    cut = f"（共 {len(frame)} 行，列出前 {most} 行，其余见工作簿）" if len(frame) > most else ""
    return Table(title + cut, tuple(columns.values()), tuple(rows))


def _labelled(study: Study, frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(plan=frame["plan_id"].map(study.plans.set_index("plan_id")["label"]))
