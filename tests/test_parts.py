"""Many plans: read in batches, by one process or two, kept or not, in whatever order and however much of it was there already,
a study is the same study."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import compare
from compare.bags import bags
from compare.errors import StudyError
from compare.store import FOLDER, Store
from compare.study import load
from compare.vocabulary import coded_words, joined_words
from studies import theme_file

ROOT = Path(__file__).parents[1]
HELD = ("plans", "clauses", "removals", "codings", "hits", "tokens")
WORDS = ["加强", "教师队伍", "建设", "校园安全", "检查", "推进", "课后服务", "师德", "考核", "落实", "立德树人", "教育督导", "改革",
         "2024年", "提高到95%"]


def text(n):
    """A small plan: no two alike."""
    def sentence(at):
        return "".join(WORDS[(n * 7 + at * k) % len(WORDS)] for k in range(1, 5)) + "。"
    return f"第{n}县教育工作要点\n\n一、总体要求\n" + "".join(f"{k}. {sentence(k)}{sentence(k + n)}\n" for k in range(1, 4))


def plan(folder, n, words=""):
    (folder / "plans" / f"第{n:03d}县-2024.txt").write_text(text(n) + words, "utf-8", newline="\n")


@pytest.fixture
def many(tmp_path, monkeypatch):
    """A corpus of eight plans, which are many here."""
    for name in ("compare.study.FEW", "compare.batches.FEW"):
        monkeypatch.setattr(name, 3)
    monkeypatch.setattr("compare.parts.BATCH", 3)
    return corpus(tmp_path / "corpus", range(8))


def corpus(folder, numbers):
    (folder / "plans").mkdir(parents=True)
    (folder / "lexicon").mkdir()
    (folder / "lexicon" / "terms.txt").write_text("课后服务\n立德树人\n", "utf-8")
    theme_file(folder, "教师", any="[教师队伍, 师德]")
    theme_file(folder, "安全", any="[安全]", valid_from="'2020-01-01'")
    for n in numbers:
        plan(folder, n)
    return folder


def few(folder):
    """The study as a corpus of few plans is read: at once, without a store."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("compare.study.FEW", 10**6)
        return load(folder)


def assert_same(study, other):
    for name in HELD:
        pd.testing.assert_frame_equal(getattr(study, name), getattr(other, name))
        assert getattr(study, name).to_csv() == getattr(other, name).to_csv()
    for unit in ("clause", "item"):
        pd.testing.assert_frame_equal(compare.coverage(study, unit), compare.coverage(other, unit))
    assert study.segmented.vocabulary == other.segmented.vocabulary
    mine, same = bags(study), bags(other)
    assert mine.plans == same.plans and (mine.terms == same.terms).all() and abs(mine.counts - same.counts).sum() == 0


@pytest.fixture
def made(monkeypatch):
    """How many plans are worked on, by layer: {layer: plans}."""
    counts = {}
    real = compare.parts.work

    def counted(task):
        for name in task.wanted:
            counts[name] = counts.get(name, 0) + len(task.plans)
        return real(task)

    monkeypatch.setattr("compare.parts.work", counted)
    return counts


def test_kept_or_not_a_study_is_the_same(many):
    plain = few(many)
    for settings_ in ({"cache": False}, {"jobs": 1}, {"jobs": 1}):  # without, cold, warm
        assert_same(load(many, **settings_), plain)


@pytest.mark.parametrize("kinds", [("工作要点", "工作要点"), ("总结", "讲话")])
def test_names_of_documents_know_all_of_them(many, kinds):
    """A batch knows neither the kinds of the other batches nor the twin of a plan in one of them."""
    for name, kind in zip(("乙县-2024", "第999县-2024"), kinds, strict=True):      # the first and the last
        (many / "plans" / f"{name}.txt").write_text(f"---\nplace: 乙县\nyear: 2024\nkind: {kind}\n---\n一、办学。\n", "utf-8", newline="\n")
    study = load(many)
    assert_same(study, few(many))
    assert set(study.plans["label"]) > ({"乙县 2024〔乙县-2024〕", "乙县 2024〔第999县-2024〕"} if len(set(kinds)) == 1 else
                                        {"乙县 2024〔总结〕", "乙县 2024〔讲话〕"})


def test_a_batch_of_which_nothing_was_set_aside(many):
    for path in (many / "plans").iterdir():
        path.write_text("加强教师队伍建设。", "utf-8")
    assert load(many).removals.empty and len(load(many).clauses) == 8


