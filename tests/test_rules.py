"""Theme files: what is read, and the one line that each kind of mistake gives."""


from pathlib import Path

import pytest

from compare.errors import StudyError
from compare.themes.rules import parse_theme, read_themes

HEAD = "label: 阅读\nlabel_en: Reading\ndefinition: 读书活动\n"

MISTAKES = [
    # what is written                                              where            what was read                  what would do
    ("label_en: R\ndefinition: d\nany: [阅读]",                    "label",         "is missing",                  "write a line label: …"),
    ("label: 阅读\nlabel_en: R\nany: [阅读]",                      "definition",    "is missing",                  "write a line definition"),
    ("label: [阅读]\nlabel_en: R\ndefinition: d\nany: [阅读]",     "label",         "read ['阅读'], not a text",    "write a line"),
    (HEAD,                                                         "rules",         "the theme has no rule",       "any: [课后服务, 校外培训]"),
    (HEAD + "anny: [阅读]",                                        "anny",          "unknown key",                 "use one of label,"),
    (HEAD + "rules:\n  a:\n    some: [阅读]",                      "rules.a.some",  "unknown key",                 "any, all, near"),
    (HEAD + "rules: [阅读]",                                       "rules",         "not names and values",        "a colon"),
    (HEAD + "rules:\n  a:\n    not: [阅读]",                       "rules.a",       "states nothing to find",      "give it any, all"),
    (HEAD + "any: []",                                             "any",           "holds no word",               "write at least one word"),
    (HEAD + "any: [2024]",                                         "any",           "read 2024, not a word",       "in quotes"),
    (HEAD + "any: [阅读, '']",                                     "any",           "'' has not 1 to 40",          "shorten"),
    (HEAD + f"any: [{'读' * 41}]",                                 "any",           "has not 1 to 40 characters",  "use sequence"),
    (HEAD + "any: [阅读, 读书, 阅读]",                              "any",           "'阅读' stands there twice",    "delete one"),
    (HEAD + "any: ['@活动']",                                      "any",           "no list '活动'",              "use one of"),
    (HEAD + "lists: {活动: [读书节]}\nany: [阅读]",                "lists.活动",    "no rule uses this list",      "write @活动"),
    (HEAD + "lists: {甲: ['@乙'], 乙: ['@甲']}\nany: ['@甲']",     "lists.甲",      "calls itself",                "take @"),
    (HEAD + "any: [阅读]\nexclude: [阅读]",                        "rules.any",     "'阅读' stands in exclude too", "delete it in one place"),
    (HEAD + "rules: {a: {any: [阅读], not: [阅读]}}",              "rules.a.any",   "'阅读' stands in not too",    "delete it in one place"),
    (HEAD + "rules: {a: {near: [[读], [书]]}}",                    "rules.a",       "near without within",         "within: clause"),
    (HEAD + "rules: {a: {any: [读], within: 3}}",                  "rules.a",       "within without near",         "delete within"),
    (HEAD + "rules: {a: {sequence: [[读], [书]]}}",                "rules.a",       "sequence without gap",        "write gap: 6"),
    (HEAD + "rules: {a: {near: [读], within: 3}}",                 "rules.a.near",  "not groups of words",         "[[作业, 考试]"),
    (HEAD + "rules: {a: {near: [[读], [书]], within: -1}}",        "rules.a.within", "-1 is no number",            "from 0 to 1000"),
    (HEAD + "rules: {a: {near: [[读], [书]], within: 近}}",        "rules.a.within", "'近' is no number",          "from 0 to 1000"),
    (HEAD + "rules: {a: {regex: '(读'}}",                          "rules.a.regex", "is no pattern",               "mend it"),
    (HEAD + "rules: {a: {regex: '读?'}}",                          "rules.a.regex", "matches the empty text",      "obligatory"),
    (HEAD + "rules: {a: {regex: '(读+)+书'}}",                     "rules.a.regex", "which knows no end",          "bound it"),
    (HEAD + "rules: {a: {regex: '(?:读{1,2}){1,2}书'}}",           "rules.a.regex", "has a group under {1,2}",     "bound it"),
    (HEAD + "any: [阅读]\nvalid_from: 2021-13-01",                 "valid_from",    "'2021-13-01' is no date",     "write it as 2021-07-24"),
    (HEAD + "any: [阅读]\nvalid_from: 2021",                       "valid_from",    "2021 is no date",             "write it as 2021-07-24"),
    (HEAD + "any: [阅读]\nscope: {a: {from: chapter}}",            "scope.a.from",  "read 'chapter'",              "section, item, point"),
    (HEAD + "any: [阅读]\nscope: {a: {from: item, needs: [读], not: [读]}}", "scope.a.needs", "'读' stands in not too", "delete it"),
    (HEAD + "any: [阅读]\nyes: 开展阅读",                          "yes",           "not a list of sentences",     "- "),
    (HEAD + "any: [阅读]\nno:\n  - {item: 一}",                    "no 1",          "not a sentence",              "{item: heading, text"),
    (HEAD + "any: [阅读]\nyes:\n  - {head: 一, text: 二}",         "yes 1.head",    "unknown key",                 "section, item"),
    (HEAD + "any: [阅读",                                          "line 4",        "bad YAML",                    "key: value"),
    (HEAD + "any: [阅读]\nany: [读书]",                            "line 5",        "given twice",                 "key: value"),
    ("- label",                                                    "阅读.yml",      "not keys and values",         "key: value"),
]


