"""Word lists as regular expressions: ``any_of("新建 改建 扩建")`` is ``(?:新建|改建|扩建)``."""

from __future__ import annotations


def any_of(words: str) -> str:
    """A group that matches any of the words, which white space parts; a word may be a small pattern itself."""
    return f"(?:{'|'.join(words.split())})"
