"""What a notebook shows: tables, clauses with their evidence, and a study at a glance.

Everything is plain HTML that needs no network: readable where a notebook is not trusted (scripts and styles are taken
out there), sortable where it is.
"""

from compare.display.evidence import passages
from compare.display.study import overview
from compare.display.table import show

__all__ = ["overview", "passages", "show"]
