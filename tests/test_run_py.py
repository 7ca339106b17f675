"""run.py by its parts: what it refuses, what it installs, and when it starts anew.  CI runs it whole, in a fresh clone."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def run_py(tmp_path):
    """run.py as if it stood in a project of its own, in a folder with a space and Chinese in its name."""
    spec = importlib.util.spec_from_file_location("run_py", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.ROOT = tmp_path / "教育 plans"
    module.ROOT.mkdir()
    for name in ("requirements.txt", "requirements-test.txt", "pyproject.toml", "run.py"):
        (module.ROOT / name).write_bytes((ROOT / name).read_bytes())
    module.VENV = module.ROOT / ".venv"
    module.STATE = module.VENV / "plan-compare.state"
    return module


@pytest.fixture
def installs(run_py, monkeypatch):
    """What set_up() asks for, in place of doing it."""
    asked = []

    def venv(line, okay=(0,)):
        asked.append("venv" if "venv" in line else " ".join(line))
        run_py.venv_python().parent.mkdir(parents=True, exist_ok=True)
        run_py.venv_python().write_bytes(b"")
        run_py.site_packages().mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(run_py, "run", venv)
    monkeypatch.setattr(run_py, "install", lambda lock: asked.append(lock.name))
    return asked


@pytest.mark.parametrize(("version", "name", "bits", "told"), [
    ((3, 11), "cpython", 64, None),
    ((3, 14), "cpython", 64, None),
    ((3, 10), "cpython", 64, "this is Python 3.10, wanted is Python 3.11 to 3.14 -> "),
    ((3, 15), "cpython", 64, "this is Python 3.15, wanted is Python 3.11 to 3.14 -> "),
    ((3, 12), "pypy", 64, "this is a 64-bit pypy, wanted is the usual 64-bit Python 3.11 to 3.14 -> install that"),
    ((3, 12), "cpython", 32, "this is a 32-bit cpython, wanted is the usual 64-bit Python 3.11 to 3.14 -> install that"),
])
def test_python_that_does_not_fit_is_refused(run_py, version, name, bits, told):
    if told is None:
        run_py.check_python(version, name, bits)
    else:
        with pytest.raises(run_py.SetUpError) as error:
            run_py.check_python(version, name, bits)
        assert str(error.value).startswith(told)


def test_another_python_at_hand_is_named(run_py, monkeypatch):
    monkeypatch.setattr(run_py.shutil, "which", lambda name: name == "python3.12")
    with pytest.raises(run_py.SetUpError, match=r"you have one: python3\.12 run\.py"):
        run_py.check_python((3, 9))


def test_bounds_are_those_of_pyproject(run_py):
    assert f'requires-python = ">={run_py.MIN_PYTHON[0]}.{run_py.MIN_PYTHON[1]},<{run_py.END_PYTHON[0]}.{run_py.END_PYTHON[1]}"' \
        in (ROOT / "pyproject.toml").read_text("utf-8")


def test_an_old_python_can_parse_it():
    import ast
    ast.parse((ROOT / "run.py").read_text("utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize(("module", "told"), [("ensurepip", "lacks its venv module"), ("venv", "python3.*-venv")])
def test_debian_without_venv_is_told_what_to_install(run_py, monkeypatch, module, told):
    real = importlib.util.find_spec
    monkeypatch.setattr(run_py.importlib.util, "find_spec", lambda name: None if name == module else real(name))
    with pytest.raises(run_py.SetUpError, match=told):
        run_py.check_place()


def test_a_full_disk_is_told_before_anything_is_made(run_py, monkeypatch):
    monkeypatch.setattr(run_py.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 300_000_000}))
    with pytest.raises(run_py.SetUpError, match="nearly full \\(300 MB free\\) -> free about"):
        run_py.set_up("run")
    assert not run_py.VENV.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="names cannot hold it there")
def test_a_path_that_venv_refuses_is_told(run_py, tmp_path):
    run_py.ROOT = tmp_path / "a:b"
    run_py.ROOT.mkdir()
    with pytest.raises(run_py.SetUpError, match="path holds ':'.* -> move or rename the folder"):
        run_py.check_place()


@pytest.mark.parametrize(("printed", "told"), [
    ("OSError: [Errno 28] No space left on device", "the disk is full"),
    ("Failed to establish a new connection: [Errno -3] Temporary failure in name resolution", "could not be reached"),
    ("Retrying (Retry(total=0)) after connection broken by 'ProxyError(...)'\nERROR: No matching distribution found for jieba==1",
     "could not be reached"),
    ("ERROR: No matching distribution found for numpy==2.4.6 (from versions: 1)", "no fitting file of numpy ->"),
    ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the file that was pinned"),
    ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "certificate"),
    ("PermissionError: [WinError 32] The process cannot access the file", "close JupyterLab"),
    ("OSError: [WinError 206] The filename or extension is too long", "too long"),
    ("Segmentation fault", ""),
])
def test_diagnosis(run_py, printed, told):
    cure = run_py.diagnose(printed)
    assert told in cure and bool(cure) == bool(told) and "\n" not in cure


def test_second_run_has_nothing_to_do(run_py, installs):
    run_py.set_up("run")
    assert installs == ["venv", "requirements.txt"]
    run_py.set_up("run")
    assert len(installs) == 2


def test_the_tests_add_their_packages_and_serve_both(run_py, installs):
    run_py.set_up("run")
    run_py.set_up("test")
    run_py.set_up("run")
    assert installs == ["venv", "requirements.txt", "requirements-test.txt"]


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml", "run.py"])
def test_a_change_is_installed_in_place(run_py, installs, name):
    run_py.set_up("run")
    with (run_py.ROOT / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    run_py.set_up("run")
    assert installs == ["venv", "requirements.txt", "requirements.txt"]


def test_line_ends_of_a_checkout_are_no_change(run_py, installs):
    run_py.set_up("run")
    path = run_py.ROOT / "requirements.txt"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    run_py.set_up("run")
    assert len(installs) == 2


def test_another_python_gets_a_new_venv(run_py, installs, monkeypatch):
    run_py.set_up("run")
    (run_py.VENV / "left over").write_text("old", encoding="utf-8")
    monkeypatch.setattr(run_py, "interpreter", lambda: "python 3.99 elsewhere")
    monkeypatch.setattr(run_py, "stamp", lambda level: f"{level} other")
    run_py.set_up("run")
    assert installs == ["venv", "requirements.txt"] * 2
    assert not (run_py.VENV / "left over").exists()


@pytest.mark.parametrize("broken", ["venv", "install", "link_package"])
def test_whatever_was_stopped_is_made_anew(run_py, installs, monkeypatch, broken):
    def stop(*args):
        raise KeyboardInterrupt
    with monkeypatch.context() as patch:
        patch.setattr(run_py, "run" if broken == "venv" else broken, stop)
        with pytest.raises(KeyboardInterrupt):
            run_py.set_up("run")
    installs.clear()
    run_py.set_up("run")
    assert installs == ["venv", "requirements.txt"]


def test_two_at_once_take_turns(run_py, installs, monkeypatch):
    import threading
    waiting = threading.Event()
    monkeypatch.setattr(run_py, "show", lambda text, end="\n": waiting.set() if "waiting" in text else None)
    with run_py.Alone():
        second = threading.Thread(target=run_py.set_up, args=("run",))
        second.start()
        assert waiting.wait(10)
        run_py.make("run")  # the first one ends its work: nothing is left to do for the second
    second.join(10)
    assert not second.is_alive() and installs == ["venv", "requirements.txt"]


def test_a_venv_of_somebody_else_is_left_alone(run_py, installs):
    run_py.VENV.mkdir()
    (run_py.VENV / "pyvenv.cfg").write_text("home = /usr", encoding="utf-8")
    with pytest.raises(run_py.SetUpError, match="was not made by run.py -> rename or delete it"):
        run_py.set_up("run")
    assert installs == [] and (run_py.VENV / "pyvenv.cfg").exists()


def test_the_package_is_found_by_a_relative_path(run_py, installs):
    run_py.set_up("run")
    line = (run_py.site_packages() / "plan_compare.pth").read_bytes()
    assert line.isascii() and not Path(line.decode().strip()).is_absolute()
    assert (run_py.site_packages() / line.decode().strip()).resolve() == (run_py.ROOT / "src").resolve()


@pytest.mark.parametrize(("argv", "started"), [
    ([], ["-m", "compare", "run"]),
    (["--out", "x"], ["-m", "compare", "run", "--out", "x"]),
    (["export", "plans"], ["-m", "compare", "export", "plans"]),
    (["docs"], ["-m", "properdocs", "build", "--strict"]),
    (["test"], ["-m", "pytest", "-n", "auto", "--dist", "loadfile"]),
    (["test", "-m", "slow"], ["-m", "pytest", "-m", "slow"]),
])
def test_verbs(run_py, monkeypatch, argv, started):
    lines = []
    monkeypatch.setattr(run_py, "set_up", lambda level: lines.append(level))
    monkeypatch.setattr(run_py, "start", lambda line, folder: lines.append(line[1:]) or 7)
    assert run_py.main(argv) == 7
    assert lines == ["test" if argv[:1] in (["test"], ["docs"]) else "run", started]


def test_lab_opens_the_notebooks(run_py, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert "--LabApp.default_url=/lab" in run_py.command("lab", [])[0]
    (run_py.ROOT / "notebooks").mkdir()
    for name in ("02_b.ipynb", "01_语料 a.ipynb"):
        (run_py.ROOT / "notebooks" / name).write_text("{}", encoding="utf-8")
    line, folder = run_py.command("lab", [])
    assert line[1:3] == ["-m", "jupyterlab"] and folder == run_py.ROOT
    assert "--LabApp.default_url=/lab/tree/notebooks/01_%E8%AF%AD%E6%96%99%20a.ipynb" in line


def test_a_kernel_that_somebody_installed_for_all_projects_is_not_taken(run_py, monkeypatch, tmp_path):
    """``ipykernel install --user`` of another Python leaves a kernel of the same name, which Jupyter may prefer."""
    spec = tmp_path / "data" / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text('{"argv": ["another-python"], "display_name": "Another", "language": "python"}', encoding="utf-8")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    asked = "from jupyter_client.kernelspec import KernelSpecManager as K; print(K().get_kernel_spec('python3').argv[:3])"
    made = subprocess.run([sys.executable, "-c", asked], env=run_py.environment(), capture_output=True, encoding="utf-8", check=True)
    assert "another-python" not in made.stdout and "ipykernel_launcher" in made.stdout


def test_the_study_one_is_in_comes_before_the_projects(run_py, monkeypatch, tmp_path):
    monkeypatch.delenv("PLAN_COMPARE_CORPUS", raising=False)
    below = tmp_path / "我的 study" / "notebooks"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert run_py.environment()["PLAN_COMPARE_CORPUS"] == str(run_py.ROOT / "corpus")
    assert run_py.command("check", [])[1] is None
    (below.parent / "corpus" / "plans").mkdir(parents=True)
    assert "PLAN_COMPARE_CORPUS" not in run_py.environment()
    line, folder = run_py.command("lab", [])
    assert folder == below.parent and f"--ServerApp.root_dir={below.parent}" in line


@pytest.mark.parametrize(("python", "script", "told"), [
    ("python3", "run.py", "python3 run.py"), ("/usr/bin/python3.13", "../run.py", "python3.13 ../run.py"),
    (r"C:\Program Files\Python313\python.exe", r"D:\我的 研究\run.py", r'python "D:\我的 研究\run.py"')])
def test_what_is_started_knows_how_it_was_called(run_py, monkeypatch, python, script, told):
    """So that a cure names a command that this user has: .venv is on nobody's path."""
    monkeypatch.setattr(sys, "orig_argv", [python, script, "check"])
    monkeypatch.setattr(sys, "argv", [script, "check"])
    assert run_py.environment()["PLAN_COMPARE_COMMAND"] == told
    asked = "from compare.paths import called; print(called('add FILE'))"
    made = subprocess.run([sys.executable, "-c", asked], env={**run_py.environment(), "PYTHONPATH": str(ROOT / "src")},
                          capture_output=True, encoding="utf-8", check=True)
    assert made.stdout == f"{told} add FILE\n"


