"""All charts of a study, in one process or two: the same files."""

from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

from compare import charts
from compare.report import drawing


def test_two_processes_write_what_one_writes(study, tmp_path, monkeypatch):
    monkeypatch.setattr(charts, "names", lambda: ["design", "coverage", "attention", "trends"])
    told = []
    for folder, at_once in (("one", 1), ("two", 2)):
        assert drawing.draw(study, tmp_path / folder, lambda name, seconds: told.append(name), at_once) == []
    assert sorted(told[:4]) == sorted(told[4:]) == sorted(charts.names())
    one, two = ({p.name: p.read_bytes() for p in sorted((tmp_path / folder).iterdir()) if p.suffix in (".csv", ".svg", ".txt")}
                for folder in ("one", "two"))
    assert len(one) == 12 and one == two


def test_a_chart_that_fails_is_named_and_the_others_are_drawn(study, tmp_path, monkeypatch):
    def write(study, out, names):
        if names == ["乙"]:
            raise ValueError("nothing to draw")
    monkeypatch.setattr(charts, "names", lambda: ["甲", "乙", "丙"])
    monkeypatch.setattr(charts, "write", write)
    told = []
    assert drawing.draw(study, tmp_path, lambda name, seconds: told.append(name)) == [
        f"chart 乙: ValueError: nothing to draw (test_drawing.py:{write.__code__.co_firstlineno + 2})"]
    assert told == ["甲", "乙", "丙"]


def test_a_process_that_dies_is_named_for_each_chart_it_held_up():
    job = Future()
    job.set_exception(BrokenProcessPool())
    assert drawing._result(job) == ("its process was ended from outside, for want of memory perhaps", 0.0)
