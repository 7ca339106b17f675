"""Terms that go with seed words: counts by hand, G² by its formula, and what they would add."""

from __future__ import annotations

import pytest
from scipy.stats import chi2_contingency

from compare.errors import StudyError
from compare.measures.candidates import candidates
from studies import study_of, theme_file

PLAN = ("1. 加强教师队伍建设，开展师德考核。\n2. 教师队伍要补充，师德考核要严格。\n3. 严格师德考核。\n"
        "4. 举办运动会。\n5. 举办艺术节。\n6. 修建教学楼。\n7. 教师队伍结构优化。\n8. 资助贫困学生。\n")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    theme_file(folder, "师资", any="[教师队伍]")
    theme_file(folder, "无", any="[量子纠缠]")
    return study_of(folder, 甲县_2024=PLAN)


def test_counts_and_statistics(small):
    row = candidates(small, "教师队伍").set_index("term").loc["师德考核"]
    assert (row["n_seed"], row["n_other"], row["n_seed_total"], row["n_other_total"]) == (2, 1, 3, 5)
    table = [[2, 1], [1, 4]]
    assert row["g2"] == pytest.approx(chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic)
    assert row["example"].startswith("甲县-2024：") and row["example"].endswith("严格师德考核。")
    assert row["seeds"] == "教师队伍" and row["inside"] == ""


def test_seeds_are_no_candidates_of_their_own(small):
    table = candidates(small, ["教师队伍", "师德"])
    assert not table["term"].isin(["教师队伍", "师德"]).any()
    assert (table.loc[table["term"].str.contains("师德"), "inside"] == "师德").all()


def test_a_theme_and_its_words_seed_the_same_clauses(small):
    by_theme, by_seed = candidates(small, theme="师资"), candidates(small, "教师队伍")
    columns = ["term", "n_seed", "n_other", "g2"]
    assert by_theme[columns].equals(by_seed[columns])
    assert set(candidates(small)["seeds"]) == {"师资"}, "a theme without a clause has no candidates"


def test_terms_are_more_frequent_with_the_seeds_and_in_order(study):
    table = candidates(study, ["教师", "师德", "名师"])
    assert len(table) > 10 and (table["log_ratio"] > 0).all() and (table["n_seed"] >= 2).all()
    assert table["g2"].is_monotonic_decreasing and not table["term"].duplicated().any()


@pytest.mark.parametrize("asked, message", [
    ({"seeds": "量子纠缠"}, "seeds: no clause holds 量子纠缠"), ({"seeds": []}, "seeds: no clause holds an empty word"),
    ({"theme": "体育"}, "no theme '体育' in this corpus -> use one of 师资, 无")])
def test_mistakes(small, asked, message):
    with pytest.raises(StudyError, match=message):
        candidates(small, **asked)
