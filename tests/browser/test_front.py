"""The front page: its path bends with the slider, and who was here before is told what comes next."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def front(chromium: Browser, site: Site) -> Iterator[Page]:
    """The front page for somebody who wants no motion."""
    page = chromium.new_context(reduced_motion="reduce").new_page()
    page.goto(site.address)
    page.wait_for_selector("[data-again]:not([hidden])")
    yield page
    page.context.close()


def test_the_path_bends_with_the_slider_and_says_what_it_ends_with(front: Page):
    path, rate = front.locator("[data-path]").first, front.get_by_label("Momentum's learning rate")
    before, others = path.get_attribute("d"), front.locator("[data-path]").nth(1).get_attribute("d")
    rate.focus()
    for _ in range(8):
        front.keyboard.press("ArrowRight")
    assert path.get_attribute("d") != before
    assert front.locator("[data-path]").nth(1).get_attribute("d") == others
    said = front.locator("[data-rate-said]").inner_text()
    assert said.startswith(front.locator("[data-first-rate]").inner_text() + ": ")
    end = path.get_attribute("d").split("L")[-1]
    assert front.locator("[data-head]").first.get_attribute("transform") == f"translate({end})"


def test_a_run_counts_its_steps_and_ends_where_it_was(front: Page):
    path = front.locator("[data-path]").first
    whole = path.get_attribute("d")
    front.get_by_role("button", name="Run it again").click()
    front.wait_for_function("() => !document.querySelector('[data-step]').textContent.startsWith('step 200')")
    expect(front.locator("[data-step]")).to_have_text("step 200 of 200")
    assert path.get_attribute("d") == whole


def test_who_was_here_before_goes_on_with_the_next_problem_or_lesson(front: Page, site: Site):
    go_on = front.locator("[data-go-on]")
    expect(go_on).to_be_hidden()
    front.evaluate("localStorage.setItem('lessons:opened', '[\"momentum\"]')")
    front.reload()
    expect(go_on).to_have_text("Go on: Why Adam corrects its bias")
    run = [{"time": 7, "code": "mine = 1", "passed": 3, "total": 3, "mistake": None}]
    front.evaluate("(run) => localStorage.setItem('history:gradient-step', run)", json.dumps(run))
    front.reload()
    expect(go_on).to_have_text("Go on: Momentum step")
    go_on.get_by_role("link").click()
    assert front.url == f"{site.address}/problems/momentum"
