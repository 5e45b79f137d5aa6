import numpy as np
import pytest
from descent.matrices.retractions import retract
from descent.registry import rule
from descent.stepper import advance, begin

from tests.descent.matrices.replay import path, progresses, steps


@pytest.fixture
def grads(rng):
    return rng.standard_normal((12, 2, 4, 3))


@pytest.mark.parametrize("name", ["oblique_sgd", "oblique_adam"])
@pytest.mark.parametrize("axis", [0, 1])
def test_oblique_rules_keep_unit_vectors(xp, rng, grads, name, axis):
    p = rng.standard_normal((2, 4, 3))
    p /= np.linalg.norm(p, axis=axis + 1, keepdims=True)
    points = path(name, p, grads, {"lr": 0.1, "axis": axis, "weight_decay": 0.1}, xp)
    assert np.abs(np.linalg.norm(points, axis=axis + 2) - 1).max() < 1e-13
    assert np.abs(np.linalg.norm(points, axis=3 - axis) - 1).max() > 0.1
    assert np.abs(points[-1] - p).max() > 0.1


def test_an_oblique_step_is_tangent_to_first_order(rng, grads):
    p = rng.standard_normal((2, 4, 3))
    p /= np.linalg.norm(p, axis=1, keepdims=True)
    (step,) = steps("oblique_sgd", p, grads[:1], {"lr": 1e-6})
    assert np.abs((p * step).sum(axis=1)).max() < 1e-10 < np.abs(step).max()


def test_a_gradient_along_the_vectors_moves_nothing(rng):
    p = rng.standard_normal((2, 4, 3))
    p /= np.linalg.norm(p, axis=1, keepdims=True)
    (step,) = steps("oblique_sgd", p, [5 * p], {"lr": 0.1})
    assert np.abs(step).max() < 1e-15


@pytest.mark.parametrize("retraction", ["qr", "polar", "cayley"])
@pytest.mark.parametrize("shape", [(4, 3), (3, 4), (3, 3)])
def test_iso_keeps_every_singular_value(xp, rng, retraction, shape):
    p, grads = rng.standard_normal((2, *shape)), rng.standard_normal((6, 2, *shape))
    points = path("iso", p, grads, {"lr": 0.05, "retraction": retraction}, xp)
    given = np.linalg.svd(p, compute_uv=False)
    assert np.abs(np.linalg.svd(points, compute_uv=False) - given).max() < 1e-12
    assert np.abs(points[-1] - p).max() > 0.1


def test_iso_descends_to_the_nearest_matrix_of_its_spectrum(rng):
    target = rng.standard_normal((1, 3, 3))
    u, _, vh = np.linalg.svd(target)
    nearest = (u * np.asarray([3.0, 2.0, 1.0])) @ vh
    turned = retract(np.eye(3)[None], 0.3 * rng.standard_normal((1, 3, 3)), "qr", np)
    chosen, settings = rule("iso"), {"lr": 0.005, "momentum": 0.8}
    progress = begin(chosen, [turned @ nearest @ turned], settings, np)
    start = np.linalg.norm(progress.params[0] - nearest)
    for _ in range(600):
        progress = advance(chosen, progress, [progress.params[0] - target], settings, np)
    assert start > 0.5
    assert np.linalg.norm(progress.params[0] - nearest) < 1e-6


def test_spel_stays_orthogonal(xp, rng, grads):
    p = np.linalg.qr(rng.standard_normal((2, 4, 3)))[0]
    points = path("spel", p, grads, {"lr": 0.1, "coefficients": "polar_express", "steps": 8}, xp)
    assert np.abs(np.linalg.svd(points, compute_uv=False) - 1).max() < 1e-9
    assert np.abs(points[-1] - p).max() > 0.1


@pytest.mark.parametrize("radius", [0.0, 2.0])
def test_the_hyperball_keeps_the_norm(xp, rng, grads, radius):
    p = rng.standard_normal((2, 4, 3))
    p *= (radius or 1.5) / np.linalg.norm(p, axis=(1, 2), keepdims=True)
    points = path("muon_hyperball", p, grads, {"lr": 0.1, "radius": radius}, xp)
    assert np.abs(np.linalg.norm(points, axis=(2, 3)) - (radius or 1.5)).max() < 1e-13
    assert np.abs(points[-1] - p).max() > 0.1


def test_the_hyperball_turns_by_the_learning_rate(rng):
    p = rng.standard_normal((1, 4, 3))
    g = rng.standard_normal((1, 4, 3))
    g -= p * (p * g).sum() / (p * p).sum()
    (point,) = path("muon_hyperball", p, [g], {"lr": 0.01, "weight_decay": 0.0, "coefficients": "simple"})
    turn = np.arccos((p * point).sum() / (p * p).sum())
    assert 0.005 < turn < 0.0101


def test_muown_keeps_the_lengths_it_says(xp, rng, grads):
    p = rng.standard_normal((2, 4, 3))
    for each in progresses("muown", p, grads, {"lr": 0.05, "weight_decay": 0.1}, xp):
        point, g = np.asarray(each.params[0]), np.asarray(each.states[0]["g"])
        assert np.abs(np.linalg.norm(point, axis=-1, keepdims=True) - g).max() < 1e-13


def test_muown_lengths_ignore_gradients_across_the_rows(rng):
    p = rng.standard_normal((2, 4, 3))
    g = rng.standard_normal((2, 4, 3))
    across = g - p * (p * g).sum(axis=-1, keepdims=True) / (p * p).sum(axis=-1, keepdims=True)
    # Adam divides rounding noise by itself unless ε is larger.
    (point,) = path("muown", p, [across], {"lr": 0.05, "eps": 1e-3})
    assert np.abs(np.linalg.norm(point, axis=-1) - np.linalg.norm(p, axis=-1)).max() < 1e-12
    assert np.abs(point - p).max() > 0.01
