"""The texts of many clauses read as one: what is looked for is looked for once, not clause by clause."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class OneText:
    """``text``: all texts, each with a character after it; ``first``: where each begins, and after the last one the end."""

    text: str
    first: np.ndarray

    def at(self, places: np.ndarray) -> np.ndarray:
        """Which of the texts holds each place."""
        return np.searchsorted(self.first, places, side="right") - 1

    def each(self) -> np.ndarray:
        """Which of the texts holds each character (int32)."""
        size = np.diff(self.first)
        return np.repeat(np.arange(len(size), dtype=np.int32), size)


def one_text(texts: pd.Series, rows: np.ndarray, between: str) -> OneText:
    """The texts of some rows of a table one after the other, with ``between``, one character, after each but the last."""
    import pyarrow as pa
    import pyarrow.compute as pc

    chosen = pa.array(texts.array).take(pa.array(rows)).cast(pa.large_string())
    if isinstance(chosen, pa.ChunkedArray):     # rows of several parts of the store
        chosen = chosen.combine_chunks()
    line = pc.binary_join(pa.ListArray.from_arrays(pa.array([0, len(chosen)], pa.int32()), chosen),
                          pa.scalar(between, pa.large_string()))
    return OneText(line[0].as_py(), np.cumsum(np.append(0, pc.utf8_length(chosen).to_numpy().astype(np.int64) + 1)))
