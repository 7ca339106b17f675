"""All tables at once: none states an effect that the corpus cannot carry, and nothing but the corpus moves a digit."""

from __future__ import annotations

import re
import shutil
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest

import compare
from compare import charts
from compare.charts.caption import caption
from compare.cli.export import build
from compare.measures import HELD, tables
from compare.report.findings import findings
from studies import CORPUS

NAMES = [name for name in tables() if name not in HELD]
DEAR = {"term_effects"}                 # codes the corpus again for each word: beside the point here, and long
PLACE, YEARS = "金凤区", ["金凤区-2024", "金凤区-2026"]
# words that state an effect of a place or of time, and the sentences that deny one
EFFECT = re.compile(r"上升|下降|衰退|趋势|逐年|(?:地区|地方|年份|区域)的?(?:效应|作用|影响|差异)")
DENIED = re.compile(r"(?:不能|不得|不作|不谈|未见|无从|没有|描述性|每地只有一份|只有片内)[^。；;]*")
QUOTING = {"sample", "targets", "chart targets"}        # tables of the plans' own words: 近视率下降
QUOTED = {"text", "evidence", "quote", "example", "term", "terms", "left", "right", "other_quote", "differences", "a", "b", "point"}


def everything(study, names):
    return {name: build(study, name) for name in names if name not in DEAR}


def drawn(study):
    """The tables that charts draw, with their captions."""
    for name in charts.names():
        chart = import_module(f"compare.charts.catalogue.{name}")
        table = chart.table(study)
        yield f"chart {name}", table, caption(study, table, chart.note(table))


def effects(study, made):
    """(row, words) of all that tables, what charts draw, and findings say in words of their own of an effect."""
    found = [({"table": "findings"}, sentence) for sentence in findings(study, made)["sentence"]]
    for name, table in [*made.items(), *((name, table) for name, table, _ in drawn(study))]:
        found.append(({"table": name}, table.attrs.get("note", "")))
        if name not in QUOTING:
            for column in table.select_dtypes(include=["str", "object"]).columns.difference(QUOTED):
                found += [({"table": name, **row}, words) for row, words in zip(table.to_dict("records"), table[column], strict=True)
                          if isinstance(words, str) and EFFECT.search(words)]
    return [(row, words) for row, words in found if EFFECT.search(DENIED.sub("", words))]


@pytest.fixture(scope="module")
def shipped():
    study = compare.load(CORPUS)
    return study, everything(study, NAMES)


@pytest.fixture(scope="module")
def with_a_year_more(tmp_path_factory):
    """The shipped corpus and a year more of one place, which no other plan has; in it 安全 has given way to 数智."""
    folder = tmp_path_factory.mktemp("corpus")
    for part in ("plans", "themes", "lexicon"):
        shutil.copytree(CORPUS / part, folder / part)
    first = next((folder / "plans").rglob(f"{YEARS[0]}.txt"))
    text = re.sub(r"^sha256: .*\n", "", first.read_text("utf-8"), flags=re.M)
    text = text.replace("year: 2024", "year: 2026").replace("2024年工作要点", "2026年工作要点").replace("安全", "数智")
    first.with_name(f"{YEARS[1]}.txt").write_text(text, "utf-8", newline="\n")
    study = compare.load(folder)
    return study, everything(study, NAMES)


def test_on_one_year_of_each_place_nothing_states_an_effect(shipped):
    study, made = shipped
    assert effects(study, made) == []
    assert made["trends"].empty and made["changes"].empty
    assert made["contrasts"]["descriptive"].all() and made["comparability"]["descriptive"].all()
    for name, table, words in drawn(study):
        compares = {"plan_id", "plan_a", "place", "members"} & set(table.columns)
        assert not compares or "不得说成地区或年份的作用" in words, name


def test_the_words_looked_for_would_be_found():
    for words in ("芦淞区的占比上升", "地区效应显著", "差别是年份的作用", "呈逐年增加趋势"):
        assert EFFECT.search(DENIED.sub("", words))
    for words in ("每个地方都只有一年，不能谈趋势", "描述性，不得说成地区或年份的作用", "未见趋势"):
        assert not EFFECT.search(DENIED.sub("", words))


def test_after_one_more_year_of_a_place_the_course_of_that_place_and_only_that_appears(with_a_year_more):
    study, made = with_a_year_more
    assert set(made["trends"]["place"]) == set(made["changes"]["place"]) == {PLACE}
    assert set(made["trends"]["trend"]) == {"描述性"}, "two years are no trend yet"
    came = made["changes"].set_index("term").loc["数智"]
    assert came["n_from"] == 0 < came["n_to"] and came["pattern"] == ""
    for table in ("contrasts", "comparability"):
        free = made[table][~made[table]["descriptive"]]
        assert set(free["plan_a"]) | set(free["plan_b"]) == set(YEARS)
    for row, words in effects(study, made):
        assert row["place"] == PLACE, (row["table"], words)


def test_order_of_files_of_asking_and_number_of_threads_change_no_digit(shipped, monkeypatch):
    """Folders listed backwards, tables asked for backwards (so that others fill the study's memory), two threads instead of one."""
    from threadpoolctl import threadpool_limits

    for listing in ("iterdir", "glob", "rglob"):
        plain = getattr(Path, listing)
        monkeypatch.setattr(Path, listing, lambda self, *given, plain=plain, **named: reversed(list(plain(self, *given, **named))))
    with threadpool_limits(2):
        study = compare.load(CORPUS)
        again = everything(study, NAMES[::-1])
        warm = everything(study, ("coverage", "keyness", "similarity", "contrasts", "clusters", "weights"))
    for name, table in [*again.items(), *warm.items()]:
        pd.testing.assert_frame_equal(table, shipped[1][name], check_exact=True, obj=name)
