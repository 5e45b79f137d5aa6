"""Every page of the site, how to tell that it is ready, and one visit to it on which nothing goes wrong unseen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.comparisons.spec import ComparisonSpec
from tests.browser.site import Site
from tests.comparisons.by_hand import work

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

LIVE = "html[data-python=ready]"
PAGES = {
    "front": ("/", "[data-again]:not([hidden])"),
    "playground": ("/playground", LIVE),
    "lessons": ("/lessons", ".lessons"),
    "problems": ("/problems", "[data-search]:not([hidden])"),
    "problem": ("/problems/adam-step", "[data-run]:enabled"),
    "playground in a frame": ("/embed/playground", LIVE),
    "problem in a frame": ("/embed/problems/adam-step", "[data-run]:enabled"),
    "opened pack": ("/packs/opened", "#statement .prose p"),
    "kill table": ("/problems/kill-table", ".kills"),
    "rules": ("/rules", ".rules"),
    "rule": ("/rules/adam", "[data-lr]:enabled"),
    "matrix rule": ("/rules/muon", ".formula"),
    "glossary": ("/glossary", "[data-search]:not([hidden])"),
    "about": ("/about", ".licence"),
    "typed rules": ("/typed-rules", "[data-says][data-state=traced]"),
    "compare": ("/compare", "[data-start]:enabled"),
    "waiting run": ("/compare/{waiting}", "[data-cancel]:enabled"),
    "finished run": ("/compare/{finished}", "#sensitivity[data-ready=true]"),
    "suite": ("/compare/suite?of={suite}", "[data-curves][data-ready=true] .plot-figure[data-state=ready]"),
    "no suite yet": ("/compare/suite", ".suite-choice"),
    "parity": ("/compare/parity", "table"),
    "workers": ("/compare/workers", "h1"),
    "join": ("/join", "h1"),
    "nowhere": ("/nowhere", ".lost"),
}

SHIFTS = """
window.shifted = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    const element = ({node}) => (node?.nodeType === 1 ? node : node?.parentElement);
    const what = entry.sources.map((source) => element(source)?.outerHTML.slice(0, 80));
    window.shifted.push([entry.value, what]);
  }
}).observe({type: "layout-shift", buffered: true});
"""

SERIOUS = """async ([within, rules]) => {
  const {violations} = await axe.run(within, {resultTypes: ["violations"], rules});
  const told = ({html, failureSummary}) => [html.slice(0, 160), failureSummary];
  return violations
    .filter(({impact}) => impact === "serious" || impact === "critical")
    .map(({id, nodes}) => [id, nodes.slice(0, 4).map(told)]);
}"""

SPEC: dict[str, Any] = {
    "rules": [{"name": "sgd"}, {"name": "adam"}],
    "workload": {"name": "noisy_quadratic"},
    "trials": 3,
    "seeds": 3,
    "steps": 20,
}


@dataclass
class Visit:
    """One tab with one page open and ready."""

    name: str
    page: Page
    logged: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def look(self, scheme: str, size: dict[str, int]) -> None:
        """Change theme and window without loading anew."""
        self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        self.page.set_viewport_size(size)  # type: ignore[arg-type]
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    @property
    def shifts(self) -> list[Any]:
        """What moved without being asked to: `[how much, elements]`."""
        found: list[Any] = self.page.evaluate("window.shifted")
        return found

    def barriers(self, within: str = "body", **rules: bool) -> list[Any]:
        """What axe-core finds serious or critical; `rules` are switched on besides its own."""
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(AXE)
        found: list[Any] = self.page.evaluate(
            SERIOUS,
            [within, {name.replace("_", "-"): {"enabled": on} for name, on in rules.items()}],
        )
        return found


@contextmanager
def records(site: Site, var: Path) -> Iterator[dict[str, str]]:
    """A record of comparisons with one that waits and one that is finished: their names."""
    state = site.app.state
    before, state.comparisons = state.comparisons, ComparisonService(ComparisonSettings(var=var))
    try:
        several = [
            state.comparisons.submit(ComparisonSpec.model_validate({**SPEC, "workload": {"name": name}}))[0].id
            for name in ("landscape", "mlp_digits")
        ]
        work(state.comparisons.store, ended=True)
        finished, _ = state.comparisons.submit(ComparisonSpec.model_validate(SPEC))
        work(state.comparisons.store)
        waiting, _ = state.comparisons.submit(ComparisonSpec.model_validate({**SPEC, "steps": 40}))
        yield {"finished": finished.id, "waiting": waiting.id, "suite": ",".join(several)}
    finally:
        state.comparisons.close()
        state.comparisons = before


@contextmanager
def visited(chromium: Browser, site: Site, name: str, runs: dict[str, str], size: dict[str, int]) -> Iterator[Visit]:
    """The page of that name, ready."""
    address, ready = PAGES[name]
    context = chromium.new_context(viewport=size, color_scheme="light", reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    visit = Visit(name, page)
    page.on("console", lambda message: message.type in ("error", "warning") and visit.logged.append(message.text))
    page.on("pageerror", lambda error: visit.logged.append(str(error)))
    context.on("request", lambda request: visit.asked.append(request.url))
    page.add_init_script(SHIFTS)
    page.goto(site.address + address.format(**runs))
    page.wait_for_selector(ready, state="attached")
    page.wait_for_timeout(300)
    # The rest of a long page repeats these tables; to look through all of them takes as long as all other pages.
    page.evaluate("document.querySelectorAll('.kills ~ .kills').forEach((table) => table.remove())")
    yield visit
    context.close()
