import json
from pathlib import Path

import numpy as np
import pytest
from descent import registry, rules
from descent.browser import Sandbox
from descent.sandbox.typed_rule import Author

from tests.descent.conftest import Ask, unpacked

GROUND = {"name": "rosenbrock"}
HEAVY = """
def init(p, xp):
    return {"m": xp.zeros_like(p)}

def update(p, g, s, t, xp, *, lr=0.001, momentum=0.9):
    m = momentum * s["m"] + g
    return -lr * m, {"m": m}
"""
CLIPPED = """
def update(p, g, s, t, xp, *, lr=0.01):
    return -lr * g / xp.linalg.norm(g)
"""


def race(ask: Ask, source: str, steps: int = 40, **settings: float):
    return ask("studio.race", ground=GROUND, racers=[{"id": "t", "source": source, "settings": settings}], steps=steps)


@pytest.mark.parametrize("name", registry.rule_names())
def test_the_source_of_every_rule_loads_as_typed_and_takes_the_same_path(ask: Ask, ask_typed: Ask, name: str):
    source = ask("studio.source", rule=name)[0]["source"]
    ground = {"family": "matrix_quadratic"} if registry.rule(name).scope == "matrix" else GROUND
    value, typed = ask_typed("studio.race", ground=ground, racers=[{"id": "t", "source": source}], steps=10)
    assert "error" not in value, value
    assert value["racers"][0]["notices"] == []
    _, built_in = ask("studio.race", ground=ground, racers=[{"id": "b", "rule": name}], steps=10)
    assert np.array_equal(typed["points.0"], built_in["points.0"])


def test_keyword_defaults_become_sliders(ask_typed: Ask):
    hypers = ask_typed("studio.check", source=HEAVY)[0]["rule"]["hypers"]
    assert [(one["name"], one["default"], one["scale"]) for one in hypers] == [
        ("lr", 0.001, "log"),
        ("momentum", 0.9, "linear"),
    ]


def test_listed_hyperparameters_win(ask_typed: Ask):
    source = 'HYPERS = {"lr": (0.5, 0.1, 0.9)}\ndef update(p, g, s, t, xp, *, lr, beta):\n    return -lr * beta * g\n'
    hypers = {one["name"]: one for one in ask_typed("studio.check", source=source)[0]["rule"]["hypers"]}
    assert (hypers["lr"]["low"], hypers["lr"]["default"], hypers["lr"]["high"]) == (0.1, 0.5, 0.9)
    assert hypers["beta"]["default"] == 0.9


def test_a_rule_that_mixes_runs_is_told_and_runs_alone(ask_typed: Ask):
    starts = [[-1.5, 2.0], [1.0, -0.5]]
    value, both = ask_typed(
        "studio.race", ground=GROUND, racers=[{"id": "t", "source": CLIPPED}], steps=30, starts=starts
    )
    assert [notice["kind"] for notice in value["racers"][0]["notices"]] == ["mixes_runs"]
    _, alone = ask_typed(
        "studio.race", ground=GROUND, racers=[{"id": "t", "source": CLIPPED}], steps=30, start=starts[1]
    )
    assert np.array_equal(both["points.0"][:, 1, :], alone["points.0"])
    assert np.allclose(np.linalg.norm(np.diff(alone["points.0"], axis=0), axis=1), 0.01)


def test_the_state_of_a_rule_that_mixes_runs_stays_with_its_run(ask_typed: Ask):
    source = HEAVY.replace("+ g", "+ g / xp.linalg.norm(g)").replace("0.001", "0.01")
    starts = [[-1.5, 2.0], [1.0, -0.5]]
    racer = {"id": "t", "source": source}
    value, both = ask_typed("studio.race", ground=GROUND, racers=[racer], steps=20, starts=starts)
    assert value["racers"][0]["notices"]
    _, alone = ask_typed("studio.race", ground=GROUND, racers=[racer], steps=20, start=starts[1])
    assert np.array_equal(both["points.0"][:, 1, :], alone["points.0"])


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ("    g *= 2\n    return -lr * g", "changed g in place"),
        ("    p -= lr * g\n    return 0 * p", "changed p in place"),
        ("    return -lr", "as the step; a step has the shape of p"),
        ("    return None", "returned NoneType as the step"),
        ("    return -lr * g[0]", "an array of shape (2,)"),
        ("    return -lr * g, [g]", "dict as the state"),
        ("    return -lr * g / (g * 0), {}", "not finite"),
        ("    return -lr * g, {'m': g} if t == 1 else {'n': g}", "both must name the same arrays"),
        ("    return -lr * g, {'m': 3.0}", 'the state s["m"] is an array'),
    ],
)
def test_what_no_rule_returns_is_said(ask_typed: Ask, body: str, part: str):
    value, _ = race(ask_typed, f"def update(p, g, s, t, xp, *, lr=0.1):\n{body}\n")
    assert value["error"]["kind"] == "BadRule", value
    assert part in value["error"]["message"]


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("x = 1", "needs a function update"),
        ("def update(g, p): return g", "begins with (p, g, s, t, xp)"),
        ("RULE = 3", "RULE is a Rule"),
        ("HYPERS = 3\ndef update(p, g, s, t, xp): return -g", "HYPERS is a dict"),
        ("def update(p, g, s, t, xp, *, lr='fast'): return -g", "'lr' is a number"),
    ],
)
def test_source_that_is_no_rule_is_refused(ask_typed: Ask, source: str, part: str):
    value, _ = ask_typed("studio.check", source=source)
    assert value["error"]["kind"] == "BadRule", value
    assert part in value["error"]["message"]


