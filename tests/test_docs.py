"""The documentation: its blocks run, its links hold, nothing public is left out, and the site builds without a network."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import compare
from compare import charts
from compare.cli import verbs
from compare.measures import HELD
from compare.measures import tables as registry
from doc_blocks import FENCE, blocks

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
PAGES = [*READMES, *sorted((ROOT / "docs").rglob("*.md"))]
RUN = [page for page in PAGES if any(block.language in ("sh", "python") for block in blocks(page))]
PLAN = ["某县{}年教育工作要点", "一、加强党的建设", "1.全面加强党对教育工作的领导。落实第一议题制度。", "2.深化校园安全整治。",
        "二、提升质量", "3.推进智慧校园建设，新增智慧教室20间。", "4.开展读书活动，建设学校图书馆。巩固“双减”成果。"]


def name(page):
    return page.relative_to(ROOT).as_posix()


@pytest.fixture
def project(tmp_path):
    """The project as it is downloaded, beside it the documents that the pages take in."""
    from docx import Document
    folder = tmp_path / "计划 project"
    for part in ("src", "corpus", "notebooks"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info", ".ipynb_checkpoints"))
    shutil.copyfile(ROOT / "run.py", folder / "run.py")
    for place in ("下载", "downloads", "我的 文件"):
        (folder / place).mkdir()
        document = Document()
        for line in PLAN:
            document.add_paragraph(line.format(2024))
        document.save(folder / place / "某县2024年教育工作要点.docx")
        for year in (2023, 2025):
            text = "\n".join(PLAN).format(year) + f"\n{year}年我们再接再厉。\n"
            (folder / place / f"某县{year}年教育工作要点.txt").write_text(text, "gb18030")
    return folder


def run_blocks(page, project, *more):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PLAN_COMPARE"))}
    env |= {"PYTHONPATH": str(project / "src"), "MPLBACKEND": "agg"}
    ran = subprocess.run([sys.executable, ROOT / "tests" / "doc_blocks.py", page, *more], cwd=project, env=env, capture_output=True,
                         encoding="utf-8")
    assert ran.returncode == 0, ran.stdout[-1500:] + ran.stderr[-3000:]


# README.zh-CN.md has the blocks of README.md (test_both_readmes_say_the_same)
@pytest.mark.parametrize("page", [pytest.param(page, marks=[pytest.mark.slow] if page == READMES[1] else [], id=name(page)) for page in RUN])
def test_every_block_runs(page, project):
    run_blocks(page, project)


@pytest.mark.slow
@pytest.mark.parametrize("page", [p for p in RUN if any(b.info.startswith("long:") for b in blocks(p))], ids=name)
def test_every_long_block_runs(page, project):
    run_blocks(page, project, "long")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_block_that_does_not_run_says_why(page):
    for block in blocks(page):
        kind, _, why = block.info.partition(":")
        assert block.info == "" or (kind in ("long", "not run", "file") and why.strip()), f"{name(page)}, line {block.line}"
        assert block.language in ("sh", "python", "yaml", "text"), f"{name(page)}, line {block.line}: say what the block is"
        for line in block.code.splitlines() if block.language == "sh" and kind != "not run" else []:
            words = line.split()
            assert words[0] == "cd" or ({"run.py", "plan-compare"} & {Path(word).name for word in words[:2]}
                                        and set(words[2:3] if words[0] == "python" else words[1:2]) <= set(verbs())), line


def anchors(page):
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text("utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", [*PAGES, ROOT / "corpus/themes/README.md", ROOT / "corpus/coding/README.md"], ids=name)
def test_no_link_inside_the_project_is_dead(page):
    text = FENCE.sub("", page.read_text("utf-8"))
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        assert target.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{link}: no such heading"


def test_both_readmes_say_the_same():
    english, chinese = READMES
    for one, other in zip(shape(english), shape(chinese), strict=True):
        assert one == other
    assert len(chinese.read_text("utf-8")) > 0.25 * len(english.read_text("utf-8"))


def shape(page):
    """Headings by level, rows of tables, list items, blocks: each command by its verb, everything else as it stands."""
    text, parts = page.read_text("utf-8"), []
    for line in FENCE.sub("", text).splitlines():
        if found := re.match(r"(#+) |(- )|(\|)", line):
            parts.append((found[0], re.findall(r"`([^`\s]+)`", line) if found[3] else line.count("`") > 0))
    for block in blocks(page):
        code = re.sub(r" *#.*", "", block.code)
        if block.language == "sh":
            code = [line.split()[:1 if line.startswith("cd ") else 3] for line in code.splitlines()]
        elif block.language == "python":
            code = [line.rstrip() for line in code.splitlines()]
        parts.append((block.language, block.info, code))
    return parts


def test_every_path_that_a_readme_names_is_there():
    for page in READMES:
        named = re.findall(r"`((?:src|docs|corpus|notebooks)/[^`<>*]*)`", page.read_text("utf-8"))
        assert len(named) > 3
        assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", READMES, ids=name)
def test_what_a_readme_promises_is_there(page):
    rows = [line for line in page.read_text("utf-8").splitlines() if line.startswith("| ") and "`" in line]
    named = re.findall(r"`(\w+)`", " ".join(row.split("|")[2] for row in rows))
    assert len(named) > 12 and set(named) <= set(registry()) | set(charts.names())


# the site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    pytest.importorskip("properdocs", reason="ProperDocs is not installed (run.py test installs it)")
    folder = tmp_path_factory.mktemp("site")
    ran = subprocess.run([sys.executable, "-m", "properdocs", "build", "--strict", "-d", str(folder)], cwd=ROOT, capture_output=True,
                         encoding="utf-8", env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"})
    assert ran.returncode == 0, ran.stderr
    assert "WARNING" not in ran.stderr
    return folder


def test_everything_public_is_documented(site):
    def headings(page):
        return set(re.findall(r'<h2 id="[^"]*">([^<]+)</h2>', (site / page).read_text("utf-8")))
    assert headings("tables.html") == set(registry())
    assert headings("commands.html") == set(verbs())
    assert headings("charts.html") == set(charts.names())
    assert headings("python.html") == set(dir(compare))
    assert {"load", "add", "show", "Study", "charts", "coverage"} <= set(dir(compare)) and not set(dir(compare)) & set(HELD)


def test_every_column_and_option_is_documented(site):
    tables, commands = ((site / page).read_text("utf-8") for page in ("tables.html", "commands.html"))
    for table, spec in registry().items():
        part = tables.split(f'<h2 id="{table}">')[1].split("<h2 ")[0]
        for column in spec.columns:
            assert re.search(rf"<td>(<strong>)?{column}(</strong>)?</td>", part), f"{table}.{column}"
    from compare.cli import parser
    for verb in verbs():
        shown = commands.split(f'<h2 id="{verb}">')[1].split("<h2 ")[0]
        action = next(a for a in parser()._actions if hasattr(a, "choices") and a.choices and verb in a.choices)
        for option in action.choices[verb]._option_string_actions:
            assert option in shown, f"{verb} {option}"


def test_what_is_public_says_what_it_is():
    for public in dir(compare):
        assert (getattr(compare, public).__doc__ or "").strip(), f"compare.{public} has no docstring"


def test_the_site_asks_nobody_for_anything(site):
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        assert not re.findall(r"<(?:script|img|iframe)[^>]+src=\"(?:https?:)?//|<link[^>]+href=\"(?:https?:)?//", text), page.name
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(?:https?:)?//|@import", sheet.read_text("utf-8")), sheet.name


def test_no_link_of_the_site_is_dead(site):
    """Anchors of Chinese headings, pages made by the program and pictures, as a browser would look for them."""
    from urllib.parse import unquote
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        for link in re.findall(r'(?:href|src)="([^"]+)"', text):
            if re.match(r"[a-z]+:|//", link) or page.name == "404.html":
                continue
            path, _, anchor = unquote(link).partition("#")
            target = (page.parent / path.split("?")[0]) if path else page
            assert target.exists(), f"{page.name}: {link}"
            if anchor and target.suffix == ".html":
                assert f'id="{anchor}"' in target.read_text("utf-8"), f"{page.name}: {link}"


def test_every_page_opens_with_an_english_summary(site):
    ours = {"index", "quickstart", "add-plan", "add-theme", "add-chart", "methods", "comparability", "faq",
            "tables", "commands", "charts", "python", "rules"}
    for page in ours:
        assert "<em>Summary: " in (site / f"{page}.html").read_text("utf-8"), page
    assert "long: " not in (site / "quickstart.html").read_text("utf-8"), "marks for the tests are not for readers"


def test_chinese_lines_are_joined_without_a_space(site):
    text = (site / "index.html").read_text("utf-8")
    assert re.search(r"逐年有什么变化，用数字承诺了什么", text)
