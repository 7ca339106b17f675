"""Plan Compare, set up and run by one command (standard library only).

    python run.py               every chart and every notebook -> figures/
    python run.py test [ARGS]   the tests; ARGS as for pytest
    python run.py lab           JupyterLab on notebooks/
    python run.py docs          the documentation as a site, in site/
    python run.py bench [ARGS]  how fast it is beside other programs -> docs/performance.md; --help tells more
    python run.py VERB [ARGS]   any verb of plan-compare: check, export, new, ...

The corpus is the one of the folder you are in (corpus/ there or above), else the project's own.
The first run makes .venv beside this file and installs the pinned, hashed packages of
requirements.txt into it with pip, by your own pip settings (mirror, proxy).  Later runs enter
at once, until the pins, pyproject.toml, this file or the Python version change.
"""
# Nothing here may need a newer Python than 3.6 to be parsed: an older one is to be told what it lacks.

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STATE = VENV / "plan-compare.state"
LOCKS = {"run": "requirements.txt", "test": "requirements-test.txt"}
MIN_PYTHON, END_PYTHON = (3, 11), (3, 15)
NEEDED_BYTES = 1_500_000_000

MIRROR = " (pip config set global.index-url URL)"
# what pip printed -> what is wrong and the cure; the first that fits is told
FAULTS = (
    (r"No space left on device|Errno 28\b|WinError 112|Disk quota exceeded",
     "the disk is full -> free about 1.5 GB and run again"),
    (r"DO NOT MATCH THE HASHES",
     "a package is not the file that was pinned -> run again; if it stays, use another pip mirror" + MIRROR),
    (r"CERTIFICATE_VERIFY_FAILED|SSLError",
     "the package index's certificate was refused -> check the clock and the proxy, or name your certificates "
     "(pip config set global.cert FILE)"),
    (r"Failed to establish a new connection|name resolution|getaddrinfo failed|nodename nor servname|ConnectTimeout"
     r"|Read timed out|ReadTimeoutError|ProxyError|Max retries exceeded|Connection refused|Network is unreachable"
     r"|Connection (?:reset|aborted|broken)|IncompleteRead",
     "the package index could not be reached -> check the network or proxy, or set a mirror near you" + MIRROR),
    (r"WinError 206|File name too long|Errno 36\b|path too long",
     "the project's path is too long -> move the folder nearer to the top of the drive"),
    (r"No matching distribution found for (?P<name>[^\s(=]+)",
     "the package index has no fitting file of {name} -> use an up-to-date mirror" + MIRROR),
    (r"Permission denied|Access is denied|WinError 5\b|WinError 32\b|Errno 13\b",
     "files in .venv are in use or not yours to write -> close JupyterLab and other programs that use them, and run again"),
)
PROGRESS = re.compile(r"(?:Collecting|Requirement already satisfied:|Ignoring|Processing) (?:\S*[\\/])?"
                      r"([\w.]+(?:-(?!\d)[\w.]+)*)")


class SetUpError(Exception):
    """What stands in the way of setting up, with its cure, on one line."""


def main(argv: list) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a path that the screen cannot show stops nothing
            stream.reconfigure(errors="backslashreplace")
    verb, rest = ("run", argv) if not argv or argv[0].startswith("-") else (argv[0], argv[1:])
    if argv[:1] in (["-h"], ["--help"]):
        print(__doc__.strip())
        return 0
    try:
        check_python()
        set_up("test" if verb in ("test", "docs") else "run")
    except SetUpError as error:
        print(f"run.py: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print("run.py: {}".format(diagnose(str(error)) or f"{error} -> mend that and run again"), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nrun.py: stopped; the next run starts the set-up anew", file=sys.stderr)
        return 130
    return start(*command(verb, rest))


def command(verb: str, rest: list) -> tuple:
    """The command line of a verb, and the folder it works in (None: the caller's own)."""
    python = str(venv_python())
    if verb == "test":
        return [python, "-m", "pytest", *(rest or ["-n", "auto", "--dist", "loadfile"])], ROOT
    if verb == "docs":
        return [python, "-m", "properdocs", "build", "--strict", *rest], ROOT
    if verb == "bench":
        return [python, str(ROOT / "benchmarks" / "bench.py"), *rest], ROOT
    if verb == "lab":
        home = study_folder() or ROOT
        first = next(iter(sorted((home / "notebooks").glob("*.ipynb"))), None)  # open, with its folder listed beside it
        page = "/lab/tree/notebooks/" + quote(first.name) if first else "/lab"
        return [python, "-m", "jupyterlab", f"--ServerApp.root_dir={home}", f"--LabApp.default_url={page}", *rest], home
    return [python, "-m", "compare", verb, *rest], None


