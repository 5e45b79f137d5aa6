"""A whole problem judged in the browser: the sandbox runs, the engine compares, the page only carries bytes."""

from collections import Counter

import pytest

from app.course.catalog import files_for_browser
from tests.browser.bench import Bench

pytestmark = pytest.mark.browser

SLUG = "adam-step"
SIGNATURE = "def adam_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):\n"


@pytest.fixture(scope="module")
def problem() -> dict[str, str]:
    return files_for_browser(SLUG)


def outcomes(summary) -> list[str]:
    return [test["outcome"] for test in summary["tests"]]


def test_the_reference_passes_every_test(bench: Bench, problem):
    summary = bench.judge(problem, problem["reference.py"])
    assert set(outcomes(summary)) == {"pass"}
    assert summary["passed"]
    assert summary["fault"] is None


def test_each_test_is_announced_then_run_then_judged(bench: Bench, problem):
    summary = bench.judge(problem, problem["reference.py"])
    events = [(event["type"], event.get("id")) for event in summary["events"] if event["type"] != "state"]
    order = [("opened", None)]
    for test in summary["tests"]:
        order += [("running", test["id"]), ("test", test["id"])]
    assert events == [*order, ("closed", None)]


def test_a_known_mistake_fails_and_is_recognised(bench: Bench, problem):
    summary = bench.judge(problem, problem["mistakes/eps_inside_root.py"])
    assert not summary["passed"]
    assert "fail" in outcomes(summary)
    assert summary["mistake"]["name"] == "eps_inside_root"


def test_an_exception_is_an_error_with_its_line(bench: Bench, problem):
    summary = bench.judge(problem, SIGNATURE + "    return 1 / 0")
    assert summary["fault"] is None
    assert set(outcomes(summary)) == {"error"}
    first = next(event for event in summary["events"] if event["type"] == "test")
    assert first["error"]["frames"][-1]["line"] == 2


def test_one_seed_gives_the_same_verdicts_twice(bench: Bench, problem):
    first, second = (bench.judge(problem, problem["mistakes/uphill.py"], seed=7) for _ in range(2))
    kept = ("outcome", "sentence", "difference")
    told = [[[e[key] for key in kept] for e in s["events"] if e["type"] == "test"] for s in (first, second)]
    assert told[0] == told[1]


def test_an_interpreter_that_breaks_ends_the_suite_and_the_next_one_runs(bench: Bench, problem):
    bench.spare()
    summary = bench.judge(problem, SIGNATURE + "    import os\n    os._exit(1)")
    assert outcomes(summary)[0] == "crash"
    assert set(outcomes(summary)[1:]) == {"not-run"}
    reasons = {event["reason"] for event in summary["events"] if event["type"] == "test"}
    assert "The Python interpreter failed in an earlier test." in reasons
    assert bench.judge(problem, problem["reference.py"])["passed"]


def test_a_test_that_runs_out_of_time_ends_the_suite(bench: Bench, problem):
    quick = dict(problem)
    quick["tests.py"] += "\nimport dataclasses\nTESTS = tuple(dataclasses.replace(t, timeout=0.3) for t in TESTS)\n"
    summary = bench.judge(quick, SIGNATURE + "    while True:\n        pass")
    assert outcomes(summary)[0] == "timeout"
    assert set(outcomes(summary)[1:]) == {"not-run"}
    assert bench.judge(problem, problem["reference.py"])["passed"]


LOOP = """
    print("begun")
    while True:
        pass
"""
# An interrupt that comes before it is in C only makes it begin again.
LOOP_IN_C = """
    while True:
        try:
            print("begun")
            sum(range(10**11))
        except KeyboardInterrupt:
            pass
"""


@pytest.mark.parametrize(("body", "patience"), [(LOOP, 200_000), (LOOP_IN_C, 300)], ids=["loop", "loop in C"])
def test_stop_ends_a_suite(bench: Bench, problem, body: str, patience: int):
    summary = bench.page.evaluate(
        """async ([submission, patience]) => {
            const { runtime, judging, events } = workbench;
            const usual = runtime.patience;
            runtime.patience = patience;
            events.length = 0;
            let over = false;
            const judged = judging.judge(submission).finally(() => (over = true));
            const began = () => events.some(({ type }) => type === "output");
            while (!began() && !over) await new Promise((resolve) => setTimeout(resolve, 10));
            judging.stop();
            const summary = await judged;
            runtime.patience = usual;
            return summary;
        }""",
        [{"problem": problem, "source": f"{SIGNATURE}{body}"}, patience],
    )
    assert summary["stopped"]
    assert set(outcomes(summary)) == {"not-run"}
    assert bench.judge(problem, problem["reference.py"])["passed"]


def test_a_second_submission_stops_the_first(bench: Bench, problem):
    first, second = bench.page.evaluate(
        "(submissions) => Promise.all(submissions.map((submission) => workbench.judging.judge(submission)))",
        [
            {"problem": problem, "source": f"{SIGNATURE}    while True:\n        pass"},
            {"problem": problem, "source": problem["reference.py"]},
        ],
    )
    assert first["stopped"]
    assert second["passed"]


