"""Take documents into a corpus: any file -> ``plans/<place>-<year>.txt`` with its labels over the verbatim text."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from compare.corpus import FIELDS, KEYS, plan_paths, read_plan, sha256, split_front_matter
from compare.errors import StudyError
from compare.files import replace as named
from compare.locks import locked
from compare.paths import corpus_folder, typed
from compare.reading.formats import MAX_FILE, Document
from compare.reading.guard import Guard
from compare.reading.inference import Labels, infer
from compare.safe_yaml import load_yaml

ADDED, PRESENT, REFUSED = "已加入", "已在语料中", "未收"
_ASIDE = re.compile(r"^(?:\.|~\$)|^(?:Thumbs\.db|desktop\.ini)$", re.I)
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\s#\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+')
_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.I)

Ask = Callable[[str, str, Any, str], Any]


@dataclass
class Outcome:
    """What became of one document."""

    file: str
    result: str
    plan_id: str = ""
    reason: str = ""
    labels: dict[str, Any] = field(default_factory=dict)
    doubts: str = ""
    warnings: str = ""


def add(
    paths: str | Path | Iterable[str | Path],
    corpus: str | Path | None = None,
    *,
    labels: dict[str, Any] | None = None,
    accept: bool = False,
    ask: Ask | None = None,
    progress: Callable[[int, int, Outcome], None] | None = None,
) -> pd.DataFrame:
    """Take files and folders into the corpus; a row per document: file, result, plan_id, labels, doubts, warnings, reason.

    ``labels`` override what is read, for every document of the call.  A doubtful label is left empty, unless ``accept``
    takes it or ``ask(file, label, value, doubt)`` returns a value.  A document that cannot be read changes nothing; the
    others go on, and its row says 未收 with the reason.  Raises StudyError where a label given is none or a path is missing.
    """
    given = _given(labels or {})
    files = list(_files([paths] if isinstance(paths, (str, Path)) else paths))
    folder = _plans_folder(corpus)
    rows = []
    with locked(folder, "add"), Guard() as guard:
        known = _known(folder)
        for number, path in enumerate(files, 1):
            for outcome in _take(guard, path, folder, known, given, accept, ask):
                rows.append(outcome)
                if progress:
                    progress(number, len(files), outcome)
    columns = [
        "file",
        "result",
        "plan_id",
        *(k for k in FIELDS if k not in ("sha256", "retrieved_on")),
        "doubts",
        "warnings",
        "reason",
    ]
    made = [
        {
            **{k: o.labels.get(k) for k in columns},
            "file": o.file,
            "result": o.result,
            "plan_id": o.plan_id,
            "doubts": o.doubts,
            "warnings": o.warnings,
            "reason": o.reason,
        }
        for o in rows
    ]
    return pd.DataFrame(made, columns=columns)


def _given(labels: dict[str, Any]) -> dict[str, Any]:
    """Labels of the call, checked as those of a plan file are."""
    for key in labels:
        if key not in FIELDS or key == "sha256":
            raise StudyError("add", f"no label {key!r}", "use one of " + ", ".join(k for k in FIELDS if k != "sha256"))
    return {key: value for key, value in labels.items() if value is not None}


def _files(paths: Iterable[str | Path]) -> Iterable[Path]:
    for given in paths:
        path = Path(given)
        if path.is_dir():
            yield from sorted(
                p for p in path.rglob("*") if p.is_file() and not any(_ASIDE.match(part) for part in p.relative_to(path).parts)
            )
        elif path.exists():
            yield path
        else:
            raise StudyError(path, "no such file or folder", "check the name")


def _plans_folder(corpus: str | Path | None) -> Path:
    if corpus is not None and not (Path(corpus) / "plans").is_dir():
        try:
            (Path(corpus) / "plans").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StudyError(corpus, f"cannot be made a corpus ({error.strerror})", "name a folder you may write to") from None
    return corpus_folder(corpus) / "plans"


def _known(folder: Path) -> dict[str, str]:
    """{sha256 of the text or casefolded id: plan_id} of the plans there; a plan with a fault is known by its id alone."""
    known: dict[str, str] = {}
    for path in plan_paths(folder):
        name = unicodedata.normalize("NFC", path.stem)
        known[name.casefold()] = name
        try:
            known[read_plan(path).labels["sha256"]] = name
        except (StudyError, OSError):
            continue
    return known


def _take(guard: Guard, path: Path, folder: Path, known: dict[str, str], given: dict[str, Any], accept: bool,
          ask: Ask | None) -> list[Outcome]:
    shown = typed(str(path))
    try:
        documents = [replace(document, name=typed(document.name)) for document in guard.read(path)]
        with path.open("rb") as file:
            digest = hashlib.sha256(file.read(MAX_FILE + 1)).hexdigest()
    except StudyError as error:
        return [Outcome(shown, REFUSED, reason=f"{error.what} -> {error.cure}")]
    except OSError as error:
        return [Outcome(shown, REFUSED, reason=f"cannot be opened ({error.strerror}) -> check the rights of the file")]
    outcomes = []
    for document in documents:
        name = document.name if "#" in document.name else shown
        try:
            outcomes.append(_keep(document, name, digest, folder, known, given, accept, ask))
        except StudyError as error:
            outcomes.append(Outcome(name, REFUSED, reason=f"{error.what} -> {error.cure}"))
        except OSError as error:
            outcomes.append(
                Outcome(name, REFUSED, reason=f"cannot be written ({error.strerror}) -> check the rights of {folder}")
            )
    return outcomes


def _keep(
    document: Document,
    name: str,
    digest: str,
    folder: Path,
    known: dict[str, str],
    given: dict[str, Any],
    accept: bool,
    ask: Ask | None,
) -> Outcome:
    head, text = _own_head(document, Path(name))
    if sha256(text) in known:
        return Outcome(name, PRESENT, known[sha256(text)], "the same text is there")
    found = infer(text, document.name, document.given)
    labels = _decided(found, name, {**{k: v for k, v in head.items() if k in FIELDS and v is not None}, **given}, accept, ask)
    warnings = [*document.notes, *found.warnings]
    stem = _stem(labels, document)
    plan_id, number = stem, 1
    while plan_id.casefold() in known:
        number += 1
        plan_id = f"{stem}-{number}"
    if number > 1:
        warnings.append(f"{stem} 已有另一份文字,此份编为 {plan_id}")
    front = {key: labels.get(key) for key in FIELDS if key != "sha256"} | {
        "place_note": head.get("place_note") or found.place_note,
        "note": head.get("note"),
        "corrections": head.get("corrections"),
        "source_file": document.name,
        "source_sha256": digest,
        "source_format": " ".join(filter(None, (document.format, document.encoding))),
        "read_at": {k: _where(r) for k, r in found.read.items() if labels.get(k) == r.value} or None,
        "warnings": warnings or None,
        "navigation": head.get("navigation") or [list(span) for span in document.navigation] or None,
        "sha256": sha256(text),
    }
    _write(folder / f"{plan_id}.txt", front, text)
    known[plan_id.casefold()] = known[sha256(text)] = plan_id
    left = [k for k in found.doubtful if labels.get(k) is None]
    return Outcome(
        name,
        ADDED,
        plan_id,
        "",
        labels,
        "; ".join(f"{k}: {found.read[k].value}? ({found.read[k].doubt})" for k in left),
        "; ".join(warnings),
    )


def _own_head(document: Document, path: Path) -> tuple[dict[str, Any], str]:
    """(labels, text) of a document that is a plan file already; else no labels and the whole text."""
    if document.format in ("txt", "md") and document.text.startswith("---\n"):
        try:
            head, text = split_front_matter(document.text, path)
            labels = load_yaml(head, path, first_line=2)
        except StudyError:
            return {}, document.text
        if labels and set(labels) <= set(KEYS) and text.strip():
            return labels, text
    return {}, document.text


def _decided(found: Labels, name: str, given: dict[str, Any], accept: bool, ask: Ask | None) -> dict[str, Any]:
    labels: dict[str, Any] = {}
    for key, reading in found.read.items():
        if key in given:
            continue
        value: Any = reading.value
        if reading.doubt and not accept:
            value = ask(name, key, reading.value, reading.doubt) if ask else None
        labels[key] = value
    if labels.get("place") is None and "place" in found.read and "place" not in given:
        labels.pop("province", None)  # what hung on a place that was not taken
    return {**labels, **given}


def _where(reading: Any) -> str:
    return reading.where if reading.start < 0 else f"{reading.where} {reading.start}–{reading.end}"


def _stem(labels: dict[str, Any], document: Document) -> str:
    place, year = labels.get("place"), labels.get("year")
    own = document.name.replace("#", "-").rpartition(".")[0] if "#" not in document.name else document.name.replace("#", "-")
    stem = f"{place}-{year}" if place and year else own or document.name
    stem = _UNFIT.sub("_", unicodedata.normalize("NFC", stem)).strip("._ ").lstrip("=+-@＝＋－＠._ ")[:80]
    stem = stem.encode("utf-8", "replace")[:200].decode("utf-8", "ignore").strip("._ ") or "plan"   # names have at most 255 bytes
    return f"_{stem}" if _RESERVED.match(stem) else stem


class _Plain(yaml.SafeDumper):
    """Safe YAML without aliases, which plan files may not hold."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _write(path: Path, front: dict[str, Any], text: str) -> None:
    """Write a plan file at once or not at all; what cannot be read again is not kept."""
    head = yaml.dump(
        {k: v for k, v in front.items() if v is not None or k in FIELDS},
        allow_unicode=True,
        sort_keys=False,
        width=10**6,
        default_flow_style=None,
        Dumper=_Plain,
    )
    part = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        with part.open("wb") as file:
            file.write(f"---\n{head}---\n{text}".encode())
            file.flush()
            os.fsync(file.fileno())
        read_plan(part)
        named(part, path)
    except StudyError as error:     # of the plan file that it would be, by the name that it would have
        raise StudyError(error.where.replace(part.name, path.name), error.what, error.cure) from None
    finally:
        part.unlink(missing_ok=True)
