"""Schedules in a comparison: asked for, planned, trained as a table of multipliers, and said wherever numbers are."""

import json

import numpy as np
import pytest
import torch
import torch._dynamo.utils
from descent import registry
from descent.schedules.named import SCHEDULES, named
from descent.stepper import advance as advance_numpy
from descent.stepper import begin
from pydantic import ValidationError

from app.comparisons.errors import BadShard
from app.comparisons.planning import plan
from app.comparisons.planning.moves import _entry
from app.comparisons.schedule import title
from app.comparisons.settings import ComparisonSettings
from app.comparisons.shard import Shard
from app.comparisons.spec import ComparisonSpec
from app.comparisons.training import program, routing
from app.comparisons.training.execute import execute
from app.comparisons.training.multipliers import multipliers
from app.comparisons.training.population import populate
from app.comparisons.training.step import advance
from app.comparisons.training.structure import device_of, structure_of
from app.comparisons.training.window import Window
from app.workloads.compatibility import can_run
from tests.comparisons.doubles import Memory, StopAfter, shard, train

STEPS = 12
RATES = [{"lr": 0.003}, {"lr": 0.03}]


def scheduled(name: str = "warmup_cosine", horizon: int = STEPS, **settings: object) -> dict[str, object]:
    return {"name": name, "settings": named(name).filled(settings), "horizon": horizon}


def asked(**changes: object) -> ComparisonSpec:
    spec = {"rules": [{"name": "adam"}], "workload": {"name": "mlp_digits"}, "trials": 2, "seeds": 2, "steps": 100}
    return ComparisonSpec.model_validate(spec | changes)


def planned(**changes: object) -> plan.Plan:
    return plan.make(asked(**changes), ComparisonSettings())


@pytest.mark.parametrize("rule", ["adam", "muon", "prodigy"])
@pytest.mark.parametrize("name", SCHEDULES)
def test_torch_follows_every_schedule_as_the_stepper_of_numpy_does(name, rule):
    given = shard("mlp_digits", rule, RATES, steps=STEPS, schedule=scheduled(name))
    device = device_of(given)
    made = structure_of(given, device)
    group, seeds = made.groups[0], torch.arange(len(RATES))
    hypers = routing.hypers(given, made.groups, device)
    population = populate(made.workload, made.groups, seeds, hypers)
    window = Window(made.workload, made.groups, seeds, STEPS, multipliers(given, device))
    table = named(name).multipliers(STEPS, {})
    numbers = {hyper.name: hypers[f"rule.{hyper.name}"].numpy() for hyper in group.rule.hypers} | group.choices
    progress = begin(group.rule, [population.params[key].numpy().copy() for key in group.names], numbers, np)
    for step in range(STEPS):
        batch, drawn = window.at(step)
        grads = made.workload.gradients(population.params, batch)[1]
        now = numbers | {"lr": numbers["lr"] * table[step]}
        progress = advance_numpy(group.rule, progress, [grads[key].numpy() for key in group.names], now, np)
        advance(made.program.eager, population, hypers, batch, drawn)
        for key, wanted in zip(group.names, progress.params, strict=True):
            np.testing.assert_allclose(population.params[key].numpy(), wanted, rtol=1e-9, atol=1e-12)
    assert (population.died < 0).all()


@pytest.mark.parametrize("rule", [name for name in registry.rule_names() if name != "rprop"])
def test_no_rule_breaks_on_a_first_step_of_rate_zero(rule):
    if can_run(rule, "mlp_digits"):
        pytest.skip("does not train this workload")
    result, _ = train(shard("mlp_digits", rule, [{}], steps=4, schedule=scheduled(horizon=4, warmup=0.5)))
    assert result.diverged_at == (None,)


