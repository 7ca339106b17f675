"""Nothing of Plan Compare asks the network for anything; notebooks speak with their kernel over the loopback alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from documents import BODY
from made_files import html_page

SOURCE = Path(__file__).parents[1] / "src"
# what a child process runs before anything else (sitecustomize): every name looked up and every connection made is told
GUARD = '''
import os, socket
LOOPBACK = ("127.0.0.1", "::1", "localhost")
def told(what, where):
    with open(os.environ["TOLD"], "a") as file:
        print(what, where, file=file)
    if not (os.environ.get("LOOPBACK") and str(where[0] if isinstance(where, tuple) else where) in LOOPBACK):
        raise OSError("the network is shut")
class Socket(socket.socket):
    def connect(self, address):
        if self.family != getattr(socket, "AF_UNIX", None): told("connect", address)
        return super().connect(address)
    def connect_ex(self, address):
        if self.family != getattr(socket, "AF_UNIX", None): told("connect", address)
        return super().connect_ex(address)
    def sendto(self, data, *rest):
        told("sendto", rest[-1])
        return super().sendto(data, *rest)
find = socket.getaddrinfo
def getaddrinfo(host, *rest, **more):
    told("look up", host)
    return find(host, *rest, **more)
socket.socket, socket.getaddrinfo = Socket, getaddrinfo
socket.gethostbyname = lambda host: told("look up", host)
'''


@pytest.fixture
def shut(tmp_path):
    """``shut(args)`` runs the command where Python's network is shut; returns (status, what was asked for, output)."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD, "utf-8")

    def run(*args, loopback=False):
        told = tmp_path / "told"
        told.write_text("", "utf-8")
        env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path / "guard"), str(SOURCE)]), "TOLD": str(told),
               "LOOPBACK": "1" if loopback else "", "PYTHONUTF8": "1"}
        line = [sys.executable, "-m", "compare", *map(str, args)]
        done = subprocess.run(line, env=env, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=600)
        return done.returncode, told.read_text("utf-8"), done.stdout + done.stderr
    return run


@pytest.fixture
def documents(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    page = html_page("青溪县2024年教育工作要点", BODY).replace("<h1>", '<img src="http://192.0.2.1/a.png"><link href="//192.0.2.1/a.css"><h1>')
    (folder / "a.html").write_text(page, "utf-8")
    (folder / "b.html").write_text(page.replace("2024", "2023").replace("四期", "五期"), "utf-8")
    return folder


def test_the_guard_works(shut, tmp_path):
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "guard"), "TOLD": str(tmp_path / "told"), "LOOPBACK": ""}
    line = "import urllib.request; urllib.request.urlopen('http://192.0.2.1', timeout=1)"
    done = subprocess.run([sys.executable, "-c", line], env=env, capture_output=True, text=True)
    assert "the network is shut" in done.stderr


def test_no_verb_asks_the_network(shut, documents, tmp_path):
    corpus = ["--corpus", tmp_path / "c"]
    for args in (["add", "--yes", documents], ["check"], ["export", "coverage"], ["concordance", "学生"], ["page"],
                 ["sample", "-n", "5", "-o", tmp_path / "s.xlsx"]):
        status, told, output = shut(args[0], *corpus, *args[1:])
        assert told == "" and status in (0, 1) and "Traceback" not in output, (args, output)


@pytest.mark.slow
def test_neither_run_nor_report_asks_the_network(shut, documents, tmp_path):
    corpus = ["--corpus", tmp_path / "c"]
    shut("add", *corpus, "--yes", documents)
    for args in (["run", "--no-notebooks"], ["verify"], ["report"], ["gallery"]):
        status, told, output = shut(args[0], *corpus, *args[1:])
        assert told == "" and status in (0, 1) and "Traceback" not in output, (args, output)


def test_notebooks_speak_over_the_loopback_and_run_no_text_of_documents(shut, tmp_path):
    mark = tmp_path / "escaped"
    plans = tmp_path / "c" / "plans"
    plans.mkdir(parents=True)
    lines = [f"__import__('pathlib').Path({str(mark)!r}).touch()", f"!touch {mark}", f"%%bash\ntouch {mark}", f"$(touch {mark})",
             f"<img src=x onerror=alert(1)>{{{{ open({str(mark)!r}, 'w') }}}}"]
    (plans / "甲县-2024.txt").write_text("甲县2024年教育工作要点\n" + "\n".join(lines) + "\n一、办学。\n", "utf-8", newline="\n")
    (tmp_path / "notebooks").mkdir()
    source = "import compare, sys\nstudy = compare.load()\nprint(len(study.plans))\nstudy.clauses[['text']]"
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source, id="c0")])
    nbformat.write(book, tmp_path / "notebooks" / "01.ipynb")
    line = "from compare import charts; charts.names = lambda: []; from compare.cli import main; raise SystemExit(main({}))"
    (tmp_path / "run.py").write_text(line.format(json.dumps(["run", "--corpus", str(tmp_path / "c")])), "utf-8")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path / "guard"), str(SOURCE)]), "TOLD": str(tmp_path / "told"),
           "LOOPBACK": "1", "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, str(tmp_path / "run.py")], env=env, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    told = (tmp_path / "told").read_text("utf-8") if (tmp_path / "told").exists() else ""
    assert all("127.0.0.1" in one or "localhost" in one for one in told.splitlines()), told
    assert not mark.exists()
