"""What other systems do otherwise: line ends, locales, screens, how processes start, names that they cannot hold.

Windows and macOS are simulated here; what cannot be (their programs) is left to runs on them.
"""

import ast
import errno
import gzip
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import compare
from compare import files
from compare.errors import StudyError
from compare.measures import HELD
from compare.paths import stem, typed
from compare.report import manifest, previous
from compare.themes.rules import read_themes
from doc_blocks import Block

ROOT = Path(__file__).parents[1]
SOURCE = sorted((ROOT / "src").rglob("*.py"))
MEASURES = ("coverage", "targets", "reuse", "responsibility", "reliability", "weights", "comparability", "evidence")


# line ends


@pytest.fixture(scope="module")
def crlf(tmp_path_factory):
    """The project's corpus as git checks it out on Windows where .gitattributes is not heeded: every text file with CRLF."""
    made = tmp_path_factory.mktemp("CR LF 检出") / "corpus"
    shutil.copytree(ROOT / "corpus", made)
    for path in made.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    return compare.load(made)


@pytest.mark.parametrize("table", HELD)
def test_line_ends_change_no_table(crlf, study, table):
    """Offsets too: they count characters of the text with LF, whatever the file has."""
    pd.testing.assert_frame_equal(getattr(crlf, table), getattr(study, table))


@pytest.mark.parametrize("measure", MEASURES)
def test_line_ends_change_no_measure(crlf, study, measure):
    pd.testing.assert_frame_equal(getattr(compare, measure)(crlf), getattr(compare, measure)(study))


def test_line_ends_change_no_account(crlf, study):
    assert manifest.to_json(crlf) == manifest.to_json(study)
    assert crlf.lexicon.sha256 == study.lexicon.sha256
    assert [theme.sha256 for theme in crlf.themes] == [theme.sha256 for theme in study.themes]


# locales and screens


@pytest.fixture(scope="module")
def gbk(tmp_path_factory):
    """Settings under which Python reads and writes by GBK, as under code page 936."""
    folder = tmp_path_factory.mktemp("locales")
    charmap, source = Path("/usr/share/i18n/charmaps/GBK.gz"), Path("/usr/share/i18n/locales/zh_CN")
    if not (shutil.which("localedef") and source.exists() and charmap.exists()):
        pytest.skip("no localedef with the sources of zh_CN.GBK (Debian: apt-get install locales)")
    (folder / "GBK").write_bytes(gzip.decompress(charmap.read_bytes()))
    subprocess.run(["localedef", "-i", "zh_CN", "-f", str(folder / "GBK"), str(folder / "zh_CN.GBK")], check=False, capture_output=True)
    return {"LOCPATH": str(folder), "LC_ALL": "zh_CN.GBK", "PYTHONUTF8": "0"}


SETTINGS = {
    "utf8": {"PYTHONUTF8": "1"},
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "ascii screen": {"PYTHONIOENCODING": "ascii"},
    "cp1252 screen": {"PYTHONIOENCODING": "cp1252"},
    "gbk": None,
}


def small_study(folder):
    (folder / "corpus" / "plans").mkdir(parents=True)
    for name, year, text in (("甲县", 2024, "一、加强校园安全。\n二、推进智慧校园建设，新增教室20间。\n"),
                             ("乙县", 2023, "一、加强校园安全。做好党建工作。\n二、推进招生。\n")):
        head = f"---\nplace: {name}\nyear: {year}\nlevel: 区县\nkind: 工作要点\n---\n"
        (folder / "corpus" / "plans" / f"{name}-{year}.txt").write_text(head + text, "utf-8", newline="\n")
    (folder / "某县2024年 教育工作要点.txt").write_text("某县2024年教育工作要点\n一、加强校园安全。\n二、办学。\n", "utf-8")
    return folder


