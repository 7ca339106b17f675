"""Killed, out of disk, read-only, twice at once: the next undisturbed command makes what it would have made anyway."""

import errno
import os
import sys

import faults
import pytest

import compare
from compare import charts, typeset
from compare.cli import main
from compare.errors import StudyError
from compare.files import write_bytes
from compare.report import drawing
from studies import study_of

forked = pytest.mark.skipif(not hasattr(os, "fork") or sys.platform == "darwin", reason="trials are forked processes")


@pytest.fixture(scope="module")
def benches(tmp_path_factory):
    """Trials change what they patch in processes of their own; the first command of each imports what it needs."""
    place = tmp_path_factory.mktemp("faults")
    return {verb: faults.Bench(verb, place) for verb in ("add", "run")}


@forked
@pytest.mark.parametrize("verb", ["add", "run"])
def test_some_faults(benches, verb):
    bench = benches[verb]
    for outcome in (faults.kills(bench, 2, 3), faults.step_kills(bench, 4), faults.full_disks(bench, 3), faults.read_onlys(bench)):
        assert not outcome.lost and not outcome.crashed and outcome.trials >= (0 if "cannot be written" in outcome.name else 2)


@forked
@pytest.mark.slow
@pytest.mark.parametrize("verb", ["add", "run"])
def test_more_faults(benches, verb):
    bench = benches[verb]
    for outcome in (faults.kills(bench, 20, 4), faults.step_kills(bench), faults.full_disks(bench), faults.two_at_once(bench, 3),
                    faults.odd_moments(bench)):
        assert not outcome.lost and not outcome.crashed and outcome.trials


def test_a_loss_would_be_seen(benches):
    """The harness itself: a plan half written, and a stray file, are told."""
    study, outcome = benches["add"].fresh(), faults.Outcome("x")
    (study / "corpus" / "plans" / "云州市-2023.txt").write_text("云州", "utf-8")
    (study / "corpus" / "plans" / "stray").write_text("x", "utf-8")
    benches["add"].settle(study, outcome, "made")
    assert any("half written" in line for line in outcome.lost) and any("not the same bytes" in line for line in outcome.lost)


@pytest.mark.parametrize(("number", "cure"), [(errno.ENOSPC, "free space on the disk"), (errno.EACCES, "name another folder")])
def test_a_write_that_fails_leaves_what_was_there(tmp_path, monkeypatch, number, cure):
    write_bytes(tmp_path / "a", b"old")

    def fails(*_):
        raise OSError(number, os.strerror(number))

    for name in ("fsync", "replace"):
        with monkeypatch.context() as patched:
            patched.setattr(os, name, fails)
            with pytest.raises(StudyError, match=cure):
                write_bytes(tmp_path / "a", b"new")
        assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"old"}


def test_a_missing_font_is_told_once_a_chart_without_traceback(tmp_path, monkeypatch, capsys):
    study = study_of(tmp_path / "corpus", 甲县_2024="一、办学。\n二、安全教育。")
    typeset.font_file.cache_clear()
    typeset._font.cache_clear()
    typeset._advance.cache_clear()
    monkeypatch.setattr(typeset, "PACKAGE", tmp_path)
    monkeypatch.setattr(charts, "names", lambda: ["coverage"])
    try:
        assert main(["run", "--no-notebooks", "--corpus", str(study.corpus)]) == 1
    finally:
        typeset.font_file.cache_clear()
    shown = capsys.readouterr().err
    assert "the charts' font is missing -> install plan-compare again" in shown and "Traceback" not in shown


def test_a_plan_removed_while_the_charts_are_drawn(tmp_path, monkeypatch, capsys):
    study = study_of(tmp_path / "corpus", 甲县_2024="一、办学。", 乙县_2024="一、招生。")

    def draw(*_, **__):
        (study.corpus / "plans" / "乙县-2024.txt").unlink()
        return []

    monkeypatch.setattr(drawing, "draw", draw)
    assert main(["run", "--no-notebooks", "--corpus", str(study.corpus)]) == 1
    assert "was changed while this ran -> run again" in capsys.readouterr().err
    monkeypatch.setattr(drawing, "draw", lambda *_, **__: [])
    assert main(["run", "--no-notebooks", "--corpus", str(study.corpus)]) == 0


def test_a_corrupt_font_cache_is_made_anew(tmp_path, monkeypatch):
    """matplotlib keeps a list of fonts in the user's folder: a damaged one is no fault of the study."""
    import subprocess
    (tmp_path / "cache").mkdir()
    env = {**os.environ, "MPLCONFIGDIR": str(tmp_path / "cache"), "PYTHONPATH": str(faults.ROOT / "src")}
    code = "from compare import style; from matplotlib.font_manager import fontManager; print(style.register())"
    for words in (b"", b"\x00\xff" * 99):
        for path in (tmp_path / "cache").glob("fontlist*.json"):
            path.write_bytes(words)
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
        assert done.returncode == 0 and done.stdout.strip(), done.stderr
    assert list((tmp_path / "cache").glob("fontlist*.json"))


def test_one_process_or_many_and_any_order_of_files(tmp_path, monkeypatch):
    """The same tables, byte for byte, whatever order the folder lists and however many processes draw."""
    texts = {f"{place}县_2024": f"一、办学。{place}县安全教育每月{n}次。\n二、党建引领。" for n, place in enumerate("丙甲丁乙", 2)}
    study_of(tmp_path / "a", **texts)
    study_of(tmp_path / "b", **dict(reversed(texts.items())))
    one, other = compare.load(tmp_path / "a"), compare.load(tmp_path / "b")
    for name in ("plans", "clauses", "codings", "tokens", "removals"):
        assert getattr(one, name).to_csv() == getattr(other, name).to_csv()
    listed = faults.Path.rglob
    monkeypatch.setattr(faults.Path, "rglob", lambda self, what: reversed(list(listed(self, what))))
    assert compare.load(tmp_path / "a").clauses.to_csv() == one.clauses.to_csv()
