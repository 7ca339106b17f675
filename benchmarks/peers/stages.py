"""Seconds of each stage of a system under measurement, and figures of its results, as one line of JSON."""

from __future__ import annotations

import json
import time


class Stages:
    """``stages("tokens")`` ends the stage tokens."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def __call__(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name] = self.seconds.get(name, 0.0) + now - self._last
        self._last = now

    def end(self, **figures: object) -> None:
        print(json.dumps({"stages": self.seconds, "figures": figures}), flush=True)
