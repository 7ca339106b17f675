"""The files that say what is installed agree: pyproject.toml, the two locks, environment.yml."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUN = PROJECT["project"]["dependencies"]
EXTRAS = PROJECT["project"]["optional-dependencies"]
LOCKS = {"requirements.txt": [*RUN, *EXTRAS["build"]], "requirements-test.txt": [*RUN, *EXTRAS["build"], *EXTRAS["test"], *EXTRAS["docs"]]}


def pins(name: str) -> dict[str, str]:
    """{package: its block in the lock}"""
    blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text("utf-8").strip())
    return {canonicalize_name(re.match(r"[\w.-]+", block)[0]): block for block in blocks}


def bounds(requirements: list[str]) -> dict[str, str]:
    return {canonicalize_name(r.name): str(r.specifier) for r in map(Requirement, requirements)}


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_pins_what_pyproject_asks_for(lock):
    locked = pins(lock)
    for line in LOCKS[lock]:
        wanted = Requirement(line)
        block = locked.get(canonicalize_name(wanted.name), "")
        version = re.match(r"[\w.-]+==([\w.]+)", block)
        assert version and wanted.specifier.contains(version[1]), f"{lock} does not hold {line}: remake it (docs/development.md)"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_hashed_and_no_index_is_named(lock):
    for name, block in pins(lock).items():
        assert re.match(r"[\w.-]+==[\w.]+ ", block), f"{name} is not pinned"
        assert "--hash=sha256:" in block, f"{name} has no hash"
        assert len(block.split("\n")) > 1
        for line in block.split("\n")[1:]:
            assert re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line), line
    assert not re.search(r"://|^--?\w|\.org|\.com", (ROOT / lock).read_text("utf-8"), re.M)


def test_the_tests_run_on_the_pins_of_the_users():
    """The same versions and files; a package may be wanted on more systems by the tests than by the users."""
    users, tests = ({name: re.sub(r" ; .*", " \\\\", block, count=1) for name, block in pins(lock).items()} for lock in LOCKS)
    assert users.items() <= tests.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_one_version_for_every_python_and_system(lock):
    text = (ROOT / lock).read_text("utf-8")
    names = re.findall(r"^([\w.-]+)==", text, re.M)
    assert len(names) == len(set(names))


def test_setuptools_does_not_break_jieba():
    version = re.match(r"setuptools==(\d+)", pins("requirements.txt")["setuptools"])
    assert int(version[1]) >= 84
    assert PROJECT["build-system"]["requires"] == EXTRAS["build"]


def test_environment_yml_agrees_with_pyproject():
    entries = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    by_pip = next(e["pip"] for e in entries if isinstance(e, dict))
    assert "-e ." in by_pip
    named = bounds([e for e in [*entries, *by_pip] if isinstance(e, str) and e not in ("pip", "-e .")])
    assert named.pop("python") == str(Requirement("python" + PROJECT["project"]["requires-python"]).specifier)
    assert named == bounds(RUN)


def test_environment_yml_names_the_extras():
    """What tests and documentation need beside it is said in environment.yml."""
    said = re.search(r"pip install -e \.\[([\w,]+)\]", (ROOT / "environment.yml").read_text("utf-8"))
    assert {"build", "test", "docs"} <= set(said[1].split(",")) <= set(EXTRAS)
