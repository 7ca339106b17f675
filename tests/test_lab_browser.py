"""The notebooks in JupyterLab, in a real Chromium: opened, run to the end, and looked at.

Skipped, with the reason, where there is no Chromium with its chromedriver, no JupyterLab or no Chinese font.  LAB_SCREENSHOTS=FOLDER keeps
the pictures.
"""

import os
import shutil
from pathlib import Path
from urllib.parse import urlparse

import nbformat
import pandas as pd
import pytest

from browser import requests, window
from compare.display import show
from lab import TOFU, Researcher, server

ROOT = Path(__file__).parents[1]
NOTEBOOKS = [f"notebooks/{path.name}" for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
AT_ONCE = 3  # one is looked at while two run


@pytest.fixture(scope="module")
def researcher(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    root = folder / "研究 one"
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    with window(folder / "profile") as driver, \
            server(folder, root, PLAN_COMPARE_CORPUS=str(ROOT / "corpus"), PYTHONPATH=str(ROOT / "src")) as address:
        made = Researcher(driver, address)
        made.root, made.running = root, []
        yield made
        asked = {urlparse(url).hostname for url in requests(driver) if not url.startswith(("data:", "blob:", "chrome:", "about:"))}
        assert asked == {"127.0.0.1"}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_to_its_end(researcher, name, tmp_path):
    for path in NOTEBOOKS[(at := NOTEBOOKS.index(name)):at + AT_ONCE]:
        if path not in researcher.running:
            researcher.open(path)
            researcher.run_all()
            researcher.running.append(path)
    assert researcher.finished(name) == []
    picture = Path(os.environ.get("LAB_SCREENSHOTS") or tmp_path) / (Path(name).stem + ".png")
    picture.parent.mkdir(parents=True, exist_ok=True)
    researcher.picture(name, picture)
    assert picture.stat().st_size > 20_000
    if "一" in (missing := researcher.js(TOFU, name)):
        pytest.skip("the browser has no Chinese font here, so glyphs were not looked at (Debian: apt-get install fonts-noto-cjk)")
    assert missing == []
    researcher.close(name)


TABLE = pd.DataFrame({"plan_id": ["丙县-2024", "甲县-2024", "乙县-2024", "丁县-2024"], "share": [.5, .03, .25, None],
                      "text": ["<b>a</b>", "<script>document.title = '坏了'</script>", "", "𠮷"]})
CELLS = ("1",
         f"from compare import show\nimport pandas as pd\nnan = None\nshow(pd.DataFrame({TABLE.to_dict('list')}))",
         "import compare\ncompare.subset(compare.load(), places='海淀区')")
NODE = "panels[arguments[0]].node"
TABLES = f"[...{NODE}.querySelectorAll('.plan-compare')]"


def test_tables_sort_and_a_mistake_takes_one_line(researcher):
    """A notebook with a saved table in it: not trusted before it is run, sortable after."""
    path = "看表 [1].ipynb"

    def js(script, *given):
        return researcher.js(f"return {script}", path, *given)

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    notebook.cells[0].outputs = [nbformat.v4.new_output("display_data", {"text/html": show(TABLE)._repr_html_()})]
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, researcher.root / path)
    researcher.open(path)
    researcher.wait(lambda: js(f"{NODE}.querySelectorAll('.jp-OutputArea td').length") == 12)
    assert js(f"{NODE}.querySelectorAll('[onclick], script, b').length") == 0, "not trusted: nothing that acts is left"
    assert "<script>document.title" in js(f"{NODE}.querySelector('.jp-OutputArea table').innerText")
    assert js(f"getComputedStyle({NODE}.querySelector('.jp-OutputArea td')).textAlign") == "left"

    researcher.run_all()
    assert [error["ename"] for error in researcher.finished(path)] == ["StudyError"]
    error = f"{NODE}.querySelector('[data-mime-type$=stderr], [data-mime-type$=error]')"
    researcher.wait(lambda: js(f"Boolean({error}) && {TABLES}.length == 1"))
    line, hint = js(f"{error}.innerText").strip().splitlines()
    assert "海淀区" in line and "湖里区" in line and "%tb" in hint
    orders = []
    for column in (1, 1, 1, 2, 2, 2):
        js(f"{TABLES}.at(-1).querySelectorAll('th')[arguments[1] - 1].click()", column)
        orders.append("".join(js(f"[...{TABLES}.at(-1).querySelectorAll('tbody td:first-child')].map((cell) => cell.textContent[0])")))
    # words as a dictionary has them (bǐng, dīng, jiǎ, yǐ), numbers from the greatest; what is missing is always last
    assert orders == ["丙丁甲乙", "乙甲丁丙", "丙甲乙丁", "丙乙甲丁", "甲乙丙丁", "丙甲乙丁"]
    assert js("document.title") != "坏了"
    researcher.close(path)
