"""What a page does is divided: input and frames need not wait for all. `benchmarks.long_tasks` holds the time."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.panel_page import ADAM, SGD, PanelPage
from tests.browser.playground_page import PlaygroundPage
from tests.browser.site import Site

pytestmark = pytest.mark.browser

# At each turn that the page gives to others: which module gives it, and how many elements there are by then.
TURNS = """{
  window.turns = [];
  const given = scheduler.yield.bind(scheduler);
  scheduler.yield = () => {
    const lines = new Error().stack.split("\\n").map((line) => line.match(/js\\/([\\w/-]+)\\.js/)?.[1]);
    const module = lines.find((name) => name && name !== "base/next-task");
    window.turns.push([module, document.querySelectorAll("*").length]);
    return given();
  };
}"""


def turns(page: Page) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = page.evaluate("window.turns.splice(0)")
    return found


def test_the_playground_opens_in_four_tasks_and_a_fork_in_three(chromium: Browser, site: Site):
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(TURNS)
    visit = PlaygroundPage(page, site)
    visit.ready()
    given = turns(page)
    built = [elements for module, elements in given if module == "pages/playground/page"]
    assert len(built) == 3
    assert built == sorted(set(built)), "a turn before which nothing was built"
    page.get_by_role("button", name="Fork and edit the code of Adam", exact=True).click()
    page.wait_for_selector("code-editor .cm-content")
    visit.settled()
    given += turns(page)
    others = [module for module, _ in given if module != "pages/playground/page"]
    assert sorted(others) == ["elements/code-editor", "pages/playground/editor-drawer"]
    page.close()


def test_a_problem_opens_in_three_tasks(page: Page, site: Site):
    page.add_init_script(TURNS)
    page.goto(f"{site.address}/problems/adam-step")
    page.wait_for_selector("html[data-python=ready]", state="attached")
    assert [module for module, _ in turns(page)] == ["elements/code-editor", "pages/problem/page"]


# In which animation frame each chart is drawn.
FRAMES = """() => {
  window.frames_of = [];
  let frame = 0;
  const count = () => (frame++, requestAnimationFrame(count));
  requestAnimationFrame(count);
  document.addEventListener("figure-drawn", () => window.frames_of.push(frame), true);
}"""


def test_the_charts_of_the_measures_are_drawn_one_in_a_frame(page: Page, site: Site):
    panel = PanelPage(page, site)
    page.set_viewport_size({"width": 1280, "height": 1200})
    page.evaluate(FRAMES)
    panel.show("measures", ADAM, SGD).ready()
    found = page.evaluate("window.frames_of")
    assert len(found) >= 5
    assert len(set(found)) == len(found), found
