"""YAML that people write: values as they stand, and every mistake on one line with its place and cure."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from compare.errors import StudyError
from compare.safe_yaml import MAX_YAML, _parsed, _plain, load_yaml

HERE = Path("甲区-2024.txt")


@pytest.mark.parametrize("text, made", [
    ("", {}), ("# 说明\n", {}), ("a: 1\nb: 甲区\n", {"a": 1, "b": "甲区"}),
    ("day: 2024-03-05\n", {"day": "2024-03-05"}),           # a date stays text
    ("any: [数字, 智慧]\n", {"any": ["数字", "智慧"]})])
def test_values_are_read_as_they_stand(text, made):
    assert load_yaml(text, HERE) == made


@pytest.mark.parametrize("text, told", [
    ("- a\n", "holds a list, not keys and values"),
    ("a: 1\nb: [\n", "line 4: bad YAML ("),                 # counted from first_line
    ("a: 1\na: 2\n", "line 3: bad YAML (key 'a' given twice)"),
    ("a: &x 1\nb: *x\n", "aliases, *name, are not used here"),
    ("a: " + "[" * 60 + "]" * 60, "nested more than 40 deep"),
    ("a: " + "9" * 5_000, "a number"),
    ('a: "\\uD800"\n', "half a character"),
    ("a: !!bool maybe\n", "a value that its tag does not fit"),
    ("a: !!python/object/apply:os.system [ls]\n", "could not determine a constructor"),
    ("a: " + "字" * MAX_YAML, "characters of YAML -> keep it under 200,000")])
def test_mistakes_are_told_with_their_place(text, told):
    with pytest.raises(StudyError) as error:
        load_yaml(text, HERE, first_line=2)
    said = str(error.value)
    assert said.startswith("甲区-2024.txt") and told in said and " -> " in said and "\n" not in said


WORDS = st.text("年甲2019 :-#0是", max_size=6)


@given(st.lists(st.tuples(st.sampled_from(["place", "year", "true", "null", "note_", "on", "kind"]), WORDS), max_size=4))
@example([("place", "甲区"), ("year", "2024")])
@example([("year", "0123")])
def test_plain_entries_are_what_yaml_has_them(entries):
    text = "".join(f"{key}: {words}\n" for key, words in entries)
    plain = _plain(text)
    if plain is not None:
        made = _parsed(text)
        assert plain == made and [*map(type, plain.values())] == [*map(type, made.values())]


def test_most_front_matter_is_plain():
    assert _plain("place: 甲区\nyear: 2024\ntitle: 甲区2024年教育工作要点\n") == {
        "place": "甲区", "year": 2024, "title": "甲区2024年教育工作要点"}
    assert all(_plain(text) is None for text in ("", "year: 2024", "a: 1\n", "place: 甲区\nplace: 乙区\n", "place: 甲 区\n"))
