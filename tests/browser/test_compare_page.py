"""A person compares optimizers in a real browser, with a real worker process that trains with torch."""

import itertools
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from app.comparisons.exchange import incoming
from app.comparisons.exchange.incoming import Asked
from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store.arrivals import Arrivals
from tests.browser.playground_page import PlaygroundPage
from tests.browser.site import Site
from tests.comparisons.exchange.files import plain

pytestmark = pytest.mark.browser

SMALL = "/compare?rules=sgd&workload=noisy_quadratic&trials=2&seeds=2&steps=20"
LONG = "/compare?rules=sgd&workload=noisy_quadratic&trials=2&seeds=2&steps=1000000"
WORD = "[data-state-word]"
TYPED = """
def init(p, xp):
    return {"m": xp.zeros_like(p)}

def update(p, g, s, t, xp, *, lr=0.01):
    m = 0.9 * s["m"] + g  # a remark of the author
    hidden_name_of_mine = xp.sign(m) + 0.125 * m
    return -lr * hidden_name_of_mine, {"m": m}
"""
ASKED = """performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/so-far"))
    .map(({ startTime }) => startTime)"""
NAMES = """((panel) => document.querySelector(`#${panel} .plot-host`).data
    .filter((one) => one.hovertext).map((one) => one.name).join())"""
