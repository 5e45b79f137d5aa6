"""A person plays: races, drags, types rules and landscapes, and sends the whole of it to somebody else."""

import base64
import json
import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from app.web.openings.opening import default_opening
from tests.browser.playground_page import PlaygroundPage, fragment
from tests.browser.site import Site

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
GROWING = "def update(p, g, s, t, xp, *, lr=0.01):\n    return lr * g * t**3, s\n"
PLAIN = "def update(p, g, s, t, xp, *, lr=0.001):\n    return -lr * g, s\n"
# Play and pause in the page itself: on a busy machine the race might be over before a second click comes.
PLAY_A_LITTLE = """async () => {
  const [button, clock] = ["[data-play]", "[data-step]"].map((name) => document.querySelector(name));
  button.click();
  while (["step 200", "step 0"].includes(clock.textContent)) await new Promise((resolve) => setTimeout(resolve));
  button.click();
}"""
WITHOUT_LUCK = """async () => {
  const row = document.querySelector("[data-racer=Adam]");
  const range = row.querySelector("[data-hyper=lr]");
  range.value = "200";
  range.dispatchEvent(new Event("input", {bubbles: true}));
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return row.querySelectorAll("[data-luck] meter").length;
}"""
ENDLESS = "def update(p, g, s, t, xp, *, lr=0.001):\n    while True:\n        pass\n"


@pytest.fixture(scope="module")
def visit(chromium: Browser, site: Site) -> Iterator[PlaygroundPage]:
    """One visitor who never reloads."""
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    visit = PlaygroundPage(page, site)
    visit.ready()
    yield visit
    page.close()


def test_a_finished_race_is_readable_before_any_script_runs(chromium: Browser, site: Site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}/playground")
    assert page.locator("[data-first] .path").count() == 3
    assert page.locator("[data-racer=Adam]").get_attribute("data-loss") not in (None, "")
    expect(page.get_by_role("heading", name="Momentum on a ravine")).to_be_visible()
    context.close()


def test_the_race_of_the_server_and_of_the_browser_are_the_same(chromium: Browser, site: Site):
    page = chromium.new_page()
    visit = PlaygroundPage(page, site)
    before = {name: float(visit.racer(name)["loss"]) for name in visit.racers}
    visit.ready()
    for name, loss in before.items():
        assert float(visit.racer(name)["loss"]) == pytest.approx(loss, rel=1e-6)
    assert not visit.logged
    page.close()


def test_a_slider_changes_its_own_racer_alone(visit: PlaygroundPage):
    momentum, adam = visit.racer("Momentum")["loss"], visit.racer("Adam")["loss"]
    visit.slide("Adam", "lr", 400)
    assert visit.racer("Adam")["loss"] != adam
    assert visit.racer("Momentum")["loss"] == momentum


def test_a_run_that_diverges_is_named_and_drawn_at_the_border(visit: PlaygroundPage):
    visit.slide("Momentum", "lr", 1000)
    row = visit.racer("Momentum")
    assert row["stop"] in {"diverged", "left_window"}
    assert int(row["steps"]) < 200
    expect(visit.page.locator("[data-racer=Momentum] .racer-says")).to_contain_text(f"step {row['steps']}")
    visit.slide("Momentum", "lr", 400)
    assert visit.racer("Momentum")["stop"] == "max_steps"


def test_the_clock_plays_stops_and_steps(visit: PlaygroundPage):
    clock = visit.page.locator("[data-step]")
    visit.page.evaluate(PLAY_A_LITTLE)
    shown = clock.text_content()
    visit.page.get_by_role("button", name="one step on").click()
    expect(clock).to_have_text(f"step {int((shown or '').split()[1]) + 1}")
    drawn = visit.pixels("paths")
    visit.page.locator("[data-scrub]").fill("200")
    expect(clock).to_have_text("step 200")
    assert visit.pixels("paths") > drawn


