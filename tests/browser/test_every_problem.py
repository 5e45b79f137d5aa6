"""Every problem in the browser's own Python: what passes in CPython passes there, what is recognised is recognised."""

import pytest

from app.course import catalog
from tests.browser.bench import Bench

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("slug", catalog.slugs())]


SEED = 2026


def outcomes(summary) -> set[str]:
    return {test["outcome"] for test in summary["tests"]}


def test_reference_and_alternates_pass_and_a_suite_takes_one_interpreter(bench: Bench, slug: str):
    files = catalog.files_for_browser(slug)
    bench.spare()
    before = bench.spy.sandboxes
    sources = {"reference": files["reference.py"], **catalog.alternates(slug)}
    for name, source in sources.items():
        summary = bench.judge(files, source)
        assert summary["fault"] is None, name
        assert outcomes(summary) == {"pass"}, (name, summary["tests"])
    bench.spare()
    # One each, in which nothing had run; `benchmarks.suites` holds the time.
    assert bench.spy.sandboxes == before + len(sources)


def test_the_starter_fails(bench: Bench, slug: str):
    summary = bench.judge(catalog.files_for_browser(slug), catalog.problem(slug).starter)
    assert summary["fault"] is None
    assert "pass" not in outcomes(summary)


def test_each_mistake_is_recognised(bench: Bench, slug: str):
    files = catalog.files_for_browser(slug)
    found = {}
    for name, source in files.items():
        if name.startswith("mistakes/"):
            summary = bench.judge(files, source, SEED)  # one seed: what the mistakes do is computed once
            assert summary["fault"] is None, name
            found[name.removeprefix("mistakes/").removesuffix(".py")] = (summary["mistake"] or {}).get("name")
    assert found == {name: name for name in found}
