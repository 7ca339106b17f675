"""The cache of a study: what was made of each plan, kept in whole arrays and found again by what it was made from.

A part is one Arrow file: rows of one layer (clauses, tokens, ...) of some plans, one plan after the other.  Its header
says for each plan the key, a hash of all that its rows were made from, and how many rows it has; so the files are their
own index, and two runs that write at once cannot spoil each other's.  The file's name holds the CRC-32 of its bytes: a part
that was damaged is not believed but made again.  Rows are mapped into memory, not read into it, and are there as long as somebody
holds them: what was looked up or worked on is not kept.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import time
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from compare.errors import StudyError
from compare.files import write_bytes
from compare.threads import side_by_side

if TYPE_CHECKING:
    import pyarrow as pa

FOLDER = ".plan-compare"      # in the corpus folder
BATCH = 128                   # plans of a part
_NAME = re.compile(r"(?P<layer>[\w.]+)-(?P<crc>[0-9a-f]{8})-(?P<size>\d+)\.arrow")
_SPARE = 64 * 2**20           # bytes of entries no longer used that are always kept
_GRACE = 600.0                # seconds for which a part that another run may be using is left alone
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Made by plan-compare; may be deleted at any time.\n"


@dataclass(eq=False)
class Part:
    """A part as it stands on disk (or, with ``data``, in memory): its keys, and the row where each plan begins."""

    path: Path | None
    keys: list[str]
    starts: np.ndarray
    data: bytes | None = None
    _sound: bool | None = field(default=None, repr=False)

    def sound(self) -> bool:
        """Whether the bytes are the ones that were written; looked at once, and from then on whether the file is still there."""
        if self.path is None:
            return True
        if self._sound is None:
            named = _NAME.fullmatch(self.path.name)
            self._sound = named is not None and _crc(self.path) == int(named["crc"], 16)
            with suppress(OSError):     # other runs leave it alone while it may be read
                os.utime(self.path)
        return self._sound and self.path.exists()

    def table(self) -> pa.Table:
        """Its rows; those of a file are mapped, as long as the table or a piece of it is held."""
        import pyarrow as pa

        with pa.BufferReader(self.data) if self.path is None else pa.memory_map(str(self.path)) as file:
            return pa.ipc.open_file(file).read_all()


@dataclass(frozen=True)
class Rows:
    """The rows of some plans in a layer: pieces of parts, in the order of the plans, and the rows that each plan has."""

    pieces: tuple[tuple[Part, int, int], ...]
    sizes: np.ndarray

    def table(self) -> pa.Table:
        """All rows; columns are the parts' own, mapped and not copied."""
        import pyarrow as pa

        tables = {part: part.table() for part in {part: None for part, _, _ in self.pieces}}
        return pa.concat_tables([tables[part].slice(start, stop - start) for part, start, stop in self.pieces])

    def packed(self) -> bytes:
        """The rows as bytes for another process."""
        return pack(self.table(), [""] * len(self.sizes), self.sizes.tolist())


def pack(table: pa.Table, keys: Sequence[str], sizes: Sequence[int]) -> bytes:
    """An Arrow file with the plans' keys and numbers of rows in its header."""
    import pyarrow as pa

    table = table.unify_dictionaries().combine_chunks()
    header = json.dumps({"keys": list(keys), "sizes": [int(n) for n in sizes]})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema.with_metadata({b"plans": header.encode()})) as file:
        file.write_table(table)
    return sink.getvalue().to_pybytes()


def unpack(data: bytes) -> Rows:
    """The rows that ``packed`` made into bytes."""
    part = _opened(data)
    assert part is not None
    return Rows(((part, 0, int(part.starts[-1])),), np.diff(part.starts))


def deposit(folder: Path | None, layer: str, data: bytes) -> Path | bytes:
    """Write a packed part; without a folder, or where it cannot be written, the bytes themselves."""
    if folder is None:
        return data
    try:
        path = folder / f"{layer}-{zlib.crc32(data):08x}-{len(data)}.arrow"
        write_bytes(path, data, lasting=False)     # its name tells what its bytes were
        return path
    except StudyError:
        return data


