"""The playground as a person uses it: drags, types, plays, and reads the hooks that are promised."""

import base64
import json
import zlib
from typing import Any

from playwright.sync_api import Page

from tests.browser.site import Site
from tests.browser.spy import Spy

PACKED = "new Response(new Blob(['x'.repeat(1e6)]).stream().pipeThrough(new CompressionStream('deflate-raw'))).blob()"


def fragment(state: dict[str, Any]) -> str:
    """The part of a link that carries `state`, as the page itself writes it."""
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(json.dumps({"v": 1, **state}).encode()) + packer.flush()
    return "#s=" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


class PlaygroundPage:
    """One tab with the playground open. Console and page errors are collected in `logged`."""

    def __init__(self, page: Page, site: Site, address: str = "/playground", origin: str = ""):
        self.page = page
        self.site = site
        self.spy = Spy(page)
        self.logged: list[str] = []
        page.on("console", lambda message: message.type == "error" and self.logged.append(message.text))
        page.on("pageerror", lambda error: self.logged.append(str(error)))
        page.goto((origin or site.address) + address)
        page.wait_for_selector("[data-scrub]")

    def ready(self) -> None:
        """Wait until Python is ready and what is shown has been computed in this browser."""
        self.page.wait_for_selector("html[data-python=ready]", state="attached")
        self.settled()
        self.page.wait_for_selector("[data-plot=map][data-contours=ready]")
        self.page.wait_for_selector("[data-first]", state="detached")

    def settled(self) -> None:
        """Wait until the map shows what was asked for last."""
        self.pause(60)
        self.page.wait_for_selector("[data-plot=map][data-state=ready]:not([data-contours=drawing])")

    def pause(self, milliseconds: int) -> None:
        """Let so much time pass in the page: its own timers that are due by then have gone off."""
        self.page.evaluate("(time) => new Promise((resolve) => setTimeout(resolve, time))", milliseconds)

    def racer(self, name: str) -> dict[str, str]:
        """What the row of that racer says by its hooks."""
        found: dict[str, str] = self.page.locator(f'[data-racer="{name}"]').evaluate("(row) => ({...row.dataset})")
        return found

    @property
    def racers(self) -> list[str]:
        """The names of the racers in order."""
        found: list[str] = self.page.evaluate(
            "[...document.querySelectorAll('[data-racer]')].map((row) => row.dataset.racer)"
        )
        return found

    def slide(self, racer: str, hyper: str, place: int) -> None:
        """Move a slider to `place` of 1000, as a drag does."""
        self.page.locator(f'[data-racer="{racer}"] [data-hyper={hyper}]').evaluate(
            "(range, place) => { range.value = place; range.dispatchEvent(new Event('input', {bubbles: true})); }",
            str(place),
        )
        self.settled()

    def landscape(self, value: str) -> None:
        """Choose a landscape of the menu."""
        self.page.locator("[data-landscape-menu]").select_option(value)
        self.settled()

    @property
    def code(self) -> str:
        """The code in the editor."""
        found: str = self.page.evaluate("document.querySelector('code-editor').value")
        return found

    def type(self, source: str) -> None:
        """Replace the code in the editor, and wait past the moment in which more might be typed."""
        self.page.evaluate("(source) => { document.querySelector('code-editor').value = source }", source)
        self.pause(400)
        self.settled()

    def link(self) -> str:
        """The link that the address bar shows once it has followed the state."""
        self.pause(700)
        self.page.evaluate(PACKED)  # begun after the page's own
        return self.page.url

    def pixels(self, layer: str) -> int:
        """How many pixels of a layer of the map are not empty."""
        found: Any = self.page.locator(f"canvas[data-layer={layer}]").evaluate(
            """(canvas) => {
              const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
              let count = 0;
              for (let k = 3; k < data.length; k += 4) count += data[k] > 0;
              return count;
            }"""
        )
        return int(found)
