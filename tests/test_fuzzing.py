"""Bent documents, front matter and rules: read or refused, never anything else.  Short here; ``-m slow`` and benchmarks/reliability.py go on."""

from pathlib import Path

import fuzzing
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compare.errors import StudyError

NAMES = sorted(fuzzing.targets())
FINDS = sorted(fuzzing.FINDS.glob("*")) if fuzzing.FINDS.is_dir() else []


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", NAMES)
def test_a_short_run(name, monkeypatch, tmp_path):
    monkeypatch.setattr(fuzzing, "FINDS", tmp_path / "finds")
    told, longest = fuzzing.fuzz(name, 150, 1)
    assert told["found"] == 0 and told["read"] + told["refused"] == 150 and longest < fuzzing.SECONDS


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", NAMES)
def test_a_long_run(name):
    told, longest = fuzzing.fuzz(name, 5000, 2)
    assert told["found"] == 0 and longest < fuzzing.SECONDS


@pytest.mark.parametrize("find", FINDS, ids=lambda path: path.name)
def test_what_was_found_once(find):
    """Files that a fuzzer found: they are read now, or refused with a cure."""
    name = next(name for name in NAMES if find.name.startswith(name.replace(" ", "-") + "-"))
    try:
        fuzzing.targets()[name][0](find.read_bytes())
    except StudyError as error:
        assert error.cure


def test_a_fault_would_be_found(monkeypatch, tmp_path, capsys):
    def broken(data: bytes) -> None:
        raise KeyError(len(data))

    monkeypatch.setattr(fuzzing, "FINDS", tmp_path / "finds")
    monkeypatch.setattr(fuzzing, "targets", lambda: {"txt": (broken, [b"seed"], fuzzing.mutated)})
    told, _ = fuzzing.fuzz("txt", 5, 1)
    assert told["found"] == 5 and len(list((tmp_path / "finds").iterdir())) == 3 and "KeyError" in capsys.readouterr().out


LINES = st.lists(st.sampled_from(["place: 甲县", "year: 2024", "year: 99999", "level: 区县", "level: 镇", "title: '", "corrections:",
                                  "- {find: 办学, replace: 招生, reason: 误}", "- {find: '', replace: x, reason: y}", "navigation: [[0, 2]]",
                                  "navigation: [[2, 0]]", "read_at: {place: 标题}", "warnings: [a]", "sha256: 0", "---", "- x", "  y: 1",
                                  "place: *a", "? k", "source_url: =1"]), max_size=6)


@given(LINES, st.text(max_size=60))
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_front_matter(lines, text):
    data = "\n".join(["---", *lines, "---", text]).encode("utf-8", "replace")
    try:
        fuzzing.read_front_matter(data)
    except StudyError as error:
        assert error.cure and "\n" not in str(error)


KEYS = st.dictionaries(st.sampled_from(["any", "rules", "exclude", "scope", "lists", "yes", "no", "label", "definition", "valid_from", "x"]),
                       st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["@a", "[四五]防", "section"]),
                                    lambda part: st.lists(part, max_size=3) | st.dictionaries(
                                        st.sampled_from(["any", "near", "within", "regex", "not", "from", "heading", "text", "a"]), part, max_size=3),
                                    max_leaves=8), max_size=6)


@given(KEYS)
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_theme_files(keys):
    import yaml

    whole = {"label": "主题", "label_en": "Theme", "definition": "讲主题的句子", "any": ["安全"], **keys}
    try:
        fuzzing.read_rules(yaml.safe_dump(whole, allow_unicode=True).encode())
    except StudyError as error:
        assert error.cure and "\n" not in str(error) and Path("主题.yml").name in str(error)
