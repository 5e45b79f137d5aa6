"""While somebody plays or drags, only what is new is drawn and run; `benchmarks.frames` and `.drags` hold the times."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.playground_page import PlaygroundPage, fragment
from tests.browser.site import Site

pytestmark = pytest.mark.browser

PATHS = 20


@pytest.fixture
def frames(page: Page, site: Site) -> Page:
    """A page with twenty long paths at hand."""
    page.goto(f"{site.address}/workbench")  # where nothing else is drawn
    page.evaluate("import('/frames.js')")
    return page


# The vertices that are traced at each of these steps: one by one, and into pieces that are kept.
TRACED = """(steps) => {
  const { context, at, painted, close } = frames.stage();
  let [single, kept] = [0, 0];
  const { lineTo } = Path2D.prototype;
  Path2D.prototype.lineTo = function (x, y) { kept += 1; lineTo.call(this, x, y); };
  const own = context.lineTo.bind(context);
  context.lineTo = (x, y) => { single += 1; own(x, y); };
  const counts = steps.map((step) => {
    [single, kept] = [0, 0];
    at(step);
    return [single, kept];
  });
  Path2D.prototype.lineTo = lineTo;
  const found = { counts, painted: painted() };
  close();
  return found;
}"""


def test_a_frame_while_playing_traces_only_the_steps_since_the_last_one(frames: Page):
    found = frames.evaluate(TRACED, [2000, 2008, 2016, 2024])
    assert all(0 < single <= 8 * PATHS and kept == 0 for single, kept in found["counts"][1:]), found
    assert found["painted"] > 10_000


def test_a_jump_back_traces_the_kept_pieces_once_and_then_only_what_is_left_of_each_path(frames: Page):
    found = frames.evaluate(TRACED, [4999, 4900, 4803, 4706, 4609])
    (_, whole), *jumps = found["counts"]
    assert whole > 4000 * PATHS
    assert all(single < 500 * PATHS and kept == 0 for single, kept in jumps), found
    assert found["painted"] > 10_000


# Contours of many levels, by a clock that goes on by so much at each look: how often the page got its turn meanwhile.
TURNS = """async (later) => {
  const playground = new DOMParser().parseFromString(await (await fetch("/playground")).text(), "text/html");
  const library = await import(JSON.parse(playground.querySelector("#config").textContent).contours);
  const data = Float32Array.from({ length: 160 * 120 }, (_, k) => Math.sin(k / 700));
  const levels = { data: Float32Array.from({ length: 12 }, (_, k) => k / 12 - 0.5) };
  const { stage, close } = frames.stage({ heights: { data, shape: [120, 160] }, levels }, library);
  const [clock, timer] = [performance.now, setTimeout];
  let [now, turns] = [0, 0];
  performance.now = () => (now += later);
  window.setTimeout = (...given) => { turns += 1; return timer(...given); };
  await stage.contour();
  Object.assign(performance, { now: clock });
  window.setTimeout = timer;
  const found = { turns, contours: stage.contours.filter(({ lines }) => lines.length > 0).length };
  close();
  return found;
}"""


@pytest.mark.parametrize(("later", "turns"), [(13, 12), (0, 0)], ids=["slow", "fast"])
def test_contours_that_take_long_give_the_page_its_turn_after_every_level(frames: Page, later: int, turns: int):
    found = frames.evaluate(TURNS, later)
    assert found["contours"] >= 10
    assert found["turns"] == turns


# Two rounds of contours, the second begun before the first was made: how many are drawn, by a clock that stands.
ROUNDS = """async (now) => {
  const playground = new DOMParser().parseFromString(await (await fetch("/playground")).text(), "text/html");
  const library = await import(JSON.parse(playground.querySelector("#config").textContent).contours);
  const data = Float32Array.from({ length: 160 * 120 }, (_, k) => Math.sin(k / 700));
  const given = { heights: { data, shape: [120, 160] }, levels: { data: Float32Array.of(-0.5, 0, 0.5) } };
  const { stage, contours, close } = frames.stage(given, library);
  const clock = performance.now;
  performance.now = () => now;
  let drawn = 0;
  const clear = contours.clearRect.bind(contours);
  contours.clearRect = (...box) => { drawn += 1; clear(...box); };
  await Promise.all([stage.contour(), stage.contour()]);
  Object.assign(performance, { now: clock });
  close();
  return drawn;
}"""


@pytest.mark.parametrize(("now", "drawn"), [(99, 1), (101, 2)], ids=["a fresh map", "an old map"])
def test_newer_contours_end_those_before_unless_the_map_has_grown_old(frames: Page, now: int, drawn: int):
    assert frames.evaluate(ROUNDS, now) == drawn


# A slider dragged at 60 Hz, and not let go before its racer's loss has changed so often.
DRAG = """async ([low, high, least]) => {
  const row = document.querySelector("[data-racer]");
  const range = row.querySelector("[data-hyper=lr]");
  let [shown, moves, seen] = [0, 0, row.dataset.loss];
  new MutationObserver(() => {
    shown += row.dataset.loss !== seen;
    seen = row.dataset.loss;
  }).observe(row, {attributes: true, attributeFilter: ["data-loss"]});
  while (shown < least && moves < 6000) {
    range.value = String(low + (high - low) * (moves % 60) / 59);
    range.dispatchEvent(new Event("input", {bubbles: true}));
    moves += 1;
    await new Promise((resolve) => setTimeout(resolve, 16));
  }
  return {shown, moves};
}"""


@pytest.mark.parametrize(
    "rules", [["adam"] * 5, ["adam", "momentum", "rmsprop", "lion", "soap"]], ids=["one rule", "five rules"]
)
def test_a_dragged_slider_runs_its_own_racer_and_shows_paths_before_it_rests(
    chromium: Browser, site: Site, rules: list[str]
):
    racers = [
        {"name": f"racer {place}", "rule": rule, "settings": {"lr": 0.001 * place}, "colour": place}
        for place, rule in enumerate(rules, 1)
    ]
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    address = fragment({"ground": {"name": "rosenbrock"}, "racers": racers, "steps": 500})
    visit = PlaygroundPage(page, site, f"/playground{address}")
    visit.ready()
    assert {visit.racer(name)["steps"] for name in visit.racers} == {"500"}
    moved = visit.spy.asked("studio.race")[-1]["racers"][0]["id"]
    visit.spy.forget()
    drag = page.evaluate(DRAG, [300, 420, 8])
    visit.settled()
    asked = visit.spy.asked()
    assert drag["shown"] >= 8  # two may come between two looks
    # Of each movement at most one question, about that racer alone, and about nothing else.
    assert 8 <= len(asked) <= drag["moves"]
    assert [[racer["id"] for racer in args["racers"]] for args in asked] == [[moved]] * len(asked)
    page.close()
