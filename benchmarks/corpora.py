"""Generated corpora for measurements of speed: plans of about 10,000 characters that repeat little of one another.

Words are drawn by their frequency from the dictionary that comes with jieba, some from the project's lexicon, and set in the
form of a work plan: title, preamble, sections, numbered items, sentences, offices in charge, targets with numbers.  The
text says nothing; what counts is that its length, its headings and its vocabulary are those of real plans, and that no
step gains from having seen the same sentence before.  The same number gives the same plan, byte for byte.
"""

from __future__ import annotations

import re
from itertools import accumulate
from pathlib import Path

import numpy as np

NUMERALS = "一二三四五六七八九十"
PROVINCES = ("福建省", "湖南省", "甘肃省", "河北省", "四川省", "宁夏回族自治区")
CHARS = 10_000


class Words:
    """Words of two or more Han characters with their frequencies, and the project's terms."""

    def __init__(self) -> None:
        from compare.paths import PACKAGE, shared_folder
        from compare.segmenters import dictionary
        from compare.tokens import read_lexicon

        lines = (line.split(" ") for line in dictionary().read_text("utf-8").splitlines())
        kept = [(word, int(n)) for word, n, tag in lines if 2 <= len(word) <= 4 and re.fullmatch("[一-鿿]+", word)
                and int(n) >= 20 and tag[0] in "nvadz" and not tag.startswith(("nr", "ns"))]
        self.words = [word for word, _ in kept]
        weights = np.array([n for _, n in kept], dtype=float)
        self.edges = np.array(list(accumulate(weights / weights.sum())))
        self.terms = read_lexicon(shared_folder(PACKAGE.parents[1] / "corpus", "lexicon")).terms

    def draw(self, rng: np.random.Generator, n: int) -> list[str]:
        at = np.minimum(np.searchsorted(self.edges, rng.random(n)), len(self.words) - 1)
        own = np.flatnonzero(rng.random(n) < 0.05)
        terms = rng.integers(len(self.terms), size=len(own))
        drawn = [self.words[i] for i in at]
        for i, term in zip(own, terms, strict=True):
            drawn[i] = self.terms[term]
        return drawn


def plan_text(words: Words, number: int, chars: int = CHARS) -> tuple[str, str]:
    """(name, text with front matter) of plan ``number``."""
    rng = np.random.default_rng([20_240_501, number])
    place, year = f"第{number // 10:05d}县", 2015 + number % 10
    pool = iter(words.draw(rng, chars // 2 + 400))

    def sentence(most: int = 4) -> str:
        parts = []
        for _ in range(int(rng.integers(1, most + 1))):
            parts.append("".join(next(pool) for _ in range(int(rng.integers(3, 8)))))
        if rng.random() < 0.08:
            parts[-1] += f"达到{int(rng.integers(50, 100))}%"
        return "，".join(parts) + "。"

    head = f"{place}{year}年教育工作要点"
    lines = [head, "", sentence() + sentence()]
    size, item, section = 0, 0, 0
    while size < chars:
        if item % 6 == 0 and section < len(NUMERALS):
            lines.append(f"{NUMERALS[section]}、{''.join(next(pool) for _ in range(4))}")
            section += 1
        item += 1
        body = "".join(sentence() for _ in range(int(rng.integers(3, 7))))
        lines.append(f"{item}. {''.join(next(pool) for _ in range(4))}。{body}")
        size += len(lines[-1])
        if rng.random() < 0.3:
            lines.append("（责任科室：办公室、基教科）")
    labels = (f"place: {place}\nlevel: 区县\nprovince: {PROVINCES[number % len(PROVINCES)]}\nyear: {year}\nkind: 工作要点\n"
              f"title: {head}\n")
    return f"{place}-{year}", f"---\n{labels}---\n" + "\n".join(lines) + "\n"


def write_corpus(folder: Path, plans: int, first: int = 0) -> Path:
    """A corpus of ``plans`` plans in ``folder``; those that stand there are left as they are."""
    words = Words()
    (folder / "plans").mkdir(parents=True, exist_ok=True)
    there = {path.name for path in (folder / "plans").iterdir()}
    for number in range(first, first + plans):
        if f"第{number // 10:05d}县-{2015 + number % 10}.txt" not in there:
            name, text = plan_text(words, number)
            (folder / "plans" / f"{name}.txt").write_text(text, "utf-8", newline="\n")
    return folder
