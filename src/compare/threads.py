"""The cores of this machine, and work on arrays and bytes by threads: such work lets go of Python's lock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_MOST = 8       # threads: what they read and write comes through one memory
T = TypeVar("T")
R = TypeVar("R")


def cores() -> int:
    """Cores that this process may use; the environment variable LOKY_MAX_CPU_COUNT lowers it."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    limit = os.environ.get("LOKY_MAX_CPU_COUNT", "")
    return max(1, min(allowed, int(limit))) if limit.isdigit() else allowed


def side_by_side(work: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """``work`` of each item, in order, by threads; raises what the first of them raises."""
    with ThreadPoolExecutor(min(cores(), _MOST)) as pool:
        return list(pool.map(work, items))