def study_folder():
    """The folder here or above that holds a corpus/ with plans/; None where there is none."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "corpus" / "plans").is_dir()), None)


def start(line: list, folder) -> int:
    """Run a command to its end; its exit status."""
    child = subprocess.Popen(line, cwd=str(folder) if folder else None, env=environment())
    while True:
        try:
            status = child.wait()
            return status if status >= 0 else 128 - status
        except KeyboardInterrupt:
            continue  # the command has had the interrupt too, and ends in its own way


def environment() -> dict:
    """The environment of what is started: nobody else's packages, nor their kernels, UTF-8, no word about new pips."""
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH")}
    if not study_folder():
        env.setdefault("PLAN_COMPARE_CORPUS", str(ROOT / "corpus"))
    env["PLAN_COMPARE_COMMAND"] = called()
    env.update(PYTHONUTF8="1", PYTHONNOUSERSITE="1", JUPYTER_PREFER_ENV_PATH="1",
               PIP_USER="0", PIP_NO_INPUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
    return env


def called() -> str:
    """How this was called, as cures name it: ``python run.py``, with the words that the user typed."""
    python, script = (re.sub(r"(?i).*[\\/]|\.exe$", "", sys.orig_argv[0]), sys.argv[0])
    return " ".join(f'"{word}"' if " " in word else word for word in (python, script))


def check_python(version=sys.version_info, name: str = sys.implementation.name, bits: int = sys.maxsize.bit_length() + 1) -> None:
    """Raises SetUpError where this Python cannot run the project."""
    wanted = "Python {}.{} to {}.{}".format(*MIN_PYTHON, END_PYTHON[0], END_PYTHON[1] - 1)
    if not MIN_PYTHON <= tuple(version[:2]) < END_PYTHON:
        names = [f"python3.{n}" for n in range(END_PYTHON[1] - 1, MIN_PYTHON[1] - 1, -1)]
        found = next((n for n in names if shutil.which(n)), None)
        cure = f"you have one: {found} run.py" if found else "install one, then: python3.13 run.py (Windows: py -3.13 run.py)"
        raise SetUpError(f"this is Python {version[0]}.{version[1]}, wanted is {wanted} -> {cure}")
    if name != "cpython" or bits < 64:
        raise SetUpError(f"this is a {bits}-bit {name}, wanted is the usual 64-bit {wanted} -> install that")


def check_place() -> None:
    """Raises SetUpError where no virtual environment can be made here."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise SetUpError("this Python lacks its venv module -> install it "
                         f"(Debian, Ubuntu: sudo apt install python3.{sys.version_info[1]}-venv)")
    if os.pathsep in str(ROOT):
        raise SetUpError(f"the project's path holds {os.pathsep!r}: {ROOT} -> move or rename the folder")
    if not os.access(str(ROOT), os.W_OK):
        raise SetUpError(f"{ROOT} cannot be written to -> move the project to a folder of your own")
    free = shutil.disk_usage(str(ROOT)).free
    if free < NEEDED_BYTES:
        raise SetUpError(f"the disk is nearly full ({free // 10**6} MB free) -> free about 1.5 GB and run again")


def venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def stamp(level: str) -> str:
    """What the set-up of a level was made from, as one line of the state file."""
    digest = hashlib.sha256(repr((sys.version_info[:2], sys.platform, sysconfig.get_platform())).encode())
    for name in (LOCKS[level], "pyproject.toml", "run.py"):
        digest.update((ROOT / name).read_bytes().replace(b"\r\n", b"\n"))
    return f"{level} {digest.hexdigest()}"


def interpreter() -> str:
    """The interpreter that .venv is made with, as one line of the state file."""
    return f"python {sys.version_info[0]}.{sys.version_info[1]} {sysconfig.get_platform()}"


def state() -> list:
    """Lines of the state file: whole set-ups of .venv; empty while one is being made."""
    try:
        return STATE.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def set_up(level: str) -> None:
    """Make .venv fit for ``level``, in no time where it is."""
    if stamp(level) in state() and venv_python().exists():
        return
    check_place()
    with Alone():
        make(level)


def make(level: str) -> None:
    """Bring .venv to ``level``; somebody else may have done it while we waited for our turn."""
    done = state()
    if stamp(level) in done and venv_python().exists():
        return
    if not (interpreter() in done and venv_python().exists()):
        make_venv()
    STATE.write_text("", encoding="utf-8")  # whoever is stopped from here on leaves no whole set-up
    install(ROOT / LOCKS[level])
    link_package()
    levels = ["run", "test"] if level == "test" else ["run"]
    STATE.write_text("\n".join([interpreter(), *map(stamp, levels)]) + "\n", encoding="utf-8", newline="\n")


def make_venv() -> None:
    """A new .venv in place of a half-made one or one of another Python."""
    if VENV.exists():
        if not STATE.exists() and any(VENV.iterdir()):
            raise SetUpError(f"{VENV} was not made by run.py -> rename or delete it, and run again")
        if Path(sys.prefix).resolve() == VENV.resolve():
            raise SetUpError(".venv must be made anew, and you are inside it -> type deactivate, and run again")
        show("removing the old .venv")
        for path in sorted(VENV.iterdir(), key=lambda p: p == STATE):  # the mark that it is ours goes last
            shutil.rmtree(str(path)) if path.is_dir() and not path.is_symlink() else path.unlink()
    print("Setting up in .venv: once, about a minute plus the download of some 250 MB", flush=True)
    VENV.mkdir(exist_ok=True)
    STATE.write_text("", encoding="utf-8")
    with Step("virtual environment"):
        run([sys.executable, "-m", "venv", str(VENV)])


def install(lock: Path) -> None:
    """Install the pins of a lock file, which is whole: pip has nothing to resolve."""
    text = lock.read_text(encoding="utf-8")
    pins = re.split(r"\n(?=\S)", text.strip())
    builder = VENV / "build-requirements.txt"  # jieba comes as source, so what builds it goes in first
    builder.write_text("\n".join(p for p in pins if p.startswith("setuptools==")) + "\n", encoding="utf-8")
    pip = [str(venv_python()), "-m", "pip", "install", "--require-hashes", "--no-deps", "--no-compile", "--progress-bar", "off",
           "--no-build-isolation", "--use-pep517", "--only-binary", ":all:", "--no-binary", "jieba"]
    with Step("packages") as step:
        seen = set()
        run([*pip, "-r", str(builder)])
        for line in run_lines([*pip, "-r", str(lock)]):
            name = PROGRESS.match(line)
            if name:
                seen.add(name[1])
                step.tell("{}/{} {}".format(min(len(seen), len(pins)), len(pins), name[1].split("-")[0]))
            elif "Retrying" in line:
                step.tell("no answer from the package index, trying again")
            elif line.startswith("Installing collected"):
                step.tell("writing the files")
    with Step("bytecode"):  # by all cores, where pip would use one; the packages' own tests are never imported
        run([str(venv_python()), "-m", "compileall", "-q", "-j", "0", "-x", r"[/\\]tests?[/\\]", str(site_packages())],
            okay=(0, 1))


def site_packages() -> Path:
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV), "platbase": str(VENV)}))


def link_package() -> None:
    """Put src/ on .venv's path and the command plan-compare beside its Python, both by relative paths.

    Nothing is built, an edit counts at once, and the folder may be moved and hold any letters.
    """
    line = os.path.relpath(str(ROOT / "src"), str(site_packages()))
    (site_packages() / "plan_compare.pth").write_text(line + "\n", encoding="ascii")
    if os.name == "nt":
        (VENV / "Scripts" / "plan-compare.cmd").write_text('@"%~dp0python.exe" -m compare %*\n', encoding="ascii")
    else:
        script = VENV / "bin" / "plan-compare"
        script.write_text('#!/bin/sh\nexec "$(dirname "$0")/python" -m compare "$@"\n', encoding="ascii")
        script.chmod(0o755)


def run(line: list, okay: tuple = (0,)) -> None:
    for _ in run_lines(line, okay):
        pass


def run_lines(line: list, okay: tuple = (0,)):
    """Run a command, yielding its lines; raises SetUpError with the cause where it fails."""
    printed = []
    child = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                             cwd=str(ROOT), env=environment())
    try:
        for raw in child.stdout:
            printed.append(raw.decode("utf-8", "replace").rstrip())
            yield printed[-1]
        status = child.wait()
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()
    if status not in okay:
        log = VENV / "set-up.log"
        log.write_text("\n".join([" ".join(line), *printed]) + "\n", encoding="utf-8")
        last = next((text for text in reversed(printed) if text.strip()), "no output")
        raise SetUpError(diagnose("\n".join(printed)) or f"set-up failed ({last}) -> see {log}")


def diagnose(printed: str) -> str:
    """What is wrong and the cure, from what a failing command printed; empty where unknown."""
    for pattern, cure in FAULTS:
        found = re.search(pattern, printed)
        if found:
            return cure.format(**found.groupdict())
    return ""


def show(text: str, end: str = "\n") -> None:
    """One line of progress; on a terminal the next one may write over it."""
    if sys.stdout.isatty():
        sys.stdout.write("\r" + " " * 78 + "\r  " + text[:76] + end)
        sys.stdout.flush()
    elif end:
        print("  " + text, flush=True)


class Alone:
    """One set-up of this folder at a time; the lock dies with whoever holds it."""

    def __enter__(self) -> None:
        self.file = (ROOT / ".venv.lock").open("w")
        told = False
        while not self.taken():
            if not told:
                show("waiting for another run.py that sets up this folder")
            told = True
            time.sleep(0.3)

    def __exit__(self, *rest) -> None:
        self.file.close()

    def taken(self) -> bool:
        try:
            if os.name == "nt":
                import msvcrt
                msvcrt.locking(self.file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl
                fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            return False
        except OSError:
            pass  # a file system without locks
        return True


class Step:
    """A step of the set-up: shown while it runs, with its seconds once it is done."""

    def __init__(self, name: str) -> None:
        self.name, self.began = name, time.time()
        self.tell("")

    def tell(self, text: str) -> None:
        show(f"{self.name} {text}", end="")

    def __enter__(self):
        return self

    def __exit__(self, kind, *rest) -> None:
        show(f"{self.name}: {time.time() - self.began:.0f} s" if kind is None else f"{self.name}: stopped")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
