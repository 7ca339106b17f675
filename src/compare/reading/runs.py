"""Stretches of characters of one kind, and the places before and behind them."""

from __future__ import annotations

import numpy as np

Runs = tuple[np.ndarray, np.ndarray]


def runs(flags: np.ndarray) -> Runs:
    """(starts, ends) of the stretches of characters that are flagged."""
    padded = np.zeros(len(flags) + 2, dtype=bool)
    padded[1:-1] = flags
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    return edges[::2], edges[1::2]


def behind(stretches: Runs, places: np.ndarray) -> np.ndarray:
    """The places; for one in a run the place behind it."""
    start, end = stretches
    run = np.searchsorted(start, places, side="right") - 1
    return np.where((run >= 0) & (places < end[run]), end[run], places) if len(start) else places


def in_front(stretches: Runs, places: np.ndarray) -> np.ndarray:
    """The places; for one behind a character in a run the run's start."""
    start, end = stretches
    run = np.searchsorted(start, places) - 1
    return np.where((run >= 0) & (places <= end[run]), start[run], places) if len(start) else places
