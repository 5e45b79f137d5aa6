"""Every answer through the door is what its type says, and every method reads the arguments that its type names."""

import json
from operator import attrgetter
from typing import Any, get_type_hints

import numpy as np
import pytest
from descent import wire
from descent.browser import Door, DoorFailure, Report, Sandbox
from descent.judge.suite import ListedTest
from descent.playground.answers import Unbounded
from descent.playground.arguments import Arguments
from descent.playground.jobs import Progress

from scripts.seam import contract
from tests.descent.conftest import unpacked
from tests.descent.judge.toy_problem import FILES, body
from tests.descent.validating import array_problems, problems

GROUND = {
    "expression": "x^2 + 3*sin(y)",
    "window": [[-5, 5], [-5, 5]],
    "start": [-4, 3],
    "jitter": {"spread": 0.01, "seed": 1},
    "transforms": [{"kind": "rotate", "angle": 0.3}, {"kind": "noise", "spread": 0.1}],
}
BOWL = {"family": "noisy_quadratic", "parameters": {"spread": 0.5}}
ADAM = {"id": "a", "rule": "adam", "settings": {"lr": 0.01}, "modifiers": ["cautious"]}
FAST = {"id": "f", "rule": "sgd", "settings": {"lr": 1e6}}
TYPED = {"id": "t", "source": "def update(p, g, s, t, xp, *, lr=0.01):\n    return -lr * g\n"}
RUN = {"ground": GROUND, "start": [1, 1], "steps": 20, "seed": 1}
SIDE = {"columns": 8, "rows": 8}

EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "studio.catalogue": [{}],
    "studio.source": [{"rule": "adam"}],
    "studio.check": [{"source": TYPED["source"]}],
    "studio.graphs": [
        {"source": TYPED["source"], "shapes": [[3, 2], [3]], "matrices": [[3, 2]]},
        {
            **{"source": TYPED["source"], "shapes": [[3]], "matrices": [], "modifiers": ["clipping"]},
            "settings": {"clip_at": 0.5},
        },
        {"source": TYPED["source"].replace("-lr", "-lr if g.sum() else 0"), "shapes": [[3]], "matrices": []},
        {"source": TYPED["source"].replace("-lr * g", "-lr * (g - g.mean())"), "shapes": [[3]], "matrices": []},
    ],
    "studio.ground": [
        {"ground": GROUND, "start": [0, 0], **SIDE},
        {"ground": {"name": "rosenbrock"}},
        {"ground": BOWL},
    ],
    "studio.point": [{"ground": GROUND, "point": [1, 2]}, {"ground": {"name": "ackley"}, "point": [0, 0]}],
    "studio.threshold": [
        {"ground": GROUND, "racer": {"id": "a", "rule": "sgd", "settings": {"lr": 1e9}}, "steps": 20},
        {"ground": GROUND, "racer": {"id": "a", "rule": "adam"}, "steps": 20},
    ],
    "studio.race": [
        {**RUN, "racers": [ADAM, FAST, TYPED], "tolerance": 1e-9},
        {**RUN, "racers": [ADAM], "starts": [[0, 1], [2, 2]]},
    ],
    "studio.measures": [{**RUN, "racers": [ADAM, FAST]}],
    "studio.look": [
        {"ground": GROUND, "start": [1, 1], "racer": ADAM, "step": 3, "seed": 1},
        {"ground": {"name": "rosenbrock"}, "racer": {"rule": "prodigy"}, "step": 2},
        {"ground": {"family": "matrix_quadratic"}, "racer": {"rule": "muon"}, "step": 2},
    ],
    "studio.nodes": [
        {"ground": GROUND, "start": [1, 1], "racer": ADAM, "step": 3, "seed": 1},
        {"ground": GROUND, "racer": FAST, "step": 300},
        {"ground": {"name": "rosenbrock"}, "racer": {"rule": "prodigy"}, "step": 2},
        {"ground": {"name": "rosenbrock"}, "racer": {"rule": "sgd", "modifiers": ["sam"]}, "step": 2},
    ],
    "studio.curve": [
        {**RUN, "racer": ADAM, "hyper": "lr", "low": 1e-3, "high": 1e3, "count": 5, "repeats": 3},
        {**RUN, "racer": ADAM, "values": [0.1, 1e9]},
    ],
    "studio.luck": [{**RUN, "racer": ADAM, "count": 20}],
    "studio.matrix": [
        {
            "racer": {"rule": "muon"},
            "rows": 4,
            "columns": 3,
            "kappa_left": 10,
            "kappa_right": 3,
            "steps": 20,
            "seed": 1,
        },
        {"racer": {"rule": "sgd"}, "problem": "factorised", "steps": 20},
    ],
    "studio.recall": [
        {"racer": ADAM, "steps": 3, "seed": 1, "width": 8, "pairs": 4, "exponent": 1.0},
        {"racer": {"rule": "muon"}, "steps": 2},
    ],
    "studio.verdict": [{"racers": [{"id": "a", "losses": [1, 2, None]}, {"id": "b", "losses": [2, 3, 4]}], "least": 0}],
    "studio.export": [
        {"racer": ADAM, "target": "numpy"},
        {"racer": TYPED, "target": "latex"},
    ],
    "studio.script": [
        {
            **RUN,
            "entries": [
                {"id": "a", "name": "Adam", "rule": "adam", "settings": {"lr": 0.1}, "modifiers": []},
                {"id": "t", "name": "Mine", "typed": TYPED["source"], "known": {"hypers": {"lr": 0.01}, "choices": {}}},
            ],
        }
    ],
}
JOBS: dict[str, dict[str, Any]] = {
    "plane": {**RUN, "racer": ADAM, "rate": "lr", "beta": "beta1", "rates": [1e-3, 1], "betas": [0, 0.9], **SIDE},
    "basins": {**RUN, "racer": ADAM, "radius": 0.5, **SIDE},
    "hits": {**RUN, "racer": ADAM, "target": 0.1, **SIDE},
    "ecdf": {"racers": [ADAM], "steps": 20, "landscapes": ["booth"], "repeats": 2, "tune": True, "seed": 1},
    "fair": {**RUN, "racer": ADAM, "second": "beta1", "budget": 4, "starts": 2, "seeds": 1},
    "report": {"racer": ADAM, "landscapes": ["booth"], "rates": 3, "starts": 2, "steps": 20, "seed": 1},
    "edge": {"racer": {"rule": "sgd"}, "problem": "linear", "size": 2, "steps": 60, "every": 10, "seed": 1},
}
ALSO_READ = {"plane": {"averaged"}}
"""What the example leaves out: `plane` asks for it only where theory has something to say."""


