"""Is a plan older than a policy?  Dates are ISO 8601 text; a plan without a date of issue has its year only."""

from __future__ import annotations

import pandas as pd

BEFORE, UNKNOWN, AFTER = "早于政策", "不能确定先后", ""


def before_policy(issued_on: object, year: object, valid_from: object) -> str:
    """早于政策, 不能确定先后 or "" (the policy was there): a plan's date against the date a theme is valid from.

    The coarser of the two dates decides what can be said: 2021 against 2021-07-24 is 不能确定先后.
    """
    if _none(valid_from):
        return AFTER
    plan, policy = (str(year) if _none(issued_on) else str(issued_on)), str(valid_from)
    if _none(year) and _none(issued_on):
        return UNKNOWN
    n = min(len(plan), len(policy))
    if plan[:n] != policy[:n]:
        return BEFORE if plan[:n] < policy[:n] else AFTER
    return AFTER if len(plan) >= len(policy) else UNKNOWN


def _none(value: object) -> bool:
    return value is None or bool(pd.isna(value)) or value == ""  # type: ignore[call-overload]
