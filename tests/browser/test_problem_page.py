"""A person solves a problem in a real browser: runs, reads, fixes, stops, comes back."""

import itertools
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.course import catalog
from tests.browser.problem_page import SLUG, ProblemPage
from tests.browser.site import Site

pytestmark = pytest.mark.browser

FILES = catalog.files_for_browser(SLUG)
ENDLESS = "def adam_step(*arguments, **settings):\n    while True:\n        pass\n"


@pytest.fixture(scope="module")
def visit(chromium: Browser, site: Site) -> Iterator[ProblemPage]:
    """One visitor who never reloads, for all tests that leave the page as they found it."""
    page = chromium.new_page()
    visit = ProblemPage(page, site)
    visit.ready()
    yield visit
    page.close()


def test_a_mistake_is_named_fixed_and_then_all_tests_pass(visit: ProblemPage):
    outcomes = visit.run(FILES["mistakes/eps_inside_root.py"])
    assert "fail" in outcomes.values()
    assert visit.mistake == "eps_inside_root"
    expect(visit.page.get_by_text("What your outputs are like")).to_be_visible()
    said = re.compile("Yours first differs from the reference after call")
    expect(visit.page.locator("departure-picture svg")).to_have_attribute("aria-label", said)

    caption = visit.page.locator("departure-picture caption")
    shown = caption.inner_text()
    visit.page.locator("departure-picture").get_by_role("slider", name="call").fill(
        "2" if shown.endswith(" 1") else "1"
    )
    expect(caption).not_to_have_text(shown)

    assert set(visit.run(FILES["reference.py"]).values()) == {"pass"}
    assert visit.mistake is None
    expect(visit.page.locator("[data-summary]")).to_contain_text("All 21 tests pass")
    following = next(later for earlier, later in itertools.pairwise(catalog.problems()) if earlier.slug == SLUG)
    expect(visit.page.get_by_role("link", name=f"Next: {following.title}")).to_be_in_viewport()
    visit.page.get_by_role("link", name="Read the solution").click()
    expect(visit.page.locator("[data-solution-body]")).to_have_attribute("open", "")


def test_what_passed_races_in_the_playground_without_a_question(page: Page, site: Site):
    visit = ProblemPage(page, site)
    visit.ready()
    assert set(visit.run(FILES["reference.py"]).values()) == {"pass"}
    page.get_by_role("link", name="Race your code in the playground").click()
    page.wait_for_selector('[data-racer="Your code"][data-stop=max_steps]')
    expect(page.locator("[data-drawer]")).to_be_hidden()


def test_the_starter_fails_readably_with_its_line_underlined(visit: ProblemPage):
    starter = catalog.problem(SLUG).starter
    line = next(number for number, text in enumerate(starter.splitlines(), 1) if "raise NotImplementedError" in text)
    assert set(visit.run(starter).values()) == {"error"}
    card = visit.page.locator("[data-stopper]")
    expect(card).to_contain_text(f"NotImplementedError on line {line}")
    expect(visit.page.locator("[data-test]").get_by_text("NotImplementedError")).to_have_count(0)
    card.get_by_role("button", name=f"Go to line {line}").click()
    expect(visit.page.locator("code-editor .cm-activeLine")).to_contain_text("raise NotImplementedError")
    expect(visit.page.locator("code-editor .cm-lintRange-error").first).to_contain_text("raise NotImplementedError")


def test_the_hooks_are_on_one_element_per_test_and_nowhere_else(visit: ProblemPage):
    visit.run(FILES["mistakes/eps_inside_root.py"])
    tests = visit.page.locator("[data-test]")
    assert tests.count() == len(visit.outcomes)
    assert visit.page.locator("[data-outcome]").count() == visit.page.locator("[data-test][data-outcome]").count()
    assert visit.page.locator("[data-outcome]").count() == tests.count()
    assert visit.page.locator("[data-results]").count() == visit.page.locator("[data-mistake]").count() == 1


def test_the_name_of_a_mistake_is_in_view_after_a_second_run(visit: ProblemPage):
    visit.run("def adam_step(params):\n    return params +* 2\n")
    visit.run(FILES["mistakes/eps_inside_root.py"])
    visit.page.locator("[data-results]").evaluate("(results) => (results.scrollTop = results.scrollHeight)")
    visit.run(FILES["mistakes/eps_inside_root.py"] + "\n")
    expect(visit.page.locator("[data-mistake]")).to_be_in_viewport()