def test_status_is_passed_on(run_py):
    assert run_py.start([sys.executable, "-c", "raise SystemExit(5)"], None) == 5


def test_a_failing_step_tells_its_cause_and_keeps_the_log(run_py):
    run_py.VENV.mkdir()
    with pytest.raises(run_py.SetUpError, match="the disk is full"):
        run_py.run([sys.executable, "-c", "print('No space left on device'); raise SystemExit(1)"])
    with pytest.raises(run_py.SetUpError, match=r"set-up failed \(nobody knows\) -> see .*set-up.log"):
        run_py.run([sys.executable, "-c", "print('nobody knows'); raise SystemExit(1)"])
    assert "nobody knows" in (run_py.VENV / "set-up.log").read_text("utf-8")


def test_help_needs_no_set_up():
    made = subprocess.run([sys.executable, str(ROOT / "run.py"), "--help"], capture_output=True, encoding="utf-8", check=True)
    assert "python run.py lab" in made.stdout


def test_progress_reads_what_pip_prints(run_py):
    for line, name in [("Collecting numpy==2.4.6 (from -r /tmp/教育 x/requirements.txt (line 3))", "numpy"),
                       ("Requirement already satisfied: jupyter-core==5.9.1 in ./a (from -r x/y.txt (line 1))", "jupyter-core"),
                       ("Processing /opt/files/et_xmlfile-2.0.0-py3-none-any.whl (from -r x/y.txt)", "et_xmlfile"),
                       ("Ignoring appnope: markers 'sys_platform == \"darwin\"' don't match", "appnope")]:
        assert run_py.PROGRESS.match(line)[1] == name
