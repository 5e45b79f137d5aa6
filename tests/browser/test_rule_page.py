"""The rule library in a real browser: every page opens clean, and a rule runs live where the server drew it."""

from pathlib import Path

import pytest
from descent import registry
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import Site
from tests.descent.export.refused import REFUSED

pytestmark = pytest.mark.browser


def test_typing_finds_rules_by_name_year_and_what_they_do(page: Page, site: Site):
    page.goto(f"{site.address}/rules")
    search = page.get_by_label("Find a rule")
    for query, found in (("SIGN 2018", ["Signum"]), ("matrices 2025 polar", ["MOP", "PolarGrad"])):
        search.fill(query)
        assert page.locator("[data-rule]:visible a").all_text_contents() == found
        assert page.locator("[data-family]:visible").count() == 1
    search.fill("nothing like it")
    expect(page.locator("[data-none]")).to_be_visible()
    search.fill("")
    expect(page.locator("[data-rule]:visible")).to_have_count(len(registry.rule_names()))


@pytest.mark.parametrize("rule", ["adam", "muown", "kron_psgd"])
def test_dragging_the_learning_rate_runs_the_rule(page: Page, site: Site, rule: str):
    logged: list[str] = []
    page.on("console", lambda message: message.type == "error" and logged.append(message.text))
    page.on("pageerror", lambda error: logged.append(str(error)))
    page.goto(f"{site.address}/rules/{rule}")
    drawn = page.locator("[data-loss]").get_attribute("d")
    ticks = page.locator("rule-miniature svg text").all_text_contents()
    assert drawn
    page.wait_for_selector("html[data-python=ready]")
    slider = page.get_by_label("learning rate")
    value = slider.input_value()
    slider.fill(str(float(value) - 1))
    expect(page.locator("[data-loss]")).not_to_have_attribute("d", drawn)
    slider.fill(value)
    expect(page.locator("rule-miniature svg text")).to_have_text(ticks)
    live = page.locator("[data-loss]").get_attribute("d")
    assert live
    assert len(live.split("L")) == len(drawn.split("L"))
    for target, said in (("latex", r"\begin{aligned}"), ("torch", "(torch.optim.Optimizer):")):
        page.locator(f"rule-file [data-target={target}]").click()
        listing = page.locator("rule-file pre")
        if (target, rule) in REFUSED:
            expect(page.locator("rule-file [role=status]")).to_contain_text(rule)
            expect(listing).to_be_hidden()
        else:
            expect(listing).to_contain_text(said)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save").click()
    assert saved.value.suggested_filename == f"{rule}_torch.py"
    assert "import torch" in Path(saved.value.path()).read_text(encoding="utf-8")
    assert logged == []


def test_every_rule_has_a_page_that_reads_without_scripts_and_without_errors(chromium: Browser, site: Site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    logged: list[str] = []
    page.on("console", lambda message: message.type == "error" and logged.append(f"{page.url}: {message.text}"))
    for name in registry.rule_names():
        answer = page.goto(f"{site.address}/rules/{name}")
        assert answer
        assert answer.ok, name
        assert page.locator(".formula math").count() >= 1, name
        assert page.locator("[data-loss]").get_attribute("d"), name
    assert logged == []
    context.close()
