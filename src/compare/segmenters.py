"""Words by jieba 0.42.1's dictionary and model: its own code, or rjieba, the same in Rust, where it is installed.

Both cut alike: of millions of tokens of plans none differs (tests/test_segmenters.py).  They agree because each added
term gets its frequency by jieba's rule, and the sum of all frequencies is jieba's.  A segmenter belongs to this module
alone: nothing of jieba's global one is read or changed.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.metadata import version
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import Any

Cut = Callable[[str], list[str]]     # a text -> its parts, which joined are the text
_SIZE = 60101967                     # sum of the frequencies in the dictionary of jieba 0.42.1
_NO_WORD = "\u0378\u0379"            # unassigned characters


def engine() -> str:
    """The segmenter that is used here, with its version."""
    name = "rjieba" if find_spec("rjieba") else "jieba"
    return f"{name} {version(name)}"


@lru_cache(maxsize=2)
def segmenter(terms: tuple[str, ...], name: str = "") -> Cut:
    """The function that cuts a text, by a dictionary that knows ``terms`` too; made once a process.

    ``name``: jieba or rjieba; where it is not given, rjieba if it is installed.
    """
    return {"rjieba": _rjieba, "jieba": _jieba}[name or engine().split()[0]](terms)


def dictionary() -> Path:
    """The dictionary that comes with jieba: word, frequency and part of speech a line."""
    found = find_spec("jieba")
    assert found and found.origin, "jieba is not installed"
    return Path(found.origin).with_name("dict.txt")


def _rjieba(terms: tuple[str, ...]) -> Cut:
    made = _extension().Jieba()
    known = {word: entry[0] for word, entry in entries([*terms, *"".join(terms)]).items()}
    size, replaced = _SIZE, 0
    for term in terms:  # jieba's suggest_freq, with the terms before this one in the dictionary
        expected = 1.0
        for part in made.cut(term, hmm=False):
            expected *= known.get(part, 1) / size
        frequency = max(int(expected * size) + 1, known.get(term, 0))
        replaced += known.get(term, 0)
        known[term] = frequency
        size += frequency
        made.add_word(term, frequency, "n")
    # jieba counts a word that is added again twice, rjieba once: with this the two sums are one
    made.add_word(_NO_WORD, replaced, "n")
    return made.cut  # type: ignore[no-any-return]


def _extension() -> Any:
    """rjieba's compiled module alone: its package reads the whole dictionary for a segmenter of its own when it is imported."""
    package = find_spec("rjieba")
    spec = PathFinder.find_spec("rjieba", list(package.submodule_search_locations or ())) if package else None
    if spec is None or spec.loader is None:
        return import_module("rjieba")
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def entries(words: Iterable[str]) -> dict[str, tuple[int, str]]:
    """{word: (frequency, part of speech)} of those of ``words`` that stand in the dictionary; of two entries the last counts."""
    from ahocorasick_rs import BytesAhoCorasick

    wanted = [f"\n{word} ".encode() for word in sorted(set(words))]
    text = b"\n" + dictionary().read_bytes()
    found = {}
    for _, start, end in BytesAhoCorasick(wanted).find_matches_as_indexes(text, overlapping=True) if wanted else ():
        frequency, tag = text[end:text.index(b"\n", end)].split()
        found[text[start + 1:end - 1].decode()] = int(frequency), tag.decode()
    return found


def _jieba(terms: tuple[str, ...]) -> Cut:
    with warnings.catch_warnings():   # its import warns of escapes, and of pkg_resources
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.WARNING)
    made: Any = jieba.Tokenizer()
    # read from the dictionary each time: jieba's cache lies where any user may write, and is run when it is read
    made.FREQ, made.total = made.gen_pfdict(made.get_dict_file())
    made.initialized = True
    for term in terms:
        made.add_word(term, freq=made.suggest_freq(term), tag="n")
    return made.lcut  # type: ignore[no-any-return]
