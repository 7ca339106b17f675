"""Threads give what one after the other gives."""

from __future__ import annotations

import time

import pytest

from compare.threads import side_by_side


@pytest.mark.parametrize("cores", [1, 3])
def test_results_come_in_the_order_of_the_items(monkeypatch, cores):
    monkeypatch.setattr("compare.threads.cores", lambda: cores)

    def slower_first(n):
        time.sleep((5 - n) / 500)
        return n * n

    assert side_by_side(slower_first, iter(range(5))) == [0, 1, 4, 9, 16] and side_by_side(slower_first, []) == []


def test_the_first_error_is_the_one_that_is_raised():
    def fails(n):
        if n % 2:
            time.sleep((5 - n) / 500)
            raise ValueError(n)

    with pytest.raises(ValueError, match="^1$"):
        side_by_side(fails, range(5))
