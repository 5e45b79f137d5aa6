"""WebKit as Debian ships it (WebKitGTK's MiniBrowser), through its own WebDriver; without a screen on a virtual one.

It compiles Python slowly: the journey takes it more than six minutes on two cores, where the others need one or two; so
`make test` leaves it out, and `make test-browsers` has it.
"""

import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

from tests.browsers.driver import Driver, Missing

HOW = "`apt-get install webkit2gtk-driver xvfb`, or make test-browsers as root on Debian"
PATIENCE = 900
"""Seconds for a page to load; it ends what hangs."""


class WebKit:
    """A `Driver`."""

    def __init__(self, client: webdriver.WebKitGTK):
        self.client = client

    def open(self, address: str) -> None:
        self.client.get("about:blank")
        self.client.get(address)

    def click(self, selector: str) -> None:
        self.client.find_element(By.CSS_SELECTOR, selector).click()

    def keys(self, text: str) -> None:
        ActionChains(self.client).send_keys(text).perform()

    def ask(self, function: str, *arguments: Any) -> Any:
        return self.client.execute_script(f"return ({function})(...arguments)", *arguments)


def mini_browser() -> str | None:
    """The small browser that comes with WebKitGTK, which is on no path."""
    found = sorted(Path("/usr").glob("lib*/**/webkit2gtk-4*/MiniBrowser"))
    return str(found[-1]) if found else None


@contextmanager
def _screen() -> Iterator[None]:
    """A screen to draw on: the one there is, or one in memory."""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        yield
        return
    if shutil.which("Xvfb") is None:
        raise Missing(f"Xvfb is not installed, which WebKit draws on where there is no screen: {HOW}")
    said, says = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(says), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
        pass_fds=[says],
        stderr=subprocess.DEVNULL,
    )
    os.close(says)
    with os.fdopen(said) as number:
        os.environ["DISPLAY"] = f":{number.readline().strip()}"
    try:
        yield
    finally:
        del os.environ["DISPLAY"]
        screen.terminate()
        screen.wait()


@contextmanager
def started() -> Iterator[Driver]:
    """A window of MiniBrowser."""
    driver, browser = shutil.which("WebKitWebDriver"), mini_browser()
    if driver is None or browser is None:
        raise Missing(f"WebKit and its driver are not installed: {HOW}")
    options = webdriver.WebKitGTKOptions()
    options.binary_location = browser
    options.add_argument("--automation")
    with _screen():
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # of selenium by selenium
            client = webdriver.WebKitGTK(options=options, service=webdriver.WebKitGTKService(driver))
        client.set_page_load_timeout(PATIENCE)
        client.set_window_size(1280, 900)
        try:
            yield WebKit(client)
        finally:
            client.quit()
