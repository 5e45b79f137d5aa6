"""The studio in a real Chromium: the same numbers as CPython, typed rules that misbehave, and jobs."""

import json
from typing import Any

import numpy as np
import pytest
from descent.browser import Door

from tests.browser.bench import Bench
from tests.browser.studio_bench import StudioBench
from tests.sweeps import taking

pytestmark = pytest.mark.browser

ROSENBROCK = {"name": "rosenbrock"}
ADAM = {"id": "adam", "rule": "adam", "settings": {"lr": 0.01}}
LOOP = "def update(p, g, s, t, xp, *, lr=0.01):\n    while True:\n        pass\n"
# On its own start it ends; on the many of a report card it says that it has begun, and loops.
LOOPS_LATE = """
def update(p, g, s, t, xp, *, lr=0.01):
    if p.shape[0] > 9:
        print("begun")
    while p.shape[0] > 9:
        pass
    return -lr * g
"""
TYPED = """
def init(p, xp):
    return {"m": xp.zeros_like(p), "v": xp.zeros_like(p)}

def update(p, g, s, t, xp, *, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * s["m"] + (1 - beta1) * g
    v = beta2 * s["v"] + (1 - beta2) * g * g
    return -lr * (m / (1 - beta1**t)) / (xp.sqrt(v / (1 - beta2**t)) + eps), {"m": m, "v": v}
"""


@pytest.fixture(scope="module")
def studio(bench: Bench) -> StudioBench:
    return StudioBench(bench.page, bench.site)


def in_cpython(method: str, args: dict[str, Any]) -> dict[str, np.ndarray]:
    """The arrays that this interpreter gives."""
    text, payload = Door(np).call(method, json.dumps(args))
    listing = json.loads(text)["arrays"]
    return {
        name: np.frombuffer(payload or b"", kind, int(np.prod(shape)), offset).reshape(shape)
        for name, (kind, shape, offset) in listing.items()
    }


def array(answer: dict[str, Any], name: str) -> np.ndarray:
    """One array of an answer."""
    found = answer["arrays"][name]
    return np.asarray([np.inf if number is None else number for number in found["data"]]).reshape(found["shape"])


@pytest.mark.parametrize("rule", ["sgd", "momentum", "adam", "lion", "sophia", "prodigy", "muon", "scion", "kron_psgd"])
def test_a_short_contractive_run_has_the_numbers_of_cpython(studio: StudioBench, rule: str):
    ground = {"family": "matrix_quadratic"} if rule in ("muon", "scion", "kron_psgd") else {"name": "booth"}
    args = {"ground": ground, "racers": [{"id": rule, "rule": rule, "settings": {"lr": 1e-3}}], "steps": 40}
    answer = studio.ask("studio.race", args)
    assert answer["outcome"] == "done", answer
    assert answer["arrays"]["points.0"]["kind"] == "Float64Array"
    for name, expected in in_cpython("studio.race", args).items():
        assert np.allclose(array(answer, name), expected, rtol=1e-12, atol=1e-12), name


def test_noise_has_the_numbers_of_cpython(studio: StudioBench):
    args = {"ground": {"family": "noisy_quadratic"}, "racers": [{"id": "s", "rule": "sgd"}], "steps": 40, "seed": 5}
    expected = in_cpython("studio.race", args)
    assert np.allclose(array(studio.ask("studio.race", args), "points.0"), expected["points.0"], rtol=1e-12, atol=1e-12)


