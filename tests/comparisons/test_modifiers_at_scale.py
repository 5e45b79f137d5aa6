"""Modifiers around the rules of a comparison: asked for by name, composed by `descent`, the same in torch and NumPy."""

import json

import numpy as np
import pytest
import torch
from descent.registry import modifier_names
from descent.stepper import advance as advance_numpy
from descent.stepper import ahead, begin, view
from pydantic import ValidationError

from app.comparisons.around import brought, possible
from app.comparisons.planning import edges, plan
from app.comparisons.planning.moves import _entry
from app.comparisons.settings import ComparisonSettings
from app.comparisons.shard import DECAY_FORMS, SAM_FORMS, Shard
from app.comparisons.spec import ComparisonSpec
from app.comparisons.training import routing
from app.comparisons.training.population import populate
from app.comparisons.training.step import advance, viewed
from app.comparisons.training.structure import device_of, structure_of
from app.comparisons.training.window import Window
from tests.comparisons.doubles import shard, train

STEPS = 11
"""Two times back to where Lookahead was, and one step more."""
RATES = [{"lr": 0.003}, {"lr": 0.03}]
AROUND = [
    *({"modifiers": (name,)} for name in possible()),
    *({"modifiers": ("clipping",), "choices": {"clip_by": by}} for by in ("value", "adaptive")),
    {"modifiers": ("averaging",), "choices": {"average": "swa"}},
    {"modifiers": ("cautious",), "choices": {"cautious_rescale": "sum"}},
    *({"decay": form} for form in DECAY_FORMS),
    *({"sam": form} for form in SAM_FORMS),
    {"modifiers": ("clipping", "cautious", "lookahead"), "decay": "decoupled", "sam": "plain"},
]


def named(around):
    return "-".join([*around.get("modifiers", ()), *around.get("choices", {}).values(), *map(str, around.values())][:2])


def planned(**changes: object) -> plan.Plan:
    spec = {"rules": [{"name": "adam"}], "workload": {"name": "mlp_digits"}, "trials": 2, "seeds": 2, "steps": 100}
    return plan.make(ComparisonSpec.model_validate(spec | changes), ComparisonSettings())


@pytest.mark.parametrize("rule", ["adam", "muon"])
@pytest.mark.parametrize("around", AROUND, ids=named)
def test_torch_steps_with_what_is_around_a_rule_as_the_stepper_of_numpy_does(around, rule):
    given = shard("mlp_digits", rule, RATES, steps=STEPS, **around)
    made = structure_of(given, device_of(given))
    group, seeds = made.groups[0], torch.arange(len(RATES))
    hypers = routing.hypers(given, made.groups, device_of(given))
    population = populate(made.workload, made.groups, seeds, hypers)
    window = Window(made.workload, made.groups, seeds, STEPS)
    numbers = {hyper.name: hypers[f"rule.{hyper.name}"].numpy() for hyper in group.rule.hypers} | group.choices
    progress = begin(group.rule, [population.params[key].numpy().copy() for key in group.names], numbers, np)
    for step in range(STEPS):
        batch, drawn = window.at(step)
        params = population.params
        grads = made.workload.gradients(params, batch)[1]
        points = ahead(
            group.rule, [p.numpy() for p in params.values()], [grads[key].numpy() for key in params], numbers, np
        )
        there = {key: torch.from_numpy(np.array(point)) for key, point in zip(params, points, strict=True)}
        seen = made.workload.gradients(there, batch)[1]
        progress = advance_numpy(group.rule, progress, [seen[key].numpy() for key in group.names], numbers, np)
        advance(made.program.eager, population, hypers, batch, drawn)
        shown = viewed(made.groups, population, hypers, moved=True)
        for key, wanted, point in zip(
            group.names, progress.params, view(group.rule, progress, numbers, np), strict=True
        ):
            np.testing.assert_allclose(population.params[key].numpy(), wanted, rtol=1e-8, atol=1e-11)
            np.testing.assert_allclose(shown[key].numpy(), point, rtol=1e-8, atol=1e-11)
    assert (population.died < 0).all()


def test_every_modifier_of_descent_can_be_asked_for():
    assert {*possible(), "weight_decay", "sam"} == set(modifier_names())


