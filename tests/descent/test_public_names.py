"""What `descent` exports is what its docstring promises: names that stay, each with a sentence of its own."""

import inspect
import subprocess
import sys
from typing import Any

import descent
import numpy as np

PROMISED = {
    "Rule",
    "Hyper",
    "Choice",
    "Landscape",
    "compose",
    "begin",
    "advance",
    "trace",
    "outcome",
    "rule",
    "landscape",
}


def test_everything_promised_is_exported_and_nothing_else_is_public():
    assert set(descent.__all__) >= PROMISED
    assert descent.__all__ == sorted(descent.__all__)
    public = {name for name, value in vars(descent).items() if not name.startswith("_") and callable(value)}
    assert public == set(descent.__all__)


def test_every_exported_name_says_what_it_is():
    assert [name for name in descent.__all__ if not inspect.getdoc(getattr(descent, name))] == []


def test_trace_is_the_function_however_the_modules_are_imported():
    code = "import descent.browser, descent.trace.march; import descent; print(callable(descent.trace))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "True"


def test_the_example_of_the_docstring_runs():
    example = [line[4:] for line in descent.__doc__.splitlines() if line.startswith("    ")]
    names: dict[str, Any] = {}
    exec("\n".join(example), names)
    path = names["path"]
    assert path.points.shape == (501, 1, 2)
    assert np.all(path.losses[-1] < path.losses[0])


def test_a_rule_is_stepped_by_hand_with_exported_names_alone():
    rule = descent.compose(descent.rule("sgd"), descent.modifier("weight_decay"))
    progress = descent.begin(rule, [np.array([[1.0, -2.0]])], {"lr": 0.5}, np)
    after = descent.advance(rule, progress, [np.array([[0.2, 0.4]])], {"lr": 0.5, "weight_decay": 0.0}, np)
    np.testing.assert_allclose(after.params[0], [[0.9, -2.2]])
