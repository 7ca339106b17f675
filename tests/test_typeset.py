"""Lines of Chinese and Latin text, and the characters the two fonts hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.paths import PACKAGE
from compare.typeset import NO_END, NO_START, font_file, lacking, width, wrap


@pytest.mark.parametrize(("text", "ems", "lines"), [
    ("深化主题教育学习", 4, ["深化主题", "教育学习"]),
    ("落实双减政策，减轻负担。", 6, ["落实双减政", "策，减轻负", "担。"]),    # no line begins with a comma
    ("推进《纲要》落实", 3, ["推进", "《纲", "要》落", "实"]),                   # no line ends with an opening mark
    ("n = 5 documents", 6, ["n = 5", "documents"]),
    ("上限 abcdefgh", 3, ["上限", "abcde", "fgh"]),                              # a word wider than a line is cut
    ("甲\n乙", 9, ["甲", "乙"]),
    ("", 9, [""]),
])
def test_lines(text: str, ems: float, lines: list[str]) -> None:
    assert wrap(text, 10 * ems, 10) == lines


@given(st.text("教育，。；《》（）“”ab c1.%", max_size=60), st.integers(4, 30))
def test_nothing_is_lost_and_lines_fit(text: str, ems: int) -> None:
    lines = wrap(text, 10 * ems, 10)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line, 10) <= 10 * ems + 1e-6 for line in lines)


PIECES = st.sampled_from(["教", "育", "局，", "》的", "（一）", "《纲要", "》。"])


@given(st.lists(PIECES, min_size=1, max_size=30).map("".join), st.integers(7, 20))
def test_no_line_begins_or_ends_with_a_mark_that_may_not(text: str, ems: int) -> None:
    lines = wrap(text, 10 * ems, 10)
    assert not any(line[0] in NO_START for line in lines[1:])
    assert not any(line[-1] in NO_END for line in lines[:-1])


def gb2312() -> str:
    pairs = [bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF)]
    return "".join(pair.decode("gb2312", "ignore") for pair in pairs)


@pytest.mark.parametrize("bold", [False, True])
def test_fonts_hold_the_characters_of_plans(bold: bool) -> None:
    assert len(gb2312()) == 7445
    beyond = (PACKAGE / "fonts" / "charset.txt").read_text("utf-8").replace("\n", "")
    han = {c for c in gb2312() if "\u4e00" <= c <= "\u9fff"}
    assert len(beyond) == len(set(beyond)) == 1467 and not han & set(beyond)     # 8,105 = these and 6,638 of GB 2312's 6,763
    signs = "“”‘’《》〔〕【】·—…–−×÷±≤≥≈≠→←↑↓△▲○●□■☆★①②⑳ⅠⅫ℃‰％（），：；αβΔκρéüñÀ§°²½€¥"
    for text in (gb2312(), beyond, signs, "".join(map(chr, range(0x20, 0x7F)))):
        assert lacking(text, bold) == []
    assert lacking("ok 𠮷", bold) == ["𠮷"]


@pytest.mark.parametrize("bold", [False, True])
def test_fonts_are_small_truetype(bold: bool) -> None:
    from fontTools.ttLib import TTFont
    font = TTFont(font_file(bold), lazy=True)
    assert "glyf" in font and "CFF " not in font
    assert font["OS/2"].usWeightClass == (700 if bold else 400)
    assert font["OS/2"].fsType == 0                                               # may be embedded
    assert (PACKAGE / "fonts" / "OFL.txt").read_text("utf-8").count("SIL OPEN FONT LICENSE") >= 1
