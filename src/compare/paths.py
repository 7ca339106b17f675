"""Where a study's folders are: the corpus given, the one at hand, or the package's own."""

from __future__ import annotations

import os
import unicodedata
from importlib.resources import files
from pathlib import Path

from compare.errors import StudyError

PACKAGE = Path(str(files("compare")))
PROJECT = PACKAGE.parents[1]             # in a checkout
CORPUS_VARIABLE = "PLAN_COMPARE_CORPUS"  # how `plan-compare run` tells its notebooks the corpus
OUT_VARIABLE = "PLAN_COMPARE_OUT"        # and the folder of the results
NO_CACHE_VARIABLE = "PLAN_COMPARE_NO_CACHE"    # the options --no-cache and
SCHEDULER_VARIABLE = "PLAN_COMPARE_SCHEDULER"  # --scheduler, for whatever a verb starts
COMMAND_VARIABLE = "PLAN_COMPARE_COMMAND"      # how run.py tells what it starts that it was called, and how: python run.py


def corpus_folder(folder: str | Path | None = None) -> Path:
    """The corpus folder: ``folder``, else the one that the environment variable PLAN_COMPARE_CORPUS names,
    else ``corpus`` here or in a parent of the working folder.

    Raises StudyError where there is none, or where it holds no ``plans`` folder.
    """
    if folder is None:
        folder = os.environ.get(CORPUS_VARIABLE) or None
    if folder is not None:
        chosen = Path(folder)
    else:
        here = Path.cwd()
        chosen = next((p / "corpus" for p in (here, *here.parents) if (p / "corpus" / "plans").is_dir()),
                      here / "corpus")
    if not (chosen / "plans").is_dir():
        raise StudyError(chosen, "no folder plans/ in it", "name a corpus with --corpus DIR, or put plans in corpus/plans/")
    return chosen


def called(verb: str) -> str:
    """A verb, with what stands behind it, as this user calls the program: ``plan-compare VERB``, by run.py ``python run.py VERB``."""
    return f"{os.environ.get(COMMAND_VARIABLE) or 'plan-compare'} {verb}"


def stem(path: Path) -> str:
    """A file's stem, the same on all systems: composed (NFC), and read as UTF-8 whatever the locale knows."""
    return unicodedata.normalize("NFC", typed(path.stem))


def typed(text: str) -> str:
    """A name or an argument as it was typed: the system gives bytes, which Python reads by the locale's encoding.

    Where that is not UTF-8 but the bytes are, they are read as such; without it a term typed under an ASCII locale is none.
    """
    if os.name != "posix" or text.isascii():
        return text
    try:
        return os.fsencode(text).decode("utf-8")
    except UnicodeError:
        return text.encode("utf-8", "replace").decode("utf-8")


def shared_folder(corpus: Path, name: str) -> Path:
    """``themes`` or ``lexicon`` of the corpus, else the ones that come with the package."""
    own = corpus / name
    if own.is_dir():
        return own
    try:
        return package_folder(name)
    except FileNotFoundError:
        raise StudyError(own, "folder is missing", f"make it, or copy corpus/{name} of the project there") from None


def package_folder(name: str) -> Path:
    """``themes``, ``lexicon``, ``plans``, ``coding`` or ``notebooks`` as they come with the package.

    An installed package holds copies (setup.py puts them there); in a checkout they are the project's own folders.
    """
    for folder in (PACKAGE / "defaults" / name, PROJECT / "corpus" / name, PROJECT / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the package holds no {name}")
