"""The page of simulations: each part keeps its place, and its figures keep their promises."""

from pathlib import Path

import pytest
import validate  # benchmarks/validate.py


def test_page_keeps_the_parts_that_were_not_run():
    made = {"clusters": "## Clusters\n\n| a |\n| --- |", "coverage": "## Coverage\n\ntext"}
    assert validate.sections(validate.page(made)) == made
    assert validate.page(validate.sections(validate.page(made))) == validate.page(made)
    assert validate.page(made).index("## Clusters") < validate.page(made).index("## Coverage")


def test_the_bars_are_read_from_the_tables_of_the_page():
    contrasts = ("## Contrasts\n\n### 95% interval of the difference\n\n| blocks | ρ = 0 | ρ = 0.3 |\n| --- | --- | --- |\n"
                 "| 8 of 3–8 | 0.929 | 0.95 |\n| 9 | 0.971 | (0.5) |\n\n### Permutation test\n\ntext\n\n"
                 "| blocks | error, ρ = 0 | power, ρ = 0 |\n| --- | --- | --- |\n| 8 | 0.061 | 0.9 |\n")
    twice = "### Corrected shares\n\n| share | share | coding |\n| --- | --- | --- |\n| 0.03 | 0.95 | 0.94 |\n"
    rows = validate.summary({"contrasts": contrasts, "reliability": twice}).splitlines()[2:]
    assert [row.split(" | ")[1:] for row in rows] == [
        ["93%–97%", "3", "33%", "1", "1", "0.929", "0.971 |"], ["93%–97%", "2", "100%", "0", "0", "0.940", "0.950 |"],
        ["at most 6%", "1", "0%", "0", "1", "0.061", "0.061 |"]]


def test_every_bar_finds_its_table_on_the_page():
    from validation._summary import BARS
    text = Path(validate.PAGE).read_text(encoding="utf-8")
    assert all(f"| {bar[0]} | " in text for bar in BARS)
    assert validate.page(validate.sections(text)) == text


def test_page_holds_no_figures_of_parts_that_are_gone():
    on_page = set(validate.sections(Path(validate.PAGE).read_text(encoding="utf-8")))
    assert {"coverage", "contrasts", "trends"} <= on_page <= set(validate.parts())


@pytest.fixture(scope="module")
def coverage():
    from validation import coverage
    return coverage


@pytest.mark.slow
def test_intervals_cover_in_their_band(coverage):
    """1,000 runs a setting; a setting at 93% or 97% is seen up to two standard errors (.016) beyond."""
    table = coverage.intervals(1_000)
    real = table[table["none"] <= 0.2]
    assert real["coverage"].mean() == pytest.approx(0.955, abs=0.01)
    assert real["coverage"].between(0.93 - 0.016, 0.97 + 0.016).mean() > 0.97
    assert real["coverage"].between(0.93, 0.97).mean() > 0.8
    assert table["coverage"].min() > 0.9


@pytest.mark.slow
def test_family_wise_error_is_held():
    """At most 6% in every pair that contrasts does not mark: those of the second and the last row are marked."""
    from validation import contrasts
    errors = contrasts.tests(1_000).filter(like="error").astype(float)
    assert errors.drop(index=[1, len(errors) - 1]).max().max() <= 0.06
