"""A study: a theme tried out on it is as if its file stood in the corpus; what was made of it is kept with it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

import compare
from compare.errors import StudyError
from compare.study import once
from studies import study_of, theme_file

PLAN = "1. 加强教师队伍建设。\n2. 开展师德考核。\n3. 校园安全检查。\n"
TEXT = "label: 教师队伍\nlabel_en: Teachers\ndefinition: 讲教师的句子\nany: [教师队伍, 师德]\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    theme_file(folder, "安全", any="[安全]")
    return study_of(folder, 甲县_2024=PLAN)


def test_a_theme_is_tried_out(small):
    made = compare.with_theme(small, "教师队伍", TEXT)
    assert [theme.name for theme in made.themes] == ["安全", "教师队伍"]
    assert made.codings.groupby("theme").size().to_dict() == {"安全": 1, "教师队伍": 2}
    assert len(small.themes) == 1 and len(small.codings) == 1, "the study itself is as it was"
    theme_file(small.corpus, "教师队伍", any="[教师队伍, 师德]")
    loaded = compare.load(small.corpus)
    (small.corpus / "themes" / "教师队伍.yml").unlink()
    assert loaded.codings.equals(made.codings) and loaded.hits.equals(made.hits)


def test_a_theme_takes_the_place_of_its_namesake(small):
    made = compare.with_theme(small, "安全", TEXT.replace("教师队伍, 师德", "检查"))
    assert [theme.name for theme in made.themes] == ["安全"] and made.hits["evidence"].tolist() == ["检查"]


def test_a_mistake_in_the_text_is_told(small):
    with pytest.raises(StudyError, match="教师队伍.yml, rules: the theme has no rule"):
        compare.with_theme(small, "教师队伍", TEXT.replace("any: [教师队伍, 师德]\n", ""))


def test_a_measure_is_computed_once_a_study_and_handed_out_as_a_copy(study):
    calls = []

    @once
    def counted(study, unit="clause"):
        calls.append(unit)
        return pd.DataFrame({"n": [1]})

    other = replace(study)
    counted(study)["n"] = 2
    assert counted(study)["n"].tolist() == [1] and calls == ["clause"]
    counted(study, unit="item")
    counted(other)
    assert calls == ["clause", "item", "clause"]
