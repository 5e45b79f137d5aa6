"""A person compares optimizers in a real browser, with a real worker process that trains with torch."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.runs.desk import Desk
from app.runs.settings import RunSettings
from tests.browser.site import Site

pytestmark = pytest.mark.browser

SMALL = "/compare?rules=sgd&workload=noisy_quadratic&trials=2&seeds=2&steps=20"
LONG = "/compare?rules=sgd&workload=noisy_quadratic&trials=2&seeds=2&steps=300000"
WORD = "[data-state-word]"


@pytest.fixture(scope="module")
def compare(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with a record of its own and a worker process on it."""
    var: Path = tmp_path_factory.mktemp("runs")
    state = site.app.state
    before, state.desk = state.desk, Desk(RunSettings(var=var))
    environment = {**os.environ, "OPTIMIZER_PLAYGROUND_RUNS_VAR": str(var), "OMP_NUM_THREADS": "1"}
    worker = subprocess.Popen(
        [sys.executable, "-m", "app.worker_command"], env=environment, stdout=subprocess.DEVNULL, cwd=Path.cwd()
    )
    yield site.address
    worker.send_signal(signal.SIGTERM)
    worker.wait(30)
    state.desk.close()
    state.desk = before


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Page]:
    """A page on which nothing may go wrong unseen."""
    page = chromium.new_page()
    logged: list[str] = []
    page.on("console", lambda message: message.type == "error" and logged.append(message.text))
    page.on("pageerror", lambda error: logged.append(str(error)))
    yield page
    page.close()
    assert logged == []


def start(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/compare/*")


def test_a_comparison_is_planned_started_followed_and_read(visit: Page, compare: str):
    visit.goto(compare + SMALL)
    expect(visit.locator("[data-sentence]")).to_have_text(
        "3 rules × 2 settings × 2 seeds on Noisy quadratic, 20 steps: 12 runs, about 6 s."
    )
    expect(visit.locator("[data-details]")).to_contain_text("SGD with momentum and AdamW are added")
    visit.get_by_label("Seeds").fill("3")
    expect(visit.locator("[data-sentence]")).to_contain_text("3 seeds")
    expect(visit.locator("[data-sentence]")).to_contain_text("18 runs")
    visit.get_by_role("button", name="Start").click()
    visit.wait_for_url("**/compare/*")
    expect(visit.locator(WORD)).to_have_text("finished", timeout=120_000)
    visit.reload()  # by now everything is known at once
    for panel in ("sensitivity", "loss", "values", "diverged", "cost"):
        expect(visit.locator(f"#{panel}")).to_have_attribute("data-ready", "true")
    assert visit.locator("#sensitivity .series .line").count() == 3
    assert visit.locator("#sensitivity .series").first.locator(".marker").count() == 2
    expect(visit.locator("#sensitivity figcaption")).to_contain_text("n = 3 seeds")
    assert "NaN" not in visit.locator(".found").inner_html()
    visit.get_by_text("The numbers").first.click()
    expect(visit.locator("#sensitivity tbody tr")).to_have_count(6)
    visit.get_by_role("tab", name="End values").click()
    expect(visit.locator("#values tbody").last.locator("tr")).to_have_count(3)
    expect(visit.locator("#sensitivity")).to_be_hidden()
    with visit.expect_download() as download:
        visit.get_by_role("link", name="CSV").click()
    assert len(download.value.path().read_text().splitlines()) > 18


def test_a_page_that_is_loaded_again_goes_on_and_cancel_ends_the_comparison(visit: Page, compare: str):
    start(visit, compare + LONG)
    expect(visit.locator(WORD)).to_have_text("running", timeout=60_000)
    visit.reload()
    bar = visit.locator("[data-bar]")
    before = bar.evaluate("(bar) => bar.value")
    visit.wait_for_function("(before) => document.querySelector('[data-bar]').value > before", arg=before)
    visit.get_by_role("button", name="Cancel").click()
    expect(visit.locator(WORD)).to_have_text("cancelled", timeout=20_000)
    visit.get_by_role("button", name="Take up again").click()
    expect(visit.locator(WORD)).to_have_text(re.compile("queued|running"))
    visit.get_by_role("button", name="Cancel").click()
    expect(visit.locator(WORD)).to_have_text("cancelled", timeout=20_000)
    visit.get_by_role("link", name="Compare").first.click()
    expect(visit.locator("[data-job]").first.locator(".state")).to_have_text("cancelled")


def test_what_cannot_be_run_is_said_beside_its_field(visit: Page, compare: str):
    visit.goto(compare + SMALL)
    expect(visit.get_by_role("button", name="Start")).to_be_enabled()
    visit.get_by_role("spinbutton", name="Seeds").fill("0")
    expect(visit.locator("#wrong-seeds")).to_have_text("A whole number from 1 to 256, given: 0.")
    visit.get_by_label("Learning rates go").select_option("shared")
    visit.get_by_role("spinbutton", name="from").fill("5")
    expect(visit.locator("#wrong-low")).to_have_text("Two numbers above 0, the smaller first, given: 5 and 1.")
    for box in visit.locator("input[name=rules]:checked").all():
        box.uncheck()
    expect(visit.locator("#wrong-rules")).to_have_text("Pick at least one rule.")
    expect(visit.get_by_role("button", name="Start")).to_be_disabled()
    expect(visit.locator("input[value=muon]")).to_be_disabled()


def test_a_preset_fills_the_form_and_the_plan_follows(visit: Page, compare: str):
    visit.goto(compare + SMALL)
    visit.get_by_role("link", name="Adam, Lion, Muon and SGD").click()
    expect(visit.locator("[data-sentence]")).to_contain_text(
        "6 rules × 16 settings × 8 seeds on Small network on digits"
    )
    expect(visit.locator("[data-picked]")).to_have_text("SGD, Adam, Lion, Muon.")
    assert "rules=sgd,adam,lion,muon" in visit.url
