"""Judging by way of the door, as the page does: JSON and bytes in and out, and nothing raised."""

import json
import subprocess
import sys

import numpy as np
import pytest
from descent import wire
from descent.browser import Door, Sandbox
from descent.judge.case import Case
from descent.judge.observation import Observation
from descent.judge.suite import Suite

from tests.descent.judge.toy_problem import FILES, REFERENCE, body


def open_door():
    door = Door(np)
    answer, _ = door.call("judge.open", json.dumps({"problem": FILES, "seed": 1}))
    assert [test["id"] for test in json.loads(answer)["tests"]][:2] == ["shown", "drawn"]
    return door


def test_a_whole_judgement_goes_through_the_door_as_json_and_bytes():
    door, sandbox = open_door(), Sandbox(np)
    for test_id in ("shown", "drawn"):
        given = json.dumps({"id": test_id})
        _, case = door.call("judge.case", given)
        seen = sandbox.run(body("x *= 2"), case)
        said, data = door.call("judge.verdict", given, seen)
        assert data is None
        assert json.loads(said)["outcome"] == ("pass" if test_id == "shown" else "fail")
    summary, _ = door.call("judge.close")
    assert json.loads(summary)["mistake"]["name"] == "b_double"


def test_what_was_prepared_is_not_made_again(monkeypatch: pytest.MonkeyPatch):
    made: list[tuple[str, str]] = []
    observe, case = Suite.observe, Suite.case

    def observed(suite: Suite, file: str, test: str) -> Observation:
        made.append((file, test))
        return observe(suite, file, test)

    def drawn(suite: Suite, test: str) -> Case:
        if test not in suite._cases:
            made.append(("case", test))
        return case(suite, test)

    monkeypatch.setattr(Suite, "observe", observed)
    monkeypatch.setattr(Suite, "case", drawn)
    door, sandbox = open_door(), Sandbox(np)
    given = json.dumps({"id": "shown"})
    _, data = door.call("judge.case", given)
    assert door.call("judge.prepare", json.dumps({"id": "shown", "next": "drawn"})) == ("{}", None)
    expected = [("case", "shown"), ("reference.py", "shown"), ("case", "drawn")]
    assert made == expected
    said, _ = door.call("judge.verdict", given, sandbox.run(body("x *= 2"), data))
    assert json.loads(said)["outcome"] == "pass"
    door.call("judge.case", json.dumps({"id": "drawn"}))
    assert made == expected


def test_a_broken_reference_is_told_by_the_verdict_and_not_while_it_is_prepared():
    door, sandbox = Door(np), Sandbox(np)
    door.call("judge.open", json.dumps({"problem": {**FILES, "reference.py": "1 / 0"}, "seed": 1}))
    given = json.dumps({"id": "shown"})
    _, data = door.call("judge.case", given)
    assert door.call("judge.prepare", given) == ("{}", None)
    said, _ = door.call("judge.verdict", given, sandbox.run(body("x *= 2"), data))
    assert json.loads(said)["error"]["kind"] == "BrokenProblem"
    assert json.loads(door.call("judge.prepare", '{"id": "nope"}')[0])["error"]["kind"] == "UnknownName"


def test_the_same_problem_and_seed_again_forget_the_submission_and_nothing_else():
    door, sandbox = open_door(), Sandbox(np)
    given = json.dumps({"id": "drawn"})
    _, case = door.call("judge.case", given)
    door.call("judge.verdict", given, sandbox.run(body("x *= 2"), case))
    door.call("judge.close")
    door.call("judge.open", json.dumps({"problem": FILES, "seed": 1}))
    assert door.call("judge.case", given)[1] == case
    summary = json.loads(door.call("judge.close")[0])
    assert {test["outcome"] for test in summary["tests"]} == {"not-run"}
    door.call("judge.open", json.dumps({"problem": FILES, "seed": 2}))
    assert door.call("judge.case", given)[1] != case


