"""The card of a term: shown to pointer, keyboard and a first touch, gone by Escape; and the search in the glossary."""

import pytest
from playwright.sync_api import Browser, Page, expect

from app.web.glossary.terms import terms
from tests.browser.site import Site

pytestmark = pytest.mark.browser

LESSONS = "/lessons"
TERM = "a.term[href='/glossary#ravine']"
RAVINE = next(one for one in terms() if one.name == "ravine")


def test_a_card_says_the_sentence_to_pointer_and_keyboard_and_escape_ends_it(page: Page, site: Site):
    page.goto(site.address + LESSONS)
    link, card = page.locator(TERM).first, page.locator(".term-card")
    expect(card).to_be_hidden()
    link.hover()
    expect(card.locator("#term-says")).to_have_text(RAVINE.sentence)
    card.hover()
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()
    link.focus()
    expect(card).to_be_visible()
    expect(link).to_have_accessible_description(RAVINE.sentence)
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_a_card_stays_inside_the_window(page: Page, site: Site):
    page.set_viewport_size({"width": 390, "height": 600})
    page.goto(site.address + LESSONS)
    for link in page.locator("a.term:visible").all()[:8]:
        link.focus()
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        expect(page.locator(".term-card")).to_be_visible()
        box = page.locator(".term-card").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 600


def test_a_first_touch_shows_the_card_and_a_second_one_follows_the_link(chromium: Browser, site: Site):
    context = chromium.new_context(has_touch=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(site.address + LESSONS)
    page.wait_for_selector(".term-card", state="attached")
    page.locator(TERM).first.tap()
    expect(page.locator(".term-card")).to_contain_text(RAVINE.sentence)
    assert page.url.endswith(LESSONS)
    page.locator(TERM).first.tap()
    page.wait_for_url("**/glossary#ravine")
    context.close()


def test_without_scripts_a_term_is_a_link_and_the_glossary_a_list(chromium: Browser, site: Site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address + LESSONS)
    page.locator(TERM).first.click()
    page.wait_for_url("**/glossary#ravine")
    expect(page.locator("[data-term]:visible")).to_have_count(len(terms()))
    assert not page.locator("[data-search]").is_visible()
    context.close()


def test_typing_leaves_the_terms_that_match(page: Page, site: Site):
    page.goto(f"{site.address}/glossary")
    page.get_by_label("Find a word").fill("largest eigen")
    expect(page.locator("[data-term]:visible h2")).to_have_text(["Sharpness"])
    page.get_by_label("Find a word").fill("no such word")
    expect(page.get_by_text("No word here matches.")).to_be_visible()
