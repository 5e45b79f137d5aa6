"""How long a visitor waits for the first result, and the browser's Python beside CPython; nothing is promised."""

import json
import time
from collections.abc import Iterator

import numpy
from descent.browser import Door
from playwright.sync_api import Browser, Page

from app.course import catalog
from benchmarks.browser import workbench
from benchmarks.promise import Result
from tests.browser.problem_page import SLUG, ProblemPage
from tests.browser.site import Site
from tests.browser.studio_bench import StudioBench

ROUNDS = 5
REFERENCE = catalog.files_for_browser(SLUG)["reference.py"]
RACE = {"ground": {"name": "rosenbrock"}, "racers": [{"id": "adam", "rule": "adam"}], "steps": 500}


def first_result(page: Page, site: Site) -> tuple[float, float]:
    """Seconds from navigation to the first verdict and to the end of the suite, Run pressed as soon as it can be."""
    began = time.perf_counter()
    visit = ProblemPage(page, site)
    visit.code = REFERENCE
    visit.start()
    page.wait_for_selector("[data-test][data-outcome=pass]")
    first = time.perf_counter() - began
    outcomes = visit.done()
    assert set(outcomes.values()) == {"pass"}, outcomes
    return first, time.perf_counter() - began


def natively() -> float:
    """Seconds of `RACE` in CPython."""
    door, taken = Door(numpy), []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        answer, _ = door.call("studio.race", json.dumps(RACE))
        taken.append(time.perf_counter() - began)
        assert "error" not in json.loads(answer), answer
    return min(taken[1:])


def results(browser: Browser, site: Site) -> Iterator[Result]:
    """Navigations with an empty and with a full cache; 500 Adam steps in both Pythons."""
    found = []
    for _ in range(ROUNDS):
        context = browser.new_context()
        found.append(first_result(context.new_page(), site))
        context.close()
    yield Result("navigation to the first test's result, empty cache", min(first for first, _ in found), "s", ROUNDS)
    yield Result("navigation to the end of all 17 tests, empty cache", min(whole for _, whole in found), "s", ROUNDS)
    context = browser.new_context()
    page = context.new_page()
    first_result(page, site)
    again = min(first_result(page, site)[0] for _ in range(ROUNDS))
    yield Result("navigation to the first test's result, repeat visit", again, "s", ROUNDS)
    context.close()
    with workbench(browser, site) as bench:
        studio = StudioBench(bench.page, site)
        there = min(studio.ask("studio.race", RACE)["milliseconds"] for _ in range(ROUNDS + 1)) / 1000
    here = natively()
    detail = f"{there:.3f} s against {here:.3f} s in CPython"
    yield Result("500 Adam steps in the browser's Python against CPython", there / here, "x", ROUNDS, detail=detail)