def test_a_rate_of_all_of_itself_is_no_schedule_bit_for_bit():
    plain = train(shard("mlp_digits", "adam", RATES, steps=6))[0]
    ones = train(shard("mlp_digits", "adam", RATES, steps=6, schedule=scheduled("constant", horizon=6)))[0]
    assert ones.train_loss == plain.train_loss
    falling = train(shard("mlp_digits", "adam", RATES, steps=6, schedule=scheduled("linear", horizon=6)))[0]
    assert falling.train_loss != plain.train_loss


def test_a_scheduled_run_that_was_stopped_ends_with_the_same_bits():
    given = shard("mlp_digits", "adam", RATES, steps=STEPS, schedule=scheduled())
    whole = train(given)[0]
    for times in (2, 7):
        memory = Memory()
        assert execute(given, memory, memory, StopAfter(times)).outcome == "stopped"
        assert execute(given, memory, memory, lambda: False).train_loss == whole.train_loss


def test_the_fallback_of_a_rule_of_matrices_follows_the_schedule_too():
    still = scheduled("constant", factor=0.0, until=1.0)
    given = shard("mlp_digits", "muon", [{"lr": 0.02}], steps=3, schedule=still)
    _, memory = train(given)
    first, *_, last = (row for row in memory.rows)
    kept = train(shard("mlp_digits", "muon", [{"lr": 0.0, "fallback_lr": 0.0}], steps=3))[1].rows
    assert last.train_loss == kept[-1].train_loss
    assert first.train_loss == kept[0].train_loss


def test_every_schedule_is_one_compiled_program(monkeypatch):
    monkeypatch.setattr(program, "_kept", type(program._kept)())
    compiled = {"backend": "compiled", "device": "cpu", "steps": STEPS}
    one = shard("noisy_quadratic", "adam", RATES, schedule=scheduled(), **compiled)
    assert train(one, wait_for_compiler=True, generated=False)[0].backend == "compiled"
    before = torch._dynamo.utils.counters["stats"]["unique_graphs"]
    for name in ("step", "one_cycle"):
        other = shard("noisy_quadratic", "adam", RATES, schedule=scheduled(name), **compiled)
        result = train(other, wait_for_compiler=True, generated=False)[0]
        exact = train(shard("noisy_quadratic", "adam", RATES, steps=STEPS, schedule=scheduled(name)))[0]
        assert result.backend == "compiled"
        assert result.evaluation == pytest.approx(exact.evaluation, rel=1e-4)
    assert torch._dynamo.utils.counters["stats"]["unique_graphs"] == before


def test_after_its_horizon_a_schedule_stays_where_it_was():
    table = named("warmup_cosine").multipliers(20, {}, 10)
    assert table[:10] == named("warmup_cosine").multipliers(10, {})
    assert table[10:] == [table[9]] * 10
    assert max(table) == 1


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_peak_of_every_schedule_is_the_rate_that_is_tuned(name):
    for horizon in (30, 300):
        table = named(name).multipliers(horizon, {})
        assert all(0 <= value <= 1 + 1e-12 for value in table)
        assert max(table) == pytest.approx(1, abs=0.01)


def test_a_comparison_without_a_schedule_is_the_one_that_it_was():
    assert "schedule" not in asked().canonical()
    assert "modifiers" not in asked().canonical()
    assert asked(schedule={"name": "constant"}).digest() == asked().digest()
    assert asked().digest() == "cdeb0bb567e3c860c88577f0b4fe5dcd8ebed0fe8e076903dbc55dc2b835fd7a"
    plain = planned()
    assert plain.entries[0].schedule is None
    assert "schedule" not in json.loads(plain.shards[0].to_json())
    text = plain.shards[0].to_json()
    assert Shard.from_json(text).to_json() == text


def test_a_schedule_for_all_rules_is_that_of_the_baselines_and_said_once():
    made = planned(schedule={"name": "warmup_cosine", "settings": {"warmup": 0.2}})
    assert [entry.label for entry in made.entries] == ["Adam", "SGD with momentum", "AdamW"]
    assert "100 steps, warm-up + cosine (warmup 0.2): " in made.sentence
    for one in made.shards:
        assert one.schedule == scheduled(horizon=100, warmup=0.2)
        assert Shard.from_json(one.to_json()) == one
    assert made.identity(asked(schedule={"name": "warmup_cosine"})) != planned().identity(asked())


