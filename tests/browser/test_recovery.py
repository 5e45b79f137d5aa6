"""Whatever a program does, the page gets an answer, Stop works, and the next program runs without a reload."""

from collections.abc import Iterator

import pytest

from tests.browser.bench import CALL_F, Bench, packed
from tests.sweeps import taking

pytestmark = pytest.mark.browser

# Each says when it has begun: an interrupt before that meets code of ours.
ENDLESS = "def f():\n    print('begun')\n    while True:\n        pass"
ENDLESS_PRINT = "def f():\n    while True:\n        print(1)"
CATCHES_ALL = """
def f():
    print("begun")
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
"""
# An interrupt that comes before they are in C only makes these begin again.
IN_C = """
import time

def f():
    while True:
        try:
            print("begun")
            {call}
        except KeyboardInterrupt:
            pass
"""
LONG_IN_C = IN_C.format(call="sum(range(10**11))")
SLEEPS = IN_C.format(call="time.sleep(1000)")
REPR_RECURSION = """
class Endless:
    def __repr__(self):
        return repr(self)

def f():
    return repr(Endless())
"""
SORT_RECURSION = """
def key(x):
    return sorted([1, 2], key=key)

def f():
    return key(1)
"""
EXITS = "import os\n\ndef f():\n    os._exit(3)"


@pytest.fixture(autouse=True)
def _next_program_runs(bench: Bench):
    yield
    after = bench.run("def f():\n    return 6 * 7")
    assert (after.outcome, after.returned) == ("done", 42)


@pytest.fixture
def patient(bench: Bench) -> Iterator[None]:
    """On a busy machine an interrupt may take its time."""
    usual = bench.page.evaluate("workbench.runtime.patience")
    bench.page.evaluate("() => { workbench.runtime.patience = 200_000 }")
    yield
    bench.page.evaluate("(usual) => { workbench.runtime.patience = usual }", usual)


@pytest.mark.parametrize("source", [ENDLESS, ENDLESS_PRINT], ids=["loop", "printing loop"])
@pytest.mark.usefixtures("patient")
def test_stop_interrupts_a_program_without_end(bench: Bench, source: str):
    ran = bench.run(source, stopOn="line")
    assert (ran.outcome, ran.recovery, ran.observation) == ("stopped", "interrupt", None)


@pytest.mark.parametrize("source", [CATCHES_ALL, LONG_IN_C, SLEEPS], ids=["catches everything", "loop in C", "sleep"])
def test_stop_ends_an_interpreter_that_does_not_listen(bench: Bench, source: str):
    ran = bench.run(source, stopOn="line")
    assert (ran.outcome, ran.recovery, ran.observation) == ("stopped", "replace", None)


HEARD, UNHEARD = ENDLESS, LONG_IN_C
"""One that an interrupt ends, and one that nothing but a new interpreter does."""


@pytest.mark.parametrize(
    "source", taking((HEARD, UNHEARD).__contains__, [ENDLESS, ENDLESS_PRINT, CATCHES_ALL, LONG_IN_C, SLEEPS])
)
def test_a_program_without_end_runs_out_of_time(bench: Bench, source: str):
    ran = bench.run(source, timeout=200)
    assert (ran.outcome, ran.observation) == ("timeout", None)
    assert ran.recovery in ("interrupt", "replace")


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(REPR_RECURSION, id="repr"),
        pytest.param(SORT_RECURSION, id="sort key"),
        pytest.param(EXITS, id="exit"),
    ],
)
def test_a_program_that_breaks_the_interpreter_is_reported_and_the_interpreter_replaced(bench: Bench, source: str):
    ran = bench.run(source)
    assert (ran.outcome, ran.recovery) == ("crash", "replace")
    assert ran.message


def test_two_gigabytes_give_a_memory_error_and_the_interpreter_survives(bench: Bench):
    ran = bench.run("import numpy as np\n\ndef f():\n    return np.ones(255 * 2**20).sum()")
    assert ran.outcome == "done"
    assert "MemoryError" in ran.raised
    assert ran.recovery == "none"


def test_memory_within_the_limit_can_be_used(bench: Bench):
    ran = bench.run("import numpy as np\n\ndef f():\n    return float(np.ones(2**24).sum())")
    assert ran.returned == 2.0**24


def test_a_syntax_error_names_its_line(bench: Bench):
    ran = bench.run("def f():\n    return (1 +")
    assert ran.raised.startswith("SyntaxError")
    assert ran.observation.failure.frames[0].line == 2


