"""Whatever a submission does, an observation comes out."""

import sys

import numpy as np
import pytest
from descent.judge.case import Assign, Call, Case, Record, Ref, Script
from descent.judge.submission import observe
from descent.sandbox.output import CUT, MAX_OUTPUT

from tests.descent.judge.observing import one_call, returned, run


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


@pytest.mark.parametrize(
    ("reads", "says"),
    [
        ("input('beta1? ')", "nothing can be typed in while the tests run"),
        ("import sys; sys.stdin.read()", "nothing can be typed in while the tests run"),
        ("import sys; next(iter(sys.stdin))", "nothing can be typed in while the tests run"),
        ("import sys; sys.stdin.buffer.read()", "nothing can be typed in while the tests run"),
        ("import sys; sys.__stdin__.readline()", "nothing can be typed in while the tests run"),
        ("breakpoint()", "there is no debugger here"),
    ],
)
def test_whoever_waits_for_somebody_to_type_is_told_that_nobody_can(reads, says):
    before = sys.stdin, sys.__stdin__, sys.breakpointhook
    seen = run(f"def f():\n    {reads}\n")
    assert seen.failure.type == "RuntimeError"
    assert says in seen.failure.text
    assert seen.failure.frames[-1].line == 2
    assert (sys.stdin, sys.__stdin__, sys.breakpointhook) == before


@pytest.mark.parametrize("source", ["async def f(): return 1", "def f():\n    yield 1", "async def f():\n    yield 1"])
def test_a_call_that_runs_nothing_of_a_body_is_a_failure_of_its_own(source):
    seen = run(source)
    assert seen.failure.kind == "unrun"
    assert "runs none of its body" in seen.failure.text
    assert seen.output == ""


def test_a_generator_that_a_body_returns_is_a_value_like_any_other():
    assert returned("def f(): return (x for x in 'ab')").kind == "object"
