"""Theme x responsible office: what counts as an office, and that persons never do."""

import pandas as pd
import pytest

from compare.errors import StudyError
from compare.measures.responsibility import _mentions, read_units, responsibility


def named(*lines, aliases=None):
    """Offices named in one item: (kind, text) lines, kind 责 for a responsibility line."""
    rows = [("甲", n, 1, {"责": "responsibility"}.get(kind, "body"), text) for n, (kind, text) in enumerate(lines, 1)]
    table = _mentions(pd.DataFrame(rows, columns=["plan_id", "clause_no", "block", "kind", "text"]), aliases or {})
    return table["name"].tolist()


@pytest.mark.parametrize("line, offices", [
    ("责任单位:基教室 教研室 各中小学、幼儿园", ["基教室", "教研室", "各中小学", "幼儿园"]),
    ("责任科室：人事科，办公室；财务科", ["人事科", "办公室", "财务科"]),
    ("牵头单位：督导室；配合单位：基教科、装备中心", ["督导室", "基教科", "装备中心"]),
    ("责任领导:张学兵 高学芳", []),
    ("责任人：张三（办公室主任）", []),
    ("责任领导：李四  责任单位：安全科", ["安全科"]),
    ("责任单位：办公室（张三）、人事科", ["办公室", "人事科"]),
    ("责任单位：王小明、信息中心", ["信息中心"]),
    ("责任单位：李校长、教研室", ["教研室"]),
    ("责任单位：各学校  完成时限：2024年12月", ["各学校"]),
    ("完成时限：全年", []),
    ("责任单位：教育局办公室", ["教育局办公室"]),
    ("1.责任单位：学前科等", ["学前科"]),
])
def test_lines(line, offices):
    assert named(("责", line)) == offices


@pytest.mark.parametrize("text, offices", [
    ("加强校园安全管理。（责任单位：安全科、各学校）", ["安全科", "各学校"]),
    ("加强校园安全管理（安全科、督导室）。", ["安全科", "督导室"]),
    ("加强校园安全管理。【牵头单位：办公室】", ["办公室"]),
    ("覆盖全部学校（含幼儿园、教学点）。", []),
    ("推进示范校建设（三星级及以上）。", []),
    ("成立领导小组（以下简称领导小组）。", []),
    ("（一）加强办公室建设。", []),
    ("加强校园安全管理（责任领导：张三）。", []),
])
def test_brackets(text, offices):
    assert named(("句", text)) == offices


def test_a_line_without_a_label_goes_on_with_the_one_before():
    assert named(("责", "责任单位:督导室 基教室"), ("责", "条装室 各中小学")) == ["督导室", "基教室", "条装室", "各中小学"]
    assert named(("责", "责任领导:张学兵"), ("责", "高学芳")) == []


def test_names_run_together_are_cut_where_both_are_known():
    assert named(("责", "责任单位:督导室学前室"), ("责", "责任单位:督导室"), ("责", "责任单位:学前室")) == \
        ["督导室", "学前室", "督导室", "学前室"]


def test_units_of_the_list_need_no_ending():
    assert named(("责", "责任单位：党建、人事"), aliases={"党建": "党建部门"}) == ["党建"]


def test_shipped_plan_names_offices_and_no_person(study):
    table = responsibility(study)
    assert set(table["plan_id"]) == {"金凤区-2024"}
    persons = {"张学兵", "高学芳", "马学明"}
    assert not persons & set(table["unit"]) and not persons & set("；".join(table["names"]).split("；"))
    top = table[table["theme"] == "党建"].iloc[0]
    assert top["unit"] == "教育党工委" and top["n_lead"] == top["n_items"]
    assert {"督导部门", "学前教育部门"} <= set(responsibility_units(study))
    assert (table["n_items"] <= table["n_items_theme"]).all() and (table["n_items"] <= table["n_items_unit"]).all()


def responsibility_units(made):
    from compare.paths import shared_folder
    aliases = read_units(shared_folder(made.corpus, "lexicon") / "units.txt")
    return [aliases.get(name, name) for name in _mentions(made.clauses, aliases)["name"]]


@pytest.mark.parametrize("text, message", [
    ("办公室\n", "line 1: read '办公室' -> write: name = canonical name"),
    ("# 说明\n党政办 = 办公室\n党政办 = 党办\n", "line 3: '党政办' was '办公室' above, now '党办' -> keep one of the two"),
])
def test_mistakes_in_the_list_are_told(tmp_path, text, message):
    (tmp_path / "units.txt").write_text(text, encoding="utf-8", newline="\n")
    with pytest.raises(StudyError, match=message):
        read_units(tmp_path / "units.txt")


def test_list_is_read(tmp_path):
    (tmp_path / "units.txt").write_text("党政办 = 办公室  # 说明\n局办＝办公室\n", encoding="utf-8", newline="\n")
    assert read_units(tmp_path / "units.txt") == {"党政办": "办公室", "局办": "办公室", "办公室": "办公室"}
    assert read_units(tmp_path / "none.txt") == {}
