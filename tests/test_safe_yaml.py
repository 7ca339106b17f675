"""YAML that people write: values as they stand, and every mistake on one line with its place and cure."""

from pathlib import Path

import pytest

from compare.errors import StudyError
from compare.safe_yaml import MAX_YAML, load_yaml

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
