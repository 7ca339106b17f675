"""Small studies for tests: texts given in place, or made with a known structure."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

import compare
from compare.matrix import Terms
from compare.study import Study

CORPUS = Path(__file__).parents[1] / "corpus"


def study_of(folder: Path, **plans: str) -> Study:
    """A study of the given texts: ``study_of(tmp_path, 甲县_2024="…")`` makes the plan 甲县-2024."""
    (folder / "plans").mkdir(parents=True, exist_ok=True)
    for name, text in plans.items():
        (folder / "plans" / f"{name.replace('_', '-')}.txt").write_text(text, "utf-8", newline="\n")
    return compare.load(folder)


def theme_file(folder: Path, name: str, **keys: str) -> None:
    """A theme of the corpus: ``theme_file(tmp_path, "安全", any="[安全]")``."""
    (folder / "themes").mkdir(parents=True, exist_ok=True)
    lines = {"label": name, "label_en": name, "definition": f"讲{name}的句子", **keys}
    text = "".join(f"{key}: {value}\n" for key, value in lines.items())
    (folder / "themes" / f"{name}.yml").write_text(text, "utf-8", newline="\n")


def made_terms(items: np.ndarray, plan: np.ndarray) -> Terms:
    """Terms with one clause an item: ``items`` counts (items × terms), ``plan`` the plan number of each."""
    from scipy.sparse import csr_matrix

    clauses = pd.DataFrame({"plan_id": [f"p{number:03d}" for number in plan], "clause_no": np.arange(1, len(plan) + 1),
                            "block": np.arange(1, len(plan) + 1), "start": 0})
    names = np.array([f"t{i:04d}" for i in range(items.shape[1])], dtype=object)
    return Terms(csr_matrix(items.astype(float)), names, clauses, items.sum(axis=1).astype(int), np.arange(len(plan)), "token")
