"""A problem of a pack as a person uses it."""

from playwright.sync_api import Page

from tests.browser.problem_page import ProblemPage


class PackPage(ProblemPage):
    """One tab with a problem of a pack open; `place` is its pack and its slug."""

    def __init__(self, page: Page, address: str, place: str):
        self.page = page
        self.logged = []
        page.on("console", lambda message: message.type == "error" and self.logged.append(message.text))
        page.on("pageerror", lambda error: self.logged.append(str(error)))
        page.goto(f"{address}/packs/{place}")
        self.opened()
