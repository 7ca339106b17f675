"""One shared passage side by side: what is equal, what the one side has more and what the other."""

from __future__ import annotations

import pandas as pd

from compare.errors import StudyError
from compare.study import Study

CRUMB = 2  # equal characters between two differences that are too few to read as equal
KEYS = ("plan_id", "start", "other_id", "other_start")


def reuse_diff(study: Study, passage: pd.Series) -> pd.DataFrame:
    """The passage of one row of table reuse, in segments: columns op, other_quote, quote, other_start, start.

    ``op`` is equal, insert (only the plan has it), delete (only the other has it) or replace.
    The segments tile both verbatim passages in order; their joined texts are the row's quotes.
    Raises StudyError where the row does not fit the study.
    """
    left = _text(study, passage, "other_id", "other_start", "other_end")
    right = _text(study, passage, "plan_id", "start", "end")
    first, other = int(passage["start"]), int(passage["other_start"])
    rows = [(kind, left[a:a_end], right[b:b_end], other + a, first + b) for kind, a, a_end, b, b_end in segments(left, right)]
    return pd.DataFrame(rows, columns=["op", "other_quote", "quote", "other_start", "start"])


def segments(left: str, right: str) -> list[tuple[str, int, int, int, int]]:
    """(op, start and end in ``left``, start and end in ``right``) of the segments that tile both texts."""
    from rapidfuzz.distance import Indel

    merged: list[list] = []
    for op in Indel.opcodes(left, right):
        equal = op.tag == "equal" and not (op.src_end - op.src_start < CRUMB and op.src_start > 0 and op.src_end < len(left))
        if merged and not equal and merged[-1][0] is False:
            merged[-1][2], merged[-1][4] = op.src_end, op.dest_end
        else:
            merged.append([equal, op.src_start, op.src_end, op.dest_start, op.dest_end])
    return [("equal" if equal else "insert" if a == a_end else "delete" if b == b_end else "replace", a, a_end, b, b_end)
            for equal, a, a_end, b, b_end in merged]


def _text(study: Study, passage: pd.Series, name: str, start: str, end: str) -> str:
    missing = [key for key in (name, start, end) if key not in passage]
    if missing:
        raise StudyError("reuse_diff", f"the row has no {missing[0]!r}", "give a row of compare.reuse(study), as table.iloc[0]")
    texts = dict(zip(study.plans["plan_id"], study.plans["text"], strict=True)) | {p.plan_id: p.text for p in study.references}
    if passage[name] not in texts:
        raise StudyError("reuse_diff", f"no plan {passage[name]!r} in this study", "use a row of this study's table reuse")
    return texts[passage[name]][int(passage[start]):int(passage[end])]