def test_an_exception_comes_with_the_typed_frames_only(ask_typed: Ask):
    source = "def inner(g):\n    return g.nothing\n\ndef update(p, g, s, t, xp, *, lr=0.1):\n    return inner(g)\n"
    error = race(ask_typed, source)[0]["error"]
    assert error["kind"] == "typed"
    assert "AttributeError" in error["message"]
    assert [(frame["line"], frame["function"]) for frame in error["failure"]["frames"]] == [(5, "update"), (2, "inner")]


def test_a_syntax_error_has_its_place(ask_typed: Ask):
    failure = ask_typed("studio.check", source="def update(p, g:\n    pass\n")[0]["error"]["failure"]
    assert failure["kind"] == "syntax"
    assert failure["frames"][0]["line"] == 1


def test_an_exit_and_deep_recursion_are_results(ask_typed: Ask):
    exits = race(ask_typed, "import sys\ndef update(p, g, s, t, xp):\n    sys.exit(3)\n")[0]["error"]
    deep = race(ask_typed, "def update(p, g, s, t, xp):\n    return update(p, g, s, t, xp)\n")[0]["error"]
    assert exits["failure"]["kind"] == "exit"
    assert deep["failure"]["kind"] == "recursion"


def test_what_a_rule_replaced_is_put_back_and_reported():
    sandbox = Sandbox(np)
    before = np.sqrt
    source = "import numpy\ndef update(p, g, s, t, xp, *, lr=0.01):\n    numpy.sqrt = abs\n    return -lr * g\n"
    arguments = {"ground": GROUND, "racers": [{"id": "t", "source": source}], "steps": 3}
    value, _ = unpacked(*sandbox.call("studio.race", json.dumps(arguments)))
    assert "error" not in value, value
    assert np.sqrt is before
    assert "numpy.sqrt" in json.loads(sandbox.report)["tampered"]


def test_output_is_passed_on_and_bounded():
    sandbox, heard = Sandbox(np), []
    source = "def update(p, g, s, t, xp, *, lr=0.01):\n    print('x' * 1000)\n    return -lr * g\n"
    arguments = {"ground": GROUND, "racers": [{"id": "t", "source": source}], "steps": 200}
    sandbox.call("studio.race", json.dumps(arguments), None, lambda _stream, text: heard.append(text))
    assert 64_000 <= sum(map(len, heard)) < 70_000


def test_an_interrupt_ends_the_call_and_not_the_sandbox():
    sandbox = Sandbox(np)
    source = "def update(p, g, s, t, xp, *, lr=0.01):\n    raise KeyboardInterrupt\n"
    arguments = json.dumps({"ground": GROUND, "racers": [{"id": "t", "source": source}], "steps": 3})
    value, _ = unpacked(*sandbox.call("studio.race", arguments))
    assert value["error"]["failure"]["kind"] == "interrupted"
    assert json.loads(sandbox.report)["interrupted"]
    after, _ = unpacked(*sandbox.call("studio.race", arguments.replace("raise KeyboardInterrupt", "return -lr * g")))
    assert "error" not in after


def test_an_edited_copy_of_the_heavy_ball_is_not_believed_to_be_one():
    source = (Path(rules.__file__).parent / "momentum.py").read_text()
    assert registry.rule("momentum").heavy_ball == "sum"
    typed = Author(np).typed(source).rule
    assert typed.heavy_ball is None
    assert typed.family == "momentum"
