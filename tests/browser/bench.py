"""The workbench page as Python sees it."""

import base64
from dataclasses import dataclass
from typing import Any

import numpy as np
from descent import wire
from descent.judge.case import Call, Case, to_data
from descent.judge.observation import Observation, observation_from_data
from playwright.sync_api import Page

from tests.browser.site import Site
from tests.browser.spy import Spy

CALL_F = Case(objects={}, calls=(Call("f"),))
"""The case that calls `f()`."""


def packed(case: Case) -> str:
    """The case as bytes that the page can be given."""
    return base64.b64encode(wire.pack(to_data(case), np)).decode()


@dataclass(frozen=True)
class Ran:
    """How a run ended; `waited` is the time from Stop, or from the start where none was pressed, in seconds."""

    outcome: str
    recovery: str
    seconds: float
    waited: float
    observation: Observation | None
    tampered: list[str]
    message: str | None
    before: int
    """How many runs its interpreter had had."""
    output: list[dict[str, Any]]

    @property
    def printed(self) -> str:
        """All output that reached the page while it ran."""
        return "".join(piece["text"] for piece in self.output)

    @property
    def returned(self) -> Any:
        """What `f()` returned."""
        assert self.observation is not None, self
        assert self.observation.failure is None, self.observation.failure
        return self.observation.calls[0].returned

    @property
    def raised(self) -> str:
        """The exception's type and text."""
        assert self.observation is not None, self
        assert self.observation.failure is not None, self.observation
        return f"{self.observation.failure.type}: {self.observation.failure.text}"


class Bench:
    """A page with the runtime on it."""

    def __init__(self, page: Page, site: Site):
        self.page = page
        self.site = site
        self.spy = Spy(page)
        page.goto(f"{site.address}/workbench")
        page.wait_for_function("window.workbench !== undefined")

    def start(self, **options: Any) -> None:
        """Start Python; `options` are those of `Runtime`."""
        given = {**self.site.assets, **options.pop("assets", {})}
        self.page.evaluate("([assets, options]) => workbench.start(assets, options)", [given, options])

    def settled(self) -> dict[str, Any]:
        """State and reason once it is ready or failed."""
        state: dict[str, Any] = self.page.evaluate("() => workbench.settled()")
        return state

    def spare(self) -> None:
        """Wait until a spare sandbox stands by."""
        self.page.evaluate("() => workbench.spare()")

    def run(self, source: str, case: Case = CALL_F, **options: Any) -> Ran:
        """Run `source` in the sandbox."""
        ran = self.page.evaluate(
            "([source, input, options]) => workbench.run(source, input, options)", [source, packed(case), options]
        )
        seen = None
        if ran["observation"]:
            seen = observation_from_data(wire.unpack(base64.b64decode(ran["observation"]), np))
        return Ran(
            outcome=ran["outcome"],
            recovery=ran["recovery"],
            seconds=ran["milliseconds"] / 1000,
            waited=ran["waited"] / 1000,
            observation=seen,
            tampered=ran.get("tampered", []),
            message=ran.get("message"),
            before=ran["before"],
            output=ran["output"],
        )

    def call(self, method: str, args: dict[str, Any] | None = None) -> dict[str, Any]:
        """Ask the engine; an error is `{"error": ...}`."""
        answer: dict[str, Any] = self.page.evaluate("([m, a]) => workbench.call(m, a)", [method, args or {}])
        return answer

    def judge(self, problem: dict[str, str], source: str, seed: int | None = None) -> dict[str, Any]:
        """The summary of judging `source`, and all events as `events`."""
        submission = {"problem": problem, "source": source} | ({} if seed is None else {"seed": seed})
        self.page.evaluate("() => { workbench.events.length = 0 }")
        summary: dict[str, Any] = self.page.evaluate("(given) => workbench.judging.judge(given)", submission)
        return {**summary, "events": self.events()}

    def events(self) -> list[dict[str, Any]]:
        """Everything the runtime and the judging have said."""
        events: list[dict[str, Any]] = self.page.evaluate("() => workbench.events")
        return events
