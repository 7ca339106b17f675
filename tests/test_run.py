"""`plan-compare run`: charts, notebooks and run.json; one that fails holds none of the others up."""

import io
import json
import os
import re
import sys

import nbformat
import pytest

from compare import charts
from compare.cli import main
from compare.cli.run import _Screen as Screen
from compare.report import notebooks
from compare.report.notebooks import Progress
from compare.study import load

PLAN = "---\nplace: 甲县\nyear: 2024\nlevel: 区县\nkind: 工作要点\n---\n一、办学。\n二、招生。\n"


@pytest.fixture
def study_folder(tmp_path, monkeypatch):
    """A study of one plan, with charts that cost nothing."""
    folder = tmp_path / "研究 one"
    (folder / "corpus" / "plans").mkdir(parents=True)
    (folder / "corpus" / "plans" / "甲县-2024.txt").write_text(PLAN, encoding="utf-8", newline="\n")
    monkeypatch.chdir(tmp_path)

    def write(study, out, names):
        out.mkdir(parents=True, exist_ok=True)
        (out / f"{names[0]}.csv").write_text("drawn", encoding="utf-8")

    monkeypatch.setattr(charts, "names", lambda: ["甲", "乙"])
    monkeypatch.setattr(charts, "write", write)
    return folder


def add_notebook(folder, name, *cells):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source, id=f"c{n}") for n, source in enumerate(cells)])
    notebook.metadata["kernelspec"] = {"name": "a-kernel-nobody-has", "display_name": "?", "language": "python"}
    (folder / "notebooks").mkdir(exist_ok=True)
    nbformat.write(notebook, folder / "notebooks" / name)


def run(folder, *more):
    return main(["run", "--corpus", str(folder / "corpus"), *more])