MARKED = "() => document.querySelector('#sensitivity .plot-host').data.filter((one) => one.mode === 'markers').length"
RANGES = "({ layout }) => JSON.stringify([layout.xaxis.range, layout.yaxis.range])"
AXE = Path("node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def compare(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with a record of its own and a worker process on it."""
    var: Path = tmp_path_factory.mktemp("runs")
    state = site.app.state
    before, state.comparisons = state.comparisons, ComparisonService(ComparisonSettings(var=var))
    environment = {**os.environ, "OPTIMIZER_PLAYGROUND_RUNS_VAR": str(var), "OMP_NUM_THREADS": "1"}
    worker = subprocess.Popen(
        [sys.executable, "-m", "app.commands.worker"], env=environment, stdout=subprocess.DEVNULL, cwd=Path.cwd()
    )
    yield site.address
    worker.send_signal(signal.SIGTERM)
    worker.wait()
    state.comparisons.close()
    state.comparisons = before


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


def violations(page: Page) -> list[Any]:
    """What axe-core finds in what is shown."""
    found: list[Any] = page.evaluate(
        "async () => (await axe.run('main')).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])"
    )
    return found


def read_out(page: Page, panel: str) -> dict[str, list[str]]:
    """What each series of a drawn figure says of its points, by its name."""
    expect(page.locator(f"#{panel} .plot-figure")).to_have_attribute("data-state", "ready")
    found: dict[str, list[str]] = page.locator(f"#{panel} .plot-host").evaluate(
        "({ data }) => Object.fromEntries(data.filter((one) => one.hovertext).map((one) => [one.name, one.hovertext]))"
    )
    return found


def texts(root: ElementTree.Element) -> list[str]:
    """The words of an SVG, a line or a name each."""
    return [" ".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]


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
    visit.get_by_label("Seeds", exact=True).fill("3")
    expect(visit.locator("[data-sentence]")).to_contain_text("3 seeds")
    expect(visit.locator("[data-sentence]")).to_contain_text("18 runs")
    visit.get_by_role("button", name="Start").click()
    visit.wait_for_url("**/compare/*")
    expect(visit.locator(WORD)).to_have_text("finished")
    visit.reload()  # by now everything is known at once
    for panel in ("sensitivity", "pairs", "loss", "values", "diverged", "cost"):
        expect(visit.locator(f"#{panel}")).to_have_attribute("data-ready", "true")
    # Of two learning rates the best is always at an edge.
    asked = "3 rules × 4 settings × 3 seeds on Noisy quadratic, 20 steps: 36 runs"
    expect(visit.locator("[data-asked]")).to_contain_text(asked)
    expect(visit.locator("h1")).to_have_text(re.compile("With 3 seeds and 3 pairs of rules no difference can be shown"))
    expect(visit.locator("[data-notices]")).to_contain_text("every rule got 2 settings more")
    lines = read_out(visit, "sensitivity")
    assert len(lines) == 3
    assert {len(points) for points in lines.values()} == {4}
    expect(visit.locator("#sensitivity figcaption")).to_contain_text("n = 3 seeds")
    assert "NaN" not in visit.locator(".found").inner_html()
    visit.get_by_text("The numbers").first.click()
    expect(visit.locator("#sensitivity tbody tr")).to_have_count(12)
    ranked = visit.locator("[data-strip] .worth").all_inner_texts()
    assert len(ranked) == 3
    assert ranked == sorted(ranked, key=lambda text: float(text.split()[0]))
    visit.get_by_role("tab", name="Differences").click()
    expect(visit.locator("#pairs .pairs tbody tr")).to_have_count(2)
    expect(visit.locator("#pairs .pairs strong")).to_have_count(3)
    expect(visit.locator("#sensitivity")).to_be_hidden()
    with visit.expect_download() as download:
        visit.get_by_role("link", name="CSV").click()
    assert len(download.value.path().read_text().splitlines()) > 18


@pytest.fixture(scope="module")
def finished(chromium: Browser, compare: str) -> str:
    """The address of a comparison that is over."""
    page = chromium.new_page()
    start(page, compare + SMALL.replace("seeds=2", "seeds=4"))
    expect(page.locator(WORD)).to_have_text("finished")
    address = page.url
    page.close()
    return address


PLOTS = {
    "Learning rate": (
        "sensitivity",
        "rule,learning rate,median value of the function without noise,low",
        "--log-x --log-y",
    ),
    "Loss": ("loss", "rule,step,median training loss,low,high,diverged,run 1,run 2,run 3,run 4", "--log-y"),
    "Targets reached": ("ecdf", "rule,step,share of targets reached", ""),
    "End values": ("values", "rule,value of the function without noise,low,high", "--rows"),
    "Diverged": ("diverged", "rule,runs that diverged", "--rows"),
    "Cost per step": ("cost", "rule,microseconds per run and step", "--rows"),
}


@pytest.mark.parametrize("tab", PLOTS)
def test_every_plot_is_saved_as_svg_and_csv_with_its_settings_and_the_code(visit: Page, finished: str, tab: str):
    panel, head, flags = PLOTS[tab]
    visit.goto(finished)
    visit.get_by_role("tab", name=tab).click()
    expect(visit.locator(f"#{panel}")).to_have_attribute("data-ready", "true")
    # Of the plots of a tab the first.
    shown = visit.locator(f"#{panel} [data-plot], #{panel}:not(:has([data-plot]))").first
    caption = shown.locator("figcaption").inner_text()
    # Of two learning rates the best is at an edge, so there are more by the end.
    assert re.search(r"3 rules × [46] settings × 4 seeds on Noisy quadratic, 20 steps: \d\d runs; float32\.", caption)
    assert "Made with optimizer-playground" in caption
    assert "n = " in caption
    with visit.expect_download() as saved:
        shown.get_by_role("button", name="CSV").click()
    lines = saved.value.path().read_text().splitlines()
    assert lines[0].startswith(head)
    assert lines[0].endswith(",made with")
    assert all("Made with optimizer-playground" in line for line in lines[1:])
    assert {line.split(",")[0] for line in lines[1:]} == {"SGD", "SGD with momentum", "AdamW"}
    with visit.expect_download() as picture:
        shown.get_by_role("button", name="SVG").click()
    root = ElementTree.fromstring(picture.value.path().read_text())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    words = texts(root)
    assert {"SGD", "SGD with momentum", "AdamW"} <= set(words)
    whole = " ".join(words)
    assert all(part in whole for part in ("float32", "Made with optimizer-playground", caption.split()[-1]))
    with visit.expect_download() as pixels:
        shown.get_by_role("button", name="PNG").click()
    assert pixels.value.path().read_bytes().startswith(b"\x89PNG")
    assert shown.locator("table").first.locator("tbody tr").count() >= 3
    shown.get_by_text("The code", exact=True).click()
    name = f"sgd-noisy-quadratic-4-seeds-{finished.rsplit('/', 1)[1][:6]}"
    command = shown.locator(".note code").last.inner_text()
    assert command.startswith(f"python redraw.py {name}-")
    assert command.replace(".csv --out", ".csv  --out").split(".csv ")[1].split(" --out")[0] == flags
    assert "plt.subplots" in shown.locator("pre").inner_text()
    with visit.expect_download() as program:
        shown.get_by_role("button", name="redraw.py").click()
    assert program.value.path().read_text() == Path("static/redraw.py").read_text()


def test_a_legend_entry_hides_its_series_in_every_plot_by_keyboard(visit: Page, finished: str):
    visit.goto(finished)
    key = visit.locator("#sensitivity .legend").get_by_role("button", name="SGD", exact=True)
    assert "SGD" in read_out(visit, "sensitivity")
    expect(key).to_have_attribute("aria-pressed", "true")
    key.focus()
    visit.keyboard.press("Space")
    expect(key).to_have_attribute("aria-pressed", "false")
    expect(key).to_be_focused()
    visit.wait_for_function("() => " + NAMES + "('sensitivity') === 'SGD with momentum,AdamW'")
    visit.get_by_role("tab", name="Loss").click()
    assert list(read_out(visit, "loss")) == ["SGD with momentum", "AdamW"]
    other = visit.locator("#loss .legend").get_by_role("button", name="SGD", exact=True)
    expect(other).to_have_attribute("aria-pressed", "false")
    with visit.expect_download() as picture:
        visit.locator("#loss").get_by_role("button", name="SVG").click()
    root = ElementTree.fromstring(picture.value.path().read_text())
    assert "SGD" not in texts(root)
    other.press("Enter")
    visit.wait_for_function("() => " + NAMES + "('loss') === 'SGD,SGD with momentum,AdamW'")


def test_points_are_read_out_by_the_arrow_keys_and_a_zoom_is_undone(visit: Page, finished: str):
    visit.goto(finished)
    points = read_out(visit, "sensitivity")
    host = visit.locator("#sensitivity .plot-host")
    host.focus()
    visit.keyboard.press("ArrowRight")
    visit.keyboard.press("ArrowRight")
    visit.keyboard.press("ArrowDown")
    said = visit.locator("#sensitivity .plot-figure [role=status]")
    expect(said).to_have_text(points["SGD with momentum"][1].replace("<br>", ", "))
    visit.keyboard.press("Enter")
    runs = visit.locator("#sensitivity .pressed-runs")
    expect(runs.locator("strong")).to_contain_text("SGD with momentum at learning rate")
    expect(runs.locator("tbody tr")).to_have_count(4)
    expect(said).to_contain_text("4 runs, the best first, listed below the chart")
    visit.wait_for_function(MARKED + " === 1")
    visit.keyboard.press("Escape")
    expect(runs.locator("tbody tr")).to_have_count(0)
    visit.wait_for_function(MARKED + " === 0")
    visit.keyboard.press("Escape")
    expect(said).to_have_text("")
    before = host.evaluate(RANGES)
    box = host.locator(".nsewdrag").first.bounding_box()
    assert box is not None
    visit.mouse.move(box["x"] + 50, box["y"] + 50)
    visit.mouse.down()
    visit.mouse.move(box["x"] + 250, box["y"] + 200, steps=4)
    visit.mouse.up()
    visit.wait_for_function(
        f"(before) => ({RANGES})(document.querySelector('#sensitivity .plot-host')) !== before", arg=before
    )
    near = host.evaluate("({ layout }) => layout.xaxis.ticktext.length")
    assert near >= 2  # the numbers are those of what is shown
    visit.locator("#sensitivity").get_by_role("button", name="Reset zoom").click()
    visit.wait_for_function(
        f"(before) => ({RANGES})(document.querySelector('#sensitivity .plot-host')) === before", arg=before
    )


def test_losses_are_smoothed_for_the_eye_alone(visit: Page, finished: str):
    visit.goto(f"{finished}?tab=loss")
    recorded = read_out(visit, "loss")
    table = visit.locator("#loss details tbody").first.text_content()
    smooth = visit.get_by_role("checkbox", name="Smooth: each point the mean of")
    smooth.check()
    expect(visit.locator("#loss figcaption")).to_contain_text("Smoothed for the eye")
    expect(smooth).to_be_focused()
    visit.wait_for_function(
        "(before) => JSON.stringify(document.querySelector('#loss .plot-host').data.filter((one) => one.hovertext)"
        ".map((one) => one.hovertext)) !== before",
        arg=json.dumps(list(recorded.values()), ensure_ascii=False, separators=(",", ":")),
    )
    assert visit.locator("#loss details tbody").first.text_content() == table


def test_a_comparison_is_named_removed_brought_back_and_run_again_with_changes(visit: Page, finished: str):
    visit.goto(finished)
    title = visit.locator("[data-title]")
    usual = title.inner_text()
    assert visit.title() == f"{usual} · Optimizer Playground"
    visit.get_by_role("button", name="Rename").click()
    field = visit.get_by_label("Name of this comparison")
    expect(field).to_be_focused()
    field.fill("Friday's first look")
    field.press("Enter")
    expect(title).to_have_text("Friday's first look")
    expect(visit.get_by_role("button", name="Rename")).to_be_focused()
    expect(visit).to_have_title("Friday's first look · Optimizer Playground")
    visit.get_by_role("button", name="Remove").click()
    visit.get_by_role("button", name="Undo").click()
    expect(visit.get_by_role("button", name="Remove")).to_be_visible()
    visit.get_by_role("button", name="Rename").click()
    field.fill("not this")
    field.press("Escape")
    expect(title).to_have_text("Friday's first look")
    visit.get_by_role("button", name="Rename").click()
    field.fill("")
    visit.get_by_role("button", name="Save").click()
    expect(title).to_have_text(usual)
    rules = visit.evaluate("(id) => fetch(`/api/comparisons/${id}`).then((answer) => answer.json())", finished[-16:])
    visit.get_by_role("link", name="Run again with changes").click()
    visit.wait_for_selector("[data-start]:enabled")
    asked = [rule["name"] for rule in rules["spec"]["rules"]]
    checked = [box.get_attribute("value") for box in visit.locator("input[name=rules]:checked").all()]
    assert sorted(checked) == sorted(asked)
    assert visit.locator("[name=seeds]").input_value() == str(rules["spec"]["seeds"])
    visit.locator("[name=seeds]").fill(str(rules["spec"]["seeds"] + 1))
    there = "24 of 30 runs are there already, from earlier comparisons. The time is that of the rest."
    expect(visit.locator("[data-sentence]")).to_contain_text(there)


def test_two_comparisons_side_by_side_are_tested_on_the_seeds_that_both_have(visit: Page, compare: str, finished: str):
    start(visit, compare + SMALL.replace("seeds=2", "seeds=3").replace("steps=20", "steps=30"))
    expect(visit.locator(WORD)).to_have_text("finished")
    visit.goto(f"{visit.url}?with={finished[-16:]}")
    expect(visit.locator("[data-differing]")).to_contain_text("steps")
    few = "On the 3 seeds that both have, so many pairs of rules can show no difference between the two."
    expect(visit.locator("[data-between]")).to_have_text(few)
    visit.get_by_text("Every pair of a rule here and a rule there").click()
    expect(visit.locator("[data-differing] tbody tr", has_text="SGD (")).to_have_count(5)


def test_a_rule_that_is_being_trained_shows_its_loss_so_far(visit: Page, compare: str):
    start(visit, compare + LONG.replace("seeds=2", "seeds=8"))
    expect(visit.locator("[data-doing]")).to_have_text(re.compile(r"Training SGD \(1 of \d\): step \d+ of 1000000"))
    expect(visit.locator("[data-clock]")).to_contain_text("so far")
    expect(visit.locator("#sensitivity .skeleton")).to_be_visible()
    visit.get_by_role("tab", name="Loss").click()
    line = "document.querySelector('#loss .plot-host')?.data?.filter((one) => one.marker?.symbol.endsWith('-open'))"
    visit.wait_for_function(f"() => {line}?.length === 1")
    key = visit.locator("#loss .legend").get_by_role("button", name=re.compile("SGD: so far, step [0-9]+ of 1000000"))
    expect(key).to_be_visible()
    expect(visit.locator("#loss figcaption")).to_contain_text("So far, and provisional: SGD at lr = ")
    visit.locator("#loss").get_by_text("The numbers", exact=True).click()
    key.focus()
    before = visit.evaluate(f"() => {line}[0].x.length")
    visit.wait_for_function(f"(before) => {line}[0].x.length > before", arg=before)
    expect(key).to_be_focused()  # drawn anew, and nobody lost his place
    expect(visit.locator("#loss details").first).to_have_attribute("open", "")
    expect(visit.locator("#sensitivity")).to_have_attribute("data-ready", "false")
    visit.get_by_role("button", name="Cancel").click()
    expect(visit.locator(WORD)).to_have_text("cancelled")
    asked = visit.evaluate(ASKED)
    # By the page's own clock, whose timers never go off early.
    assert len(asked) >= 2
    assert all(later - earlier >= 1999 for earlier, later in itertools.pairwise(asked))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_comparison_is_accessible_in_both_themes(visit: Page, finished: str, scheme: Literal["light", "dark"]):
    visit.emulate_media(color_scheme=scheme)
    visit.goto(finished)
    visit.evaluate(AXE)
    visit.get_by_role("tab", name="Differences").click()
    visit.get_by_text("Wins, medians and p of every pair").click()
    assert violations(visit) == []
    for tab, (panel, _, _) in PLOTS.items():
        visit.get_by_role("tab", name=tab).click()
        expect(visit.locator(f"#{panel}")).to_have_attribute("data-ready", "true")
        visit.locator(f"#{panel}").get_by_text("The code", exact=True).first.click()
        assert violations(visit) == []


def test_a_visitor_who_gave_the_token_once_starts_follows_and_saves(chromium: Browser, tmp_path: Path):
    token = "a token of sixteen or more"
    site = Site(isolated=True, token=token)
    site.app.state.comparisons = ComparisonService(ComparisonSettings(var=tmp_path))
    stranger = chromium.new_page()
    known = chromium.new_page(http_credentials={"username": "anyone", "password": token})
    try:
        opened = stranger.goto(site.address + "/problems")
        assert opened is not None
        assert opened.status == 200
        with pytest.raises(Error, match="ERR_INVALID_AUTH_CREDENTIALS"):  # where a visitor is asked
            stranger.goto(site.address + "/compare")
        start(known, site.address + SMALL)
        expect(known.locator(WORD)).to_have_text("queued")
        expect(known.locator("[data-connection]")).to_have_text("")
        known.wait_for_function("() => document.querySelector('[data-numbers]').textContent.includes('run steps')")
        with known.expect_download() as saved:
            known.get_by_role("link", name="JSON").click()
        assert '"runs": [' in saved.value.path().read_text()
        known.get_by_role("button", name="Cancel").click()
        expect(known.locator(WORD)).to_have_text("cancelled")  # by the events, which carry no header of ours
    finally:
        stranger.close()
        known.close()
        site.app.state.comparisons.close()
        site.close()


def test_a_page_that_is_loaded_again_goes_on_and_cancel_ends_the_comparison(visit: Page, compare: str):
    start(visit, compare + LONG)
    expect(visit.locator(WORD)).to_have_text("running")
    visit.reload()
    bar = visit.locator("[data-bar]")
    before = bar.evaluate("(bar) => bar.value")
    visit.wait_for_function("(before) => document.querySelector('[data-bar]').value > before", arg=before)
    visit.get_by_role("button", name="Cancel").click()
    expect(visit.locator(WORD)).to_have_text("cancelled")
    visit.get_by_role("button", name="Take up again").click()
    expect(visit.locator(WORD)).to_have_text(re.compile("queued|running"))
    visit.get_by_role("button", name="Cancel").click()
    expect(visit.locator(WORD)).to_have_text("cancelled")
    visit.get_by_role("link", name="Compare").first.click()
    expect(visit.locator("[data-job]").first.locator(".state")).to_have_text("cancelled")


def test_what_cannot_be_run_is_said_beside_its_field(visit: Page, compare: str):
    visit.goto(compare + SMALL)
    expect(visit.get_by_role("button", name="Start")).to_be_enabled()
    seeds = visit.get_by_label("Seeds", exact=True)
    for typed, said in (
        ("0", "“0” is below 1, the least: 2 stays."),
        ("1e9", "“1e9” is above 256, the most: 2 stays."),
        ("", "A number is needed: 2 stays."),
        ("5%", "“5%” is no number: 2 stays."),
    ):
        seeds.fill(typed)
        seeds.blur()
        expect(seeds).to_have_value("2")
        expect(visit.locator("number-box:has(#seeds) .refused")).to_have_text(said)
    visit.get_by_label("Learning rates go").select_option("shared")
    visit.get_by_label("from", exact=True).fill("5")
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
        "6 rules × 16 settings × 16 seeds on Small network on digits"
    )
    expect(visit.locator("[data-picked] li")).to_have_text(["SGD ×", "Adam ×", "Lion ×", "Muon ×"])
    expect(visit.get_by_role("link", name="Adam, Lion, Muon and SGD")).to_have_attribute("aria-current", "true")
    expect(visit.locator("[data-can-show]")).to_contain_text("With 16 seeds and 15 pairs of rules")
    expect(visit.locator("[data-details]")).to_contain_text("every rule gets 16 settings more")
    assert "rules=sgd,adam,lion,muon" in visit.url
    find = visit.get_by_label("Find a rule")
    find.fill("adopt")
    find.press("Enter")
    visit.get_by_role("button", name="Leave Muon out").click()
    expect(visit.locator("[data-picked] li")).to_have_text(["SGD ×", "Adam ×", "ADOPT ×", "Lion ×"])
    expect(find).to_have_value("")
    expect(visit.get_by_role("link", name="Adam, Lion, Muon and SGD")).not_to_have_attribute("aria-current", "true")


