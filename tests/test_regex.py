"""A researcher's pattern cannot hang: what is let through runs in time that grows with the text alone."""

import re
import time

import pytest

from compare.themes.regex import too_slow


@pytest.mark.parametrize("pattern", [
    "[一二三四五]防", "读.{0,20}书", "^学习.{0,40}精神$", r"\d{1,3}所", "(?:读书|阅读)节?", "a{3}", r"\*\+\{", "[*+?{}]x", "{}a"])
def test_let_through(pattern):
    assert too_slow(pattern) == ""


@pytest.mark.parametrize(("pattern", "why"), [
    ("读*", "knows no end"), ("读+书", "knows no end"), ("读{2,}", "knows no end"), ("读{,}", "knows no end"),
    ("(读){0,9}", "a group under"), ("(读|书)?", "a group under"), (r"(读)\1", "refers back"), ("(?=读)书", "not needed"),
    (".{0,40}读.{0,40}书", "ways to match"), ("^读.{0,200}书.{0,200}节", "ways to match"),
    ("^读|.{0,40}书.{0,40}节", "ways to match"), (".{0,30}.{0,30}[^书]{900}节", "961 ways to match 903 characters"),
    (".{0,30}.{0,30}" + "读" * 60, "characters"),
])
def test_refused(pattern, why):
    assert why in too_slow(pattern)


def test_the_slowest_that_is_let_through_is_quick():
    pattern = ".{0,30}.{0,30}书"
    assert too_slow(pattern) == ""
    start = time.perf_counter()
    assert not re.search(pattern, "读" * 2000)
    assert time.perf_counter() - start < 2
