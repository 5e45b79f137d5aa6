"""What a page has done that no neighbour on the machine can change: workers started, questions asked of them."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page


class Spy:
    """Watches a page from its next navigation on."""

    def __init__(self, page: Page):
        self.page = page
        page.add_init_script(path=Path(__file__).with_name("spy.js"))

    @property
    def workers(self) -> list[dict[str, Any]]:
        """The workers that were started: `at`, `url`, and which of the two it is."""
        found = self.page.evaluate("window.spied.workers")
        return [{**each, "name": each["url"].rsplit("/", 1)[-1].removesuffix(".worker.js")} for each in found]

    @property
    def sandboxes(self) -> int:
        """How many sandboxes were started so far."""
        return [each["name"] for each in self.workers].count("sandbox")

    def asked(self, method: str | None = None) -> list[Any]:
        """The arguments of every question so far, or of those with that method, in order."""
        found = self.page.evaluate("window.spied.asked")
        given = [each["args"] for each in found if method in (None, each["method"])]
        return [json.loads(args) if isinstance(args, str) else args for args in given]

    def forget(self) -> None:
        """Let the questions so far not have been asked."""
        self.page.evaluate("() => { window.spied.asked.length = 0 }")