def test_a_click_and_the_arrow_keys_move_the_start(visit: PlaygroundPage):
    visit.page.locator("[data-landscape-sheet]").click()
    expect(visit.page.locator("[data-landscape='name:himmelblau']")).to_be_focused()
    search = visit.page.get_by_label("Find a landscape")
    search.fill("saddles bounded")
    assert visit.page.locator("[data-landscape]:visible").all_text_contents() == [
        "Bounded monkey saddle",
        "Bounded saddle",
    ]
    search.fill("nothing like it")
    expect(visit.page.get_by_text("No landscape with a map matches")).to_be_visible()
    search.fill("bowls b")
    visit.page.locator("[data-landscape='name:booth']").press("Enter")
    visit.settled()
    expect(visit.page.locator("[data-landscape-menu]")).to_have_value("name:booth")
    before = visit.racer("Lion")["loss"]
    visit.page.locator("[data-plot=map]").click(position={"x": 500, "y": 300})
    visit.settled()
    clicked = visit.racer("Lion")["loss"]
    assert clicked != before
    visit.page.locator("[data-plot=map]").press("ArrowLeft")
    visit.settled()
    assert visit.racer("Lion")["loss"] != clicked
    visit.page.locator("[data-usual-start]").click()
    visit.settled()
    assert visit.racer("Lion")["loss"] == before


def test_a_typed_landscape_gets_contours_and_minima_and_a_wrong_one_a_sentence(visit: PlaygroundPage):
    visit.landscape("typed:")
    field = visit.page.locator("[data-expression]")
    field.fill("(x - 1)^2 + y y")
    visit.settled()
    caption = visit.page.locator("[data-about]")
    expect(caption).to_contain_text("f(x, y) = (x - 1)^2 + y*y")
    expect(visit.page.locator("[data-read-as]")).to_have_text("Read as f(x, y) = (x - 1)^2 + y*y")
    visit.page.wait_for_timeout(300)
    good = visit.pixels("contours")
    assert good > 1000
    assert float(visit.racer("Momentum")["loss"]) < 1
    field.fill("(x - 1")
    says = visit.page.locator("[data-part=landscape] .racer-says")
    expect(says).to_contain_text("cannot read this")
    expect(says).to_contain_text("The map still shows f(x, y) = (x - 1)^2 + y*y.")
    assert visit.pixels("contours") == good
    expect(caption).to_contain_text("f(x, y) = (x - 1)^2 + y*y")
    expect(visit.page.locator("[data-read-as]")).to_have_text("")
    expect(visit.page.locator("[data-racer=Momentum] .racer-says")).to_have_text("It waits for the landscape.")
    field.fill("(x - 1)^2 + y y")  # what is typed stays for the tests that follow
    visit.landscape("name:rosenbrock")
    assert visit.racer("Momentum")["outcome"] == "done"


BOXES = {
    "Number of steps": ("200", {"-1": "below 1", "1e9": "above 20,000", "1000000": "above 20,000", "2.5": "no whole"}),
    "Seed of the noise": ("0", {"-1": "below 0", "1e10": "above 2,147,483,647"}),
    "learning rate, lr, value": (None, {"-1": "below 0", "1e9": "above 10,000"}),
    "left border": (None, {"1e9": "above 1,000,000", "999": "has to be below"}),
    "turn, °, value": (None, {"720": "above 360"}),
    "start jitter, value": (None, {"-1": "below 0", "2": "above 1"}),
}


def test_every_number_box_shows_what_is_in_force_and_says_what_it_refused(visit: PlaygroundPage):
    page = visit.page
    visit.landscape("typed:")
    page.locator("[data-shape] summary").click()
    seen = page.evaluate("[...document.querySelectorAll('.desk number-box input')].map((box) => box.ariaLabel)")
    assert set(BOXES) <= set(seen)
    assert page.locator(".desk input[type=number]").count() == 0
    for label, (usual, refused) in BOXES.items():
        box = page.get_by_label(label, exact=True).first
        shown = box.input_value()
        assert usual in (None, shown)
        everywhere = {"": "A number is needed", "abc": "“abc” is no number", "5%": "“5%” is no number"}
        for typed, said in {**everywhere, **refused}.items():
            box.fill(typed)
            box.blur()
            expect(box).to_have_value(shown)
            note = box.locator("xpath=../small")
            expect(note).to_contain_text(said)
            expect(note).to_contain_text(f"{shown} stays")
    steps = page.get_by_label("Number of steps")
    steps.fill("120")
    steps.press("Enter")
    page.wait_for_selector("[data-racer=Adam][data-steps='120']")
    expect(page.locator("number-box:has([aria-label='Number of steps']) .refused")).to_be_hidden()
    steps.fill("200")
    steps.press("Enter")
    page.locator("[data-shape] summary").click()
    visit.landscape("name:rosenbrock")


