"""Measures: ``measures/x.py`` defines the table ``x`` and builds it by ``x(study)``; the folder is the registry."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from compare.tables import TABLES, Table


def tables() -> dict[str, Table]:
    """Every table there is: those that a Study holds, then those that measures build, by name."""
    held = {name: table for name, table in TABLES.items() if name in HELD}
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return held | {name: TABLES[name] for name in sorted(TABLES) if name not in held}


def names() -> list[str]:
    """The names of ``tables()``, from the folder listing: a measure that has a table of its own says so in its file."""
    found = (Path(folder) / f"{module.name}.py" for folder in __path__ for module in iter_modules([folder]))
    return [*HELD, *sorted(path.stem for path in found if re.search(rf'define\(\s*"{path.stem}"', path.read_text("utf-8")))]


HELD = ("plans", "removals", "clauses", "tokens", "codings", "hits")
