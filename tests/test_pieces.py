"""Lines are cut all at once as they would be one by one."""

from hypothesis import example, given
from hypothesis import strategies as st

from compare.reading import numbering, pieces, repeats
from compare.reading.numbering import STYLES, enumerator
from compare.reading.structure import KINDS
from compare.reading.uncommon import uncommon

TEXT = st.text("甲乙。！？”）】； \t\u3000\n𠀀（牵头:责任单位负责)", max_size=60)


def characters(text):
    return pieces._characters(len(text), uncommon(text))


@given(TEXT)
def test_sentences_end_where_the_pattern_says(text):
    assert pieces._stops(characters(text)).tolist() == [stop.end() for stop in pieces._STOP.finditer(text)]


@given(st.text(max_size=20) | st.text(" \t\n\x0b\x1c\x85\xa0\u1680\u2028\u3000\u3001一", max_size=20))
def test_white_space_is_what_strip_takes(text):
    assert [not kind & pieces._BLANK for kind in characters(text).tolist()] == [bool(char.strip()) for char in text]


@given(TEXT, st.sets(st.integers(0, 59)), st.sets(st.integers(0, 9)), st.sampled_from(["甲", "甲乙", None]))
@example("甲（牵头单位:乙）。乙（甲乙负责）", set(), set(), None)
@example("甲。”）乙", {2}, set(), None)
def test_lines_at_once_are_lines_one_by_one(text, cuts, furniture, title):
    """``cuts``: where a long line was cut in two; ``furniture``: lines that are no prose."""
    starts, lines, at = [], [], 0
    for line in text.split("\n"):
        edges = [0, *sorted(cut - at for cut in cuts if 0 < cut - at < len(line)), len(line)]
        starts += [at + edge for edge in edges[:-1]]
        lines += [line[a:b] for a, b in zip(edges, edges[1:], strict=False)]
        at += len(line) + 1
    kinds = ["blank" if not line.strip() else "furniture" if n in furniture else "text" for n, line in enumerate(lines)]
    wanted, opening = [], True
    for n, (begin, line, kind) in enumerate(zip(starts, lines, kinds, strict=True)):
        spans = [(len(line) - len(line.lstrip()), len(line.rstrip()), kind)] if kind == "furniture" else []
        if kind == "text":
            spans = pieces._sentences(line, title, opening)
            opening = opening and not any(what == "text" for *_, what in spans)
        wanted += [(begin + start, begin + end, n, what) for start, end, what in spans]
    own = pieces._Lined(text, uncommon(text), title, starts, lines, kinds)
    for spans in pieces._spans([own, own]):
        *places, kind = (column.tolist() for column in spans)
        assert list(zip(*places, [KINDS[number] for number in kind], strict=True)) == wanted


@example("最后，教")
@example("㈠教")
@example("⒈教")
@example("⑴教")
@given(st.text("一二十百第首先再次最后部分章（(〔)）1２.．、。是要①⑴⒈㈠年 ,，教", max_size=7))
def test_a_number_is_looked_for_among_the_styles_that_begin_so(text):
    tried = ((style, pattern.match(text)) for style, pattern in STYLES.items())
    plain = next(((style, found.end()) for style, found in tried if found and (len(text) > found.end() or style == "part")), None)
    number = enumerator(text)
    assert (number and (number.style, number.length)) == plain


@given(st.lists(st.text("123１.、)）年“甲一是 \u3000\x85", max_size=6), max_size=8))
@example(["1甲", " 2甲", "3甲", "4.甲", "1 甲"])
def test_a_bare_number_stands_where_no_other_does(lines):
    bare = numbering.bare_numbers(lines)
    assert numbering.numbers(lines) == [enumerator(line.strip()) or bare.get(at) for at, line in enumerate(lines)]


@given(st.lists(st.text("甲乙 ", min_size=1, max_size=3).map(lambda words: words * 13), max_size=5))
@example(["甲" * 40, "甲" * 20 + " " + "甲" * 20])
@example([" " * 30 + "甲", "甲" + " " * 30])
def test_a_line_that_stands_twice_may_repeat(lines):
    long = [repeats.bare(line) for line in lines if len(line) >= repeats._LONG]
    assert repeats._may_repeat(lines) == (len(set(long)) < len(long))


@given(st.text("目录CONTEScontes 【】[]:：。", max_size=12))
@example("【 目　录 】")
@example("Contents:")
def test_what_heads_a_contents_list_ends_so(line):
    if repeats._CONTENTS.match(line.strip()):
        assert line.strip()[-1] in repeats._CONTENTS_END
