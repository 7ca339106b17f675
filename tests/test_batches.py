"""Batches: the same results in the same order with one process or two; progress is told when it takes long."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from compare.batches import FEW, Progress, Workers, batches
from compare.errors import StudyError


@pytest.mark.parametrize(("missing", "size", "jobs", "lengths"), [
    (0, 128, 2, []), (1, 128, 2, [1]), (60, 128, 2, [60]), (100, 128, 2, [16, 17, 17, 16, 17, 17]), (512, 128, 2, [32] * 16),
    (1000, 128, 2, [62, 63] * 8), (5000, 128, 2, [125] * 40), (70, 128, 64, [17, 18, 17, 18])])
def test_batches_are_of_even_length(missing, size, jobs, lengths):
    made = batches(range(missing), size, jobs)
    assert [len(batch) for batch in made] == lengths
    assert [n for batch in made for n in batch] == list(range(missing))


def test_plans_that_take_no_time_go_in_few_batches():
    assert [len(batch) for batch in batches(range(500), 128, 2, each=2)] == [125] * 4


def double(task):
    if task == "end":
        import os
        os._exit(9)  # as if the system had ended it
    return task * 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_are_in_the_order_of_the_batches(jobs):
    done = list(Workers(jobs).run(double, lambda n: f"{n} ", [FEW] * 5, "test"))
    assert done == [f"{n} {n} " for n in range(5)]


@pytest.mark.parametrize("fatal", [0, 1])  # of those that go to the other process before this one takes its own
def test_a_process_that_is_ended_costs_nothing(fatal):
    seen = []

    def task(n):  # the task that ends its process is another one when it is asked for again
        seen.append(n)
        return "end" if n == fatal and seen.count(fatal) == 1 else str(n)

    assert list(Workers(2).run(double, task, [FEW] * 4, "test")) == ["00", "11", "22", "33"]


def where(task):
    time.sleep(0.02)
    return os.getpid()


def test_this_process_works_too():
    did = set(Workers(2).run(where, str, [FEW] * 40, "test"))
    assert os.getpid() in did and len(did) == 2


RUN = """
import os, sys, time
sys.path[:0] = {path!r}
from compare.batches import Workers
from test_batches import sleep_on
for _ in Workers(2).run(sleep_on, str, [60] * 4, "test"): pass
"""


def sleep_on(task):
    print(os.getpid(), flush=True)
    time.sleep(60)


@pytest.mark.skipif(os.name == "nt", reason="asks whether a process lives by signal 0")
def test_no_process_outlives_the_one_that_started_it():
    script = RUN.format(path=[str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")])
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    pids = {int(parent.stdout.readline()) for _ in range(2)}
    assert len(pids) == 2 and parent.pid in pids
    parent.kill()
    parent.wait()
    [other] = pids - {parent.pid}
    end = time.monotonic() + 20
    while lives(other):
        assert time.monotonic() < end, "it still waits for work"
        time.sleep(0.1)


def lives(pid):
    stat = Path(f"/proc/{pid}/stat")
    try:
        os.kill(pid, 0)
        return not stat.exists() or stat.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_run_that_is_given_up_leaves_the_others_ready():
    work = Workers(2).run(where, str, [FEW] * 40, "test")
    next(work)
    work.close()
    assert len(list(Workers(2).run(where, str, [FEW] * 4, "test"))) == 4


def test_no_scheduler_answers():
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    with pytest.raises(StudyError, match="--scheduler nonsense: no scheduler answers there"):
        list(Workers(scheduler="nonsense").run(double, str, [1], "test"))


def test_progress_is_told_after_two_seconds(monkeypatch):
    now, shown = [0.0], io.StringIO()
    shown.isatty = lambda: True
    monkeypatch.setattr("compare.batches.time.monotonic", lambda: now[0])
    monkeypatch.setattr("sys.stderr", shown)
    progress = Progress("tokens", 400)
    for now[0] in (1.0, 2.0, 2.1):
        progress.add(50)
    assert shown.getvalue().rstrip() == "\rtokens: 100/400 plans, 50/s, 6 s left"
    progress.end()
    assert shown.getvalue().endswith("\r")


def test_a_log_has_few_lines(monkeypatch):
    now, shown = [0.0], io.StringIO()
    monkeypatch.setattr("compare.batches.time.monotonic", lambda: now[0])
    monkeypatch.setattr("sys.stderr", shown)
    progress = Progress("tokens", 400)
    for now[0] in (1.0, 5.0, 25.0, 26.0):
        progress.add(100)
    progress.end()
    assert shown.getvalue() == "tokens: 300/400 plans, 12/s, 8 s left\n"
