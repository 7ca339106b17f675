"""Faults put into add, run and report, and what the next undisturbed command makes of the folder they leave.

Each trial is a process of its own (forked: Linux and macOS) on a copy of a small study, so that a kill is a kill.
"""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
CHARTS = ("coverage",)
VERBS = ("add", "run", "report")
TABLES = ("plans", "coverage")
KNOWN: dict[str, object] = {}
Fault = Callable[[], None]


@dataclass
class Outcome:
    """What a number of trials came to; ``lost`` and ``crashed`` hold a line for each trial that went wrong."""

    name: str
    trials: int = 0
    hit: int = 0            # trials in which the fault took place before the command had ended
    lost: list[str] = field(default_factory=list)
    crashed: list[str] = field(default_factory=list)


def made_study(folder: Path) -> Path:
    """A study with a plan, an inbox of three documents, and the results of a run."""
    from documents import BODY
    from made_files import html_page, plain_docx

    title = "青溪县2024年教育工作要点"
    (folder / "corpus" / "plans").mkdir(parents=True)
    (folder / "corpus" / "plans" / "云州市-2023.txt").write_text(f"云州市2023年教育工作要点\n{BODY}\n", "utf-8", newline="\n")
    inbox = folder / "inbox"
    inbox.mkdir()
    (inbox / "1.docx").write_bytes(plain_docx(f"{title}\n{BODY}"))
    (inbox / "2.html").write_text(html_page(title.replace("2024", "2023"), BODY.replace("四期", "五期")), "utf-8")
    (inbox / "3.txt").write_text(f"{title}\n{BODY.replace('四期', '六期')}", "utf-8")
    return folder


def command(verb: str, study: Path) -> int:
    """One verb on a study, in this process; its exit status."""
    from importlib import import_module

    from compare import charts, style
    from compare.cli import main
    from compare.report import content, page, workbook

    # faults strike what is written: drawing is left out, and of charts and tables are made as many as fill all kinds of files
    charts.make = lambda study, name, lang, size: charts.Made(
        name, name, name, import_module(f"compare.charts.catalogue.{name}").table(study), None)
    page.page = lambda study: repr(study.clauses["text"].tolist()).encode() * 100
    style._bytes = lambda figure, ending, dpi=72: ending.encode() * 20_000
    charts.names = lambda: list(CHARTS)
    known = KNOWN or KNOWN.update(workbook.tables()) or KNOWN
    workbook.tables = lambda: {name: known[name] for name in TABLES}
    content.content = lambda study, made: [
        content.Heading(1, "结果"), *(content.table(name, made[name], {c: c for c in made[name]}) for name in TABLES)]
    corpus = str(study / "corpus")
    return main({"add": ["add", "--corpus", corpus, "--yes", str(study / "inbox")], "run": ["run", "--no-notebooks", "--corpus", corpus],
                 "report": ["report", "--corpus", corpus]}[verb])


DIFFERENCES = ("figures/differences.html", "figures/differences.csv")   # these tell of the run before


def preload() -> None:
    """Import all that the verbs need, once for all trials."""
    with tempfile.TemporaryDirectory() as place, open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        study = made_study(Path(place) / "s")
        for verb in VERBS:
            command(verb, study)


class Child:
    """A verb in a process of its own; ``fault`` is set up in it first."""

    def __init__(self, verb: str, study: Path, fault: Fault | None = None, told: Path | None = None) -> None:
        self.told = told or study.with_name(study.name + ".told")
        sys.stdout.flush()
        out = os.open(self.told, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)   # before the fork: a child that raises would go on as the parent
        self.pid = os.fork()
        if self.pid:
            os.close(out)
        else:
            os.setsid()
            os.dup2(out, 1)
            os.dup2(out, 2)
            sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
            status = 70
            try:
                if fault:
                    fault()
                status = command(verb, study)
            except SystemExit as ended:
                status = int(ended.code or 0)
            except BaseException:
                import traceback
                traceback.print_exc()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def wait(self) -> int:
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)

    def kill(self, group: bool) -> int:
        with contextlib.suppress(ProcessLookupError):
            (os.killpg if group else os.kill)(self.pid, signal.SIGKILL)
        return self.wait()

    @property
    def text(self) -> str:
        return self.told.read_text("utf-8", "replace") if self.told.exists() else ""


def contents(study: Path) -> dict[str, bytes]:
    """Every file of a study and its bytes."""
    return {str(p.relative_to(study)): p.read_bytes() for p in sorted(study.rglob("*")) if p.is_file()}


