"""A person looks at the loss landscape of a comparison in a real browser; a real worker process computes it."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from app.comparisons.slices.request import PathsRequest
from app.comparisons.spec import ComparisonSpec
from tests.browser.site import Site
from tests.browser.test_compare_page import compare, visit  # noqa: F401  (fixtures)
from tests.comparisons.workplace import over, until

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
SPEC = {
    "rules": [{"name": "sgd", "grid": {"lr": [0.05, 1e6]}}, {"name": "lion"}],
    "workload": {"name": "noisy_quadratic", "options": {"dimension": 20}},
    "trials": 2,
    "seeds": 2,
    "steps": 1500,
    "record_every": 500,
    "backend": "reference",
}
PICTURE = "[data-slice-picture]"


@pytest.fixture(scope="module")
def job(site: Site, compare: str) -> str:  # noqa: F811
    """A comparison that is handed in and not waited for."""
    view, _ = site.app.state.comparisons.submit(ComparisonSpec.model_validate(SPEC))
    return f"{compare}/compare/{view.id}"


@pytest.fixture(scope="module")
def sliced(site: Site, job: str) -> str:
    """The same with the paths of all rules computed."""
    service = site.app.state.comparisons
    view = until(lambda: over(service.store, job[-16:]))
    made, _ = service.slice(view, PathsRequest(kind="paths", grid=21))
    until(lambda: over(service.store, made.id))
    return job


DATA = "document.querySelector('[data-slice-picture] .plot-host').data"
HEIGHTS = f"new Set({DATA}.slice(0, 2).flatMap(({{ text }}) => text)).size"
PATHS = f"{DATA}.filter(({{ showlegend }}) => showlegend).map(({{ name }}) => name)"
MARKED = f"{DATA}.flatMap(({{ mode, text }}) => (mode === 'markers' ? text : []))"


def ready(page: Page, job: str) -> None:
    page.goto(f"{job}?tab=landscape")
    expect(page.get_by_role("button", name="Compute")).to_be_visible()


def computed(page: Page) -> None:
    expect(page.locator("[data-slice-progress]")).to_be_hidden()
    page.locator(f"{PICTURE} .plot-figure").scroll_into_view_if_needed()
    expect(page.locator(f"{PICTURE} .plot-figure[data-state=ready]")).to_be_visible()


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong in the tab."""
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run('#landscape')).violations")
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]


