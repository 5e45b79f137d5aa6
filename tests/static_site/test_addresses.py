"""Every address of a page is moved below the path that a static host serves, and no other text is."""

import pytest

from app.static_site.addresses import asked, checked, embedded, moved, place, rewritten
from app.static_site.errors import CannotExport


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("/", "/site/"),
        ("/problems", "/site/problems/"),
        ("/problems/adam-step#hints", "/site/problems/adam-step/#hints"),
        ("/playground?lesson=momentum", "/site/playground/lesson/momentum/"),
        ("/playground?rule=muon#matrices", "/site/playground/rule/muon/#matrices"),
        ("/playground?projector", "/site/playground/"),
        ("/compare?rules=adam,sgd", "/site/compare/"),
        ("/compare/0a1b", "/site/compare/"),
        ("/compare/parity", "/site/compare/parity/"),
        ("/api/problems/adam-step", "/site/api/problems/adam-step.json"),
        ("/embed/playground", "/site/embed/playground/"),
        ("/embed/playground?lesson=momentum", "/site/embed/playground/lesson/momentum/"),
        ("/embed/problems/adam-step", "/site/embed/problems/adam-step/"),
        ("/embed/element.js", "/site/embed/element.js"),
        ("/assets/00/js/a.js", "/site/assets/00/js/a.js"),
    ],
)
def test_an_address_is_moved(address: str, there: str):
    assert moved(address, "/site/") == there
    assert place(asked(address)).removesuffix("index.html") == there.removeprefix("/site/").partition("#")[0]


def test_addresses_in_attributes_and_data_are_moved_and_told():
    page = (
        '<a href="/rules/adam?x=1&amp;y=2">/rules</a><a href="//elsewhere/">x</a><a href="https://arxiv.org/">y</a>'
        '<pre>href="/in-text"</pre><code data-module="/vendor/1/e.mjs"></code>'
        '<script type="application/json" id="config">{"a": ["/api/formulas", "/ not", "1/2"], '
        '"b": {"c": "/vendor/1/pyodide/"}, "text": "<a href=\\"/rules\\">"}</script><a href="/">z</a>'
    )
    told: list[str] = []
    moved_page = rewritten(page.replace('href="/in-text"', "href=&quot;/in-text&quot;"), "/s/", told.append)
    assert told == ["/rules/adam?x=1&y=2", "/vendor/1/e.mjs", "/api/formulas", "/"]
    assert '<a href="/s/rules/adam/">/rules</a>' in moved_page
    assert '<a href="//elsewhere/">x</a><a href="https://arxiv.org/">y</a>' in moved_page
    assert '{"a": ["/s/api/formulas.json", "/ not", "1/2"], "b": {"c": "/s/vendor/1/pyodide/"}' in moved_page
    assert '\\u003ca href=\\"/rules\\">' in moved_page
    assert "href=&quot;/in-text&quot;" in moved_page


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("/playground", "/embed/playground"),
        ("/playground?rule=muon", "/embed/playground?rule=muon"),
        ("/problems/adam-step", "/embed/problems/adam-step"),
        ("/problems", None),
        ("/problems/kill-table", None),
        ("/rules/adam", None),
        ("/embed/playground", None),
    ],
)
def test_playground_and_problems_have_another_form_for_frames(address: str, there: str | None):
    assert embedded(address) == there


@pytest.mark.parametrize("base", ["", "optimizers/", "/optimizers", "//", "/a b/", "/ä/", "https://x/"])
def test_a_base_that_is_no_path_is_refused(base: str):
    with pytest.raises(CannotExport, match="no path of a site"):
        checked(base)