class Bench:
    """A verb's study before and after an undisturbed command, and trials against these."""

    def __init__(self, verb: str, place: Path) -> None:
        self.verb, self.place = verb, place
        self.before = made_study(place / f"{verb}-before")
        if verb != "add":
            assert Child("add", self.before).wait() == 0
        began = time.monotonic()
        self.after = place / f"{verb}-after"
        shutil.copytree(self.before, self.after)
        child = Child(verb, self.after)
        assert child.wait() == 0, child.text
        self.seconds = time.monotonic() - began
        self.wanted = contents(self.after)
        self.number = 0

    def fresh(self) -> Path:
        self.number += 1
        study = self.place / f"{self.verb}-{self.number}"
        shutil.copytree(self.before, study)
        return study

    def settle(self, study: Path, outcome: Outcome, what: str, but: tuple[str, ...] = ()) -> None:
        """Look at what a fault left, run the verb undisturbed, and compare all files, ``but`` some."""
        plans = {name: data for name, data in contents(study).items()
                 if name.startswith("corpus") and Path(name).suffix == ".txt" and not Path(name).name.startswith(".")}
        for name, data in plans.items():
            if self.wanted.get(name) != data:
                outcome.lost.append(f"{self.verb}, {what}: {name} is half written")
        child = Child(self.verb, study)
        status = child.wait()
        if status:
            outcome.crashed.append(f"{self.verb}, {what}: the next one ended with {status}: {child.text[-300:]}")
        now = contents(study)
        wrong = [name for name in sorted(set(now) | set(self.wanted)) if now.get(name) != self.wanted.get(name) and name not in but]
        if wrong:
            outcome.lost.append(f"{self.verb}, {what}: not the same bytes: {wrong[:5]}")
        shutil.rmtree(study)
        child.told.unlink()


def kills(bench: Bench, count: int, seed: int) -> Outcome:
    """kill -9, of the process or of its whole group, at random moments."""
    outcome, draw = Outcome(f"kill -9 at random moments of {bench.verb}"), random.Random(seed)
    for number in range(count):
        study = bench.fresh()
        child, group = Child(bench.verb, study), number % 2 == 0
        moment = draw.random() * bench.seconds
        time.sleep(moment)
        status = child.kill(group)
        outcome.trials += 1
        outcome.hit += status == -signal.SIGKILL
        bench.settle(study, outcome, f"killed after {moment:.3f} s")
    return outcome


def _events(act: Callable[[int], None]) -> Fault:
    """A fault that counts what changes files (open to write, fsync, replace, rename, unlink, mkdir) and acts before each."""
    def set_up() -> None:
        count = 0
        watched = {"fsync", "replace", "rename", "unlink", "mkdir", "rmdir"}

        def counted(name: str) -> None:
            original = getattr(os, name)

            def wrapper(*args: object, **kwargs: object) -> object:
                nonlocal count
                count += 1
                act(count)
                return original(*args, **kwargs)
            setattr(os, name, wrapper)
        for name in sorted(watched):
            counted(name)
    return set_up


def step_kills(bench: Bench, limit: int = 10**6) -> Outcome:
    """kill -9 right before the n-th change of a file, for every n."""
    outcome = Outcome(f"kill -9 before the n-th change of a file by {bench.verb}, every n")
    for n in range(1, limit):
        study = bench.fresh()
        child = Child(bench.verb, study, _events(lambda count, n=n: os.kill(os.getpid(), signal.SIGKILL) if count == n else None))
        status = child.wait()
        if status != -signal.SIGKILL:
            shutil.rmtree(study)
            break
        outcome.trials += 1
        outcome.hit += 1
        bench.settle(study, outcome, f"killed before change {n}")
    return outcome


def full_disks(bench: Bench, limit: int = 10**6) -> Outcome:
    """No space left at the n-th change of a file and ever after, for every n."""
    outcome = Outcome(f"disk full from the n-th change of a file by {bench.verb}, every n")

    def act(n: int) -> Callable[[int], None]:
        def full(count: int) -> None:
            caller = sys._getframe(1).f_code.co_name
            if count >= n and caller == "wrapper" and sys._getframe(1).f_locals.get("original").__name__ in ("fsync", "mkdir"):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return full

    for n in range(1, limit):
        study = bench.fresh()
        child = Child(bench.verb, study, _events(act(n)))
        status = child.wait()
        if status == 0:
            shutil.rmtree(study)
            break
        outcome.trials += 1
        outcome.hit += 1
        _one_line(child, outcome, f"{bench.verb}, disk full at change {n}")
        bench.settle(study, outcome, f"disk full at change {n}")
    return outcome


