"""What the rows and columns of the tables mean, in Chinese.

The English meaning in a table's definition is the key: once it changes there is no Chinese one for it, nor an English one for
the Chinese that is left, and tests/test_meanings.py fails until somebody has read the two side by side again.
"""

from __future__ import annotations

from compare.meanings import coding, common, documents, likeness, reading, shares, terms

PARTS = (common, reading, shares, terms, likeness, coding, documents)


def meaning(english: str, lang: str = "zh") -> str:
    """A meaning of tables.py or of a measure in the language: Chinese where there is one, else as it stands there."""
    found = (part.MEANINGS[english] for part in PARTS if english in part.MEANINGS)
    return next(found, english) if lang == "zh" else english
