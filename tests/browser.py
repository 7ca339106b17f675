"""A real Chromium for tests: one headless window, its console, and what it asked the network for."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--window-size=1300,900", "--lang=zh-CN")


def programs() -> tuple[str, str]:
    """Paths of the browser and of its driver; skips the test, with the reason, where one is missing."""
    browser = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    driver = shutil.which("chromedriver")
    if not browser or not driver:
        pytest.skip("no Chromium with its chromedriver here (Debian: apt-get install chromium chromium-driver)")
    return browser, driver


@contextmanager
def window(profile: Path) -> Iterator[Any]:
    """A Selenium driver with a profile of its own, closed at the end."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    browser, driver = programs()
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    os.environ["SE_OFFLINE"] = "true"  # the driver is named: nothing is to be looked for elsewhere
    made = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        made.set_script_timeout(60)
        yield made
    finally:
        made.quit()


def address(path: Path, fragment: str = "") -> str:
    return path.as_uri() + ("#" + quote(fragment, safe="=&") if fragment else "")


def console(driver: Any) -> list[str]:
    """What the browser's console said since it was last asked."""
    return [entry["message"] for entry in driver.get_log("browser")]


def requests(driver: Any) -> list[str]:
    """Addresses asked for since it was last asked."""
    messages = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
