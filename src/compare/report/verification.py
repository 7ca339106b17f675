"""Results against the study that they were made from: every table behind a chart is made anew and compared."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import pandas as pd

from compare import charts
from compare.errors import StudyError
from compare.formulas import to_csv
from compare.paths import called
from compare.report import differences, manifest, previous
from compare.report.differences import Results
from compare.study import Study

EXACT = 1e-12       # numbers that are less apart were computed on machines whose arithmetic rounds otherwise


@dataclass(frozen=True)
class Verification:
    """What differs: ``causes`` and ``differences`` as report.differences has them (before: the results, after: made anew)."""

    causes: pd.DataFrame
    differences: pd.DataFrame
    unchecked: dict[str, str] = field(default_factory=dict)
    same: int = 0           # tables, byte for byte
    alike: int = 0          # tables of the same numbers, written otherwise
    unfinished: bool = False

    @property
    def agrees(self) -> bool:
        """Whether every number of the results is the one that is computed now."""
        return self.differences.empty and not self.unchecked and not self.unfinished


def verify(study: Study, out: Path) -> Verification:
    """Compute the tables of the results in ``out`` again.  Raises StudyError where no results are there."""
    kept = differences.results(out)
    if kept is None:
        raise StudyError(out / "run.json", "no results to verify, or their account cannot be read", "make them with: " + called("run"))
    made: dict[str, pd.DataFrame] = {}
    unchecked: dict[str, str] = {}
    same: list[str] = []
    for name in charts.names():
        path = out / f"{name}.csv"
        try:
            table = import_module(f"compare.charts.catalogue.{name}").table(study)
        except StudyError as error:     # a study without hand coding has no reliability: then none may be among the results
            if path.exists():
                unchecked[name] = str(error)
            continue
        data = to_csv(table)
        if name not in kept.tables:
            unchecked[name] = f"{path.name} 不存在，或不能读"
            continue
        made[name] = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False, encoding="utf-8-sig")
        if path.read_bytes().replace(b"\r\n", b"\n") == data:
            same.append(name)
        elif list(kept.tables[name].columns) != list(made[name].columns):
            unchecked[name] = "列与重算的不同"
    account = json.loads(manifest.to_json(study))
    before = Results({key: kept.account.get(key, {}) for key in account}, {name: kept.tables[name] for name in made})
    now = Results(account, made)
    found = differences.differences(before, now, EXACT)
    for name in made:
        if name not in (*same, *unchecked, *found["table"]) and len(kept.tables[name]) != len(made[name]):
            unchecked[name] = "行数与重算的不同"
    alike = [name for name in made if name not in (*same, *unchecked, *found["table"])]
    return Verification(differences.causes(before, now), found, unchecked, len(same), len(alike), previous.unfinished(out))
