"""A real Chromium on the real site: what the benchmarks of the pages measure in.

`python -m benchmarks.browser` prints how long the first verdict and the first path take beside a bare page.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser

from tests.browser.bench import Bench
from tests.browser.chromium import started
from tests.browser.site import Site


@contextmanager
def on_site() -> Iterator[tuple[Browser, Site]]:
    """The browser and the site, both closed at the end."""
    site = Site(isolated=True)
    try:
        with started() as browser:
            yield browser, site
    finally:
        site.close()


@contextmanager
def workbench(browser: Browser, site: Site) -> Iterator[Bench]:
    """Python, ready, with a spare, on a page that draws nothing."""
    page = browser.new_page()
    bench = Bench(page, site)
    bench.start()
    bench.settled()
    bench.spare()
    yield bench
    page.close()


if __name__ == "__main__":
    from benchmarks.__main__ import main

    raise SystemExit(main(["first"]))
