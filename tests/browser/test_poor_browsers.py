"""Where a browser offers less: plain HTTP in a network, no shared memory, no workers at all."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.course import catalog
from tests.browser.bench import Bench
from tests.browser.playground_page import PlaygroundPage
from tests.browser.problem_page import SLUG, ProblemPage
from tests.browser.site import Site
from tests.sweeps import taking

pytestmark = pytest.mark.browser

REFERENCE = catalog.files_for_browser(SLUG)["reference.py"]
ENDLESS = "def adam_step(*arguments, **settings):\n    print('begun', flush=True)\n    while True:\n        pass\n"
FORK = "def update(p, g, s, t, xp, *, lr=0.02):\n    return -lr * g\n"


def test_a_problem_is_solved_and_stopped_over_plain_http_in_a_network(page: Page, site: Site):
    visit = ProblemPage(page, site, origin=site.classroom)
    assert page.evaluate(
        "[isSecureContext, crossOriginIsolated, typeof crypto.randomUUID, typeof SharedArrayBuffer]"
    ) == [
        *(False, False, "undefined", "undefined"),
    ]
    assert set(visit.run(REFERENCE).values()) == {"pass"}
    visit.code = ENDLESS
    visit.start()
    expect(page.locator("pre.printed").first).to_contain_text("begun")
    page.get_by_role("button", name="Stop").click()
    assert set(visit.done().values()) == {"not-run"}
    assert set(visit.run(REFERENCE).values()) == {"pass"}


def test_the_playground_races_typed_rules_over_plain_http_in_a_network(page: Page, site: Site):
    visit = PlaygroundPage(page, site, origin=site.classroom)
    visit.ready()
    page.get_by_role("button", name=re.compile("^Fork")).first.click()
    page.wait_for_selector("code-editor .cm-content")
    visit.type(FORK)
    name = visit.racers[-1]
    page.wait_for_selector(f'[data-racer="{name}"][data-loss]')
    assert visit.racer(name)["outcome"] == "done"
    page.locator("[data-share]").click()
    field = page.locator("[data-share-link]")
    expect(field).to_have_value(re.compile(re.escape(site.classroom) + "/playground#s=.+"))


def test_an_isolated_page_without_shared_memory_works_and_stops_by_another_worker(page: Page, site: Site):
    page.add_init_script("delete globalThis.SharedArrayBuffer")
    bench = Bench(page, site)
    assert page.evaluate("[crossOriginIsolated, typeof SharedArrayBuffer]") == [True, "undefined"]
    bench.start()
    assert bench.settled() == {"state": "ready", "reason": None}
    ran = bench.run("def f():\n    print('begun')\n    while True:\n        pass", stopOn="line")
    assert (ran.outcome, ran.recovery) == ("stopped", "replace")
    assert bench.run("def f():\n    return 2").returned == 2


def test_a_browser_that_cannot_start_workers_is_told_so_and_can_try_again(page: Page, site: Site):
    page.add_init_script(
        "window.Usual = Worker; window.Worker = class { constructor() { throw new Error('workers are switched off') } }"
    )
    visit = PlaygroundPage(page, site)
    page.wait_for_selector("html[data-python=failed]")
    expect(page.locator("python-status")).to_contain_text("could not start a Python worker: workers are switched off")
    assert visit.racers
    page.evaluate("() => { window.Worker = window.Usual }")
    page.get_by_role("button", name="Retry").click()
    page.wait_for_selector("html[data-python=ready]")


LACKING = {
    "storage": "Object.defineProperty(self, 'localStorage', { get() { throw new DOMException('', 'SecurityError') } })",
    "clipboard": "Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined })",
    "shared memory": "delete globalThis.SharedArrayBuffer",
    "idle callbacks": "delete window.requestIdleCallback",
}
# Over plain HTTP, above, there is neither a clipboard nor shared memory; both pages start Python in one way.
OF_PROBLEMS = ("storage", "idle callbacks")
OF_THE_PLAYGROUND = ("storage", "clipboard")


@pytest.mark.parametrize("lacking", taking(OF_PROBLEMS.__contains__, LACKING))
def test_a_problem_is_solved_where_the_browser_lacks_something_and_what_is_less_is_said(
    page: Page, site: Site, lacking: str
):
    page.add_init_script(LACKING[lacking])
    visit = ProblemPage(page, site)
    assert set(visit.run(REFERENCE).values()) == {"pass"}
    assert visit.logged == []
    if lacking == "storage":
        expect(visit.notice("storage")).to_contain_text("lets the site store nothing")
        expect(page.locator("[data-saved]")).to_have_text("Not saved")


@pytest.mark.parametrize("lacking", taking(OF_THE_PLAYGROUND.__contains__, LACKING))
def test_the_playground_races_where_the_browser_lacks_something(page: Page, site: Site, lacking: str):
    page.add_init_script(LACKING[lacking])
    visit = PlaygroundPage(page, site)
    visit.ready()
    before = visit.racers
    page.locator("[data-add]").click()
    visit.settled()
    added = next(name for name in visit.racers if name not in before)
    assert visit.racer(added)["outcome"] == "done"
    if lacking == "clipboard":
        page.locator("[data-share]").click()
        expect(page.locator("[data-share-link]")).to_have_value(re.compile("/playground#s=.+"))
        page.locator("[data-share-copy]").click()
        expect(page.locator("[data-share-told]")).to_contain_text("copy the marked text by hand")
