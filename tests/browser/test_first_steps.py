"""What the playground shows who has never done it: three things to do, once."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.playground_page import PlaygroundPage
from tests.browser.site import Site

pytestmark = pytest.mark.browser


def test_the_first_steps_are_ticked_and_go(page: Page, site: Site):
    visit = PlaygroundPage(page, site)
    steps = page.locator("[data-first-steps]")
    expect(steps.locator("li")).to_have_count(3)
    visit.ready()
    page.get_by_role("button", name="Play", exact=True).click()
    expect(steps.locator("[data-done]")).to_have_text(["Press Play, or the space bar"])
    page.locator("[data-plot=map]").press("ArrowRight")
    expect(steps.locator("[data-done]")).to_have_count(2)
    page.locator(".racer input[type=range]").first.press("ArrowRight")
    expect(steps).to_have_count(0)
    page.reload()
    page.wait_for_selector("[data-scrub]")
    visit.ready()
    expect(steps).to_have_count(0)


def test_a_lesson_and_a_link_have_no_first_steps(page: Page, site: Site):
    for address in ("/playground?lesson=momentum", "/playground?rule=lion"):
        PlaygroundPage(page, site, address).ready()
        expect(page.locator("[data-first-steps]")).to_have_count(0)
