"""A suite of any problem takes less than two seconds in the browser, once Python is ready."""

from collections.abc import Iterator

from playwright.sync_api import Browser

from app.course import catalog
from benchmarks.browser import workbench
from benchmarks.promise import Result, least_of
from tests.browser.bench import Bench
from tests.browser.site import Site

LIMIT = 2.0


def taken(bench: Bench, files: dict[str, str]) -> float:
    """Seconds from the opening of the problem to its last verdict, on the reference."""
    summary = bench.judge(files, files["reference.py"])
    assert summary["passed"], summary
    opened, closed = (event["at"] for event in summary["events"] if event["type"] in ("opened", "closed"))
    return float(closed - opened) / 1000


def results(browser: Browser, site: Site) -> Iterator[Result]:
    """Every problem."""
    with workbench(browser, site) as bench:
        for slug in catalog.slugs():
            files = catalog.files_for_browser(slug)
            yield least_of(lambda files=files: taken(bench, files), f"the suite of {slug}", "s", LIMIT)
