"""The package as it is installed: built as sdist and from that as wheel, it works outside the project with all that comes with it."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BUILD = "import sys; from setuptools import build_meta as b; print(getattr(b, sys.argv[1])(sys.argv[2]))"
SOURCES = {"themes": "corpus/themes", "lexicon": "corpus/lexicon", "plans": "corpus/plans", "coding": "corpus/coding",
           "notebooks": "notebooks"}
USE = """
import json, sys
from pathlib import Path
import compare
from compare import charts, style
study = compare.load()
files = charts.write(study, "out", ["coverage"])
compare.targets(study), compare.reuse(study), compare.responsibility(study)
print(json.dumps([compare.__file__, [theme.name for theme in study.themes], len(study.plans), sorted(p.name for p in files)]))
"""


def files(folder):
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and not
            {"__pycache__", ".ipynb_checkpoints", "build", "dist"} & set(p.parts) and ".egg-info" not in str(p)}


def python(*line, cwd, **env):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PLAN_COMPARE", "PYTHON"))}
    ran = subprocess.run([sys.executable, *map(str, line)], cwd=cwd, env={**kept, **env}, capture_output=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-4000:]
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel built from an sdist of the project, in a folder with a space and Chinese in its name."""
    if int(version("setuptools").split(".")[0]) < 84:
        pytest.skip("setuptools is older than pyproject.toml asks for (run.py installs it)")
    env = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    folder = tmp_path_factory.mktemp("软件 build")
    project = folder / "project"
    aside = shutil.ignore_patterns("__pycache__", "*.egg-info", ".ipynb_checkpoints", "build")
    for name in ("src", "corpus", "notebooks"):
        shutil.copytree(ROOT / name, project / name, ignore=aside)
    for path in [*ROOT.glob("*.toml"), *ROOT.glob("*.md"), *ROOT.glob("*.in"), ROOT / "setup.py", ROOT / "LICENSE"]:
        shutil.copyfile(path, project / path.name)
    sdist = python("-c", BUILD, "build_sdist", folder, cwd=project, **env).split()[-1]
    shutil.unpack_archive(folder / sdist, folder / "sdist", **({"filter": "data"} if sys.version_info >= (3, 12) else {}))
    source = next((folder / "sdist").iterdir())
    return folder / python("-c", BUILD, "build_wheel", folder, cwd=source, **env).split()[-1]


def test_everything_is_in_the_wheel_and_nothing_else(wheel):
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    source = {f"compare/{name}" for name in files(ROOT / "src" / "compare")}
    defaults = {f"compare/defaults/{name}/{file}" for name, folder in SOURCES.items() for file in files(ROOT / folder)}
    assert held == source | defaults


def test_defaults_have_one_source(wheel):
    with zipfile.ZipFile(wheel) as archive:
        for name, folder in SOURCES.items():
            for file in files(ROOT / folder):
                assert archive.read(f"compare/defaults/{name}/{file}") == (ROOT / folder / file).read_bytes()
    assert not (ROOT / "src" / "compare" / "defaults").exists()


@pytest.fixture(scope="module")
def installed(wheel):
    target = wheel.parent / "site packages"
    python("-m", "pip", "install", "--no-deps", "--no-index", "--no-compile", "--target", target, wheel, cwd=wheel.parent)
    return target


def test_it_works_outside_the_project(installed):
    """Two plans without themes/ or lexicon/, from a folder that has nothing to do with the project."""
    here = installed.parent / "别处 elsewhere"
    (here / "corpus" / "plans").mkdir(parents=True)
    for path in sorted((ROOT / "corpus" / "plans").glob("*.txt"))[:2]:
        shutil.copyfile(path, here / "corpus" / "plans" / path.name)
    where, themes, plans, drawn = json.loads(python("-W", "error:Glyph", "-c", USE, cwd=here, PYTHONPATH=str(installed)).splitlines()[-1])
    assert Path(where).is_relative_to(installed)
    assert sorted(themes) == sorted(path.stem for path in (ROOT / "corpus" / "themes").glob("*.yml"))
    assert plans == 2 and drawn == [f"coverage.{end}" for end in ("csv", "pdf", "png", "svg", "txt")]


def test_an_update_touches_no_study(installed):
    study = installed.parent / "我的研究"
    python("-m", "compare", "new", study, "--example", cwd=installed.parent, PYTHONPATH=str(installed))
    theme = study / "corpus" / "themes" / "安全.yml"
    theme.write_text(theme.read_text("utf-8").replace("label: 安全", "label: 我的安全"), "utf-8", newline="\n")
    before = {name: (study / name).read_bytes() for name in files(study)}
    shipped = installed / "compare" / "defaults" / "themes" / "安全.yml"
    shipped.write_text(shipped.read_text("utf-8").replace("label: 安全", "label: 新版"), "utf-8", newline="\n")
    shown = python("-m", "compare", "export", "coverage", "-o", "coverage.csv", cwd=study, PYTHONPATH=str(installed))
    assert shown == "" and "label: 我的安全" in theme.read_text("utf-8")
    assert {name: (study / name).read_bytes() for name in files(study) if name != "coverage.csv"} == before
