"""Which numbers of a plan are commitments, and what is read from them."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
from target_sentences import COMMITMENTS, TRAPS

import compare
from compare.measures.targets import quantities_left, target_groups, targets, value_text
from compare.study import Study
from compare.tables import TABLES

CORPUS = Path(__file__).parents[1] / "corpus"
FRONT = "---\nplace: 某区\nlevel: 区县\nyear: 2024\nkind: 工作要点\n---\n"


def study_of(folder: Path, plans: dict[str, str]) -> Study:
    (folder / "plans").mkdir(parents=True)
    for name, text in plans.items():
        (folder / "plans" / f"{name}.txt").write_text(FRONT + text + "\n", encoding="utf-8", newline="\n")
    return compare.load(folder)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """{sentence: its rows, written as in target_sentences}; each sentence is a plan of its own."""
    sentences = [s for s, _ in COMMITMENTS] + TRAPS
    study = study_of(tmp_path_factory.mktemp("sentences"), {f"s{n:03d}": s for n, s in enumerate(sentences)})
    rows: dict[str, list[str]] = {s: [] for s in sentences}
    for r in targets(study).itertuples():
        value = f"{r.value:g}" if pd.isna(r.value_max) else f"{r.value:g}..{r.value_max:g}"
        value = f"{r.value:.10g}" if pd.isna(r.value_max) and not pd.isna(r.value) else value
        rows[sentences[int(r.plan_id[1:])]].append(f"{r.quote} {value} {r.unit} {r.comparator} {r.direction}".removesuffix(" level"))
    return rows


def test_there_are_sentences_enough_and_half_of_them_are_traps() -> None:
    assert len(set(s for s, _ in COMMITMENTS) | set(TRAPS)) == len(COMMITMENTS) + len(TRAPS) >= 150
    assert len(TRAPS) >= (len(COMMITMENTS) + len(TRAPS)) / 2


@pytest.mark.parametrize(("sentence", "rows"), COMMITMENTS, ids=[s[:16] for s, _ in COMMITMENTS])
def test_commitment(found: dict[str, list[str]], sentence: str, rows: list[str]) -> None:
    assert found[sentence] == rows


@pytest.mark.parametrize("sentence", TRAPS, ids=[s[:16] for s in TRAPS])
def test_trap(found: dict[str, list[str]], sentence: str) -> None:
    assert found[sentence] == []
