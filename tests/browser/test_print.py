"""On paper: all of a page, one part after the other, light, nothing drawn out of shape."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from app.course import catalog
from tests.browser.every_page import PAGES, records, visited
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


HANDOUTS = ("glossary", "lessons", "rule", "matrix rule", "finished run", "kill table", "about")
SHEET = {"width": 718, "height": 1000}
"""An A4 sheet without its margins, in CSS pixels."""
ON_PAPER = """() => {
  const shown = (node) => node.checkVisibility() && node.getClientRects().length > 0;
  const all = [...document.querySelectorAll('body *')].filter(shown);
  const told = (nodes) => nodes.slice(0, 4).map((node) => node.outerHTML.slice(0, 120));
  const scrolls = (node) => getComputedStyle(node).overflowX !== 'visible' && !node.closest('svg, math, plot-figure');
  const black = (node) => getComputedStyle(node).color.match(/[\\d.]+/g).slice(0, 3).every((part) => Number(part) < 80);
  return {
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    pressed: told(all.filter((node) => node.matches('.bar, .foot, button, input[type=search], .term-card'))),
    cut: told(all.filter((node) => scrolls(node) && node.scrollWidth > node.clientWidth + 1)),
    pale: told(all.filter((node) => node.matches('p, h1, h2, li, td, dd, figcaption') && !black(node))),
  };
}"""


@pytest.fixture(scope="module")
def runs(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with records(site, tmp_path_factory.mktemp("runs")) as names:
        yield names


@pytest.mark.parametrize("name", HANDOUTS)
def test_a_handout_has_no_bars_nothing_is_cut_and_it_is_black_on_white(
    chromium: Browser, site: Site, runs: dict[str, str], name: str
):
    assert name in PAGES
    with visited(chromium, site, name, runs, SHEET) as visit:
        visit.page.emulate_media(media="print", color_scheme="dark")
        found: dict[str, Any] = visit.page.evaluate(ON_PAPER)
        assert found == {"wide": 0, "pressed": [], "cut": [], "pale": []}
        assert visit.page.evaluate(LIGHT)[0] == 3 * 255
        assert sheets(visit.page.pdf()) >= 1


def test_where_a_link_leads_outside_of_the_site_paper_says_so(dark: Page, site: Site):
    dark.goto(f"{site.address}/rules/adam")
    dark.emulate_media(media="print")
    after = "getComputedStyle(document.querySelector('main a[href^=\"https://arxiv\"]'), '::after').content"
    assert "https://arxiv.org/abs/" in dark.evaluate(
        after.replace(".content", ".content + document.querySelector('main a[href^=http]').href")
    )
