"""The list of problems: search, progress, and all of a visitor's work as one file."""

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import Site

pytestmark = pytest.mark.browser

DRAFT = {"code": "mine = 1\n", "revision": 2, "starter": "", "time": 5}
RUN = {"time": 7, "code": "mine = 1\n", "passed": 3, "total": 3, "mistake": None}


@pytest.fixture
def listed(chromium: Browser, site: Site):
    """The list in a browser of its own, with one solved problem."""
    page = chromium.new_context().new_page()
    page.goto(f"{site.address}/problems")
    store(page, "draft:lamb", DRAFT)
    store(page, "history:adam-step", [RUN])
    page.reload()
    yield page
    page.context.close()


def store(page: Page, key: str, value: object) -> None:
    page.evaluate("([key, value]) => localStorage.setItem(key, JSON.stringify(value))", [key, value])


def stored(page: Page, key: str):
    return json.loads(page.evaluate("(key) => localStorage.getItem(key)", key))


def test_search_leaves_what_matches(listed: Page):
    listed.get_by_label("Search the problems").fill("muon hard")
    shown = [row.get_attribute("data-problem") for row in listed.locator("[data-problem]:visible").all()]
    assert shown == ["newton-schulz-muon"]
    listed.get_by_label("Search the problems").fill("nothing like it")
    expect(listed.locator("[data-none]")).to_be_visible()


def test_progress_is_shown(listed: Page):
    expect(listed.locator("[data-problem=adam-step]")).to_have_attribute("data-progress", "solved")
    expect(listed.locator("[data-solved]")).to_contain_text("1 of ")


def test_the_course_goes_on_with_the_first_problem_that_is_not_solved(listed: Page, site: Site):
    go_on = listed.locator("[data-go-on]")
    expect(listed.locator(".go-on")).to_contain_text("Go on with")
    expect(go_on).to_have_text("Gradient descent step")
    store(listed, "history:gradient-step", [RUN])
    listed.reload()
    expect(go_on).to_have_text("Momentum step")
    expect(listed.locator("[data-chapter-solved]").first).to_have_text("1 of 3")
    go_on.click()
    assert listed.url == f"{site.address}/problems/momentum"


def test_filters_leave_a_level_or_what_is_not_solved(listed: Page):
    every = listed.locator("[data-problem]").count()
    for name, attribute in (("Easy", "easy"), ("Hard", "hard")):
        listed.get_by_role("button", name=name, exact=True).click()
        levels = {row.get_attribute("data-level") for row in listed.locator("[data-problem]:visible").all()}
        assert levels == {attribute}
    expect(listed.get_by_role("heading", name="First steps")).to_be_hidden()
    listed.get_by_role("button", name="Unsolved").click()
    assert listed.locator("[data-problem]:visible").count() == every - 1
    listed.get_by_label("Search the problems").fill("adam step")
    expect(listed.locator("[data-problem=adam-step]")).to_be_hidden()
    listed.get_by_role("button", name="All", exact=True).click()
    expect(listed.locator("[data-problem=adam-step]")).to_be_visible()


def test_work_goes_out_and_comes_in_without_loss(listed: Page, chromium: Browser, site: Site, tmp_path):
    with listed.expect_download() as download:
        listed.get_by_role("button", name="Export my work").click()
    file = tmp_path / "work.json"
    file.write_text(download.value.path().read_text())

    other = chromium.new_context().new_page()
    other.goto(f"{site.address}/problems")
    other.set_input_files("[data-import-file]", file)
    expect(other.locator("[data-said]")).to_contain_text("Taken in: 1 draft")
    assert stored(other, "draft:lamb") == DRAFT
    assert stored(other, "history:adam-step") == [RUN]

    store(other, "draft:lamb", {**DRAFT, "code": "theirs = 2\n"})
    other.set_input_files("[data-import-file]", file)
    expect(other.locator("[data-said]")).to_contain_text("Yours differ in lamb")
    assert stored(other, "draft:lamb")["code"] == "theirs = 2\n"
    assert [entry["code"] for entry in stored(other, "history:lamb")] == ["mine = 1\n"]

    file.write_text('{"format": "something else"}')
    other.set_input_files("[data-import-file]", file)
    expect(other.locator("[data-said]")).to_have_text("This is not a file that was exported here.")
    other.context.close()
