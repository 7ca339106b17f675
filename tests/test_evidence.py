"""The evidence table: each number of coverage opens exactly its clauses."""

import pytest

import compare
from compare.errors import StudyError


@pytest.fixture(scope="module")
def study():
    return compare.load("corpus")


def test_one_row_for_each_coding(study):
    rows = compare.evidence(study)
    assert len(rows) == len(study.codings)
    key = ["plan_id", "theme", "clause_no"]
    assert set(rows[key].itertuples(index=False)) == set(study.codings[key].itertuples(index=False))


def test_offsets_open_the_clause_in_the_verbatim_text(study):
    texts = study.plans.set_index("plan_id")["text"]
    marks = study.removals.loc[study.removals["reason"] != "white space", "plan_id"].unique()
    for row in compare.evidence(study).itertuples():
        verbatim = texts[row.plan_id][row.start:row.end].strip()
        assert verbatim == row.text or row.plan_id in marks


def test_headings_tell_where_a_clause_stands(study):
    rows = compare.evidence(study, "金凤区-2024", "双减").set_index("clause_no")
    assert rows.loc[175, "section_heading"] == "六、实施铸魂育人强生工程,培育高素质时代新人"
    assert rows.loc[175, "item_heading"] == "25.推进“双减”走深走实。"


def test_points_are_headings_where_a_plan_has_no_items(study):
    rows = compare.evidence(study, "某市-2024", "党建")
    assert "三是建强基层组织堡垒。" in set(rows["item_heading"])


@pytest.mark.parametrize(("plan", "theme", "message"), [
    ("金凤区", None, "plan_id: no plan_id '金凤区' in this corpus -> use one of 某市-2024,"),
    (None, "双增", "theme: no theme '双增' in this corpus -> use one of"),
])
def test_an_unknown_name_is_told_with_those_that_exist(study, plan, theme, message):
    with pytest.raises(StudyError) as error:
        compare.evidence(study, plan, theme)
    assert str(error.value).startswith(message)
