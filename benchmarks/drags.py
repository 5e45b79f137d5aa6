"""A slider is dragged for a second at 60 Hz: how soon paths follow it, and whether anything holds up the page."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser

from benchmarks.promise import Result
from tests.browser.playground_page import PlaygroundPage, fragment
from tests.browser.site import Site

DRAGS = 4
RACERS = {
    "five Adams": ["adam"] * 5,
    "Adam, Momentum, RMSProp, Lion, SOAP": ["adam", "momentum", "rmsprop", "lion", "soap"],
}
DRAG = """async ([low, high]) => {
  const long = [];
  const watch = (list) => long.push(...list.getEntries().map((one) => one.duration));
  new PerformanceObserver(watch).observe({type: "longtask"});
  const row = document.querySelector("[data-racer]");
  const range = row.querySelector("[data-hyper=lr]");
  const shown = [];
  let seen = row.dataset.loss;
  new MutationObserver(() => {
    if (row.dataset.loss !== seen) shown.push(performance.now());
    seen = row.dataset.loss;
  }).observe(row, {attributes: true, attributeFilter: ["data-loss"]});
  const began = performance.now();
  let last = began;
  for (let k = 0; k < 60; k += 1) {
    range.value = String(low + (high - low) * k / 59);
    range.dispatchEvent(new Event("input", {bubbles: true}));
    last = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 16));
  }
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return {first: shown[0] - began, after: shown.at(-1) - last, shown: shown.length, long};
}"""


def dragged(browser: Browser, site: Site, rules: list[str]) -> list[dict[str, Any]]:
    """What was seen of each drag."""
    racers = [
        {"name": f"racer {place}", "rule": rule, "settings": {"lr": 0.001 * place}, "colour": place}
        for place, rule in enumerate(rules, 1)
    ]
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    address = fragment({"ground": {"name": "rosenbrock"}, "racers": racers, "steps": 500})
    PlaygroundPage(page, site, f"/playground{address}").ready()
    found = [page.evaluate(DRAG, [300 + 3 * k, 420 + 7 * k]) for k in range(DRAGS)]
    page.close()
    return found


def results(browser: Browser, site: Site) -> Iterator[Result]:
    """The best of the drags, for each company of racers."""
    for name, rules in RACERS.items():
        drags = dragged(browser, site, rules)
        first, last = (min(drag[key] for drag in drags) for key in ("first", "after"))
        shown = max(drag["shown"] for drag in drags)
        long = min(sum(duration > 50 for duration in drag["long"]) for drag in drags)
        yield Result(f"first movement to the first path, {name}", first, "ms", DRAGS, 100)
        yield Result(f"last movement to the last path, {name}", last, "ms", DRAGS, 300)
        yield Result(f"paths shown in a second of dragging, {name}", shown, "", DRAGS, 8, True)
        yield Result(f"tasks over 50 ms in it, {name}", long, "", DRAGS, 0)
