"""Every page, as anybody may meet it: in the light and in the dark, on a phone, by keyboard, with a screen reader."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from app.web import routes
from tests.browser.every_page import DESK, PAGES, PHONE, Visit, records, visited
from tests.browser.panel_page import PANELS
from tests.browser.site import Site
from tests.sweeps import taking

pytestmark = pytest.mark.browser

NO_PAGES = (
    "/api",
    "/assets",
    "/vendor",
    "/package",
    "/healthz",
    "/readyz",
    "/metrics",
    "/preview",
    "/icons",
    "/favicon",
    "/manifest",
    "/packs/{pack}",
)
"""What is no page; the pages of a pack are visited by `test_packs.py`, for a site has them only where one was given."""
MOST_SHIFT = 0.1
"""What web.dev calls good."""
LOOKS = {
    "light": ("light", DESK),
    "dark": ("dark", DESK),
    "light phone": ("light", PHONE),
    "dark phone": ("dark", PHONE),
}
USUAL = ("light", "dark phone")
"""Each theme and each size of window once; the other two of the four are for `make test-all`."""

CONTROLS = """() => {
  document.activeElement?.blur();
  scrollTo(0, 0);
  window.reached = [];
  const shown = (node) => node.checkVisibility({visibilityProperty: true}) && node.getClientRects().length > 0;
  const kinds = 'a[href], button, input, select, textarea, summary, code-editor, [tabindex]';
  const reachable = (node) => !node.disabled && node.tabIndex >= 0 && shown(node);
  const found = [...document.querySelectorAll(kinds)].filter(reachable);
  // Of several radio buttons one is reached; the arrows go to the others.
  window.controls = found.filter((node) => node.type !== 'radio' || node.checked);
}"""
FOCUSED = """() => {
  let node = document.activeElement;
  if (!node || node === document.body) return null;
  const again = window.reached.includes(node);
  window.reached.push(node);
  const within = node.shadowRoot?.querySelector('.cm-focused') ?? node;
  const {outlineStyle, outlineWidth} = getComputedStyle(within);
  const seen = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
  const box = node.getBoundingClientRect();
  const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  return {again, seen: seen && inside, editor: node.tagName === 'CODE-EDITOR', html: node.outerHTML.slice(0, 120)};
}"""

MISSED = "window.controls.filter((one) => !window.reached.includes(one)).map((one) => one.outerHTML.slice(0, 120))"


@pytest.fixture(scope="module")
def runs(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with records(site, tmp_path_factory.mktemp("runs")) as names:
        yield names


@pytest.fixture(scope="module", params=PAGES)
def visit(request: pytest.FixtureRequest, chromium: Browser, site: Site, runs: dict[str, str]) -> Iterator[Visit]:
    """One load of each page serves all the tests of it."""
    with visited(chromium, site, request.param, runs, DESK) as visit:
        yield visit


def test_every_route_of_a_page_is_visited_here():
    modules = [
        importlib.import_module(f"app.web.routes.{found.name}") for found in pkgutil.iter_modules(routes.__path__)
    ]
    # What comparisons and workers are told has its address from the application that takes it in; none is a page.
    answers = [module.__name__.rpartition(".")[2].startswith(("comparison", "worker")) for module in modules]
    routers = [module.router for module, answer in zip(modules, answers, strict=True) if not answer]
    paths = {route.path for router in routers for route in router.routes}
    assert {"/", "/problems/{slug}", "/compare/{id}"} <= paths
    visited_here = [address.format(waiting="run", finished="run", suite="runs") for address, _ in PAGES.values()]
    for path in sorted(path for path in paths if not path.startswith(NO_PAGES) and not path.endswith(".js")):
        pattern = re.sub(r"\{\w+\}", "[^/]+", path)
        assert [address for address in visited_here if re.fullmatch(pattern, address)], path


def test_nothing_moves_between_the_first_paint_and_ready(visit: Visit):
    assert sum(value for value, _ in visit.shifts) < MOST_SHIFT, visit.shifts


@pytest.mark.parametrize("name", ["front", "playground", "problem", "finished run"])
def test_nothing_moves_on_a_phone_either(chromium: Browser, site: Site, runs: dict[str, str], name: str):
    with visited(chromium, site, name, runs, PHONE) as visit:
        assert sum(value for value, _ in visit.shifts) < MOST_SHIFT, visit.shifts


@pytest.mark.parametrize("look", taking(USUAL.__contains__, LOOKS))
def test_no_barrier_is_found_and_nothing_is_wider_than_the_window(visit: Visit, look: str):
    visit.look(*LOOKS[look])
    found = visit.barriers(target_size=LOOKS[look][1] is PHONE)
    assert not found, found
    assert visit.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


WIDTHS = [*range(320, 1121, 40), 390, 641, 737, 768, 833, 905, 1057, 1280, 1920, 2560]
"""Every forty pixels, those of usual devices, and the first ones above where a layout changes."""
TOO_WIDE = """() => {
  const {scrollWidth, clientWidth} = document.documentElement;
  if (scrollWidth <= clientWidth) return null;
  const right = (node) => node.getBoundingClientRect().right;
  const all = [...document.querySelectorAll('body *')];
  const last = all.reduce((far, node) => (right(node) > right(far) ? node : far));
  return [scrollWidth, last.outerHTML.slice(0, 100)];
}"""


def too_wide(page: Page) -> dict[int, Any]:
    """The widths of the window, in pixels, that the page does not fit into: how wide it is, what reaches furthest."""
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found[width] = page.evaluate(TOO_WIDE)
    return {width: wide for width, wide in found.items() if wide}


def test_no_page_is_wider_than_any_window(visit: Visit):
    assert too_wide(visit.page) == {}


@pytest.mark.parametrize("name", ["playground", "problem", "rule"])
def test_no_page_is_wider_than_any_window_while_python_loads(page: Page, site: Site, name: str):
    code = site.pyodide("pyodide.asm.wasm")
    site.faults.hanging.add(code)
    try:
        page.goto(site.address + PAGES[name][0])
        page.wait_for_selector("python-status progress", state="attached")
        assert too_wide(page) == {}
    finally:
        site.faults.hanging.discard(code)


def test_every_control_is_reached_by_keyboard_and_seen_to_be(visit: Visit):
    visit.look("light", DESK)
    page = visit.page
    page.evaluate(
        "new Promise((resolve) => setTimeout(resolve, 500))"
    )  # pages that draw anew for another window have done so
    page.evaluate(CONTROLS)
    unseen = list[Any]()
    for _ in range(page.evaluate("window.controls.length") + 8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.tagName") == "CODE-EDITOR":
            page.wait_for_selector("code-editor .cm-focused")
        now = page.evaluate(FOCUSED)
        if now is None or now["again"]:
            break
        if not now["seen"]:
            unseen.append(now["html"])
        if now["editor"]:
            page.keyboard.press("Escape")
    assert not unseen, unseen
    assert page.evaluate(MISSED) == []


def test_whoever_wants_no_motion_gets_none(visit: Visit):
    running = visit.page.evaluate(
        "document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 1).length"
    )
    assert running == 0
    assert visit.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_no_page_logs_an_error_or_asks_another_server(visit: Visit, site: Site):
    expected = ["Failed to load resource: the server responded with a status of 404 (Not Found)"]
    assert visit.logged == (expected if visit.name == "nowhere" else [])
    assert [url for url in visit.asked if not url.startswith((site.address, "data:", "blob:"))] == []


@pytest.mark.parametrize("visit", ["playground"], indirect=True)
@pytest.mark.parametrize("panel", PANELS)
def test_no_panel_of_the_playground_has_a_barrier(visit: Visit, panel: str):
    page = visit.page
    visit.look("light", DESK)
    page.locator(f"[data-panel-tab={panel}]").click()
    drawn = f".panel[data-panel={panel}] [data-plot][data-state=ready]"
    page.wait_for_selector(drawn, state="attached")
    for look in USUAL:
        visit.look(*LOOKS[look])
        found = visit.barriers(".analysis")
        assert not found, found
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert visit.logged == []