def test_an_option_of_the_workload_may_have_several_values(visit: Page, compare: str):
    visit.goto(f"{compare}/compare?preset=width")
    planned, wrong = visit.locator("[data-sentence]"), visit.locator("[data-wrong=across]")
    expect(planned).to_contain_text("4 rules × 4 values of width × 10 settings × 16 seeds")
    expect(visit.get_by_role("link", name="How do the best rates")).to_have_attribute("aria-current", "true")
    values = visit.get_by_label("with the values")
    values.fill("8")
    expect(wrong).to_have_text("Two numbers or more for width, with commas between.")
    values.fill("8, 16")
    expect(planned).to_contain_text("2 values of width")
    expect(wrong).to_have_text("")
    assert "across=%7B%22width%22%3A%5B8,16%5D%7D" in visit.url
    several = visit.get_by_label("Each rule several times, by")
    several.select_option("depth")
    expect(wrong).to_have_text("depth is a whole number from 1 to 6, given 8.")
    visit.get_by_role("radio", name="Logistic regression").check()
    expect(several).to_have_value("")
    expect(values).to_be_hidden()
    expect(planned).to_contain_text("on Logistic regression on digits")


def test_what_stands_around_a_rule_is_part_of_the_plan_and_of_the_address(visit: Page, compare: str):
    visit.goto(compare + SMALL)
    visit.get_by_role("link", name="Adam, Lion and Signum").click()
    visit.get_by_text("Around the rules").click()
    fold = visit.locator("[data-around] > details", has_text="Lion")
    fold.locator("summary").click()
    fold.get_by_role("checkbox", name="Cautious").check()
    fold.get_by_label("Weight decay").select_option("palm")
    expect(visit.locator("[data-entries]")).to_contain_text("Lion + cautious")
    expect(fold.locator("[data-said]")).to_have_text("cautious, decay-palm")
    assert "around=lion.cautious.decay-palm" in visit.url
    visit.reload()
    expect(visit.locator("[data-entries]")).to_contain_text("Lion + cautious")
    expect(visit.locator("[data-around] > details", has_text="Lion").get_by_label("Weight decay")).to_have_value(
        "decay-palm"
    )
    visit.get_by_role("link", name="Adam, Lion and Signum").click()
    expect(visit.locator("[data-entries]")).not_to_contain_text("Lion + cautious")


