"""Plan files <-> plans table.  A plan file is YAML front matter over the verbatim text."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from codecs import BOM_UTF8
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from compare.errors import StudyError
from compare.paths import called, stem
from compare.reading.archives import MAX_FILE
from compare.reading.formats import MAX_TEXT, refuse_too_large
from compare.safe_yaml import load_yaml
from compare.tables import check, texts

FIELDS = ("place", "level", "province", "year", "kind", "title", "issuer", "doc_number",
          "issued_on", "source_url", "retrieved_on", "sha256")
KEYS = (*FIELDS, "place_note", "note", "corrections",
        "source_file", "source_sha256", "source_format", "read_at", "warnings", "navigation")
LEVELS = ("国家", "省", "市", "区县")
STEM = re.compile(r"(?P<place>.+?)-(?P<year>(?:19|20)\d\d)$")


MAX_BYTES = 4 * 2**20   # of a plan file or a theme file


@dataclass(frozen=True)
class Correction:
    """A reasoned mend of the source: replaces ``find`` in what is analysed, never in the text."""

    find: str
    replace: str
    reason: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Plan:
    """One plan file as read: its labels, its verbatim text and its corrections."""

    plan_id: str
    text: str
    labels: dict[str, Any] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()


def plan_files(corpus: Path) -> list[Path]:
    """The plan files of a corpus, in order of their ids; two files of one id are refused."""
    found = _files(plan_paths(corpus / "plans"), {})
    if not found:
        raise StudyError(corpus / "plans", "no plan (*.txt) in it", "add one with: " + called("add FILE"))
    return found


def reference_files(corpus: Path) -> list[Path]:
    """The files of ``reference/``, documents that plans may repeat; none may have the id of a plan."""
    found = plan_paths(corpus / "reference")
    return _files(found, {plan_id(path).casefold(): path for path in plan_files(corpus)}) if found else []


def _files(paths: list[Path], taken: dict[str, Path]) -> list[Path]:
    found: dict[str, Path] = {}
    for own, _, path in sorted((plan_id(path), str(path), path) for path in paths):
        name = own.casefold()
        twin = taken.get(name) or found.setdefault(name, path)
        if twin is not path:
            raise StudyError(path, f"has the same id {own!r} as {twin}", "rename one of the two files")
    return list(found.values())


def plan_paths(folder: Path) -> list[Path]:
    """All that is called a plan file in a folder and its folders, by name; links to folders are not followed."""
    found = [Path(inner, name) for inner, _, names in os.walk(folder) for name in names
             if name.lower().endswith((".txt", ".md")) and not name.startswith(".")]
    return sorted(found, key=lambda path: path.parts)


def plan_id(path: Path) -> str:
    """The plan's id: the file's stem."""
    return stem(path)


def read_plan(path: Path) -> Plan:
    """Read one plan file.  Raises StudyError naming the file, the line or key, and the cure."""
    return parse_plan(file_bytes(path), path)


def parse_plan(data: bytes, path: Path) -> Plan:
    """The plan of a file's bytes; ``path`` names it."""
    try:
        raw = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StudyError(path, f"is not UTF-8 (byte {error.start})", "take it in with: " + called("add FILE")) from None
    ends = "\r" in raw
    if ends:
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    head, text = split_front_matter(raw, path)
    if not text.strip():
        raise StudyError(path, "holds no text" + (" under the front matter" if head else ""),
                         "paste the plan's text there, or delete the file")
    refuse_too_large(text, path)
    labels = _labels(head, path)
    digest = sha256(text) if ends else _sum_of_file(data, raw, text)
    if labels["sha256"] not in (None, digest):
        raise StudyError(f"{path}, sha256", "the text is not the one this sum was taken of",
                         "restore the verbatim text, or delete the line sha256 if the change is meant")
    labels["sha256"] = digest
    _check_navigation(labels["navigation"], text, path)
    return Plan(plan_id(path), text, labels, _corrections(labels.pop("corrections"), text, path))


def file_text(path: Path, most: int = MAX_FILE) -> str:
    """The text of a file of the study that people write.  Raises StudyError as ``file_bytes``, and where it is not UTF-8."""
    try:
        return file_bytes(path, most).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StudyError(path, f"is not UTF-8 (byte {error.start})", "save it as UTF-8") from None


def file_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """A file of the study.  Raises StudyError where it is none, or larger than any that people write."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):     # a pipe or a device has no end
            raise StudyError(path, "is no file", "take it out of the folder")
        if found.st_size > most:
            raise StudyError(path, f"is {found.st_size:,} bytes large", f"keep files of up to {most:,} bytes")
        return path.read_bytes()
    except OSError as error:
        raise StudyError(path, f"cannot be opened ({error.strerror or error})", "check the rights of the file, or run again") from None


def split_front_matter(raw: str, path: Path) -> tuple[str, str]:
    """(YAML, verbatim text); the YAML is empty where the file starts without ``---``."""
    if not raw.startswith("---\n"):
        return "", raw
    end = raw.find("\n---\n", 3)
    if end < 0:
        raise StudyError(f"{path}, line 1", "front matter opens with --- and never closes",
                         "put a line --- between the front matter and the text")
    return raw[4:end + 1], raw[end + 5:]


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _sum_of_file(data: bytes, raw: str, text: str) -> str:
    """The sum of a text with which a file ends, of the file's own bytes: they need not be made of the text again."""
    before = raw[:len(raw) - len(text)].encode()
    return hashlib.sha256(data[len(before) + len(BOM_UTF8) * data.startswith(BOM_UTF8):]).hexdigest()


