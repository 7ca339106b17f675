import pytest

from compare.provenance import OTHER, THIS, UNKNOWN, direction, source_order


def labels(text):
    """``市 2024-03-05`` as labels."""
    level, _, date = text.partition(" ")
    return {"plan_id": text, "level": level if level != "—" else None, "issued_on": date if len(date) > 4 else None,
            "year": int(date[:4]) if date else None}


@pytest.mark.parametrize(("this", "other", "expected", "words"), [
    ("区县 2024", "区县 2023", OTHER, "推测：日期先后（2023→2024）"),
    ("区县 2023", "区县 2024", THIS, "推测：日期先后（2023→2024）"),
    ("区县 2024", "省 2024", OTHER, "推测：层级上下（省→区县）"),
    ("区县 2024", "省 2023", OTHER, "推测：日期先后（2023→2024），层级上下（省→区县）"),
    ("区县 2023", "省 2024", UNKNOWN, "日期（2023、2024）与层级（区县、省）相左"),
    ("区县 2024-05-01", "区县 2024-03-01", OTHER, "推测：日期先后（2024-03-01→2024-05-01）"),
    ("区县 2024-05-01", "区县 2024", UNKNOWN, "日期与层级都分不出先后"),          # a day against a year
    ("区县 2024", "区县 2024", UNKNOWN, "日期与层级都分不出先后"),
    ("—", "—", UNKNOWN, "缺日期与层级"),
    ("—", "国家 2024", UNKNOWN, "缺日期与层级"),
    ("— 2024", "国家 2023", OTHER, "推测：日期先后（2023→2024）"),
])
def test_direction_is_a_guess_with_its_reason(this, other, expected, words):
    assert direction(labels(this), labels(other)) == (expected, words)
    turned = {OTHER: THIS, THIS: OTHER, UNKNOWN: UNKNOWN}[expected]
    assert direction(labels(other), labels(this))[0] == turned


def test_likely_sources_come_first():
    order = ["国家 2024", "省 2023", "省 2024-02-01", "区县 2020", "—"]
    assert sorted(map(labels, reversed(order)), key=source_order) == list(map(labels, order))
