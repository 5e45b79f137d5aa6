"""One visit to a problem page in which one hostile program after another is run, as by a person who never reloads."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.problem_page import ProblemPage
from tests.browser.site import Site

SLUG = "gradient-step"
STEP = "def gradient_step(params, grads, lr=1e-3):\n"
RIGHT = "    for p, g in zip(params, grads):\n        p[...] = p - lr * g\n"
HONEST = STEP + RIGHT
PATIENT = "\nimport dataclasses\nTESTS = tuple(dataclasses.replace(test, timeout=45) for test in TESTS)\n"
"""A long time for a test, and less than the page is waited for: some programs run out of it."""
TAKEN = 3
"""So many programs of each kind, the first of them, are run by `make test`; the others by `make test-all`."""
MOST_SHOWN = 40_000
"""More characters than any result shows, and far fewer than a hostile program writes."""


@dataclass(frozen=True)
class Program:
    """A source, how its first test may end, and a part of what is said; with `stop`, Stop is pressed once it prints."""

    source: str
    ends: tuple[str, ...]
    says: str = ""
    stop: bool = False


def before(code: str, *ends: str, says: str = "") -> Program:
    """A right solution below `code`."""
    return Program(f"{code}\n\n{HONEST}", ends or ("pass",), says)


def inside(code: str, *ends: str, says: str = "", stop: bool = False) -> Program:
    """A right solution whose every call runs `code` first."""
    body = "".join(f"    {line}\n" for line in code.splitlines())
    return Program(STEP + body + RIGHT, ends or ("pass",), says, stop)


def endless(code: str) -> Program:
    """One that says that it has begun, and goes on for ever."""
    return inside(f"print('begun', flush=True)\n{code}", "not-run", says="You stopped", stop=True)


def named(kinds: dict[str, dict[str, Program]]) -> list[Any]:
    """All programs by kind and name, and whether an honest one is next, as after every third and the last of a kind."""
    return [
        pytest.param(
            *(program, place % 3 == 2 or place == len(programs) - 1),
            id=f"{kind}: {name}",
            marks=() if place < TAKEN else (pytest.mark.thorough,),
        )
        for kind, programs in kinds.items()
        for place, (name, program) in enumerate(programs.items())
    ]


def _patiently(route: Route) -> None:
    """The problem's files, with tests that no busy machine lets run out of time."""
    answer = route.fetch()
    said = answer.json()
    said["files"]["tests.py"] += PATIENT
    route.fulfill(response=answer, json=said)


class HostileVisit:
    """The page, and all that it asked for or logged since it was opened."""

    def __init__(self, chromium: Browser, site: Site):
        self.page: Page = chromium.new_page()
        self.asked: list[str] = []
        self.page.context.on("request", lambda request: self.asked.append(request.url))
        self.site = site
        self.page.route(f"**/api/problems/{SLUG}", _patiently)
        self.visit = ProblemPage(self.page, site, SLUG)
        self.visit.ready()
        self.page.evaluate("() => { window.sameVisit = true }")
        self.site.faults.asked.clear()

    def run(self, program: Program) -> None:
        """Run it: its end is said, what was typed stands, and nothing left the page."""
        visit, page = self.visit, self.page
        self.asked.clear()
        self.site.faults.asked.clear()
        visit.code = program.source
        visit.start()
        if program.stop:
            expect(page.locator("pre.printed").first).to_contain_text("begun")
            page.get_by_role("button", name="Stop").click()
        outcomes = list(visit.done().values())
        results = page.locator("test-results")
        said = results.text_content() or ""  # with what is folded away
        assert outcomes[0] in program.ends, (outcomes, said[:2000])
        assert program.says.lower() in said.lower(), said[:2000]
        assert "our fault" not in said
        assert len(results.inner_text()) < MOST_SHOWN
        assert visit.code == program.source
        self.untouched()

    def honest_run_is_right(self) -> None:
        """The next solution passes every test."""
        assert set(self.visit.run(HONEST).values()) == {"pass"}
        self.untouched()

    def untouched(self) -> None:
        """Nothing was asked of another site or of this one's interface, no error logged, the page not left."""
        foreign = [url for url in self.asked if not url.startswith((self.site.address, "data:", "blob:"))]
        assert foreign == []
        assert [path for path in self.site.faults.asked if path.startswith("/api/")] == []
        logged, self.visit.logged[:] = list(self.visit.logged), []
        assert logged == []
        assert self.page.evaluate("window.sameVisit") is True
