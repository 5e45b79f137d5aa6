"""Chromium, through Playwright."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page

from tests.browser import chromium
from tests.browsers.driver import Driver


class Chromium:
    """A `Driver`."""

    def __init__(self, page: Page):
        self.page = page

    def open(self, address: str) -> None:
        self.page.goto("about:blank")
        self.page.goto(address)

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()

    def keys(self, text: str) -> None:
        self.page.keyboard.type(text)

    def ask(self, function: str, *arguments: Any) -> Any:
        return self.page.evaluate(f"(given) => ({function})(...given)", list(arguments))


@contextmanager
def started() -> Iterator[Driver]:
    """A window of Chromium, without which no test in a browser runs."""
    with chromium.started() as browser:
        yield Chromium(browser.new_page())
