"""Line breaks, page marks and lines: what is looked for where it may stand alone is what is found everywhere."""

from hypothesis import example, given
from hypothesis import strategies as st

from compare.reading import marks, wraps
from compare.reading.furniture import line_kinds

LINES = st.lists(st.text("甲乙a。，、", min_size=1, max_size=6).map(lambda words: words * 5), max_size=16)


@given(LINES)
@example(["甲" * 40] * 8 + ["乙。"])
@example(["a" * 78, "a" * 80, "a" * 74, *["甲" * 30 + "。"] * 9])
def test_lines_that_cannot_be_full_are_told_by_their_lengths(lines):
    found = wraps._full_lines(lines)
    plain, wraps._may_be_full = wraps._may_be_full, lambda _, ended: ended.count(False) >= 3
    try:
        assert found == wraps._full_lines(lines)
    finally:
        wraps._may_be_full = plain


@given(st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"])), min_size=1))
def test_columns_of_all_lines_are_those_of_each(lines):
    assert wraps._widths(lines) == [len(line.encode("gbk", "replace")) for line in lines]


@given(st.text("甲 \n\n\x0c\r\u3000", max_size=30))
def test_lines_hold_all_but_line_ends_and_page_ends(text):
    lines = wraps._lines(text)
    assert all(text[start:start + len(line)] == line for start, line in lines)
    assert sum(len(line) for _, line in lines) == len(text) - text.count("\n") - text.count("\x0c")


@given(st.text("123、。\n 甲", max_size=40))
@example("\n1、甲\n2、甲\n3、甲")
def test_marks_that_do_not_count_are_none(text):
    assert marks._site_marks(text) == marks._counting(text)


@given(st.text("第共页—–-－12 /\n", max_size=30))
@example("第1页共2页 — 1 — ")
@example("第1页 / 共 2 页第1页共2页")
def test_page_numbers_inside_lines_are_those_of_the_pattern(text):
    if "页" in text or "—" in text or "-" in text:
        assert marks._inline_sheets(text) == [found.span() for found in marks._INLINE_SHEET.finditer(text)]


@given(st.lists(st.text("甲。：责任单位、1 ", max_size=12).map(lambda words: "1" + words), max_size=8), st.sampled_from(["", "甲" * 70 + "。"]))
def test_a_numbered_line_is_text_but_for_what_a_closer_look_tells(lines, opening):
    lines = [opening, *lines]
    numbered = [line.startswith("1") for line in lines]
    looked_at = "1" + "题" * 30       # a title that begins as they all do
    assert line_kinds(lines, numbered, None) == line_kinds(lines, numbered, looked_at)
