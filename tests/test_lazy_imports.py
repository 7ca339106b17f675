"""Nothing is imported before it is used: a study is there in a moment."""

import statistics
import subprocess
import sys

import pytest

from compare.measures import names, tables
from studies import CORPUS

HEAVY = ("cnloc", "docx", "jieba", "joblib", "lxml", "matplotlib", "nbclient", "opencc", "openpyxl", "pypdfium2", "rapidfuzz",
         "rjieba", "scipy", "sklearn", "wordcloud")


def imported(code: str) -> set[str]:
    """Modules that a new Python holds after ``code``."""
    code += "\nimport sys; print('\\n' + ' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("code", [
    "import compare", f"import compare; compare.load({str(CORPUS)!r})",
    f"from compare.cli import main; main(['export', 'plans', '--corpus', {str(CORPUS)!r}])",
])
def test_nothing_heavy_is_imported(code):
    assert imported(code).isdisjoint(HEAVY)


def test_jieba_stays_away_where_rjieba_cuts():
    pytest.importorskip("rjieba")
    assert "jieba" not in imported(f"import compare; compare.load({str(CORPUS)!r}).tokens")


def test_a_verb_imports_no_other():
    code = f"from compare.cli import main; main(['export', 'plans', '--corpus', {str(CORPUS)!r}])"
    assert {name for name in imported(code) if name.startswith("compare.cli.")} == {"compare.cli.export"}


def test_importing_costs_little_beside_pandas():
    """Medians of pairs, one after the other: the machine may be slow, the ratio stays."""
    code = "import time; t = time.process_time(); import {}; print(time.process_time() - t)"
    times = {name: [float(subprocess.run([sys.executable, "-c", code.format(name)], capture_output=True, text=True, check=True).stdout)
                    for _ in range(3)] for name in ("pandas", "compare")}
    assert statistics.median(times["compare"]) <= 1.2 * statistics.median(times["pandas"])


def test_names_of_tables_are_known_without_importing_them():
    assert names() == list(tables())
