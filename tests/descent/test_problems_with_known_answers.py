"""Landscapes and rules together, against results that are known exactly."""

from dataclasses import replace

import numpy as np
import pytest
from descent import random, registry
from descent.analysis.measures import distance
from descent.analysis.sharpness import sharpness
from descent.derivatives import hessian
from descent.errors import BadShape
from descent.spec import Stop
from descent.trace import outcome, trace
from descent.transform import moving

SGD, MOMENTUM = registry.rule("sgd"), registry.rule("momentum")


def decayed(rule, power):
    """The rule with lr / t^power."""

    def update(p, g, s, t, xp, *, lr, **settings):
        return rule.update(p, g, s, t, xp, lr=lr / t**power, **settings)

    return replace(rule, update=update)


def draws(landscape, runs, steps=1):
    make = random.normal if landscape.noise == "normal" else random.uniform
    return make(3, np.arange(runs), np.arange(1, steps + 1), landscape.draws, np)[0]


def test_gradient_descent_on_the_ravine_is_stable_just_below_two_over_kappa_and_not_above():
    ends = outcome(SGD, registry.landscape("ravine"), {"lr": np.array([0.0199, 0.0201])}, xp=np, steps=3000)
    assert ends.stops == (Stop.MAX_STEPS, Stop.LEFT_WINDOW)
    assert ends.losses[0] < 1e-20


def test_the_best_rate_on_the_ravine_contracts_by_the_known_factor_each_step():
    # The best rate for curvatures from 1 to κ is 2 / (1 + κ), its factor (κ - 1) / (κ + 1).
    path = trace(SGD, registry.landscape("ravine"), {"lr": 2 / 101}, xp=np, steps=50).points[:, 0]
    assert np.abs(path[1:] / path[:-1]) == pytest.approx(99 / 101, rel=1e-6)


def test_the_best_heavy_ball_on_the_ravine_has_the_known_radius():
    # Polyak's: lr (2 / (1 + √κ))², β the square of the radius (√κ - 1) / (√κ + 1).
    settings = {"lr": (2 / 11) ** 2, "momentum": (9 / 11) ** 2}
    path = trace(MOMENTUM, registry.landscape("ravine"), settings, xp=np, steps=400).points[:, 0]
    # The root is double, so the error goes like k radius^k.
    size = np.linalg.norm(path, axis=-1)
    assert (size[400] / size[200] / 2) ** (1 / 200) == pytest.approx(9 / 11, rel=2e-4)


def test_noise_leaves_the_known_variance_and_loss_floor_and_a_decaying_rate_removes_them():
    landscape = registry.family("noisy_quadratic")((1.0, 10.0), spread=0.5)
    lr, h = 0.15, np.array([1.0, 10.0])
    starts = np.zeros((8000, 2))
    ends = outcome(SGD, landscape, {"lr": lr}, xp=np, steps=150, starts=starts)
    variance = lr * h * 0.5**2 / (2 - lr * h)
    assert ends.points.var(axis=0) == pytest.approx(variance, rel=5 * (2 / 8000) ** 0.5)
    assert ends.losses.mean() == pytest.approx(0.5 * (h * variance).sum(), rel=0.05)
    less = outcome(decayed(SGD, 0.7), landscape, {"lr": lr}, xp=np, steps=150, starts=starts)
    assert less.losses.mean() < 0.1 * ends.losses.mean()


@pytest.mark.parametrize("spread", [0.1, 0.4])
def test_the_turning_quadratic_has_the_known_mean_and_every_sample_its_spectrum(spread):
    kappa, angle = 100.0, 0.4
    landscape = registry.family("turning_quadratic")(kappa, angle, spread)
    middle, half, shrink = (1 + kappa) / 2, (1 - kappa) / 2, np.exp(-2 * spread**2)
    xx, xy = middle + half * shrink * np.cos(2 * angle), half * shrink * np.sin(2 * angle)
    assert landscape.gradient(np.eye(2), np)[0] == pytest.approx([xx, xy])
    noise = draws(landscape, 40000)
    columns = [landscape.sample(np.tile(axis, (40000, 1)), noise, 1, np) for axis in np.eye(2)]
    samples = np.stack(columns, axis=-1)
    mean, error = samples.mean(axis=0), 5 * samples.std(axis=0) / 200
    assert (np.abs(mean - hessian(landscape, np.zeros((1, 2)), np)[0]) < error).all()
    assert np.linalg.eigvalsh(samples[:50]) == pytest.approx(np.tile([1, kappa], (50, 1)))


