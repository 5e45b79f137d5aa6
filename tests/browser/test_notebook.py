"""A race in a notebook: its front end in a page of another origin, with the real object in Python behind it."""

import json

import numpy
import pytest
from playwright.sync_api import Page

from optimizer_playground.notebook import Race
from tests.browser.other_site import other_site
from tests.browser.site import Site

pytestmark = pytest.mark.browser

HOST = """
<div id="cell"></div>
<script type="module">
  // What anywidget does in a notebook: the module from its text, and a model whose changes go to Python.
  const state = STATE;
  const module = URL.createObjectURL(new Blob([state._esm], {type: "text/javascript"}));
  const {default: widget} = await import(module);
  const model = {
    get: (name) => state[name],
    set: (name, value) => (state[name] = value),
    save_changes: () => (window.saved = {sent: state.sent}),
    on() {},
    off() {},
  };
  window.leave = widget.render({model, el: document.getElementById("cell")});
</script>
"""


def test_the_traces_of_the_page_are_those_of_python(page: Page, site: Site):
    race = Race(
        "rosenbrock",
        [
            {"rule": "sgd", "settings": {"lr": 0.5}},
            {"rule": "adam", "settings": {"lr": 0.1}, "modifiers": ["cautious"]},
        ],
        steps=60,
        start=(-1.0, 1.5),
        server=site.address,
    )
    state = {name: value for name, value in race.get_state().items() if name in ("_esm", "address", "height", "sent")}
    with other_site() as notebook:
        page.goto(notebook.put("/lab", HOST.replace("STATE", json.dumps(state).replace("<", "\\u003c"))))
        page.wait_for_function("window.saved?.sent.length === 2")
        race.set_state(page.evaluate("saved"))
        shown = dict(race.traces)
        computed = race.run()
        assert list(shown) == list(computed) == ["SGD", "Adam"]
        for name, trace in computed.items():
            assert shown[name].stop == trace.stop
            numpy.testing.assert_allclose(shown[name].points, trace.points, rtol=1e-9)
            numpy.testing.assert_allclose(shown[name].losses, trace.losses, rtol=1e-9)
        assert shown["SGD"].stop == "left_window"
        assert shown["Adam"].steps == 60
        assert page.locator("#cell p").count() == 0
        page.evaluate("leave()")
        assert page.locator("iframe").count() == 0
