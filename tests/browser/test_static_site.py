"""The exported site, on a host that serves files below a path: judged, played, stopped, and without a network."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from app.course import catalog
from tests.browser.other_site import other_site
from tests.browser.problem_page import SLUG, ProblemPage
from tests.browser.static_site import exported

pytestmark = pytest.mark.browser

FILES = catalog.files_for_browser(SLUG)
ENDLESS = "def adam_step(*arguments, **settings):\n    while True:\n        pass\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with exported(tmp_path_factory.mktemp("host")) as address:
        yield address


@pytest.fixture(scope="module")
def visit(chromium: Browser, address: str) -> Iterator[ProblemPage]:
    """A first visitor, whose page has no shared memory, as no header asks for it."""
    context = chromium.new_context()
    visit = ProblemPage(context.new_page(), None, SLUG, address)
    visit.ready()
    yield visit
    context.close()


def test_a_first_visitor_is_judged_and_stops_a_loop(visit: ProblemPage):
    assert visit.page.evaluate("crossOriginIsolated") is False
    assert set(visit.run(FILES["reference.py"]).values()) == {"pass"}
    visit.code = ENDLESS
    visit.start()
    visit.page.get_by_role("button", name="Stop").click()
    assert "pass" not in visit.done().values()
    assert visit.code == ENDLESS
    visit.run(FILES["mistakes/eps_inside_root.py"])
    assert visit.mistake == "eps_inside_root"
    assert visit.logged == []


def test_every_link_and_file_of_a_page_is_on_the_host(address: str, page: Page):
    failed: list[str] = []
    page.on("response", lambda answer: answer.status >= 400 and failed.append(answer.url))
    for path in ("/", "/problems/", "/playground/", "/rules/", "/rules/adam/", "/compare/", "/problems/kill-table/"):
        page.goto(address + path)
        page.wait_for_load_state("load")
        for link in page.eval_on_selector_all("a[href]", "links => links.map((link) => link.href)"):
            assert link.startswith((f"{address}/", "https://")) or "#" in link, link
    assert failed == []


def test_pages_of_others_show_it_in_a_frame_that_keeps_nothing_for_a_time_without_a_network(address: str, page: Page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    lines = f'<script src="{address}/embed/element.js" async></script><optimizer-playground lesson="momentum">'
    with other_site() as other:
        page.goto(other.put("/blog", lines, name="127.0.0.1"))
        frame = page.locator("iframe").content_frame
        frame.locator("html[data-python=ready]").wait_for(state="attached")
        expect(frame.locator("[data-lesson] h2")).to_be_visible()
        assert page.frames[1].url == f"{address}/embed/playground/lesson/momentum/"
        assert page.frames[1].evaluate("document.documentElement.dataset.controls") == "landscape racers play side"
        whole = frame.get_by_role("link", name="Open in Optimizer Playground")
        expect(whole).to_have_attribute("href", urlsplit(f"{address}/playground/lesson/momentum/").path)
    assert f"{address}/offline.js" not in asked


def test_after_the_first_visit_all_works_without_a_network_and_with_shared_memory(address: str, visit: ProblemPage):
    page = visit.page
    page.wait_for_selector("html[data-offline=ready]", state="attached")
    page.context.set_offline(True)
    page.goto(f"{address}/playground?lesson=momentum&projector")
    page.wait_for_selector("html[data-projector]", state="attached")
    assert page.evaluate("crossOriginIsolated") is True
    page.wait_for_selector("html[data-python=ready]", state="attached")
    expect(page.locator("[data-lesson] h2")).to_be_visible()
    page.goto(f"{address}/rules/adam")
    expect(page.get_by_role("heading", name="Adam", exact=True)).to_be_visible()
    page.goto(f"{address}/compare")
    expect(page.get_by_role("heading", level=1)).to_contain_text("machine of your own")
    page.goto(f"{address}/problems/{SLUG}/")
    visit.opened()
    assert set(visit.run(FILES["reference.py"]).values()) == {"pass"}
    page.context.set_offline(False)