def test_a_modifier_changes_what_is_trained_and_its_numbers_can_be_tried():
    plain = train(shard("mlp_digits", "sgd", [{"lr": 0.5}], steps=4))[0]
    cut = train(shard("mlp_digits", "sgd", [{"lr": 0.5, "clip_at": 1e-3}], steps=4, modifiers=("clipping",)))[0]
    assert cut.train_loss[0] > plain.train_loss[0]
    rule = {"name": "sgd", "modifiers": ["clipping"], "choices": {"clip_by": "value"}, "grid": {"clip_at": [0.1, 1.0]}}
    made = planned(rules=[rule], trials=4)
    assert [setting["clip_at"] for setting in made.entries[0].settings] == [0.1, 0.1, 1.0, 1.0]
    assert made.shards[0].modifiers == ("clipping",)
    assert made.shards[0].choices == {"clip_by": "value"}
    assert Shard.from_json(made.shards[0].to_json()) == made.shards[0]


def test_the_order_in_which_modifiers_are_named_means_nothing():
    one = planned(rules=[{"name": "adam", "modifiers": ["lookahead", "cautious"]}])
    other = planned(rules=[{"name": "adam", "modifiers": ["cautious", "lookahead"]}])
    assert one == other
    assert one.entries[0].label == "Adam + cautious + lookahead"
    stored = json.loads(json.dumps(one.to_json()))["entries"][0]
    assert _entry(stored).modifiers == ("cautious", "lookahead")


def test_plain_baselines_stand_beside_one_with_a_modifier():
    labels = [entry.label for entry in planned(rules=[{"name": "adamw", "modifiers": ["cautious"]}]).entries]
    assert labels == ["AdamW + cautious", "SGD with momentum", "AdamW"]


def test_the_memory_of_a_modifier_is_counted():
    assert planned(rules=[{"name": "adam", "modifiers": ["lookahead"]}]).shard_bytes > planned().shard_bytes


def test_learning_rates_that_mean_another_length_are_not_placed_by_a_probe_without_the_modifier():
    rule = {"name": "adam", "modifiers": ["prodigy_distance"]}
    (entry, *_) = planned(rules=[rule], trials=3).entries
    assert (entry.probed, entry.settings[1]["lr"]) == (False, 1.0)
    assert planned(rules=[{"name": "adam", "modifiers": ["cautious"]}]).entries[0].probed


def test_nothing_lies_beyond_what_a_number_of_a_modifier_may_be():
    settings = [{"lr": 0.1, "lookahead_share": share} for share in (0.0, 0.5, 1.0)]
    assert brought()["lookahead_share"].low == 0
    assert "lookahead_share" not in edges.edges("adam", settings, [1.0, 2.0, 3.0])
    assert "lookahead_share" not in edges.edges("adam", settings, [3.0, 2.0, 1.0])
    limits = [{"lr": 0.1, "update_limit": limit} for limit in (0.5, 1.0, 2.0)]
    assert edges.edges("adam", limits, [3.0, 2.0, 1.0])["update_limit"] == edges.UPPER


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"name": "adam", "modifiers": ["sharp"]}, "no modifier has that name; there are: averaging, cautious"),
        ({"name": "adam", "modifiers": ["sam"]}, "possible: the field sam"),
        ({"name": "adam", "modifiers": ["weight_decay"]}, "possible: the field decay"),
        ({"name": "adam", "modifiers": ["grams", "grams"]}, "named twice"),
        ({"name": "prodigy", "modifiers": ["cautious"]}, "takes no modifiers but sam, maximize"),
        ({"name": "adam", "modifiers": ["hyperball", "radial_brake"]}, "names a hyperparameter twice"),
        ({"name": "adamw", "decay": "l2"}, "adamw has weight_decay in its own formula"),
        ({"name": "adam", "grid": {"clip_at": [1.0, 2.0]}}, "no hyperparameter of adam has that name"),
        ({"name": "adam", "choices": {"clip_by": "value"}}, "no choice of adam has that name"),
        (
            {"name": "adam", "modifiers": ["clipping"], "choices": {"clip_by": "ear"}},
            "no value of adam.clip_by has that name; there are: norm, value, adaptive",
        ),
        (
            {"name": "adam", "modifiers": ["clipping"], "grid": {"clip_at": [-1.0, 2.0]}},
            "adam.clip_at is outside its bounds; possible: 0 to",
        ),
    ],
)
def test_what_does_not_go_around_a_rule_is_refused_with_what_is_possible(rule, said):
    with pytest.raises(ValidationError, match=said):
        planned(rules=[rule])
