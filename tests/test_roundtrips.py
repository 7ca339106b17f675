"""A clean text and the same text after damage that loses nothing: the same clauses, the same theme counts."""

import re
from pathlib import Path

import pytest

from compare.corpus import Plan, read_plan
from compare.outline import outline
from compare.paths import shared_folder
from compare.themes import code, read_themes
from roundtrips import DAMAGES

CORPUS = Path(__file__).parents[1] / "corpus"
THEMES = read_themes(shared_folder(CORPUS, "themes"))
NUMBER = re.compile(r"^\d+\s*[.．、]?\s*")


def clean(name: str) -> str:
    """The plan's own text, from its title on, without the page around it."""
    plan = read_plan(CORPUS / "plans" / f"{name}.txt")
    clauses, _ = outline([plan])
    title = clauses[clauses["kind"] == "title"].iloc[-1]
    own = clauses[
        (clauses["start"] > title["start"])
        & clauses["kind"].isin(("preamble", "section", "item", "point", "body", "responsibility"))
    ]
    lines: list[str] = [str(title["text"])]
    for text, start in zip(own["text"], own["start"], strict=True):
        lines += ["\n", text] if plan.text[:start].endswith("\n") else [text]
    return "".join(lines)


def counted(text: str) -> tuple[list[str], dict[str, int]]:
    clauses, removals = outline([Plan("p-2024", text)])
    codings, _ = code(clauses, removals, THEMES)
    texts = clauses[clauses["counted"]]["text"].str.replace(NUMBER, "", regex=True).tolist()
    return texts, codings.groupby("theme")["clause_no"].nunique().to_dict()


@pytest.fixture(scope="module", params=["高台县-2023", "金凤区-2024", "芦淞区-2025"])
def plan(request) -> tuple[str, tuple[list[str], dict[str, int]]]:
    text = clean(request.param)
    return text, counted(text)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_that_loses_nothing(plan, damage) -> None:
    text, (texts, themes) = plan
    found, found_themes = counted(DAMAGES[damage](text))
    whole, again = "".join(texts), "".join(found)
    assert alike(whole, again) >= 0.99
    assert found_themes == themes


def alike(a: str, b: str) -> float:
    """Share of characters that agree: 1 − edit distance (insertions and deletions) / both lengths."""
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(a, b)