def test_a_large_spread_makes_the_mean_of_the_turning_quadratic_round():
    low, high = registry.family("turning_quadratic")(100.0, 0.4, spread=3.0).curvature
    assert high / low == pytest.approx(1, abs=1e-6)


def test_the_gradient_of_a_mini_batch_is_unbiased_row_by_row():
    landscape = registry.family("minibatch_logistic")(batch=1)
    x = np.tile([0.7, -1.3], (40, 1))
    each_row_once = 1 - np.eye(40)
    seen = landscape.sample(x, each_row_once, 1, np)
    assert seen.mean(axis=0) == pytest.approx(landscape.gradient(x[:1], np)[0], rel=1e-13)
    assert len(np.unique(seen, axis=0)) == 40


def test_the_covariance_of_a_mini_batch_is_the_exact_one():
    landscape, b, n, runs = registry.family("minibatch_logistic")(batch=4), 4, 40, 20000
    x = np.array([[0.7, -1.3]])
    rows = registry.family("minibatch_logistic")(batch=1).sample(np.tile(x, (n, 1)), 1 - np.eye(n), 1, np)
    exact = np.cov(rows.T, bias=True) * (n - b) / (b * (n - 1))
    seen = landscape.sample(np.tile(x, (runs, 1)), draws(landscape, runs), 1, np)
    assert np.cov(seen.T) == pytest.approx(exact, abs=5 * np.diag(exact).max() * (2 / runs) ** 0.5)
    assert seen.mean(axis=0) == pytest.approx(landscape.gradient(x, np)[0], abs=5 * (exact.max() / runs) ** 0.5)


def test_a_whole_batch_has_no_noise_and_an_empty_one_is_refused():
    landscape = registry.family("minibatch_logistic")(batch=40)
    x = np.array([[0.7, -1.3]])
    assert landscape.sample(x, draws(landscape, 1), 1, np) == pytest.approx(landscape.gradient(x, np))
    with pytest.raises(BadShape, match="a batch has 1 to 40 rows, given 0"):
        registry.family("minibatch_logistic")(batch=0)


def test_adam_goes_to_the_worst_point_of_the_counter_example_and_amsgrad_to_the_best():
    landscape = registry.family("reddi")()
    settings = {"lr": 0.1, "beta1": 0.0, "beta2": 0.1, "eps": 1e-12}
    ends = {
        name: trace(decayed(registry.rule(name), 0.5), landscape, settings, xp=np, steps=6000).points[-1, 0, 0]
        for name in ("adam", "amsgrad")
    }
    assert ends["adam"] > 0.99
    assert ends["amsgrad"] < -0.99


def test_the_heavy_ball_cycles_for_ever_where_gradient_descent_converges():
    landscape = registry.family("heavy_ball_cycle")()
    path = trace(MOMENTUM, landscape, {"lr": 1 / 9, "momentum": 4 / 9}, xp=np, steps=600).points[:, 0, 0]
    assert sorted(path[-3:]) == pytest.approx([-1.802449, 0.646531, 2.115918], abs=1e-6)
    assert path[-3:] == pytest.approx(path[-6:-3], abs=1e-9)
    assert abs(trace(SGD, landscape, {"lr": 1 / 13}, xp=np, steps=600).points[-1, 0, 0]) < 1e-12


def test_one_step_scaled_on_both_sides_solves_the_matrix_quadratic():
    landscape = registry.family("matrix_quadratic")(rows=4, columns=3, kappa_left=10.0, kappa_right=3.0)
    curved = hessian(landscape, np.zeros((1, 12)), np)[0]
    left = curved.reshape(4, 3, 4, 3)  # AᵀA ⊗ BBᵀ
    scale_left = np.einsum("ijkj->ik", left) / 1.0
    scale_right = np.einsum("ijil->jl", left)
    # Each partial trace is one factor times the trace of the other.
    assert left == pytest.approx(np.einsum("ik,jl->ijkl", scale_left, scale_right) / np.trace(curved))
    gradient = landscape.gradient(np.zeros((1, 12)), np).reshape(4, 3)
    step = -np.linalg.inv(scale_left) @ gradient @ np.linalg.inv(scale_right) * np.trace(curved)
    assert step.ravel() == pytest.approx(landscape.minima[0], rel=1e-10)
    assert np.linalg.cond(curved) == pytest.approx((10 * 3) ** 2)


