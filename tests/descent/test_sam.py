"""SAM: the rule itself, on the gradient of a worse point near by."""

from dataclasses import replace
from itertools import pairwise

import array_api_compat.torch as torch_xp
import numpy as np
import pytest
import torch
from descent import registry, transform
from descent.families.matrix_quadratic import landscape as matrix_quadratic
from descent.playground.racer import racer_from
from descent.stepper import advance, ahead, begin, compose
from descent.trace import outcome, trace

SAM = registry.modifier("sam")


def around(name, *others):
    return compose(registry.rule(name), SAM, *map(registry.modifier, others))


@pytest.mark.parametrize("adaptive", [False, True])
def test_every_step_is_the_rules_with_the_gradient_at_the_worse_point(adaptive):
    landscape = registry.landscape("rosenbrock")
    chosen = {"lr": 1e-4, "sam_rho": 0.3, "sam_adaptive": adaptive}
    points = trace(around("sgd"), landscape, chosen, xp=np, steps=5).points
    for before, after in pairwise(points):
        g = landscape.gradient(before, np)
        size = np.abs(before) if adaptive else 1.0
        e = 0.3 * size**2 * g / np.linalg.norm(size * g)
        np.testing.assert_allclose(after, before - 1e-4 * landscape.gradient(before + e, np), rtol=1e-12)


def test_both_gradients_of_a_step_see_the_same_noise():
    landscape = transform.noisy(registry.landscape("sphere"), 0.5)
    settings = {"lr": 0.1}
    plain = trace(registry.rule("sgd"), landscape, settings, xp=np, steps=1, seed=3).points
    g = (plain[0] - plain[1]) / 0.1
    moved = trace(around("sgd"), landscape, settings | {"sam_rho": 0.2}, xp=np, steps=1, seed=3).points
    e = 0.2 * g / np.linalg.norm(g)
    curvature = landscape.gradient(e, np)  # that of the sphere is the same everywhere
    np.testing.assert_allclose(moved[1], plain[1] - 0.1 * curvature, rtol=1e-12)


@pytest.mark.parametrize("name", ["adam", "lion", "prodigy", "schedule_free"])
def test_no_distance_is_the_rule_itself_and_a_run_is_that_run_alone(name):
    landscape = transform.noisy(registry.landscape("beale"), 0.1)
    starts = np.array([[1.0, 1.0], [-2.0, 0.5], [3.0, -1.0]])
    rho = np.array([0.0, 0.1, 0.3])
    together = trace(around(name), landscape, {"sam_rho": rho}, xp=np, steps=8, starts=starts, seed=1).points
    ones = {"sam_rho": rho[1:2]}
    alone = trace(around(name), landscape, ones, xp=np, steps=8, starts=starts[1:2], seed=1, numbers=np.array([1]))
    np.testing.assert_array_equal(together[:, 1:2], alone.points)
    plain = trace(registry.rule(name), landscape, {"lr": np.array([registry.rule(name).defaults["lr"]])},
                  xp=np, steps=8, starts=starts[:1], seed=1).points  # fmt: skip
    np.testing.assert_allclose(together[:, :1], plain, rtol=1e-12)


def test_the_distance_is_one_over_all_tensors_and_what_has_no_gradient_stays():
    params, grads = (
        [np.ones((2, 3)), np.ones((2, 2, 2)), np.ones((2, 1))],
        [np.full((2, 3), 2.0), None, -np.ones((2, 1))],
    )
    grads[0][1] *= 100
    points = ahead(around("sgd"), params, grads, {"sam_rho": 0.5}, np)
    assert points[1] is params[1]
    apart = np.concatenate([points[0] - params[0], points[2] - params[2]], axis=1)
    np.testing.assert_allclose(np.linalg.norm(apart, axis=1), [0.5, 0.5])
    assert np.all(apart * np.concatenate([grads[0], grads[2]], axis=1) > 0)
    assert ahead(registry.rule("sgd"), params, grads, {}, np) == tuple(params)


def test_without_a_slope_nothing_is_perturbed():
    points = ahead(around("sgd"), [np.ones((2, 3))], [np.zeros((2, 3))], {}, np)
    np.testing.assert_array_equal(points[0], np.ones((2, 3)))


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_the_worse_point_keeps_the_precision_of_the_parameter(dtype):
    params = [torch.ones((2, 3), dtype=dtype)]
    grads = [torch.full((2, 3), 300.0, dtype=dtype)]  # whose squares float16 does not hold
    (found,) = ahead(around("sgd"), params, grads, {"sam_rho": 0.5}, torch_xp)
    assert found.dtype == dtype
    np.testing.assert_allclose(found.float().numpy(), 1 + 0.5 / 3**0.5, rtol=2e-2)


def test_climbing_looks_for_lower_points():
    landscape = registry.landscape("himmelblau")
    upside_down = replace(
        landscape,
        value=lambda x, xp: -landscape.value(x, xp),
        gradient=lambda x, xp: -landscape.gradient(x, xp),
        least=None,
    )
    settings = {"lr": 1e-3, "sam_rho": 0.4}
    climbing = trace(around("sgd", "maximize"), landscape, settings, xp=np, steps=6).points
    np.testing.assert_allclose(climbing, trace(around("sgd"), upside_down, settings, xp=np, steps=6).points, rtol=1e-13)


def test_a_penalty_pulls_at_the_parameter_and_turns_nothing():
    rule = around("sgd", "weight_decay")
    settings = {"lr": 0.1, "weight_decay": 0.5, "decay_method": "l2", "sam_rho": 0.2}
    p, g = np.array([[3.0, -4.0]]), np.array([[0.0, 2.0]])
    (point,) = ahead(rule, [p], [g], settings, np)
    np.testing.assert_allclose(point - p, [[0.0, 0.2]])
    after = advance(rule, begin(rule, [p], settings, np), [g], settings, np)
    np.testing.assert_allclose(after.params[0], p - 0.1 * (g + 0.5 * p))


def test_a_rule_of_matrices_and_thousands_of_runs_take_it_too():
    points = trace(around("muon"), matrix_quadratic(), {"sam_rho": np.array([0.0, 1.0])}, xp=np, steps=4).points
    assert np.all(np.isfinite(points))
    assert np.abs(points[-1, 0] - points[-1, 1]).max() > 1e-6
    landscape = registry.landscape("sphere")
    ends = outcome(around("sgd"), landscape, {"lr": 0.1, "sam_rho": np.array([0.0, 0.5])}, xp=np, steps=200)
    assert ends.losses[0] < 1e-12 < 1e-4 < ends.losses[1]  # it steps on for ever by what the slope is ρ away


def test_a_run_whose_first_gradient_is_not_finite_ends():
    landscape = registry.landscape("abs_sum")
    torn = replace(
        landscape, gradient=lambda x, xp: xp.where(x > 1.0, xp.full_like(x, float("nan")), landscape.gradient(x, xp))
    )
    starts = np.array([[0.5, 0.5], [2.0, 0.5]])
    run = trace(around("sgd"), torn, {"lr": 0.01}, xp=np, steps=3, starts=starts)
    assert [stop.value for stop in run.stops] == ["max_steps", "diverged"]


def test_a_page_is_told_that_a_step_takes_two_gradients():
    told = racer_from({"rule": "sgd", "modifiers": ["sam"]}, None).notices
    assert [notice["kind"] for notice in told] == ["two_gradients"]
    assert racer_from({"rule": "sgd", "modifiers": ["clipping"]}, None).notices == ()
