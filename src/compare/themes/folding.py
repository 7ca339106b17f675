"""Clauses as their words are matched: without quotation marks and spaces, in small half-width letters, offices blanked out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np

from compare.code_points import code_points

# Quotation marks and spaces stand inside terms ("平安"校园, 协 作), and full-width letters are the same letters.
_DROPPED = "“”‘’\"'「」『』"
_FOLD = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)} | {c: c + 32 for c in range(65, 91)} | {
    c: c - 0xFEE0 + 32 for c in range(0xFF21, 0xFF3B)}
# Who is responsible, inside or after a sentence: (责任科室:安全科) says nothing of safety.  Each choice starts with one
# character, so that the pattern is found fast; nothing reaches over a line end, which parts the clauses.
_ROLES = ("责任", "牵头", "主责", "主办", "承办", "协办", "配合", "落实", "分管")
_NAMED = "(?:单位|部门|领导|科室|股室|处室|[人处科]):[^)】。;\n]*[)】]?"
_INSIDE = rf"(?:(?:{'|'.join(_ROLES)}){_NAMED}|[^()【】。\n]{{2,60}}(?:负责|牵头|落实|配合)[)】])"
_OFFICES = re.compile("|".join([rf"\({_INSIDE}", f"【{_INSIDE}", *(role + _NAMED for role in _ROLES)]))
_LENGTHS = (3, 4)                               # characters of who is named in front of the colon: 责任人, 责任科室
_BEFORE_OFFICES = re.compile("[:(【]")
_DROP = re.compile(rf"[\s{_DROPPED}]")
_LETTER = re.compile("[^\\W_]")
_PLAIN = re.compile("[\u4e00-\u9fff]+")          # nothing of it is folded or dropped
_FIRST_PLAIN, _LAST_PLAIN = 0x3010, 0xFF00      # nor is anything from the one to the other


@dataclass(frozen=True)
class Folded:
    """Clauses as one text, a line end after each; ``chars`` are its characters as numbers.

    ``first``: where each clause begins, and the end; ``drops``: places before which characters were dropped, as often as
    there were characters; ``speaks``: whether a clause says anything: not where it names the offices in charge alone.
    """

    text: str
    chars: np.ndarray
    first: np.ndarray
    drops: np.ndarray
    speaks: np.ndarray


def fold(texts: list[str]) -> Folded:
    """All clauses at once."""
    joined = "\n".join([*texts, ""])
    codes = code_points(joined).copy()
    ends = np.flatnonzero(codes == ord("\n")) + 1
    at = np.flatnonzero(codes - _FIRST_PLAIN > _LAST_PLAIN - _FIRST_PLAIN)      # most are Han characters, which stay as they are
    chars = codes[at]
    beyond = chars > 0xFFFF                     # what stands beyond the first plane stays as it is, too
    folds, drop = _tables()
    chars[beyond] = 0
    codes[at] = np.where(beyond, codes[at], folds[chars])
    dropped = drop[chars]
    if len(ends) > len(texts):                  # line ends inside of clauses are dropped
        ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
    dropped[np.searchsorted(at, ends - 1)] = False
    dropped_at = at[dropped]
    if len(dropped_at):
        codes = np.delete(codes, dropped_at)
    left_out = np.cumsum(np.bincount(np.searchsorted(ends, dropped_at, side="right"), minlength=len(ends)))
    first = np.concatenate([[0], ends - left_out[:len(ends)]]).astype(np.int64)
    text = _without_offices(codes.tobytes().decode("utf-32-le", "surrogatepass"), codes)
    return Folded(text, codes, first, dropped_at - np.arange(len(dropped_at)), _speaks(text, codes, first))


def _without_offices(text: str, codes: np.ndarray) -> str:
    """The text, of which ``codes`` are the characters, with the offices blanked out: as ``_OFFICES.sub``, tried where one may begin."""
    opened = np.flatnonzero((codes == ord("(")) | (codes == ord("【")))
    named = np.flatnonzero(codes == ord(":"))
    kept: list[str] = []
    done = 0
    for at in np.unique(np.concatenate([opened, *(named - length for length in _LENGTHS)])).tolist():
        office = _OFFICES.match(text, at) if at >= done else None
        if office:
            kept += [text[done:at], _blank(office)]
            done = office.end()
            codes[at:done] = ord("_")
    return "".join([*kept, text[done:]]) if kept else text


def folded(text: str) -> tuple[str, list[int]]:
    """One text as it is matched, and the places in it before which a character was dropped; faster for one than ``fold``."""
    if _PLAIN.fullmatch(text):                  # most words of themes
        return text, []
    drops = [match.start() - n for n, match in enumerate(_DROP.finditer(text))]
    plain = (_DROP.sub("", text) if drops else text).translate(_FOLD)
    return _OFFICES.sub(_blank, plain) if _BEFORE_OFFICES.search(plain) else plain, drops


def _blank(match: re.Match[str]) -> str:
    return "_" * len(match[0])


def _speaks(text: str, codes: np.ndarray, first: np.ndarray) -> np.ndarray:
    """For each clause whether it holds a letter or figure; most hold a Han character."""
    speaks = np.logical_or.reduceat(codes - 0x4E00 < 0xA000 - 0x4E00, first[:-1])
    for row in np.flatnonzero(~speaks & (np.diff(first) > 1)).tolist():
        speaks[row] = _LETTER.search(text, int(first[row]), int(first[row + 1])) is not None
    return speaks


@cache
def _tables() -> tuple[np.ndarray, np.ndarray]:
    """For each character of the first plane what stands for it, and whether it is dropped."""
    folds = np.arange(0x10000, dtype=np.uint32)
    folds[list(_FOLD)] = list(_FOLD.values())
    drop = np.zeros(0x10000, dtype=bool)
    drop[[c for c in range(0x3001) if chr(c).isspace() or chr(c) in _DROPPED] + [ord(c) for c in _DROPPED]] = True
    return folds, drop