def test_two_processes_make_what_one_makes(many):
    plain = few(many)
    study = load(many, jobs=2)
    assert_same(study, plain)
    other = load(many, cache=False, jobs=2)
    assert_same(other, plain)


def test_one_plan_more_is_one_plan_read(many, made):
    compare.coverage(load(many, jobs=1))
    made.clear()
    plan(many, 99)
    study = load(many, jobs=1)
    compare.coverage(study)
    assert made == {**dict.fromkeys(("plans", "clauses", "removals", "codings", "hits"), 1), "coverage.clause": 1}
    assert_same(study, few(many))
    made.clear()
    compare.coverage(load(many, jobs=1))
    assert made == {}


def test_a_theme_is_coded_anew_and_nothing_is_segmented(many, made):
    load(many, jobs=1).tokens  # noqa: B018 - made and kept
    theme_file(many, "安全", rules="{安全: {any: [安全]}, 检查: {near: [[检查], [考核]], within: 10}}")  # no word more that is a term
    made.clear()
    study = load(many, jobs=1)
    study.tokens  # noqa: B018
    assert made == {"codings": 8, "hits": 8}
    assert_same(study, few(many))


@pytest.mark.parametrize(("terms", "segmented"), [
    ("课后服务\n", lambda words: "立德树人" in words),                   # a term that went
    ("课后服务\n立德树人\n教育督导\n", lambda words: "教育督导" in words),  # one that came
    ("课后服务\n立德树人\n量子教育\n", lambda words: False),              # one that stands in no plan
    ("课后服务\n立德树人\n量子\n", lambda words: True),                  # a short one changes the segmenter's dictionary
])
def test_only_plans_that_hold_a_term_that_came_or_went_are_segmented_anew(many, made, terms, segmented):
    load(many, jobs=1).tokens  # noqa: B018
    (many / "lexicon" / "terms.txt").write_text(terms, "utf-8")
    made.clear()
    study = load(many, jobs=1)
    study.tokens  # noqa: B018
    anew = sum(segmented(words) for words in study.plans["text"])
    assert made == ({"tokens": anew} if anew else {})
    assert_same(study, few(many))


def test_a_word_more_in_a_theme_segments_the_plans_that_hold_it(many, made):
    load(many, jobs=1).tokens  # noqa: B018
    theme_file(many, "安全", any="[安全, 教育督导]")
    made.clear()
    study = load(many, jobs=1)
    study.tokens  # noqa: B018
    assert made == {"codings": 8, "hits": 8, "tokens": study.plans["text"].str.contains("教育督导").sum()}
    assert 0 < made["tokens"] < 8
    assert_same(study, few(many))


def test_a_theme_tried_out_is_as_if_its_file_stood_there(many):
    words = "label: 检查\nlabel_en: Checks\ndefinition: 讲检查的句子\nany: [检查]\n"
    tried, plain = (compare.with_theme(study, "检查", words) for study in (load(many, jobs=1), few(many)))
    assert_same(tried, plain)


@pytest.mark.parametrize("where", [0.1, 0.5, 0.9])
def test_a_damaged_cache_is_made_anew(many, where):
    load(many, jobs=1).tokens  # noqa: B018
    for path in (many / FOLDER).glob("*.arrow"):
        data = bytearray(path.read_bytes())
        data[int(len(data) * where)] ^= 0x55
        path.write_bytes(data)
    assert_same(load(many, jobs=1), few(many))


@settings(max_examples=8)
@given(first=st.sets(st.integers(0, 11), min_size=4, max_size=8), then=st.sets(st.integers(0, 11), min_size=4, max_size=8),
       changed=st.integers(0, 11))