def written(folder):
    return {str(p.relative_to(folder)).replace("\\", "/"): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_everything_is_written_beside_the_corpus(study_folder, capsys):
    add_notebook(study_folder, "01.ipynb", "import compare, os, sys\nlen(compare.load().plans)", "os.environ['PLAN_COMPARE_OUT']",
                 "sys.executable")
    assert run(study_folder) == 0
    out = study_folder / "figures"
    assert sorted(written(out)) == ["evidence.html", "notebooks/01.ipynb", "run.json", "乙.csv", "甲.csv"]
    cells = nbformat.read(out / "notebooks" / "01.ipynb", as_version=4).cells
    assert [cell.outputs[0].data["text/plain"] for cell in cells] == ["1", repr(str(out)), repr(sys.executable)]
    shown = capsys.readouterr()
    assert shown.err == "" and "notebook 1/1 01.ipynb: 3 cells" in shown.out


def test_a_failing_notebook_is_named_and_the_others_run(study_folder, capsys):
    add_notebook(study_folder, "01.ipynb", "1", "raise ValueError('坏了\\nmore')", "3")
    add_notebook(study_folder, "02.ipynb", "2")
    (study_folder / "notebooks" / "03.ipynb").write_text("{", encoding="utf-8")
    add_notebook(study_folder, "04.ipynb", "import os; os._exit(3)")
    assert run(study_folder) == 1
    shown = capsys.readouterr()
    err = shown.err.splitlines()
    assert re.search(r"^notebook [1-4]/4 01.ipynb: FAILED, cell 2/3: ValueError: 坏了, \d+\.\d s$", shown.out, re.MULTILINE)
    assert re.search(r"^notebook [1-4]/4 02.ipynb: 1 cells, \d+\.\d s$", shown.out, re.MULTILINE)
    assert err[0] == "plan-compare: notebook 01.ipynb: cell 2/3: ValueError: 坏了"
    assert err[1].startswith("plan-compare: notebook 03.ipynb: cannot be read (")
    assert err[2].startswith("plan-compare: notebook 04.ipynb: cell 1/1: the kernel died")
    copies = study_folder / "figures" / "notebooks"
    assert nbformat.read(copies / "02.ipynb", as_version=4).cells[0].outputs
    assert nbformat.read(copies / "01.ipynb", as_version=4).cells[1].outputs[0].ename == "ValueError"


def test_a_terminal_sees_where_the_running_ones_stand(monkeypatch):
    """Each text stands in the last line in place of the one before, within the terminal's width."""
    written = io.StringIO()
    monkeypatch.setattr("sys.stdout", written)
    monkeypatch.setattr(written, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((40, 24)))
    screen, one, two = Screen(), Progress("01_语料.ipynb"), Progress("02_主题占多少.ipynb")
    for one.cell, one.seconds, one.done, two.began in ((1, .04, False, 0), (2, 1.25, False, 5), (2, 2.5, True, 5)):
        one.began, one.cells, two.cells = 1, 2, 4
        screen([one, two])
    frames = [text for text in written.getvalue().split("\r") if text.strip()]
    assert frames == ["01_语料.ipynb: cell 1/2, 0.0 s", "01_语料.ipynb: cell 2/2, 1.2 s; 02_主题",
                      "notebook 1/2 01_语料.ipynb: 2 cells, 2.5 s\n", "02_主题占多少.ipynb: starting, 0.0 s"]


def test_two_runs_write_the_same_bytes(study_folder):
    for name in ("01.ipynb", "02.ipynb"):
        add_notebook(study_folder, name, "print('x')", "{1, 2}")
    run(study_folder)
    first = written(study_folder / "figures")
    run(study_folder)
    assert written(study_folder / "figures") == first


def test_a_user_s_own_settings_of_ipython_are_no_part_of_a_result(study_folder, tmp_path, monkeypatch):
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("import pandas; answer = 42", encoding="utf-8")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    add_notebook(study_folder, "01.ipynb", "'answer' in globals()")
    assert run(study_folder) == 0
    assert nbformat.read(study_folder / "figures/notebooks/01.ipynb", as_version=4).cells[0].outputs[0].data["text/plain"] == "False"


def test_a_failing_chart_is_named_and_the_others_are_drawn(study_folder, monkeypatch, capsys):
    def write(study, out, names):
        if names == ["甲"]:
            raise ZeroDivisionError("no plans")
        (out / "乙.csv").write_text("drawn", encoding="utf-8")

    monkeypatch.setattr(charts, "write", write)
    assert run(study_folder) == 1
    assert "plan-compare: chart 甲: ZeroDivisionError: no plans" in capsys.readouterr().err
    assert (study_folder / "figures" / "乙.csv").exists()


def test_no_notebooks(study_folder, capsys):
    add_notebook(study_folder, "01.ipynb", "1")
    assert run(study_folder, "--no-notebooks", "--out", str(study_folder / "结果")) == 0
    assert sorted(written(study_folder / "结果")) == ["evidence.html", "run.json", "乙.csv", "甲.csv"]


def test_a_study_without_notebooks(study_folder, capsys):
    assert run(study_folder) == 0
    assert "no notebooks/ beside the corpus or here: none executed" in capsys.readouterr().out


def test_notebooks_here_where_the_corpus_has_none(study_folder, tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "a.ipynb").write_text("{}", encoding="utf-8")
    assert [p.name for p in notebooks.notebook_files(study_folder / "corpus")] == ["a.ipynb"]


def test_run_json_says_what_the_results_were_made_from(study_folder):
    assert run(study_folder, "--no-notebooks") == 0
    content = (study_folder / "figures" / "run.json").read_bytes()
    account = json.loads(content)
    study = load(study_folder / "corpus")
    assert account["texts"] == {"甲县-2024": study.plans["sha256"][0]}
    assert account["lexicon"] == study.lexicon.sha256
    assert set(account["themes"]) == {theme.name for theme in study.themes}
    assert account["segmenter"].split()[0] in ("rjieba", "jieba")
    assert account["packages"]["jieba"] == "0.42.1" and account["settings"]["draws"] > 1000
    assert str(study_folder).encode() not in content
    path = study_folder / "corpus" / "plans" / "甲县-2024.txt"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    run(study_folder, "--no-notebooks")
    assert (study_folder / "figures" / "run.json").read_bytes() == content, "line ends of a checkout are no change"
    path.write_bytes(path.read_bytes().replace("市".encode(), b"").replace("区县".encode(), "市".encode()))
    run(study_folder, "--no-notebooks")
    changed = json.loads((study_folder / "figures" / "run.json").read_bytes())
    assert {key for key in account if account[key] != changed[key]} == {"plans"}, "a label changes the file, not the text"