def test_a_problem_that_does_not_work_is_our_fault_and_said_so(bench: Bench, problem):
    broken = {**problem, "reference.py": "def adam_step(*args):\n    raise RuntimeError('broken')"}
    summary = bench.judge(broken, problem["reference.py"])
    assert "our fault" in summary["fault"]
    assert set(outcomes(summary)) == {"not-run"}
    assert bench.judge(problem, problem["reference.py"])["passed"]


def test_patched_comparison_gains_nothing(bench: Bench, problem):
    cheat = "import numpy as np\nnp.allclose = np.array_equal = lambda *_, **__: True\n"
    summary = bench.judge(problem, cheat + SIGNATURE + "    pass")
    assert not summary["passed"]


def test_a_sealed_test_prints_nothing_to_the_page(bench: Bench, problem):
    summary = bench.judge(problem, SIGNATURE + "    print(params)\n    return 1 / 0")
    sealed = {event["id"] for event in summary["events"] if event["type"] == "test" and event["visibility"] == "sealed"}
    told = {event["id"] for event in summary["events"] if event["type"] == "output"}
    assert sealed
    assert told
    assert not sealed & told


def test_a_whole_suite_is_one_question_and_one_run_a_test_in_one_interpreter(bench: Bench, problem):
    bench.spare()
    bench.judge(problem, problem["reference.py"])
    bench.spare()
    before = bench.spy.sandboxes
    bench.spy.forget()
    summary = bench.judge(problem, problem["reference.py"])
    count = len(summary["tests"])
    found = Counter(bench.page.evaluate("window.spied.asked.map(({ method }) => method)"))
    each = ("run", "judge.case", "judge.prepare", "judge.verdict")
    assert {name: found[name] for name in each} == dict.fromkeys(each, count)
    assert found["judge.open"] == 1
    assert sum(found.values()) <= len(each) * count + 3, found
    bench.spare()
    assert bench.spy.sandboxes == before + 1


# Right on its own, and wrong where an earlier test has been: what it keeps lies deeper than anything that is put back.
KEEPS = """
import json

json.JSONEncoder.runs = getattr(json.JSONEncoder, "runs", 0) + 1
if json.JSONEncoder.runs == 10:
    raise RuntimeError("it was here before")
"""


def test_the_first_failure_is_looked_at_again_where_nothing_has_run(bench: Bench, problem):
    summary = bench.judge(problem, KEEPS + problem["reference.py"])
    assert set(outcomes(summary)) == {"pass"}


SPOILERS = {
    "the guard": "import descent.sandbox.guard as g\ng._put_back.__code__ = (lambda current, saved: []).__code__\n",
    "a method of Python": "import json\njson.JSONEncoder.encode = lambda *a, **k: '{}'\n",
    "a method of ours": "from descent.judge.snapshot import Copier\nCopier.copy = lambda self, value: 0.0\n",
    "a builtin": "import builtins\nbuiltins.isinstance = lambda *_: False\n",
    "NumPy": "import numpy as np\nnp.sqrt = np.square\nnp.ndarray.__array_ufunc__\nnp.random.seed = None\n",
}


@pytest.mark.parametrize("spoiler", SPOILERS.values(), ids=SPOILERS)
def test_what_a_submission_spoils_is_its_own_affair(bench: Bench, problem, spoiler: str):
    spoilt = bench.judge(problem, spoiler + problem["reference.py"])
    assert spoilt["fault"] is None
    after = bench.judge(problem, problem["reference.py"])
    assert set(outcomes(after)) == {"pass"}


FORGED = """
import struct
from descent import wire
header = b"[" + b"0," * {zeros} + b"0]"
wire.pack.__code__ = (lambda value, xp: __import__("sys").forged).__code__
import sys
sys.forged = b"DSC1" + struct.pack("<I", len(header)) + header
"""


@pytest.mark.parametrize("zeros", [3, 4 * 2**20])
def test_an_observation_that_is_none_is_a_crash_and_not_read_at_length(bench: Bench, problem, zeros: int):
    summary = bench.judge(problem, FORGED.format(zeros=zeros) + SIGNATURE + "    pass\n")
    assert (summary["fault"], outcomes(summary)[0]) == (None, "crash")
    assert bench.judge(problem, problem["reference.py"])["passed"]


def test_restarting_python_ends_a_judgement_as_a_stop_does(bench: Bench, problem):
    bench.spare()
    before = [worker["name"] for worker in bench.spy.workers]
    summary = bench.page.evaluate(
        """async (submission) => {
            const { runtime, judging, events } = workbench;
            events.length = 0;
            const judged = judging.judge(submission);
            const began = () => events.some(({ type }) => type === "output");
            while (!began()) await new Promise((resolve) => setTimeout(resolve, 10));
            judging.stop();
            runtime.restart();
            return judged;
        }""",
        {"problem": problem, "source": f"{SIGNATURE}{LOOP}"},
    )
    assert (summary["stopped"], summary["fault"]) == (True, None)
    assert bench.settled() == {"state": "ready", "reason": None}
    assert bench.judge(problem, problem["reference.py"])["passed"]
    started = [worker["name"] for worker in bench.spy.workers][len(before) :]
    assert started.count("engine") == 1
