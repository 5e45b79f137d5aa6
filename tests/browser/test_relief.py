"""The third dimension: fetched at the first look, drawn with the paths, closed again, reached by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.playground_page import PlaygroundPage
from tests.browser.site import Site

pytestmark = pytest.mark.browser

# What we do ourselves before Plotly draws: the data of the figure, from heights of the size that the page has.
FIGURE = """async (scripts) => {
  const { relief } = await import(scripts + "plots/relief.js");
  const heightsOf = Float32Array.from({ length: 160 * 120 }, (_, k) => Math.sin(k));
  const long = { points: new Float64Array(40002), losses: new Float64Array(20001) };
  const path = { name: "", colour: "", dash: "solid", ...long };
  const heights = { data: heightsOf, shape: [120, 160] }, window = [[-1, 1], [-1, 1]];
  const given = { heights, window, logScale: true, least: 0, paths: Array(6).fill(path), colours: {} };
  const [surface, ...paths] = relief(given).data;
  return { surface: surface.z.flat().length, points: paths.map(({ x, y, z }) => [x.length, y.length, z.length]) };
}"""
FETCHED = "performance.getEntriesByType('resource').some(({ name }) => name.includes('plotly'))"
DRAWN = """() => {
  const { data, layout } = document.querySelector("[data-plot=relief]");
  const [surface, ...paths] = data;
  const eye = layout.scene.camera?.eye ?? { x: 1.25, y: 1.25, z: 1.25 };
  return {
    surface: [surface.type, surface.z.length, surface.z[0].length, surface.z.flat().every(Number.isFinite)],
    paths: paths.map(({ type, name, z }) => [type, name, z.length > 10 && z.every(Number.isFinite)]),
    eye: [eye.x, eye.y, eye.z],
  };
}"""


@pytest.fixture(scope="module")
def visit(chromium: Browser, site: Site) -> Iterator[PlaygroundPage]:
    """One visitor, who at first has not asked for three dimensions."""
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    visit = PlaygroundPage(page, site)
    visit.ready()
    yield visit
    page.close()


def test_a_ground_without_a_surface_says_so_and_fetches_nothing(visit: PlaygroundPage):
    page = visit.page
    visit.landscape("family:rosenbrock")
    page.get_by_role("button", name="3-D").click()
    relief = page.locator("[data-plot=relief]")
    expect(relief).to_have_text("This landscape has no surface to show.")
    expect(relief).to_have_attribute("data-state", "ready")
    assert page.evaluate(FETCHED) is False
    page.get_by_role("button", name="3-D").click()
    expect(relief).to_be_hidden()


def test_the_relief_opens_on_demand_draws_surface_and_paths_and_closes_by_keyboard(visit: PlaygroundPage):
    page = visit.page
    visit.landscape("name:himmelblau")
    assert page.evaluate(FETCHED) is False, "nobody has asked for three dimensions"
    button, relief = page.get_by_role("button", name="3-D"), page.locator("[data-plot=relief]")
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(relief).to_have_attribute("data-state", "ready")
    found = page.evaluate(DRAWN)
    assert found["surface"] == ["surface", 120, 160, True]
    assert found["paths"] == [["scatter3d", name, True] for name in ("Momentum", "Adam", "Lion")]
    expect(relief).to_have_accessible_name(
        "The surface with the paths on it. Arrow keys turn it, Escape closes it. "
        "Its numbers are in the tables of positions and losses."
    )
    relief.press("ArrowRight")
    page.wait_for_function(f"(eye) => String(({DRAWN})().eye) !== String(eye)", arg=found["eye"])
    relief.press("Escape")
    expect(relief).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-pressed", "false")
    # The map under it is within reach again.
    page.locator("[data-plot=map]").press("ArrowLeft")
    visit.settled()
    assert not visit.logged


def test_a_long_path_is_handed_to_plotly_as_six_hundred_points_at_most(visit: PlaygroundPage):
    """`benchmarks.frames` holds the time of it."""
    found = visit.page.evaluate(FIGURE, visit.site.scripts)
    assert found["surface"] == 160 * 120
    assert all(500 < number <= 600 for lengths in found["points"] for number in lengths)