@pytest.mark.parametrize(("text", "where", "what", "cure"), MISTAKES)
def test_each_mistake_is_one_line_with_its_cure(text, where, what, cure):
    with pytest.raises(StudyError) as caught:
        parse_theme(text, Path("阅读.yml"))
    error = caught.value
    assert where in error.where
    assert what in error.what
    assert cure in error.cure
    assert str(error).startswith("阅读.yml") and "\n" not in str(error)


def test_messages_differ():
    told = set()
    for text, *_ in MISTAKES:
        with pytest.raises(StudyError) as caught:
            parse_theme(text, Path("阅读.yml"))
        told.add((caught.value.where, caught.value.what))
    assert len(told) == len(MISTAKES)


def test_the_smallest_theme():
    theme = parse_theme(HEAD + "any: [阅读, 读书]", Path("阅读.yml"))
    assert (theme.name, theme.label, theme.label_en, theme.valid_from) == ("阅读", "阅读", "Reading", None)
    assert theme.terms == ("读书", "阅读")


def test_lists_hold_lists_and_words_are_folded():
    theme = parse_theme(HEAD + "lists: {内: [“读书”节], 外: ['@内', ＡＩ阅读]}\nany: ['@外']", Path("阅读.yml"))
    assert theme.rules[0].any == ("读书节", "ai阅读")


def test_lists_that_each_hold_the_next_one_twice_take_no_time():
    pairs = [f"{name}{n}: ['@a{n + 1}', '@b{n + 1}']" for n in range(60) for name in "ab"]
    theme = parse_theme(HEAD + f"lists: {{{', '.join(pairs)}, a60: [读书], b60: [阅读]}}\nany: ['@a0', '@b0']", Path("阅读.yml"))
    assert theme.rules[0].any == ("读书", "阅读")


@pytest.mark.parametrize("value", ["!!timestamp x", "!!bool maybe", "!!int ''", "!!float ''"])
def test_a_tag_that_its_value_does_not_fit_is_told(value):
    with pytest.raises(StudyError, match="bad YAML"):
        parse_theme(HEAD + f"any: {value}", Path("阅读.yml"))


def test_same_rules_same_hash():
    one = parse_theme(HEAD + "any: [阅读]\nexclude: [阅读器, 阅读灯]", Path("阅读.yml"))
    told_otherwise = parse_theme(HEAD.replace("读书活动", "书") + "any: [阅读]\nexclude: [阅读灯, 阅读器]\nyes: [开展阅读]", Path("阅读.yml"))
    other = parse_theme(HEAD + "any: [阅读]\nexclude: [阅读灯]", Path("阅读.yml"))
    assert one.sha256 == told_otherwise.sha256 != other.sha256


def test_folder_errors(tmp_path):
    with pytest.raises(StudyError, match="no theme"):
        read_themes(tmp_path)
    (tmp_path / "甲.yml").write_bytes(HEAD.encode("gb18030"))
    with pytest.raises(StudyError, match="is not UTF-8"):
        read_themes(tmp_path)
    (tmp_path / "甲.yml").write_text(HEAD + "any: [阅读]", encoding="utf-8")
    (tmp_path / "甲.yaml").write_text(HEAD + "any: [阅读]", encoding="utf-8")
    with pytest.raises(StudyError, match="has the same name as"):
        read_themes(tmp_path)


def test_themes_come_in_order_of_their_names(tmp_path):
    for name in ("丙", "甲", "乙"):
        (tmp_path / f"{name}.yml").write_text("﻿" + HEAD + "any: [阅读]\n", encoding="utf-8")
    assert [t.name for t in read_themes(tmp_path)] == sorted(["丙", "甲", "乙"])
