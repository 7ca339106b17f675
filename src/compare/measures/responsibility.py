"""Which offices a plan makes answer for which themes, where it names them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from compare.corpus import file_text
from compare.errors import StudyError
from compare.paths import shared_folder
from compare.study import Study
from compare.tables import PLAN, THEME, check, define, empty

define(
    "responsibility", "one theme and one responsible unit in one plan", "plan_id theme unit",
    plan_id=PLAN, theme=THEME,
    unit=("str", "office, under its canonical name"),
    n_items=("int64", "items of the theme that name it"),
    n_lead=("int64", "of these, items that name it first or as 牵头单位"),
    share=("float64", "n_items / items of the theme that name any unit"),
    n_items_theme=("int64", "items of the theme that name any unit"),
    n_items_unit=("int64", "items of the plan that name the unit, whatever their theme"),
    names=("str", "the names as written, joined by ；"),
    clause_nos=("str", "clauses that name it, joined by blanks"),
)

_WHO = r"(?:单位|部门|科室|股室|处室|主体)"
_LABEL = re.compile(
    rf"(?P<lead>牵头{_WHO}|主办单位)|(?P<office>责\s*任\s*{_WHO}|(?:配合|协办|参与|协同|落实|实施){_WHO})"
    r"|(?P<other>(?:责任|牵头|分管|包抓|主管)(?:领导|校长|同志)|(?:责任|联系|负责)人|完成(?:时限|时间)|时间节点|序号)")
_BRACKET = re.compile(r"[（(【〔\[]([^（(【〔\[）)】〕\]]{2,80})[）)】〕\]][。；;]?\s*$")
_SPLIT = re.compile(r"[、,，;；/／\s。.]+|(?<=[室科股办局])[和与及](?=[^和与及]{2})")
_OFFICE = re.compile(
    r"(?:[室科股办局校园部处组站委队院馆所镇乡司厅]|中小学|中心|机关|单位|团委|工会|妇联|协会|街道|集团|部门|党组织)$")
_STRICT = re.compile(r"(?:室|科|股|办公室|局|中心|部|处|站|委|馆|院|所|部门)$")
_PERSON = re.compile(r"(?:书记|主任|局长|校长|园长|科长|股长|主席|同志|院长|所长|组长)$")
_NOISE = re.compile(r"^(?:\d+[.、]|各?牵头|配合|负责|由|及|和)|(?:等|牵头|配合|负责|落实)$")
_BRACKETED = re.compile(r"[（(【〔][^）)】〕]*[）)】〕]?")


class Named(NamedTuple):
    """One office as a clause names it."""

    name: str
    lead: bool


def responsibility(study: Study) -> pd.DataFrame:
    """Table responsibility: one row per plan, theme and responsible office, the most named first.

    Offices are read from responsibility clauses (责任单位：…) and from brackets that close a counted clause and name
    offices.  Lines of persons (责任领导, 责任人) give nothing, and a word without the ending of an office is taken for a name and
    left out, unless corpus/lexicon/units.txt lists it.  An office answers for the themes coded in its item (block).
    Plans that name no office have no rows.
    """
    aliases = read_units(shared_folder(study.corpus, "lexicon") / "units.txt")
    found = _mentions(study.clauses, aliases)
    if found.empty:
        return empty("responsibility")
    found["unit"] = [aliases.get(name, name) for name in found["name"]]
    item = ["plan_id", "block"]
    themes = study.codings.merge(study.clauses[["plan_id", "clause_no", "block"]], on=["plan_id", "clause_no"])
    themes = themes[[*item, "theme"]].drop_duplicates()
    both = found.merge(themes, on=item)
    if both.empty:
        return empty("responsibility")
    named = both.groupby(["plan_id", "theme"])["block"].nunique().to_dict()
    overall = found.groupby(["plan_id", "unit"])["block"].nunique().to_dict()
    rows = []
    for (plan, theme, unit), own in both.groupby(["plan_id", "theme", "unit"]):
        n, of = own["block"].nunique(), int(named[(plan, theme)])
        rows.append({"plan_id": plan, "theme": theme, "unit": unit, "n_items": n,
                     "n_lead": own.loc[own["lead"], "block"].nunique(), "share": n / of, "n_items_theme": of,
                     "n_items_unit": int(overall[(plan, unit)]), "names": "；".join(sorted(own["name"].unique())),
                     "clause_nos": " ".join(str(c) for c in sorted(own["clause_no"].unique()))})
    order = {plan: i for i, plan in enumerate(study.plans["plan_id"])} | {t.name: i for i, t in enumerate(study.themes)}
    table = pd.DataFrame(rows)
    table = table.sort_values(["plan_id", "theme", "n_items", "n_lead", "unit"], ascending=[True, True, False, False, True],
                              key=lambda c: c.map(order) if c.name in ("plan_id", "theme") else c, kind="stable")
    return check(table, "responsibility")


def read_units(path: Path) -> dict[str, str]:
    """{name in the text: canonical name} of units.txt: ``name = canonical`` a line, ``#`` starts a comment."""
    if not path.is_file():
        return {}
    aliases: dict[str, str] = {}
    for number, line in enumerate(file_text(path).splitlines(), 1):
        text = line.split("#", 1)[0].strip()
        if not text:
            continue
        name, sign, canonical = (part.strip() for part in text.replace("＝", "=").partition("="))
        if not (name and sign and canonical):
            raise StudyError(f"{path}, line {number}", f"read {text!r}", "write: name = canonical name")
        if aliases.setdefault(name, canonical) != canonical:
            raise StudyError(f"{path}, line {number}", f"{name!r} was {aliases[name]!r} above, now {canonical!r}",
                             "keep one of the two")
    return aliases | {canonical: canonical for canonical in aliases.values() if canonical not in aliases}


