"""The one error a researcher sees: what is wrong, where, and the cure, in one line."""

from __future__ import annotations

import sys


class StudyError(ValueError):
    """A mistake in the study's own files or in a call, told without a traceback.

    ``where`` is a file (with line or key), ``what`` the fault with what was read,
    ``cure`` what to do about it.  ``str()`` joins the three on one line.
    """

    def __init__(self, where: object, what: str, cure: str) -> None:
        self.where, self.what, self.cure = str(where), what, cure
        super().__init__(" ".join(f"{where}: {what} -> {cure}".split()))

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
