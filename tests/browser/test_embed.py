"""Pages in frames of somebody else's, on another origin: played, judged, measured, and asked for their races."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from app.course import catalog
from tests.browser.chromium import CLASSROOM
from tests.browser.other_site import ISOLATED, OtherSite, other_site
from tests.browser.playground_page import fragment
from tests.browser.site import Site

pytestmark = pytest.mark.browser

FILES = catalog.files_for_browser("adam-step")
TYPED = "def update(p, g, s, t, xp, *, lr=0.02):\n    return -lr * g\n"
LINK = fragment(
    {
        "ground": {"name": "sphere"},
        "racers": [
            {"name": "Mine", "source": TYPED, "settings": {}, "modifiers": []},
            {"name": "Adam", "rule": "adam", "settings": {"lr": 0.1}, "modifiers": []},
            {"name": "Adam", "rule": "sgd", "settings": {"lr": 0.1}, "modifiers": []},
        ],
        "steps": 30,
    }
)
LISTENING = "<script>addEventListener('race', ({detail}) => (window.race = detail.racers))</script>"
TRACES = """() => Object.fromEntries(window.race.map(({label, points, losses, ...counts}) =>
  [label, {...counts, points: [...points], losses: [...losses], kinds: [points, losses].map(KIND)}]))""".replace(
    "KIND", "(one) => one.constructor.name"
)
HEIGHT = "document.querySelector('iframe').clientHeight"


@pytest.fixture(scope="module")
def other() -> Iterator[OtherSite]:
    with other_site() as site:
        yield site


def element(site: Site, attributes: str) -> str:
    return (
        f'<body style="margin: 0">{LISTENING}<script src="{site.address}/embed/element.js" async></script>'
        f"<optimizer-playground {attributes}></optimizer-playground></body>"
    )


def framed(page: Page) -> Frame:
    """The document in the page's only frame, once Python is ready there."""
    page.locator("iframe").content_frame.locator("html[data-python=ready]").wait_for(state="attached")
    return page.frames[1]


def steady(page: Page, frame: Frame) -> int:
    """The height of the frame once it is that of the page in it."""
    page.wait_for_function(f"() => {HEIGHT} === heard.findLast(({{type}}) => type.endsWith(':size'))?.height")
    assert frame.evaluate("document.documentElement.scrollHeight - innerHeight") == 0
    return int(page.evaluate(HEIGHT))


@pytest.fixture(scope="module")
def playing(chromium: Browser, site: Site, other: OtherSite) -> Iterator[tuple[Page, Frame]]:
    """A page of another site, without isolation, with a race in the custom element."""
    page = chromium.new_page(viewport={"width": 900, "height": 700})
    page.goto(other.put("/race", element(site, f'src="{site.address}/playground{LINK}" height="200"')))
    yield page, framed(page)
    page.close()


def test_a_race_is_run_in_a_frame_of_another_origin_and_told_to_the_page_around_it(playing: tuple[Page, Frame]):
    page, frame = playing
    assert frame.evaluate("[location.origin === origin, crossOriginIsolated, parent !== window]") == [True, False, True]
    page.wait_for_function("window.race?.length === 2")
    traces: dict[str, Any] = page.evaluate(TRACES)
    assert list(traces) == ["Adam", "Adam (2)"]
    for trace in traces.values():
        assert (trace["steps"], trace["dim"], trace["stop"]) == (30, 2, "max_steps")
        assert (len(trace["points"]), len(trace["losses"])) == (62, 31)
        assert trace["kinds"] == ["Float64Array", "Float64Array"]
        assert trace["losses"][-1] < trace["losses"][0]
    shown = float(frame.locator('[data-racer="Adam"] .racer-loss').first.inner_text())
    assert traces["Adam"]["losses"][-1] == pytest.approx(shown, rel=1e-3)


def test_no_message_runs_code_and_typed_code_waits_for_the_reader(playing: tuple[Page, Frame]):
    page, frame = playing
    page.evaluate("window.race = null")
    for kind in ("watch", "run", "show", "size", "trust"):
        message = {"type": f"optimizer-playground:{kind}", "source": TYPED, "trusted": True, "state": {"racers": []}}
        page.evaluate("(said) => frames[0].postMessage(said, '*')", message)
    for strange in ("null", "1", "'optimizer-playground:watch'", "[]"):
        page.evaluate(f"frames[0].postMessage({strange}, '*')")
    page.wait_for_function("window.race !== null")  # the answer to `watch`
    assert list(page.evaluate(TRACES)) == ["Adam", "Adam (2)"]
    frame.locator("[data-run-typed]").click()
    page.wait_for_function("window.race.length === 3")
    assert "Mine" in page.evaluate(TRACES)


