"""YAML that people write, read safely: mappings without aliases, of bounded size and depth, every mistake with its line."""

from __future__ import annotations

import re
from itertools import accumulate
from pathlib import Path
from typing import Any, cast

import yaml

from compare.errors import StudyError

MAX_YAML = 200_000      # characters
_DEEPEST = 40           # lists and mappings in each other
_BRACKET, _INDENT = re.compile(r"[\[\]{}]"), re.compile(r"(?m)^[ \-?:\t]{80}")
# words of Chinese and whole numbers under plain keys: what most front matter is, and what YAML has no other reading of
_ENTRY = re.compile(r"(?!true:|false:|null:)([a-z][a-z_]{3,}): (?:([1-9][0-9]{0,8})|([\u4e00-\u9fff][\u4e00-\u9fff0-9]*))\n")
_HALF = re.compile("[\ud800-\udfff]")


def load_yaml(text: str, path: Path, first_line: int = 1) -> dict[str, Any]:
    """YAML mapping from ``text``; a mistake is told with the line it has in ``path``."""
    if len(text) > MAX_YAML:
        raise StudyError(path, f"holds {len(text):,} characters of YAML", f"keep it under {MAX_YAML:,}")
    plain = _plain(text)
    if plain is not None:
        return plain
    try:
        data = _parsed(text)
    except (RecursionError, ValueError, OverflowError, AttributeError, LookupError) as error:
        # nested without end; a number of thousands of digits; what is said by a tag, as !!bool, to be what it is not
        what = ("nested too deep" if isinstance(error, RecursionError) else
                "a value that its tag does not fit" if isinstance(error, (AttributeError, LookupError)) else "a number that is none")
        raise StudyError(path, f"bad YAML ({what})", "write it as 'key: value', quotes round : and #") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + first_line}" if mark else ""
        problem = getattr(error, "problem", None) or str(error)
        raise StudyError(f"{path}{line}", f"bad YAML ({problem})", "write it as 'key: value', quotes round : and #") from None
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise StudyError(path, f"holds a {type(data).__name__}, not keys and values", "write it as 'key: value'")
    return data


def _plain(text: str) -> dict[str, Any] | None:
    """What the text says where all its lines are plain entries; None where one is not, or a key comes twice."""
    data: dict[str, Any] = {}
    at = lines = 0
    while at < len(text):
        entry = _ENTRY.match(text, at)
        if not entry:
            return None
        key, number, words = entry.groups()
        data[key] = int(number) if number else words
        at, lines = entry.end(), lines + 1
    return data if data and len(data) == lines else None


def _parsed(text: str) -> Any:
    _refuse_bombs(text)
    try:
        return yaml.load(text, Loader=_FastLoader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader; its messages are the same on every machine


def _refuse_bombs(text: str) -> None:
    """Raises YAMLError for aliases, a few lines of which unfold beyond all memory, and for nesting that fells libyaml's reader."""
    opened = accumulate(1 if mark[0] in "[{" else -1 for mark in _BRACKET.finditer(text))
    if not ("*" in text or _INDENT.search(text) or max(opened, default=0) > _DEEPEST):
        return
    depth = 0
    for event in yaml.parse(text, Loader=_FastLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > _DEEPEST:
            problem = f"nested more than {_DEEPEST} deep" if depth > _DEEPEST else "aliases, *name, are not used here"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=cast(Any, event.start_mark))


class _Strict(yaml.constructor.SafeConstructor):
    """Safe YAML in which dates stay text and a key given twice is a mistake."""

    yaml_implicit_resolvers = {
        first: [(tag, rx) for tag, rx in pairs if tag != "tag:yaml.org,2002:timestamp"]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a key is not plain text", problem_mark=key.start_mark)
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"key {key.value!r} given twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)

    def construct_yaml_str(self, node: yaml.ScalarNode) -> str:
        made = str(super().construct_yaml_str(node))
        if _HALF.search(made):      # written as \uD800: no file can hold it
            raise yaml.MarkedYAMLError(problem="half a character", problem_mark=node.start_mark)
        return made

    def construct_yaml_int(self, node: yaml.ScalarNode) -> int:
        if len(str(node.value)) > 18:   # Python refuses to print a number of thousands of digits
            raise yaml.MarkedYAMLError(problem="a number without end", problem_mark=node.start_mark)
        return super().construct_yaml_int(node)


_Strict.add_constructor("tag:yaml.org,2002:int", _Strict.construct_yaml_int)  # type: ignore[type-var]
_Strict.add_constructor("tag:yaml.org,2002:str", _Strict.construct_yaml_str)  # type: ignore[type-var]


class _Loader(_Strict, yaml.SafeLoader):
    """In Python: slow, with the same messages everywhere."""


class _FastLoader(_Strict, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """In C where there is one."""
