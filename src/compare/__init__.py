"""Compare education work plans (教育工作要点): ``study = compare.load("corpus")``, then ``compare.coverage(study)``.

Every measure is a function of a Study that returns a tidy pandas table; every chart in
``compare.charts`` is a function of a Study that returns a matplotlib Figure.  Nothing is
imported before it is asked for.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

__version__ = "0.1.0"

_ELSEWHERE = {"compare.study": ("load", "Study", "with_theme"), "compare.selection": ("subset", "focus"),
              "compare.display": ("show", "passages", "overview"), "compare.settings": ("language",), "compare.intake": ("add",)}


def __getattr__(name: str) -> Any:
    if name == "charts":
        return import_module("compare.charts")
    for module, names in _ELSEWHERE.items():
        if name in names:
            return getattr(import_module(module), name)
    if not name.startswith("_") and find_spec(f"compare.measures.{name}"):
        return getattr(import_module(f"compare.measures.{name}"), name)
    raise AttributeError(f"module 'compare' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names: what completion offers, and what the documentation lists."""
    from compare.measures import HELD, names
    return sorted([*(name for public in _ELSEWHERE.values() for name in public), "charts", *(t for t in names() if t not in HELD)])