def test_a_preset_restores_everything_that_the_form_holds(visit: Page, compare: str):
    visit.goto(compare + SMALL)
    preset = visit.get_by_role("link", name="Adam, Lion, Muon and SGD")
    preset.click()
    options = visit.locator("[data-options=mlp_digits]")
    asked: list[Any] = []
    visit.on("request", lambda request: request.url.endswith("/plan") and asked.append(request.post_data_json))
    options.get_by_label("batch").fill("8")
    options.get_by_label("control").check()
    visit.get_by_label("Arithmetic").select_option("reference")
    visit.get_by_label("Learning rates follow").select_option("linear")
    visit.get_by_label("Learning rates go").select_option("shared")
    expect(visit.locator("[data-sentence]")).to_contain_text("300 steps, linear:")
    start_of = visit.get_by_label("start: share of the rate at first")
    start_of.fill("0.5")
    start_of.blur()
    expect(visit.locator("[data-sentence]")).to_contain_text("300 steps, linear (start 0.5):")
    expect(visit.locator("[data-schedule-shape] polyline")).to_have_attribute("points", re.compile("^0,15 "))
    assert "schedule=linear" in visit.url
    expect(visit.locator("[data-plan]")).to_have_attribute("data-state", "ready")
    preset.click()
    expect(options.get_by_label("batch")).to_have_value("64")
    expect(options.get_by_label("control")).not_to_be_checked()
    expect(visit.get_by_label("Arithmetic")).to_have_value("compiled")
    expect(visit.get_by_label("Learning rates follow")).to_have_value("warmup_cosine")
    expect(visit.get_by_label("Learning rates go")).to_have_value("own")
    expect(visit.locator("[data-plan]")).to_have_attribute("data-state", "ready")
    visit.wait_for_function("() => !document.querySelector('[data-start]').disabled")
    assert (asked[-1]["workload"], asked[-1]["backend"], asked[-1]["lr"], asked[-1]["schedule"]) == (
        {"name": "mlp_digits", "options": {}}, "compiled", None, {"name": "warmup_cosine"},
    )  # fmt: skip


