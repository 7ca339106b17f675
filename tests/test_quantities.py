"""Numbers with their units, as written in plans."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.quantities import number, plain, quantities

NUMERALS = [
    ("7", 7), ("1,200", 1200), ("1，200", 1200), ("１２００", 1200), ("0.5", 0.5), ("1.6亿", 160_000_000), ("3万", 30_000),
    ("2千", 2000), ("1.5万亿", 1.5e12), ("3000万", 30_000_000), ("十", 10), ("十二", 12), ("二十", 20), ("二十五", 25),
    ("一百", 100), ("一百零八", 108), ("一百一十", 110), ("两百", 200), ("一千二百", 1200), ("一万零五百", 10_500),
    ("两千万", 20_000_000), ("一亿二千万", 120_000_000), ("一千二百亿", 120_000_000_000), ("十五亿", 1_500_000_000),
    ("三点五", 3.5), ("零点五", 0.5), ("二〇二五", 2025), ("半", 0.5), ("百", 100), ("二三十", None), ("学校", None),
    ("", None), ("点五", None), ("五点", None), ("3所", None),
]

QUANTITIES = [
    # text, [(quote, value, value_max, unit, comparator)]
    ("2520个", [("2520个", 2520, None, "个", "=")]),
    ("５００人", [("５００人", 500, None, "人", "=")]),
    ("培育 5 所", [("5 所", 5, None, "所", "=")]),
    ("1,500万元", [("1,500万元", 15_000_000, None, "元", "=")]),
    ("约1.6亿元", [("1.6亿元", 160_000_000, None, "元", "~")]),
    ("100万千瓦", [("100万千瓦", 1_000_000, None, "千瓦", "=")]),
    ("百分之十五", [("百分之十五", 15, None, "%", "=")]),
    ("百分之五至百分之八", [("百分之五至百分之八", 5, 8, "%", "range")]),
    ("0.5个百分点", [("0.5个百分点", 0.5, None, "个百分点", "=")]),
    ("三分之二", [("三分之二", 0.666667, None, "分之", "=")]),
    ("师生比1:18", [("1:18", 0.055556, None, ":", "=")]),
    ("提高两成", [("两成", 2, None, "成", "=")]),
    ("翻一番", [("一番", 1, None, "番", "=")]),
    ("2-3所", [("2-3所", 2, 3, "所", "range")]),
    ("2—3所", [("2—3所", 2, 3, "所", "range")]),
    ("2～3所", [("2～3所", 2, 3, "所", "range")]),
    ("三到五所", [("三到五所", 3, 5, "所", "range")]),
    ("10%-15%", [("10%-15%", 10, 15, "%", "range")]),
    ("1个至2个", [("1个至2个", 1, 2, "个", "range")]),
    ("3-5万元", [("3-5万元", 30_000, 50_000, "元", "range")]),
    ("两三所", [("两三所", 2, 3, "所", "range")]),
    ("3-5年一轮", [("3-5年一轮", 3, 5, "年", "range")]),
    ("700余名", [("700余名", 700, None, "名", ">=")]),
    ("10余万人", [("10余万人", 100_000, None, "人", ">=")]),
    ("3万余人", [("3万余人", 30_000, None, "人", ">=")]),
    ("一个半小时", [("一个半小时", 1.5, None, "小时", "=")]),
    ("半小时", [("半小时", 0.5, None, "小时", "=")]),
    ("85%以上", [("85%", 85, None, "%", ">=")]),
    ("10%以内", [("10%", 10, None, "%", "<=")]),
    ("5%左右", [("5%", 5, None, "%", "~")]),
    ("不少于2次", [("2次", 2, None, "次", ">=")]),
    ("不得低于两小时", [("两小时", 2, None, "小时", ">=")]),
    ("至少开展1次", [("1次", 1, None, "次", ">=")]),
    ("不超过50人", [("50人", 50, None, "人", "<=")]),
    ("超过50人", [("50人", 50, None, "人", ">=")]),
    ("低于8%", [("8%", 8, None, "%", "<=")]),
    ("近百所", [("百所", 100, None, "所", "~")]),
    ("1200元/生·年", [("1200元/生·年", 1200, None, "元/生·年", "=")]),
    ("5类34个", [("5类", 5, None, "类", "="), ("34个", 34, None, "个", "=")]),
    # no quantities: codes, names, versions, signs in words
    ("二十五小", []), ("成都七中", []), ("八一学校", []), ("2.0版", []), ("4A5A", []), ("1+5+X模式", []), ("22341工程", []),
    ("XM02104-0200-2020-00002", []),
    ("12345热线", []), ("三八节", []), ("零部件", []), ("“137范式”", []), ("第四幼儿园", []), ("15:55:00", []),
]

MISSING = [
    ("X个", "X个", "个", "占位"), ("XX所", "XX所", "所", "占位"), ("×万元", "×万元", "元", "占位"),
    ("**名", "**名", "名", "占位"), ("X元/年", "X元/年", "元/年", "占位"), ("X亿元", "X亿元", "元", "占位"),
    ("1□0个", "1□0个", "个", "数字残缺"), ("1O0名", "1O0名", "名", "数字残缺"),
    ("1.2.5亿元", "1.2.5亿元", "元", "数字残缺"), ("3?0名", "3?0名", "名", "数字残缺"),
]


@pytest.mark.parametrize(("text", "value"), NUMERALS)
def test_number(text: str, value: float | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize(("text", "rows"), QUANTITIES)
def test_quantities(text: str, rows: list[tuple[str, float, float | None, str, str]]) -> None:
    found = quantities(text)
    highs = [None if math.isnan(q.value_max) else q.value_max for q in found]
    assert [(text[q.start:q.end], q.value, high, q.unit, q.comparator) for q, high in zip(found, highs, strict=True)] == rows


@pytest.mark.parametrize(("text", "quote", "unit", "why"), MISSING)
def test_placeholders_and_damaged_figures_are_no_numbers(text: str, quote: str, unit: str, why: str) -> None:
    (q,) = quantities(f"新增{text}。")
    assert ("新增" + text)[q.start:q.end] == quote
    assert (q.unit, q.missing) == (unit, why)
    assert math.isnan(q.value) and math.isnan(q.value_max)


def han(value: int) -> str:
    """An independent writer of Chinese numerals, 1 to 99,999,999."""
    def below(n: int) -> str:
        out, zero = "", False
        for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, n = divmod(n, power)
            if digit:
                out += ("零" if zero and out else "") + "零一二三四五六七八九"[digit] + name
                zero = False
            else:
                zero = bool(out)
        return out
    high, low = divmod(value, 10_000)
    text = (below(high) + "万" if high else "") + (("零" if high and low < 1000 else "") + below(low) if low else "")
    return text.removeprefix("一") if 10 <= value < 20 else text


@given(st.integers(1, 99_999_999))
def test_chinese_numerals_read_back(value: int) -> None:
    assert number(han(value)) == value


@given(st.integers(1, 10**9), st.sampled_from("个所名人项元%"))
def test_arabic_figures_read_back_however_they_are_written(value: int, unit: str) -> None:
    for text in (str(value), f"{value:,}", str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))):
        (q,) = quantities(f"达到{text}{unit}。")
        assert (q.value, q.unit) == (value, unit)


@given(st.text("新增学位0123456789.,，、。%％个所名十百千万亿两半第X×余多至-—约近以上元年 ", max_size=40))
def test_spans_are_ordered_and_inside_whatever_is_written(text: str) -> None:
    found = quantities(text)
    ends = [0, *(q.end for q in found)]
    assert all(before <= q.start < q.end <= q.right <= len(text) for before, q in zip(ends, found, strict=False))
    assert all(math.isnan(q.value) == bool(q.missing) for q in found)
    assert all(not q.value_max <= q.value for q in found)


@given(st.text(max_size=60))
def test_plain_keeps_positions(text: str) -> None:
    assert len(plain(text)) == len(text)
