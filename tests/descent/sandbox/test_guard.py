"""What a submission replaces is put back: the next run finds everything as it was."""

import builtins
import json
import math
import random
import subprocess
import sys

import numpy as np
from descent import wire
from descent.judge.case import Call, Case, Ref

from tests.descent.judge.observing import run

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
    state = np.random.get_state()[1].copy()  # first: NumPy loads this part of it when it is asked for
    before = (dict(vars(builtins)), dict(vars(np)), dict(vars(wire)), np.geterr(), sys.getrecursionlimit(), sys.path[:])
    printing, own = np.get_printoptions(), random.getstate()
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


def test_as_many_names_as_before_are_not_taken_for_the_same_names():
    last = list(vars(wire))[-1]  # what takes its place comes last too
    for source in (
        "import math\nmath.sin, math.cos = math.cos, math.sin\n",
        "import math\nmath.tan = math.atan\n",
        f"import descent.wire as wire\nvars(wire)['other'] = vars(wire).pop({last!r})\n",
        "import math\nsin = vars(math).pop('sin')\nmath.sine = sin\n",
    ):
        before = dict(vars(wire)), {name: getattr(math, name) for name in dir(math)}
        assert run(f"{source}def f(): return None\n").tampered, source
        assert (dict(vars(wire)), {name: getattr(math, name) for name in dir(math)}) == before


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


REACHED = """
import json, sys
import numpy as np
from descent.browser import Sandbox, warm
from descent import wire
from descent.judge.case import Call, Case, to_data
warm(np, "judge")
loaded = "numpy.random" in sys.modules
said = [loaded]
for source in sys.argv[1:]:
    sandbox = Sandbox(np)
    sandbox.run(source, wire.pack(to_data(Case({}, (Call("f", ()),))), np))
    said.append(json.loads(sandbox.report)["tampered"])
print(json.dumps(said))
"""


def test_random_numbers_are_imported_for_code_that_names_them_and_told_of_code_that_hides_them():
    def reports(*sources: str) -> list[object]:
        ran = subprocess.run([sys.executable, "-c", REACHED, *sources], capture_output=True, text=True, check=True)
        return json.loads(ran.stdout)

    plain = "def f(): return 1"
    hidden = "import numpy\ndef f(): return getattr(numpy, 'ran' 'dom').rand()"
    named = "import numpy\ndef f(): return numpy.random.rand()"
    assert reports(plain, named, hidden) == [False, [], [], []]
    assert reports(hidden, plain) == [False, ["numpy.random"], []]


def test_an_interrupt_between_two_calls_is_a_result_too(monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("descent.judge.objects.Stage.seen", interrupt)
    assert run("def f(): pass").failure.kind == "interrupted"
