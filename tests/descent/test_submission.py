"""Whatever a submission does, an observation comes out, and the next run finds everything as it was."""

import builtins
import random
import sys

import numpy as np
import pytest
from descent import snapshot, wire
from descent.case import Assign, Call, Case, Record, Ref, Script
from descent.errors import BadMessage
from descent.observation import Note, Observation, observation_from_data, observation_to_data
from descent.output import CUT, MAX_OUTPUT
from descent.submission import observe


def one_call(*args, **objects):
    return Case(objects, (Call("f", args),))


def run(source, case=None, **options):
    return observe(source, case or one_call(), np, **options)


def returned(source, case=None):
    seen = run(source, case)
    assert seen.failure is None, seen.failure
    return seen.calls[-1].returned


def test_a_changed_array_a_rebound_slot_and_an_untouched_one_are_told_apart():
    arrays = [np.array([1.0]), np.array([2.0]), np.array([3.0])]
    source = "def f(p):\n    p[0] += 10\n    p[1] = p[1] + 10\n"
    seen = run(source, one_call(Ref("p"), p=arrays)).calls[0].objects["p"]
    assert [item.tolist() for item in seen.now] == [[11.0], [12.0], [3.0]]
    assert [slot.same for slot in seen.slots] == [True, False, True]
    assert seen.slots[1].kept.tolist() == [2.0]
    assert [array.tolist() for array in arrays] == [[1.0], [2.0], [3.0]]  # the case itself is never touched


def test_the_callers_own_name_sees_a_change_made_through_the_list():
    case = Case({"w": np.zeros(2), "p": [Ref("w")]}, (Call("f", (Ref("p"),)),))
    assert run("def f(p): p[0] += 1", case).calls[0].objects["w"].now.tolist() == [1.0, 1.0]
    assert run("def f(p): p[0] = p[0] + 1", case).calls[0].objects["w"].now.tolist() == [0.0, 0.0]


def test_a_list_that_lost_its_slots_says_that_no_slot_is_the_same():
    seen = run("def f(p): p.clear()", one_call(Ref("p"), p=[np.zeros(1)])).calls[0].objects["p"]
    assert seen.now == []
    assert [slot.same for slot in seen.slots] == [False]


CLASS = """
class Momentum:
    def __init__(self, params, lr):
        self.params, self.lr = list(params), lr
        self.buffers = {id(p): 0.0 for p in self.params}
        self.steps = 0

    def step(self, closure=None):
        loss = closure() if closure else None
        for p in self.params:
            if p.grad is None:
                continue
            self.buffers[id(p)] = 0.5 * self.buffers[id(p)] + p.grad
            p.data -= self.lr * self.buffers[id(p)]
        self.steps += 1
        return loss
"""


def test_a_class_is_made_stepped_and_looked_into():
    watch = ("params", "optimizer.steps")
    case = Case(
        {"params": [Record({"data": np.array([1.0]), "grad": np.array([2.0])}), Record({"data": 5, "grad": None})]},
        (
            Call("Momentum", (Ref("params"),), {"lr": 0.1}, bind="optimizer", observe=()),
            Call("optimizer.step", observe=watch),
            Assign("params.0.grad", np.array([4.0])),
            Call("optimizer.step", (Script((0.5, 0.25)),), observe=watch),
        ),
    )
    made, first, second = run(CLASS, case).calls
    assert made.returned is None
    assert first.objects["optimizer.steps"].now == 1
    assert first.objects["params"].now[0].attributes["data"] == pytest.approx(0.8)
    assert second.objects["params"].now[0].attributes["data"] == pytest.approx(0.3)
    assert second.returned == 0.5
    assert [slot.path for slot in first.objects["params"].slots] == ["0.data", "0.grad"]


def test_a_script_returns_its_values_in_turn_and_then_the_last():
    assert returned("def f(g): return [g(), g(1), g(x=2)]", one_call(Script((1, 2)))) == [1, 2, 2]


def test_nothing_is_left_between_two_cases():
    source = "count = []\ndef f():\n    count.append(1)\n    return len(count)\n"
    assert returned(source) == 1
    assert returned(source) == 1
    assert "submission" not in sys.modules


@pytest.mark.parametrize(
    ("source", "kind", "kind_of_error", "line", "columns"),
    [
        ("def f():\n    return 1 + (2 / 0)\n", "exception", "ZeroDivisionError", 2, (16, 21)),
        ("def f():\n    é = 'é'; return é + (1 / 0)\n", "exception", "ZeroDivisionError", 2, (25, 30)),
        ("x = (1 +\n", "syntax", "SyntaxError", 1, (4, 5)),
        ("def f():\nreturn 1\n", "syntax", "IndentationError", 2, (0, 6)),
        ("import sys\nsys.exit(3)\n", "exit", "SystemExit", 2, (0, 11)),
        ("def f():\n    raise KeyboardInterrupt\n", "interrupted", "KeyboardInterrupt", 2, (4, 27)),
        ("def f():\n    raise MemoryError\n", "memory", "MemoryError", 2, (4, 21)),
        ("def f():\n    return f()\n", "recursion", "RecursionError", 2, (11, 14)),
        ("raise BaseException('x')\n", "exception", "BaseException", 1, (0, 24)),
    ],
)
def test_every_end_is_a_result_with_the_place_that_caused_it(source, kind, kind_of_error, line, columns):
    failure = run(source).failure
    assert (failure.kind, failure.type) == (kind, kind_of_error)
    frame = failure.frames[-1]
    assert (frame.line, (frame.column, frame.end_column)) == (line, columns)
    assert frame.text == source.split("\n")[line - 1]
    assert len(failure.frames) <= 20


