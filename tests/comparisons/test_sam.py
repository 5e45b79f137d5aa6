"""SAM in a comparison: two gradients a step, and a plan and a report that say so."""

import numpy as np
import pytest
import torch
from descent import registry
from descent.modifiers.sam import sam
from descent.stepper import compose
from pydantic import ValidationError

from app.comparisons.errors import BadShard
from app.comparisons.planning import plan
from app.comparisons.planning.cost import stored
from app.comparisons.planning.moves import _entry
from app.comparisons.results.method import gradients
from app.comparisons.settings import ComparisonSettings
from app.comparisons.shard import SAM_FORMS, Shard
from app.comparisons.spec import ComparisonSpec
from app.comparisons.training.parity import Given
from app.comparisons.training.population import populate
from app.comparisons.training.routing import parameter_group
from app.comparisons.training.step import advance, make_step
from app.workloads.workload import BATCH, Device
from tests.comparisons.doubles import shard, train

FREE = ComparisonSettings(seconds_per_shard=0, seconds_per_start=0)


def made(**rule: object) -> plan.Plan:
    spec = {"rules": [rule], "workload": {"name": "mlp_digits"}, "trials": 2, "seeds": 2, "steps": 50}
    return plan.make(ComparisonSpec.model_validate(spec), FREE)


@pytest.mark.parametrize("adaptive", [False, True])
def test_a_step_takes_the_gradient_where_all_tensors_together_are_rho_away(adaptive):
    rule, device = compose(registry.rule("sgd"), sam), Device(torch.float64, torch.device("cpu"))
    workload = Given({"matrix": (4, 3), "vector": (5,)}, device)  # gradient: drawn numbers and half the parameters
    groups = (parameter_group("rule", rule, tuple(workload.shapes), {"sam_adaptive": adaptive}),)
    seeds, rho, lr = torch.arange(2), np.array([0.0, 0.7]), np.array([0.1, 0.2])
    hypers = {
        f"rule.{name}": torch.full((2,), value) for name, value in rule.defaults.items() if name != "sam_adaptive"
    }
    hypers = {name: value.double() for name, value in hypers.items()}
    hypers |= {"rule.lr": torch.from_numpy(lr), "rule.sam_rho": torch.from_numpy(rho)}
    population = populate(workload, groups, seeds, hypers)
    batch = {name: device.normal(BATCH, seeds, 0, shape) for name, shape in workload.shapes.items()}
    before = {name: p.numpy().copy() for name, p in population.params.items()}
    advance(make_step(workload, groups), population, hypers, batch, {})
    g = {name: batch[name].numpy() + 0.5 * p for name, p in before.items()}
    sizes = {name: np.abs(p) if adaptive else np.ones_like(p) for name, p in before.items()}
    norm = np.sqrt(sum(((sizes[name] * g[name]) ** 2).reshape(2, -1).sum(axis=1) for name in g))
    for name, p in before.items():
        far = (rho / norm).reshape((2,) + (1,) * (p.ndim - 1))
        seen = g[name] + 0.5 * far * sizes[name] ** 2 * g[name]
        wanted = p - lr.reshape(far.shape) * seen
        np.testing.assert_allclose(population.params[name].numpy(), wanted, rtol=1e-12)


@pytest.mark.parametrize("rule", ["adam", "prodigy", "muon"])
def test_no_distance_is_the_rule_itself_beside_one_that_looks_further(rule):
    both = [{"lr": 0.01, "sam_rho": 0.0}, {"lr": 0.01, "sam_rho": 0.5}]
    plain = train(shard("mlp_digits", rule, [{"lr": 0.01}] * 2, steps=4))[0]
    for form in SAM_FORMS:
        found = train(shard("mlp_digits", rule, both, steps=4, sam=form))[0]
        assert found.train_loss[0] == pytest.approx(plain.train_loss[0], rel=1e-12)
        assert found.train_loss[1] != plain.train_loss[1]  # Prodigy is at its first steps still, and near


def test_the_plan_counts_two_gradients_and_says_so():
    usual, doubled = made(name="adam"), made(name="adam", sam="plain")
    assert doubled.entries[0].label == "SAM with Adam"
    assert doubled.sentence.endswith("every step of SAM with Adam takes two gradients, and of the others one")
    assert "two gradients" not in usual.sentence
    one, two = usual.shards[0], doubled.shards[0]
    assert (one.gradients, two.gradients) == (1, 2)
    assert 1.3 * stored(one) < stored(two) <= 2 * stored(one)
    assert doubled.shard_bytes > usual.shard_bytes


def test_plain_baselines_stand_beside_a_baseline_that_looks_further():
    labels = [entry.label for entry in made(name="adamw", sam="adaptive").entries]
    assert labels == ["ASAM with AdamW", "SGD with momentum", "AdamW"]


def test_the_form_reaches_the_shard_and_comes_back_from_a_stored_plan():
    whole = made(name="momentum", sam="adaptive", grid={"sam_rho": [0.1, 0.5], "lr": [0.1]})
    assert [(each["lr"], each["sam_rho"]) for each in whole.entries[0].settings] == [(0.1, 0.1), (0.1, 0.5)]
    assert Shard.from_json(whole.shards[0].to_json()) == whole.shards[0]
    stored_entry = whole.to_json()["entries"][0]
    assert _entry(stored_entry).sam == "adaptive"
    assert _entry({key: value for key, value in stored_entry.items() if key != "sam"}).sam is None


def test_results_say_what_equal_steps_cost():
    assert gradients([{"label": "Adam"}, {"label": "Lion", "sam": None}]) == []
    (line,) = gradients([{"label": "Adam"}, {"label": "SAM with Adam", "sam": "plain"}])
    assert line.startswith("All rules make as many steps; a step of SAM with Adam takes two gradients")


def test_what_is_no_form_or_is_asked_without_one_is_refused():
    with pytest.raises(BadShard, match="sam is one of plain, adaptive, given 'sharp'"):
        shard("mlp_digits", "sgd", [{}], steps=1, sam="sharp")
    with pytest.raises(ValidationError, match="hyperparameter of sgd"):
        made(name="sgd", grid={"sam_rho": [0.1, 0.2], "lr": [0.1]})