def test_another_link_opened_in_the_tab_brings_its_race_and_no_trust(chromium: Browser, site: Site):
    page = chromium.new_page()
    visit = PlaygroundPage(page, site)
    visit.ready()
    typed = {"name": "Theirs", "source": GROWING, "settings": {}, "colour": 1}
    plain = {"name": "Descent", "rule": "sgd", "settings": {"lr": 0.001, "nothing": 1}, "colour": 2}
    link = fragment({"ground": {"name": "booth"}, "racers": [typed, plain], "steps": 50})
    page.evaluate("(hash) => { location.hash = hash }", link)
    page.wait_for_selector("[data-racer=Descent][data-loss]")
    assert visit.racers == ["Theirs", "Descent"]
    assert "loss" not in visit.racer("Theirs")
    expect(page.locator("[data-racer=Theirs] .racer-says")).to_contain_text("came with the link")
    expect(page.locator("[data-racer=Descent] .racer-says")).to_contain_text("no setting is called “nothing”")
    expect(page.locator("[data-notices]")).to_contain_text("Not all of this link could be followed. Descent:")
    expect(page.locator("[data-drawer]")).to_be_visible()
    assert visit.racer("Descent")["steps"] == "50"
    page.get_by_role("button", name="Remove Theirs").click()
    expect(page.get_by_role("button", name="Remove Descent")).to_be_disabled()
    page.evaluate("(hash) => { location.hash = hash }", link[:-9])
    expect(page.locator("[data-notices]")).to_contain_text("cut or changed on its way. The race stays as it is.")
    assert visit.racers == ["Descent"]
    page.goto("about:blank")
    PlaygroundPage(page, site, "/playground" + link[:-9])
    expect(page.locator("[data-notices]")).to_contain_text("cut or changed on its way. Here is the usual race.")
    assert not visit.logged
    page.close()


def test_a_rule_of_matrices_opens_a_race_of_matrices(chromium: Browser, site: Site):
    page = chromium.new_page()
    visit = PlaygroundPage(page, site, "/playground?rule=muon")
    assert visit.racers[0] == "Muon"
    visit.ready()
    assert visit.racer("Muon")["outcome"] == "done"
    expect(page.get_by_label("Rule of Muon")).to_have_value("muon")
    visit.landscape("name:booth")
    expect(page.locator("[data-racer=Muon] .racer-says")).to_contain_text("Muon takes matrices")
    assert visit.racer("Adam")["outcome"] == "done"
    assert not visit.logged
    page.close()


def test_a_ground_of_one_coordinate_is_drawn_against_the_step(visit: PlaygroundPage):
    visit.landscape("family:heavy_ball_cycle")
    assert visit.pixels("paths") > 200
    visit.landscape("name:rosenbrock")


def test_a_fork_races_its_original_and_errors_are_underlined(visit: PlaygroundPage):
    page = visit.page
    page.get_by_role("button", name="Fork and edit the code of Lion").click()
    page.wait_for_selector("[data-racer='Lion fork'][data-loss]")
    visit.settled()
    assert "def update" in visit.code
    assert float(visit.racer("Lion fork")["loss"]) == pytest.approx(float(visit.racer("Lion")["loss"]), rel=1e-9)
    kept = visit.racer("Lion fork")["loss"]

    visit.type("def update(p, g, s, t, xp, *, lr):\n    return -lr * gg, s\n")
    expect(page.locator("code-editor .cm-lintRange-error").first).to_contain_text("gg")
    assert visit.racer("Lion fork")["outcome"] == "error"
    assert visit.racer("Lion fork")["loss"] == kept
    assert visit.racer("Lion")["outcome"] == "done"

    visit.type(PLAIN)
    assert visit.racer("Lion fork")["outcome"] == "done"
    assert visit.racer("Lion fork")["loss"] != kept
    map_box, drawer = page.locator("[data-plot=map]").bounding_box(), page.locator("[data-drawer]").bounding_box()
    assert map_box
    assert drawer
    assert map_box["x"] + map_box["width"] <= drawer["x"]


