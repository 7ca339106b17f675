"""One writer a folder: a second one is told who holds it, and a lock dies with its holder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from compare.errors import StudyError
from compare.locks import LOCK, locked

HOLD = """
import sys, time
from pathlib import Path
from compare.locks import locked
with locked(Path(sys.argv[1]), "run"):
    print("held", flush=True)
    time.sleep(60)
"""


def holder(folder: Path) -> subprocess.Popen:
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "src")}
    child = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True, env=env)
    assert child.stdout.readline() == "held\n"
    return child


def test_nothing_is_left(tmp_path):
    with locked(tmp_path / "new", "run"):
        assert (tmp_path / "new" / LOCK).exists()
    assert list((tmp_path / "new").iterdir()) == []


def test_who_holds_it_is_told_and_it_dies_with_its_holder(tmp_path):
    child = holder(tmp_path)
    with pytest.raises(StudyError) as refused, locked(tmp_path, "run"):
        pass
    assert f"is being written to by plan-compare run, process {child.pid} on " in str(refused.value) and ", since 2" in str(refused.value)
    child.kill()        # SIGKILL: it cleans nothing up
    child.wait()
    child.stdout.close()
    assert (tmp_path / LOCK).exists()
    with locked(tmp_path, "run"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_the_same_process_cannot_hold_it_twice(tmp_path):
    with locked(tmp_path, "add"), pytest.raises(StudyError, match="by plan-compare add"), locked(tmp_path, "run"):
        pass


@pytest.mark.parametrize("words", [b"", b"{", b"[]", b'{"pid": 1}', b"\xff\xfe"])
def test_a_corrupt_lock_file_keeps_nobody_out(tmp_path, words):
    (tmp_path / LOCK).write_bytes(words)
    with locked(tmp_path, "run"):
        pass
    child = holder(tmp_path)
    (tmp_path / LOCK).write_bytes(words)
    try:
        with pytest.raises(StudyError, match="by another plan-compare"), locked(tmp_path, "run"):
            pass
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_a_link_is_no_lock(tmp_path):
    other = tmp_path / "other"
    other.write_text("precious", "utf-8")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / LOCK).symlink_to(other)
    with pytest.raises(StudyError, match="cannot be written to"), locked(tmp_path / "d", "run"):
        pass
    assert other.read_text("utf-8") == "precious"


def test_half_written_files_are_swept_and_nothing_else(tmp_path):
    swept = [".abcd1234.part", ".甲县-2024.part.txt"]
    kept = ["a.part", ".hidden", ".part", "甲县-2024.txt", ".abcd1234.part.bak"]
    for name in (*swept, *kept):
        (tmp_path / name).write_text("x", "utf-8")
    with locked(tmp_path, "run"):
        assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*kept, LOCK])


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "f").write_text("x", "utf-8")
    with pytest.raises(StudyError, match="cannot be written to"), locked(tmp_path / "f", "run"):
        pass


def test_it_opens_when_the_work_fails(tmp_path):
    with pytest.raises(ZeroDivisionError), locked(tmp_path, "run"):
        raise ZeroDivisionError
    with locked(tmp_path, "run"):
        pass