@pytest.mark.parametrize(
    ("method", "arguments", "payload", "kind"),
    [
        ("judge.nothing", "{}", None, "UnknownName"),
        ("judge.open", "{}", None, "BadMessage"),
        ("judge.open", "[]", None, "BadMessage"),
        ("judge.open", "{", None, "internal"),
        ("judge.open", '{"problem": {}, "seed": 0}', None, "UnknownName"),
        ("judge.case", '{"id": "nope"}', None, "UnknownName"),
        ("judge.verdict", '{"id": "shown"}', None, "BadMessage"),
        ("judge.verdict", '{"id": "shown"}', b"forged", "BadMessage"),
        ("judge.verdict", '{"id": "shown"}', wire.pack({"passed": True}, np), "BadMessage"),
        ("judge.verdict", '{"id": "shown"}', wire.pack({"error": {"kind": "x", "message": "y"}}, np), "BadMessage"),
    ],
)
def test_nothing_is_raised_through_the_door(method, arguments, payload, kind):
    answer, data = open_door().call(method, arguments, payload)
    assert json.loads(answer)["error"]["kind"] == kind
    assert json.loads(answer)["error"]["message"]
    assert data is None


def test_a_method_before_the_problem_is_open_says_what_to_do():
    answer, _ = Door(np).call("judge.case", '{"id": "shown"}')
    assert "call judge.open first" in json.loads(answer)["error"]["message"]


def test_bytes_may_come_as_a_view_or_as_an_array_of_javascript():
    class TypedArray:
        """What Pyodide passes for a Uint8Array."""

        def __init__(self, data):
            self.to_bytes = lambda: data

    door, sandbox = open_door(), Sandbox(np)
    _, case = door.call("judge.case", '{"id": "shown"}')
    seen = sandbox.run(REFERENCE, TypedArray(case))
    for payload in (seen, memoryview(seen), bytearray(seen), TypedArray(seen)):
        assert json.loads(door.call("judge.verdict", '{"id": "shown"}', payload)[0])["outcome"] == "pass"


def test_the_sandbox_reports_what_its_page_should_know():
    door, sandbox = open_door(), Sandbox(np)
    _, case = door.call("judge.case", '{"id": "shown"}')
    sandbox.run("import builtins\nbuiltins.abs = 3\ndef f(p, t): raise KeyboardInterrupt", case)
    assert json.loads(sandbox.report) == {"tampered": ["builtins.abs"], "interrupted": True}
    sandbox.run(REFERENCE, case)
    assert json.loads(sandbox.report) == {"tampered": [], "interrupted": False}
    assert wire.unpack(sandbox.run(REFERENCE, b"no case"), np)["error"]["kind"] == "BadMessage"


IMPORTED = """
import json, sys
import numpy as np
from descent.browser import Door, warm
warm(np, sys.argv[1])
door = Door(np, sys.argv[1])
print(json.dumps([name for name in ("descent.judge.methods", "descent.playground.methods") if name in sys.modules]))
answer, _ = door.call(sys.argv[2])
assert "UnknownName" not in answer, answer
"""


@pytest.mark.parametrize(
    ("area", "other", "imported"),
    [("judge", "studio.catalogue", "descent.judge.methods"), ("studio", "judge.close", "descent.playground.methods")],
)
def test_of_a_page_only_what_it_asks_for_is_imported_and_the_rest_when_it_is_asked_for(area, other, imported):
    program = [sys.executable, "-c", IMPORTED, area, other]
    ran = subprocess.run(program, capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == [imported]


def test_an_unknown_method_is_told_with_those_that_there_are():
    answer, _ = Door(np).call("judge.opened")
    error = json.loads(answer)["error"]
    assert error["kind"] == "UnknownName"
    assert "judge.open" in error["message"]
    assert json.loads(Door(np).call("nothing.open")[0])["error"]["kind"] == "UnknownName"
