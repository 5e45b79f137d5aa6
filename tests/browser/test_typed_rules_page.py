"""The page on how a typed rule travels: what is typed there is traced as it stands, or refused at its line."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site

pytestmark = pytest.mark.browser


def test_what_is_typed_is_shown_as_what_would_leave(page: Page, site: Site):
    logged: list[str] = []
    page.on("console", lambda message: message.type == "error" and logged.append(message.text))
    page.on("pageerror", lambda error: logged.append(str(error)))
    page.goto(f"{site.address}/typed-rules")
    says, lines = page.locator("[data-says]"), page.locator("[data-lines]")
    expect(says).to_have_attribute("data-state", "traced")
    expect(lines).to_contain_text("m_hat")
    m_hat = page.locator('.graph-node[data-node="m_hat"]')
    expect(m_hat.last).to_have_attribute("aria-label", re.compile("fed by m, .*; feeds step. At step 3: .*, shape 4×3"))

    def write(source: str) -> None:
        page.evaluate("(source) => { document.querySelector('code-editor').value = source }", source)

    head = "def update(p, g, s, t, xp, *, lr=0.01):\n"
    write(head + "    if g.sum() > 0:\n        return -lr * g, {}\n    return lr * g, {}\n")
    expect(says).to_have_attribute("data-state", "refused")
    expect(says).to_contain_text("Line 2: this branches on data")
    expect(lines).to_be_hidden()
    expect(page.locator("code-editor .cm-lintRange-error").first).to_be_visible()
    write(head + "    way = xp.where(g > 0, 1.0, -0.5)\n    return -lr * way, {}\n")
    expect(says).to_have_attribute("data-state", "traced")
    expect(lines).to_contain_text("way = where(")
    expect(page.locator('.graph-node[data-node="way"]')).to_be_visible()
    expect(m_hat).to_have_count(0)
    page.locator("rule-file [data-target=torch]").click()
    expect(page.locator("rule-file pre")).to_contain_text("way = torch.where(g > 0, 1, -0.5)")
    page.locator("details summary").click()
    expect(page.locator("[data-json]")).to_contain_text('"name":"way","op":"where"')
    assert logged == []