def every_verb(folder, settings, *more):
    """Files, standard output and warnings of all verbs under the settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON", "PLAN_COMPARE"))}
    env = {**kept, "PYTHONPATH": str(ROOT / "src"), "PYTHONHASHSEED": "0", **settings}
    ran = subprocess.run([sys.executable, "-X", "warn_default_encoding", str(ROOT / "tests" / "every_verb.py"), *more], cwd=folder,
                         env=env, capture_output=True)
    said = ran.stderr.decode("utf-8", "replace")
    assert ran.returncode == 0, ran.stdout.decode("utf-8", "replace")[-2000:] + said[-3000:]
    ours = [line for line in said.splitlines() if "EncodingWarning" in line and "src/compare" in line.replace("\\", "/")]
    assert ours == [], "a file is opened by the locale's encoding"
    files = {read_name(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return files, re.sub(r"\d+\.\d s\b", "", ran.stdout.decode("utf-8"))


def read_name(path):
    """A file's name: UTF-8, or GBK where that is what the locale writes."""
    name = os.fsencode(path.as_posix())
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return b"/".join(part if is_utf8(part) else part.decode("gbk").encode() for part in name.split(b"/")).decode("utf-8")


def is_utf8(name):
    try:
        return bool(name.decode("utf-8"))
    except UnicodeDecodeError:
        return False


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain") / "研究 one"   # as deep as those of the tests: new writes the way back to run.py
    folder.mkdir()
    return every_verb(small_study(folder), SETTINGS["utf8"])


@pytest.mark.parametrize("name", ["C", "gbk"])
def test_every_verb_under_another_locale(name, plain, tmp_path, request):
    same_as(plain, tmp_path, SETTINGS[name] or request.getfixturevalue("gbk"))


@pytest.mark.slow  # draws: several times over
@pytest.mark.parametrize("name", [name for name in SETTINGS if name != "utf8"])
def test_drawing_verbs_too(name, tmp_path, request):
    folder = tmp_path / "plain"
    folder.mkdir()
    plain = every_verb(small_study(folder), SETTINGS["utf8"], "all")
    same_as(plain, tmp_path, SETTINGS[name] or request.getfixturevalue("gbk"), "all")


def same_as(plain, tmp_path, settings, *more):
    """The same files with the same bytes; on the screen all that was said, but for paths."""
    folder = tmp_path / "研究 one"
    folder.mkdir()
    files, shown = every_verb(small_study(folder), settings, *more)
    assert sorted(files) == sorted(plain[0])
    assert [name for name in files if files[name] != plain[0][name]] == []
    assert len(shown.splitlines()) == len(plain[1].splitlines())


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp936"])
def test_a_screen_that_cannot_show_chinese_stops_nothing(encoding, tmp_path):
    """One verb by its command, one mistake, one set-up: what is said goes out as UTF-8."""
    folder = small_study(tmp_path)
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": encoding}
    for line, status in ((["-m", "compare", "export", "plans"], 0), (["-m", "compare", "check", "--corpus", "没有"], 2)):
        ran = subprocess.run([sys.executable, *line], cwd=folder, env=env, capture_output=True)
        assert ran.returncode == status and "Traceback" not in ran.stderr.decode("utf-8")
    assert "没有: no folder plans/" in ran.stderr.decode("utf-8")


