"""What an observation keeps: copies within a budget, notes on what cannot be copied, and the way over bytes."""

import numpy as np
import pytest
from descent import wire
from descent.errors import BadMessage
from descent.judge import snapshot
from descent.judge.case import Call, Case, Ref
from descent.judge.methods import MAX_OBSERVED
from descent.judge.observation import Note, Observation, observation_from_data, observation_to_data

from tests.descent.judge.observing import returned, run

ODD = """
class Rude:
    def __repr__(self): raise SystemExit
class Endless:
    def __repr__(self): return repr(self)
class Liar(list):
    def __iter__(self): raise ValueError
    def __len__(self): return 10**9
class Array(__import__("numpy").ndarray):
    def __array_finalize__(self, other): raise ValueError("no")
"""


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("Rude()", "object"),
        ("Endless()", "object"),
        ("f", "object"),
        ("{1, 2}", "object"),
        ("np.zeros(10**7)", "too large"),
        ("[0] * 10**6", "too large"),
        ("'x' * 10**6", "too large"),
        ("10**9999", "too large"),
        ("np.array(['text'])", "object"),
        ("(n for n in [1])", "object"),
    ],
)
def test_what_cannot_be_copied_becomes_a_note(expression, kind):
    found = returned(f"import numpy as np\n{ODD}\ndef f(): return {expression}\n")
    assert isinstance(found, Note)
    assert found.kind == kind
    assert len(found.text) <= 300


def test_subclasses_are_read_as_what_they_derive_from():
    assert returned(f"{ODD}\ndef f(): return Liar([1, 2])\n") == [1, 2]
    assert returned("from collections import OrderedDict\ndef f(): return OrderedDict(a=1)\n") == {"a": 1}
    assert returned("import numpy as np\ndef f(): return np.ma.array([1.0])\n").tolist() == [1.0]


def test_a_value_that_contains_itself_ends_somewhere():
    found = returned("def f():\n    x = []\n    x.append(x)\n    return x\n")
    for _ in range(snapshot.MAX_LEVELS + 1):
        assert isinstance(found, list)
        (found,) = found
    assert found.kind == "too deep"


def test_many_large_outputs_stay_within_the_budget_of_a_run():
    case = Case({}, tuple(Call("f") for _ in range(40)))
    seen = run("import numpy as np\ndef f(): return np.zeros(2**17)\n", case)
    kept = sum(call.returned.nbytes for call in seen.calls if not isinstance(call.returned, Note))
    assert 0 < kept <= snapshot.MAX_TOTAL_BYTES
    assert isinstance(seen.calls[-1].returned, Note)


LONG = {
    "lists in lists": "[[0.1] * 9_000 for _ in range(9_000)]",
    "long texts": "['ä' * 3_900] * 9_000",
    "texts as keys": "{str(k) * 700: k for k in range(9_000)}",
    "objects": "[object() for _ in range(9_000)]",
    "large ints": "[2**4_000] * 9_000",
    "empty arrays": "[np.zeros((0, 3))] * 9_000",
}


@pytest.mark.parametrize("value", LONG.values(), ids=LONG)
def test_whatever_is_returned_the_observation_can_be_read_by_the_judge(value: str):
    case = Case({}, tuple(Call("f") for _ in range(3)))
    seen = run(f"import numpy as np\nx = {value}\n\ndef f(): return x\n", case)
    packed = wire.pack(observation_to_data(seen), np)
    assert len(packed) < MAX_OBSERVED / 2
    assert [type(call.returned) for call in seen.calls] == [Note] * 3
    assert seen.calls[0].returned.kind == "too large"


def test_an_observation_comes_back_from_bytes():
    case = Case({"p": [np.zeros(2)]}, (Call("f", (Ref("p"),)), Call("f", (None,))))
    seen = run("def f(p):\n    p[0] = {'$': f, 'x': (1, None)}\n    return p\n", case)
    back = observation_from_data(wire.unpack(wire.pack(observation_to_data(seen), np), np))
    assert back.failure == seen.failure
    assert back.calls[0].returned == seen.calls[0].returned
    assert back.calls[0].objects["p"].slots[0].kept.tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    "change",
    [
        {"calls": 3},
        {"calls": (3,)},
        {"output": 3},
        {"tampered": ("x", 3)},
        {"failure": 3},
        {"failure": {"$": "failure", "kind": 1, "type": "", "text": "", "bases": (), "frames": ()}},
        {"calls": ({"$": "call", "step": 0, "returned": 0, "objects": {"p": 3}},)},
        {"more": 1},
        {"$": "call"},
    ],
)
def test_an_observation_of_the_wrong_form_is_refused(change):
    data = {**observation_to_data(Observation(())), **change}
    with pytest.raises(BadMessage):
        observation_from_data(data)