def small_disks(bench: Bench, rooms: tuple[int, ...]) -> Outcome:
    """A real disk (tmpfs) with room for so many kB, which fills up; needs the right to mount."""
    outcome = Outcome(f"{bench.verb} on a real disk that fills up")
    for room in rooms:
        disk = bench.place / "disk"
        disk.mkdir(exist_ok=True)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "none", str(disk)], capture_output=True).returncode:
            break
        try:
            study = disk / "s"
            shutil.copytree(bench.before, study)
            used = shutil.disk_usage(disk).used // 1024
            subprocess.run(["mount", "-o", f"remount,size={used + room}k", str(disk)], check=True)
            child = Child(bench.verb, study, told=bench.place / "told")     # not on the full disk
            status = child.wait()
            if status == 0:
                continue
            outcome.trials += 1
            outcome.hit += 1
            subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
            bench.settle(study, outcome, f"a disk with {room} kB left")
        finally:
            subprocess.run(["umount", str(disk)], check=True)
    return outcome


def _one_line(child: Child, outcome: Outcome, what: str) -> None:
    if "Traceback" in child.text:
        outcome.crashed.append(f"{what}: {child.text[-400:]}")


def two_at_once(bench: Bench, count: int) -> Outcome:
    """The same verb twice on one study at the same time: one works, the other is told who does, and all is whole."""
    outcome = Outcome(f"two of {bench.verb} at once")
    for number in range(count):
        study = bench.fresh()
        first = Child(bench.verb, study)
        time.sleep(bench.seconds * number / count)
        second = Child(bench.verb, study, told=study.with_name("told-2"))
        results = sorted((first.wait(), second.wait()))
        outcome.trials += 1
        outcome.hit += results == [0, 2]
        if results not in ([0, 0], [0, 2]):
            outcome.crashed.append(f"{bench.verb} twice: ended with {results}: {first.text[-300:]}")
        _one_line(first, outcome, f"{bench.verb} twice")
        bench.settle(study, outcome, "two at once")
    return outcome


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[bool]:
    """A folder that cannot be written to, also not by root: a mount; yields whether that could be had."""
    if os.geteuid() == 0:
        made = not subprocess.run(["mount", "--bind", str(folder), str(folder)], capture_output=True).returncode
        made = made and not subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], capture_output=True).returncode
        try:
            yield made
        finally:
            subprocess.run(["umount", str(folder)], capture_output=True)
        return
    modes = {p: p.stat().st_mode for p in [folder, *folder.rglob("*")] if p.is_dir()}
    for path in modes:
        path.chmod(0o555)
    try:
        yield True
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def read_onlys(bench: Bench) -> Outcome:
    outcome = Outcome(f"{bench.verb} in a folder that cannot be written to")
    study = bench.fresh()
    with read_only(study) as made:
        if made:
            child = Child(bench.verb, study)
            status = child.wait()
            outcome.trials += 1
            outcome.hit += 1
            if status not in (1, 2):
                outcome.crashed.append(f"{bench.verb} read-only: ended with {status}: {child.text[-300:]}")
            _one_line(child, outcome, f"{bench.verb} read-only")
    bench.settle(study, outcome, "read-only")
    return outcome


def _jumping_clock() -> None:
    moments = iter([1e9, 4e9, 3.3e8, 1.7e9, 2e9] * 100000)
    time.time = lambda: next(moments)
    time.time_ns = lambda: int(next(moments) * 1e9)


def odd_moments(bench: Bench) -> Outcome:
    """A clock that jumps; files dated before 1980 and in 2099; a plan removed while the verb runs."""
    outcome = Outcome(f"{bench.verb} with a jumping clock, odd dates, a plan that vanishes")
    study = bench.fresh()
    child = Child(bench.verb, study, _jumping_clock)
    if child.wait() or contents(study) != bench.wanted:
        outcome.lost.append(f"{bench.verb}: another result by a jumping clock: {child.text[-300:]}")
    shutil.rmtree(study)
    study = bench.fresh()
    for number, path in enumerate(sorted(study.rglob("*"))):
        os.utime(path, (0, 0) if number % 2 else (4.07e9, 4.07e9))
    bench.settle(study, outcome, "odd dates")
    outcome.trials, outcome.hit = 2, 2
    if bench.verb == "add":
        return outcome
    for part in (0.1, 0.3, 0.5, 0.7, 0.9):
        study = bench.fresh()
        child, plan = Child(bench.verb, study), sorted((study / "corpus" / "plans").glob("*.txt"))[0]
        data = plan.read_bytes()
        time.sleep(part * bench.seconds)
        plan.unlink()
        status = child.wait()
        if status not in (0, 1, 2):
            outcome.crashed.append(f"{bench.verb}, a plan removed: {child.text[-300:]}")
        _one_line(child, outcome, f"{bench.verb}, a plan removed")
        plan.write_bytes(data)
        outcome.trials += 1
        outcome.hit += 1
        # removed before it was read, it is a study of fewer plans: then the next run tells that one came
        bench.settle(study, outcome, f"a plan removed and put back ({status})", () if status else DIFFERENCES)
    return outcome
