"""Newton–Schulz with a triple of one's own, in every rule that names its coefficients."""

import numpy as np
import pytest
from descent import registry
from descent.matrices.newton_schulz import COEFFICIENTS, newton_schulz

from tests.descent.matrices.replay import path

RULES = [name for name in registry.rule_names() if "coefficients" in registry.rule(name).defaults]


@pytest.mark.parametrize("name", RULES)
def test_the_triple_of_simple_given_as_numbers_is_simple(xp, rng, name):
    p, grads = rng.standard_normal((2, 4, 3)), rng.standard_normal((3, 2, 4, 3))
    simple = path(name, p, grads, {"coefficients": "simple"}, xp)
    a, b, c = COEFFICIENTS["simple"][0]
    custom = {"coefficients": "custom", "ns_a": a, "ns_b": b, "ns_c": c}
    assert np.array_equal(simple, path(name, p, grads, custom, xp))
    assert np.array_equal(simple, path(name, p, grads, {"coefficients": "custom"}, xp))
    other = path(name, p, grads, custom | {"ns_a": 2.0, "ns_b": -1.5, "ns_c": 0.5}, xp)
    assert np.abs(other - simple).max() > 1e-6


def test_each_run_may_have_a_triple_of_its_own(rng):
    p, grads = rng.standard_normal((2, 4, 3)), rng.standard_normal((3, 2, 4, 3))
    a, b, c = np.array([3.4445, 2.0]), np.array([-4.775, -1.5]), np.array([2.0315, 0.5])
    both = path("muon", p, grads, {"coefficients": "custom", "ns_a": a, "ns_b": b, "ns_c": c})
    for run in range(2):
        own = {"coefficients": "custom", "ns_a": a[run], "ns_b": b[run], "ns_c": c[run]}
        alone = path("muon", p[run : run + 1], grads[:, run : run + 1], own)
        assert np.abs(both[:, run] - alone[:, 0]).max() < 1e-13


def test_a_triple_whose_sum_is_one_ends_at_orthogonal(rng):
    x = rng.standard_normal((1, 3, 5))
    made = newton_schulz(x, np, coefficients=((2.0, -1.5, 0.5),), steps=30)
    assert np.abs(made @ np.matrix_transpose(made) - np.eye(3)).max() < 1e-12
