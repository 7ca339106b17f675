"""Generated plans with planted copies: the truth that tests of reuse are held against."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from compare.corpus import FIELDS, Plan, plans_table
from compare.outline import outline
from compare.study import Study
from compare.tables import empty

HOWS = ("verbatim", "edited", "reordered", "merged", "split")
SET_PHRASES = (
    "坚持以习近平新时代中国特色社会主义思想为指导",
    "全面贯彻党的教育方针,落实立德树人根本任务",
    "办好人民满意的教育",
    "深入学习贯彻党的二十大和二十届二中全会精神", "培养德智体美劳全面发展的社会主义建设者和接班人",
    "严格落实中央八项规定及其实施细则精神",
    "严格落实全面从严治党主体责任", "认真贯彻《中华人民共和国义务教育法》和《新时代中小学教师职业行为十项准则》",
    "增强“四个意识”、坚定“四个自信”、做到“两个维护”", "不断增强人民群众的获得感、幸福感、安全感")


@dataclass(frozen=True)
class Copy:
    """Characters ``start``–``end`` of ``plan_id`` were taken from ``other_start``–``other_end`` of ``other_id``."""

    plan_id: str
    start: int
    end: int
    other_id: str
    other_start: int
    other_end: int
    how: str


def vocabulary(rng: np.random.Generator, n_words: int = 4000) -> tuple[list[str], np.ndarray]:
    """Words of one to four characters, and how often each is used (Zipf)."""
    chars = [chr(0x4E00 + i) for i in rng.choice(6000, 900, replace=False)]
    sizes = rng.choice([1, 2, 3, 4], n_words, p=[.1, .7, .12, .08])
    words = sorted({"".join(rng.choice(chars, size)) for size in sizes})
    rng.shuffle(words)
    words[:500] = sorted(words[:500], key=len)  # the most frequent words are short
    weights = 1 / np.arange(5, len(words) + 5)
    return words, weights / weights.sum()


class Writer:
    """Writes sentences as lists of words, some of them with a set phrase in it."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.words, weights = vocabulary(self.rng)
        self.cumulative = np.cumsum(weights)

    def sentence(self) -> list[str]:
        n = int(self.rng.integers(9, 30))
        words = [self.words[i] for i in np.searchsorted(self.cumulative, self.rng.random(n))]
        for at in range(6, n - 3, int(self.rng.integers(6, 9))):
            words[at] += "," if self.rng.random() < .7 else "、"
        if self.rng.random() < .25:
            words.insert(0, SET_PHRASES[self.rng.integers(len(SET_PHRASES))] + ",")
        return words

    def edited(self, sentence: list[str]) -> list[str]:
        """One word in ten is another word."""
        out = list(sentence)
        for at in self.rng.choice(len(out), max(1, round(len(out) / 10)), replace=False):
            out[at] = self.words[self.rng.integers(len(self.words))] + (out[at][-1] if out[at][-1] in ",、" else "")
        return out


class Clerk(Writer):
    """Writes sentences from templates, of 40 verbs and 80 nouns: all plans have the same stock words."""

    TEMPLATES = ("v n,v n,v n", "v n和n,v n,v n", "v n,全面v n,v n,v n", "把v n作为重点,v n,v n", "v n、n、n,v n",
                 "围绕n,v n,v n和n", "进一步v n,v n,确保n", "针对n,v n,v n,v n,v n", "加快v n,v n,v n和n")

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        chars = self.rng.permutation([chr(0x4E00 + i) for i in self.rng.choice(6000, 150, replace=False)]).tolist()
        self.verbs = ["".join(self.rng.choice(chars, 2)) for _ in range(40)]
        self.nouns = ["".join(self.rng.choice(chars, 2 + 2 * (n % 2))) for n in range(80)]
        self.words = self.verbs + self.nouns

    def sentence(self) -> list[str]:
        template = self.TEMPLATES[self.rng.integers(len(self.TEMPLATES))]
        words = [SET_PHRASES[self.rng.integers(len(SET_PHRASES))] + ","] if self.rng.random() < .15 else []
        for part in re.findall("[vn]|[^vn ]+", template):
            if part in ",、":
                words[-1] += part
            elif part in "vn":
                pool = self.verbs if part == "v" else self.nouns
                words.append(pool[self.rng.integers(len(pool))])
            elif part.startswith(","):
                words[-1] += ","
                words.append(part[1:])
            else:
                words.append(part)
        return words


