"""A race as a script: plain NumPy, with the numbers of the race it was made from."""

import ast
import inspect
import subprocess
import sys
from importlib import import_module
from typing import Any

import numpy
import pytest
from descent import registry
from descent.errors import BadMessage
from descent.playground.methods import studio_methods
from descent.playground.racer import MOST_RACERS
from descent.registry import modifier_names
from descent.sandbox.typed_rule import Author

METHODS = studio_methods(numpy)
SANDBOX = studio_methods(numpy, Author(numpy))
SHAPES: list[dict[str, Any]] = [
    {"kind": "rescale", "factors": [1, 3], "stay": True},
    {"kind": "rotate", "angle": 0.5},
    {"kind": "shift", "by": [1, 0.5], "stay": True},
    {"kind": "multiply", "factor": 2.0},
]
NOISE: list[dict[str, Any]] = [{"kind": "noise", "spread": 0.3}, {"kind": "move", "velocity": [0.01, 0.02]}]
# Rules that take vectors, of every kind: more than a gradient, all tensors at once, a view, matrices elsewhere.
PLAYABLE = ["momentum", "adam", "lion", "rprop", "lamb", "soap", "sophia", "prodigy", "schedule_free", "sparse_adam"]
OWN = "def update(p, g, s, t, xp, *, lr=0.01, decay=0.5):\n    return -lr * g / t**decay\n"
WITH_HYPERS = (
    'HYPERS = {"lr": (0.02, 1e-6, 1.0)}\n\n'
    "def init(p, xp):\n    return {'m': xp.zeros_like(p)}\n\n"
    "def update(p, g, s, t, xp, *, lr, beta=0.9):\n    m = beta * s['m'] + g\n    return -lr * m, {'m': m}\n"
)


def script(ground: dict[str, Any], entries: list[dict[str, Any]], steps: int = 40, **others: Any) -> str:
    answer, _ = METHODS["studio.script"]({"ground": ground, "entries": entries, "steps": steps, **others}, None)
    return str(answer["script"])


def entry(rule: str, *modifiers: str) -> dict[str, Any]:
    named = {hyper.name for hyper in registry.rule(rule).hypers}
    settings = {"lr": 0.01} if "lr" in named else {}
    return {"id": rule, "name": rule, "rule": rule, "settings": settings, "modifiers": list(modifiers)}


