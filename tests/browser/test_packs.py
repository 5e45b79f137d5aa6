"""Problems of a pack in a real browser: judged as those of the course are, and able to reach nothing besides."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from typer.testing import CliRunner

from app.cli import cli
from app.course import catalog
from tests.browser.pack_page import PackPage
from tests.browser.problem_page import ProblemPage
from tests.browser.site import Site
from tests.packs.test_reading import EXAMPLE, read_files, zipped

pytestmark = pytest.mark.browser

HONEST = "first-steps/heavy-ball"
HOSTILE = """
import gc, sys

FOUND = []


def attempt(name, what):
    try:
        FOUND.append(f"{name}: {what()}")
    except BaseException as error:
        FOUND.append(f"{name}: refused ({type(error).__name__})")


def other_problems():
    held = [text for text in gc.get_objects() if isinstance(text, str) and "adam_step" in text and "def " in text]
    sources = [text for text in held if "exp_avg" in text or "1 - beta2**t" in text]
    return f"{len(sources)} sources"


def files():
    import glob
    return [name for name in glob.glob("/**/reference.py", recursive=True)] + glob.glob("/**/mistakes", recursive=True)


def network():
    import urllib.request
    return urllib.request.urlopen("/api/secret").read()


def javascript(name):
    return __import__(name)


attempt("js", lambda: javascript("js"))
attempt("pyodide_js", lambda: javascript("pyodide_js"))
attempt("pyodide.http", lambda: javascript("pyodide.http").http.open_url("/api/secret"))
attempt("storage", lambda: __import__("js").localStorage)
attempt("ctypes", lambda: javascript("ctypes"))
attempt("network", network)
attempt("files", files)
attempt("other problems", other_problems)

from descent.judge.suite import Suite
from descent.judge.judgement import Judgement

Suite.outcome_and_difference = lambda self, test_id, seen: ("pass", None)
sys.modules["descent.judge.difference"].differ = lambda *given: None

from descent.judge.case import Call, Case, Test

TESTS = tuple(
    Test(f"found-{number}", text[:150], lambda rng, xp: Case({}, (Call("heavy_ball_step", ()),)), "public")
    for number, text in enumerate(FOUND)
)
"""
ODD_ANSWERS = """
import json
from descent.judge.case import Test

