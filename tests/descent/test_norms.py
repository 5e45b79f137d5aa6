"""Norms are right where the squares of the entries over- or underflow, in every place that takes one."""

import numpy as np
import pytest
from descent import registry
from descent.arrays import length, norm, rms
from descent.matrices.newton_schulz import newton_schulz
from descent.matrices.rows import unit
from descent.stepper import advance, begin, compose

from tests.descent.namespaces import NAMESPACES, array, to_numpy

SIZES = pytest.mark.parametrize("size", [1.0, 1e200, 1e-200])


@pytest.mark.parametrize("name", NAMESPACES)
@SIZES
def test_a_norm_is_as_large_as_its_entries(name, size):
    xp = NAMESPACES[name]
    x = array([[[3 * size, 0.0], [0.0, 4 * size]], [[0.0, 0.0], [0.0, 0.0]]], name)
    np.testing.assert_allclose(to_numpy(norm(x, xp))[:, 0, 0], [5 * size, 0], rtol=1e-14)
    np.testing.assert_allclose(to_numpy(rms(x, xp))[:, 0, 0], [2.5 * size, 0], rtol=1e-14)
    np.testing.assert_allclose(to_numpy(length(x, -1, xp))[0, :, 0], [3 * size, 4 * size], rtol=1e-14)
    np.testing.assert_allclose(to_numpy(unit(x, -1, xp, eps=1e-300))[0], np.eye(2), rtol=1e-14)


@pytest.mark.parametrize("entry", [np.inf, np.nan])
def test_a_norm_of_what_is_not_finite_is_not_finite_and_of_nothing_zero(entry):
    np.testing.assert_array_equal(norm(np.array([[entry, 1.0]]), np), [[entry]])
    np.testing.assert_array_equal(norm(np.zeros((2, 0)), np), [[0.0], [0.0]])


@SIZES
def test_newton_schulz_does_not_care_how_large_a_matrix_is(size):
    x = np.random.default_rng(0).standard_normal((1, 3, 4))
    made = newton_schulz(size * x, np, eps=1e-300)
    np.testing.assert_allclose(made, newton_schulz(x, np, eps=1e-300), rtol=1e-10)


def update(rule, p, g, **settings):
    progress = begin(rule, [np.asarray(p)], settings, np)
    return advance(rule, progress, [np.asarray(g)], settings, np)


@SIZES
@pytest.mark.parametrize("name", ["relative_update", "hyperball", "radial_brake"])
def test_a_hook_scales_with_parameter_and_step(name, size):
    rule = compose(registry.rule("sgd"), registry.modifier(name))
    settings = {"lr": 0.1, "hook_eps": 0.0} | ({"radius": 5 * size} if name == "hyperball" else {})
    small = settings | ({"radius": 5.0} if name == "hyperball" else {})
    p, g = np.array([[3.0, 4.0]]), np.array([[1.0, -2.0]])
    made, plain = update(rule, size * p, size * g, **settings), update(rule, p, g, **small)
    np.testing.assert_allclose(made.params[0], size * plain.params[0], rtol=1e-13)


@pytest.mark.parametrize(
    ("name", "size"), [("lamb", 1e200), ("lamb", 1e-200), ("muon_hyperball", 1e200), ("muon_hyperball", 1e-9)]
)
def test_a_step_relative_to_the_parameter_scales_with_it(name, size):
    rule = registry.rule(name)
    settings = {"lr": 0.1, "weight_decay": 0.0} | ({"norm_clamp": 1e300} if name == "lamb" else {})
    p, g = np.random.default_rng(0).standard_normal((2, 1, 3, 4))
    made, plain = (update(rule, scale * p, g, **settings) for scale in (size, 1.0))
    np.testing.assert_allclose(made.params[0], size * plain.params[0], rtol=1e-12)
