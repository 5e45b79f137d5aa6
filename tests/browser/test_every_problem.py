"""Every problem in the browser's own Python: what passes in CPython passes there, what is recognised is recognised."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from app.course import catalog, chapters
from tests.browser.bench import Bench
from tests.browser.site import Site
from tests.sweeps import taking

pytestmark = pytest.mark.browser
EVERY = pytest.mark.parametrize("slug", catalog.slugs())
FIRST = {problems[0].slug for _, problems in chapters.by_chapter(catalog.problems())}
"""Of each chapter the first problem: `make test` has all its answers judged here, `make test-all` all of all.

What judging finds is tested for every problem in CPython; here it is tested that the browser finds the same, and that
every reference, and with it every input and every expected value, is computed there.
"""
SOME = pytest.mark.parametrize("slug", taking(FIRST.__contains__, catalog.slugs()))

SEED = 2026


@pytest.fixture(scope="module")
def ours(chromium: Browser, site: Site) -> Iterator[Bench]:
    """A page that runs every source in one interpreter: a fresh one each takes seconds, and these are our own."""
    page = chromium.new_page()
    bench = Bench(page, site)
    bench.start()
    assert bench.settled() == {"state": "ready", "reason": None}
    bench.spare()
    page.evaluate("() => workbench.share()")
    yield bench
    page.close()


def outcomes(summary) -> set[str]:
    return {test["outcome"] for test in summary["tests"]}


@EVERY
def test_the_reference_passes_and_its_suite_takes_one_interpreter(ours: Bench, slug: str):
    files = catalog.files_for_browser(slug)
    ours.spare()
    before = ours.spy.sandboxes
    summary = ours.judge(files, files["reference.py"])
    assert summary["fault"] is None
    assert outcomes(summary) == {"pass"}, summary["tests"]
    ours.spare()
    # The first of all takes a spare, which is replaced. `benchmarks.suites` holds the time.
    assert ours.spy.sandboxes in (before, before + 1)


@SOME
def test_the_alternates_pass(ours: Bench, slug: str):
    for name, source in catalog.alternates(slug).items():
        summary = ours.judge(catalog.files_for_browser(slug), source)
        assert summary["fault"] is None, name
        assert outcomes(summary) == {"pass"}, (name, summary["tests"])


@SOME
def test_the_starter_fails(ours: Bench, slug: str):
    summary = ours.judge(catalog.files_for_browser(slug), catalog.problem(slug).starter)
    assert summary["fault"] is None
    assert "pass" not in outcomes(summary)


@SOME
def test_each_mistake_is_recognised(ours: Bench, slug: str):
    files = catalog.files_for_browser(slug)
    found = {}
    for name, source in files.items():
        if name.startswith("mistakes/"):
            summary = ours.judge(files, source, SEED)  # one seed: what the mistakes do is computed once
            assert summary["fault"] is None, name
            found[name.removeprefix("mistakes/").removesuffix(".py")] = (summary["mistake"] or {}).get("name")
    assert found == {name: name for name in found}