def test_a_rule_that_never_ends_is_stopped_and_the_others_go_on(visit: PlaygroundPage):
    visit.page.evaluate("(source) => { document.querySelector('code-editor').value = source }", ENDLESS)
    visit.page.wait_for_selector("[data-racer='Lion fork'][data-outcome=timeout]")
    expect(visit.page.locator("[data-racer='Lion fork'] .racer-says")).to_contain_text("stopped")
    shown = visit.racer("Adam")["loss"]
    visit.spy.forget()
    visit.slide("Adam", "lr", 300)
    assert visit.racer("Adam")["loss"] != shown
    asked = visit.spy.asked("studio.race")
    assert [[racer.get("rule") for racer in args["racers"]] for args in asked] == [["adam"]], (
        "the endless rule, which nobody has changed, was run again"
    )
    visit.type(PLAIN)
    visit.page.wait_for_selector("[data-racer='Lion fork'][data-outcome=done]")


def test_a_link_brings_the_code_and_runs_none_of_it_before_a_click(visit: PlaygroundPage, chromium: Browser):
    visit.type(GROWING)
    page = chromium.new_page()
    other = PlaygroundPage(page, visit.site, visit.link().removeprefix(visit.site.address))
    other.ready()
    assert other.racers == visit.racers
    assert "loss" not in other.racer("Lion fork")
    assert other.code == GROWING
    page.locator("[data-run-typed]").click()
    page.wait_for_selector("[data-racer='Lion fork']:is([data-stop=diverged], [data-stop=left_window])")
    assert other.racer("Momentum")["loss"] == visit.racer("Momentum")["loss"]
    assert not other.logged
    page.close()


@pytest.mark.parametrize("fragment", ["s=", "s=%%%", "s=AAAA", "s=q1YqUbKqVjIyAgA", "other=1"])
def test_a_spoiled_link_opens_the_usual_page(chromium: Browser, site: Site, fragment: str):
    page = chromium.new_page()
    visit = PlaygroundPage(page, site, f"/playground#{fragment}")
    assert visit.racers == ["Momentum", "Adam", "Lion"]
    assert not visit.logged
    page.close()


BELOW_20 = """() => [...document.querySelectorAll('body *')]
  .filter((node) => [...node.childNodes].some((one) => one.nodeType === 3 && one.textContent.trim()))
  .filter((node) => node.getClientRects().length && !node.closest('.visually-hidden, math, option'))
  .filter((node) => parseFloat(getComputedStyle(node).fontSize) < 20)
  .map((node) => `${node.tagName} ${node.className} ${node.textContent.trim()}`)"""


def test_controls_can_be_hidden_for_a_class(chromium: Browser, site: Site):
    page = chromium.new_page()
    PlaygroundPage(page, site, "/playground?projector&controls=play")
    expect(page.locator("[data-play]")).to_be_visible()
    expect(page.locator("[data-landscape-menu]")).to_be_hidden()
    expect(page.locator("[data-add]")).to_be_hidden()
    page.goto(f"{site.address}/playground?projector&controls=racers,analysis,no-code")
    expect(page.locator("[data-add]")).to_be_visible()
    expect(page.locator("[data-edit]").first).to_be_hidden()
    assert page.evaluate(BELOW_20) == []
    page.close()


def start_of(address: str) -> list[float]:
    """The start that a link holds."""
    packed = address.partition("#s=")[2].partition("&")[0]
    said = json.loads(zlib.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), -15))
    found: list[float] = said["start"]
    return found


def test_a_shared_link_shows_its_paths_before_python_is_there(chromium: Browser, site: Site):
    page = chromium.new_page()
    PlaygroundPage(page, site, "/playground").ready()
    page.locator("[data-share]").click()
    link = page.locator("[data-share-link]").input_value()
    assert "&p=" in link
    assert len(link) <= 2000
    page.close()
    page = chromium.new_page()
    held: list[Route] = []  # Python does not come
    page.route("**/python/workers/**", lambda route: held.append(route))
    page.goto(link, wait_until="commit")
    first = page.locator("[data-plot=map] [data-first]")
    expect(first.locator(".path")).to_have_count(3)
    expect(first.locator(".contours path")).to_have_count(2)
    page.goto("about:blank")
    page.goto(link[:-9] + "%3Csvg%3E", wait_until="commit")  # a path that nobody wrote is none
    expect(page.locator(".no-map")).to_be_visible()
    expect(first).to_have_count(0)
    for request in held:
        request.abort()
    page.close()


