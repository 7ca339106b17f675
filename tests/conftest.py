"""What several tests share: the shipped corpus, read once."""

from pathlib import Path

import pytest

import compare

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def study():
    return compare.load(ROOT / "corpus")