class Store:
    """The parts in a folder.  Without a folder they are kept in a temporary one as long as the store lives."""

    def __init__(self, folder: Path | None) -> None:
        self._temporary = None
        if folder is None or not _made(folder):
            self._temporary = tempfile.TemporaryDirectory(prefix="plan-compare-", ignore_cleanup_errors=True)
            folder = Path(self._temporary.name)
        self.folder = folder
        self._parts: dict[str, list[Part]] = {}
        self._places: dict[str, dict[str, tuple[Part, int]]] = {}
        self._used: set[Part] = set()
        self._wrote = False

    def parts(self, layer: str) -> list[Part]:
        if layer not in self._parts:
            paths = sorted(self.folder.glob(f"{layer}-*.arrow"))
            self._parts[layer] = [part for path in paths if (part := _opened(path))]
        return self._parts[layer]

    def take(self, layer: str, deposited: Path | bytes) -> None:
        """Enter a part that was deposited."""
        self._wrote = True
        known = self.parts(layer)
        if isinstance(deposited, Path) and any(part.path == deposited for part in known):
            return
        part = _opened(deposited)
        if part is not None:
            known.append(part)
            self._places.pop(layer, None)

    def find(self, layer: str, keys: Sequence[str]) -> dict[str, tuple[Part, int]]:
        """Where the rows of each key are, of those that are there: the part and the plan's number in it.

        Goes by the parts' headers alone; ``sound`` looks at their bytes.
        """
        if layer not in self._places:
            # of a key that several hold the first counts
            self._places[layer] = {key: (part, n) for part in reversed(self.parts(layer)) for n, key in enumerate(part.keys)}
        places = self._places[layer]
        found = {key: places[key] for key in keys if key in places}
        self._used.update(part for part, _ in found.values())
        return found

    def sound(self, layer: str, keys: Sequence[str]) -> bool:
        """Look at the bytes of the parts that hold the keys.  False where some were damaged, or gone: those are known no more."""
        parts = list({part: None for part, _ in self.find(layer, keys).values()})
        many = len(parts) > 4 and any(part._sound is None for part in parts)
        good = side_by_side(Part.sound, parts) if many else [part.sound() for part in parts]
        if not all(good):
            self._drop(layer, {part for part, fine in zip(parts, good, strict=True) if not fine}, delete=True)
        return all(good)

    def _drop(self, layer: str, parts: set[Part], delete: bool) -> None:
        """Know these parts no more."""
        self._parts[layer] = [part for part in self.parts(layer) if part not in parts]
        self._places.pop(layer, None)
        self._used -= parts
        for part in parts if delete else ():
            if part.path is not None:
                _delete(part.path)

    def rows(self, layer: str, keys: Sequence[str]) -> Rows:
        """The rows of the keys, all of which are there and ``sound``, in their order.  Raises KeyError where they are not."""
        self.sound(layer, keys)
        found = self.find(layer, keys)
        pieces: list[tuple[Part, int, int]] = []
        sizes = np.empty(len(keys), dtype=np.int64)
        for at, key in enumerate(keys):
            part, n = found[key]
            start, stop = int(part.starts[n]), int(part.starts[n + 1])
            sizes[at] = stop - start
            if pieces and pieces[-1][0] is part and pieces[-1][2] == start:
                pieces[-1] = (part, pieces[-1][1], stop)
            else:
                pieces.append((part, start, stop))
        return Rows(tuple(pieces), sizes)

    def gather(self, layer: str, keys: Sequence[str]) -> None:
        """Where the plans' rows are spread over many small parts, write them into few; the small ones are then unused."""
        parts = {part for part, _ in self.find(layer, keys).values()}
        if len(parts) <= 2 * -(-len(keys) // BATCH) + 16 or not self.sound(layer, keys):
            return
        for at in range(0, len(keys), BATCH):
            some = keys[at:at + BATCH]
            rows = self.rows(layer, some)
            self.take(layer, deposit(self.folder, layer, pack(rows.table(), some, rows.sizes.tolist())))
        self._drop(layer, parts, delete=False)

    def tidy(self) -> None:
        """Drop what was used longest ago, until what this study did not use takes less room than what it did."""
        if self._temporary is not None:
            return
        mine = {part.path for part in self._used if part.path is not None}
        for path in mine:
            with suppress(OSError):
                os.utime(path)
        if not self._wrote:
            return
        sizes: dict[Path, tuple[float, int]] = {}
        for path in self.folder.glob("*.arrow"):
            try:
                sizes[path] = (path.stat().st_mtime, path.stat().st_size)
            except OSError:
                continue
        room = max(_SPARE, sum(size for path, (_, size) in sizes.items() if path in mine))
        now = time.time()
        for path, (used, size) in sorted(sizes.items(), key=lambda item: (-item[1][0], item[0])):
            if path not in mine:
                room -= size
                if room < 0 and now - used > _GRACE:
                    _delete(path)


def _made(folder: Path) -> bool:
    """Make the cache's folder; False, said once, where it cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", _TAG)):
            if not (folder / name).exists():
                write_bytes(folder / name, text.encode())
        if not os.access(folder, os.W_OK):
            raise OSError
        return True
    except (OSError, StudyError):
        print(f"plan-compare: {folder} cannot be written to: nothing is kept for the next run", file=sys.stderr)
        return False


def _opened(source: Path | bytes) -> Part | None:
    """A part with its header read; None where it is no whole part, or gone."""
    import pyarrow as pa

    path, data = (None, source) if isinstance(source, bytes) else (source, None)
    try:
        with pa.BufferReader(data) if path is None else pa.memory_map(str(path)) as file:
            header = json.loads(pa.ipc.open_file(file).schema.metadata[b"plans"])
        starts = np.concatenate([[0], np.cumsum(np.asarray(header["sizes"], dtype=np.int64))])
        return Part(path, header["keys"], starts, data)
    except (OSError, pa.ArrowException, ValueError, KeyError, TypeError):
        if isinstance(source, Path):
            _delete(source)
        return None


def _crc(path: Path) -> int:
    """CRC-32 of a file, -1 where it is gone; read piece by piece, so that it does not come into memory as a map would."""
    crc = 0
    try:
        with path.open("rb", buffering=0) as file:
            while piece := file.read(2**20):
                crc = zlib.crc32(piece, crc)
    except OSError:
        return -1
    return crc


def _delete(path: Path) -> None:
    with suppress(OSError):  # another process holds it (Windows): a later run will drop it
        path.unlink(missing_ok=True)
