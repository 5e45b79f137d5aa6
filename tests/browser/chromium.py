"""A Chromium to drive, for tests and for benchmarks."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, expect, sync_playwright

CLASSROOM = "classroom.test"
"""A name for this machine that is no secure context, as that of a teacher's machine on a network is none."""
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    f"--host-resolver-rules=MAP {CLASSROOM} 127.0.0.1",
]
PATIENCE = 200_000
"""Milliseconds to wait for anything: a wait ends what hangs, and decides nothing, whatever else the machine does."""


def executable() -> str | None:
    """The Chromium that is named, the system's, or (None) Playwright's own."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@contextmanager
def started() -> Iterator[Browser]:
    """A browser whose pages wait with patience; HEADED=1 shows it."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(), args=FLAGS, timeout=PATIENCE, headless=not os.environ.get("HEADED")
        )
        browser.on("context", lambda context: context.set_default_timeout(PATIENCE))
        yield browser
        browser.close()