def test_the_paths_of_a_comparison_are_drawn_once_it_is_finished_and_are_there_later(visit: Page, job: str):  # noqa: F811
    visit.goto(f"{job}?tab=landscape")
    tab = visit.get_by_role("tab", name="Landscape")
    expect(tab).to_have_attribute("aria-selected", "true")
    expect(visit.locator("#landscape")).to_be_visible()
    start = visit.get_by_role("button", name="Compute")
    expect(start).to_be_visible()  # without loading the page again
    expect(visit.get_by_text("A slice is drawn of a finished")).to_be_hidden()
    boxes = visit.locator("#landscape input[name=member]")
    expect(boxes).to_have_count(4)
    assert all(box.is_checked() for box in boxes.all())
    visit.get_by_label("Places", exact=True).select_option("21")
    start.focus()
    visit.keyboard.press("Enter")
    expect(visit.locator("[data-slice-state]")).to_contain_text("Paths of SGD, Lion, SGD with momentum and AdamW")
    computed(visit)
    assert visit.evaluate(HEIGHTS) >= 5
    assert len(visit.evaluate(PATHS)) == 4
    assert visit.evaluate(MARKED) == [*(f"{name}: end" for name in visit.evaluate(PATHS)), "start"]
    expect(visit.locator(f"{PICTURE} .xtitle")).to_have_text(re.compile(r"^first axis: [\d.]+\u00a0% of the paths"))
    expect(visit.locator(f"{PICTURE} figcaption")).to_contain_text("together")
    expect(visit.locator(f"{PICTURE}")).to_contain_text("They ended with exactly the losses that the comparison")
    rows = visit.locator(f"{PICTURE} > .scroll tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.first.locator("td").nth(1)).to_have_text("0\u00a0%")  # the plane goes through its end
    visit.get_by_text("The numbers").last.click()
    expect(visit.locator(f"{PICTURE} details tbody tr")).to_have_count(4 * 40)
    assert "NaN" not in visit.locator("#landscape").inner_html()
    assert violations(visit) == []
    visit.reload()
    computed(visit)
    expect(visit.locator(f"{PICTURE} figcaption")).to_contain_text("21 × 21 places")


def test_a_slice_is_taken_away_as_json_csv_and_a_picture(visit: Page, sliced: str):  # noqa: F811
    ready(visit, sliced)
    computed(visit)
    taken = {}
    for role, name in (("link", "JSON"), ("link", "CSV"), ("button", "SVG")):
        with visit.expect_download() as download:
            visit.locator(PICTURE).get_by_role(role, name=name).click()
        taken[name] = download.value.path().read_text(encoding="utf-8")
    assert len(json.loads(taken["JSON"])["found"]["loss"]) == 21
    assert taken["CSV"].count("\n") == 1 + 21 * 21 + 4 * 40
    picture = ElementTree.fromstring(taken["SVG"])
    namespace = {"svg": "http://www.w3.org/2000/svg"}
    words = " ".join(text for one in picture.iterfind(".//svg:text", namespace) for text in one.itertext())
    for said in ("Training loss of Noisy quadratic", "SGD", "Lion", "first axis"):
        assert said in words


def test_a_random_plane_and_an_earlier_slice_are_both_at_hand(visit: Page, sliced: str):  # noqa: F811
    ready(visit, sliced)
    visit.get_by_label("In random directions around one run").check()
    expect(visit.locator("#landscape input[name=member]:checked")).to_have_count(1)
    visit.get_by_label("Places", exact=True).select_option("21")
    visit.get_by_label("Reach", exact=True).fill("0.5")
    visit.get_by_label("Lion", exact=True).check()
    visit.get_by_role("button", name="Compute").click()
    expect(visit.locator(f"{PICTURE} figcaption")).to_contain_text("over a random plane")
    computed(visit)
    expect(visit.locator(f"{PICTURE} .xtitle")).to_have_text("first random direction")
    assert visit.evaluate(MARKED) == ["Lion: end"]
    assert violations(visit) == []
    visit.get_by_label("Slices so far").select_option(index=1)
    expect(visit.locator(f"{PICTURE} figcaption")).to_contain_text("Of the paths’ squared distances")
    visit.get_by_label("Through the paths of several rules").check()
    expect(visit.locator("#landscape input[name=member]:checked")).to_have_count(4)


def test_a_run_that_diverges_is_drawn_until_it_does_and_named(visit: Page, sliced: str):  # noqa: F811
    ready(visit, sliced)
    visit.get_by_label("Setting of SGD", exact=True).select_option("1")
    visit.get_by_label("Places", exact=True).select_option("21")
    visit.get_by_role("button", name="Compute").click()
    expect(visit.locator(f"{PICTURE} .legend")).to_contain_text(re.compile(r"SGD: diverged at step \d+"))
    computed(visit)
    marked = visit.evaluate(MARKED)
    assert [text for text in marked if re.fullmatch(r"SGD: diverged at step \d+", text)]
    assert len([text for text in marked if text.endswith(": end")]) == 3
    expect(visit.locator(f"{PICTURE} > .scroll")).to_contain_text("SGD: diverged at step")
    assert "NaN" not in visit.locator("#landscape").inner_html()


def test_what_cannot_be_sliced_is_said(page: Page, sliced: str):
    ready(page, sliced)
    for box in page.locator("#landscape input[name=member]").all():
        box.uncheck()
    page.get_by_role("button", name="Compute").click()
    expect(page.locator("[data-slice-wrong]")).to_have_text("Pick at least one run.")
    page.get_by_label("SGD", exact=True).check()
    page.get_by_label("Setting of SGD", exact=True).select_option("1")
    page.get_by_label("In random directions around one run").check()
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        page.get_by_role("button", name="Compute").click()
    assert answer.value.status == 422
    expect(page.locator("[data-slice-wrong]")).to_contain_text("run 2 diverged and has no final weights")
    expect(page.get_by_role("button", name="Compute")).to_be_enabled()


def test_a_slice_is_cancelled_and_asked_for_again(visit: Page, sliced: str):  # noqa: F811
    ready(visit, sliced)
    visit.get_by_label("Places", exact=True).select_option("61")
    visit.get_by_role("button", name="Compute").click()
    visit.locator("[data-slice-cancel]").click()
    expect(visit.locator("[data-slice-state]")).to_have_text(re.compile(": cancelled$"))
    expect(visit.get_by_role("button", name="Compute")).to_be_enabled()
    visit.get_by_role("button", name="Compute").click()
    computed(visit)
    expect(visit.locator(f"{PICTURE} figcaption")).to_contain_text("61 × 61 places")


def test_on_a_phone_nothing_is_wider_than_the_window(visit: Page, sliced: str):  # noqa: F811
    visit.set_viewport_size({"width": 390, "height": 844})
    ready(visit, sliced)
    computed(visit)
    assert visit.evaluate("document.documentElement.scrollWidth") == 390
    assert visit.locator(f"{PICTURE} .main-svg").first.bounding_box()["width"] <= 390
