"""No task of ours holds the main thread for 50 ms, from opening a page to the last panel.

A task is measured by its thread's processor time, as Chromium's trace gives it: other work on the machine stretches the
clock, not that. Plotly's own load and first draw are lazy and not in here.
"""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.playground_page import PlaygroundPage
from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.alone]

LIMIT = 0.050
CATEGORIES = ["disabled-by-default-devtools.timeline", "blink.user_timing"]


def longest_task(browser: Browser, page: Page, act: Callable[[], None]) -> float:
    """The seconds of processor time of the longest task of the page's own main thread while `act` runs."""
    browser.start_tracing(page=page, categories=CATEGORIES)
    try:
        act()
        page.evaluate("performance.mark('this is the page')")
    finally:
        events = json.loads(browser.stop_tracing())["traceEvents"]
    main = {(event["pid"], event["tid"]) for event in events if event["name"] == "this is the page"}
    tasks = [
        event["tdur"] / 1e6
        for event in events
        if event["name"] == "RunTask" and "tdur" in event and (event["pid"], event["tid"]) in main
    ]
    assert len(tasks) > 20, "the trace holds no tasks"
    return max(tasks)


@pytest.mark.parametrize("path", ["/", "/playground", "/problems", "/problems/adam-step", "/rules/adam", "/compare"])
def test_opening_a_page_never_blocks_it(chromium: Browser, site: Site, path: str):
    def visit() -> float:
        page = chromium.new_page(viewport={"width": 1280, "height": 800})

        def open_page() -> None:
            page.goto(site.address + path)
            page.wait_for_selector("html:not([data-python=booting])", state="attached", timeout=90_000)
            page.wait_for_timeout(1000)

        longest = longest_task(chromium, page, open_page)
        page.close()
        return longest

    # A first visit also compiles and lays out for the first time, on a machine with other work: one of three must do.
    visits: list[float] = []
    while len(visits) < 3 and min(visits, default=1) >= LIMIT:
        visits.append(visit())
    assert min(visits) < LIMIT, visits


def test_playing_and_analysing_never_blocks_the_page(chromium: Browser, site: Site):
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    visit = PlaygroundPage(page, site)
    visit.ready()

    def landscapes() -> None:
        values = page.evaluate("[...document.querySelectorAll('[data-landscape-menu] option')].map((one) => one.value)")
        for value in values[1:4]:
            visit.landscape(value)

    def play() -> None:
        page.locator("[data-add]").click()
        visit.settled()
        page.get_by_role("button", name="Play", exact=True).click()
        page.wait_for_timeout(1500)
        for place in (10, 150, 40, 199):
            page.locator("[data-scrub]").fill(str(place))

    def fork() -> None:
        page.get_by_role("button", name="Fork and edit the code of Adam", exact=True).click()
        page.wait_for_selector("code-editor .cm-content")
        visit.settled()

    def panel(tab: str) -> Callable[[], None]:
        def open_panel() -> None:
            page.get_by_role("tab", name=tab, exact=True).click()
            drawn = "[role=tabpanel] [data-plot][data-state=ready]"
            page.wait_for_selector(drawn, state="attached", timeout=60_000)

        return open_panel

    acts = {"landscapes": landscapes, "play": play, "fork": fork}
    acts |= {tab: panel(tab) for tab in page.get_by_role("tab").all_inner_texts()}
    found = {name: longest_task(chromium, page, act) for name, act in acts.items()}
    assert len(found) > 10
    assert {name: seconds for name, seconds in found.items() if seconds >= LIMIT} == {}
    page.close()