def test_a_rule_with_a_schedule_of_its_own_is_called_by_it_and_is_no_plain_baseline():
    own = {"name": "adamw", "schedule": {"name": "warmup_cosine"}}
    made = planned(rules=[own, {"name": "adamw"}, {"name": "adamw", "schedule": {"name": "linear"}, "label": "L"}])
    assert [entry.label for entry in made.entries] == ["AdamW, warm-up + cosine", "AdamW", "L", "SGD with momentum"]
    assert [entry.schedule and entry.schedule["name"] for entry in made.entries] == [
        "warmup_cosine", None, "linear", None,
    ]  # fmt: skip
    alone = planned(rules=[own])
    assert [entry.label for entry in alone.entries] == ["AdamW, warm-up + cosine", "SGD with momentum", "AdamW"]
    stored = json.loads(json.dumps(made.to_json()))["entries"][0]
    assert _entry(stored).schedule == made.entries[0].schedule
    assert _entry({key: value for key, value in stored.items() if key != "schedule"}).schedule is None


def test_a_rule_that_takes_no_rate_after_its_first_step_keeps_the_constant_rate():
    made = planned(rules=[{"name": "rprop"}], schedule={"name": "step"})
    assert made.sentence.endswith("; Rprop keeps the constant rate")
    assert [entry.schedule and entry.schedule["name"] for entry in made.entries] == [None, "step", "step"]
    with pytest.raises(ValidationError, match="takes its learning rate at the first step only"):
        asked(rules=[{"name": "rprop", "schedule": {"name": "step"}}])


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        ({"name": "cosinus"}, "no schedule has that name; there are: constant, warmup_cosine"),
        ({"name": "step", "settings": {"gamma": 3}}, "gamma is a number from 0 to 1, given 3"),
        ({"name": "step", "settings": {"gamma": True}}, "gamma is a number from 0 to 1, given True"),
        ({"name": "step", "settings": {"size": 3}}, "no setting of step has that name; there are: every, gamma"),
        ({"name": "multi_step", "settings": {"milestones": 0.5}}, "milestones is a list"),
        ({"name": "multi_step", "settings": {"milestones": [0.5, 2.0]}}, "numbers from 0 to 1, given 2.0"),
        ({"name": "one_cycle", "settings": {"peak": 0.01}}, "gives no learning rate within 100 steps"),
        ({"name": "one_cycle", "settings": {"anneal": "sin"}}, "there are: cos, linear"),
        ({"name": "step", "horizon": 0}, "greater than or equal to 1"),
    ],
)
def test_what_is_no_schedule_is_refused_with_what_is_possible(schedule, said):
    with pytest.raises(ValidationError, match=said):
        asked(schedule=schedule)
    with pytest.raises(ValidationError, match=said):
        asked(rules=[{"name": "adam", "schedule": schedule}])


def test_a_shard_with_a_schedule_of_another_version_is_refused():
    with pytest.raises(BadShard, match="no schedule is called 'gone'"):
        train(shard("mlp_digits", "sgd", RATES, steps=2, schedule={"name": "gone", "settings": {}, "horizon": 2}))
    with pytest.raises(BadShard, match="a schedule has a name, settings and a horizon"):
        train(shard("mlp_digits", "sgd", RATES, steps=2, schedule={"name": "step"}))


def test_a_schedule_is_called_by_what_is_not_usual():
    assert title(None, 10) == "constant rate"
    assert title(scheduled(), STEPS) == "warm-up + cosine"
    assert title(scheduled("multi_step", milestones=[0.2]), 99) == "steps at milestones (milestones 0.2, horizon 12)"
