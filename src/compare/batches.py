"""Work on many plans, in batches: in this process, on all cores, or on the machines of a dask cluster.

Batches come back in their order, so a result does not hang on how many processes there were.
"""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from compare.errors import StudyError
from compare.threads import cores

if TYPE_CHECKING:
    from concurrent.futures import Future

FEW = 60                      # plans up to which other processes do not pay
_SHOWN_AFTER, _TERMINAL, _LOG = 2.0, 0.5, 20.0   # seconds
_KEPT = 300                   # seconds for which idle processes wait for more work
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
T = TypeVar("T")


@dataclass(frozen=True)
class Workers:
    """Who does the work: ``jobs`` processes (None: one for each core) or the cluster of a dask ``scheduler``."""

    jobs: int | None = None
    scheduler: str | None = None

    def run(self, work: Callable[[T], Any], tasks: Callable[[int], T], sizes: Sequence[int], what: str) -> Iterator[Any]:
        """``work(tasks(n))`` for each n, in order; ``sizes``: plans of each, for the line of progress on ``what``."""
        shown = Progress(what, sum(sizes))
        try:
            for n, result in enumerate(self._results(work, tasks, sizes)):
                yield result
                shown.add(sizes[n])
        finally:
            shown.end()

    def _results(self, work: Callable[[T], Any], tasks: Callable[[int], T], sizes: Sequence[int]) -> Iterator[Any]:
        jobs = cores() if self.jobs is None else self.jobs
        if self.scheduler is not None:
            yield from _on_cluster(self.scheduler, work, tasks, len(sizes))
        elif jobs < 2 or sum(sizes) <= FEW or len(sizes) < 2:
            for n in range(len(sizes)):
                yield work(tasks(n))
        else:
            yield from _on_cores(min(jobs, len(sizes)) - 1, work, tasks, len(sizes))


def _on_cores(others: int, work: Callable[[T], Any], tasks: Callable[[int], T], n: int) -> Iterator[Any]:
    """Results of n tasks by this process and ``others``: this one has all it needs while those are still starting."""
    from joblib.externals.loky import get_reusable_executor

    # sums of one process are made by one thread: threads that wait for each other take time from all
    executor = get_reusable_executor(others, timeout=_KEPT, env=dict.fromkeys(_THREADS, "1"), initializer=end_with_parent)
    with _undisturbed():
        executor.submit(os.getpid)   # starts them
    given: deque[tuple[int, Future[Any]]] = deque()
    made: dict[int, Any] = {}
    left = deque(range(n))
    try:
        for at in range(n):
            while at not in made:
                while left and sum(not future.done() for _, future in given) <= others:   # one more, so that none waits
                    given.append((left[0], executor.submit(_quietly, work, tasks(left[0]))))
                    left.popleft()
                if left:
                    own = left.popleft()
                    made[own] = work(tasks(own))
                while given and (given[0][1].done() or at not in made and not left):
                    first, future = given.popleft()
                    made[first] = future.result()
            yield made.pop(at)
        return
    except Exception as error:
        if not _was_ended(error):
            raise
    finally:
        for _, future in given:     # stopped, or a plan is at fault: what is begun is finished, and kept
            future.cancel()
    for again in range(at, n):  # a process was ended, by the system or by hand: go on in this one
        yield made.pop(again) if again in made else work(tasks(again))


def _on_cluster(scheduler: str, work: Callable[[T], Any], tasks: Callable[[int], T], n: int) -> Iterator[Any]:
    """Results of n tasks by the workers of a dask cluster."""
    from joblib import Parallel, delayed, parallel_config

    with _client(scheduler), parallel_config(backend="dask"):
        calls = (delayed(work)(tasks(at)) for at in range(n))
        yield from Parallel(return_as="generator", pre_dispatch="2*n_jobs", batch_size=1)(calls)


def batches(missing: Sequence[int], size: int, jobs: int, each: int = 8) -> list[list[int]]:
    """``missing`` in runs of up to ``size``, of even length, and so many that ``jobs`` processes, some of which are still
    starting while others work, end at about the same time: ``each`` for a process, fewer where a plan takes next to no time."""
    if not missing:
        return []
    n = -(-len(missing) // size)
    if len(missing) > FEW:
        n = max(n, min(each * jobs, len(missing) // 16))
    edges = [len(missing) * i // n for i in range(n + 1)]
    return [list(missing[a:b]) for a, b in zip(edges, edges[1:], strict=False)]


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Processes that are started in here leave an interrupt from the keyboard to this one to answer."""
    import signal
    import threading

    before = signal.getsignal(signal.SIGINT)
    if before is None or threading.current_thread() is not threading.main_thread():     # no other may say so
        yield
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _quietly(work: Callable[[T], Any], task: T) -> Any:
    """Work in another process: the same once it is there (Windows, where what is ignored is not handed down)."""
    with suppress(ValueError):      # not its main thread
        import signal

        signal.signal(signal.SIGINT, signal.SIG_IGN)
    return work(task)


def end_with_parent() -> None:
    """In a process that another one started: end when that one ends.

    A parent that is killed ends nobody: without this, its processes would finish work that nobody asks for, or wait for more.
    """
    import multiprocessing
    import threading

    parent = multiprocessing.parent_process()

    def watch(pid: int) -> None:
        if sys.platform == "win32":
            import _winapi
            _winapi.WaitForSingleObject(_winapi.OpenProcess(_winapi.SYNCHRONIZE, False, pid), _winapi.INFINITE)
        else:
            while os.getppid() == pid:
                time.sleep(0.5)
        os._exit(1)

    if parent is not None and parent.pid:
        threading.Thread(target=watch, args=(parent.pid,), daemon=True).start()


def _was_ended(error: Exception) -> bool:
    from concurrent.futures.process import BrokenProcessPool

    return isinstance(error, BrokenProcessPool)


class _client:
    """A client of the scheduler while the work goes on; nothing without one."""

    def __init__(self, scheduler: str | None) -> None:
        self._scheduler = scheduler
        self._client: Any = None

    def __enter__(self) -> None:
        if self._scheduler is None:
            return
        try:
            from distributed import Client
        except ImportError:
            raise StudyError("--scheduler", "the package distributed is not installed",
                             "install it: pip install 'plan-compare[dask]'") from None
        try:
            self._client = Client(self._scheduler, timeout=10)
        except (OSError, TimeoutError, ValueError) as error:
            raise StudyError(f"--scheduler {self._scheduler}", f"no scheduler answers there ({type(error).__name__})",
                             "start one (dask scheduler), and name its address, e.g. tcp://10.0.0.5:8786") from None

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            self._client.close()


class Progress:
    """A line on stderr for what takes over two seconds: how many, how fast, how long still.

    A terminal has one line that is written over; a log gets a line now and then.
    """

    def __init__(self, what: str, total: int) -> None:
        self._what, self._total, self._done = what, total, 0
        self._began = self._last = time.monotonic()
        self._terminal = sys.stderr is not None and sys.stderr.isatty()
        self._written = False

    def add(self, n: int) -> None:
        self._done += n
        now = time.monotonic()
        if now - self._began < _SHOWN_AFTER or now - self._last < (_TERMINAL if self._terminal else _LOG):
            return
        self._last, self._written = now, True
        rate = self._done / (now - self._began)
        line = f"{self._what}: {self._done}/{self._total} plans, {rate:.0f}/s, {(self._total - self._done) / rate:.0f} s left"
        print(f"\r{line:<78}" if self._terminal else line, end="" if self._terminal else "\n", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._written and self._terminal:
            print("\r" + " " * 78 + "\r", end="", file=sys.stderr, flush=True)
