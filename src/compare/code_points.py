"""The characters of a text as numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def code_points(text: str) -> NDArray[np.uint32]:
    """One number for each character; not to be written to.  Half of a pair, which some files hold, counts as a character."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
