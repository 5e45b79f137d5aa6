"""A person changes what curves are drawn against, and looks at several comparisons together."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.every_page import records
from tests.browser.site import Site
from tests.browser.test_compare_page import AXE, read_out, violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def several(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Two finished comparisons: on a landscape, and on digits."""
    with records(site, tmp_path_factory.mktemp("runs")) as names:
        yield names["suite"].split(",")


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[Page]:
    """A page on which nothing may go wrong unseen."""
    context = chromium.new_context(base_url=site.address, accept_downloads=True)
    page = context.new_page()
    logged: list[str] = []
    page.on("console", lambda message: message.type == "error" and logged.append(message.text))
    page.on("pageerror", lambda error: logged.append(str(error)))
    yield page
    context.close()
    assert logged == []


def test_a_curve_is_drawn_against_another_axis_which_address_caption_and_file_say(
    visit: Page, several: list[str], tmp_path: Path
):
    visit.goto(f"/compare/{several[1]}?tab=loss")
    against = visit.locator("#loss").get_by_role("combobox", name="Against")
    expect(against).to_have_value("steps")
    assert "step 10" in read_out(visit, "loss")["Adam"][1]
    against.focus()
    against.select_option("training examples")
    expect(visit).to_have_url(re.compile(r"\?tab=loss&axis=examples$"))
    expect(visit.locator("#loss figcaption")).to_contain_text("Examples: 64 a step")
    expect(visit.locator("#loss select")).to_be_focused()
    # What is out of sight is drawn when it is seen.
    visit.locator("#loss .plot-figure").scroll_into_view_if_needed()
    visit.wait_for_function(
        "() => document.querySelector('#loss .plot-host').data.some((one) => one.hovertext?.[1].includes('640'))"
    )
    with visit.expect_download() as saved:
        visit.locator("#loss").get_by_role("button", name="CSV").click()
    saved.value.save_as(tmp_path / "loss.csv")
    head, _, second, *_ = (tmp_path / "loss.csv").read_text().splitlines()
    assert head.startswith("rule,training examples,median training loss")
    assert second.split(",")[1] == "640"
    visit.reload()
    expect(visit.locator("#loss").get_by_role("combobox", name="Against")).to_have_value("examples")
    visit.get_by_role("tab", name="Validation").click()
    assert "training examples 640" in read_out(visit, "validation")["Adam"][1]
    expect(visit.locator("#validation figcaption")).to_contain_text("other samples report, at the end")


def test_running_times_go_to_the_target_that_is_chosen(visit: Page, several: list[str]):
    visit.goto(f"/compare/{several[1]}?tab=ecdf&axis=flops")
    panel = visit.locator("#ecdf")
    rows = panel.locator("[data-plot=running-time] table").locator("tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.first).to_contain_text("not reached")
    # The first target was reached by the members of a rule after as many steps as their place says.
    panel.get_by_role("combobox", name="Target").select_option(index=0)
    expect(visit).to_have_url(re.compile(r"axis=flops&target=0\.5$"))
    expect(rows.first).to_contain_text("3 of 3")
    expect(rows.first).to_contain_text("needs 6 seeds")
    expect(panel.locator("figcaption").last).to_contain_text("FLOPs are counted, not measured")
    visit.reload()
    expect(rows.first).to_contain_text("3 of 3")


def test_comparisons_are_chosen_and_shown_together(visit: Page, several: list[str]):
    visit.goto("/compare")
    visit.get_by_text("Several together").click()
    choice = visit.locator(".together")
    for name in several:
        choice.locator(f"input[value='{name}']").check()
    choice.get_by_role("button", name="Show together").click()
    expect(visit.locator("h1")).to_contain_text("Of other workloads this says nothing.")
    figure = visit.locator("[data-curves] .plot-figure")
    expect(figure).to_have_attribute("data-state", "ready")
    expect(visit.locator("[data-curves] figcaption")).to_contain_text("times the steps that AdamW takes")
    visit.get_by_label("Steps are divided by those of").select_option("SGD with momentum")
    visit.get_by_role("button", name="Show", exact=True).click()
    expect(visit).to_have_url(re.compile("reference=SGD"))
    expect(visit.locator("[data-curves] figcaption")).to_contain_text("times the steps that SGD with momentum takes")
    with visit.expect_download() as saved:
        visit.get_by_role("link", name="CSV", exact=True).click()
    assert saved.value.suggested_filename == "suite.csv"
    visit.evaluate(AXE)
    assert violations(visit) == []