NAME = attrgetter("name")


class Recorder:
    """The names that are read of the arguments a method was called with, and not of objects inside them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        self.names: set[str] = set()
        make, value, contains, recorder = Arguments.__init__, Arguments.value, Arguments.__contains__, self

        def init(self, values, *rest):
            self.outer = "__outer__" in values
            make(self, values, *rest)

        def read(self, name, *rest):
            recorder.names |= {name} if self.outer else set()
            return value(self, name, *rest)

        def has(self, name):
            recorder.names |= {name} if self.outer else set()
            return contains(self, name)

        monkeypatch.setattr(Arguments, "__init__", init)
        monkeypatch.setattr(Arguments, "value", read)
        monkeypatch.setattr(Arguments, "__contains__", has)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    return Recorder(monkeypatch).names


def answered(door: Door | Sandbox, method: str, arguments: dict[str, Any]):
    value, arrays = unpacked(*door.call(method, json.dumps({**arguments, "__outer__": True})))
    assert "error" not in value, value
    return value, arrays


def names(kind: Any) -> set[str]:
    return {key.name for key in contract.keys(kind)}


def test_every_method_and_every_kind_of_job_has_an_example():
    methods = {method.name for method in contract.methods() if method.name.startswith("studio.")}
    assert set(EXAMPLES) == methods - {"studio.job.open", "studio.job.next", "studio.job.close"}
    assert set(JOBS) == {job.name for job in contract.jobs()}


@pytest.mark.parametrize(
    "method", [one for one in contract.methods() if one.name in EXAMPLES], ids=lambda one: one.name
)
def test_every_answer_is_what_its_type_says_and_reads_what_its_arguments_name(method: contract.Method, read: set[str]):
    sandbox = Sandbox(np)
    for arguments in EXAMPLES[method.name]:
        assert problems({**arguments}, method.arguments, "arguments") == []
        value, arrays = answered(sandbox, method.name, arguments)
        assert problems(value, method.answer.value) == []
        assert array_problems(arrays, method.answer.arrays, method.answer.numbered) == []
    assert read == names(method.arguments)


@pytest.mark.parametrize("job", list(contract.jobs()), ids=NAME)
def test_every_piece_of_a_job_is_what_its_type_says(job: contract.Job, read: set[str]):
    door = Door(np)
    assert problems(JOBS[job.name], job.arguments, "arguments") == []
    opened, _ = answered(door, "studio.job.open", {"kind": job.name, **JOBS[job.name]})
    for _ in range(1000):
        value, arrays = answered(door, "studio.job.next", opened)
        progress = {name: value.pop(name) for name in names(Progress)}
        assert problems(progress, Progress) == []
        kind = job.pieces[-1] if progress["done"] else job.pieces[0]
        assert problems(value, kind.value, job.name) == []
        assert array_problems(arrays, kind.arrays, kind.numbered) == []
        if progress["done"]:
            break
    assert progress["done"]
    assert answered(door, "studio.job.close", opened) == ({}, {})
    assert read | ALSO_READ.get(job.name, set()) == names(job.arguments) | {"kind", "job"}


def test_every_answer_of_the_judge_is_what_its_type_says():
    methods = {method.name: method for method in contract.methods()}
    door, sandbox = Door(np), Sandbox(np)
    opened, _ = answered(door, "judge.open", {"problem": FILES, "seed": 1})
    assert problems(opened, methods["judge.open"].answer.value) == []
    for source in (body("x *= 2"), body("1 / 0"), "def f(", body("print(x)\n        p[0] = f")):
        door.call("judge.open", json.dumps({"problem": FILES, "seed": 1}))
        for test in opened["tests"]:
            case, payload = door.call("judge.case", json.dumps({"id": test["id"]}))
            assert json.loads(case) == {}
            prepared, _ = door.call("judge.prepare", json.dumps({"id": test["id"]}))
            assert problems(json.loads(prepared), methods["judge.prepare"].answer.value) == []
            seen = sandbox.run(source, payload or b"")
            assert problems(json.loads(sandbox.report), Report) == []
            verdict, _ = door.call("judge.verdict", json.dumps({"id": test["id"]}), seen)
            assert problems(json.loads(verdict), methods["judge.verdict"].answer.value) == []
        summary, _ = door.call("judge.close")
        assert problems(json.loads(summary), methods["judge.close"].answer.value) == []


@pytest.mark.parametrize(
    "source", ["def update(", "def update(p, g, s, t, xp): 1 / 0", "raise KeyboardInterrupt", "x = 1"]
)
def test_every_error_is_what_its_type_says(source: str):
    sandbox = Sandbox(np)
    answer, _ = sandbox.call("studio.check", json.dumps({"source": source}))
    assert problems(json.loads(answer), contract.OTHERS[0]) == []
    assert problems(json.loads(sandbox.report), Report) == []
    refused = wire.unpack(sandbox.run("", b"no case"), np)
    assert problems(refused["error"], DoorFailure) == []


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"id": "a", "title": "A", "visibility": "public", "timeout": 1}, None),
        ({"id": "a", "title": "A", "visibility": "public"}, "lacks 'timeout'"),
        ({"id": "a", "title": "A", "visibility": "public", "timeout": 1, "more": 1}, "has 'more'"),
        ({"id": "a", "title": "A", "visibility": "secret", "timeout": 1}, "not one of"),
        ({"id": 1, "title": "A", "visibility": "public", "timeout": 1}, "answer.id is 1, not str"),
        ({"id": "a", "title": "A", "visibility": "public", "timeout": True}, "answer.timeout is True, not float"),
    ],
)
def test_a_value_that_is_not_what_its_type_says_is_found(value: dict[str, Any], problem: str | None):
    found = problems(value, ListedTest)
    assert (found == []) if problem is None else (problem in found[0])


def test_null_stands_for_numbers_that_json_lacks_and_for_no_others():
    assert problems(None, Unbounded) == []
    assert problems(None, float) != []
    assert get_type_hints(Progress)["progress"] is float
