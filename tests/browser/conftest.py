from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.bench import Bench
from tests.browser.site import Site


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
