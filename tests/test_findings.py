"""The summary: every sentence is recomputed from its row, and none compares what is 不可比."""

import re
from importlib import import_module

import pandas as pd
import pytest

from compare.report.findings import findings, of_key
from studies import study_of

NAMES = ("coverage", "comparability", "contrasts", "trends", "targets", "reuse")
COMPARES = re.compile(r"高于|低于|多于|少于|[高低多少] ?\d|比.{1,30}[高低多少]|占比(?:上升|下降)|超过|领先|落后|最[高低多少大小]")


def tables(study):
    return {name: getattr(import_module(f"compare.measures.{name}"), name)(study) for name in NAMES} | {"plans": study.plans}


@pytest.fixture(scope="module")
def shipped(study):
    made = tables(study)
    return study, made, findings(study, made)


def one_place(folder, years, text, kind="工作要点"):
    """A place with a plan a year; ``text(year)`` is its sentences."""
    head = "---\nplace: 甲县\nyear: {}\nlevel: 区县\nkind: {}\n---\n"
    plans = {f"甲县_{y}": head.format(y, kind) + "\n".join(f"{n}.{line}" for n, line in enumerate(text(y), 1)) + "\n" for y in years}
    return study_of(folder, **plans)


@pytest.fixture(scope="module")
def far_apart(tmp_path_factory):
    """Two years of one place, comparable, one of which speaks of nothing but the Party."""
    lines = {2023: ["推进党建工作，加强党的领导。"] * 30, 2024: ["做好招生办学工作，修缮教室操场。"] * 30}
    study = one_place(tmp_path_factory.mktemp("far"), (2023, 2024), lines.get)
    return study, tables(study)


def numbers(text):
    return [float(n) for n in re.findall(r"(?<![\w.])[-+]?\d+(?:\.\d+)?", text)]


def test_each_sentence_rests_on_rows(shipped):
    _, made, found = shipped
    assert len(found) > 10
    for row in found.itertuples():
        assert len(of_key(made, row.table, row.key)) or row.table in ("targets", "reuse"), row.sentence


def test_sentences_on_a_plan_are_its_rows_of_coverage(shipped):
    study, made, found = shipped
    own = found[found["key"].str.startswith("plan_id=") & (found["table"] == "coverage")]
    assert len(own) == len(study.plans)
    for row in own.itertuples():
        want = []
        for cell in of_key(made, "coverage", row.key).itertuples():
            want += [cell.share, cell.share_low, cell.share_high] if cell.n_coded else [cell.share_high]
        told = [float(n) for n in re.findall(r"(\d+\.\d)%", row.sentence)]
        assert told == [round(100 * share, 1) for share in want]
        assert f"（{of_key(made, 'coverage', row.key)['n_clauses'].iloc[0]} 句）" in row.sentence


def test_sentences_on_a_theme_count_its_plans(shipped):
    _, made, found = shipped
    own = found[found["key"].str.startswith("theme=")]
    for row in own.itertuples():
        rows = of_key(made, "coverage", row.key)
        assert f"{len(rows)} 份文件中 {(rows['n_coded'] > 0).sum()} 份" in row.sentence
        assert f"共 {rows['n_coded'].sum()} 句" in row.sentence
        assert ("早于" in row.sentence) == rows["note"].str.contains("早于政策").any()


def test_counts_of_contrasts_targets_and_passages(shipped):
    _, made, found = shipped
    by_table = {name: "".join(rows["sentence"]) for name, rows in found.groupby("table")}
    pairs, goals, passages = made["contrasts"], made["targets"], made["reuse"]
    barred = pairs["verdict"] == "不可比"
    fit = pairs[~barred & pairs["p_holm_all"].notna()]
    assert f"{len(pairs)} 个两两对比" in by_table["contrasts"] and f"{barred.sum()} 个判为不可比" in by_table["contrasts"]
    assert f"可以检验的 {len(fit)} 个里，{(fit['p_holm_all'] <= .05).sum()} 个" in by_table["contrasts"]
    assert f"{len(goals)} 个量化目标，其中 {(goals['missing'] != '').sum()} 个" in by_table["targets"]
    assert f"{(passages['kind'] == '实质借用').sum()} 段实质相同" in by_table["reuse"]
    assert made["comparability"]["caption"].iloc[0] in by_table["comparability"]


def test_a_sentence_that_compares_says_so_and_rests_on_a_row_that_may(shipped, far_apart):
    for _, made, found in (shipped, (*far_apart, findings(*far_apart))):
        for row in found.itertuples():
            assert bool(COMPARES.search(row.sentence)) == row.compares, row.sentence
            if row.compares:
                assert (of_key(made, row.table, row.key)["verdict"] != "不可比").all()


def test_a_difference_is_told_with_its_numbers(far_apart):
    found = findings(*far_apart)
    row = found[found["compares"]].iloc[0]
    cell = of_key(far_apart[1], "contrasts", row["key"])
    assert len(cell) == 1
    cell = cell.iloc[0]
    assert "党建" in row["sentence"] and "高" in row["sentence"] and cell["difference"] > 0
    for value in (cell["difference"], cell["difference_low"], cell["difference_high"]):
        assert round(100 * float(value), 1) in numbers(row["sentence"])
    assert f"p = {cell['p_holm_all']:.3f}" in row["sentence"]
    assert cell["p_holm_all"] <= .05


def test_no_sentence_compares_what_is_not_comparable(far_apart):
    study, made = far_apart
    barred = made | {"contrasts": made["contrasts"].assign(verdict="不可比", reasons="文种不同"),
                     "trends": made["trends"].assign(verdict="不可比")}
    found = findings(study, barred)
    assert not found["compares"].any() and not found["sentence"].str.contains(COMPARES).any()
    assert found["sentence"].str.contains("不作任何比较").any()


def test_what_is_only_descriptive_says_so(far_apart):
    study, made = far_apart
    careful = made | {"contrasts": made["contrasts"].assign(verdict="慎比", reasons="篇幅相差 3.1 倍", descriptive=True)}
    told = findings(study, careful)
    told = told[told["compares"] & (told["table"] == "contrasts")]["sentence"]
    assert len(told) and told.str.contains("慎比：篇幅相差 3.1 倍").all() and told.str.contains("只作描述").all()


def test_a_trend_is_told_only_where_the_table_has_one(far_apart):
    study, made = far_apart
    row = made["trends"].iloc[[0]].assign(trend_p=.01, trend="上升", per_year=.012, per_year_low=.004, per_year_high=.02, n_years=9,
                                          verdict="可比", reasons="")
    told = findings(study, made | {"trends": row})
    told = told[told["table"] == "trends"]
    assert told["compares"].tolist() == [True] and "每年 +1.20 个百分点" in told["sentence"].iloc[0]
    quiet = findings(study, made | {"trends": row.assign(trend="未见趋势")})
    assert not (quiet["compares"] & (quiet["table"] == "trends")).any()


def test_one_plan_is_compared_with_nothing(tmp_path):
    study = study_of(tmp_path, 甲县_2024="---\nplace: 甲县\nyear: 2024\n---\n一、推进党建工作。\n")
    found = findings(study, tables(study))
    assert not found["compares"].any() and "只有一份文件" in "".join(found["sentence"])
    assert isinstance(found, pd.DataFrame) and found["sentence"].is_unique
