"""Theme files -> themes; clauses -> codings."""

from compare.themes.coding import code
from compare.themes.examples import failing
from compare.themes.rules import parse_theme, read_themes
from compare.themes.theme import Theme

__all__ = ["Theme", "code", "failing", "parse_theme", "read_themes"]