def test_a_typed_rule_that_loops_spoils_its_own_entry_only(studio: StudioBench):
    racers = [ADAM, {"id": "loop", "source": LOOP}, {"id": "typed", "source": TYPED}, {"id": "sgd", "rule": "sgd"}]
    adam, loop, typed, sgd = studio.page.evaluate(
        "async (args) => (await bench.studio.race(args, { timeout: 20_000 })).value.racers.map(bench.plain)",
        {"ground": ROSENBROCK, "racers": racers, "steps": 20},
    )
    assert (loop["id"], loop["outcome"]) == ("loop", "timeout")
    assert [entry["outcome"] for entry in (adam, typed, sgd)] == ["done"] * 3
    assert np.allclose(array(adam, "points"), array(typed, "points"), rtol=1e-9)
    assert adam["value"]["stop"]["kind"] == "max_steps"


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ("return -lr * g[:, 0]", "a step has the shape of p"),
        ("return undefined", "NameError"),
        ("return update(p, g, s, t, xp)", "RecursionError"),
        ("import js; return js.fetch('/')", "No module named 'js'"),
    ],
)
def test_a_typed_rule_that_fails_is_told_why(studio: StudioBench, body: str, part: str):
    source = f"def update(p, g, s, t, xp, *, lr=0.01):\n    {body}\n"
    answer = studio.ask("studio.check", {"source": source})
    assert answer["outcome"] == "error"
    assert part in answer["error"]["message"]


def test_a_typed_rule_that_kills_the_interpreter_is_survived(studio: StudioBench):
    source = (
        "def update(p, g, s, t, xp, *, lr=0.01):\n"
        "    class Deep:\n"
        "        def __repr__(self):\n"
        "            return repr(self)\n"
        "    repr(Deep())\n"
        "    return -lr * g\n"
    )
    answer = studio.ask("studio.check", {"source": source})
    assert answer["outcome"] in ("crash", "error"), answer
    assert studio.ask("studio.check", {"source": TYPED})["outcome"] == "done"


def test_output_of_a_typed_rule_is_bounded(studio: StudioBench):
    source = "def update(p, g, s, t, xp, *, lr=0.01):\n    print('x' * 10_000)\n    return -lr * g\n"
    heard = studio.page.evaluate(
        """async (args) => {
          let text = '';
          const onOutput = (piece) => (text += piece);
          const answer = await bench.studio.ask('studio.race', args, { timeout: 200_000, onOutput });
          return { outcome: answer.outcome, length: text.length };
        }""",
        {"ground": ROSENBROCK, "racers": [{"id": "t", "source": source}], "steps": 100},
    )
    assert heard["outcome"] == "done"
    assert 50_000 < heard["length"] < 80_000


def test_of_many_calls_with_one_key_the_first_and_the_last_are_answered(studio: StudioBench):
    outcomes = studio.page.evaluate(
        """(args) => Promise.all(Array.from({ length: 12 }, (_, k) => {
          const racers = [{ id: String(k), rule: 'adam', settings: { lr: 0.001 * (k + 1) } }];
          return bench.studio.race({ ...args, racers }, { key: 'drag' });
        })).then((all) => all.map((one) => one.outcome === 'done' ? one.value.racers[0].id : one.outcome))""",
        {"ground": ROSENBROCK, "steps": 300},
    )
    assert outcomes == ["0"] + ["superseded"] * 10 + ["11"]


def test_a_job_tells_its_progress_and_lets_others_in(studio: StudioBench):
    found = studio.page.evaluate(
        """async (args) => {
          const order = [];
          let race = null;
          const asked = () => bench.studio.race({ ground: args.ground, racers: [args.racer], steps: 50 });
          const job = bench.studio.start('report', args, { onPiece: (v, a, progress) => {
            order.push(progress);
            race ??= asked().then(({ value }) => order.push(value.racers[0].outcome));
          } });
          const ended = await job.ended;
          await race;
          return { order, outcome: ended.outcome, score: ended.value.card.score };
        }""",
        {"racer": ADAM, "ground": ROSENBROCK, "rates": 5, "starts": 3, "steps": 60},
    )
    assert found["outcome"] == "done"
    progress = [entry for entry in found["order"] if entry != "done"]
    assert progress == sorted(progress)
    assert progress[-1] == 1
    assert len(progress) > 5
    assert found["order"].index("done") <= 2  # asked at the first piece, answered before the third
    assert 0 < found["score"] < 1


