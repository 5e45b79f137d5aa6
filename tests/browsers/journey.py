"""What a visitor does, over the little that every browser offers, and what the pages then say of themselves."""

import json
import time
from typing import Any

from tests.browsers.driver import Driver

PATIENCE = 900
"""Seconds to wait for anything: a wait ends what hangs, and decides nothing, whatever else the machine does."""

HEARD = """() => {
  window.heard = [];
  addEventListener("error", (event) => event.message && window.heard.push(event.message));
  addEventListener("unhandledrejection", ({ reason }) => window.heard.push(String(reason)));
  addEventListener("securitypolicyviolation", (event) =>
    window.heard.push(`${event.violatedDirective}: ${event.blockedURI}`));
}"""
FOUND = "(selector) => document.querySelector(selector) !== null"
TEXT = "(selector) => document.querySelector(selector)?.textContent ?? ''"
STARTED = "() => ['ready', 'failed'].find((state) => state === document.documentElement.dataset.python)"
OUTCOMES = """() => [...document.querySelectorAll("[data-test]")].map((row) => row.dataset.outcome)"""
LABELLED = """(start) => {
  const button = [...document.querySelectorAll("button")].find((one) => one.textContent.trim().startsWith(start));
  button?.setAttribute("data-meant", start);
  return button !== undefined && !button.disabled;
}"""
WRITE = "(source) => { document.querySelector('code-editor').value = source }"
RACERS = """() => [...document.querySelectorAll("[data-racer]")].map((row) => ({ ...row.dataset }))"""
DRAG = """(racer, hyper, place) => {
  const range = document.querySelector(`[data-racer="${racer}"] [data-hyper=${hyper}]`);
  range.value = String(place);
  range.dispatchEvent(new Event("input", { bubbles: true }));
}"""


class Journey:
    """One visitor in one browser."""

    def __init__(self, driver: Driver, address: str):
        self.driver = driver
        self.address = address

    def open(self, path: str, ready: str) -> None:
        """Open a page of the site, and wait until something on it matches `ready`."""
        self.driver.open(self.address + path)
        self.driver.ask(HEARD)
        self.sees(ready)

    def until(self, function: str, *arguments: Any) -> Any:
        """What a function of the page answers, once that is something."""
        ends = time.monotonic() + PATIENCE
        while not (found := self.driver.ask(function, *arguments)):
            if time.monotonic() > ends:
                shown = self.driver.ask("() => document.body.innerText.slice(0, 3000)")
                raise TimeoutError(f"{function} of {json.dumps(arguments)} is never true on a page that shows: {shown}")
            time.sleep(0.1)
        return found

    def sees(self, selector: str) -> None:
        """Wait until something matches."""
        self.until(FOUND, selector)

    def reads(self, selector: str, text: str) -> None:
        """Wait until the first match of the selector contains the text."""
        self.until(f"(selector, text) => ({TEXT})(selector).includes(text)", selector, text)

    def press(self, label: str) -> None:
        """Press the button whose text begins so, once it can be pressed."""
        self.until(LABELLED, label)
        self.driver.click(f"[data-meant='{label}']")

    @property
    def heard(self) -> list[str]:
        """Errors of scripts and refusals of the page's policy since the page was opened."""
        return self.driver.ask("() => window.heard")

    def python(self) -> None:
        """Wait for Python; where a slow machine made the page give it up, try again, as it offers."""
        while self.until(STARTED) == "failed":
            self.press("Retry")
            self.until("() => document.documentElement.dataset.python !== 'failed'")

    def problem(self, slug: str) -> None:
        """Be on a problem with Python ready; a page that is open already stays, as with most visitors."""
        path = f"/problems/{slug}"
        if self.driver.ask("() => location.pathname") != path:
            self.open(path, "[data-run]:enabled")
        self.python()

    def write(self, source: str) -> None:
        """Put a source in place of what the editor holds."""
        self.driver.ask(WRITE, source)

    @property
    def code(self) -> str:
        """The code in the editor."""
        return self.driver.ask("() => document.querySelector('code-editor').value")

    def judged(self) -> list[str]:
        """The outcomes of all tests, once they are known."""
        self.sees("[data-results][data-state=done]")
        return self.driver.ask(OUTCOMES)

    def judge(self, source: str) -> list[str]:
        """The outcomes of a source."""
        self.write(source)
        self.press("Run tests")
        return self.judged()

    def playground(self, address: str = "/playground") -> None:
        """Open the playground, and wait until what it shows was computed in this browser."""
        self.open(address, "[data-scrub]")
        self.python()
        self.sees("[data-plot=map][data-contours=ready]")
        self.until("() => document.querySelector('[data-first]') === null")
        self.settled()

    def settled(self) -> None:
        """Wait until the map shows what was asked for last."""
        time.sleep(0.1)  # the page asks at its next frame
        self.sees("[data-plot=map][data-state=ready]:not([data-contours=drawing])")

    @property
    def racers(self) -> dict[str, dict[str, str]]:
        """What each racer's row says by its hooks."""
        return {row["racer"]: row for row in self.driver.ask(RACERS)}

    def drag(self, racer: str, hyper: str, place: int) -> None:
        """Move a slider to `place` of 1000, as a drag does."""
        self.driver.ask(DRAG, racer, hyper, place)
        self.settled()
