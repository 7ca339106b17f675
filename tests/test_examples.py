"""The yes: and no: sentences that theme files carry, and that every exclusion and scope rule is needed by one of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from compare.themes import Theme, failing, read_themes
from compare.themes.rules import RULE_KEYS, SCOPE_KEYS, parse_theme
from compare.themes.theme import Example, Rule

THEMES = read_themes(Path(__file__).parents[1] / "corpus" / "themes")
NAMES = [theme.name for theme in THEMES]


def mutants(theme):
    """(what was taken away, the theme without it): exclusions, rules, scope rules, and the conditions of each."""
    for word in theme.exclude:
        yield f"exclude {word}", replace(theme, exclude=tuple(w for w in theme.exclude if w != word))
    for at, rule in enumerate(theme.rules):
        rest = theme.rules[:at], theme.rules[at + 1:]
        yield f"rule {rule.name}", replace(theme, rules=(*rest[0], *rest[1]))
        if rule.without:
            yield f"not of rule {rule.name}", replace(theme, rules=(*rest[0], replace(rule, without=()), *rest[1]))
    for at, scope in enumerate(theme.scope):
        rest = theme.scope[:at], theme.scope[at + 1:]
        yield f"scope {scope.name}", replace(theme, scope=(*rest[0], *rest[1]))
        for key in ("heading", "unless", "needs", "without"):
            if getattr(scope, key):
                yield f"{key} of scope {scope.name}", replace(theme, scope=(*rest[0], replace(scope, **{key: ()}), *rest[1]))


@pytest.mark.parametrize("theme", THEMES, ids=NAMES)
def test_all_sentences_come_out_right(theme):
    assert failing(theme, THEMES) == []


@pytest.mark.parametrize("theme", THEMES, ids=NAMES)
def test_sentences_are_many_and_none_is_given_twice(theme):
    assert len(theme.yes) >= 40 and len(theme.no) >= 40
    assert len({*theme.yes, *theme.no}) == len(theme.yes) + len(theme.no)


@pytest.mark.parametrize("theme", THEMES, ids=NAMES)
def test_everything_in_the_file_is_needed_by_a_sentence(theme):
    others = tuple(t for t in THEMES if t is not theme)
    idle = [what for what, mutant in mutants(theme) if not failing(mutant, (*others, mutant))]
    assert idle == []


def test_no_sentence_is_taken_from_a_plan(study):
    texts = "".join(study.plans["text"])
    for theme in THEMES:
        for example in (*theme.yes, *theme.no):
            sentence = example.text.rstrip("。").replace("，", ",")
            assert len(sentence) < 12 or sentence not in texts, sentence


def test_failing_names_what_came_out_wrong():
    rules = (Rule("r", any=("阅读",)),)
    theme = Theme("甲", "", "", "", rules=rules, yes=(Example("开展读书活动。"),), no=(Example("校园阅读。"),))
    assert failing(theme, (theme,)) == ["yes: 开展读书活动。", "no: 校园阅读。"]


def test_the_example_to_copy_works():
    page = (Path(__file__).parents[1] / "corpus" / "themes" / "README.md").read_text(encoding="utf-8")
    theme = parse_theme(page.split("```yaml\n")[1].split("```")[0], Path("阅读.yml"))
    assert failing(theme, (*THEMES, theme)) == []
    assert [key for key in RULE_KEYS + SCOPE_KEYS if f"    {key}:" not in page] == []
