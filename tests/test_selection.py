"""Choices of a notebook: part of a study is a study, and a choice that is not there names what is."""

import pandas as pd
import pytest

import compare
from compare.errors import StudyError
from compare.selection import focus, subset
from studies import study_of, theme_file


@pytest.mark.parametrize(("choices", "plans"), [
    ({"places": "湖里区"}, ["湖里区-2020"]),
    ({"places": ["高台县", "湖里区"]}, ["湖里区-2020", "高台县-2023"]),
    ({"places": "某市-2024"}, ["某市-2024"]),
    ({"years": 2024}, ["某市-2024", "金凤区-2024"]),
    ({"years": ("2024", 2023)}, ["某市-2024", "金凤区-2024", "高台县-2023"]),
    ({"years": range(2020, 2021)}, ["湖里区-2020"]),
    ({"plans": ["芦淞区-2025"], "years": 2025}, ["芦淞区-2025"]),
])
def test_what_is_chosen_is_there_in_the_study_s_order(study, choices, plans):
    part = subset(study, **choices)
    assert part.plans["plan_id"].tolist() == plans
    for table in (part.clauses, part.removals, part.codings, part.hits, part.tokens):
        assert set(table["plan_id"]) == set(plans)


@pytest.mark.parametrize("everything", ["all", "All", "全部", "", [], None, ["all", "湖里区"]])
def test_all_is_the_study_itself(study, everything):
    assert subset(study, places=everything, years=everything, themes=everything, plans=everything) is study


def test_a_number_of_one_plan_hangs_on_no_other(study):
    whole, part = compare.coverage(study), compare.coverage(subset(study, places="高台县", themes=["双减", "安全"]))
    want = whole[(whole["plan_id"] == "高台县-2023") & whole["theme"].isin(["双减", "安全"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(part, want)
    assert len(study.plans) == 5, "the study is as it was"


def test_tokens_are_those_of_the_whole(study):
    part, own = subset(study, years=2020).tokens, study.tokens[study.tokens["plan_id"] == "湖里区-2020"]
    pd.testing.assert_frame_equal(part.reset_index(drop=True), own.reset_index(drop=True))


def test_a_theme_goes_by_its_file_or_its_label(tmp_path):
    theme_file(tmp_path, "safety", label="安全", any="[安全]")
    theme_file(tmp_path, "party", label="党建", any="[党建]")
    study = study_of(tmp_path, 甲县_2024="一、安全第一。\n")
    assert [t.name for t in subset(study, themes="安全").themes] == [t.name for t in subset(study, themes="safety").themes] == ["safety"]


@pytest.mark.parametrize(("choices", "line"), [
    ({"places": "海淀区"}, 'places: not in this study: 海淀区 -> choose among 某市-2024、湖里区、芦淞区、金凤区、高台县, or "all"'),
    ({"years": [2024, 1999]}, 'years: not in this study: 1999 -> choose among 2020、2023、2024、2025, or "all"'),
    ({"themes": ["体育"]}, 'themes: not in this study: 体育 -> choose among 党建、双减、安全、数字化, or "all"'),
    ({"places": "湖里区", "years": 2024},
     "choices: no plan is of 湖里区 and 2024 -> choose among 某市-2024、湖里区-2020、芦淞区-2025、金凤区-2024、高台县-2023"),
])
def test_a_choice_that_matches_nothing_names_what_does(study, choices, line):
    with pytest.raises(StudyError) as caught:
        subset(study, **choices)
    assert str(caught.value) == line


def test_many_choices_are_counted_not_listed(tmp_path):
    study = study_of(tmp_path, **{f"县{n:02}_2024": f"---\nplace: 县{n:02}\nyear: 2024\n---\n一、办学。\n" for n in range(20)})
    with pytest.raises(StudyError, match=r"县11 \(and 8 more\)"):
        subset(study, places="县99")


def test_focus_is_what_was_asked_or_where_most_is_coded(study):
    counts = study.codings.groupby(["plan_id", "theme"]).size()
    assert counts[focus(study)] == counts.max()
    assert focus(study, "湖里区-2020", "双减") == ("湖里区-2020", "双减")
    assert focus(study, plan="湖里区-2020")[0] == "湖里区-2020" and focus(study, theme="双减")[1] == "双减"
    with pytest.raises(StudyError, match="^plans: not in this study: 湖里区"):
        focus(study, "湖里区")


def test_focus_where_nothing_is_coded(tmp_path):
    assert focus(study_of(tmp_path, 甲县_2024="一、天气。\n"))[0] == "甲县-2024"