def test_a_typed_rule_goes_from_the_playground_to_a_finished_comparison_and_its_source_nowhere(
    compare: str, site: Site, chromium: Browser
) -> None:
    page = chromium.new_page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    playground = PlaygroundPage(page, site, "/playground")
    playground.ready()
    page.get_by_role("button", name=re.compile("^Fork and edit the code of")).first.click()
    page.wait_for_selector("[data-racer$=fork][data-loss]")
    playground.type(TYPED)
    page.locator("[data-see-graph]").click()
    expect(page.locator('.graph-node[data-node="hidden_name_of_mine"]')).to_be_visible()
    fork = page.locator("[data-racer$=fork]")
    fork.locator("details.more summary").click()
    fork.locator(".modifiers label", has_text=re.compile("^Clipping$")).click()
    playground.settled()
    expect(page.locator("[data-scale]")).to_contain_text("at scale")
    page.locator("[data-scale]").click()
    row = page.locator("[data-typed]")
    expect(row).to_have_attribute("data-state", "traced")
    expect(row).to_contain_text("+ clipping")
    expect(row).to_contain_text("settings clip_at, lr; state m")
    name = row.get_attribute("data-typed")
    # What does not fit the form is kept out with the line; another workload is traced anew.
    page.goto(f"{compare}/compare?typed=1&workload=noisy_quadratic&trials=2&seeds=2&steps=20")
    page.evaluate("() => document.querySelectorAll('input[name=rules]:checked').forEach((box) => box.click())")
    expect(page.locator("[data-plan]")).to_have_attribute("data-state", "ready")
    expect(row).to_contain_text("tensors of 50")
    row.locator("summary").click()
    expect(row.locator("pre").first).to_contain_text("hidden_name_of_mine = ")  # names go along, code does not
    page.locator("[data-start]").click()
    page.wait_for_url(re.compile("/compare/[0-9a-f]{16}"))
    expect(page.locator(WORD)).to_have_text("finished", timeout=120_000)
    expect(page.locator("main")).to_contain_text(f"{name} after 200 steps: torch")
    lines = [line.strip() for line in TYPED.splitlines() if len(line.strip()) > 12]
    assert [line for line in lines if any(line in request for request in sent)] == []
    page.close()


