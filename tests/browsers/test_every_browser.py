"""The same journey in Chromium, Firefox and WebKit: problems, Stop, the playground, its links, a plan to compare."""

import importlib
from collections.abc import Iterator

import pytest

from app.course import catalog
from tests.browser.site import Site
from tests.browsers.chromium import Chromium
from tests.browsers.driver import Missing
from tests.browsers.journey import Journey

pytestmark = [pytest.mark.browser, pytest.mark.timeout(3600)]

SLUG = "adam-step"
FILES = catalog.files_for_browser(SLUG)
REFERENCE = FILES["reference.py"]
BEGUN = "def adam_step(*arguments, **settings):\n    print('begun', flush=True)\n"
LOOPS = {
    "loop": "    while True:\n        pass\n",
    "loop in C": "    sum(range(10**11))\n",
    "loop that catches everything": (
        "    while True:\n        try:\n            while True:\n                pass\n"
        "        except BaseException:\n            pass\n"
    ),
}
PATIENT = "\nimport dataclasses\nTESTS = tuple(dataclasses.replace(test, timeout=600) for test in TESTS)\n"
TYPED = "def update(p, g, s, t, xp, *, lr=0.001):\n    return -lr * g, s\n"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The site, with tests that no busy machine lets run out of time."""
    usual = catalog.files_for_browser

    def patiently(slug: str) -> dict[str, str]:
        files = usual(slug)
        return {**files, "tests.py": files["tests.py"] + PATIENT}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalog, "files_for_browser", patiently)
        site = Site(isolated=True)
        yield site
        site.close()


@pytest.fixture(scope="module", params=["chromium", "firefox", "webkit"])
def visitor(request: pytest.FixtureRequest, site: Site) -> Iterator[Journey]:
    """One window for the whole journey; a browser that is not installed is passed over with a sentence."""
    if request.param == "chromium":
        page = request.getfixturevalue("chromium").new_page()
        yield Journey(Chromium(page), site.address)
        page.close()
        return
    try:
        with importlib.import_module(f"tests.browsers.{request.param}").started() as driver:
            yield Journey(driver, site.address)
    except Missing as missing:
        pytest.skip(str(missing))


def test_a_right_answer_passes_and_a_wrong_one_is_named(visitor: Journey):
    visitor.problem(SLUG)
    assert set(visitor.judge(REFERENCE)) == {"pass"}
    assert "fail" in visitor.judge(FILES["mistakes/no_bias_correction.py"])
    visitor.sees("[data-mistake=no_bias_correction]")
    assert visitor.heard == []


def test_three_loops_are_stopped_and_the_next_answer_is_judged_right(visitor: Journey):
    visitor.problem(SLUG)
    for loop in LOOPS.values():
        visitor.write(BEGUN + loop)
        visitor.press("Run tests")
        visitor.reads("pre.printed", "begun")
        visitor.press("Stop")
        assert set(visitor.judged()) == {"not-run"}
        assert visitor.code == BEGUN + loop
    assert set(visitor.judge(REFERENCE)) == {"pass"}
    assert visitor.heard == []


def test_what_is_typed_with_keys_is_in_the_editor_and_there_again_after_leaving(visitor: Journey):
    visitor.problem(SLUG)
    visitor.write("")
    visitor.driver.ask("() => document.querySelector('code-editor').focus()")
    visitor.driver.keys("typed = 1")
    assert visitor.code == "typed = 1"
    visitor.reads("[data-saved]", "Saved")
    visitor.open(f"/problems/{SLUG}", "[data-run]:enabled")
    assert visitor.code == "typed = 1"
    assert visitor.heard == []


def test_a_race_is_run_changed_looked_into_and_sent(visitor: Journey):
    visitor.playground()
    before = visitor.racers
    visitor.drag("Adam", "lr", 400)
    assert visitor.racers["Adam"]["loss"] != before["Adam"]["loss"]
    visitor.press("Fork")
    visitor.until("(before) => document.querySelectorAll('[data-racer]').length > before", len(before))
    visitor.until("() => Boolean(document.querySelector('code-editor')?.shadowRoot?.querySelector('.cm-content'))")
    visitor.write(TYPED)
    typed = next(name for name in visitor.racers if name not in before)
    visitor.sees(f"[data-racer='{typed}'][data-loss]")
    visitor.driver.click("[data-panel-tab=lr-curve]")
    visitor.sees("[data-plot=lr-curve] .plot-figure[data-state=ready]")
    visitor.until("() => location.hash.startsWith('#s=')")
    visitor.settled()
    sent = visitor.racers
    link = visitor.driver.ask("() => location.pathname + location.hash")
    assert visitor.heard == []

    visitor.playground(link)
    assert list(visitor.racers) == list(sent)
    assert visitor.racers["Adam"]["loss"] == sent["Adam"]["loss"]
    visitor.reads(f"[data-racer='{typed}']", "This code came with the link. Read it, then run it.")
    assert visitor.heard == []


def test_a_comparison_is_planned(visitor: Journey):
    visitor.open("/compare?rules=sgd&workload=noisy_quadratic&trials=2&seeds=2&steps=20", "[data-start]:enabled")
    visitor.reads("[data-sentence]", "3 rules × 2 settings × 2 seeds on Noisy quadratic, 20 steps: 12 runs")
    assert visitor.heard == []
