"""The notebooks: thin, all of one plan, and run to their end on any corpus.

Here their cells are run in this process, on small corpora; test_lab_browser.py opens them in JupyterLab on the shipped one.
"""

import contextlib
import io
import json
import re
import shutil
import warnings

import nbformat
import pytest

from studies import CORPUS, theme_file

NOTEBOOKS = sorted((CORPUS.parent / "notebooks").glob("*.ipynb"))
LINES, WIDTH = 8, 120


def cells(path, kind="code"):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def test_they_are_numbered_from_one():
    assert [path.name[:3] for path in NOTEBOOKS] == [f"{n:02}_" for n in range(1, len(NOTEBOOKS) + 1)] and len(NOTEBOOKS) >= 8


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestANotebook:
    def test_is_valid_and_kept_without_outputs(self, path):
        text = path.read_bytes()
        nbformat.validate(nbformat.reads(text.decode("utf-8"), as_version=4))
        assert b"\r" not in text and text.endswith(b"}\n")
        for cell in json.loads(text)["cells"]:
            assert not cell.get("outputs") and cell.get("execution_count") is None and not cell["metadata"]

    def test_is_thin(self, path):
        for source in cells(path):
            lines = source.splitlines()
            assert len(lines) <= LINES and max(map(len, lines)) <= WIDTH, source
            assert not re.search(r"^\s*(def|class|async|try|while|global)\b|lambda|^\s*[!%]", source, re.MULTILINE), source

    def test_opens_with_its_question_and_ends_with_where_to_go(self, path):
        prose = cells(path, "markdown")
        assert prose[0].startswith(f"# {path.name[:2]} ") and "**问题**" in prose[0]
        assert "不要得出的结论" in prose[-1] and "接着看" in prose[-1] and any("怎样读" in text for text in prose)
        others = set(re.findall(r"\b(0\d)\b", prose[-1].partition("接着看")[2]))
        assert others and others <= {p.name[:2] for p in NOTEBOOKS} - {path.name[:2]}

    def test_has_its_choices_in_one_cell_of_plain_variables(self, path):
        first, *rest = cells(path)
        assert first.startswith("# 选择") and "import" not in first
        for line in first.splitlines()[1:]:
            assert re.fullmatch(r'\w+ = ("[^"]*"|\d+|\[[^\]]*\])( +# .+)?', line), line
        names = re.findall(r"^(\w+) =", first, re.MULTILINE)
        assert all(any(re.search(rf"\b{name}\b", source) for source in rest) for name in names), "a choice that nothing asks"

    def test_names_no_place_of_the_shipped_corpus_but_as_an_example(self, path):
        code = "\n".join(line.partition("#")[0] for source in cells(path) for line in source.splitlines())
        assert not re.search(r"湖里|芦淞|金凤|高台|某市|20\d\d|双减|党建|数字化|安全", code)


def run(shell, path, **choices):
    """Run a notebook's cells as JupyterLab does, with other choices where they are given; what it showed."""
    shell.reset(new_session=True)
    shown = []
    shell.user_ns["display"] = lambda *values: shown.extend(shell.display_formatter.format(value)[0] for value in values)
    for number, source in enumerate(cells(path)):
        if not number:
            source += "".join(f"\n{name} = {choice!r}" for name, choice in choices.items())
        with contextlib.redirect_stdout(io.StringIO()) as printed, warnings.catch_warnings():
            warnings.simplefilter("error")
            result = shell.run_cell(source)
            assert result.success, f"cell {number}: {source}\n{printed.getvalue()}"
            if result.result is not None:
                shown.append(shell.display_formatter.format(result.result)[0])
    return shown


ONE = "---\nplace: 甲县\nyear: 2024\nlevel: 区县\nkind: 工作要点\n---\n一、办学。\n二、招生。\n"


def corpus_of(folder, plans):
    (folder / "plans").mkdir(parents=True)
    for name, text in plans.items():
        (folder / "plans" / f"{name}.txt").write_text(text, encoding="utf-8", newline="\n")
    return folder


@pytest.fixture(scope="module")
def corpora(tmp_path_factory):
    """One plan of two sentences; two plans without a label, whose themes have other names; one real plan."""
    folder = tmp_path_factory.mktemp("corpora")
    texts = {path.stem: path.read_text("utf-8").split("\n---\n", 1)[1] for path in sorted((CORPUS / "plans").glob("*.txt"))}
    two = corpus_of(folder / "two", dict(list(texts.items())[1:3]))
    theme_file(two, "教师", any="[教师, 师德]")
    theme_file(two, "体育与美育", any="[体育, 美育]")
    real = (folder / "real" / "plans")
    real.mkdir(parents=True)
    shutil.copy(CORPUS / "plans" / "高台县-2023.txt", real)
    return {"one": corpus_of(folder / "one", {"甲县-2024": ONE}), "two": two, "real": folder / "real"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", ["one", "two", pytest.param("real", marks=pytest.mark.slow)])
def test_it_runs_on_any_corpus(shell, corpora, monkeypatch, name, path):
    monkeypatch.setenv("PLAN_COMPARE_CORPUS", str(corpora[name]))
    assert run(shell, path)


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_on_twelve_plans_of_four_places(shell, tmp_path, monkeypatch, path):
    texts = [p.read_text("utf-8").split("\n---\n", 1)[1].split("\n") for p in sorted((CORPUS / "plans").glob("*.txt"))[1:]]
    label = "---\nplace: {}县\nyear: {}\nlevel: 区县\nkind: 工作要点\n---\n"
    plans = {f"{'甲乙丙丁'[k]}县-{2022 + j}": label.format("甲乙丙丁"[k], 2022 + j) + "\n".join(p for i, p in enumerate(text) if (i + j) % 4)
             for k, text in enumerate(texts) for j in range(3)}
    monkeypatch.setenv("PLAN_COMPARE_CORPUS", str(corpus_of(tmp_path / "twelve", plans)))
    assert run(shell, path)


def test_choices_reach_the_results(shell, monkeypatch):
    monkeypatch.setenv("PLAN_COMPARE_CORPUS", str(CORPUS))
    path = next(p for p in NOTEBOOKS if p.stem.startswith("05"))
    shown = run(shell, path, plan="湖里区-2020", theme="安全")
    assert "湖里区-2020" in shown[0]["text/html"] and "<mark>安全</mark>" in shown[0]["text/html"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_choice_that_matches_nothing_takes_one_line(shell, corpora, monkeypatch, path):
    monkeypatch.setenv("PLAN_COMPARE_CORPUS", str(corpora["real"]))
    first, second = cells(path)[:2]
    name = next((name for name in ("places", "plan") if re.search(rf"^{name} = ", first, re.MULTILINE)), None)
    if name is None:
        return  # 06 asks for words: any will do
    shell.reset(new_session=True)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        shell.run_cell(f"{first}\n{name} = '海淀区'")
        assert not shell.run_cell(second).success
    assert "海淀区 -> choose among 高台县" in printed.getvalue() and "Traceback" not in printed.getvalue()
