"""How long a visitor waits for the first verdict and the first path, as shares of what a bare page with Pyodide takes.

Each round has visits of each kind, one after the other, so that what the machine does meanwhile is in all of them.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, BrowserContext, Page

from app.course import catalog
from benchmarks.promise import Result
from benchmarks.stock import Stock
from tests.browser.chromium import FLAGS, PATIENCE, executable
from tests.browser.problem_page import SLUG, ProblemPage
from tests.browser.site import Site

ROUNDS = 7
STAY = 2500
"""Milliseconds that a tab stays open after its visit."""
SLOW = 4
"""How many times slower a throttled page's own thread is."""
REFERENCE = catalog.files_for_browser(SLUG)["reference.py"]
Visit = Callable[[Page], float]
"""Seconds that it took."""
LIMITS = {"first": 0.60, "repeat": 0.50, "list": 0.25, "playground": 0.50, "slow first": 0.70, "slow repeat": 0.60}
WHAT = {
    "first": "deep link, first visit: to the first verdict",
    "repeat": "deep link, repeat visit: to the first verdict",
    "list": "from the list, repeat visit: from the click to the first verdict",
    "playground": "playground, repeat visit: to the first path by Python",
    "slow first": f"deep link, first visit, page {SLOW}x slower: to the first verdict",
    "slow repeat": f"deep link, repeat visit, page {SLOW}x slower: to the first verdict",
}


def stock(page: Page, address: str) -> float:
    """To the step of Adam on the bare page."""
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("html[data-moved]", state="attached")
    return time.perf_counter() - began


def judged(visit: ProblemPage, began: float) -> float:
    """From then to the first verdict, Run pressed as soon as it can be."""
    visit.code = REFERENCE
    visit.start()
    visit.page.wait_for_selector("[data-test][data-outcome=pass]", state="attached")
    return time.perf_counter() - began


def deep_link(page: Page, site: Site) -> float:
    """From the navigation to a problem to its first verdict."""
    began = time.perf_counter()
    return judged(ProblemPage(page, site), began)


def from_list(page: Page, site: Site) -> float:
    """From the click on a problem in the list, read for two seconds, to its first verdict."""
    page.goto(f"{site.address}/problems")
    link = page.locator(f'main a[href$="/problems/{SLUG}"]').first
    link.hover()
    page.wait_for_timeout(2000)
    began = time.perf_counter()
    link.click()
    page.wait_for_url(f"**/problems/{SLUG}")
    visit = ProblemPage.__new__(ProblemPage)
    visit.page = page
    visit.opened()
    return judged(visit, began)


def playground(page: Page, site: Site) -> float:
    """From the navigation to the playground to the first picture that Python in this browser made."""
    began = time.perf_counter()
    page.goto(f"{site.address}/playground")
    page.wait_for_selector("[data-plot=map]")
    page.wait_for_selector("[data-first]", state="detached")
    return time.perf_counter() - began


def in_tab(context: BrowserContext, visit: Visit, slow: int = 1) -> float:
    """The visit in a tab of its own, which stays open for a while: browsers keep compiled code only of what ran."""
    page = context.new_page()
    if slow > 1:
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slow})
    taken = visit(page)
    page.wait_for_timeout(STAY)
    page.close()
    return taken


@contextmanager
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of its own with an empty profile on disk, where compiled code is kept as a visitor's browser does."""
    with TemporaryDirectory() as folder:
        context = browser.browser_type.launch_persistent_context(
            folder, executable_path=executable(), args=FLAGS, timeout=PATIENCE
        )
        context.set_default_timeout(PATIENCE)
        yield context
        context.close()


def first_and_again(context: BrowserContext, visit: Visit, slow: int = 1) -> tuple[float, float]:
    """Seconds of the first visit and of the third; during the second the browser learns what code to keep."""
    first, _, third = (in_tab(context, visit, slow) for _ in range(3))
    return first, third


def results(browser: Browser, site: Site) -> Iterator[Result]:
    """The median over the rounds of the ratio within a round."""
    ratios: dict[str, list[float]] = {name: [] for name in WHAT}
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in WHAT}

    def note(name: str, ours: float, bare: float) -> None:
        ratios[name].append(ours / bare)
        seconds[name].append((ours, bare))

    with closing(Stock()) as bare:

        def plain(page: Page) -> float:
            return stock(page, bare.address)

        def problem(page: Page) -> float:
            return deep_link(page, site)

        for _ in range(ROUNDS):
            with profile(browser) as context:
                theirs = first_and_again(context, plain)
            with profile(browser) as context:
                ours = first_and_again(context, problem)
                note("first", ours[0], theirs[0])
                note("repeat", ours[1], theirs[1])
                note("list", in_tab(context, lambda page: from_list(page, site)), theirs[1])
                in_tab(context, lambda page: playground(page, site))
                note("playground", in_tab(context, lambda page: playground(page, site)), theirs[1])
            with profile(browser) as context:
                theirs = first_and_again(context, plain, SLOW)
            with profile(browser) as context:
                ours = first_and_again(context, problem, SLOW)
                note("slow first", ours[0], theirs[0])
                note("slow repeat", ours[1], theirs[1])
    for name, what in WHAT.items():
        ours_median, bare_median = (statistics.median(each) for each in zip(*seconds[name], strict=True))
        span = f"{min(ratios[name]):.2f} to {max(ratios[name]):.2f}"
        detail = f"medians: {ours_median:.2f} s against {bare_median:.2f} s; {span}"
        yield Result(what, statistics.median(ratios[name]), "x", ROUNDS, LIMITS[name], detail=detail)
