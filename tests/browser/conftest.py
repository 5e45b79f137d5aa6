import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.bench import Bench
from tests.browser.site import Site

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def executable() -> str | None:
    """The Chromium to drive: the one that is named, the system's, or (None) Playwright's own."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(), args=FLAGS, headless=not os.environ.get("HEADED")
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    site = Site(isolated=True)
    yield site
    site.close()


@pytest.fixture(scope="session")
def plain_site() -> Iterator[Site]:
    """A site that does not isolate: memory cannot be shared, and no policy holds."""
    site = Site(isolated=False)
    yield site
    site.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


@pytest.fixture(scope="session")
def bench(chromium: Browser, site: Site) -> Iterator[Bench]:
    """Python, ready, with a spare; one for all tests, as for a visitor who never reloads."""
    page = chromium.new_page()
    bench = Bench(page, site)
    bench.start()
    assert bench.settled() == {"state": "ready", "reason": None}
    bench.spare()
    yield bench
    page.close()
