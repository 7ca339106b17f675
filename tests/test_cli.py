"""The command: every verb explains itself; a mistake in the corpus is one line, status 2, and nothing is written."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from compare.cli import main, verbs

ROOT = Path(__file__).parents[1]
TEXT = "一、办学。\n二、招生。\n"


@pytest.fixture
def corpus(tmp_path):
    """A small whole corpus, in a folder with a space and Chinese in its name."""
    made = tmp_path / "研究 one" / "corpus"
    shutil.copytree(ROOT / "corpus" / "themes", made / "themes")
    shutil.copytree(ROOT / "corpus" / "lexicon", made / "lexicon")
    (made / "plans").mkdir()
    labels = "place: 甲县\nyear: 2024\nlevel: 区县\nkind: 工作要点\n"
    (made / "plans" / "甲县-2024.txt").write_text(f"---\n{labels}---\n{TEXT}", "utf-8")
    return made


def listing(folder):
    return sorted(str(path) for path in folder.rglob("*"))


@pytest.mark.parametrize("verb", verbs())
def test_every_verb_has_help(verb, capsys):
    with pytest.raises(SystemExit) as end:
        main([verb, "--help"])
    shown = capsys.readouterr().out
    assert end.value.code == 0
    assert shown.startswith(f"usage: plan-compare {verb}") and len(shown.splitlines()) > 5


def test_verbs_are_the_files_of_the_folder():
    folder = ROOT / "src" / "compare" / "cli"
    assert verbs() == sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
    assert {"run", "check", "export"} <= set(verbs())


def writes(name, content):
    return lambda corpus: (corpus / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))


def plan(content, name="乙县-2024.txt"):
    return writes(f"plans/{name}", content)


def theme(content):
    return writes("themes/新.yml", content)


def terms(content):
    return writes("lexicon/terms.txt", content)


BROKEN = {
    "empty file": (plan(""), "乙县-2024.txt: holds no text"),
    "not UTF-8": (plan("办学".encode("gbk")), "乙县-2024.txt: is not UTF-8"),
    "front matter never closes": (plan("---\nplace: 乙县\n"), "乙县-2024.txt, line 1: front matter opens with ---"),
    "unknown key": (plan(f"---\nplase: 乙县\n---\n{TEXT}"), "乙县-2024.txt, plase: unknown key"),
    "bad YAML": (plan(f"---\nplace: '乙县\n---\n{TEXT}"), "乙县-2024.txt, line 3: bad YAML"),
    "no year": (plan(f"---\nyear: 去年\n---\n{TEXT}"), "乙县-2024.txt, year: '去年' is no year"),
    "two plans with one id": (plan(TEXT, "甲县-2024.md"), "has the same id '甲县-2024'"),
    "correction that finds nothing": (plan(f"---\ncorrections:\n- {{find: 丙, replace: 丁, reason: 错字}}\n---\n{TEXT}"),
                                      "corrections entry 1: '丙' stands 0 times"),
    "no plans": (lambda corpus: (corpus / "plans" / "甲县-2024.txt").unlink(), "plans: no plan (*.txt) in it"),
    "no folder plans": (lambda corpus: shutil.rmtree(corpus / "plans"), "corpus: no folder plans/ in it"),
    "theme with bad YAML": (theme("label: [新"), "新.yml, line "),
    "theme with an unknown key": (theme("label: 新\nlabl_en: New\n"), "新.yml"),
    "theme that is a list": (theme("- 新\n"), "新.yml"),
    "empty theme": (theme(""), "新.yml"),
    "theme not UTF-8": (theme("label: 新".encode("gbk")), "新.yml"),
    "lexicon not UTF-8": (terms("办学".encode("gbk")), "terms.txt: is not UTF-8"),
    "lexicon with a space": (terms("智慧 校园"), "terms.txt, line 1: '智慧 校园' holds a space"),
}


@pytest.mark.parametrize("verb", [["run"], ["check"], ["export", "clauses"]], ids=lambda v: v[0])
@pytest.mark.parametrize(("breaks", "told"), BROKEN.values(), ids=BROKEN)
def test_a_broken_corpus(corpus, monkeypatch, capsys, verb, breaks, told):
    monkeypatch.chdir(corpus.parent)
    breaks(corpus)
    before = listing(corpus.parent)
    assert main([*verb, "--corpus", str(corpus)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    lines = shown.err.splitlines()
    assert len(lines) == 1 and lines[0].startswith("plan-compare: ") and told in lines[0] and " -> " in lines[0], shown.err
    assert listing(corpus.parent) == before


@pytest.mark.parametrize(("argv", "told"), [
    (["export", "nothing"], "export: no table 'nothing' -> use one of plans,"),
    (["export", "plans", "-o", "nowhere/x.csv"], "nowhere: no such folder -> make it first, or name another with -o"),
    (["export", "plans", "-o", "x.docx"], "x.docx: cannot write '.docx' -> end the name in .csv, .parquet or .xlsx"),
    (["check", "--corpus", "nowhere"], "nowhere: no folder plans/ in it -> name a corpus with --corpus DIR"),
    (["run", "--out", "corpus/plans/甲县-2024.txt"], "is a file -> name a folder with --out DIR"),
])
def test_mistakes_of_a_call(corpus, monkeypatch, capsys, argv, told):
    monkeypatch.chdir(corpus.parent)
    assert main(argv) == 2
    assert told in capsys.readouterr().err
    assert sorted(p.name for p in corpus.parent.iterdir()) == ["corpus"]


def test_export_into_a_folder_names_the_file_itself(tmp_path):
    assert main(["export", "plans", "--corpus", str(ROOT / "corpus"), "-o", str(tmp_path)]) == 0
    assert (tmp_path / "plans.csv").read_text("utf-8-sig").startswith("plan_id,")


@pytest.mark.parametrize("argv", [[], ["nonsense"], ["export"], ["check", "--nonsense"]])
def test_usage(argv, capsys):
    with pytest.raises(SystemExit) as end:
        main(argv)
    assert end.value.code == 2 and "usage: plan-compare" in capsys.readouterr().err


def test_the_corpus_at_hand_is_taken(corpus, monkeypatch, capsys):
    monkeypatch.chdir(corpus / "themes")  # below the study's folder, as a notebook is
    assert main(["export", "plans"]) == 0
    assert "甲县-2024" in capsys.readouterr().out


def test_the_corpus_that_the_environment_names_is_taken(corpus, monkeypatch, capsys):
    monkeypatch.setenv("PLAN_COMPARE_CORPUS", str(corpus))
    assert main(["export", "plans"]) == 0
    assert "甲县-2024" in capsys.readouterr().out


@pytest.mark.parametrize("settings", [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
                                      {"LC_ALL": "C", "PYTHONIOENCODING": "gbk"}, {}], ids=["C", "gbk", "as it is"])
def test_nothing_hangs_on_the_locale(corpus, settings):
    env = {**{k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON"))},
           "PYTHONPATH": str(ROOT / "src"), **settings}
    ran = subprocess.run([sys.executable, "-X", "warn_default_encoding", "-m", "compare", "check"], cwd=corpus.parent, env=env,
                         capture_output=True)
    assert "1 份文件" in ran.stdout.decode("utf-8")
    assert "src/compare" not in ran.stderr.decode("utf-8").replace("\\", "/"), "a file is opened by the locale's encoding"
    assert ran.returncode in (0, 1)