def _mentions(clauses: pd.DataFrame, aliases: dict[str, str]) -> pd.DataFrame:
    """plan_id, clause_no, block, name, lead of every office named, in the order of the text."""
    rows: list[tuple[str, int, int, str, bool]] = []
    at, field = (None, None), ""  # a responsibility line without a label goes on with the one before it
    for plan, number, block, kind, text in clauses[["plan_id", "clause_no", "block", "kind", "text"]].itertuples(index=False):
        if kind == "responsibility":
            field = field if at == (plan, block) else ""
            named, field = _offices(text, field, aliases)
            at = (plan, block)
        elif kind in ("title", "furniture"):
            continue
        else:
            tail = _BRACKET.search(text)
            named = _in_bracket(tail[1], aliases) if tail else []
        rows += [(plan, number, block, *each) for each in named]
    table = pd.DataFrame(rows, columns=["plan_id", "clause_no", "block", "name", "lead"])
    known = frozenset(table["name"]) | frozenset(aliases)
    table["name"] = [_cut(name, known) for name in table["name"]]
    table = table.explode("name", ignore_index=True)
    first = ~table.duplicated(["plan_id", "block"])
    table["lead"] = table["lead"].astype(bool) | first
    return table


def _offices(text: str, field: str, aliases: dict[str, str]) -> tuple[list[Named], str]:
    """The offices in the fields of one line, and the field it ends in (lead, office, other or "")."""
    marks = list(_LABEL.finditer(text))
    pieces = [(field, text[:marks[0].start()] if marks else text)]
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    pieces += [(mark.lastgroup or "", text[mark.end():end]) for mark, end in zip(marks, ends, strict=False)]
    of_offices = [(kind, piece) for kind, piece in pieces if kind in ("lead", "office")]
    return [Named(name, kind == "lead") for kind, piece in of_offices for name in _names(piece, aliases)], pieces[-1][0]


def _in_bracket(text: str, aliases: dict[str, str]) -> list[Named]:
    """Offices of a closing bracket: labelled ones, or a bare list in which every part is an office."""
    if _LABEL.search(text):
        return _offices(text, "", aliases)[0]
    parts = [part for part in _SPLIT.split(text) if part]
    if parts and all(part in aliases or (2 < len(part) <= 14 and _STRICT.search(part)) for part in parts) \
            and not re.match(r"含|包括|以下|不|如|即|简称|原", text):
        return [Named(name, False) for name in _names(text, aliases)]
    return []


def _names(piece: str, aliases: dict[str, str]) -> list[str]:
    names = []
    for part in _SPLIT.split(_BRACKETED.sub("", piece).lstrip(":： ")):
        name = _NOISE.sub("", unicodedata.normalize("NFKC", part).strip(":： ()[]"))
        if name in aliases or (2 <= len(name) <= 20 and _OFFICE.search(name) and not _PERSON.search(name)):
            names.append(name)
    return names


def _cut(name: str, known: frozenset[str]) -> list[str]:
    """督导室学前室 -> 督导室, 学前室, where both are named elsewhere; 教育局办公室 stays one office."""
    for at in range(3, len(name) - 2):
        head, tail = name[:at], name[at:]
        if head in known and tail in known and head[-1] in "室科股处站":
            return [head, *_cut(tail, known)]
    return [name]
