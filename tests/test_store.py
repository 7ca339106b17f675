"""The store: rows come back as they were put in, whoever wrote them; a damaged file is not believed; what is old goes."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pyarrow as pa
import pytest

from compare import store as module
from compare.files import write_bytes
from compare.store import BATCH, Store, deposit, pack, unpack


def put(store, layer, **plans):
    """Each plan's rows under the key of its name."""
    table = pa.table({"n": pa.array([n for rows in plans.values() for n in rows], type=pa.int64())})
    store.take(layer, deposit(store.folder, layer, pack(table, list(plans), [len(rows) for rows in plans.values()])))


def rows(store, layer, *keys):
    found = store.rows(layer, keys)
    return found.table().column("n").to_pylist(), found.sizes.tolist()


def test_rows_come_back_in_the_order_that_is_asked_for(tmp_path):
    store = Store(tmp_path / "kept")
    put(store, "x", a=[1, 2], b=[], c=[3])
    put(store, "x", d=[4])
    for again in (store, Store(tmp_path / "kept")):  # another process finds them by the files alone
        assert rows(again, "x", "a", "b", "c") == ([1, 2, 3], [2, 0, 1])
        assert rows(again, "x", "d", "c", "a") == ([4, 3, 1, 2], [1, 1, 2])
        assert set(again.find("x", ["a", "e"])) == {"a"} and again.find("y", ["a"]) == {}


def test_two_that_write_at_once_do_no_harm(tmp_path):
    one, other = Store(tmp_path), Store(tmp_path)
    put(one, "x", a=[1])
    put(other, "x", a=[1], b=[2])
    put(one, "x", b=[2])
    assert rows(Store(tmp_path), "x", "a", "b") == ([1, 2], [1, 1])


@pytest.mark.parametrize("damage", [
    lambda data: data[:-40],
    lambda data: b"",
    lambda data: b"x" * len(data),
    lambda data: data.replace((7).to_bytes(8, "little"), (8).to_bytes(8, "little")),
    lambda data: data.replace(b'"sizes": [3]', b'"sizes": [2]'),
], ids=["cut", "empty", "other", "a number", "the header"])
def test_a_damaged_part_is_not_believed_and_goes(tmp_path, damage):
    put(Store(tmp_path), "x", a=[5, 6, 7])
    path = next(tmp_path.glob("x-*.arrow"))
    before = path.read_bytes()
    path.write_bytes(damage(before))
    assert path.read_bytes() != before
    store = Store(tmp_path)
    store.sound("x", ["a"])
    assert store.find("x", ["a"]) == {} and not path.exists()
    put(store, "x", a=[5, 6, 7])
    assert rows(Store(tmp_path), "x", "a") == ([5, 6, 7], [3])


def test_a_part_that_another_run_took_away_is_not_missed(tmp_path):
    put(Store(tmp_path), "x", a=[5])
    store = Store(tmp_path)
    assert rows(store, "x", "a") == ([5], [1]) and store.sound("x", ["a"])
    next(tmp_path.glob("x-*.arrow")).unlink()
    assert not store.sound("x", ["a"]) and store.find("x", ["a"]) == {} and store.sound("x", ["a"])


def test_many_small_parts_become_few(tmp_path):
    store = Store(tmp_path)
    keys = [f"k{n:03d}" for n in range(40)]
    for n, key in enumerate(keys):
        put(store, "x", **{key: [n]})
    store.gather("x", keys)
    assert rows(store, "x", *keys) == (list(range(40)), [1] * 40)
    assert len({id(part) for part, _ in store.find("x", keys).values()}) == -(-40 // BATCH)


def test_what_is_old_goes_and_what_is_used_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_SPARE", 0)
    store = Store(tmp_path)
    for key in "abc":
        put(store, "x", **{key: [1] * 100 + [ord(key)]})
    for path in tmp_path.glob("x-*.arrow"):
        os.utime(path, (time.time() - 10_000,) * 2)
    again = Store(tmp_path)
    again.find("x", ["b"])
    put(again, "x", d=[1] * 101)
    again.tidy()
    left = Store(tmp_path)
    assert len(left.find("x", ["b"])) == 1 and len(left.find("x", ["a", "c"])) <= 1


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="the system does not tell")
def test_rows_are_in_memory_as_long_as_they_are_held(tmp_path):
    def mapped():
        return str(tmp_path) in Path("/proc/self/maps").read_text("utf-8")

    put(Store(tmp_path), "x", a=[1, 2], b=[3])
    store = Store(tmp_path)
    assert store.sound("x", ["a", "b"]) and not mapped(), "looked up"
    found = store.rows("x", ["b", "a"])
    assert not mapped(), "found"
    held = found.table().column("n").slice(1, 1)
    assert mapped() and held.to_pylist() == [1]
    del held
    assert not mapped()


def test_a_part_that_is_read_is_new_to_other_runs(tmp_path):
    put(Store(tmp_path), "x", a=[1])
    path = next(tmp_path.glob("x-*.arrow"))
    os.utime(path, (1, 1))
    store = Store(tmp_path)
    assert store.find("x", ["a"]) and path.stat().st_mtime == 1
    assert store.sound("x", ["a"]) and path.stat().st_mtime > 1


def test_packed_rows_travel_as_bytes(tmp_path):
    store = Store(tmp_path)
    put(store, "x", a=[1, 2], b=[3])
    there = unpack(store.rows("x", ["b", "a"]).packed())
    assert there.table().column("n").to_pylist() == [3, 1, 2] and there.sizes.tolist() == [1, 2]


def test_a_folder_that_cannot_be_written_to_means_a_store_for_now(tmp_path, capsys):
    (tmp_path / "file").write_text("", "utf-8")
    store = Store(tmp_path / "file" / "kept")
    put(store, "x", a=[1])
    assert rows(store, "x", "a") == ([1], [1])
    assert capsys.readouterr().err.count("cannot be written to: nothing is kept for the next run") == 1


def test_no_part_waits_for_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda _: pytest.fail("waited"))
    data = pack(pa.table({"n": [1, 2]}), ["k"], [2])
    assert deposit(tmp_path, "layer", data).read_bytes() == data
    with pytest.raises(pytest.fail.Exception):
        write_bytes(tmp_path / "table.csv", data)
    assert [path.suffix for path in tmp_path.iterdir()] == [".arrow"]
