"""`plan-compare verify`: results are computed again; what differs is told with its cause."""

import json
import shutil
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest

from compare import charts
from compare.cli import main
from compare.files import write_bytes

PLAN = "---\nplace: 甲县\nyear: 2024\nlevel: 区县\nkind: 工作要点\n---\n一、办学。\n二、安全教育每月一次。\n"


def tables_alone(study, out, names):
    for name in names:
        table = import_module(f"compare.charts.catalogue.{name}").table(study)
        write_bytes(out / f"{name}.csv", table.to_csv(index=False, lineterminator="\n").encode("utf-8-sig"))


@pytest.fixture
def results(tmp_path, monkeypatch):
    """A study of two plans with the tables of two charts in its figures/."""
    monkeypatch.setattr(charts, "names", lambda: ["coverage", "targets"])
    plans = tmp_path / "corpus" / "plans"
    plans.mkdir(parents=True)
    (plans / "甲县-2024.txt").write_text(PLAN, "utf-8", newline="\n")
    (plans / "乙县-2024.txt").write_text(PLAN.replace("甲县", "乙县").replace("招生", "党建工作"), "utf-8", newline="\n")
    shutil.copytree(Path(__file__).parents[1] / "corpus" / "themes", tmp_path / "corpus" / "themes")
    monkeypatch.setattr(charts, "write", tables_alone)
    assert main(["run", "--no-notebooks", "--corpus", str(tmp_path / "corpus")]) == 0
    return tmp_path


def verify(results, capsys, *more):
    capsys.readouterr()
    status = main(["verify", "--corpus", str(results / "corpus"), *more])
    return status, capsys.readouterr().out


def test_results_that_hold(results, capsys):
    before = {p: p.read_bytes() for p in results.rglob("*") if p.is_file()}
    assert verify(results, capsys) == (0, "2 个表：2 个与重算逐字节相同\n")
    assert {p: p.read_bytes() for p in results.rglob("*") if p.is_file()} == before, "nothing is written"


def changed_number(results):
    path = results / "figures" / "coverage.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.loc[0, "share"] = "0.123"
    path.write_bytes(table.to_csv(index=False, lineterminator="\n").encode("utf-8-sig"))


def removed_row(results):
    path = results / "figures" / "coverage.csv"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def copied_row(results):
    path = results / "figures" / "coverage.csv"
    path.write_bytes(path.read_bytes() + path.read_bytes().splitlines(keepends=True)[-1])


def other_version(results):
    path = results / "figures" / "run.json"
    account = json.loads(path.read_text("utf-8"))
    account["packages"]["jieba"] = "0.1"
    path.write_text(json.dumps(account), "utf-8")
    changed_number(results)


def edit(name, old, new):
    def change(results):
        path = next((results / "corpus").rglob(name))
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8", newline="\n")
    return change


def remove(name):
    return lambda results: next(results.rglob(name)).unlink()


def left_unfinished(results):
    (results / "figures" / ".previous").mkdir()


@pytest.mark.parametrize(("change", "told"), [
    (changed_number, ["coverage：1 处不同", "结果中 0.123  重算", "结果所据的都没有变"]),
    (removed_row, ["coverage：1 处不同", "结果中   重算 有"]),
    (copied_row, ["未能核对  coverage：行数与重算的不同"]),
    (other_version, ["程序  jieba：改动（0.1 → 0.42.1）", "程序有变"]),
    (edit("甲县-2024.txt", "一、办学。", "一、办学。安全第一。"), ["原文  甲县-2024：改动", "原文改动：甲县-2024"]),
    (edit("安全.yml", "label:", "valid_from: 2024-02-01\nlabel:"), ["主题规则  安全：改动"]),
    (remove("乙县-2024.txt"), ["原文  乙县-2024：删去", "coverage：4 处不同"]),
    (remove("targets.csv"), ["未能核对  targets：targets.csv 不存在"]),
    (lambda results: (results / "figures" / "targets.csv").write_bytes(b""), ["未能核对  targets"]),
    (left_unfinished, ["上一次运行没有结束"]),
])
def test_what_differs_is_told(results, capsys, change, told):
    change(results)
    status, shown = verify(results, capsys)
    assert status == 1 or "安全" in told[0], shown
    assert all(words in shown for words in told), shown


def test_many_differences_are_shortened(results, capsys):
    path = results / "figures" / "coverage.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    numbers = [c for c in table if pd.to_numeric(table[c], errors="coerce").notna().all()]
    path.write_bytes(table.assign(**{c: "77" for c in numbers}).to_csv(index=False, lineterminator="\n").encode("utf-8-sig"))
    assert "用 --all 列出" in verify(results, capsys)[1] and "用 --all 列出" not in verify(results, capsys, "--all")[1]


def test_no_results(results, capsys):
    (results / "figures" / "run.json").unlink()
    assert main(["verify", "--corpus", str(results / "corpus")]) == 2
    assert "no results to verify" in capsys.readouterr().err
