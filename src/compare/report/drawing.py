"""Draws all charts of a study, two at a time where there are two processors: the same bytes either way."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from compare import charts
from compare.batches import end_with_parent
from compare.errors import StudyError
from compare.report import wording
from compare.study import Study, load

AT_ONCE = 2  # each process loads the study and matplotlib anew: more would wait for that
WORTH_IT = 4  # fewer charts are drawn sooner than a process starts


def draw(study: Study, out: Path, told: Callable[[str, float], None], at_once: int = AT_ONCE) -> list[str]:
    """Write every chart to ``out``; returns a line for each that could not be drawn, in the order of their names.

    ``told`` gets the name and the seconds of each chart once it ends.
    """
    names = charts.names()
    failed: dict[str, str] = {}
    if min(at_once, os.cpu_count() or 1) < 2 or len(names) < WORTH_IT:
        results = ((name, *_drawn(study, out, name)) for name in names)
        return _gathered(results, told, failed, names)
    context = multiprocessing.get_context("spawn")  # the one way to start a process that all systems have
    with ProcessPoolExecutor(at_once, context, _start, (study.corpus,)) as pool:
        jobs = {pool.submit(_draw_one, out, name): name for name in reversed(names)}  # the slowest, of words, first
        try:
            return _gathered(((jobs[job], *_result(job)) for job in as_completed(jobs)), told, failed, names)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _result(job: Future[tuple[str, float]]) -> tuple[str, float]:
    try:
        return job.result()
    except BrokenProcessPool:  # a process that the system ended, for want of memory as a rule
        return "its process was ended from outside, for want of memory perhaps", 0.0


def _gathered(results: Iterable[tuple[str, str, float]], told: Callable[[str, float], None], failed: dict[str, str],
              names: list[str]) -> list[str]:
    for name, error, seconds in results:
        told(name, seconds)
        if error:
            failed[name] = f"chart {name}: {error}"
    return [failed[name] for name in names if name in failed]


_WORKER: dict[str, Any] = {}  # the corpus of a drawing process, and its study once a chart is asked for


def _start(corpus: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's
    end_with_parent()
    _WORKER["corpus"] = corpus


def _draw_one(out: Path, name: str) -> tuple[str, float]:
    if "study" not in _WORKER:
        try:
            _WORKER["study"] = load(_WORKER["corpus"])
        except StudyError as fault:     # the corpus was sound when the run began: somebody changed it since
            return str(fault), 0.0
    return _drawn(_WORKER["study"], out, name)


def _drawn(study: Study, out: Path, name: str) -> tuple[str, float]:
    """What went wrong with a chart (empty where nothing did), and the seconds that it took."""
    began, error = time.monotonic(), ""
    try:
        charts.write(study, out, [name])
    except Exception as fault:  # one chart's fault keeps none of the others back
        error = wording.fault(fault)
    return error, time.monotonic() - began