def test_run_py_says_what_it_has_to_on_any_screen(tmp_path):
    project = tmp_path / "计划:项目"  # a colon: no virtual environment can be made there
    if os.name == "nt":
        pytest.skip("no such name on Windows")
    project.mkdir()
    for name in ("run.py", "requirements.txt", "pyproject.toml"):
        shutil.copyfile(ROOT / name, project / name)
    ran = subprocess.run([sys.executable, str(project / "run.py")], capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert ran.returncode == 2 and b"move or rename the folder" in ran.stderr and b"Traceback" not in ran.stderr


def test_words_typed_under_another_locale():
    assert typed("安全") == "安全" and typed("abc") == "abc"
    if os.name == "posix":
        escaped = "安全".encode().decode("ascii", "surrogateescape")
        assert typed(escaped) == "安全" and stem(Path(f"{escaped}-2024.txt")) == "安全-2024"
        broken = b"\xb0\xb2".decode("ascii", "surrogateescape")  # 安 in GBK: no UTF-8
        assert typed(broken).encode("utf-8")


# how processes start, and how files are opened


def calls(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def test_processes_are_spawned():
    """fork, the default on Linux, is unknown to Windows and unsafe on macOS."""
    for path in SOURCE:
        text = path.read_text("utf-8")
        assert not re.search(r"\bos\.fork|set_start_method|\"fork|'fork", text), path
        for name, node in calls(path):
            if name.endswith("ProcessPoolExecutor"):
                assert len(node.args) > 1 or any(k.arg == "mp_context" for k in node.keywords), f"{path}:{node.lineno}"
            assert not name.endswith(("multiprocessing.Pool", "multiprocessing.Process")), f"{path}:{node.lineno}"


def test_no_shell():
    for path in [*SOURCE, ROOT / "run.py"]:
        for name, node in calls(path):
            assert not name.endswith(("os.system", "os.popen", "getoutput")), f"{path}:{node.lineno}"
            assert not any(k.arg == "shell" for k in node.keywords), f"{path}:{node.lineno}"


def test_text_is_written_with_lf():
    """What is written is the same on all systems."""
    for path in SOURCE:
        for name, node in calls(path):
            if name.endswith("write_text"):
                assert any(k.arg == "newline" for k in node.keywords), f"{path}:{node.lineno} writes CRLF on Windows"
            if name.endswith(".to_csv"):
                assert any(k.arg == "lineterminator" for k in node.keywords), f"{path}:{node.lineno} writes CRLF on Windows"


def test_the_main_module_can_be_imported_anew():
    """A spawned process imports it: it must not start the command again."""
    ran = subprocess.run([sys.executable, "-c", "import compare.__main__; print('once')"], capture_output=True, encoding="utf-8",
                         env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, check=True)
    assert ran.stdout == "once\n"


# names


def tracked():
    skip = {".git", ".venv", "__pycache__", "site", "build"}
    return [path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file() and not skip & set(path.parts)
            and not any(part.endswith((".egg-info", "_cache")) for part in path.parts)]


def test_the_projects_names_are_names_everywhere():
    import unicodedata
    reserved = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.I)
    names = tracked()
    for path in names:
        assert not re.search(r'[\\:*?"<>|]|[. ]$', path.name) and not any(reserved.match(part) for part in path.parts), path
        assert len(str(path)) < 120, f"{path} is long: Windows allows 260 with all that stands before it"
        assert unicodedata.normalize("NFC", str(path)) == str(path), path
    folded = [str(path).casefold() for path in names]
    assert len(folded) == len(set(folded)), "two names that are one on Windows and macOS"


@pytest.mark.parametrize(("title", "name"), [
    ("CON", "_CON"), ("aux", "_aux"), ("console", "console"), ("a:b?", "a_b"), ("长" * 200, "长" * 60),
])
def test_names_of_plans_are_names_everywhere(tmp_path, title, name):
    from compare.intake import _stem
    from compare.reading.formats import Document
    made = _stem({}, Document(f"{title}.txt", "文", "txt"))
    assert made.startswith(name) and len(f".{made}-12.part.txt".encode()) <= 255


def test_names_as_macos_writes_them_are_the_same_names(tmp_path):
    """é and Korean syllables come apart there (NFD); Chinese does not."""
    import unicodedata
    for form in ("NFC", "NFD"):
        folder = small_study(tmp_path / form) / "corpus" / "plans"
        name = unicodedata.normalize(form, "Äpfél 甲县-2022.txt")
        (folder / name).write_text("一、办学。\n二、招生。\n", "utf-8", newline="\n")
    one, other = (compare.load(tmp_path / form / "corpus") for form in ("NFC", "NFD"))
    pd.testing.assert_frame_equal(one.plans, other.plans)
    pd.testing.assert_frame_equal(one.clauses, other.clauses)


def test_two_names_that_differ_by_case_get_two_files(tmp_path):
    for folder, name in (("one", "Plan A"), ("two", "plan a")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{name}.txt").write_text(f"{folder}\n一、办学。\n二、招生。{folder}。\n", "utf-8")
    (tmp_path / "corpus" / "plans").mkdir(parents=True)
    compare.add([tmp_path / "one", tmp_path / "two"], tmp_path / "corpus")
    made = [path.name for path in (tmp_path / "corpus" / "plans").iterdir()]
    assert len(made) == len({name.casefold() for name in made}) == 2


def test_a_file_that_a_scanner_holds_for_a_moment_is_written(tmp_path, monkeypatch):
    """Windows names no file anew while OneDrive, a virus scanner or Excel has it open."""
    held, names = [PermissionError(13, "in use")] * 2, os.replace

    def busy(*paths):
        if held:
            raise held.pop()
        names(*paths)

    monkeypatch.setattr(os, "replace", busy)
    monkeypatch.setattr(files, "_WAITS", (0, 0, 0))
    files.write_bytes(tmp_path / "coverage.csv", b"new")
    assert (tmp_path / "coverage.csv").read_bytes() == b"new" and not held
    held += [PermissionError(13, "in use")] * 4
    with pytest.raises(StudyError, match="close programs that hold it .Excel"):
        files.write_bytes(tmp_path / "coverage.csv", b"newer")
    assert (tmp_path / "coverage.csv").read_bytes() == b"new"


def test_results_that_cannot_be_put_away_are_told_in_one_line(tmp_path, monkeypatch):
    """The folder of the results before, while a program of Windows looks into it."""
    previous.keep(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(PermissionError(13, "in use")))
        with pytest.raises(StudyError, match="close programs that hold it, and run again"):
            previous.forget(tmp_path)
    previous.forget(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [errno.ENAMETOOLONG, errno.ENOENT])
def test_a_path_that_is_too_long_is_called_that(tmp_path, monkeypatch, number):
    def too_long(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", too_long)
    with pytest.raises(StudyError, match="the path is too long"):
        files.write_bytes(tmp_path / "a", b"")


def test_endings_of_names_may_be_large_letters(tmp_path):
    folder = small_study(tmp_path)
    (folder / "corpus" / "plans" / "丙县-2022.TXT").write_text("一、办学。\n二、招生。\n", "utf-8")
    shutil.copytree(ROOT / "corpus" / "themes", folder / "corpus" / "themes")
    (folder / "corpus" / "themes" / "安全.yml").rename(folder / "corpus" / "themes" / "安全.YML")
    study = compare.load(folder / "corpus")
    assert "丙县-2022" in set(study.plans["plan_id"]) and "安全" in [theme.name for theme in study.themes]


def test_a_theme_that_notepad_named_txt_is_not_passed_over(tmp_path):
    shutil.copytree(ROOT / "corpus" / "themes", tmp_path / "themes")
    (tmp_path / "themes" / "安全.yml").rename(tmp_path / "themes" / "安全.yml.txt")
    with pytest.raises(StudyError, match=r"安全\.yml\.txt: is a theme whose name ends in \.txt -> rename it to 安全\.yml"):
        read_themes(tmp_path / "themes")


def test_a_deep_folder(tmp_path):
    """Longer than Windows's 260 where the system bears it; elsewhere one line that says so, and nothing half done."""
    from compare.cli import main
    folder = tmp_path.joinpath(*["很深的文件夹" * 3] * 12)
    status = main(["new", str(folder)])
    assert status == 0 or (status == 2 and not folder.exists())


def test_blocks_of_pages_with_crlf_are_found(tmp_path):
    from doc_blocks import blocks
    page = tmp_path / "p.md"
    page.write_bytes(b"a\r\n```sh\r\nplan-compare check\r\n```\r\n")
    assert blocks(page) == [Block("sh", "", "plan-compare check\n", 2)]
