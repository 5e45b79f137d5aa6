"""A landscape is turned, stretched, shifted, given other parameters, and its start jittered: by hand, in the page."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.playground_page import PlaygroundPage
from tests.browser.site import Site

pytestmark = pytest.mark.browser

# A slider dragged at 60 Hz and not let go before the map, read only after it changed, was drawn anew three times.
DRAG = """async ([hyper, low, high]) => {
  const range = document.querySelector(`[data-part=landscape] [data-hyper=${hyper}]`);
  const context = document.querySelector("canvas[data-layer=contours]").getContext("2d");
  let drawn = 0;
  const clear = context.clearRect.bind(context);
  context.clearRect = (...box) => { drawn += 1; clear(...box); };
  for (let k = 0; k < 6000 && drawn < 3; k += 1) {
    range.value = String(low + (high - low) * (k % 120) / 119);
    range.dispatchEvent(new Event("input", {bubbles: true}));
    await new Promise((resolve) => setTimeout(resolve, 16));
  }
  delete context.clearRect;
  return drawn;
}"""


@pytest.fixture(scope="module")
def visit(chromium: Browser, site: Site) -> Iterator[PlaygroundPage]:
    """One visitor with the fold open."""
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    visit = PlaygroundPage(page, site)
    visit.ready()
    page.locator("[data-shape] summary").click()
    yield visit
    assert not visit.logged
    page.close()


def shape(visit: PlaygroundPage, hyper: str, place: int) -> None:
    """Move a slider of the landscape to `place` of 1000."""
    visit.page.locator(f"[data-part=landscape] [data-hyper={hyper}]").evaluate(
        "(range, place) => { range.value = place; range.dispatchEvent(new Event('input', {bubbles: true})); }",
        str(place),
    )
    visit.settled()


def test_turning_changes_map_and_paths_and_can_be_undone(visit: PlaygroundPage):
    page, before = visit.page, visit.racer("Adam")["loss"]
    gradient_descent = visit.racer("Momentum")["loss"]
    visit.page.locator("[data-usual-start]").click()
    visit.settled()
    before, gradient_descent = visit.racer("Adam")["loss"], visit.racer("Momentum")["loss"]
    shape(visit, "turn", 750)
    assert visit.racer("Adam")["loss"] != before
    assert float(visit.racer("Momentum")["loss"]) == pytest.approx(float(gradient_descent), rel=1e-6), (
        "gradient descent does not notice a turn of the landscape and of its start"
    )
    expect(page.locator("[data-shape] summary")).to_have_text("Turned by 45°")
    expect(page.locator("[data-shaped]")).to_contain_text("turned by 45°")
    page.locator("[data-reset-shape]").click()
    visit.settled()
    assert visit.racer("Adam")["loss"] == before
    expect(page.locator("[data-reset-shape]")).to_be_disabled()


def test_the_map_follows_while_a_slider_is_dragged(visit: PlaygroundPage):
    assert visit.page.evaluate(DRAG, ["turn", 500, 900]) >= 3
    visit.settled()
    visit.page.locator("[data-reset-shape]").click()
    visit.settled()


def test_a_link_brings_condition_shift_and_jitter(visit: PlaygroundPage, chromium: Browser):
    shape(visit, "condition", 500)
    shape(visit, "across", 600)
    shape(visit, "jitter", 400)
    words = visit.page.locator("[data-shape] summary").text_content()
    assert words == "Condition × 31.6, steeper upwards; shifted by (1, 0); start jittered by up to 20 %"
    losses = [visit.racer(name)["loss"] for name in visit.racers]
    page = chromium.new_page()
    other = PlaygroundPage(page, visit.site, visit.link().removeprefix(visit.site.address))
    other.ready()
    assert [other.racer(name)["loss"] for name in other.racers] == losses
    assert page.locator("[data-shape] summary").text_content() == words
    page.close()
    visit.page.locator("[data-jitter-again]").click()
    visit.settled()
    assert [visit.racer(name)["loss"] for name in visit.racers] != losses
    visit.page.locator("[data-reset-shape]").click()
    visit.settled()


def test_a_family_has_its_parameters_and_two_coordinates_have_a_map(visit: PlaygroundPage):
    page = visit.page
    visit.landscape("family:rosenbrock")
    expect(page.locator(".no-map")).to_have_text("10 coordinates have no map. The loss beside it tells how they fare.")
    expect(page.locator("[data-part=landscape] [data-hyper=turn]")).to_be_hidden()
    shape(visit, "dim", 0)
    expect(page.locator(".no-map")).to_be_hidden()
    expect(page.locator(".about-title")).to_have_text("Rosenbrock, n = 2")
    page.wait_for_timeout(200)
    assert visit.pixels("contours") > 1000
    shape(visit, "turn", 600)
    shape(visit, "dim", 100)
    expect(page.locator(".about-title")).to_have_text("Rosenbrock, n = 7")
    said = page.locator("[data-part=landscape] [role=status]:visible").filter(has_text=re.compile(r"\S"))
    expect(said, "a turn does not outlive the plane").to_have_count(0)
    visit.landscape("family:noisy_quadratic")
    field = page.locator("[data-hyper=curvatures]")
    field.fill("1, 30")
    field.press("Enter")
    visit.settled()
    expect(page.locator("[data-shape] summary")).to_have_text("Curvatures 1, 30")
    visit.landscape("name:himmelblau")
