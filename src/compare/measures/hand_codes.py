"""What people coded by hand: corpus/coding/*.csv -> table hand_codes, by place in the text.

A file holds one row a unit: ``doc`` (plan), ``start``, ``end`` (characters of the verbatim text) and one 0/1 column
a theme, blank where nobody coded; ``unit`` and ``kind`` are for people.  Sheets that ``plan-compare reliability``
read back have more: ``coder``, the random sample's ``sample``, ``stratum``, ``n_stratum`` and ``probability``, and
``sha256`` of the clause, by which a clause that changed since is known and left out.  A file without any theme of the
study as a column is about something else and is not read.  Lines that start with # stand above the header.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from compare.corpus import file_text
from compare.errors import StudyError
from compare.study import Study
from compare.tables import CLAUSE, PLAN, THEME, check, define, empty

define(
    "hand_codes", "one theme coded by hand in one clause by one coder", "plan_id clause_no theme source coder",
    plan_id=PLAN, clause_no=CLAUSE, theme=THEME,
    source=("str", "file in corpus/coding, without its ending"),
    coder=("str", "who coded; the file's name where it does not say"),
    code=("int64", "1 the theme holds, 0 it does not"),
    sample=("str", "random sample that the clause was drawn in; empty where it was not drawn"),
    stratum=("str", "stratum of the sample"),
    n_stratum=("Int64", "clauses in the stratum"),
    probability=("float64", "chance of the clause to be drawn; empty where it was not drawn"),
)

SETTLED = "裁定"  # the coder whose codes settle what others disagree on
_COLUMNS = ("doc", "start", "end", "unit", "coder", "sample", "stratum", "n_stratum", "probability", "sha256",
            "plan_id", "clause_no", "theme", "source", "code")     # of a file and of the table
FRAME = "# plans: "  # comment line that lists the plans a sample was drawn from


@dataclass(frozen=True)
class Coding:
    """One file: its rows as table hand_codes, the plans its sample was drawn from, and what could not be used."""

    rows: pd.DataFrame
    frame: tuple[str, ...]
    lost: tuple[str, ...]


def hand_codes(study: Study) -> pd.DataFrame:
    """Table hand_codes: one row per clause, theme and coder with a code; without rows where there is no hand coding.

    Raises StudyError, one line, where a file in corpus/coding is at fault.
    """
    frames = [coding.rows for coding in codings(study) if len(coding.rows)]
    if not frames:
        return empty("hand_codes")
    table = pd.concat(frames, ignore_index=True).sort_values(["plan_id", "clause_no", "theme", "source", "coder"], kind="stable")
    return check(table, "hand_codes")


def codings(study: Study) -> list[Coding]:
    """The files of corpus/coding that code themes of the study, in order of their names."""
    folder = study.corpus / "coding"
    paths = sorted(folder.glob("*.csv")) if folder.is_dir() else []
    made = [read(path, study) for path in paths if not path.name.startswith(".")]
    return [coding for coding in made if coding is not None]


def read(path: Path, study: Study) -> Coding | None:
    """One file; None where it has no theme of the study."""
    units, notes = _units(path, [theme.name for theme in study.themes])
    if units is None:
        return None
    frame = next((tuple(note[len(FRAME):].split("；")) for note in notes if note.startswith(FRAME)), ())
    themes = [theme.name for theme in study.themes if theme.name in units]
    clauses = study.clauses[study.clauses["counted"]]
    by_plan = {str(plan): there for plan, there in clauses.groupby("plan_id", sort=False)}
    rows, lost = [], []
    for (doc, _), own in units.groupby(["doc", "coder"], sort=True):
        there = by_plan.get(str(doc))
        if there is None:
            lost.append(f"{doc}：语料里没有这份文件")
            continue
        matched = place(there, own)
        for unit in own[~own.index.isin(matched["unit"]) & (own["sha256"] != "")].itertuples():
            lost.append(f"{doc} 第 {unit.unit} 句（{unit.start}–{unit.end} 字）：句子已改动")
        joined = matched.merge(own.drop(columns=["start", "end", "unit"]), left_on="unit", right_index=True)
        rows.append(joined.assign(plan_id=str(doc)))
    if not rows:
        return Coding(empty("hand_codes"), frame, tuple(lost))
    table = pd.concat(rows, ignore_index=True)
    long = table.melt([c for c in table if c not in themes], themes, var_name="theme", value_name="code")
    long = long[long["code"] != ""].assign(source=path.stem)
    long["coder"] = long["coder"].where(long["coder"] != "", path.stem)
    for column in ("n_stratum", "probability"):
        long[column] = pd.to_numeric(long[column].replace("", None))
    return Coding(check(long, "hand_codes")[list(empty("hand_codes").columns)], frame, tuple(lost))


def sha(text: str) -> str:
    """Hash of a clause's text, the same whatever white space stands in it."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:16]


