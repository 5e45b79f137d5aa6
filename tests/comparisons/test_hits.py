"""When goals are first reached, whatever is recorded."""

import math

import pytest
import torch

from app.comparisons.training.execute import execute
from app.comparisons.training.population import LOOKS
from app.workloads import catalog
from app.workloads.card import card
from app.workloads.workload import Device
from tests.comparisons.doubles import Memory, StopAfter, never, shard, train

LRS = [{"lr": 0.003}, {"lr": 0.01}, {"lr": 0.05}]


def hits(**settings):
    return train(shard(**settings))[1].rows[-1].end.hits


@pytest.mark.parametrize("workload", ["landscape", "noisy_quadratic", "logistic_digits"])
def test_hits_do_not_depend_on_what_is_recorded(workload):
    found = [
        hits(workload=workload, rule="adam", hypers=LRS, steps=70, record_every=every, evaluate_every=evaluate)
        for every, evaluate in ((1, 0), (7, 3), (70, 0))
    ]
    assert found[0] == found[1] == found[2]
    assert max(found[0][2]) > 0


def test_on_a_landscape_a_goal_is_reached_at_the_first_point_that_is_as_low():
    rates = [{"lr": 0.01}, {"lr": 0.03}, {"lr": 0.05}]
    _, memory = train(shard("landscape", "sgd", rates, steps=90, options={"landscape": "booth"}))
    goals = card("landscape").goals
    for run, found in enumerate(memory.rows[-1].end.hits):
        heights = [row.train_loss[run] for row in memory.rows]  # the least value of this landscape is 0
        expected = [next((step for step, height in enumerate(heights) if height <= goal), -1) for goal in goals]
        assert list(found) == expected
        assert len(set(expected)) > 5, "many goals are reached, each at a step of its own"


def test_with_samples_the_metric_on_those_that_report_is_looked_at_after_evenly_spaced_steps():
    steps = 4 * LOOKS
    _, memory = train(shard("logistic_digits", "adam", LRS, steps=steps, evaluate_every=1))
    goals = card("logistic_digits").goals
    for run, found in enumerate(memory.rows[-1].end.hits):
        looked = [row for row in memory.rows if row.step % 4 == 0]
        expected = [next((row.step for row in looked if row.evaluation[run] >= goal), -1) for goal in goals]
        assert list(found) == expected
        assert len(set(expected)) > 3


def test_a_run_that_was_stopped_has_the_same_hits():
    given = shard("landscape", "adam", LRS, steps=60, record_every=60)
    broken = Memory()
    execute(given, broken, broken, StopAfter(41))
    again = Memory(broken.data)
    execute(given, again, again, never)
    assert again.rows[-1].end == train(given)[1].rows[-1].end


def test_a_landscape_without_a_lowest_value_has_no_goals():
    unknown = [
        name for name in card("landscape").options[0].possible if not card("landscape").targets({"landscape": name})
    ]
    for name in unknown:
        assert hits(workload="landscape", rule="sgd", hypers=LRS, steps=3, options={"landscape": name}) == ((),) * 3


def test_a_run_whose_metric_overflows_while_its_loss_is_finite_is_marked_as_diverged():
    rates = [{"lr": 1 + 9 * place / 39} for place in range(40)]
    result, memory = train(shard("matrix_factorisation", "momentum", rates, steps=15, record_every=15))
    last = memory.rows[-1]
    for run in range(40):
        gone = result.diverged_at[run] is not None
        assert gone == (result.evaluation[run] is None) == last.diverged[run] == (last.end.choosing[run] is None)
    workload = catalog.build("matrix_factorisation", {}, Device(torch.float64, torch.device("cpu")))
    huge = {name: torch.full((1, *shape), 1e80, dtype=torch.float64) for name, shape in workload.shapes.items()}
    assert math.isinf(workload.evaluate(huge).item())