def _labels(head: str, path: Path) -> dict[str, Any]:
    given = load_yaml(head, path, first_line=2)
    for key in given:
        if key not in KEYS:
            raise StudyError(f"{path}, {key}", "unknown key in the front matter", "use one of " + ", ".join(KEYS))
    named = STEM.match(plan_id(path))
    if not head and named:
        given = {"place": named["place"], "year": int(named["year"])}
    labels: dict[str, Any] = {key: given.get(key) for key in KEYS}
    year, level = labels["year"], labels["level"]
    if year is not None and not (isinstance(year, int) and 1949 <= year <= 2100):
        raise StudyError(f"{path}, year", f"{year!r} is no year", "write four digits, e.g. year: 2024, or leave it empty")
    if level not in (None, *LEVELS):
        raise StudyError(f"{path}, level", f"{level!r} is no level", "write one of " + ", ".join(LEVELS))
    for key in ("issued_on", "retrieved_on"):
        if labels[key] is not None and not _is_date(str(labels[key])):
            raise StudyError(f"{path}, {key}", f"{labels[key]!r} is no date", "write it as 2024-03-05, or leave it empty")
    for key in FIELDS:
        if key != "year" and labels[key] is not None:
            if isinstance(labels[key], (list, dict)):
                raise StudyError(f"{path}, {key}", f"is a {type(labels[key]).__name__}, not text", "write one value")
            labels[key] = str(labels[key])
    return labels


def _check_navigation(spans: Any, text: str, path: Path) -> None:
    """``navigation``: spans of the text that the page's markup showed to be menus and links."""
    good = spans is None or isinstance(spans, list) and all(
        isinstance(s, list) and len(s) == 2 and all(isinstance(n, int) for n in s) and 0 <= s[0] < s[1] <= len(text)
        for s in spans)
    if not good:
        raise StudyError(f"{path}, navigation", f"read {str(spans)[:60]!r}",
                         "give pairs of offsets inside the text, e.g. [[0, 120]], or delete the line")


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _corrections(entries: Any, text: str, path: Path) -> tuple[Correction, ...]:
    if not isinstance(entries or [], list):
        raise StudyError(f"{path}, corrections", "is not a list", "write '- find: …' under it, one entry a mend")
    made = []
    needed = {"find", "replace", "reason"}
    for number, entry in enumerate(entries or [], 1):
        where = f"{path}, corrections entry {number}"
        if not isinstance(entry, dict) or not needed <= set(entry) <= needed | {"expect"}:
            raise StudyError(where, f"read {entry!r}", "give find, replace, reason and expect")
        find, expect = str(entry["find"]), entry.get("expect", 1)
        spans = tuple(m.span() for m in re.finditer(re.escape(find), text)) if find else ()
        if not spans or len(spans) != expect:
            raise StudyError(where, f"{find!r} stands {len(spans)} times in the text, expected {expect}",
                             "the source has changed: mend or delete the correction")
        made.append(Correction(find, str(entry["replace"] or ""), str(entry["reason"]), spans))
    size = len(text) + sum(len(mend.spans) * (len(mend.replace) - len(mend.find)) for mend in made)
    if size > 2 * MAX_TEXT:
        raise StudyError(f"{path}, corrections", f"make {size:,} characters of {len(text):,}", "replace words by words")
    taken = sorted((*span, number) for number, mend in enumerate(made, 1) for span in mend.spans)
    for (_, end, one), (start, _, other) in pairwise(taken):
        if start < end:
            first, second = sorted((one, other))
            raise StudyError(f"{path}, corrections entry {second}", f"{made[second - 1].find!r} overlaps entry {first}",
                             "make one entry of the two")
    return tuple(made)


def label(plan: Plan) -> str:
    """Name on charts: 湖里区 2020.  A masked place keeps its mask, a document that is no 工作要点 says so."""
    labels = plan.labels
    place = labels["place"] or labels["place_note"]
    shown = " ".join(str(part) for part in (place, labels["year"]) if part) if place else plan.plan_id
    return shown if labels["kind"] in (None, "工作要点") else f"{shown}〔{labels['kind']}〕"


def plans_table(plans: list[Plan]) -> pd.DataFrame:
    """Table plans (n_han is filled in once the clauses are known, and labels are those of ``told_apart`` once all plans are)."""
    labels = [{**plan.labels, "text": plan.text, "label": label(plan)} for plan in plans]
    columns: dict[str, Any] = {"plan_id": texts([plan.plan_id for plan in plans])}
    columns |= {name: texts([held[name] for held in labels]) for name in (*FIELDS, "text", "label") if name != "year"}
    columns |= {"year": pd.array([held["year"] for held in labels], dtype="Int64"),
                "n_chars": np.array([len(plan.text) for plan in plans]), "n_han": np.zeros(len(plans), dtype=np.int64)}
    return check(pd.DataFrame(columns), "plans")


def told_apart(plans: pd.DataFrame) -> pd.DataFrame:
    """Table plans of a whole corpus with labels that tell its documents apart, and no more.

    A kind that all have is left out, a name of two has the file's.  Not for a batch, which does not know the other plans.
    """
    kinds = set(plans["kind"].dropna())
    names = [name.removesuffix(f"〔{next(iter(kinds))}〕") if len(kinds) == 1 else name for name in plans["label"]]
    seen = Counter(names)
    return plans.assign(label=texts([name if seen[name] == 1 or name == plan else f"{name}〔{plan}〕"
                                     for name, plan in zip(names, plans["plan_id"], strict=True)]))
