"""rjieba and jieba cut alike, with the project's terms in their dictionaries; and neither leaves a trace."""

import random
import re
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from compare import segmenters
from compare.segmenters import dictionary, engine, entries, segmenter
from compare.tokenizer import tokenizer
from compare.tokens import read_lexicon
from studies import CORPUS

LEXICON = read_lexicon(CORPUS / "lexicon")
SIGNS = "，。、；：！“”（）\n 一1２.+#&._%-〇α①Ⅲ㐀𠀀é"


def generated(seed: int, words: list[str], size: int = 6000) -> str:
    """Words of the dictionary in no order, with the signs that stand between words."""
    draw = random.Random(seed)
    return "".join(draw.choice(words) if draw.random() < 0.8 else draw.choice(SIGNS) for _ in range(size))


def stress(seed: int, size: int = 6000) -> str:
    """Single characters in no order, few enough that chance words are many: no two alike side by side."""
    draw = random.Random(seed)
    pool = "的一是不了人在有为大和国学校师生教育安全发展工作新时代党建上好说能看中共同" + "".join(
        chr(draw.randrange(0x4E00, 0x9FD6)) for _ in range(60)) + SIGNS
    return re.sub(r"(.)\1+", r"\1", "".join(draw.choice(pool) for _ in range(size)))


@pytest.fixture(scope="module")
def texts() -> list[str]:
    words = [line.split()[0] for line in dictionary().read_text("utf-8").splitlines()[::7]]
    plans = [path.read_text("utf-8") for path in sorted((CORPUS / "plans").glob("*.txt"))]
    return [*plans, *(generated(seed, words) for seed in range(4)), *(stress(seed) for seed in range(4))]


def test_both_cut_alike(texts):
    pytest.importorskip("rjieba")
    ours, theirs = tokenizer(LEXICON.terms, "rjieba"), tokenizer(LEXICON.terms, "jieba")
    for text in texts:
        assert all(np.array_equal(a, b) for a, b in zip(ours(text), theirs(text), strict=True))


@pytest.mark.slow
def test_both_cut_alike_on_much_more_text():
    words = [line.split()[0] for line in dictionary().read_text("utf-8").splitlines()]
    ours, theirs = tokenizer(LEXICON.terms, "rjieba"), tokenizer(LEXICON.terms, "jieba")
    for seed in range(100, 140):
        for text in (generated(seed, words, 20_000), stress(seed, 20_000)):
            assert all(np.array_equal(a, b) for a, b in zip(ours(text), theirs(text), strict=True))


def test_entries_are_those_of_the_dictionary():
    rows = [line.split() for line in dictionary().read_text("utf-8").splitlines()]
    assert sum(int(row[1]) for row in rows) == segmenters._SIZE
    lines = {row[0]: (int(row[1]), row[2]) for row in rows}       # a word stands there twice: the last counts
    words = ["学校", "安全", "的", "没有这个词的", next(iter(lines)), list(lines)[-1]]
    assert entries(words) == {word: lines[word] for word in words if word in lines}


def test_without_rjieba_jieba_cuts(monkeypatch):
    monkeypatch.setattr(segmenters, "find_spec", lambda name: None if name == "rjieba" else find_spec(name))
    assert engine() == "jieba 0.42.1"


def test_jieba_reads_and_writes_no_cache(monkeypatch, tmp_path):
    """Its cache lies in the common temporary folder, where another user can put one that is run when it is read."""
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    (tmp_path / "jieba.cache").write_bytes(b"planted")
    segmenter.cache_clear()
    assert segmenter(("课后",), "jieba")("上好课后服务")[-1] == "服务"
    assert [path.name for path in tmp_path.iterdir()] == ["jieba.cache"]
    assert (tmp_path / "jieba.cache").read_bytes() == b"planted"


def test_the_dictionary_is_found_without_importing_jieba(monkeypatch):
    monkeypatch.delitem(sys.modules, "jieba", raising=False)
    assert dictionary().is_file() and isinstance(dictionary(), Path)
    assert "jieba" not in sys.modules


def test_terms_stay_whole_where_neighbours_allow():
    assert "双减" in segmenter(("双减",))("落实双减政策")
    assert "".join(segmenter(())("一段话。\n又一段")) == "一段话。\n又一段"


def test_rjiebas_own_segmenter_stays_as_it_is():
    rjieba = pytest.importorskip("rjieba")
    assert segmenter(("县域教",), "rjieba")("县域教") == ["县域教"] != rjieba.cut("县域教")