def test_two_fingers_look_closer_and_one_moves_the_start(chromium: Browser, site: Site):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    PlaygroundPage(page, site).ready()
    box = page.locator("[data-plot=map]").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touched = context.new_cdp_session(page)

    def touch(kind: str, *places: float) -> None:
        fingers = [{"x": across, "y": y, "id": which} for which, across in enumerate(places)]
        touched.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    whole = page.get_by_role("button", name="Show the whole map")
    touch("touchStart", x - 30)
    touch("touchStart", x - 30, x + 30)
    for step in range(1, 5):
        touch("touchMove", x - 30 - 10 * step, x + 30 + 10 * step)
    touch("touchEnd", x - 70)
    touch("touchMove", x - 90)
    touch("touchEnd")
    expect(whole).to_be_visible()
    assert page.evaluate("scrollY") == 0
    page.wait_for_function("() => location.hash")
    assert start_of(page.url) == default_opening().state["start"]  # where it was
    pinched = page.url
    touch("touchStart", x)
    touch("touchMove", x + 20)
    touch("touchEnd")
    page.wait_for_function("(before) => location.href !== before", arg=pinched)
    assert start_of(page.url) != default_opening().state["start"]
    context.close()


def test_the_exports_hold_the_race(visit: PlaygroundPage):
    page = visit.page
    page.locator("[data-racer=Momentum]").dispatch_event("pointerdown")  # it is the selected rule that is saved
    texts = {}
    for name in ("svg", "csv", "html", "rule-torch"):
        page.locator(".menu summary").click()
        page.locator("[data-ground]").select_option("none" if name == "svg" else "white")
        with page.expect_download() as download:
            page.locator(f"[data-export={name}]").click()
        texts[name] = Path(download.value.path()).read_text(encoding="utf-8")
    assert texts["svg"].startswith("<svg")
    assert texts["svg"].count("<path") > 20
    assert "<rect" not in texts["svg"]
    assert '<rect width="100%"' in texts["html"]
    page.locator(".menu summary").click()
    with page.expect_download() as download:
        page.locator("[data-export=png]").click()
    pixels = Path(download.value.path()).read_bytes()
    size = [int(number) for number in re.findall(r' (?:width|height)="(\d+)"', texts["svg"])[:2]]
    assert pixels.startswith(b"\x89PNG")
    assert struct.unpack(">II", pixels[16:24]) == (2 * size[0], 2 * size[1])
    assert "class Momentum(torch.optim.Optimizer)" in texts["rule-torch"]
    assert texts["csv"].startswith("racer,step,x,y,loss\n")
    last = [line for line in texts["csv"].splitlines() if line.startswith('"Momentum",')][-1]
    assert last.split(",")[-1] == visit.racer("Momentum")["loss"]
    assert "/playground#s=" in texts["html"]
    assert "<script" not in texts["html"]


def test_the_copied_script_reproduces_the_race_with_numpy_alone(chromium: Browser, site: Site):
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    shaped = {"name": "booth", "transforms": [{"kind": "rotate", "angle": 0.5}, {"kind": "noise", "spread": 0.5}]}
    racers = [
        {"name": "Adam", "rule": "adam", "settings": {"lr": 0.1}, "modifiers": ["cautious"], "colour": 1},
        {"name": "Descent", "rule": "sgd", "settings": {"lr": 0.02}, "colour": 2},
    ]
    for ground in ({"name": "booth"}, shaped):
        visit = PlaygroundPage(page, site, "/playground" + fragment({"ground": ground, "racers": racers, "steps": 50}))
        page.reload()
        visit.ready()
        page.locator(".menu summary").click()
        page.locator("[data-export=script]").click()
        expect(page.locator("[data-notices]")).to_contain_text("The script is on the clipboard")
        script = page.evaluate("navigator.clipboard.readText()")
        script = script[: script.index('if __name__ == "__main__":')]
        script += "for name, path, losses in runs():\n    print(losses[-1])\n"
        command = [sys.executable, "-I", "-"]
        done = subprocess.run(command, input=script, capture_output=True, text=True, check=True)
        expected = [float(visit.racer(name)["loss"]) for name in visit.racers]
        assert [float(line) for line in done.stdout.split()] == pytest.approx(expected, rel=1e-9)
    context.close()


