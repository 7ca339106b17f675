import pytest

from compare.dating import before_policy


@pytest.mark.parametrize("issued_on, year, valid_from, order", [
    ("2021-07-23", 2021, "2021-07-24", "早于政策"),
    ("2021-07-24", 2021, "2021-07-24", ""),
    ("2021-03-01", 2022, "2021-07-24", "早于政策"),
    (None, 2020, "2021-07-24", "早于政策"),
    (None, 2021, "2021-07-24", "不能确定先后"),
    (None, 2022, "2021-07-24", ""),
    (None, None, "2021-07-24", "不能确定先后"),
    (float("nan"), 2020, "2021", "早于政策"),
    ("2021-02-01", 2021, "2021", ""),
    ("2021-02", 2021, "2021-07-24", "早于政策"),
    ("2021-07", 2021, "2021-07-24", "不能确定先后"),
    (None, 1990, None, ""),
    (None, 1990, "", ""),
])
def test_order_of_plan_and_policy(issued_on, year, valid_from, order):
    assert before_policy(issued_on, year, valid_from) == order