def test_a_cancelled_job_stops_after_the_piece(studio: StudioBench):
    found = studio.job("report", {"racer": ADAM, "rates": 5, "starts": 3, "steps": 60}, cancel_after=2)
    assert found["ended"]["outcome"] == "stopped"
    assert len(found["pieces"]) == 2
    assert studio.ask("studio.ground", {"ground": ROSENBROCK})["outcome"] == "done"


def test_an_endless_typed_job_is_cancelled_while_it_loops(studio: StudioBench):
    outcome = studio.page.evaluate(
        """async (args) => {
          let job = null;
          const onOutput = () => job.cancel();
          job = bench.studio.start('report', args, { timeout: 200_000, onOutput });
          return (await job.ended).outcome;
        }""",
        {"racer": {"id": "late", "source": LOOPS_LATE}},
    )
    assert outcome == "stopped"
    assert studio.ask("studio.check", {"source": TYPED})["outcome"] == "done"


def test_a_fair_race_draws_the_baselines_and_gives_a_verdict(studio: StudioBench):
    racers = [{"id": "mine", "source": TYPED}, {"id": "momentum", "rule": "momentum"}, {"id": "adamw", "rule": "adamw"}]
    answer = studio.page.evaluate(
        "async (args) => bench.plain(await bench.studio.fair(args))",
        {"racers": racers, "ground": {"name": "booth"}, "budget": 9, "starts": 4, "seeds": 2, "steps": 60},
    )
    assert answer["outcome"] == "done"
    assert [racer["id"] for racer in answer["value"]["racers"]] == ["mine", "momentum", "adamw"]
    assert [racer["value"]["tried"] for racer in answer["value"]["racers"]] == [9, 9, 9]
    verdict = answer["value"]["verdict"]
    assert sorted(verdict["order"]) == ["adamw", "mine", "momentum"]
    assert len(verdict["pairs"]) == 3


def test_racers_of_built_in_rules_are_one_question_and_each_typed_rule_another(bench: Bench, studio: StudioBench):
    five = [{**ADAM, "id": str(k), "settings": {"lr": 0.001 * (k + 1)}} for k in range(5)]
    bench.spy.forget()
    answer = studio.several("race", ground=ROSENBROCK, steps=500, racers=[*five, {"id": "typed", "source": TYPED}])
    assert [entry["outcome"] for entry in answer] == ["done"] * 6
    asked = bench.spy.asked("studio.race")
    assert sorted(len(args["racers"]) for args in asked) == [1, 5]


@pytest.mark.parametrize(("kind", "least"), [("basins", 4), ("report", 27)])
def test_maps_and_cards_come_in_pieces_the_first_long_before_the_last(studio: StudioBench, kind: str, least: int):
    arguments = {"ground": {"name": "himmelblau"}, "columns": 128, "rows": 128, "steps": 20} if kind == "basins" else {}
    found = studio.job(kind, {"racer": ADAM, **arguments})
    assert found["ended"]["outcome"] == "done"
    progress = [piece["progress"] for piece in found["pieces"]]
    assert len(progress) >= least
    assert progress[0] < 0.25


FORGED = ("{}", '{"racers": [{}]}', "null", '{"error": 1}', "nonsense")


@pytest.mark.parametrize("encoded", taking(("{}", "nonsense").__contains__, FORGED))
def test_a_typed_rule_that_forges_answers_is_told_so_and_leaves_its_interpreter_to_no_other(
    studio: StudioBench, encoded: str
):
    forging = f"""
import json
usual = json.JSONEncoder.encode
json.JSONEncoder.encode = lambda self, o: usual(self, o) if "tampered" in o else {encoded!r}
{TYPED}"""
    racers = [ADAM, {"id": "forged", "source": forging}]
    adam, forged = studio.several("race", ground=ROSENBROCK, racers=racers, steps=5)
    assert adam["outcome"] == "done"
    assert forged["outcome"] == "crash"
    after = studio.several("race", ground=ROSENBROCK, racers=[{"id": "t", "source": TYPED}], steps=5)
    assert after[0]["outcome"] == "done"