def ends(*texts: str) -> list[list[tuple[float, int]]]:
    """For each script the last loss and the steps of each racer, found without this package and Matplotlib."""
    for text in texts:
        assert "import descent" not in text
        assert "from descent" not in text
    heads = [text[: text.index('if __name__ == "__main__":')] for text in texts]
    program = f"for text in {heads!r}:\n    here = {{'__name__': '__main__'}}\n    exec(text, here)\n"
    program += "    print([(float(losses[-1]), len(path) - 1) for _, path, losses in here['runs']()])\n"
    command = [sys.executable, "-I", "-W", "error", "-"]
    done = subprocess.run(command, input=program, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [ast.literal_eval(line) for line in done.stdout.splitlines()]


def assert_same_as_the_race(ground: dict[str, Any], entries: list[dict[str, Any]], **others: Any) -> None:
    assert_same_as_the_races([ground], entries, **others)


def assert_same_as_the_races(grounds: list[dict[str, Any]], entries: list[dict[str, Any]], **others: Any) -> None:
    found = ends(*(script(ground, entries, **others) for ground in grounds))
    for ground, runs in zip(grounds, found, strict=True):
        for one, (loss, steps) in zip(entries, runs, strict=True):
            racer = {"id": "r", "settings": one["settings"], "modifiers": one.get("modifiers", [])}
            racer |= {"source": one["typed"]} if "typed" in one else {"rule": one["rule"]}
            asked = {"ground": ground, "racers": [racer], "steps": 40, **others}
            race, _ = SANDBOX["studio.race"](asked, None)
            expected = race["racers"][0]
            assert (steps, loss) == (expected["steps"], pytest.approx(expected["loss"], rel=1e-12)), (ground, one)


@pytest.mark.parametrize("ground", [{"name": "booth"}, {"name": "logreg2"}, {"expression": "x^2 + 3*sin(y)"}])
def test_a_script_ends_where_the_race_ends(ground: dict[str, Any]) -> None:
    assert_same_as_the_race(ground, [entry(rule) for rule in ["momentum", "adam", "lion", "signum", "rprop", "lamb"]])


def test_a_plain_race_is_a_short_script() -> None:
    text = script({"name": "himmelblau"}, [entry("momentum"), entry("adam"), entry("lion")])
    assert len(text.splitlines()) < 220


@pytest.mark.parametrize(
    "ground",
    [
        {"name": "booth"},
        {"name": "himmelblau", "transforms": SHAPES, "jitter": {"spread": 0.1, "seed": 2}},
        {"name": "logreg2", "transforms": [*SHAPES, *NOISE]},
        {"name": "booth", "transforms": [{"kind": "sparse", "share": 0.3}]},
        {
            "expression": "x^2 + 3*sin(y) + log(2+y^4)",
            "window": [[-3, 3], [-2, 4]],
            "transforms": [*SHAPES, NOISE[0]],
        },
    ],
    ids=["more than a gradient", "shaped", "noisy and moving", "sparse", "typed, shaped and noisy"],
)
def test_noise_transforms_and_rules_of_every_kind_are_copied_along(ground: dict[str, Any]) -> None:
    assert_same_as_the_race(ground, [entry(rule) for rule in PLAYABLE], seed=5)


def test_every_modifier_is_copied_along() -> None:
    modified = [entry(rule, name) for name in modifier_names() for rule in ("adam", "sgd")]
    for first in range(0, len(modified), MOST_RACERS):
        assert_same_as_the_race({"name": "booth"}, modified[first : first + MOST_RACERS])
    assert_same_as_the_race({"name": "booth"}, [entry("adam", "cautious", "weight_decay")])


def test_every_family_is_copied_along() -> None:
    families = [{"family": name} for name in registry.family_names()]
    assert_same_as_the_races(families, [entry("adam"), entry("sgd")], seed=3)


def test_a_family_has_its_parameters_and_matrices_have_their_rules() -> None:
    assert_same_as_the_race({"family": "quadratic", "parameters": {"dim": 3, "kappa": 20}}, [entry("adam")])
    matrices = {"family": "matrix_quadratic", "parameters": {"rows": 3, "columns": 4}}
    assert_same_as_the_race(matrices, [entry("muon"), entry("soap"), entry("prodigy"), entry("adam")])


def test_a_path_that_leaves_all_bounds_ends_where_it_does_in_the_race() -> None:
    wild = {**entry("sgd"), "settings": {"lr": 0.3}}
    assert_same_as_the_race({"name": "booth"}, [wild, entry("adam")])
    assert ends(script({"name": "booth"}, [wild]))[0][0][1] < 40


def source(name: str) -> str:
    return inspect.getsource(import_module(f"descent.rules.{name}"))


@pytest.mark.parametrize(
    ("typed", "modifiers"),
    [
        (OWN, []),
        (OWN, ["clipping"]),
        (WITH_HYPERS, []),
        (WITH_HYPERS, ["clipping"]),
        (source("adam"), []),
        (source("adam"), ["cautious"]),
        (source("prodigy"), []),
        (source("soap"), []),
    ],
    ids=["step alone", "clipped", "HYPERS", "HYPERS, clipped", "adam", "cautious adam", "prodigy", "soap"],
)
def test_typed_rules_and_forks_end_where_they_do_in_the_race(typed: str, modifiers: list[str]) -> None:
    described, _ = SANDBOX["studio.check"]({"source": typed}, None)
    known = {kind: {one["name"]: one["default"] for one in described["rule"][kind]} for kind in ("hypers", "choices")}
    mine = {"id": "r1", "name": "mine", "typed": typed, "settings": {}, "modifiers": modifiers}
    for settings in ({}, {"lr": 0.03}):
        racers = [{**mine, "settings": settings, "known": known}, {**mine, "settings": settings, "id": "r2"}]
        assert_same_as_the_race({"name": "booth"}, racers[:1])
        assert_same_as_the_race({"name": "booth"}, racers)


def test_typed_source_is_copied_and_not_run() -> None:
    source = "raise SystemExit('it ran')\n\ndef update(p, g, s, t, xp, *, lr):\n    return -lr * g, s\n"
    typed = {"id": "r1", "name": "mine", "typed": source, "settings": {"lr": 0.1}}
    for known in ({"known": {"hypers": {"lr": 0.1}}}, {}):
        assert "raise SystemExit" in script({"name": "sphere"}, [{**typed, **known}])


@pytest.mark.parametrize(
    "expression",
    [
        "max(abs(x), y^3, 1) + ln(2 + x^2)*atan(y) - (x if 0 < x < 1 else y^-2)",
        "def f(x, y):\n    a = 2*x\n    return a^4 + tau*y^2 + where(not (x > 0 or y > 1), x, 0)",
        "5",
    ],
)
def test_whatever_may_be_typed_as_a_landscape_is_written_as_numpy(expression: str) -> None:
    assert_same_as_the_race({"expression": expression}, [entry("sgd"), entry("adam")])


def test_every_landscape_can_be_written_as_plain_python() -> None:
    landscapes = [{"name": name} for name in registry.landscape_names()]
    assert_same_as_the_races(landscapes, [entry("adam")])
    assert_same_as_the_races([{**one, "transforms": SHAPES} for one in landscapes], [entry("adam")])


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        ([entry("muon")], "takes matrices"),
        ([], "no racer"),
        ([{"id": "r1", "name": "mine", "typed": "def update(", "settings": {}, "known": {}}], "Line 1"),
    ],
)
def test_what_a_script_cannot_reproduce_is_refused_with_the_reason(entries: list[dict[str, Any]], why: str) -> None:
    with pytest.raises(BadMessage, match=why):
        script({"name": "sphere"}, entries)