def test_imported_runs_are_drawn_and_marked_and_offer_no_run_again(
    visit: Page, compare: str, site: Site, tmp_path: Path
):
    service: ComparisonService = site.app.state.comparisons
    asked = Asked([plain(tmp_path / "theirs.csv")], "lower", "validation loss")
    arrival = incoming.comparison(asked, service.settings, 1.7e9)
    Arrivals(service.store.database).take(arrival)
    visit.goto(f"{compare}/compare/{arrival.id}?tab=landscape")
    expect(visit.locator("[data-imported]")).to_contain_text("Imported from theirs.csv (CSV)")
    expect(visit.locator("h1")).to_have_text("adam is better than sgd (p = 0.0078).")
    for panel in ("sensitivity", "pairs", "loss", "values", "diverged"):
        expect(visit.locator(f"#{panel}")).to_have_attribute("data-ready", "true")
    assert visit.get_by_role("tab").all_inner_texts() == [
        "Learning rate", "Differences", "Loss", "Targets reached", "End values", "Diverged",
    ]  # fmt: skip
    assert set(read_out(visit, "sensitivity")) == {"adam", "sgd"}
    visit.get_by_role("tab", name="Loss").click()
    expect(visit.locator("#loss figcaption")).to_contain_text("Validation loss at each rule")
    visit.get_by_role("tab", name="End values").click()
    expect(visit.locator("#values tbody tr").first).to_contain_text("no target")
    for gone in ("Run again with changes", "Run again", "Take up again", "Capsule"):
        expect(visit.get_by_text(gone, exact=True).locator("visible=true")).to_have_count(0)
    visit.evaluate(AXE)
    assert violations(visit) == []
    visit.goto(f"{compare}/compare")
    expect(visit.locator(f'[data-job="{arrival.id}"] .state')).to_have_text("imported")
