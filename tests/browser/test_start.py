"""Start-up: progress, failures with a reason, Retry, the watchdog, and life without cross-origin isolation."""

import pytest
from playwright.sync_api import Page

from tests.browser.bench import Bench
from tests.browser.site import NUMPY, PYODIDE, Site

pytestmark = pytest.mark.browser

READY = {"state": "ready", "reason": None}


@pytest.fixture
def faults(site: Site):
    yield site.faults
    site.faults.missing.clear()
    site.faults.hanging.clear()


def retried(bench: Bench) -> dict[str, object]:
    bench.page.evaluate("() => workbench.runtime.retry()")
    return bench.settled()


def test_progress_is_told_in_stages_and_bytes(page: Page, site: Site):
    bench = Bench(page, site)
    bench.start()
    assert bench.settled() == READY
    for worker in ("engine", "sandbox"):
        told = [event for event in bench.events() if event["type"] == "progress" and event["worker"] == worker]
        stages = list(dict.fromkeys(event["stage"] for event in told))
        assert stages == ["download", "python", "numpy", "descent", "ready"]
        loaded = [event["loaded"] for event in told]
        assert loaded == sorted(loaded)
        assert loaded[-1] > 10_000_000
        assert told[-1]["total"] == loaded[-1]


@pytest.mark.parametrize(
    "path",
    [NUMPY, f"{PYODIDE}pyodide.asm.wasm", f"{PYODIDE}python_stdlib.zip", f"{PYODIDE}pyodide.mjs"],
    ids=["NumPy", "Pyodide's code", "standard library", "Pyodide's module"],
)
def test_a_missing_file_is_a_failure_with_its_name_and_retry_works(page: Page, site: Site, faults, path: str):
    faults.missing.add(path)
    bench = Bench(page, site)
    bench.start()
    failed = bench.settled()
    assert failed["state"] == "failed"
    assert path.rsplit("/", 1)[-1] in failed["reason"]
    faults.missing.clear()
    assert retried(bench) == READY
    assert bench.run("def f():\n    return 1").returned == 1


def test_a_missing_worker_is_a_failure_and_retry_works(page: Page, site: Site, faults):
    faults.missing.add("/static/js/py/sandbox.worker.js")
    bench = Bench(page, site)
    bench.start()
    assert bench.settled()["state"] == "failed"
    faults.missing.clear()
    assert retried(bench) == READY


def test_an_archive_without_the_package_is_a_failure(page: Page, site: Site):
    bench = Bench(page, site)
    bench.start(assets={"numpy": site.assets["descent"]})
    failed = bench.settled()
    assert failed["state"] == "failed"
    assert "numpy cannot be imported" in failed["reason"]


def test_a_start_without_progress_fails_after_the_time_allowed_and_retry_works(page: Page, site: Site, faults):
    faults.hanging.add(f"{PYODIDE}pyodide.asm.wasm")
    bench = Bench(page, site)
    bench.start(bootTimeout=2000)
    failed = bench.settled()
    assert failed == {"state": "failed", "reason": "Python did not start: nothing happened for 2 seconds."}
    faults.hanging.clear()
    page.evaluate("() => { workbench.runtime.bootTimeout = 60_000 }")
    assert retried(bench) == READY


def test_what_is_asked_while_python_starts_is_done_when_it_is_ready(page: Page, site: Site):
    bench = Bench(page, site)
    bench.start()
    assert bench.run("def f():\n    return 1", timeout=5000).returned == 1
    assert bench.call("nothing")["error"]["kind"] == "UnknownName"


def test_what_is_asked_before_a_failed_start_is_done_after_retry(page: Page, site: Site, faults):
    faults.missing.add(NUMPY)
    bench = Bench(page, site)
    bench.start()
    page.evaluate("() => { window.asked = workbench.call('nothing', {}) }")
    assert bench.settled()["state"] == "failed"
    faults.missing.clear()
    assert retried(bench) == READY
    assert page.evaluate("() => window.asked")["error"]["kind"] == "UnknownName"


def test_a_later_worker_starts_from_the_code_that_the_first_compiled(bench: Bench, site: Site):
    site.faults.asked.clear()
    bench.page.evaluate("() => workbench.runtime.recycle()")
    bench.spare()
    assert NUMPY in site.faults.asked
    assert f"{PYODIDE}pyodide.asm.wasm" not in site.faults.asked


def test_without_isolation_everything_works_and_stop_replaces_the_worker(page: Page, plain_site: Site):
    bench = Bench(page, plain_site)
    assert page.evaluate("() => crossOriginIsolated") is False
    bench.start()
    assert bench.settled() == READY
    assert bench.run("def f():\n    return 1").returned == 1
    for options, outcome in (({"stopAfter": 200}, "stopped"), ({"timeout": 200}, "timeout")):
        bench.spare()
        ran = bench.run("def f():\n    while True:\n        pass", **options)
        assert (ran.outcome, ran.recovery) == (outcome, "replace")
        assert ran.waited < 1.5
        assert bench.run("def f():\n    return 2").returned == 2


def test_at_most_two_workers_start_at_once(page: Page, site: Site):
    page.add_init_script(
        """{
            const Real = Worker;
            window.started = [];
            window.Worker = class extends Real {
                constructor(url, options) { super(url, options); started.push([performance.now(), String(url)]); }
            };
        }"""
    )
    bench = Bench(page, site)
    bench.start()
    bench.settled()
    ready = next(event["at"] for event in bench.events() if event["type"] == "state")
    bench.spare()
    started = page.evaluate("() => started")
    assert [url.rsplit("/", 1)[-1] for _, url in started] == [
        "engine.worker.js",
        "sandbox.worker.js",
        "sandbox.worker.js",
    ]
    assert started[2][0] >= ready


def test_no_page_or_worker_logs_an_error(page: Page, site: Site):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    bench = Bench(page, site)
    bench.start()
    bench.settled()
    bench.spare()
    bench.run("def f():\n    return 1")
    assert said == []