real = json.dumps
json.dumps = lambda value, **more: real({"tests": [{"id": 7, "title": "<img src=x onerror=alert(1)>"}]})
TESTS = ()
"""
BROKEN = "TESTS = 1 / 0\n"


@pytest.fixture(scope="module")
def packs(tmp_path_factory) -> Iterator[Site]:
    """A site with the example and with three packs that mean no good."""
    folder = tmp_path_factory.mktemp("packs")
    made = [EXAMPLE]
    for name, tests in {"hostile": HOSTILE, "odd": ODD_ANSWERS, "broken": BROKEN}.items():
        texts = {**read_files(EXAMPLE), "heavy-ball/tests.py": tests}
        texts["pack.toml"] = texts["pack.toml"].replace('"first-steps"', f'"{name}"')
        made.append(zipped(folder / f"{name}.zip", texts))
    site = Site(isolated=True, packs=tuple(made))
    yield site
    site.close()


@pytest.fixture(scope="module")
def tab(chromium: Browser) -> Iterator[Page]:
    """One tab for all of them: what one leaves behind meets the next."""
    page = chromium.new_page()
    yield page
    page.close()


def source(path: str) -> str:
    return (Path(EXAMPLE) / path).read_text()


def test_a_problem_of_a_pack_is_judged_with_a_name_and_its_work_is_kept_under_the_pack(packs: Site, tab: Page):
    visit = PackPage(tab, packs.address, HONEST)
    expect(tab.locator("[data-warning]")).to_contain_text("tests are Python by Optimizer Playground")
    expect(tab.locator("pre.listing").first).to_contain_text("# now params = [[0]], velocities = [[-1]]")
    outcomes = visit.run(source("heavy-ball/mistakes/position_first.py"))
    assert "fail" in outcomes.values()
    assert visit.mistake == "position_first"
    expect(tab.locator("departure-picture svg")).to_be_visible()
    assert set(visit.run(source("heavy-ball/reference.py")).values()) == {"pass"}
    assert visit.mistake is None
    tab.wait_for_function("document.querySelector('[data-saved]').textContent === 'Saved'")
    stored = json.loads(tab.evaluate("JSON.stringify(Object.keys(localStorage).sort())"))
    assert stored == [f"draft:{HONEST}", f"history:{HONEST}"]
    assert visit.logged == []


def test_a_hostile_pack_finds_nothing_and_the_next_problem_is_judged_right(packs: Site, tab: Page):
    asked = len(packs.faults.asked)
    visit = PackPage(tab, packs.address, "hostile/heavy-ball")
    outcomes = visit.run("def heavy_ball_step():\n    return None\n")
    found = [row.inner_text() for row in tab.locator("[data-test] .name").all()]
    assert len(outcomes) == len(found) == 8
    said = dict(text.split(": ", 1) for text in found)
    assert said["files"] == "[]"
    assert said["other problems"] == "0 sources"
    assert all(text.startswith("refused") for name, text in said.items() if name not in ("files", "other problems"))
    assert "/api/secret" not in packs.faults.asked[asked:]
    assert set(outcomes.values()) == {"pass"}, "it rules its own verdicts, and no others"

    next_one = PackPage(tab, packs.address, HONEST)
    assert next_one.run(source("heavy-ball/mistakes/uphill.py"))["descent"] == "fail"
    assert next_one.mistake == "uphill"
    course = ProblemPage(tab, packs, "gradient-step")
    files = catalog.files_for_browser("gradient-step")
    assert "fail" in course.run(files["mistakes/does_nothing.py"]).values()
    assert course.mistake == "does_nothing"
    assert set(course.run(files["reference.py"]).values()) == {"pass"}


def test_an_answer_of_another_shape_is_refused_and_shown_as_text(packs: Site, tab: Page):
    visit = PackPage(tab, packs.address, "odd/heavy-ball")
    visit.run(source("heavy-ball/reference.py"))
    said = "The tests of this pack failed, which is not your code's fault"
    expect(tab.locator("[data-summary]")).to_contain_text(said)
    assert tab.locator("test-results img").count() == 0


def test_tests_that_do_not_load_are_told_as_the_packs_fault(packs: Site, tab: Page):
    visit = PackPage(tab, packs.address, "broken/heavy-ball")
    visit.run(source("heavy-ball/reference.py"))
    expect(tab.locator("[data-summary]")).to_contain_text("ZeroDivisionError: division by zero")


def test_a_pack_is_opened_shown_begun_judged_and_removed_with_undo(packs: Site, tab: Page, tmp_path: Path):
    out = tmp_path / "first.zip"
    assert CliRunner().invoke(cli, ["export-pack", str(EXAMPLE), str(out)]).exit_code == 0
    tab.goto(f"{packs.address}/problems")
    tab.locator("[data-pack-file]").set_input_files(str(out))
    preview = tab.locator("[data-pack-dialog]")
    expect(preview).to_contain_text("tests are Python by Optimizer Playground; they run in your browser")
    expect(preview).to_contain_text("3 problems")
    assert tab.locator("[data-opened-pack]").count() == 0, "nothing is kept before the press"
    preview.get_by_role("button", name="Begin").click()
    mine = tab.locator("[data-opened-pack=first-steps]")
    expect(mine.get_by_role("heading")).to_have_text("First steps")

    mine.get_by_role("button", name="Remove").click()
    expect(mine).to_have_count(0)
    tab.locator("[data-pack-said]").get_by_role("button", name="Undo").click()
    expect(mine).to_have_count(1)

    mine.get_by_role("link", name="Gradients within bounds").click()
    visit = ProblemPage.__new__(ProblemPage)
    visit.page = tab
    visit.opened()
    assert tab.locator(".statement math").count() > 0
    assert visit.run(source("clip-by-value/mistakes/signs_lost.py"))["many"] == "fail"
    assert visit.mistake == "signs_lost"


def test_html_of_an_opened_pack_loses_all_that_is_not_on_the_list(packs: Site, tab: Page):
    tab.goto(f"{packs.address}/problems")
    tab.evaluate("window.spoilt = []")
    html = (
        "<p class='listing evil' onclick='spoilt.push(1)'>kept<script>spoilt.push(2)</script>"
        "<img src=x onerror='spoilt.push(3)'><a href='javascript:spoilt.push(4)'>no</a><a href='https://x.test/'>yes</a>"
        "<svg><a href='javascript:1'>gone</a></svg><math><mi href='javascript:1'>x</mi><maction>y</maction></math>"
        "<form action=x><button formaction=x>text</button></form></p><pre data-example tabindex=5>{}</pre>"
    )
    shown = tab.evaluate(
        "async ([module, html]) => { const { allowedHtml } = await import(module);"
        " const place = document.createElement('div'); place.append(allowedHtml(html)); document.body.append(place);"
        " return place.innerHTML }",
        [f"{packs.scripts}base/allowed-html.js", html],
    )
    assert shown == (
        '<p class="listing">kept<a>no</a><a href="https://x.test/" rel="noopener noreferrer">yes</a>'
        '<math><mi>x</mi>y</math></p>text<p></p><pre data-example="" tabindex="0">{}</pre>'
    )
    assert tab.evaluate("window.spoilt") == []
