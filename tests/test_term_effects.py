"""Drop one word, code again: what is lost is what that word alone had carried."""

from __future__ import annotations

import dataclasses

import pytest

from compare.errors import StudyError
from compare.measures.term_effects import IDLE, UNSEEN, term_effects, without, words_of
from compare.themes import code
from compare.themes.theme import Rule
from simulate import theme
from studies import study_of, theme_file

PLAN = ("1. 校园安全和消防安全检查。\n2. 开展消防演练。\n3. 消防检查和隐患排查。\n4. 网络安全宣传。\n"
        "5. 办好运动会。\n6. 网络建设。\n")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    theme_file(folder, "安全", any="[校园安全, 消防, 隐患, 防溺水]", rules="{演练: {near: [[开展, 组织], [演练]], within: 6}}")
    theme_file(folder, "数字", any="[网络安全, 网络]")
    return study_of(folder, 甲县_2024=PLAN)


def test_each_word_by_hand(small):
    table = term_effects(small, "安全").set_index("term")
    assert {term: (row["n_clauses"], row["n_lost"], row["note"]) for term, row in table.iterrows()} == {
        "消防": (3, 0, IDLE), "校园安全": (1, 0, IDLE), "隐患": (1, 0, IDLE), "防溺水": (0, 0, UNSEEN),
        "开展": (1, 0, IDLE), "组织": (0, 0, UNSEEN), "演练": (1, 0, IDLE)}
    assert term_effects(small, "数字")["n_lost"].tolist() == [1, 0], "网络 stands in for 网络安全, not the other way round"


def test_largest_and_shares(small):
    row = term_effects(small, "数字").iloc[0]
    counted = int(small.clauses["counted"].sum())
    assert (row["term"], row["share"], row["share_without"]) == ("网络", 2 / counted, 1 / counted)
    assert row["largest"] == f"甲县-2024 {-100 / counted:+.1f}"


def places(codings, name):
    return set(codings.loc[codings["theme"] == name, ["plan_id", "clause_no"]].itertuples(index=False, name=None))


def test_it_is_what_coding_without_the_word_gives(study):
    theme_ = min(study.themes, key=lambda theme: len(words_of(theme)))
    table = term_effects(study, theme_.name)
    assert sorted(table["term"]) == list(words_of(theme_))
    before = places(study.codings, theme_.name)
    row = table.iloc[0]
    codings, _ = code(study.clauses, study.removals, tuple(
        without(theme, row["term"]) if theme is theme_ else theme for theme in study.themes))
    after = places(codings, theme_.name)
    assert row["n_lost"] == len(before - after) > 0 and row["n_gained"] == len(after - before)


def test_a_rule_goes_when_a_condition_is_left_empty():
    rules = (Rule("any", any=("甲",)), Rule("near", near=(("甲",), ("乙", "丙")), within=4), Rule("two", any=("甲", "丁")))
    made = without(dataclasses.replace(theme("题"), rules=rules), "甲")
    assert [(rule.name, rule.any) for rule in made.rules] == [("two", ("丁",))]
    kept = without(dataclasses.replace(theme("题"), rules=rules), "丙")
    assert kept.rules[1].near == (("甲",), ("乙",)) and len(kept.rules) == 3


def test_an_unknown_theme(small):
    with pytest.raises(StudyError, match="no theme '体育' in this corpus -> use one of 安全, 数字"):
        term_effects(small, "体育")
