"""The one error a researcher sees: what is wrong, where, and the cure, in one line."""

from __future__ import annotations

import sys
import unicodedata

LONGEST = 500                       # characters of a message's part
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


class StudyError(ValueError):
    """A mistake in the study's own files or in a call, told without a traceback.

    ``where`` is a file (with line or key), ``what`` the fault with what was read,
    ``cure`` what to do about it.  ``str()`` joins the three on one line.
    """

    def __init__(self, where: object, what: str, cure: str) -> None:
        self.where, self.what, self.cure = (printable(part) for part in (str(where), what, cure))
        super().__init__(" ".join(f"{self.where}: {self.what} -> {self.cure}".split()))

    def __reduce__(self) -> tuple[type[StudyError], tuple[str, str, str]]:
        return StudyError, (self.where, self.what, self.cure)  # so that it comes back whole from another process

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the one line; the whole traceback after ``%tb Verbose`` or in ``%xmode Verbose``.

        IPython asks an exception for this by itself: nothing has to be installed for it.
        """
        shell = sys.modules["IPython"].get_ipython()
        if shell is not None and shell.InteractiveTB.mode not in ("Context", "Minimal"):
            return list(shell.InteractiveTB.structured_traceback(type(self), self, self.__traceback__))
        return [f"\x1b[1;31m有误 Error\x1b[0m  {self}", "\x1b[2m（完整回溯 whole traceback: %tb Verbose）\x1b[0m"]


def printable(text: str) -> str:
    """Text of a document or a file's name as a terminal may show it: nothing in it moves the cursor or turns the line round."""
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST - 80]} … {text[-70:]}"
    return "".join(_escaped(char) if unicodedata.category(char) in _UNSEEN else char for char in shown)


def _escaped(char: str) -> str:
    return char if char in "\n\t" else char.encode("unicode_escape").decode("ascii")