def test_a_syntax_error_underlines_the_exact_place(visit: ProblemPage):
    outcomes = visit.run("def adam_step(params):\n    return params +* 2\n")
    assert set(outcomes.values()) == {"error"}
    expect(visit.page.locator("code-editor .cm-lintRange-error").first).to_have_text("*")


def test_control_enter_runs_and_the_results_say_so_as_they_come(visit: ProblemPage):
    visit.code = FILES["reference.py"]
    visit.page.locator("code-editor .cm-content").press("Control+Enter")
    visit.page.wait_for_selector("[data-results][data-state=running]")
    assert set(visit.done().values()) == {"pass"}


def test_stop_ends_a_run_and_the_next_one_works_with_every_character_kept(visit: ProblemPage):
    visit.code = ENDLESS
    visit.start()
    visit.page.wait_for_selector("[data-running]")
    visit.page.wait_for_timeout(300)
    visit.page.get_by_role("button", name="Stop").click()
    assert set(visit.done().values()) == {"not-run"}
    assert visit.code == ENDLESS
    assert set(visit.run(FILES["reference.py"]).values()) == {"pass"}


def test_a_program_without_end_runs_out_of_time_and_the_rest_is_not_run(visit: ProblemPage):
    outcomes = list(visit.run(ENDLESS).values())
    assert outcomes[0] == "timeout"
    assert set(outcomes[1:]) == {"not-run"}
    expect(visit.page.locator("[data-test]").first).to_contain_text("did not end within")


def test_a_broken_interpreter_is_a_crash_and_the_next_run_works(visit: ProblemPage):
    source = (
        "import functools\n\nclass Endless:\n    def __repr__(self):\n        return repr(self)\n\n"
        "def adam_step(*arguments, **settings):\n    deep = functools.partial(int)\n"
        "    for _ in range(200_000):\n        deep = functools.partial(deep)\n    return repr([Endless()])\n"
    )
    assert next(iter(visit.run(source).values())) in {"crash", "error"}
    assert visit.code == source
    assert set(visit.run(FILES["reference.py"]).values()) == {"pass"}
    visit.logged[:] = [text for text in visit.logged if "fatal error" not in text and "wasm-function" not in text]


def test_lines_are_tried_on_the_code_stopped_and_kept_and_nothing_counts(page: Page, site: Site):
    visit = ProblemPage(page, site)
    visit.ready()
    visit.code = (
        "import numpy as np\n\ndef adam_step(params, grads, m, v, t):\n    print('step', t)\n    params[0] -= 0.5\n"
    )
    page.get_by_role("tab", name="Try it").click()
    tried, printed = page.locator("#try-it"), page.locator("#try-it .printed")
    expect(tried.locator(".cm-content")).to_contain_text("adam_step(params=params")
    page.get_by_role("button", name="Run these lines").click()
    expect(printed).to_have_text(re.compile(r"^step 1\s+params = \[array\(\[0\.5\]\)\]"))
    expect(page.locator("[data-test][data-outcome=not-run]")).to_have_count(page.locator("[data-test]").count())

    lines = "adam_step([1.0], [], [], [], 7)\nwhile True:\n    pass\n"
    page.evaluate("(lines) => { document.querySelector('#try-it code-editor').value = lines }", lines)
    page.get_by_role("button", name="Run these lines").click()
    expect(printed).to_have_text("step 7")
    tried.get_by_role("button", name="Stop").click()
    expect(tried.get_by_role("status")).to_have_text("Stopped.")

    assert set(visit.run(FILES["reference.py"]).values()) == {"pass"}  # which shows the tests
    page.reload()
    visit.opened()
    page.get_by_role("tab", name="Try it").click()
    assert page.evaluate("document.querySelector('#try-it code-editor').value") == lines
    assert not visit.logged


def test_printed_text_stands_below_its_test(visit: ProblemPage):
    visit.run("print('loaded')\n\ndef adam_step(*arguments, **settings):\n    print('stepping')\n")
    first = visit.page.locator("[data-test]").first
    first.get_by_text("Printed").click()
    expect(first).to_contain_text("stepping")


