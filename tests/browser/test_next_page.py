"""The page that comes, begun on the one before: shown in its document, or followed as any link is."""

import pytest
from playwright.sync_api import Browser, Page, expect

from app.course import catalog
from tests.browser.problem_page import SLUG, ProblemPage
from tests.browser.site import Site

pytestmark = pytest.mark.browser

REFERENCE = catalog.files_for_browser(SLUG)["reference.py"]


@pytest.fixture
def before(chromium: Browser):
    """A page that bears a mark as long as its document lasts."""
    context = chromium.new_context()
    page = context.new_page()
    yield page
    context.close()


def opened(page: Page, site: Site, path: str) -> None:
    page.goto(site.address + path)
    page.evaluate("window.marked = true")


def begun(page: Page, link: str):
    """The link, pointed at until its page's Python has started here."""
    found = page.locator(f"main {link}:visible").first
    with page.expect_worker():
        found.hover()
    return found


def marked(page: Page) -> bool:
    """Whether it is still the document of before."""
    return bool(page.evaluate("window.marked === true"))


def test_a_problem_is_shown_in_the_document_of_the_list(before: Page, site: Site):
    opened(before, site, "/problems")
    begun(before, f'a[href="/problems/{SLUG}"]').click()
    visit = ProblemPage.__new__(ProblemPage)
    visit.page = before
    visit.opened()
    assert marked(before)
    assert before.url == f"{site.address}/problems/{SLUG}"
    assert before.title() == "Adam step · Optimizer Playground"
    assert before.evaluate("document.activeElement.textContent") == "Adam step"
    assert set(visit.run(REFERENCE).values()) == {"pass"}
    assert len(before.workers) >= 2  # engine and sandbox, those that the list began
    sheets = before.evaluate("[...document.querySelectorAll('link[rel=stylesheet]')].map((each) => each.href)")
    assert not any(each.endswith("/problems.css") for each in sheets)
    assert sheets[-1].endswith("/print.css")
    before.get_by_role("button", name="Use the dark theme").click()
    assert before.evaluate("document.documentElement.dataset.theme") == "dark"
    before.go_back()
    expect(before.get_by_role("heading", name="Problems", exact=True)).to_be_visible()
    assert not marked(before)
    before.go_forward()
    visit.opened()
    assert visit.code == REFERENCE


def test_the_next_problem_is_shown_in_the_document_of_the_one_before(before: Page, site: Site):
    opened(before, site, f"/problems/{SLUG}")
    visit = ProblemPage.__new__(ProblemPage)
    visit.page = before
    visit.opened()
    visit.run(REFERENCE)
    before.locator("code-editor").click()
    before.keyboard.press("Control+End")
    before.keyboard.type("# kept")
    onward = before.locator("a.next")
    with before.expect_response(lambda answer: answer.url.endswith(str(onward.get_attribute("href")))) as answered:
        onward.focus()
    answered.value.finished()
    before.evaluate("new Promise(requestAnimationFrame)")
    onward.click()
    before.wait_for_url(lambda address: not address.endswith(SLUG))
    visit.opened()
    assert marked(before)
    second = before.url.rpartition("/")[2]
    assert set(visit.run(catalog.files_for_browser(second)["reference.py"]).values()) == {"pass"}
    visit.code += "# again"
    before.keyboard.press("Control+Enter")
    before.wait_for_function("(key) => JSON.parse(localStorage.getItem(key)).length > 1", arg=f"history:{second}")
    assert [len(visit.stored(f"history:{slug}")) for slug in (SLUG, second)] == [1, 2]
    assert visit.stored(f"draft:{SLUG}")["code"].endswith("# kept")
    assert before.locator("python-status").text_content() == "Python is ready"


def test_the_playground_is_shown_in_the_document_of_the_lessons(before: Page, site: Site):
    opened(before, site, "/lessons")
    begun(before, 'a[href="/playground?lesson=momentum"]').click()
    before.wait_for_selector("html[data-python=ready]")
    before.wait_for_selector("[data-first]", state="detached")
    assert marked(before)
    expect(before.locator("[data-plot=map]")).to_be_visible()
    assert before.url == f"{site.address}/playground?lesson=momentum"


@pytest.mark.parametrize("lost", ["problem.css", "pages/problem/page.js"])
def test_a_page_of_which_a_part_is_lost_is_followed_as_any_link(before: Page, site: Site, lost: str):
    opened(before, site, "/problems")
    before.route(f"**/{lost}", lambda route: route.abort())
    link = begun(before, f'a[href="/problems/{SLUG}"]')
    with before.expect_event("load"):
        link.click()
    assert not marked(before)
    assert before.url == f"{site.address}/problems/{SLUG}"


def test_a_page_with_another_python_is_followed_as_any_link(before: Page, site: Site):
    opened(before, site, "/")
    begun(before, 'a[href="/playground"]')
    problem = before.get_by_role("link", name="Problem 1")
    with before.expect_response(lambda answer: "/problems/" in answer.url) as answered:
        problem.hover()
    answered.value.finished()
    before.evaluate("new Promise(requestAnimationFrame)")
    problem.click()
    before.wait_for_selector("html[data-python=ready]")
    assert not marked(before)


def test_a_click_for_a_tab_of_its_own_is_left_to_the_browser(before: Page, site: Site):
    opened(before, site, "/problems")
    link = begun(before, f'a[href="/problems/{SLUG}"]')
    with before.context.expect_page() as other:
        link.click(modifiers=["Control"])
    other.value.wait_for_selector("[data-run]:enabled")
    assert before.url == f"{site.address}/problems"