@pytest.mark.parametrize("lr", [0.2, 0.02])
def test_a_fixed_subgradient_step_orbits_at_a_distance_of_the_order_of_the_rate(lr):
    path = trace(SGD, registry.landscape("abs_sum"), {"lr": lr}, xp=np, steps=2000).points[-100:, 0]
    assert lr / 4 < np.abs(path[:, 0]).max() <= lr
    assert 3 * lr / 4 < np.abs(path[:, 1]).max() <= 3 * lr
    decaying = trace(decayed(SGD, 0.7), registry.landscape("abs_sum"), {"lr": lr * 20}, xp=np, steps=2000)
    assert np.abs(decaying.points[-100:, 0]).max() < 3 * lr * 20 / 1900**0.7


def test_a_rate_between_the_limits_cannot_stay_in_the_sharp_minimum_but_stays_in_the_flat_one():
    landscape = registry.landscape("sharp_flat")
    sharp, near_flat = landscape.minima[0], (0.9858, 0.0)
    flat = trace(SGD, landscape, {"lr": 0.5}, xp=np, steps=500, starts=np.array([near_flat])).points[-1, 0]
    assert flat == pytest.approx(near_flat, abs=1e-5)
    assert landscape.value(flat[None], np)[0] == pytest.approx(-0.98028, abs=1e-5)
    assert sharpness(landscape, flat[None], np)[0] == pytest.approx(2.82, abs=0.005)
    beside = np.array([[sharp[0] + 1e-3, 0.0]])
    stays, leaves = (
        trace(SGD, landscape, {"lr": lr}, xp=np, steps=2000, starts=beside).points[-1, 0] for lr in (0.025, 0.1)
    )
    assert stays == pytest.approx(sharp, abs=1e-6)
    assert np.linalg.norm(leaves - sharp) > 0.5


@pytest.mark.parametrize(("lr", "end"), [(0.2, 6.88), (0.3, 5.48), (0.4, 2.22)])
def test_the_two_layer_network_ends_at_the_recorded_sharpness_below_its_limit(lr, end):
    landscape = registry.landscape("two_layer_linear")
    path = trace(SGD, landscape, {"lr": lr}, xp=np, steps=5000)
    found = sharpness(landscape, path.points[-1], np)[0]
    assert found == pytest.approx(end, abs=0.006)
    assert found < 2 / lr
    assert path.losses[-1, 0] < 1e-12


def test_a_network_of_matrices_settles_only_where_it_is_flat_enough():
    landscape = registry.family("deep_linear")()
    path = trace(SGD, landscape, {"lr": 0.1}, xp=np, steps=3000)
    assert path.losses[-1, 0] < 1e-6
    assert sharpness(landscape, path.points[-1], np)[0] == pytest.approx(landscape.curvature[1], rel=0.05)
    assert path.stops == (Stop.MAX_STEPS,)
    assert outcome(SGD, landscape, {"lr": 1.5 * landscape.stable_lr}, xp=np, steps=3000).losses[0] > 1e-3


def test_gradient_descent_follows_a_moving_bowl_at_the_known_distance():
    velocity, lr = (0.003, -0.004), 0.05
    landscape = moving(registry.landscape("sphere"), velocity)
    starts = np.array([[1.0, 1.0], [-1.0, 2.0]])
    path = trace(SGD, landscape, {"lr": lr}, xp=np, steps=600, starts=starts, tolerance=1e-6)
    # The error e ← (1 - 2 lr) e - v settles at v / (2 lr).
    assert distance(landscape, path.points, np)[501:].mean(axis=0) == pytest.approx(0.005 / (2 * lr), rel=1e-9)
    assert path.losses[-1] == pytest.approx((0.005 / (2 * lr)) ** 2, rel=1e-9)
    assert path.stops == (Stop.MAX_STEPS,) * 2
