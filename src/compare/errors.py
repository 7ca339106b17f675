"""The one error a researcher sees: what is wrong, where, and the cure, in one line."""

from __future__ import annotations


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