def test_what_a_program_prints_never_becomes_markup(visit: ProblemPage):
    visit.run(
        "def adam_step(*arguments, **settings):\n"
        "    print('<img src=x onerror=alert(1)>')\n    raise ValueError('<b>bold</b>')\n"
    )
    assert visit.page.locator("[data-results] img, [data-results] b").count() == 0
    card = visit.page.locator("[data-stopper]")
    expect(card).to_contain_text("<b>bold</b>")
    printed = visit.page.locator("[data-test]").first
    expect(printed).to_contain_text("<img src=x onerror=alert(1)>")


def test_reset_is_undone_by_a_click(visit: ProblemPage):
    visit.code = "mine = 1\n"
    visit.page.get_by_role("button", name="Reset").click()
    assert visit.code == catalog.problem(SLUG).starter
    visit.notice("reset").get_by_role("button", name="Undo").click()
    assert visit.code == "mine = 1\n"


def test_history_restores_an_earlier_run(visit: ProblemPage):
    visit.run(FILES["mistakes/uphill.py"])
    visit.code = "mine = 2\n"
    visit.page.get_by_role("button", name="History").click()
    dialog = visit.page.get_by_role("dialog")
    expect(dialog.locator("code-diff .cm-deletedChunk").first).to_be_visible()
    dialog.get_by_role("button", name="Restore this code").click()
    assert visit.code == FILES["mistakes/uphill.py"]
    visit.notice("restore").get_by_role("button", name="Undo").click()
    assert visit.code == "mine = 2\n"


def test_hints_open_with_tries(chromium: Browser, site: Site):
    fresh = ProblemPage(chromium.new_context().new_page(), site)
    locked = fresh.page.locator("details[data-hint][data-locked]")
    total = fresh.page.locator("details[data-hint]").count()
    assert locked.count() == total - 1
    assert fresh.page.locator("[data-solution-body][data-locked]").count() == 1
    fresh.page.context.close()


def escaped(visit: ProblemPage) -> None:
    """Press Escape until nothing is open: a list of names may lie over what a function takes, and goes first."""
    open_ones = visit.page.locator(".cm-tooltip-autocomplete, .cm-signature")
    while open_ones.count():
        visit.page.keyboard.press("Escape")


def test_tab_indents_or_completes_and_after_escape_leaves_the_editor(visit: ProblemPage):
    visit.code = "x = 1\n"
    content = visit.page.locator("code-editor .cm-content")
    content.focus()
    content.press("Tab")
    assert visit.code == "    x = 1\n"
    visit.code = ""
    content.press_sequentially("np.linalg.nor")
    expect(visit.page.locator(".cm-tooltip-autocomplete li").first).to_contain_text("linalg.norm(x, ord=None")
    visit.page.wait_for_timeout(200)  # for a moment after it has opened nothing of a list is taken
    content.press("Tab")
    assert visit.code == "np.linalg.norm"
    content.press_sequentially("(x, ")
    expect(visit.page.locator(".cm-signature b")).to_have_text("ord=None")
    expect(visit.page.locator("code-editor .cm-announced")).to_contain_text("now ord=None")
    escaped(visit)
    content.press_sequentially("2)\ndef mine(p, *, lr=1): pass\nmine(a, lr=")
    expect(visit.page.locator(".cm-signature b")).to_have_text("lr=1")
    escaped(visit)
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.tagName") != "CODE-EDITOR"


def test_nothing_was_logged_as_an_error(visit: ProblemPage):
    assert visit.logged == []


def test_reload_keeps_the_code(page: Page, site: Site):
    visit = ProblemPage(page, site)
    visit.code = "kept = 1\n"
    page.reload()
    visit.opened()
    assert visit.code == "kept = 1\n"


def test_the_code_is_stored_before_the_next_page_is_asked_for(page: Page, site: Site):
    ProblemPage(page, site)
    stored = """(source) => {
      document.querySelector("code-editor").value = source;
      dispatchEvent(new Event("beforeunload", {cancelable: true}));
      return localStorage.getItem("draft:adam-step");
    }"""
    assert "kept = 1" in page.evaluate(stored, "kept = 1\n")


def test_two_tabs_do_not_overwrite_each_other_silently(chromium: Browser, site: Site):
    context = chromium.new_context()
    first, second = (ProblemPage(context.new_page(), site) for _ in range(2))
    first.code = "first = 1\n"
    expect(first.page.locator("[data-saved]")).to_have_text("Saved")
    expect(second.notice("conflict")).to_be_visible()
    second.code = "second = 2\n"
    second.page.wait_for_timeout(700)
    assert second.stored(f"draft:{SLUG}")["code"] == "first = 1\n"
    second.notice("conflict").get_by_role("button", name="Keep this one").click()
    expect(second.page.locator("[data-saved]")).to_have_text("Saved")
    assert second.stored(f"draft:{SLUG}")["code"] == "second = 2\n"
    expect(first.notice("conflict")).to_be_visible()
    first.notice("conflict").get_by_role("button", name="Take the other").click()
    assert first.code == "second = 2\n"
    context.close()


