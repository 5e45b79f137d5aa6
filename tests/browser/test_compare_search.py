"""A person searches several hyperparameters in a real browser, with a real worker process that trains with torch."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import test_compare_page
from tests.browser.test_compare_page import AXE, WORD, violations

pytestmark = pytest.mark.browser

compare, visit = test_compare_page.compare, test_compare_page.visit
SEARCH = "/compare?rules=nesterov&workload=noisy_quadratic&trials=8&seeds=2&steps=20&tuning=beside"


def test_a_search_beside_a_grid_is_put_together_followed_and_read(visit: Page, compare: str):
    visit.goto(compare + SEARCH)
    expect(visit.locator("[data-sentence]")).to_contain_text("4 rules × 8 settings × 2 seeds on Noisy quadratic")
    plan = visit.locator("[data-entries]")
    expect(plan).to_contain_text("Nesterov momentum, searched8 points over lr ")
    expect(plan).to_contain_text("momentum 0 to 0.999 (log of 1 − momentum)")
    visit.get_by_text("What is searched").click()
    low = visit.get_by_label("Nesterov momentum, momentum from")
    low.fill("0.5")
    low.blur()
    expect(plan).to_contain_text("momentum 0.5 to 0.999")
    assert 'spaces={"nesterov":{"momentum":[0.5,0.999]}}' in visit.evaluate("() => decodeURIComponent(location.href)")
    visit.reload()
    expect(plan).to_contain_text("momentum 0.5 to 0.999")
    visit.get_by_text("What is searched").click()
    tick = visit.get_by_role("checkbox", name="momentum", exact=True)
    tick.uncheck()
    expect(visit.locator("[data-wrong=spaces]")).to_contain_text("Tick something to search of Nesterov momentum")
    tick.check()
    visit.get_by_role("button", name="Start").click()
    visit.wait_for_url(re.compile("/compare/[0-9a-f]{16}"))
    expect(visit.locator(WORD)).to_have_text("finished", timeout=120_000)
    visit.get_by_role("tab", name="Search").click()
    panel = visit.locator("#search")
    expect(panel).to_have_attribute("data-ready", "true")
    figures = panel.locator(".plot-figure")
    expect(figures).to_have_count(3)
    for place in range(3):
        figures.nth(place).scroll_into_view_if_needed()
        expect(figures.nth(place)).to_have_attribute("data-state", "ready")
        drawn = (
            figures.nth(place)
            .locator(".plot-host")
            .evaluate(
                "({ data }) => data.filter((one) => one.hovertext && one.name === 'Nesterov momentum, searched')"
                ".map((one) => one.hovertext.filter((text) => text).length)"
            )
        )
        assert drawn == [8]
    rows = panel.get_by_role("row", name="Nesterov momentum, searched")
    expect(rows.filter(has_text=re.compile("matters|not beyond chance"))).to_have_count(2)
    visit.evaluate(AXE)
    assert violations(visit) == []