def test_plain_recursion_is_an_error_of_the_program(bench: Bench):
    ran = bench.run("def f():\n    return f()")
    assert ran.raised.startswith("RecursionError")
    assert ran.recovery == "none"


def test_output_before_an_endless_loop_is_seen(bench: Bench):
    ran = bench.run("def f():\n    print('so far')\n    sum(range(10**11))", stopOn="line")
    assert ran.printed == "so far\n"


def test_a_flood_of_output_is_cut_and_batched(bench: Bench):
    ran = bench.run(ENDLESS_PRINT, stopOn="cut")
    assert ran.output[-1]["cut"]
    assert len(ran.printed.encode()) <= 64 * 1024 + 100
    assert len(ran.output) <= 10 + 10 * ran.seconds + 2  # a burst, what is earned meanwhile, the cut and the rest


MARKED = "import sys\n\nfound = getattr(sys, 'mark', 0)\nsys.mark = found + 1\n\ndef f():\n    return found\n"


def test_what_a_program_leaves_behind_is_there_for_itself_and_for_no_other(bench: Bench):
    first, again = bench.run(MARKED), bench.run(MARKED)
    assert [(ran.returned, ran.before) for ran in (first, again)] == [(0, 0), (1, 1)]
    other = bench.run(f"{MARKED}# another\n")
    assert (other.returned, other.before) == (0, 0)


def test_a_program_can_be_given_an_interpreter_of_its_own_once_more(bench: Bench):
    bench.run(MARKED)
    bench.spare()
    before = bench.spy.sandboxes
    assert bench.run(MARKED, fresh=True).returned == 0
    bench.spare()
    assert bench.spy.sandboxes == before + 1


def test_the_programs_of_a_page_keep_their_interpreters_side_by_side(bench: Bench):
    one, two = f"{MARKED}# one\n", f"{MARKED}# two\n"
    bench.page.evaluate("(sources) => workbench.runtime.keep(sources)", [one, two])
    try:
        found = [bench.run(source).returned for source in (one, two, one, two, one)]
    finally:
        bench.page.evaluate("() => workbench.runtime.keep([])")
    assert found == [0, 0, 1, 1, 2]


def test_sources_that_change_faster_than_interpreters_start_wait_for_fresh_ones(bench: Bench):
    outcomes = bench.page.evaluate(
        """async ([sources, input]) => {
            const runs = await Promise.all(sources.map((source) => workbench.run(source, input)));
            return runs.map(({ outcome, before }) => [outcome, before]);
        }""",
        [[f"{MARKED}# {number}\n" for number in range(5)], packed(CALL_F)],
    )
    assert outcomes == [["done", 0]] * 5


def test_replaced_functions_are_named(bench: Bench):
    patch = "import builtins\nimport numpy as np\n\nnp.allclose = lambda *_: True\nbuiltins.abs = len\n"
    ran = bench.run(f"{patch}\n\ndef f():\n    return 1")
    assert (ran.returned, ran.tampered) == (1, ["builtins.abs", "numpy.allclose"])


SPOILED = {
    "an empty object": "import json\n\njson.JSONEncoder.encode = lambda *a, **k: '{}'\n",
    "no JSON": "import json\n\njson.JSONEncoder.encode = lambda *a, **k: 'nonsense'\n",
    "an error": "import json\n\ndef broken(*a, **k):\n    raise TypeError('no')\n\njson.JSONEncoder.encode = broken\n",
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_code_that_spoils_how_answers_are_written_gets_an_answer_and_loses_its_interpreter(bench: Bench, spoil: str):
    ran = bench.run(f"{spoil}\n\ndef f():\n    return 1")
    assert (ran.outcome, ran.recovery) == ("crash", "replace")


def test_a_fresh_namespace_for_every_run(bench: Bench):
    bench.run("left = 1\n\ndef f():\n    return left")
    assert bench.run("def f():\n    return left").raised.startswith("NameError")


def test_stop_drops_the_runs_that_wait(bench: Bench):
    outcomes = bench.page.evaluate(
        """async ([source, input]) => {
            const runs = [{ stopOn: "line" }, {}, {}].map((options) => workbench.run(source, input, options));
            return (await Promise.all(runs)).map(({ outcome }) => outcome);
        }""",
        [ENDLESS, packed(CALL_F)],
    )
    assert outcomes == ["stopped"] * 3


def test_stop_without_a_program_does_nothing(bench: Bench):
    bench.page.evaluate("() => workbench.runtime.stop()")
    assert bench.run("def f():\n    return 1").returned == 1