def planted(seed: int, n_plans: int = 12, n_sentences: int = 60, n_copies: int = 20,
            writers: type[Writer] = Writer) -> tuple[list[Plan], list[Copy]]:
    """Plans in which passages of one to four sentences were copied from another plan in the ways of HOWS."""
    writer = writers(seed)
    rng = writer.rng
    own = [[writer.sentence() for _ in range(n_sentences)] for _ in range(n_plans)]
    texts: list[list[str]] = [["".join(s) + "。" for s in sentences] for sentences in own]
    # copy's plan and sentence, source's plan, first and last sentence, how
    marks: list[tuple[int, int, int, int, int, str]] = []
    taken: set[tuple[int, int]] = set()
    while len(marks) < n_copies:
        how = HOWS[len(marks) % len(HOWS)]
        target, source = rng.choice(n_plans, 2, replace=False).tolist()
        n = int(rng.integers(1, 4)) if how != "merged" else 2
        first, at = int(rng.integers(0, n_sentences - n)), int(rng.integers(1, n_sentences - 1))
        block = {(source, i) for i in range(first - 1, first + n + 1)} | {(target, i) for i in (at - 1, at, at + 1)}
        if block & taken:
            continue
        taken |= block
        picked = own[source][first:first + n]
        if how == "reordered":
            for i in reversed(range(n)):
                marks.append((target, at, source, first + i, first + i, f"reordered {n - 1 - i}"))
            texts[target][at] = "\0".join("".join(s) + "。" for s in reversed(picked))
            continue
        text = "".join("".join(writer.edited(s) if how == "edited" else s) + "。" for s in picked)
        if how == "merged":
            text = text[:-1].replace("。", ",") + "。"
        if how == "split":
            text = text.replace(",", "。")
        texts[target][at] = text
        marks.append((target, at, source, first, first + n - 1, how))
    return _assembled(texts, marks)


def _assembled(texts: list[list[str]], marks: list[tuple[int, int, int, int, int, str]]) -> tuple[list[Plan], list[Copy]]:
    plans, places = [], []
    for number, sentences in enumerate(texts):
        text, spans = f"第{number}地教育工作要点\n", []
        for n, sentence in enumerate(sentences):
            if n % 8 == 0:
                text = text.rstrip("\n") + f"\n{n // 8 + 1}."
            parts = []
            for part in sentence.split("\0"):
                parts.append((len(text), len(text) + len(part)))
                text += part
            spans.append(parts)
            text += "\n" if n % 3 == 2 else ""
        places.append(spans)
        plans.append(plan(f"地{number:04}-{2020 + number % 5}", text, level="区县"))
    copies = []
    for target, at, source, first, last, how in marks:
        how, _, part = how.partition(" ")
        spans = places[target][at]
        start, end = spans[int(part)] if part else (spans[0][0], spans[-1][1])
        copies.append(Copy(plans[target].plan_id, start, end, plans[source].plan_id,
                           places[source][first][0][0], places[source][last][-1][1], how))
    return plans, copies


def plan(plan_id: str, text: str, **labels: object) -> Plan:
    place, _, year = plan_id.partition("-")
    known = {"place": place, "year": int(year) if year else None, "sha256": ""}
    return Plan(plan_id, text, {**dict.fromkeys(FIELDS), **known, **labels})


def study(plans: list[Plan], references: tuple[Plan, ...] = (), corpus: Path = Path("corpus")) -> Study:
    """A study without tokens and codings."""
    clauses, removals = outline(plans)
    table = plans_table(plans)
    table["n_han"] = table["plan_id"].map(clauses[clauses["counted"]].groupby("plan_id")["n_han"].sum())
    from compare.tokens import Lexicon
    return Study(corpus, table, removals, clauses, empty("codings"), empty("hits"), (),
                 Lexicon((), frozenset()), references)


def scores(found: pd.DataFrame, copies: list[Copy]) -> dict[str, float]:
    """Recall and precision of the rows ``found``, by characters of the copies and by passages (80% of it in the right place)."""
    both = [(*side, number) for number, r in enumerate(found.itertuples()) for side in (
        (r.plan_id, r.start, r.end, r.other_id, r.other_start, r.other_end),
        (r.other_id, r.other_start, r.other_end, r.plan_id, r.start, r.end))]
    sides: dict[tuple[str, str], list[tuple]] = {}
    for side in both:
        sides.setdefault((side[0], side[3]), []).append(side)
    hit = n_true = good_copies = 0
    inside: dict[int, set[int]] = {}
    for c in copies:
        covered: set[int] = set()
        for _, start, end, _, other_start, other_end, number in sides.get((c.plan_id, c.other_id), []):
            if other_start < c.other_end and c.other_start < other_end:
                shared = set(range(max(start, c.start), min(end, c.end)))
                covered |= shared
                inside.setdefault(number, set()).update(shared)
        hit, n_true = hit + len(covered), n_true + c.end - c.start
        good_copies += len(covered) >= .8 * (c.end - c.start)
    lengths = [max(r.end - r.start, r.other_end - r.other_start) for r in found.itertuples()]
    rights = [min(len(inside.get(number, ())), length) for number, length in enumerate(lengths)]
    good_rows = sum(right >= .8 * length for right, length in zip(rights, lengths, strict=True))
    return {"recall": hit / max(n_true, 1), "precision": sum(rights) / max(sum(lengths), 1),
            "passage_recall": good_copies / max(len(copies), 1), "passage_precision": good_rows / max(len(lengths), 1)}
