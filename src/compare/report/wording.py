"""How a number is put into words, the same on the page, in the report and in its findings."""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb
from typing import Any

import pandas as pd

from compare.dating import BEFORE
from compare.errors import StudyError

NOTHING = "—"


def percent(share: float) -> str:
    """12.3%; a dash where there is no share."""
    return NOTHING if pd.isna(share) else f"{100 * share:.1f}%"


def points(difference: float) -> str:
    """A difference of shares in percentage points, without its sign: 3.4 个百分点."""
    return f"{abs(100 * difference):.1f} 个百分点"


def interval(low: float, high: float) -> str:
    """95% 区间 1.2%—3.4%."""
    return f"95% 区间 {span(low, high)}"


def span(low: float, high: float) -> str:
    """1.2%—3.4%."""
    return f"{percent(low)}—{percent(high)}"


def share(cell: Any) -> str:
    """The share of a row of table coverage: 12.3%; 0（≤2.2%）; 早于政策; both where an older plan has the words."""
    older = BEFORE in str(cell.note)
    if pd.isna(cell.share):
        return BEFORE if older else NOTHING
    text = percent(cell.share) if cell.n_coded else f"0（≤{percent(cell.share_high)}）"
    return f"{text} {BEFORE}" if older else text


def fault(error: BaseException) -> str:
    """An exception in one line: what a researcher can mend as it stands, a fault of the program with the place in its code."""
    if isinstance(error, StudyError):
        return str(error)
    said = " ".join(str(error).split())
    frames = extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {said}{place}" if said else f"{type(error).__name__}{place}"
