"""On paper: all of a page, one part after the other, light, nothing drawn out of shape."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from app.course import catalog
from tests.browser.problem_page import SLUG
from tests.browser.site import Site

pytestmark = pytest.mark.browser

CLIPPED = """(names) => names.filter((name) => {
  const node = document.querySelector(name);
  return node.scrollHeight > node.clientHeight + 1 || node.getBoundingClientRect().height < 20;
})"""
TOPS = "(names) => names.map((name) => Math.round(document.querySelector(name).getBoundingClientRect().top))"
LIGHT = """() => {
  const number = (text) => text.match(/[\\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
  const {backgroundColor, color} = getComputedStyle(document.body);
  return [number(getComputedStyle(document.documentElement).backgroundColor), number(color), backgroundColor];
}"""


@pytest.fixture
def dark(chromium: Browser, site: Site) -> Iterator[Page]:
    """A page in the dark, on which Python never arrives: paper needs none."""
    page = chromium.new_page(color_scheme="dark", viewport={"width": 1280, "height": 700})
    site.faults.hanging.add(site.pyodide("pyodide.asm.wasm"))
    yield page
    site.faults.hanging.clear()
    page.close()


def sheets(paper: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", paper))


def test_a_problem_is_printed_whole_in_order_and_light(dark: Page, site: Site):
    dark.goto(f"{site.address}/problems/{SLUG}")
    dark.wait_for_selector("[data-run]:enabled")
    code = catalog.problem(SLUG).starter + "".join(f"# line {number}\n" for number in range(200)) + "# the last line\n"
    dark.evaluate("(source) => { document.querySelector('code-editor').value = source }", code)
    dark.emulate_media(media="print")
    parts = [".statement", "#code", "#results"]
    tops = dark.evaluate(TOPS, parts)
    assert tops == sorted(set(tops))
    assert dark.evaluate(CLIPPED, parts) == []
    assert "# the last line" in dark.locator("code-editor pre").inner_text()
    assert dark.locator("[data-test]").last.is_visible()
    assert not dark.locator(".bar").is_visible()
    paper, ink, _ = dark.evaluate(LIGHT)
    assert paper == 3 * 255
    assert ink < 200
    assert sheets(dark.pdf()) >= 5


def test_the_pictures_of_the_playground_keep_their_shape_on_paper(dark: Page, site: Site):
    dark.goto(f"{site.address}/playground")
    dark.wait_for_selector("[data-plot=loss] canvas")
    dark.emulate_media(media="print")
    fits = dark.evaluate(
        "[...document.querySelectorAll('.stage canvas, .chart canvas')].map((one) => getComputedStyle(one).objectFit)"
    )
    assert fits
    assert set(fits) == {"contain"}
    tops = dark.evaluate(TOPS, [".entry", ".stage", ".side"])
    assert tops == sorted(set(tops))
    assert sheets(dark.pdf()) >= 2
    assert dark.evaluate("document.documentElement.dataset.theme ?? null") is None