def test_however_much_was_there_already(tmp_path_factory, first, then, changed):
    """Partly warm: some plans new, some gone, one changed."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("compare.study.FEW", "compare.batches.FEW"):
            patch.setattr(name, 3)
        patch.setattr("compare.parts.BATCH", 3)
        folder = corpus(tmp_path_factory.mktemp("made") / "corpus", first)
        load(folder, jobs=1).tokens  # noqa: B018
        for path in (folder / "plans").iterdir():
            path.unlink()
        for n in then:
            plan(folder, n, "四、附则\n补充一句。\n" if n == changed else "")
        assert_same(load(folder, jobs=1), few(folder))


def test_the_first_plan_at_fault_is_told_by_any_number_of_processes(many):
    for n in (2, 6):
        (many / "plans" / f"第{n:03d}县-2024.txt").write_text("---\nyear: 去年\n---\n一、办学。\n", "utf-8")
    told = set()
    for settings_ in ({"jobs": 1}, {"jobs": 2}, {"cache": False}):
        with pytest.raises(StudyError) as error:
            load(many, **settings_)
        told.add(str(error.value))
    with pytest.raises(StudyError) as error:
        few(many)
    assert told == {str(error.value)} and "第002县-2024.txt, year: '去年' is no year" in str(error.value)


def test_nothing_is_written_but_the_cache(many):
    before = {path: path.read_bytes() for path in many.rglob("*") if path.is_file()}
    load(many, cache=False).tokens  # noqa: B018
    assert not (many / FOLDER).exists()
    load(many, jobs=1).tokens  # noqa: B018
    assert {path: path.read_bytes() for path in many.rglob("*") if path.is_file() and path.parent.name != FOLDER} == before
    assert (many / FOLDER / ".gitignore").read_text("utf-8") == "*\n"


def test_few_plans_have_no_cache():
    load(ROOT / "corpus")
    assert not (ROOT / "corpus" / FOLDER).exists()


def test_a_folder_that_is_read_only_is_read_all_the_same(many, monkeypatch, capsys):
    monkeypatch.setattr("compare.store.os.access", lambda *_: False)  # a test may run as root, whom no mode stops
    study = load(many, jobs=1)
    assert "nothing is kept for the next run" in capsys.readouterr().err
    assert_same(study, few(many))


@pytest.mark.parametrize("option", [["--no-cache"], []])
def test_no_cache_is_an_option_of_every_verb(many, option, capsys):
    from compare.cli import main
    assert main(["export", "coverage", "--corpus", str(many), "--jobs", "1", *option]) == 0
    assert capsys.readouterr().out == compare.coverage(few(many)).to_csv(index=False, lineterminator="\n")
    assert (many / FOLDER).exists() == (not option)
    assert not os.environ.get("PLAN_COMPARE_NO_CACHE"), "what a verb sets ends with it"


def test_a_wrong_number_of_jobs(capsys):
    from compare.cli import main
    assert main(["export", "plans", "--corpus", str(ROOT / "corpus"), "--jobs", "0"]) == 2
    assert "--jobs: 0 processes -> give a number from 1 up" in capsys.readouterr().err


def test_the_interrupt_key_ends_it_in_one_line(tmp_path):
    """Ctrl-C while two processes are at work: status 130, one line, and what was kept is whole."""
    if os.name == "nt":
        pytest.skip("an interrupt cannot be sent to one program on Windows")
    import signal
    import time
    folder = corpus(tmp_path / "corpus", range(120))
    for n in range(120):
        plan(folder, n, "".join(f"{k}. 推进第{n}县第{k}项改革。\n" for k in range(4, 200)))
    child = subprocess.Popen([sys.executable, "-m", "compare", "export", "tokens", "--corpus", str(folder), "--jobs", "2"],
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
                             env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
    for _ in range(600):
        time.sleep(0.05)
        if list((folder / FOLDER).glob("*.arrow")):
            break
    os.killpg(child.pid, signal.SIGINT)  # as a terminal does: to all of them
    shown = child.communicate(timeout=60)[1].decode("utf-8")
    assert child.returncode == 130, shown
    assert shown.strip().splitlines()[-1] == "plan-compare: stopped"
    assert "Traceback" not in shown     # above it at most how far it had come, on a slow machine
    assert list((folder / FOLDER).glob("*.part")) == list((folder / FOLDER).glob(".*.part")) == []
    store = Store(folder / FOLDER)
    assert all(part.sound() for layer in ("plans", "clauses") for part in store.parts(layer))


@given(st.lists(st.tuples(st.lists(st.sampled_from(["办学", "学", "学校", "𠮷", "a", "校"]), max_size=8),
                          st.lists(st.integers(0, 8), max_size=6)), max_size=5))
def test_words_of_parts_are_joined_as_all_words_together(parts):
    """Pieces of parts, several of one part among them, that need not hold all words of the part's vocabulary."""
    pieces = []
    for words, cuts in parts:
        vocabulary = list(dict.fromkeys(words))
        whole = pa.table({"term": coded_words(vocabulary, np.array([vocabulary.index(word) for word in words], dtype=int))})
        pieces += [whole.slice(min(a, b), abs(b - a)) for a, b in pairwise(cuts)]
    column = pa.concat_tables(pieces).column("term") if pieces else pa.chunked_array([], pa.dictionary(pa.int32(), pa.large_string()))
    vocabulary, ids = joined_words(column)
    assert vocabulary == tuple(sorted(set(column.to_pylist()))) and [vocabulary[at] for at in ids] == column.to_pylist()
