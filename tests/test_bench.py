"""The benchmark: generated plans are the same each time and read as plans are; the page gets its figures."""

from __future__ import annotations

import pandas as pd
import performance
from bench import COLUMNS, OURS, remove_added, systems
from corpora import CHARS, write_corpus

import compare


def test_generated_plans_are_plans(tmp_path):
    folder = write_corpus(tmp_path / "corpus", 3)
    before = {path.name: path.read_bytes() for path in (folder / "plans").iterdir()}
    for path in (folder / "plans").iterdir():
        path.unlink()
    write_corpus(folder, 3)
    assert {path.name: path.read_bytes() for path in (folder / "plans").iterdir()} == before
    study = compare.load(folder)
    assert study.plans["n_chars"].between(CHARS, CHARS * 1.2).all() and study.plans["year"].tolist() == [2015, 2016, 2017]
    kinds = study.clauses.groupby(["plan_id", "kind"]).size().unstack()
    assert (kinds["item"] > 20).all() and (kinds["section"] >= 4).all() and (kinds["title"] == 1).all()
    assert len(study.codings) > 20
    texts = study.clauses.loc[study.clauses["counted"], "text"]
    assert texts.duplicated().mean() < 0.01, "little repetition"


def test_what_was_added_is_taken_away(tmp_path):
    folder = write_corpus(tmp_path / "corpus", 14)
    remove_added(folder, 12)
    assert len(list((folder / "plans").iterdir())) == 12


def test_peers_that_are_always_there():
    assert {"plan-compare", "plan-compare, one plan added", "jieba + scikit-learn", "rjieba + scikit-learn"} <= set(systems())


def test_the_page_gets_its_figures(tmp_path, monkeypatch):
    rows = [dict(zip(COLUMNS, (system, n, stage, f"{seconds * n:.3f}", "200"), strict=True))
            for n in (50, 500) for system, seconds in ((OURS, 0.01), ("other", 0.03)) for stage in ("tokens", "total")]
    page = tmp_path / "performance.md"
    page.write_text(f"above\n{performance.BEGIN}\nold\n{performance.END}\nbelow\n", "utf-8")
    monkeypatch.setattr(performance, "PAGE", page)
    monkeypatch.setattr(performance, "PLOT", tmp_path / "images" / "plot.png")
    assert "busy" in performance.write_page(rows, 5, load=9.0)
    assert "busy" not in performance.write_page(rows, 5, load=0.2)
    text = page.read_text("utf-8")
    assert text.startswith("above\n") and text.endswith("below\n") and "old" not in text
    assert "| 500 | other | 15.00 | 3.00 | 200 |" in text and "plan-compare 10.0, other 10.0" in text
    assert (tmp_path / "images" / "plot.png").stat().st_size < 100_000
    assert pd.DataFrame(rows).columns.tolist() == list(COLUMNS)