def test_only_the_page_around_a_frame_is_answered(playing: tuple[Page, Frame]):
    page, frame = playing
    page.evaluate("window.before = heard.length")
    frame.evaluate("postMessage({type: 'optimizer-playground:watch'}, '*')")
    page.evaluate("new Promise((done) => setTimeout(done, 200))")
    assert page.evaluate("heard.slice(before).filter(({type}) => type.endsWith(':race')).length") == 0


def test_the_frame_is_as_tall_as_its_page_at_every_width_and_settles(playing: tuple[Page, Frame]):
    page, frame = playing
    heights = []
    for width in (900, 390, 1300, 900):
        page.set_viewport_size({"width": width, "height": 700})
        page.wait_for_function(
            "(width) => frames[0].length === 0 && document.querySelector('iframe').clientWidth === width", arg=width
        )
        frame.wait_for_function("(width) => innerWidth === width", arg=width)
        page.evaluate("new Promise((done) => setTimeout(done, 300))")
        heights.append(steady(page, frame))
        assert frame.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert heights[0] == heights[3]
    assert heights[1] > heights[0] > heights[2]


def test_nobody_but_the_frame_itself_says_how_tall_it_is(playing: tuple[Page, Frame]):
    page, _ = playing
    before = page.evaluate(HEIGHT)
    page.evaluate("postMessage({type: 'optimizer-playground:size', height: 5000}, '*')")
    page.evaluate(
        """new Promise((done) => {
          const other = document.createElement('iframe');
          const said = "{type: 'optimizer-playground:size', height: 5000}";
          other.srcdoc = `<script>parent.postMessage(${said}, '*')</` + "script>";
          other.onload = () => setTimeout(done, 100);
          document.body.append(other);
        })"""
    )
    page.evaluate("document.body.lastElementChild.remove()")
    assert page.evaluate(HEIGHT) == before


def test_a_link_leads_to_the_same_race_in_a_tab_of_its_own(playing: tuple[Page, Frame], site: Site):
    page, frame = playing
    with page.context.expect_page() as opened:
        frame.get_by_role("link", name="Open in Optimizer Playground").click()
    tab = opened.value
    tab.wait_for_selector('[data-racer="Mine"]')
    assert tab.url.startswith(f"{site.address}/playground#s=")
    assert tab.evaluate("window.opener") is None
    tab.close()


@pytest.fixture(scope="module")
def judging(chromium: Browser, site: Site, other: OtherSite) -> Iterator[tuple[Page, Frame]]:
    """A page of another site that is isolated itself, with a problem in the custom element."""
    page = chromium.new_page()
    page.goto(other.put("/problem", element(site, 'problem="adam-step" title="Write Adam"'), ISOLATED))
    yield page, framed(page)
    page.close()


def test_a_problem_is_judged_in_a_page_that_is_isolated_itself_with_shared_memory(judging: tuple[Page, Frame]):
    page, frame = judging
    assert page.evaluate("crossOriginIsolated")
    assert frame.evaluate("[crossOriginIsolated, typeof SharedArrayBuffer]") == [True, "function"]
    assert page.locator("iframe").get_attribute("title") == "Write Adam"
    for source, outcome in ((FILES["reference.py"], "pass"), (FILES["mistakes/eps_inside_root.py"], "fail")):
        frame.evaluate("(source) => { document.querySelector('code-editor').value = source }", source)
        frame.get_by_role("button", name="Run tests").click()
        frame.wait_for_selector("[data-results][data-state=done]", state="attached")
        outcomes = frame.locator("[data-test]").evaluate_all("(rows) => rows.map((row) => row.dataset.outcome)")
        assert outcome in outcomes
        assert outcome == "fail" or set(outcomes) == {"pass"}
    expect(frame.locator("[data-mistake=eps_inside_root]")).to_be_visible()
    steady(page, frame)


def test_a_frame_that_may_store_nothing_says_so(judging: tuple[Page, Frame]):
    """Chromium lets no other site store anything in a private window, which this one is."""
    _, frame = judging
    expect(frame.locator("[data-notice=storage]")).to_contain_text("lets the site store nothing")
    expect(frame.locator("[data-saved]")).to_have_text("Not saved")


