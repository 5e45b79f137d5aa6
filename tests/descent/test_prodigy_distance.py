"""Prodigy's distance around any rule; around Adam it is the rule `prodigy`."""

from dataclasses import replace

import numpy as np
import pytest
from descent import registry
from descent.errors import BadHyper
from descent.stepper import advance, begin, compose, view

SHAPES = [(4,), (3, 2)]


def around(name, *others):
    return compose(registry.rule(name), *map(registry.modifier, ("prodigy_distance", *others)))


def followed(rule, settings, steps=120, shapes=SHAPES, quiet=0):
    """The progress after each step on a noisy bowl of two runs; the first `quiet` gradients are 0."""
    rng = np.random.default_rng(1)
    progress = begin(rule, [rng.standard_normal((2, *shape)) for shape in shapes], settings, np)
    curvature = [rng.uniform(0.2, 2.0, p.shape) for p in progress.params]
    found = []
    for step in range(steps):
        noise = [0.01 * rng.standard_normal(p.shape) for p in progress.params]
        grads = [(h * p + n) * (step >= quiet) for h, p, n in zip(curvature, progress.params, noise, strict=True)]
        progress = advance(rule, progress, grads, settings, np)
        found.append(progress)
    return found


@pytest.mark.parametrize("quiet", [0, 3])
@pytest.mark.parametrize(
    ("own", "around_adam"),
    [
        ({}, {}),
        ({"lr": 0.5, "beta1": 0.8, "beta2": 0.99, "eps": 1e-4}, {"lr": 0.5, "beta1": 0.8, "beta2": 0.99, "eps": 1e-4}),
        (
            {"d0": 1e-3, "beta3": 0.9, "d_coef": 2.0, "growth": 1.1},
            {"prodigy_d0": 1e-3, "prodigy_beta3": 0.9, "prodigy_coef": 2.0, "prodigy_growth": 1.1},
        ),
    ],
)
def test_around_adam_without_bias_correction_it_is_prodigy(own, around_adam, quiet):
    theirs = followed(registry.rule("prodigy"), own, quiet=quiet)
    ours = followed(around("adam"), {"correct_bias": False} | around_adam, quiet=quiet)
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one.shared["d"], other.shared["d"], rtol=1e-9)
        np.testing.assert_array_equal(one.shared["count"], other.shared["count"])
        for p, q in zip(one.params, other.params, strict=True):
            np.testing.assert_allclose(p, q, rtol=1e-9, atol=1e-11)
    assert np.all(ours[-1].shared["d"] > 1e-3)


def test_decoupled_decay_inside_is_that_of_prodigy():
    theirs = followed(registry.rule("prodigy"), {"weight_decay": 0.1})
    ours = followed(around("adam", "weight_decay"), {"correct_bias": False, "weight_decay": 0.1})
    for p, q in zip(ours[-1].params, theirs[-1].params, strict=True):
        np.testing.assert_allclose(p, q, rtol=1e-9, atol=1e-11)


def test_with_bias_correction_only_the_sums_behind_the_distance_differ():
    tiny = {"eps": 1e-15}  # Prodigy adds it to the root before that is corrected, Adam to the corrected one
    theirs = followed(registry.rule("prodigy"), {"bias_correction": True} | tiny, steps=2)
    ours = followed(around("adam"), tiny, steps=2)
    np.testing.assert_allclose(ours[0].updates[0], theirs[0].updates[0], rtol=1e-9)  # the first distance is given
    assert np.all(ours[1].shared["numerator"] > 0)
    assert np.all(np.abs(ours[1].shared["numerator"] / theirs[1].shared["numerator"] - 1) > 0.1)


@pytest.mark.parametrize("name", ["lion", "adafactor", "muon", "soap", "laprop", "sparse_adam", "schedule_free"])
def test_it_finds_the_scale_of_rules_of_every_kind(name):
    """Matrices, states that a vector lacks, inputs, a view: with lr 1 the loss falls by far."""
    rule = around(name)
    shapes = SHAPES[1:] if registry.rule(name).scope == "matrix" else SHAPES
    settings = {"lr": 1.0} | ({"mode": "masked_rows"} if name == "sparse_adam" else {})
    rng = np.random.default_rng(1)
    progress = begin(rule, [3 * rng.standard_normal((2, *shape)) for shape in shapes], settings, np)
    losses = [sum(np.sum(p**2) for p in progress.params)]
    for _ in range(300):
        inputs = {given: [np.ones(p.shape[:2]) for p in progress.params] for given in rule.inputs}
        progress = advance(rule, progress, list(progress.params), settings, np, inputs)
        losses.append(sum(np.sum(p**2) for p in view(rule, progress, settings, np)))
    assert min(losses) < 0.3 * losses[0]
    assert np.all(progress.shared["d"] > 1e-2)


def test_a_run_is_that_run_alone():
    rule, rng = around("adafactor"), np.random.default_rng(0)
    params = [rng.standard_normal((3, *shape)) for shape in SHAPES]
    settings = {"lr": np.array([1.0, 0.5, 0.1])}
    row = {"lr": settings["lr"][1:2]}
    together, alone = begin(rule, params, settings, np), begin(rule, [p[1:2] for p in params], row, np)
    for _ in range(5):
        grads = [rng.standard_normal(p.shape) for p in params]
        together = advance(rule, together, grads, settings, np)
        alone = advance(rule, alone, [g[1:2] for g in grads], row, np)
    for p, q in zip(together.params, alone.params, strict=True):
        np.testing.assert_array_equal(p[1:2], q)


def test_the_rule_can_see_the_gradient_itself():
    plain = followed(around("sgd"), {"prodigy_weights": False, "prodigy_d0": 1e-3}, steps=1)[0]
    weighted = followed(around("sgd"), {"prodigy_d0": 1e-3}, steps=1)[0]
    np.testing.assert_allclose(weighted.updates[0], 1e-3 * plain.updates[0], rtol=1e-12)


@pytest.mark.parametrize(
    ("rule", "others", "settings", "message"),
    [
        ("adam", ["clipping"], {}, "weighted by a distance"),
        ("adam", ["weight_decay"], {"decay_method": "l2"}, "no part of the gradient that measures the distance"),
        ("adadelta_like", [], {}, "has no lr"),
        ("prodigy", [], {}, "takes no modifiers but sam, maximize"),
    ],
)
def test_what_it_does_not_go_around_says_why(rule, others, settings, message):
    def made():
        if rule == "adadelta_like":
            plain = registry.rule("sgd")
            return compose(replace(plain, hypers=()), registry.modifier("prodigy_distance"))
        return around(rule, *others)

    with pytest.raises(BadHyper, match=message):
        made().settings(settings)
