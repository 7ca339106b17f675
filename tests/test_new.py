"""`plan-compare new`: a study in a folder of its own, that every verb works in and no update touches."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import compare
from compare.cli import main
from compare.cli import new as verb
from compare.errors import StudyError

ROOT = Path(__file__).parents[1]
PLAN = "一、加强校园安全。\n二、推进智慧校园建设。\n"


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", ["study", "my study", "我的研究 2025", "深/一层/又一层"])
def test_a_study_of_ones_own(tmp_path, monkeypatch, capsys, name):
    monkeypatch.chdir(tmp_path)
    assert main(["new", name]) == 0
    folder = tmp_path / name
    assert sorted(path.name for path in folder.iterdir()) == ["README.md", "corpus", "figures", "notebooks"]
    for copied, source in {"corpus/themes": "corpus/themes", "corpus/lexicon": "corpus/lexicon", "notebooks": "notebooks"}.items():
        assert {f: (folder / copied / f).read_bytes() for f in names(folder / copied)} == \
               {f: (ROOT / source / f).read_bytes() for f in names(ROOT / source) if "checkpoints" not in f}
    assert list((folder / "corpus" / "plans").iterdir()) == list((folder / "figures").iterdir()) == []
    assert (folder / "README.md").read_text("utf-8").startswith(f"# {Path(name).name}\n")
    assert f"cd \"{Path(name)}\"" in capsys.readouterr().out


@pytest.mark.parametrize(("place", "line"), [
    ("{}/my study", "python ../run.py add 文件"), ("{}/a/b", "python ../../run.py add 文件"),
    ("{}/../elsewhere", 'python "../my project/run.py" add 文件')])
def test_who_came_by_run_py_is_told_to_go_on_by_it(tmp_path, monkeypatch, capsys, place, line):
    """Its .venv is on nobody's path: a command plan-compare would not be found."""
    project = tmp_path / "my project"
    project.mkdir()
    (project / "run.py").write_text("", encoding="utf-8")
    monkeypatch.setattr(verb, "PROJECT", project)
    folder = Path(place.format(project))
    for prefix, told in ((project / ".venv", line), (sys.base_prefix, "plan-compare add 文件")):
        monkeypatch.setattr(sys, "prefix", str(prefix))
        monkeypatch.setattr(verb, "package_folder", lambda name: ROOT / "notebooks")
        assert main(["new", str(folder / told[:6])]) == 0
        shown = told.replace("../", "../../", 1) if told != "plan-compare add 文件" else told
        assert capsys.readouterr().out.rstrip().endswith(f"然后 {shown}")
        assert f"    {shown.removesuffix(' 文件')} 文件或文件夹\n" in (folder / told[:6] / "README.md").read_text("utf-8")


def test_the_example_is_the_projects_corpus(tmp_path, study):
    assert main(["new", str(tmp_path / "例"), "--example"]) == 0
    made = compare.load(tmp_path / "例" / "corpus")
    for table in ("plans", "clauses", "codings"):
        compare_equal(getattr(made, table), getattr(study, table))


def compare_equal(one, other):
    import pandas as pd
    pd.testing.assert_frame_equal(one, other)


def test_every_step_works_inside(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "甲县2024年教育工作要点.txt").write_text(PLAN, encoding="utf-8")
    assert main(["new", "我的 研究"]) == 0
    monkeypatch.chdir(tmp_path / "我的 研究")
    capsys.readouterr()
    assert main(["check"]) == 2  # no plan yet: one line that says how to go on
    assert "no plan (*.txt) in it -> add one with: plan-compare add FILE" in capsys.readouterr().err
    assert main(["add", "../甲县2024年教育工作要点.txt", "--place", "甲县"]) == 0
    assert main(["export", "coverage", "-o", "figures"]) == 0
    assert {"corpus/plans/甲县-2024.txt", "figures/coverage.csv"} <= set(names(Path()))
    from compare.report.notebooks import notebook_files
    assert {path.parent for path in notebook_files(Path("corpus"))} == {Path("notebooks").resolve()}


def test_without_themes_of_its_own_the_packages_are_used(tmp_path, monkeypatch):
    import shutil
    main(["new", str(tmp_path / "a"), "--example"])
    shutil.rmtree(tmp_path / "a" / "corpus" / "themes")
    shutil.rmtree(tmp_path / "a" / "corpus" / "lexicon")
    assert [theme.name for theme in compare.load(tmp_path / "a" / "corpus").themes]


@pytest.mark.parametrize("held", ["corpus/plans/甲县-2024.txt", "notes.txt", ".git/config"])
def test_nothing_is_overwritten(tmp_path, capsys, held):
    (tmp_path / held).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / held).write_text("mine", encoding="utf-8")
    assert main(["new", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert f"is not empty (it holds {held.split('/')[0]}) -> name a new folder" in told and len(told.splitlines()) == 1
    assert names(tmp_path) == [held]


def test_an_empty_folder_is_filled(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "."]) == 0
    assert (tmp_path / "corpus" / "plans").is_dir() and (tmp_path / "README.md").read_text("utf-8").startswith(f"# {tmp_path.name}\n")


def test_a_file_is_refused(tmp_path):
    (tmp_path / "f").write_text("", encoding="utf-8")
    with pytest.raises(StudyError, match="is a file"):
        verb.new(tmp_path / "f")


def test_what_cannot_be_made_leaves_nothing(tmp_path, monkeypatch):
    def full(source, target):
        raise OSError(28, "No space left on device")
    monkeypatch.setattr(verb.shutil, "copyfile", full)
    (tmp_path / "empty").mkdir()
    for name in ("a", "empty"):
        with pytest.raises(StudyError, match="cannot be made"):
            verb.new(tmp_path / name)
    assert [path.name for path in tmp_path.rglob("*")] == ["empty"]


def test_copies_can_be_edited_where_the_package_is_read_only(tmp_path, monkeypatch):
    source = tmp_path / "package"
    (source / "themes").mkdir(parents=True)
    (source / "themes" / "甲.yml").write_text("label: 甲", encoding="utf-8")
    (source / "themes" / "甲.yml").chmod(0o444)
    monkeypatch.setattr(verb, "package_folder", lambda name: source / "themes")
    verb.new(tmp_path / "own")
    assert os.access(tmp_path / "own" / "corpus" / "themes" / "甲.yml", os.W_OK)
    assert (tmp_path / "own" / "corpus" / "themes" / "甲.yml").stat().st_mode & 0o200


@pytest.mark.slow  # draws every chart and runs every notebook
def test_run_inside_a_new_study(tmp_path):
    folder = tmp_path / "研究 one"
    verb.new(folder, example=True)
    env = {k: v for k, v in os.environ.items() if not k.startswith("PLAN_COMPARE")} | {"PYTHONPATH": str(ROOT / "src")}
    ran = subprocess.run([sys.executable, "-m", "compare", "run"], cwd=folder, env=env, capture_output=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    made = json.loads((folder / "figures" / "run.json").read_text("utf-8"))
    assert len(made["plans"]) == 5 and len(list((folder / "figures" / "notebooks").glob("*.ipynb"))) >= 8
