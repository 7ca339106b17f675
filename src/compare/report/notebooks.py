"""Executes notebooks in kernels of this interpreter, and keeps going past one that fails."""

from __future__ import annotations

import asyncio
import atexit
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compare.files import write_bytes
from compare.paths import CORPUS_VARIABLE, OUT_VARIABLE

CELL_SECONDS = 600


@dataclass
class Progress:
    """Where one notebook stands: cells begun of all, since when (``time.monotonic()``), seconds, and what went wrong."""

    name: str
    cell: int = 0
    cells: int = 0
    began: float = 0.0
    seconds: float = 0.0
    done: bool = False
    error: str = ""


def notebook_files(corpus: Path) -> list[Path]:
    """The notebooks of a study, by name: ``notebooks/`` beside the corpus, else in the working folder."""
    for folder in (corpus.resolve().parent / "notebooks", Path.cwd() / "notebooks"):
        if folder.is_dir():
            return sorted(folder.glob("*.ipynb"))
    return []


def execute(paths: list[Path], corpus: Path, out: Path, told: Callable[[list[Progress]], None],
            at_once: int | None = None) -> list[Progress]:
    """Execute notebooks, ``at_once`` at a time, and write the executed copies to ``out/notebooks``.

    The notebooks find the corpus and ``out`` in the environment.  ``told`` gets the states of all
    notebooks a few times a second, and once all have ended.  Returns them in the order of ``paths``;
    ``error`` is empty where all cells ran.
    """
    states = [Progress(path.name) for path in paths]
    env = {**os.environ, CORPUS_VARIABLE: str(corpus.resolve()), OUT_VARIABLE: str(out.resolve())}
    ipython = tempfile.TemporaryDirectory(prefix="plan-compare-", ignore_cleanup_errors=True)
    env["IPYTHONDIR"] = ipython.name  # a user's own settings and start-up files are no part of a result
    gate = asyncio.Semaphore(at_once or min(2, os.cpu_count() or 1))

    async def one(path: Path, state: Progress) -> None:
        async with gate:
            await _execute_one(path, state, env, out / "notebooks" / path.name)

    async def everything() -> None:
        await asyncio.gather(*(one(*pair) for pair in zip(paths, states, strict=True)))

    # in a thread of its own: there nbclient lays no hands on the signals, and Ctrl-C stays ours
    with ipython, asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner, ThreadPoolExecutor(1) as pool:
        loop, job = runner.get_loop(), everything()
        future = pool.submit(runner.run, job)
        try:
            while not future.done():
                _tell(states, told)
                wait([future], 0.2)
        except KeyboardInterrupt:
            loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
            raise
        future.result()
    told(states)
    return states


def _tell(states: list[Progress], told: Callable[[list[Progress]], None]) -> None:
    for state in states:
        if state.began and not state.done:
            state.seconds = time.monotonic() - state.began
    told(states)


async def _execute_one(path: Path, state: Progress, env: Mapping[str, str], copy: Path) -> None:
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
    state.began = time.monotonic()

    def moved(cell_index: int = 0, **_: Any) -> None:
        state.cell = sum(is_code[:cell_index + 1])

    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat raises whatever its reader met
        state.error, state.done = f"cannot be read ({type(error).__name__}: {_first_line(error)})", True
        return
    is_code = [cell.cell_type == "code" and bool(cell.source.strip()) for cell in notebook.cells]
    state.cells = sum(is_code)
    client = NotebookClient(notebook, timeout=CELL_SECONDS, kernel_name="python3", kernel_manager_class=_kernel_manager(),
                            resources={"metadata": {"path": str(path.parent)}}, record_timing=False,
                            on_cell_start=moved)
    try:
        # what a kernel says outside its cells (at start, when it is stopped) is no result
        await client.async_execute(env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except CellExecutionError as error:
        state.error = f"cell {state.cell}/{state.cells}: {error.ename}: {_first_line(error.evalue)}"
    except CellTimeoutError:
        state.error = f"cell {state.cell}/{state.cells}: ran longer than {CELL_SECONDS} s"
    except DeadKernelError:
        state.error = f"cell {state.cell}/{state.cells}: the kernel died (out of memory?)"
    except asyncio.CancelledError:
        if client.km is not None:  # stopped while the kernel was starting, where nbclient leaves it to the exit
            await client._async_cleanup_kernel()
        atexit.unregister(client._cleanup_kernel)
        raise
    write_bytes(copy, (nbformat.writes(notebook) + "\n").encode("utf-8"))
    state.seconds, state.done = time.monotonic() - state.began, True


def _first_line(error: object) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), "")


def _kernel_manager() -> type:
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    class ThisPython(KernelSpecManager):
        """One kernel: the interpreter that runs this, whatever kernels are installed on the machine."""

        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            # ipykernel warns of its TCP port at the usual level
            argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--IPKernelApp.log_level=40"]
            return KernelSpec(argv=argv, display_name="Python 3 (ipykernel)", language="python")

    class Manager(AsyncKernelManager):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.kernel_spec_manager = ThisPython()

    return Manager