def test_full_storage_is_said_and_the_code_can_be_downloaded(page: Page, site: Site):
    visit = ProblemPage(page, site)
    page.evaluate("""() => {
        let piece = "x".repeat(1 << 20), name = 0;
        while (piece.length > 1) {
            try { localStorage.setItem(`filler${name++}`, piece) } catch { piece = piece.slice(piece.length / 2) }
        }
    }""")
    visit.code = "much = 1\n" * 500
    expect(visit.notice("storage")).to_contain_text("full")
    with page.expect_download() as download:
        visit.notice("storage").get_by_role("button", name="Download the code").click()
    assert download.value.path().read_text() == "much = 1\n" * 500
    page.evaluate("localStorage.clear()")


def test_a_changed_starter_is_announced_and_replaces_nothing(page: Page, site: Site):
    visit = ProblemPage(page, site)
    draft = {"code": "old = 1\n", "revision": 3, "starter": "000000000000", "time": 0}
    page.evaluate("([key, draft]) => localStorage.setItem(key, JSON.stringify(draft))", [f"draft:{SLUG}", draft])
    page.reload()
    visit.opened()
    assert visit.code == "old = 1\n"
    expect(visit.notice("starter")).to_contain_text("has changed")


def test_the_page_reads_without_scripts(chromium: Browser, site: Site):
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site.address}/problems/{SLUG}")
    expect(page.locator(".statement math").first).to_be_visible()
    expect(page.locator("code-editor pre")).to_contain_text("def adam_step")
    assert page.locator("[data-test]").count() == 21
    page.context.close()


def test_at_390_pixels_three_tabs_show_one_part_each(chromium: Browser, site: Site):
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    ProblemPage(page, site)
    parts = {"Statement": ".statement", "Code": ".code", "Results": ".results"}
    for name in parts:
        page.get_by_role("tab", name=name).click()
        shown = [other for other, selector in parts.items() if page.locator(selector).is_visible()]
        assert shown == [name]
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


def test_without_isolation_a_problem_is_judged_and_stop_works(page: Page, plain_site: Site):
    visit = ProblemPage(page, plain_site)
    visit.ready()
    assert not page.evaluate("crossOriginIsolated")
    visit.code = ENDLESS
    visit.start()
    visit.page.wait_for_selector("[data-running]")
    visit.page.get_by_role("button", name="Stop").click()
    assert set(visit.done().values()) == {"not-run"}
    assert set(visit.run(FILES["reference.py"]).values()) == {"pass"}


def test_the_code_goes_along_in_a_link_and_replaces_nothing_unasked(chromium: Browser, site: Site):
    page, other = chromium.new_page(), chromium.new_context().new_page()
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url))
    first, code = ProblemPage(page, site), "def adam_step(*given):\n    return None  # ü\n"
    first.code = code
    page.get_by_role("button", name="Link", exact=True).click()
    link = page.get_by_role("textbox", name="Link with your code").input_value()
    expect(page.get_by_role("img", name="QR code of the link")).to_be_visible()
    other.goto(link)
    expect(other.locator("[data-notice=brought]")).to_contain_text("The code of the link is in the editor")
    assert other.evaluate("document.querySelector('code-editor').value") == code
    assert other.url.rstrip("/") == f"{site.address}/problems/{SLUG}"  # a reload does not bring it again
    assert not [url for url in asked if "code=" in url]
    # Who has code of his own is asked first.
    mine = ProblemPage(other, site)
    mine.code = "mine = 1\n"
    other.goto("about:blank")
    other.goto(link)
    notice = other.locator("[data-notice=brought]")
    expect(notice).to_contain_text("This link brings code of 2 lines")
    assert mine.code == "mine = 1\n"
    notice.get_by_role("button", name="Take it").click()
    assert mine.code == code
    notice.get_by_role("button", name="Undo").click()
    assert mine.code == "mine = 1\n"
    other.goto("about:blank")
    other.goto(link[:-5])
    expect(notice).to_contain_text("it is not whole")
    page.close()
    other.context.close()
