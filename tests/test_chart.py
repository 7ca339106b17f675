"""`plan-compare chart`: the charts named, and no others."""

from pathlib import Path

import pytest

from compare.cli import main
from studies import study_of

ENDS = ("csv", "pdf", "png", "svg", "txt")


@pytest.fixture
def corpus(tmp_path):
    study_of(tmp_path / "研究 one" / "corpus", 甲县_2024="一、加强校园安全。\n二、推进智慧校园建设。\n", 乙县_2023="一、做好党建。\n二、招生。\n")
    return tmp_path / "研究 one" / "corpus"


def test_a_chart_beside_the_corpus(corpus, capsys):
    assert main(["chart", "coverage", "--corpus", str(corpus)]) == 0
    out = corpus.parent / "figures"
    assert sorted(path.name for path in out.iterdir()) == [f"coverage.{end}" for end in ENDS]
    assert capsys.readouterr().out == f"{out / 'coverage.png'}: written, beside it .svg, .pdf, .csv and .txt\n"


def test_charts_in_two_languages_elsewhere(corpus, tmp_path):
    assert main(["chart", "coverage", "design", "--corpus", str(corpus), "-o", str(tmp_path / "图"), "--lang", "both"]) == 0
    assert len(list((tmp_path / "图").iterdir())) == 2 * len(ENDS)
    assert "Share of clauses on each theme" in (tmp_path / "图" / "coverage.txt").read_text("utf-8")


@pytest.mark.parametrize(("argv", "told"), [
    (["coverage", "covrage"], "chart: no chart 'covrage' -> use one of attention, "),
    (["coverage", "--lang", "fr"], "fr"),
    (["coverage", "-o", "corpus/plans/甲县-2024.txt"], "is a file -> name a folder with --out DIR"),
])
def test_mistakes_of_a_call(corpus, monkeypatch, capsys, argv, told):
    monkeypatch.chdir(corpus.parent)
    assert main(["chart", *argv]) == 2
    shown = capsys.readouterr().err
    assert told in shown and len(shown.splitlines()) == 1
    assert not Path("figures").exists()