def test_a_frame_of_the_same_site_keeps_the_code_and_says_where(page: Page, site: Site, other: OtherSite):
    page.goto(other.put("/same", f'<iframe src="{site.address}/embed/problems/adam-step">', name="127.0.0.1"))
    frame = page.locator("iframe").content_frame
    frame.locator("[data-run]:enabled").wait_for(state="attached")
    page.frames[1].evaluate("document.querySelector('code-editor').value = '# mine'")
    expect(frame.locator("[data-saved]")).to_have_text("Saved in this frame")


@pytest.mark.parametrize(
    ("name", "address"),
    [("localhost", "/playground"), ("localhost", "/problems/adam-step"), (CLASSROOM, "/embed/playground")],
)
def test_a_page_that_may_not_be_shown_is_not(page: Page, site: Site, other: OtherSite, name: str, address: str):
    parent = other.put("/refused", f'<iframe src="{site.address}{address}"></iframe>', name=name)
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.goto(parent)
    assert not page.frames[1].url.startswith(site.address)


def test_the_element_shows_nothing_of_other_sites_and_says_what_it_takes(page: Page, site: Site, other: OtherSite):
    wrong = ("https://example.org/playground", "javascript:alert(1)", "/playground", f"{site.address}/compare")
    others = "".join(f'<optimizer-playground src="{src}"></optimizer-playground>' for src in wrong[1:])
    page.goto(other.put("/wrong", element(site, f'src="{wrong[0]}"') + others))
    elements = page.locator("optimizer-playground")
    expect(elements).to_contain_text([f"and {src} is none." for src in wrong])
    assert page.locator("iframe").count() == 0
    elements.last.evaluate("(element, src) => element.setAttribute('src', src)", f"{site.address}/playground")
    expect(elements.last.locator("iframe")).to_have_attribute("src", f"{site.address}/embed/playground")


def test_the_element_follows_its_attributes(page: Page, site: Site, other: OtherSite):
    page.goto(other.put("/follows", element(site, 'rule="adam" controls="play"')))
    frame = page.locator("iframe")
    expect(frame).to_have_attribute("src", f"{site.address}/embed/playground?rule=adam&controls=play")
    assert frame.get_attribute("loading") == "lazy"
    page.evaluate("document.querySelector('optimizer-playground').setAttribute('state', 'abc')")
    expect(frame).to_have_attribute("src", f"{site.address}/embed/playground?rule=adam&controls=play#s=abc")
    page.evaluate("document.querySelector('optimizer-playground').setAttribute('problem', 'a/../b')")
    expect(frame).to_have_attribute("src", f"{site.address}/embed/problems/a%2F..%2Fb?rule=adam&controls=play#s=abc")
    page.evaluate("document.querySelector('optimizer-playground').remove()")
    expect(frame).to_have_count(0)


@pytest.mark.parametrize("address", ["/playground", "/problems/adam-step"])
def test_the_page_gives_two_lines_that_show_it_elsewhere(chromium: Browser, site: Site, other: OtherSite, address: str):
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(site.address + address)
    if address == "/playground":
        page.get_by_role("button", name="Share", exact=True).click()
        page.get_by_label("In another page").check()
        page.get_by_role("button", name="Copy the two lines").click()
        told = page.locator("[data-share-told]")
        expect(told).to_contain_text("Copied.")
    else:
        page.get_by_role("button", name="Embed", exact=True).click()
        told = page.locator("[data-notices]")
    expect(told).to_contain_text("localhost:* and 127.0.0.1:* may use them")
    lines = page.evaluate("navigator.clipboard.readText()")
    assert len(lines.strip().splitlines()) == 2
    page.goto(other.put("/snippet", lines))
    source = page.locator("iframe").get_attribute("src")
    assert source is not None
    assert re.split("[?#]", source)[0] == f"{site.address}/embed{address}"
    page.locator("iframe").content_frame.locator("[data-embedded]").wait_for(state="attached")
    context.close()


def test_the_snippet_is_shown_where_the_browser_does_not_copy(page: Page, site: Site):
    page.goto(f"{site.classroom}/problems/adam-step")
    page.get_by_role("button", name="Embed", exact=True).click()
    expect(page.locator("[data-notice=embed]")).to_contain_text(f"{site.classroom}/embed/element.js")
