"""Hostile files, names and folders: each is read or refused on one line, in bounded time and memory, and writes nothing else."""

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

import hostile
from compare import load
from compare.cli import main
from compare.errors import StudyError
from compare.intake import ADDED, REFUSED, add
from hostile import BODY, FILES, NAMES, TEXT, TITLE
from studies import study_of, theme_file

ROOT = Path(__file__).parents[1]
SECONDS, MB = 10, 300       # the bounds of docs/reliability.md: seconds of work, so that a busy machine fails no test


def results(folder: Path, which: str) -> dict[str, dict]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")]), "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, str(ROOT / "tests" / "hostile.py"), str(folder), which], env=env, capture_output=True,
                          encoding="utf-8", check=True)
    return {row["what"]: row for row in map(json.loads, done.stdout.splitlines())}


@pytest.fixture(scope="module")
def quick(tmp_path_factory):
    return results(tmp_path_factory.mktemp("quick"), "quick")


@pytest.fixture(scope="module")
def slow(tmp_path_factory):
    return results(tmp_path_factory.mktemp("all"), "all")


def checked(row: dict, case: hostile.Hostile) -> None:
    wanted = case.result if case.result in ("read", "") else "refused"
    assert row["result"] in ((wanted,) if wanted else ("read", "refused")), row
    assert (case.result if wanted == "refused" else "") in row["reason"] and "\n" not in row["reason"], row
    assert row["result"] == "read" or " -> " in row["reason"], row
    assert not row["stray"] and (row["kept"] > 0) == (row["result"] == "read"), row
    assert row["cpu"] < SECONDS and row["mb"] < MB, row


def test_there_are_enough():
    assert len({case.what for case in FILES}) == len(FILES) >= 40 and len({case.file for case in FILES}) == len(FILES)


@pytest.mark.parametrize("case", [case for case in FILES if not case.slow], ids=lambda case: case.what)
def test_hostile_files(quick, case):
    checked(quick[case.what], case)


@pytest.mark.slow
@pytest.mark.parametrize("case", FILES, ids=lambda case: case.what)
def test_all_hostile_files(slow, case):
    checked(slow[case.what], case)


@pytest.mark.parametrize("name", NAMES)
def test_names(tmp_path, name):
    """A file's name may hold anything: the plan's does not, and no terminal is played with."""
    inbox = tmp_path / "in"
    inbox.mkdir()
    try:
        (inbox / name).write_text(f"教育工作要点\n{BODY}", "utf-8")
    except OSError:
        pytest.skip("no such name on this system")
    [row] = add(inbox / name, tmp_path / "c").to_dict("records")
    assert row["result"] == ADDED
    [made] = (p for p in tmp_path.rglob("*") if p.is_file() and inbox not in p.parents)
    assert made.parent == tmp_path / "c" / "plans" and made.stem == row["plan_id"]
    assert not set(made.name) & set('\\/:*?"<>|\n\r\x1b\u202e#') and len(made.name.encode()) <= 255
    assert made.stem[0] not in "=+-@. " and made.stem[-1] not in ". " and made.stem.partition(".")[0].lower() not in ("con", "nul")
    assert len(load(tmp_path / "c").plans) == 1


