"""The problem page as a person uses it: types, runs, stops, reads outcomes by the hooks that are promised."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.site import Site

SLUG = "adam-step"


class ProblemPage:
    """One tab with a problem open. Console and page errors are collected in `logged`."""

    def __init__(self, page: Page, site: Site | None, slug: str = SLUG, origin: str = ""):
        self.page = page
        self.logged: list[str] = []
        page.on("console", lambda message: message.type == "error" and self.logged.append(message.text))
        page.on("pageerror", lambda error: self.logged.append(str(error)))
        page.goto(f"{origin or (site and site.address)}/problems/{slug}")
        self.opened()

    def opened(self) -> None:
        """Wait until the code can be edited and run."""
        self.page.wait_for_selector("[data-run]:enabled", state="attached")

    def ready(self) -> None:
        """Wait until Python is ready."""
        self.page.wait_for_selector("html[data-python=ready]")

    @property
    def code(self) -> str:
        """The code in the editor."""
        found: str = self.page.evaluate("document.querySelector('code-editor').value")
        return found

    @code.setter
    def code(self, source: str) -> None:
        self.page.evaluate("(source) => { document.querySelector('code-editor').value = source }", source)

    def start(self) -> None:
        """Press Run tests."""
        self.page.get_by_role("button", name="Run tests").click()

    def done(self) -> dict[str, str]:
        """The outcome of every test once the run has ended."""
        self.page.wait_for_selector("[data-results][data-state=done]", state="attached")
        return self.outcomes

    def run(self, source: str) -> dict[str, str]:
        """The outcomes of a run of `source`."""
        self.code = source
        self.start()
        return self.done()

    @property
    def outcomes(self) -> dict[str, str]:
        """`{test id: outcome}` as the page shows them."""
        found: dict[str, str] = self.page.evaluate(
            "Object.fromEntries([...document.querySelectorAll('[data-test]')]"
            ".map((row) => [row.dataset.test, row.dataset.outcome]))"
        )
        return found

    @property
    def mistake(self) -> str | None:
        """The recognised mistake."""
        found: str | None = self.page.evaluate("document.querySelector('[data-mistake]')?.dataset.mistake ?? null")
        return found

    def stored(self, key: str) -> Any:
        """What the page has stored under `key`."""
        return self.page.evaluate("(key) => JSON.parse(localStorage.getItem(key))", key)

    def notice(self, kind: str) -> Any:
        """The notice of that kind."""
        return self.page.locator(f"[data-notice={kind}]")
