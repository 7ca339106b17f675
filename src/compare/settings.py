"""The language that notebooks, tables for reading and charts speak: set in one place, for everything."""

from __future__ import annotations

import os

from compare.errors import StudyError

VARIABLE = "PLAN_COMPARE_LANGUAGE"
LANGUAGES = ("zh", "en")


def language(chosen: str | None = None) -> str:
    """The language of what is shown, ``zh`` or ``en``; with ``chosen`` it is set first, for this session.

    It stands in the environment variable PLAN_COMPARE_LANGUAGE and nowhere else, so that it can be set for all notebooks
    before they start.  What a table says in its cells (verdicts, notes, quotations) is Chinese either way.

    Raises StudyError for a language that is neither.
    """
    if chosen is not None:
        os.environ[VARIABLE] = _known(chosen, "language")
    return _known(os.environ.get(VARIABLE) or LANGUAGES[0], VARIABLE)


def t(text: str) -> str:
    """``中文 | English`` in the language of the session."""
    zh, _, en = text.partition(" | ")
    return en if en and language() == "en" else zh


def _known(name: str, where: str) -> str:
    if name not in LANGUAGES:
        raise StudyError(where, f"no language {name!r}", "use zh or en")
    return name