@pytest.mark.parametrize("name", ["a\x1b[31m.txt", "b\u202etxt.exe"])
def test_no_name_reaches_the_terminal_raw(tmp_path, name, capsys):
    (tmp_path / name).write_bytes(b"")
    assert main(["add", "--corpus", str(tmp_path / "c"), str(tmp_path / name)]) == 1
    shown = capsys.readouterr()
    assert not any(unicodedata.category(c) in ("Cc", "Cf") and c != "\n" for c in shown.out + shown.err), shown


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")
def test_links_and_pipes(tmp_path):
    inbox = tmp_path / "in"
    (inbox / "deeper").mkdir(parents=True)
    (inbox / "a.txt").write_text(TEXT, "utf-8")
    (inbox / "deeper" / "loop").symlink_to(inbox)
    (inbox / "self").symlink_to("self")
    (inbox / "away.txt").symlink_to("/nowhere/at/all")
    os.mkfifo(inbox / "pipe.txt")
    assert add(inbox, tmp_path / "c")["result"].tolist() == [ADDED]
    for path, told in ((inbox / "pipe.txt", "is no file"), (Path("/dev/zero"), "is no file"), (Path("/dev/urandom"), "is no file")):
        [row] = add(path, tmp_path / "c").to_dict("records")
        assert row["result"] == REFUSED and told in row["reason"]
    with pytest.raises(StudyError, match="no such file"):
        add(inbox / "away.txt", tmp_path / "c")


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")
@pytest.mark.parametrize(("make", "told"), [
    (lambda p: os.mkfifo(p), "is no file"),
    (lambda p: p.symlink_to(p.name), "cannot be opened"),
    (lambda p: p.symlink_to("/nowhere"), "cannot be opened"),
    (lambda p: p.symlink_to("/dev/zero"), "is no file"),
    (lambda p: p.write_bytes(b"a" * (5 * 2**20)), "bytes large"),
], ids=["pipe", "link to itself", "link to nothing", "device", "5 MB"])
def test_what_stands_among_plans_and_themes(tmp_path, make, told):
    study_of(tmp_path / "c", 甲县_2024="一、办学。")
    make(tmp_path / "c" / "plans" / "x.txt")
    with pytest.raises(StudyError, match=told):
        load(tmp_path / "c")
    (tmp_path / "c" / "plans" / "x.txt").unlink()
    theme_file(tmp_path / "c", "安全", any="[安全]")
    make(tmp_path / "c" / "themes" / "x.yml")
    with pytest.raises(StudyError, match=told):
        load(tmp_path / "c")


@pytest.mark.parametrize(("keys", "told"), [
    ({"any": "!!python/object/apply:os.system ['touch escaped']"}, "bad YAML"),
    ({"any": "&a [安全, *a]"}, "aliases"),
    ({"any": "[" * 5000}, "nested more than"),
    ({"rules": "{r: {regex: '(a+)+$'}}"}, "knows no end"),
    ({"rules": "{r: {regex: '(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)b'}}"}, "ways to match"),
    ({"rules": "{r: {regex: 'a.{0,99999}'}}"}, "more than 1,000"),
    ({"rules": f"{{r: {{regex: '{'(' * 500}a{')' * 500}'}}}}"}, "beyond all measure"),
    ({"lists": "{a: ['@b', '@b'], b: ['@a']}", "any": "['@a']"}, "calls itself"),
    ({"any": "[" + ", ".join(f"词{n}" for n in range(60_000)) + "]"}, "characters of YAML"),
    ({"valid_from": "9" * 30, "any": "[安全]"}, "number without end"),
])
def test_theme_files(tmp_path, keys, told):
    study_of(tmp_path, 甲县_2024="一、办学。")
    theme_file(tmp_path, "安全", **keys)
    with pytest.raises(StudyError, match=told) as refused:
        load(tmp_path)
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 1500 and not (Path.cwd() / "escaped").exists()


def test_markup_and_formulas_stay_words(tmp_path):
    """Title, place and text that are HTML, TeX or commands go through page, report and charts as words."""
    from compare import charts
    from compare.report.content import table as block
    from compare.report.page import page
    from compare.report.web import to_html
    evil = "<script>alert(1)</script>${\\frac{1}{0}}$</title>"
    head = f"---\nplace: \"<b>$\\\\frac$\"\nyear: 2024\nkind: 工作要点\ntitle: \"{evil.replace(chr(92), chr(92) * 2)}\"\n---\n"
    study = study_of(tmp_path, a=f"{head}{TITLE}\n{evil}\n一、办学$x^2$。\x07安全教育。\n{BODY}")
    text = page(study).decode()
    assert "<script>alert(1)" not in text and "<b>$" not in text
    assert b"<script>alert(1)" not in to_html([block("t", study.clauses, {"text": "text"})])
    charts.write(study, tmp_path / "out", ["coverage"])
    svg = (tmp_path / "out" / "coverage.svg").read_text("utf-8")
    assert "&lt;b&gt;$\\frac$" in svg and "<b>" not in svg, "no text of a chart is set as TeX"
