"""JupyterLab for tests: a server of its own on loopback, and a person who opens notebooks in it.

Nothing of the machine's Jupyter is read or written: configuration, data, settings and workspaces are in a new folder.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},  # the one thing Lab asks the network
    "notebook-extension/tracker": {"windowingMode": "none"},                              # all cells are on the page
    "docmanager-extension/plugin": {"autosave": False},
}
START_SECONDS = 120


@contextmanager
def server(folder: Path, root: Path, **environment: str) -> Iterator[str]:
    """JupyterLab on ``root`` at a free port of loopback, its own files in ``folder``; yields its address."""
    if find_spec("jupyterlab") is None:
        pytest.skip("JupyterLab is not installed")
    for name, settings in SETTINGS.items():
        path = folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings), encoding="utf-8")
    own = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime", "IPYTHONDIR": "ipython",
           "JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces"}
    env = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "IPYTHON"))}
    env |= {key: str(folder / name) for key, name in own.items()} | environment | {"JUPYTER_PREFER_ENV_PATH": "1"}
    line = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0",
            f"--ServerApp.root_dir={root}", "--LabApp.expose_app_in_browser=True", "--ServerApp.allow_root=True",
            "--ServerApp.use_redirect_file=False", "--LabApp.extension_manager=readonly"]
    with (folder / "server.log").open("w", encoding="utf-8") as log:
        child = subprocess.Popen(line, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
    try:
        end = time.monotonic() + START_SECONDS
        while not (told := list((folder / "runtime").glob(f"jpserver-{child.pid}.json"))):
            assert child.poll() is None and time.monotonic() < end, (folder / "server.log").read_text("utf-8")
            time.sleep(.1)
        about = json.loads(told[0].read_text("utf-8"))
        yield f"{about['url']}lab?token={about['token']}&reset"
    finally:
        child.terminate()  # this server alone: it ends its kernels itself
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


OPEN = """const [path, done] = arguments, app = jupyterapp
app.commands.execute('docmanager:open', {path, factory: 'Notebook'}).then(async (panel) => {
  await panel.context.ready; await panel.sessionContext.ready; await panel.revealed
  app.shell.activateById(panel.id)
  window.panels = Object.assign(window.panels || {}, {[path]: panel}); done(panel.sessionContext.kernelDisplayName)
}, (error) => done('failed: ' + error))"""
IDLE = "const bar = document.querySelector('#jp-main-statusbar'); return Boolean(bar) && / Idle/.test(bar.textContent)"
RUN = "jupyterapp.commands.execute('runmenu:run-all')"
STATE = """const cells = panels[arguments[0]].content.widgets.filter((cell) => cell.model.type == 'code')
return {busy: cells.filter((cell) => cell.model.executionCount === null && cell.model.sharedModel.source.trim()).length
          || panels[arguments[0]].sessionContext.session.kernel.status != 'idle',
        wrong: cells.flatMap((cell) => cell.model.outputs.toJSON())
          .filter((output) => output.output_type == 'error' || output.name == 'stderr')}"""
SHOW = """const panel = panels[arguments[0]]
jupyterapp.shell.activateById(panel.id); panel.content.activeCellIndex = 0
for (const node of panel.content.node.querySelectorAll('.jp-WindowedPanel-outer')) node.scrollTop = 0"""
CLOSE = """const [path, done] = arguments, panel = panels[path]
panel.sessionContext.shutdown().then(async () => { await panel.context.revert(); panel.close(); done() })"""
HEIGHT = """const panel = panels[arguments[0]].content.node, window_ = panel.querySelector('.jp-WindowedPanel-outer') || panel
const inner = panel.querySelector('.jp-WindowedPanel-inner') || panel
return Math.ceil(inner.scrollHeight + innerHeight - window_.clientHeight)"""
# a character that has no glyph is drawn as the one that nobody has
TOFU = """const panel = panels[arguments[0]].content.node, canvas = new OffscreenCanvas(24, 24)
const pen = canvas.getContext('2d', {willReadFrequently: true})
pen.font = '16px ' + getComputedStyle(panel.querySelector('.jp-RenderedHTMLCommon')).fontFamily
const drawn = (text) => { pen.clearRect(0, 0, 24, 24); pen.fillText(text, 2, 18); return pen.getImageData(0, 0, 24, 24).data.join() }
const nothing = new Set(['\\u{10FFFD}', '\\uE123'].map(drawn))
return [...new Set(panel.innerText)].filter((char) => /[^\\s\\p{C}]/u.test(char) && nothing.has(drawn(char)))"""


class Researcher:
    """A person at JupyterLab."""

    def __init__(self, driver: Any, address: str) -> None:
        self.driver = driver
        driver.get(address)
        self.wait(lambda: self.js("return Boolean(window.jupyterapp && document.querySelector('#jp-main-statusbar'))"), START_SECONDS)
        assert driver.execute_async_script("const done = arguments[0]; jupyterapp.restored.then(() => done(1), done)") == 1
        self.js("jupyterapp.shell.collapseLeft()")

    def js(self, script: str, *given: Any) -> Any:
        return self.driver.execute_script(script, *given)

    def wait(self, until: Any, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < end, f"nothing came of it in {seconds} s"
            time.sleep(.05)

    def open(self, path: str) -> None:
        """Open a notebook and wait until the status bar says that its kernel is idle."""
        kernel = self.driver.execute_async_script(OPEN, path)
        assert kernel == "Python 3 (ipykernel)", kernel
        self.wait(lambda: self.js(IDLE))

    def run_all(self) -> None:
        self.js(RUN)

    def finished(self, path: str, seconds: float = 300) -> list[dict[str, Any]]:
        """Wait until every cell of a notebook has run, or one has failed; its errors and what it said to stderr."""
        self.wait(lambda: not (state := self.js(STATE, path))["busy"] or any("ename" in o for o in state["wrong"]), seconds)
        return list(self.js(STATE, path)["wrong"])

    def close(self, path: str) -> None:
        self.driver.execute_async_script(CLOSE, path)

    def picture(self, path: str, png: Path, width: int = 1400) -> None:
        """The whole notebook as an image."""
        self.js(SHOW, path)
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.wait(lambda: self.js("return innerWidth") == width)
        time.sleep(.2)  # the layout follows the window
        size["height"] = min(max(900, self.js(HEIGHT, path)), 16000)
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        time.sleep(.3)
        self.js(SHOW, path)
        self.driver.save_screenshot(str(png))
        self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
