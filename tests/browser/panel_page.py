"""A page with one panel of the analysis strip at a time, as Python sees it."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.site import Site

INDEX = Path(__file__).parents[2] / "static" / "js" / "panels" / "index.js"
PANELS = re.findall(r'listed\("([^"]+)"', INDEX.read_text(encoding="utf-8"))
"""The ids of all panels, as their index has them."""
ADAM = {"id": "a", "name": "Adam", "rule": "adam", "settings": {"lr": 0.05}}
LION = {"id": "b", "name": "Lion", "rule": "lion", "settings": {"lr": 0.01}}
SGD = {"id": "c", "name": "Descent", "rule": "sgd", "settings": {"lr": 0.0005}}


def racers(*given: dict[str, Any]) -> list[dict[str, Any]]:
    """The racers as the page's state has them."""
    usual: dict[str, Any] = {"settings": {}, "modifiers": [], "trusted": True}
    return [{**usual, "colour": place + 1, **one} for place, one in enumerate(given)]


def state(*given: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A state of the playground with these racers on Rosenbrock's valley."""
    listed = racers(*given)
    usual = {"ground": {"name": "rosenbrock"}, "steps": 80, "start": None, "seed": 0, "step": 40}
    shown = {"playing": False, "speed": 60, "panel": None, "selected": listed[0]["id"]}
    return {**usual, **shown, "racers": listed, **changes}


class PanelPage:
    """The page; Python starts once and serves all panels."""

    def __init__(self, page: Page, site: Site):
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(f"{site.address}/panels")
        page.wait_for_function("window.harness !== undefined")
        page.evaluate("([assets, state]) => harness.start(assets, state)", [site.assets, state(ADAM)])

    def show(self, panel: str, *given: dict[str, Any], **changes: Any) -> "PanelPage":
        """Open the panel on a state with these racers."""
        self.page.evaluate("() => { harness.close(); harness.asked.length = 0; harness.announced.length = 0 }")
        self.set(**state(*given, **changes))
        self.page.evaluate("(id) => harness.open(id)", panel)
        self.id = panel
        return self

    def set(self, **patch: Any) -> None:
        """Change the page's state, as the playground around a panel does."""
        self.page.evaluate("(patch) => harness.store.set(patch)", patch)

    @property
    def state(self) -> dict[str, Any]:
        """The page's state."""
        found: dict[str, Any] = self.page.evaluate("() => harness.store.state")
        return found

    @property
    def asked(self) -> list[str]:
        """What Python has been asked since the panel opened: the methods, and the kinds of jobs."""
        found: list[str] = self.page.evaluate("() => harness.asked")
        return found

    @property
    def plot(self) -> Locator:
        """The picture."""
        return self.page.locator(f"[data-plot='{self.id}']")

    @property
    def rows(self) -> Locator:
        """The rows of the table of numbers."""
        return self.page.locator("details.numbers tbody tr")

    @property
    def failures(self) -> Locator:
        """What went wrong, by racer."""
        return self.page.locator(".panel-failures li")

    @property
    def words(self) -> Locator:
        """What the panel says of its picture."""
        return self.page.locator(".panel-words").last

    def ready(self) -> "PanelPage":
        """Wait until the picture is that of the present state, and drawn where it is in sight."""
        expect(self.plot).to_have_attribute("data-state", "ready")
        undrawn = ".plot-figure:is([data-state=loading], [data-state=drawing]):not([hidden] *, [data-blank] *)"
        expect(self.page.locator(undrawn)).to_have_count(0)
        return self

    @property
    def drawn_series(self) -> list[str]:
        """The ids of the lines in the first chart."""
        lines = "harness.drawn[0]?.data?.filter(({ mode, hovertext }) => mode === 'lines' && hovertext) ?? []"
        found: list[str] = self.page.evaluate(f"({lines}).map(({{ legendgroup }}) => legendgroup)")
        return found

    def pause(self, milliseconds: int) -> None:
        """Let so much time pass in the page: its own timers that are due by then have gone off."""
        self.page.evaluate("(time) => new Promise((resolve) => setTimeout(resolve, time))", milliseconds)

    def press(self, name: str) -> None:
        """Press the button."""
        self.page.get_by_role("button", name=name).click()
