"""Start-up: progress, failures with a reason, Retry, the watchdog, and life without cross-origin isolation."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.bench import CALL_F, Bench, packed
from tests.browser.site import Faults, Site

pytestmark = pytest.mark.browser

RETURNS_ONE = "def f():\n    return 1"
READY = {"state": "ready", "reason": None}


@pytest.fixture
def faults(site: Site) -> Iterator[Faults]:
    yield site.faults
    site.faults.missing.clear()
    site.faults.hanging.clear()


def retried(bench: Bench) -> dict[str, object]:
    bench.page.evaluate("() => workbench.runtime.retry()")
    return bench.settled()


@dataclass
class Start:
    """One start with everything that could be seen of it."""

    events: list[dict[str, Any]]
    workers: list[dict[str, Any]]
    requests: list[str]
    logged: list[str]


@pytest.fixture(scope="module")
def watched(chromium: Browser, site: Site) -> Iterator[Start]:
    page = chromium.new_page()
    requests: list[str] = []
    logged: list[str] = []
    page.context.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: logged.append(message.text))
    page.on("pageerror", lambda error: logged.append(str(error)))
    bench = Bench(page, site)
    bench.start()
    assert bench.settled() == READY
    bench.spare()
    assert bench.run("def f():\n    import scipy").raised.startswith("ModuleNotFoundError")
    yield Start(bench.events(), bench.spy.workers, requests, logged)
    page.close()


@pytest.mark.parametrize("worker", ["engine", "sandbox"])
def test_progress_is_told_in_stages_and_bytes(watched: Start, worker: str):
    told = [event for event in watched.events if event["type"] == "progress" and event["worker"] == worker]
    stages = list(dict.fromkeys(event["stage"] for event in told))
    assert stages == ["download", "python", "numpy", "descent", "ready"]
    loaded = [event["loaded"] for event in told]
    assert loaded == sorted(loaded)
    assert loaded[-1] > 10_000_000
    assert told[-1]["total"] == loaded[-1]


def test_at_most_two_workers_start_at_once(watched: Start):
    assert [worker["name"] for worker in watched.workers[:3]] == ["engine", "sandbox", "sandbox"]
    ready = next(event["at"] for event in watched.events if event["type"] == "state")
    assert watched.workers[2]["at"] >= ready


def test_no_request_leaves_the_origin(watched: Start, site: Site):
    assert any(url.endswith(".wasm") for url in watched.requests)
    assert [url for url in watched.requests if not url.startswith((site.address, "data:", "blob:"))] == []


def test_no_page_or_worker_logs_an_error(watched: Start):
    assert watched.logged == []


MISSING = {
    "NumPy": "",
    "Pyodide's code": "pyodide.asm.wasm",
    "the standard library": "python_stdlib.zip",
    "Pyodide's module": "pyodide.mjs",
}


@pytest.mark.parametrize("file", MISSING.values(), ids=MISSING)
def test_a_missing_file_is_a_failure_with_its_name(page: Page, site: Site, faults: Faults, file: str):
    path = site.pyodide(file) if file else site.numpy
    faults.missing.add(path)
    bench = Bench(page, site)
    bench.start()
    failed = bench.settled()
    assert failed["state"] == "failed"
    assert path.rsplit("/", 1)[-1] in failed["reason"]


def test_a_missing_worker_is_a_failure_and_retry_works(page: Page, site: Site, faults: Faults):
    faults.missing.add(site.config["sandbox"])
    bench = Bench(page, site)
    bench.start()
    assert bench.settled()["state"] == "failed"
    page.wait_for_timeout(1500)  # in which the engine goes on; what is said last stays the failure
    assert bench.events()[-1]["type"] == "state"
    faults.missing.clear()
    assert retried(bench) == READY


def test_an_archive_without_the_package_is_a_failure(page: Page, site: Site):
    bench = Bench(page, site)
    bench.start(assets={"numpy": site.assets["descent"]})
    failed = bench.settled()
    assert failed["state"] == "failed"
    assert "numpy cannot be imported" in failed["reason"]


def test_a_start_without_progress_fails_after_the_time_allowed_and_retry_works(page: Page, site: Site, faults: Faults):
    faults.hanging.add(site.pyodide("pyodide.asm.wasm"))
    bench = Bench(page, site)
    bench.start(bootTimeout=2000)
    failed = bench.settled()
    assert failed == {"state": "failed", "reason": "Python did not start: nothing happened for 2 seconds."}
    faults.hanging.clear()
    page.evaluate("() => { workbench.runtime.bootTimeout = 200_000 }")
    assert retried(bench) == READY


def test_what_computes_in_silence_is_given_three_times_as_long_as_a_download(page: Page, site: Site, faults: Faults):
    faults.hanging.add(site.assets["descent"])  # missed once the rest is there and Python has begun
    bench = Bench(page, site)
    bench.start(bootTimeout=2000)
    failed = bench.settled()
    assert failed == {"state": "failed", "reason": "Python did not start: nothing happened for 6 seconds."}


def test_what_is_asked_before_a_failed_start_is_done_after_retry(page: Page, site: Site, faults: Faults):
    faults.missing.add(site.numpy)
    bench = Bench(page, site)
    bench.start()
    page.evaluate("() => { window.asked = workbench.call('nothing', {}) }")
    page.evaluate("([s, i]) => { window.ran = workbench.run(s, i) }", [RETURNS_ONE, packed(CALL_F)])
    assert bench.settled()["state"] == "failed"
    faults.missing.clear()
    assert retried(bench) == READY
    assert page.evaluate("() => window.asked")["error"]["kind"] == "UnknownName"
    assert page.evaluate("() => window.ran")["outcome"] == "done"


def test_a_later_worker_starts_from_the_code_that_the_first_compiled(bench: Bench, site: Site):
    asked: list[str] = []
    bench.page.context.on("request", lambda request: asked.append(request.url.removeprefix(site.address)))
    bench.run("# takes a spare, for which another starts")
    bench.spare()
    assert site.numpy in asked
    assert site.pyodide("pyodide.asm.wasm") not in asked


def test_without_isolation_everything_works_and_stop_replaces_the_worker(page: Page, plain_site: Site):
    bench = Bench(page, plain_site)
    assert page.evaluate("() => crossOriginIsolated") is False
    bench.start()
    assert bench.settled() == READY
    assert bench.run("def f():\n    return 1").returned == 1
    for options, outcome in (({"stopOn": "line"}, "stopped"), ({"timeout": 200}, "timeout")):
        bench.spare()
        before = bench.spy.sandboxes
        ran = bench.run("def f():\n    print('begun')\n    while True:\n        pass", **options)
        assert (ran.outcome, ran.recovery) == (outcome, "replace")
        bench.spare()
        assert bench.spy.sandboxes == before + 1
        assert bench.run("def f():\n    return 2").returned == 2
