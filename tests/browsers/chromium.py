"""Chromium, through Playwright."""

from typing import Any

from playwright.sync_api import Page


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
