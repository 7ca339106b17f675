"""Words as numbers into a sorted list of those that are distinct."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from compare.code_points import code_points
from compare.threads import side_by_side

if TYPE_CHECKING:
    import pyarrow as pa

_PACKED = 3                   # characters that one number of 64 bits holds
_WIDTH = 21                   # bits of a code point
_HELD = np.array([0, -1 << 2 * _WIDTH, -1 << _WIDTH, -1], dtype=np.int64)     # what of it a word of so many characters takes


def numbered(text: str, start: np.ndarray, end: np.ndarray) -> tuple[tuple[str, ...], np.ndarray]:
    """(vocabulary, ids) of the words ``text[start:end]``, none of them empty or with a line end: ids are places in it (int32).

    Most words are short, and told apart by their characters as one number; strings are made of those that are distinct alone.
    """
    chars = np.append(code_points(text), np.zeros(_PACKED, dtype=np.uint32)).astype(np.int64)
    packed = chars[:-2] << 2 * _WIDTH | chars[1:-1] << _WIDTH | chars[2:]       # the characters from each place on
    size = end - start
    keys = packed[start] & _HELD[np.minimum(size, _PACKED)]
    long = np.flatnonzero(size > _PACKED)
    short = np.flatnonzero(size <= _PACKED)
    distinct, ids = _numbers(keys[short])
    words, long_ids = coded([text[a:b] for a, b in zip(start[long].tolist(), end[long].tolist(), strict=True)])
    # a long word comes after the short ones up to its own first characters, and before the next
    heads = np.empty(len(words), dtype=np.int64)
    heads[long_ids] = keys[long]
    among = np.searchsorted(distinct, heads, side="right")
    place = np.arange(len(distinct)) + np.searchsorted(heads, distinct, side="left")
    made = np.empty(len(start), dtype=np.int32)
    made[short], made[long] = place[ids], (among + np.arange(len(words)))[long_ids]
    vocabulary = np.empty(len(distinct) + len(words), dtype=object)
    vocabulary[place], vocabulary[among + np.arange(len(words))] = _unpacked(distinct), words
    return tuple(vocabulary.tolist()), made


def coded(words: Sequence[str]) -> tuple[tuple[str, ...], np.ndarray]:
    """(vocabulary, ids) of words."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pa.array(words, pa.large_string()).dictionary_encode()
    order = pc.sort_indices(found.dictionary)      # by bytes of UTF-8, which is by code points, as Python sorts
    return tuple(found.dictionary.take(order).to_pylist()), _places(order.to_numpy())[found.indices.to_numpy()]


def coded_words(vocabulary: Sequence[str], ids: np.ndarray) -> pa.DictionaryArray:
    """Words as numbers into a vocabulary."""
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array(ids.astype(np.int32)), pa.array(vocabulary, type=pa.large_string()))


def joined_words(column: pa.ChunkedArray) -> tuple[tuple[str, ...], np.ndarray]:
    """(vocabulary, ids) of words that parts hold by vocabularies of their own; the vocabulary holds what occurs, sorted."""
    import pyarrow as pa
    import pyarrow.compute as pc

    ids, start = np.empty(len(column), dtype=np.int32), 0
    pieces: dict[int, list[tuple[pa.DictionaryArray, np.ndarray]]] = {}    # of each part: those of one share their words
    for chunk in column.chunks:
        if len(chunk):
            pieces.setdefault(chunk.dictionary.buffers()[1].address, []).append((chunk, ids[start:start + len(chunk)]))
            start += len(chunk)
    if not pieces:
        return (), ids

    def occurring(part: list[tuple[pa.DictionaryArray, np.ndarray]]) -> pa.Array:
        words = part[0][0].dictionary
        used = np.zeros(len(words), dtype=bool)
        for chunk, _ in part:
            used[chunk.indices.to_numpy()] = True
        return words if used.all() else words.filter(pa.array(used))

    def number(at: tuple[list[tuple[pa.DictionaryArray, np.ndarray]], np.ndarray]) -> None:
        part, places = at
        for chunk, made in part:
            places.take(chunk.indices.to_numpy(), out=made, mode="clip")

    words = pc.unique(pa.chunked_array(side_by_side(occurring, pieces.values())))
    words = words.take(pc.sort_indices(words))     # by bytes of UTF-8, which is by code points, as Python sorts
    own = [part[0][0].dictionary for part in pieces.values()]
    places = pc.index_in(pa.chunked_array(own), words).fill_null(0).to_numpy()
    side_by_side(number, zip(pieces.values(), np.split(places, np.cumsum([len(held) for held in own])[:-1]), strict=True))
    return tuple(words.to_pylist()), ids


def _numbers(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(distinct keys, sorted; ids); by Arrow, which does not sort them all."""
    import pyarrow as pa

    found = pa.array(keys).dictionary_encode()
    distinct = found.dictionary.to_numpy()
    order = np.argsort(distinct)
    return distinct[order], _places(order)[found.indices.to_numpy()]


def _places(order: np.ndarray) -> np.ndarray:
    places = np.empty(len(order), dtype=np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    return places


def _unpacked(keys: np.ndarray) -> list[str]:
    """The words of packed keys."""
    chars = np.full((len(keys), _PACKED + 1), ord("\n"), dtype=np.uint32)
    for at in range(_PACKED):
        chars[:, at] = keys >> _WIDTH * (_PACKED - 1 - at) & (1 << _WIDTH) - 1
    return chars[chars > 0].tobytes().decode("utf-32-le").split("\n")[:-1]
