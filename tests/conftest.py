"""What several tests share: the shipped corpus, read once."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

import compare
from compare.paths import COMMAND_VARIABLE

ROOT = Path(__file__).parents[1]

# the same examples on every run; HYPOTHESIS_PROFILE=search looks for new ones
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


os.environ.pop(COMMAND_VARIABLE, None)  # run.py test sets it, and messages would name run.py


@pytest.fixture(scope="session")
def study():
    return compare.load(ROOT / "corpus")


@pytest.fixture
def shell():
    """An IPython shell.  It takes the place of ``__main__`` and empties it, which processes that are spawned later ask for: put back."""
    from IPython.core.interactiveshell import InteractiveShell

    main = sys.modules["__main__"]
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()
    sys.modules["__main__"] = main
