"""A race in a notebook, without one: the object in Python, and what a page would send it."""

import base64
import subprocess
import sys

import numpy
import pytest
from descent import registry
from descent.trace import trace

from optimizer_playground.notebook import EMBED, IMPORT, Race, script

TYPED = "def update(p, g, s, t, xp, *, lr=0.1):\n    return -lr * g\n"


def packed(values) -> str:
    return base64.b64encode(numpy.asarray(values, "<f8").tobytes()).decode()


def test_a_race_is_run_without_a_browser_and_its_traces_are_those_of_the_rules():
    race = Race("rosenbrock", ["sgd", {"rule": "adam", "settings": {"lr": 0.1}}], steps=40)
    assert race.traces == {}
    traces = race.run()
    assert list(traces) == ["SGD", "Adam"]
    assert traces == race.traces
    landscape = registry.landscape("rosenbrock")
    alone = trace(
        registry.rule("adam"),
        landscape,
        {"lr": numpy.array([0.1])},
        xp=numpy,
        steps=40,
        starts=numpy.array([landscape.start]),
    )
    adam = traces["Adam"]
    assert (adam.points.shape, adam.losses.shape, adam.steps, adam.stop) == ((41, 2), (41,), 40, "max_steps")
    numpy.testing.assert_array_equal(adam.points, alone.points[:, 0])
    numpy.testing.assert_array_equal(adam.losses, alone.losses[:, 0])


def test_a_landscape_of_many_coordinates_and_a_typed_rule_are_run_too():
    race = Race(
        {"family": "quadratic", "parameters": {"dim": 5}},
        [{"source": TYPED, "settings": {"lr": 1e-3}, "name": "mine"}],
        steps=3,
    )
    assert race.run()["mine"].points.shape == (4, 5)


def test_who_watches_the_traces_hears_what_a_page_sends():
    race, heard = Race("sphere", ["adam"], steps=1), []
    race.observe(lambda change: heard.append(change["new"]), "traces")
    run = {"label": "Adam", "dim": 2, "steps": 1, "stop": "diverged"}
    race.set_state({"sent": [{**run, "points": packed([1, 2, 3, 4]), "losses": packed([5, numpy.inf])}]})
    (traces,) = heard
    assert traces["Adam"].stop == "diverged"
    numpy.testing.assert_array_equal(traces["Adam"].points, [[1, 2], [3, 4]])
    numpy.testing.assert_array_equal(traces["Adam"].losses, [5, numpy.inf])


@pytest.mark.parametrize(
    "racer",
    [
        {},
        "Adam",
        {"label": "a", "dim": 2, "stop": "", "points": packed([1, 2, 3]), "losses": packed([1])},
        {"label": "a", "dim": 2, "stop": "", "points": "?", "losses": packed([1])},
        {"label": "a", "dim": 2, "stop": "", "points": packed([1, 2]), "losses": 3},
    ],
)
def test_what_is_no_trace_is_refused(racer):
    race = Race("sphere", ["adam"], steps=1)
    with pytest.raises(ValueError):  # noqa: PT011
        race.set_state({"sent": [racer]})
    assert race.traces == {}


def test_what_the_browser_is_given_is_one_module_that_names_no_other():
    assert IMPORT in (EMBED / "notebook.js").read_text(encoding="utf-8")
    assert "import" not in [line.split(" ")[0] for line in script().splitlines()]
    assert Race("sphere", ["adam"]).get_state()["_esm"] == script()


def test_without_anywidget_the_error_says_what_to_install():
    code = "import sys; sys.modules['anywidget'] = None; import optimizer_playground.notebook"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install 'optimizer-playground[notebook]'" in done.stderr
