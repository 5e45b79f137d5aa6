"""How fast the pages are in a real Chromium: first result, a whole suite, recovery after each kind of stop.

    python -m benchmarks.browser

prints medians over a few rounds with the environment; docs/measurements.md has a run.
"""

import json
import statistics
import time
from collections.abc import Callable

import numpy
from descent.browser import Door
from playwright.sync_api import Browser, Page, sync_playwright

from app.course import catalog
from benchmarks.environment import environment
from tests.browser.conftest import FLAGS, executable
from tests.browser.problem_page import SLUG, ProblemPage
from tests.browser.site import Site

ROUNDS = 5
REFERENCE = catalog.files_for_browser(SLUG)["reference.py"]
HEAD = "def adam_step(*arguments, **settings):\n"
STOPS = {
    "endless loop (interrupt)": "    while True:\n        pass\n",
    "loop that catches everything (worker replaced)": (
        "    while True:\n        try:\n            while True:\n                pass\n"
        "        except BaseException:\n            pass\n"
    ),
    "loop in C (worker replaced)": "    sum(range(10**11))\n",
}


def first_result(page: Page, site: Site) -> tuple[float, float]:
    """Seconds from navigation to the first verdict and to the end of the suite, Run pressed as soon as it can be."""
    began = time.perf_counter()
    visit = ProblemPage(page, site)
    visit.code = REFERENCE
    visit.start()
    page.wait_for_selector("[data-test][data-outcome=pass]", timeout=90_000)
    first = time.perf_counter() - began
    outcomes = visit.done()
    assert set(outcomes.values()) == {"pass"}, outcomes
    return first, time.perf_counter() - began


def suite(visit: ProblemPage) -> float:
    """Seconds of one whole suite when Python is ready."""
    began = time.perf_counter()
    assert set(visit.run(REFERENCE).values()) == {"pass"}
    return time.perf_counter() - began


STOP = """async () => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const began = performance.now();
    document.querySelector("[data-stop]").click();
    while (document.querySelector("[data-results]").dataset.state !== "done") {
        await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return performance.now() - began;
}"""


def recovery(visit: ProblemPage, body: str) -> tuple[float, float]:
    """Seconds from Stop to the end of the run, clocked in the page, and of the next whole suite."""
    visit.code = HEAD + body
    visit.start()
    visit.page.wait_for_selector("[data-running]")
    ended = visit.page.evaluate(STOP) / 1000
    return ended, suite(visit)


SAME_STEP = """async (given) => {
    const { Runtime } = await import(given.scripts + "py/runtime.js");
    const runtime = new Runtime({ assets: given.python, workers: { engine: given.engine, sandbox: given.sandbox } });
    runtime.start();
    const ask = async () => {
        const began = performance.now();
        await runtime.call("studio.race", given.args);
        return performance.now() - began;
    };
    await ask();
    const taken = [];
    for (let round = 0; round < given.rounds; round++) taken.push(await ask());
    runtime.close();
    return taken;
}"""
RACE = {"ground": {"name": "rosenbrock"}, "racers": [{"id": "adam", "rule": "adam"}], "steps": 500}


def in_browser(page: Page, site: Site) -> list[float]:
    """Seconds of 500 Adam steps in the engine worker, messages included."""
    page.goto(f"{site.address}/workbench")
    given = {**site.config, "scripts": site.scripts, "args": RACE, "rounds": ROUNDS}
    return [taken / 1000 for taken in page.evaluate(SAME_STEP, given)]


def natively() -> list[float]:
    """Seconds of the same call in CPython."""
    door = Door(numpy)
    taken = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        answer, _ = door.call("studio.race", json.dumps(RACE))
        taken.append(time.perf_counter() - began)
        assert "error" not in json.loads(answer), answer
    return taken[1:]


def median(values: list[float]) -> str:
    """The median and the range, in seconds."""
    return f"{statistics.median(values):6.2f} s   ({min(values):.2f} to {max(values):.2f}, n = {len(values)})"


def rounds(measure: Callable[[], float | tuple[float, float]]) -> list[tuple[float, ...]]:
    """What `measure` gives, several times."""
    return [taken if isinstance(taken, tuple) else (taken,) for taken in (measure() for _ in range(ROUNDS))]


def main(browser: Browser, site: Site) -> None:
    """Measure and print."""

    def cold() -> tuple[float, float]:
        context = browser.new_context()
        taken = first_result(context.new_page(), site)
        context.close()
        return taken

    found = rounds(cold)
    print(f"navigation to first result, empty cache   {median([first for first, _ in found])}")
    print(f"navigation to whole suite, empty cache    {median([whole for _, whole in found])}")
    context = browser.new_context()
    page = context.new_page()
    first_result(page, site)
    found = rounds(lambda: first_result(page, site))
    print(f"navigation to first result, repeat visit  {median([first for first, _ in found])}")
    visit = ProblemPage(page, site)
    visit.ready()
    print(f"one suite of 17 tests, Python ready       {median([taken for (taken,) in rounds(lambda: suite(visit))])}")
    there, here = in_browser(context.new_page(), site), natively()
    print(f"500 Adam steps in the browser's Python    {median(there)}")
    print(f"the same call in CPython                  {median(here)}")
    print(f"  ratio {statistics.median(there) / statistics.median(here):.1f}")
    for name, body in STOPS.items():
        page.wait_for_timeout(4000)  # a spare starts in idle time
        found = rounds(lambda body=body: (page.wait_for_timeout(3000), recovery(visit, body))[1])
        print(f"Stop to end of run: {name:47}{median([ended for ended, _ in found])}")
        print(f"  then the next whole suite {'':39}{median([after for _, after in found])}")


if __name__ == "__main__":
    print(environment())
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        here = Site(isolated=True)
        try:
            main(chromium, here)
        finally:
            chromium.close()
            here.close()