def test_frames_of_libraries_are_left_out():
    failure = run("import numpy as np\ndef f():\n    return np.linalg.inv(np.zeros((2, 2)))\n").failure
    assert failure.type == "LinAlgError"
    assert [frame.line for frame in failure.frames] == [3]


@pytest.mark.parametrize(
    ("source", "what"), [("", "not defined"), ("f = 3", "not a function"), ("def g(): 0", "are: g")]
)
def test_a_missing_function_is_named_with_those_there_are(source, what):
    failure = run(source).failure
    assert failure.kind == "missing"
    assert what in failure.text


@pytest.mark.parametrize("source", ["\0", "\ud800", "(" * 5000, "-" * 100_000 + "1"])
def test_source_that_cannot_even_be_parsed_is_a_syntax_failure(source):
    assert run(source).failure.kind == "syntax"


def test_calls_before_the_failing_one_are_kept():
    case = Case({}, (Call("f", (1,)), Call("f", (0,)), Call("f", (1,))))
    seen = run("def f(x): return 1 / x", case)
    assert [call.returned for call in seen.calls] == [1.0]
    assert (seen.failure.type, seen.during) == ("ZeroDivisionError", "f")


def test_output_is_captured_passed_on_as_it_comes_and_cut():
    heard = []
    source = "import sys\nprint('load')\ndef f():\n    print('call', file=sys.stderr)\n"
    seen = run(source, on_output=lambda *what: heard.append(what))
    assert seen.output == "load\ncall\n"
    assert ("stdout", "load") in heard
    assert ("stderr", "call") in heard
    assert not seen.output_cut
    long = run("def f():\n    for _ in range(1000): print('x' * 1000)\n")
    assert long.output_cut
    assert long.output.endswith(CUT)
    assert len(long.output.encode()) <= MAX_OUTPUT + len(CUT)


def test_warnings_are_output_with_the_line():
    seen = run("import numpy as np\ndef f(): return np.array([1.0]) / 0\n")
    assert "submission.py:2: RuntimeWarning: divide by zero" in seen.output


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


TAMPER = """
import builtins, math, random, json
import numpy as np
import numpy.linalg
np.allclose = lambda *_: True
np.array = None
np.linalg.norm = None
del np.zeros
math.sqrt = None
json.dumps = None
np.random.seed(3)
np.seterr(all="raise")
np.set_printoptions(precision=1)
random.seed(3)
import sys, descent.wire
descent.wire.pack = None
sys.setrecursionlimit(200)
sys.modules["numpy"] = sys
sys.stdout = None
sys.path.append("nowhere")
builtins.isinstance = builtins.len = builtins.abs = lambda *_: 1 / 0
del builtins.min
builtins.added = 1
def f(x):
    x += 1
    return added
"""


def test_what_a_submission_replaces_is_put_back_and_named():
    before = (dict(vars(builtins)), dict(vars(np)), dict(vars(wire)), np.geterr(), sys.getrecursionlimit(), sys.path[:])
    printing, state, own = np.get_printoptions(), np.random.get_state()[1].copy(), random.getstate()
    stdout = sys.stdout
    case = Case({"x": np.zeros(2)}, (Call("f", (Ref("x"),)), Call("f", (Ref("x"),))))
    seen = run(TAMPER, case)
    assert seen.failure is None
    assert seen.calls[1].returned == 1  # the submission's own builtins are there again in its next call
    assert seen.calls[1].objects["x"].now.tolist() == [2.0, 2.0]
    after = (dict(vars(builtins)), dict(vars(np)), dict(vars(wire)), np.geterr(), sys.getrecursionlimit(), sys.path[:])
    for one, other in zip(before, after, strict=True):
        assert one == other
    assert sys.modules["numpy"] is np
    assert sys.stdout is stdout
    assert np.get_printoptions() == printing
    assert (np.random.get_state()[1] == state).all()
    assert random.getstate() == own
    wanted = {"builtins.abs", "builtins.min", "builtins.added", "numpy.allclose", "numpy.linalg.norm", "math.sqrt"}
    assert wanted | {"descent.wire.pack", "numpy", "json.dumps", "numpy.zeros"} <= set(seen.tampered)


def test_builtins_are_put_back_after_a_failure_while_loading_and_calling():
    for source in (
        "import builtins\nbuiltins.len = None\n1 / 0\n",
        "import builtins\ndef f():\n    del builtins.len\n    1/0",
    ):
        seen = run(source)
        assert seen.failure.type == "ZeroDivisionError"
        assert seen.tampered == ("builtins.len",)
        assert len([1]) == 1


def test_an_honest_submission_has_tampered_with_nothing():
    source = "import numpy.testing, numpy as np, math, json, random\ndef f(): return np.random.rand(2).tolist()\n"
    assert run(source).tampered == ()


def test_an_interrupt_between_two_calls_is_a_result_too(monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("descent.stage.Stage.seen", interrupt)
    assert run("def f(): pass").failure.kind == "interrupted"


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


def test_a_script_fills_gradients_before_it_returns_the_loss():
    fills = tuple((Assign("p.grad", np.array([float(k)])),) for k in (1, 2))
    case = Case(
        {"p": Record({"data": np.zeros(1), "grad": None}), "closure": Script((0.5, 0.25), fills)},
        (Call("f", (Ref("p"), Ref("closure")), observe=("p.grad",)),),
    )
    seen = observe("def f(p, g): return [p.grad, g(), p.grad, g(), p.grad, g(), p.grad]", case, np)
    assert [None if item is None else float(np.sum(item)) for item in seen.calls[0].returned] == [
        *(None, 0.5, 1.0, 0.25, 2.0, 0.25, 2.0)
    ]
