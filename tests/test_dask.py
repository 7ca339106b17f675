"""A dask cluster of two workers makes the same bytes as this machine alone; a worker that is killed loses nothing."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from compare.errors import StudyError
from compare.parts import Task, work
from compare.store import FOLDER
from compare.study import load
from test_parts import HELD, assert_same, corpus, few, plan

distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")


@pytest.fixture(scope="module")
def cluster():
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None,
                                  memory_limit=0) as made:
        yield made


@pytest.fixture
def many(tmp_path, monkeypatch):
    monkeypatch.setattr("compare.parts.BATCH", 2)
    return corpus(tmp_path / "corpus", range(24))


def test_the_same_bytes_as_on_this_machine(cluster, many):
    plain = few(many)
    assert_same(load(many, scheduler=cluster.scheduler_address), plain)
    assert_same(load(many, scheduler=cluster.scheduler_address), plain)  # from the cache


def test_the_option_of_the_command(cluster, many, capsys):
    from compare.cli import main
    plain = few(many).tokens.to_csv(index=False, lineterminator="\n")
    assert main(["export", "tokens", "--corpus", str(many), "--scheduler", cluster.scheduler_address]) == 0
    assert capsys.readouterr().out == plain


def test_a_worker_that_is_killed_loses_nothing(cluster, many):
    for n in range(24, 80):
        plan(many, n)
    plain = few(many)
    made, errors = [], []

    def run():
        try:
            made.append(load(many, scheduler=cluster.scheduler_address))
        except BaseException as error:
            errors.append(error)

    pid = cluster.workers[0].pid
    running = threading.Thread(target=run)
    running.start()
    for _ in range(2000):
        if list((many / FOLDER).glob("*.arrow")):
            break
        running.join(0.005)
    done = len(list((many / FOLDER).glob("plans-*.arrow")))
    os.kill(pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    running.join(120)
    assert done < 40, "it was killed when all was done"
    assert not errors and not running.is_alive()
    for name in HELD[:-1]:
        assert getattr(made[0], name).equals(getattr(plain, name))


def test_a_worker_of_another_version_is_told(monkeypatch):
    task = Task([], {}, lambda task: None, {}, {}, [], None, "another version")
    assert isinstance(work(task), StudyError) and "another version of plan-compare" in str(work(task))
