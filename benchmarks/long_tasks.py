"""No task of ours holds the main thread for 50 ms, from opening a page to the last panel.

A task is measured by its thread's processor time, as Chromium's trace gives it: other work on the machine stretches the
clock, not that. Plotly's own load and first draw are lazy and not in here.
"""

import json
from collections.abc import Callable, Iterator

from playwright.sync_api import Browser, Page

from benchmarks.promise import Result, least_of
from tests.browser.playground_page import PlaygroundPage
from tests.browser.site import Site

LIMIT = 50.0
TRIES = 3
CATEGORIES = ["disabled-by-default-devtools.timeline", "blink.user_timing"]
PAGES = ("/", "/playground", "/problems", "/problems/adam-step", "/rules/adam", "/compare")


def longest_task(browser: Browser, page: Page, act: Callable[[], None]) -> float:
    """The milliseconds of processor time of the longest task of the page's own main thread while `act` runs."""
    browser.start_tracing(page=page, categories=CATEGORIES)
    try:
        act()
        page.evaluate("performance.mark('this is the page')")
    finally:
        events = json.loads(browser.stop_tracing())["traceEvents"]
    main = {(event["pid"], event["tid"]) for event in events if event["name"] == "this is the page"}
    tasks = [
        event["tdur"] / 1e3
        for event in events
        if event["name"] == "RunTask" and "tdur" in event and (event["pid"], event["tid"]) in main
    ]
    assert len(tasks) > 20, "the trace holds no tasks"
    return float(max(tasks))


def opening(browser: Browser, site: Site, path: str) -> float:
    """The longest task while a page opens, for a visitor who has not been there."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})

    def open_page() -> None:
        page.goto(site.address + path)
        page.wait_for_selector("html:not([data-python=booting])", state="attached")
        page.wait_for_timeout(1000)

    longest = longest_task(browser, page, open_page)
    page.close()
    return longest


class Player:
    """Somebody who tries everything on the playground."""

    def __init__(self, browser: Browser, site: Site):
        self.browser = browser
        self.page = browser.new_page(viewport={"width": 1280, "height": 800})
        self.visit = PlaygroundPage(self.page, site)
        self.visit.ready()
        panels = {tab: lambda tab=tab: self.panel(tab) for tab in self.page.get_by_role("tab").all_inner_texts()}
        self.acts = {"landscapes": self.landscapes, "playing": self.play, "a fork": self.fork, **panels}

    def landscapes(self) -> None:
        """Choose three others."""
        values = "[...document.querySelectorAll('[data-landscape-menu] option')].map((one) => one.value)"
        for value in self.page.evaluate(values)[1:4]:
            self.visit.landscape(value)

    def play(self) -> None:
        """Add a racer, play, scrub."""
        self.page.locator("[data-add]").click()
        self.visit.settled()
        self.page.get_by_role("button", name="Play", exact=True).click()
        self.page.wait_for_timeout(1500)
        for place in (10, 150, 40, 199):
            self.page.locator("[data-scrub]").fill(str(place))

    def fork(self) -> None:
        """Open Adam's code."""
        self.page.get_by_role("button", name="Fork and edit the code of Adam", exact=True).click()
        self.page.wait_for_selector("code-editor .cm-content")
        self.visit.settled()

    def panel(self, tab: str) -> None:
        """Open a panel of the analysis."""
        self.page.get_by_role("tab", name=tab, exact=True).click()
        self.page.wait_for_selector("[role=tabpanel] [data-plot][data-state=ready]", state="attached")

    def longest(self) -> dict[str, float]:
        """The longest task of each act, in order."""
        found = {name: longest_task(self.browser, self.page, act) for name, act in self.acts.items()}
        self.page.close()
        return found


def results(browser: Browser, site: Site) -> Iterator[Result]:
    """Every page while it opens, and everything that is done on the playground."""
    for path in PAGES:
        yield least_of(
            lambda path=path: opening(browser, site, path), f"longest task, opening {path}", "ms", LIMIT, TRIES
        )
    rounds = [Player(browser, site).longest() for _ in range(TRIES)]
    for name in rounds[0]:
        yield Result(f"longest task, {name}", min(found[name] for found in rounds), "ms", TRIES, LIMIT)
