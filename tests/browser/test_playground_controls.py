"""What a person does is undone and done again, by button and by key; and what there is to know is said."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.playground_page import PlaygroundPage
from tests.browser.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def visit(chromium: Browser, site: Site) -> Iterator[PlaygroundPage]:
    """One visitor who never reloads."""
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    visit = PlaygroundPage(page, site)
    visit.ready()
    yield visit
    assert not visit.logged
    page.close()


def drag(visit: PlaygroundPage, selector: str, *shares: tuple[float, float]) -> None:
    """Press at the first of the places, given as shares of the element's box, move over the others and let go."""
    target = visit.page.locator(selector)
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in shares]
    visit.page.mouse.move(*points[0])
    visit.page.mouse.down()
    for point in points[1:]:
        visit.page.mouse.move(*point, steps=4)
    visit.page.mouse.up()
    visit.settled()


def test_drags_a_landscape_and_a_removal_are_undone_one_by_one_and_done_again(visit: PlaygroundPage):
    page = visit.page
    undo, redo = page.locator("[data-undo=undo]"), page.locator("[data-undo=redo]")
    expect(undo).to_be_disabled()
    seen = [{name: visit.racer(name)["loss"] for name in visit.racers}]

    def done() -> None:
        visit.settled()
        seen.append({name: visit.racer(name)["loss"] for name in visit.racers})

    drag(visit, "[data-racer=Adam] [data-hyper=lr]", (0.8, 0.5), (0.6, 0.5), (0.5, 0.5))
    done()
    drag(visit, "[data-plot=map]", (0.3, 0.3), (0.4, 0.4), (0.6, 0.4))
    done()
    visit.landscape("name:booth")
    done()
    page.get_by_role("button", name="Remove Lion").click()
    done()
    assert visit.racers == ["Momentum", "Adam"]

    page.locator("[data-notices]").get_by_role("button", name="Undo").click()
    expect(page.locator("[data-notices]")).to_be_empty()
    for before in (seen[3], seen[2], seen[1]):
        visit.settled()
        assert {name: visit.racer(name)["loss"] for name in visit.racers} == before
        page.keyboard.press("Control+z")
    visit.settled()
    assert {name: visit.racer(name)["loss"] for name in visit.racers} == pytest.approx(seen[0])
    expect(undo).to_be_disabled()
    expect(page.locator("[data-announce]")).to_have_text("Undone: Adam: lr.")

    redo.click()
    for keys in ("Control+Shift+z", "Control+y", "Meta+Shift+z"):
        page.keyboard.press(keys)
    visit.settled()
    assert visit.racers == ["Momentum", "Adam"]
    assert {name: visit.racer(name)["loss"] for name in visit.racers} == seen[4]
    expect(redo).to_be_disabled()


def test_where_text_is_typed_its_own_undo_is_the_browsers_and_the_editors(visit: PlaygroundPage):
    page = visit.page
    page.get_by_role("button", name="Fork and edit the code of Adam").click()
    page.wait_for_selector("[data-racer='Adam fork'][data-loss]")
    visit.settled()
    kept = visit.code
    visit.type(kept.replace("-lr *", "-2 * lr *"))
    assert visit.code != kept
    page.locator("code-editor .cm-content").click()
    page.keyboard.press("Control+z")
    assert visit.code == kept, "the editor's own"
    visit.settled()
    page.locator(".racer-name").first.click()
    page.keyboard.press("Control+z")
    assert "Adam fork" in visit.racers, "a field's own"
    visit.type(kept.replace("-lr *", "-3 * lr *"))
    page.locator("[data-undo=undo]").click()
    visit.settled()
    assert "-3 * lr" not in visit.code, "the code follows what the race runs"
    while "Adam fork" in visit.racers:
        page.locator("[data-undo=undo]").click()
    expect(page.locator("[data-drawer]")).to_be_hidden()


def test_the_sheet_of_keys_lists_what_is_bound_and_gives_the_focus_back(visit: PlaygroundPage):
    page = visit.page
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    page.locator(".racer-name").first.press("?")
    expect(sheet).to_have_count(0)
    page.locator(".racer-name").first.press("Control+z")
    button = page.get_by_role("button", name="Keyboard shortcuts")
    button.focus()
    page.keyboard.press("?")
    expect(sheet).to_be_visible()
    for says in ("Undo", "Redo", "Full screen", "Play from the start", "Move the start"):
        expect(sheet.get_by_text(says, exact=True)).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    before = page.locator("[data-selected]").get_attribute("data-racer")
    page.keyboard.press("2" if before == "Momentum" else "1")
    assert page.locator("[data-selected]").get_attribute("data-racer") == before, "nothing acts below the sheet"
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(button).to_be_focused()
    page.keyboard.press("2")
    assert page.locator("[data-selected]").get_attribute("data-racer") == "Adam"
    page.keyboard.press("p")
    expect(page.locator("[data-projector-button]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("p")
    expect(page.locator("html[data-projector]")).to_have_count(0)
    page.keyboard.press("r")
    expect(page.locator("[data-play]")).to_have_attribute("data-playing", "true")
    page.locator("[data-scrub]").fill("200")


def test_a_hyperparameter_says_what_it_is_and_goes_back_to_its_default(visit: PlaygroundPage):
    page = visit.page
    row = page.locator("[data-racer=Adam]")
    about = row.get_by_role("button", name="About learning rate")
    about.press("Enter")
    expect(about).to_have_attribute("aria-expanded", "true")
    said = row.locator(".hyper-about:visible")
    expect(said).to_contain_text("How far a step goes for the same gradient. From 1e-6 to 1; the default is 0.001.")
    expect(said.get_by_role("link", name="More on Adam")).to_have_attribute("href", "/rules/adam")
    rate, slider = row.get_by_label("lr, value"), row.locator("[data-hyper=lr]")
    for back in (
        lambda: slider.press("Delete"),
        lambda: slider.dblclick(),
        lambda: said.get_by_role("button", name="Set 0.001").click(),
    ):
        visit.slide("Adam", "lr", 700)
        expect(rate).not_to_have_value("0.001")
        back()
        expect(rate).to_have_value("0.001")
    visit.settled()
    assert float(visit.racer("Adam")["loss"]) > 1
    about.click()
    expect(said).to_have_count(0)


def test_a_run_that_diverged_says_which_limit_it_was_above_and_offers_a_rate_below(visit: PlaygroundPage):
    page = visit.page
    visit.landscape("name:ravine")
    rate = page.locator("[data-racer=Momentum]").get_by_label("lr, value")
    rate.fill("1000")
    rate.press("Enter")
    visit.settled()
    says = page.locator("[data-racer=Momentum] .racer-says")
    expect(says).to_contain_text("the learning rate 1000 is above 2(1 + μ)/λ = ")
    repair = says.get_by_role("button")
    offered = (repair.text_content() or "").removeprefix("Set ")
    repair.click()
    expect(rate).to_have_value(offered)
    visit.settled()
    assert visit.racer("Momentum")["stop"] in {"converged", "max_steps"}
    expect(says).to_be_hidden()
    page.locator("[data-undo=undo]").click()
    expect(rate).to_have_value("1000")
