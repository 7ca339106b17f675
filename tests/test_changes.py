"""Changes of terms between years of one place; none without two years."""

import numpy as np

from compare.measures.changes import NONE, changes, patterns
from studies import made_terms, study_of


def plan(term: str, items: int = 14) -> str:
    return "\n".join(f"{n}.做好{term}和劳动教育。推进{term}。" for n in range(1, items + 1)) + "\n"


def test_no_place_has_two_years(study):
    table = changes(study)
    assert table.empty and table.attrs["note"] == NONE


def test_a_term_that_takes_anothers_place(tmp_path):
    table = changes(study_of(tmp_path, 甲县_2023=plan("数字化"), 甲县_2024=plan("数智化"), 乙县_2024=plan("美育")))
    assert set(table["place"]) == {"甲县"}
    found = table.set_index("term")["change"].to_dict()
    assert found["数字化"] == "消失" and found["数智化"] == "新增" and found["劳动教育"] == "未见显著变化"
    assert "美育" not in found


def test_course_over_the_years():
    rates = np.array([[1, 5, 3, 0], [2, 4, 3, 2], [3, 3, 2, 0], [4, 2, 3, 0], [5, 1, 3, 3]])
    year = np.repeat(np.arange(2019, 2024), 1)
    table = made_terms(np.column_stack([rates, 30 - rates.sum(axis=1)]), year - 2019)
    found = patterns(table, np.ones(5, bool), year.astype(float), list(range(2019, 2024)))
    assert list(found[:4]) == ["成长", "衰退", "持续", "间断"]


def test_one_more_year_brings_that_place_and_only_that(tmp_path):
    study = study_of(tmp_path, 甲县_2023=plan("美育"), 乙县_2023=plan("美育"), 乙县_2024=plan("校园安全"), 丙县_2025=plan("美育"))
    assert set(changes(study)["place"]) == {"乙县"}