def test_a_fair_race_is_a_click_away_and_puts_the_luck_of_its_start_beside_each_racer(visit: PlaygroundPage):
    page = visit.page
    page.locator("[data-fair]").click()
    expect(page.locator(".standings tbody tr")).not_to_have_count(0)
    row = page.locator("[data-racer=Adam] [data-luck]")
    # 500, or 100 where a hundred take longer than a second.
    whole = re.compile(r"n = [15]00$")
    expect(row).to_have_text(whole)
    expect(row.get_by_role("meter", name=re.compile("random starts that end worse for Adam"))).to_be_visible()
    # Both at one moment: more starts may still come.
    meters = "[...document.querySelectorAll('[data-racer=Adam] [data-luck] meter, .standings [data-luck=r2] meter')]"
    page.wait_for_function(f"{meters}.length === 2")
    shares = page.evaluate(f"{meters}.map(({{ value }}) => value)")
    assert 0 <= shares[0] <= 1
    assert shares[0] == shares[1]
    # What a movement takes away is looked for in the page, before anything new can have come.
    assert page.evaluate(WITHOUT_LUCK) == 0
    visit.settled()
    expect(row).to_have_text(whole)
    visit.slide("Adam", "lr", 300)
    page.locator("[data-panel-tab=fair]").click()


def test_the_analysis_is_in_sight_and_opens_with_the_map_kept_there(visit: PlaygroundPage):
    page = visit.page
    if page.locator("[data-drawer]").is_visible():
        page.locator("[data-close-editor]").click()
    in_sight = """(selectors) => selectors.filter((selector) => {
      const { top, bottom } = document.querySelector(selector).getBoundingClientRect();
      return top < 0 || bottom > innerHeight;
    })"""
    page.evaluate("scrollTo(0, 0)")
    assert page.evaluate(in_sight, ["[data-plot=map]", "[data-panel-tab]"]) == []
    page.locator("[data-panel-tab=measures]").click()
    expect(page.locator("#analysis-panel")).to_be_visible()
    assert page.evaluate(in_sight, ["[data-plot=map]", "[data-panel-tab]", "#analysis-panel"]) == []
    page.locator("[data-panel-tab=measures]").click()
    expect(page.locator("#analysis-panel")).to_be_hidden()


def test_nothing_is_wrong_for_those_who_cannot_see_the_canvas(visit: PlaygroundPage):
    page = visit.page
    if page.locator("[data-drawer]").is_visible():
        page.locator("[data-close-editor]").click()
    page.locator("[data-table=loss] summary").click()
    expect(page.locator("[data-table=loss] tbody tr")).not_to_have_count(0)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = [
        (one["id"], [node["html"][:120] for node in one["nodes"]])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert not serious
    assert not visit.logged


def test_the_map_has_ticks_and_says_what_is_under_the_pointer_and_at_the_start(chromium: Browser, site: Site):
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    visit = PlaygroundPage(page, site)
    visit.ready()
    assert visit.pixels("over") > 100, "ticks along two edges"
    said, stage = page.locator(".map-readout"), page.locator("[data-plot=map]")
    stage.hover()
    expect(said).to_contain_text("|∇f|")
    x, y, height = (float(found) for found in re.findall(r"[xyf] (-?[\d.e-]+)", said.inner_text())[:3])
    assert height == pytest.approx((x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2, rel=0.02, abs=0.5)
    page.mouse.move(0, 0)
    expect(said).to_be_hidden()
    stage.focus()
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("|∇f|")
    page.locator("[data-usual-start]").click()
    expect(said).to_be_hidden()
    whole = page.get_by_role("button", name="Show the whole map")
    expect(whole).to_be_hidden()
    before = visit.pixels("contours")
    stage.press("+")
    assert visit.pixels("contours") != before
    whole.click()
    expect(whole).to_be_hidden()
    assert visit.pixels("contours") == before
    assert not visit.logged
    page.close()


def test_built_in_racers_go_to_large_runs_by_name(chromium: Browser, site: Site):
    page = chromium.new_page()
    page.goto(f"{site.address}/playground")
    link = page.locator("[data-scale]")
    expect(link).to_have_text("Run these 3 rules at scale")
    assert link.get_attribute("href") == "/compare?rules=momentum,adam,lion"
    link.click()
    for rule in ("momentum", "adam", "lion"):
        expect(page.locator(f"input[value={rule}]").first).to_be_checked()
    page.close()
