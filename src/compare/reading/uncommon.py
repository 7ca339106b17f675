"""The characters of a text but for the common Han ones: a tenth of it, and the whole of its marks, figures and white space."""

from __future__ import annotations

import numpy as np

from compare.code_points import code_points

Uncommon = tuple[np.ndarray, np.ndarray]


def uncommon(text: str) -> Uncommon:
    """(places, code points) of all characters but 一 to 鿿, of which most of a text is.

    For those beyond the first plane one of it: 㐀 where it is Han, else one that is none.
    """
    chars = code_points(text)
    places = np.flatnonzero(chars - 0x4E00 >= 0xA000 - 0x4E00)
    chars = chars[places]
    if len(chars) and chars.max() > 0xFFFF:
        chars = np.where(chars < 0x10000, chars, np.where((chars >= 0x20000) & (chars < 0x40000), 0x3400, 0xFFFF))
    return places, chars
