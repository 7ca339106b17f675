"""Clauses that several themes claim."""

from __future__ import annotations

from compare.measures.collisions import collisions
from studies import study_of, theme_file

PLAN = "1. 加强网络安全。\n2. 建设智慧校园，守住校园安全。\n3. 支部管网络安全。\n4. 办好运动会。\n5. 支部学习。\n"


def test_shared_words_and_words_of_their_own(tmp_path):
    theme_file(tmp_path, "安全", any="[网络安全, 校园安全]")
    theme_file(tmp_path, "数字", any="[网络安全, 智慧校园]")
    theme_file(tmp_path, "党建", any="[支部]")
    study = study_of(tmp_path, 甲县_2024=PLAN)
    table = collisions(study)
    assert [(row.clause_no, row.n_themes, row.shared) for row in table.itertuples()] == [
        (3, 3, "网络安全"), (1, 2, "网络安全"), (2, 2, "")]
    assert set(table.iloc[0]["themes"].split("；")) == {"党建", "安全", "数字"}
    assert "数字：智慧校园" in table.iloc[2]["evidence"] and "安全：校园安全" in table.iloc[2]["evidence"]


def test_as_many_as_are_coded_twice(study):
    times = study.codings.groupby(["plan_id", "clause_no"]).size()
    assert len(collisions(study)) == (times > 1).sum()


def test_no_theme_meets_another(tmp_path):
    theme_file(tmp_path, "安全", any="[安全]")
    assert collisions(study_of(tmp_path, 甲县_2024="1. 安全检查。\n")).empty
