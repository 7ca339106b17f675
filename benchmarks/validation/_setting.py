"""What the parts on shares have in common."""

from __future__ import annotations

import pandas as pd

RHOS = (0.0, 0.3, 0.6, 0.9)
DRAWS, PERMUTATIONS = 1_000, 499  # a quarter and a tenth of what the measures use: the figures hardly feel it
LEVEL = 0.05


def markdown(table: pd.DataFrame) -> str:
    rows = [list(map(str, table.columns)), ["---"] * len(table.columns), *(list(map(str, row)) for row in table.to_numpy())]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