def place(clauses: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Columns clause_no and unit (label in ``units``): each clause of one plan with the unit that codes it.

    That is the unit that shares most characters with it, at least half of them; a unit with a hash codes the clause
    of this text, there or, where the plan's text has moved, the only one elsewhere.
    """
    first = clauses["text_start"].to_numpy()
    last = np.minimum(first + clauses["text"].str.len().to_numpy(), clauses["end"].to_numpy())
    start, end = units["start"].to_numpy(), units["end"].to_numpy()
    shared = np.minimum(last[:, None], end) - np.maximum(first[:, None], start)
    best = shared.argmax(axis=1)
    enough = 2 * shared[np.arange(len(first)), best] >= last - first
    hashes = units["sha256"].to_numpy()
    own = (clauses["text"].map(sha) if hashes.any() else clauses["text"].str[:0]).to_numpy()
    chosen = {int(row): int(best[row]) for row in np.flatnonzero(enough) if hashes[best[row]] in ("", own[row])}
    free = {str(h): n for n, h in enumerate(hashes) if h and n not in chosen.values()}
    alone = {h for h in free if (own == h).sum() == 1 and (hashes == h).sum() == 1}
    chosen |= {row: free[h] for row, h in enumerate(own) if h in alone and row not in chosen}
    rows = sorted(chosen)
    return pd.DataFrame({"clause_no": clauses["clause_no"].to_numpy()[rows],
                         "unit": units.index.to_numpy()[[chosen[row] for row in rows]]})


def _units(path: Path, themes: list[str]) -> tuple[pd.DataFrame | None, list[str]]:
    """(rows of a file, its comment lines); None for a file without a theme."""
    lines = file_text(path).splitlines(keepends=True)
    above = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    notes = [line.rstrip("\r\n").rstrip(",") for line in lines[:above]]
    try:
        table = pd.read_csv(io.StringIO("".join(lines[above:])), dtype=str, keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise StudyError(path, f"is no table ({error})", "give it a header line and one row a unit") from None
    header = lines[above].rstrip("\r\n")
    for sign, word in ((";", "semicolons"), ("\t", "tabs")):   # as Excel saves it in some countries; else it would be read as no coding
        if sign in header and not set(themes).isdisjoint(header.replace('"', "").split(sign)):
            raise StudyError(f"{path}, line {above + 1}", f"{word} stand between the columns", "save it as CSV with commas")
    named = [theme for theme in themes if theme in table]
    if not named:
        return None, notes
    for theme in named:
        if theme in _COLUMNS:
            raise StudyError(f"{path}, {theme}", "is a theme, and a column of every hand coding too", "rename the theme's file")
        if f"{theme}.1" in table:   # so pandas calls the second column of a name
            raise StudyError(f"{path}, line {above + 1}", f"column {theme} stands there twice", "delete one, or give each coder rows of their own")
    missing = [column for column in _COLUMNS[:3] if column not in table]
    if missing:
        raise StudyError(f"{path}, line {above + 1}", f"no column {missing[0]}", "name the columns doc, start, end and themes")
    for row, values in enumerate(zip(*(table[c] for c in ("start", "end", *named)), strict=True)):
        where = f"{path}, line {above + row + 2}"
        places = [int(value) if value.isdecimal() and len(value) < 10 else -1 for value in values[:2]]
        if not 0 <= places[0] <= places[1]:
            raise StudyError(where, f"start {values[0][:20]!r}, end {values[1][:20]!r}", "write the characters' numbers in the text")
        for theme, code in zip(named, values[2:], strict=True):
            if code not in ("", "0", "1"):
                raise StudyError(f"{where}, {theme}", f"read {code[:60]!r}", "write 1, 0, or nothing")
    for column in _COLUMNS[3:10]:
        if column not in table:
            table[column] = ""
    for column, kind, cure in (("n_stratum", re.compile(r"\d{1,9}"), "write a whole number, or nothing"),
                               ("probability", re.compile(r"0?\.\d*[1-9]\d*(?:[eE]-?\d{1,2})?|[1-9](?:\.\d+)?[eE]-\d{1,2}|1(?:\.0*)?"),
                                "write a number above 0, at most 1, or nothing")):
        for row, value in enumerate(table[column]):
            if value and not kind.fullmatch(value):
                raise StudyError(f"{path}, line {above + row + 2}, {column}", f"read {value[:60]!r}", cure)
    return table.astype({"start": "int64", "end": "int64"}), notes


def settled(codes: pd.DataFrame) -> pd.DataFrame:
    """One row per clause and theme: ``value``, the mean of its coders' codes, ``n_coders`` and ``decided``.

    Where the coder 裁定 has a code, it alone counts.  The majority decides; ``decided`` is empty in a draw.
    """
    key = ["plan_id", "clause_no", "theme"]
    last = codes["coder"] == SETTLED
    final = pd.MultiIndex.from_frame(codes.loc[last, key])
    codes = codes[last | ~pd.MultiIndex.from_frame(codes[key]).isin(final)]
    made = codes.groupby(key, sort=True)["code"].agg(value="mean", n_coders="size").reset_index()
    made["decided"] = (made["value"] > 0.5).astype("Int64").where(made["value"] != 0.5)
    return made
