import numpy as np
import pytest
from descent.matrices.bounds import largest, norm_bound_by_row, rms_bounded
from descent.matrices.kronecker import (
    balanced,
    covariance_bound,
    dual_halfway,
    halfway,
    preconditioned,
    skew_bound,
    turned_upright,
)

T = np.matrix_transpose


@pytest.fixture
def probes(rng):
    return rng.standard_normal((3, 16, 5))


def spectral_norm(a):
    return np.linalg.norm(a, ord=2, axis=(-2, -1), keepdims=True)


def test_bounds_lie_below_the_norm_and_near_it(xp, rng, probes):
    g = rng.standard_normal((3, 5, 5))
    for a, bound in ((g @ T(g), covariance_bound), (g - T(g), skew_bound)):
        ratio = np.asarray(bound(xp.asarray(a), xp.asarray(probes), xp)) / spectral_norm(a)
        assert (ratio < 1 + 1e-7).all()
        assert (ratio > 0.99).all()


def test_the_bound_by_row_lies_below_the_norm_and_is_zero_for_zero(xp, rng):
    g = rng.standard_normal((3, 5, 5))
    ratio = np.asarray(norm_bound_by_row(xp.asarray(g @ T(g)), xp)) / spectral_norm(g @ T(g))
    assert (ratio < 1 + 1e-12).all()
    assert (ratio > 0.7).all()
    assert np.array_equal(np.asarray(norm_bound_by_row(xp.zeros((2, 3, 3), dtype=xp.float64), xp)), np.zeros((2, 1, 1)))


def test_the_rotation_keeps_the_preconditioner_and_turns_towards_symmetry(xp, rng, probes):
    q = np.eye(5) + 0.1 * rng.standard_normal((3, 5, 5))
    turned = np.asarray(turned_upright(xp.asarray(q), xp.asarray(probes), xp))
    assert np.abs(T(turned) @ turned - T(q) @ q).max() < 0.02
    before, after = (np.linalg.norm(x - T(x), axis=(1, 2)) for x in (q, turned))
    assert (after < before).all()
    assert (np.trace(turned, axis1=1, axis2=2) > np.trace(q, axis1=1, axis2=2)).all()


@pytest.mark.parametrize("order", [2, 3])
def test_a_symmetric_factor_is_left_where_it_is(xp, rng, probes, order):
    g = rng.standard_normal((3, 5, 5))
    q = xp.asarray(g @ T(g))
    assert np.array_equal(np.asarray(turned_upright(q, xp.asarray(probes), xp, order=order)), np.asarray(q))


def test_balancing_keeps_the_product_and_evens_the_factors(xp, rng):
    left, right, x = (xp.asarray(rng.standard_normal((2, 4, 4))) for _ in range(3))
    new_left, new_right = balanced(1e6 * left, right, xp)
    assert np.allclose(np.asarray(largest(new_left, xp)), np.asarray(largest(new_right, xp)))
    there = np.asarray(preconditioned(new_left, new_right, x, xp))
    assert np.allclose(there, np.asarray(preconditioned(1e6 * left, right, x, xp)), rtol=1e-10)


def test_the_preconditioner_whitens_twice_and_unwhitening_is_its_dual(xp, rng):
    left, right = (np.eye(n) + 0.2 * rng.standard_normal((2, n, n)) for n in (4, 3))
    x, y = rng.standard_normal((2, 2, 4, 3))
    factors = (xp.asarray(left), xp.asarray(right))
    a = np.asarray(halfway(*factors, xp.asarray(x), xp))
    b = np.asarray(dual_halfway(*factors, xp.asarray(y), xp))
    assert np.allclose((a * b).sum(axis=(1, 2)), (x * y).sum(axis=(1, 2)))
    full = np.asarray(preconditioned(*factors, xp.asarray(x), xp))
    assert np.allclose((full * x).sum(axis=(1, 2)), (a * a).sum(axis=(1, 2)))


def test_a_step_is_held_below_its_bound_and_zero_bounds_nothing(xp):
    u = xp.asarray(np.full((1, 2, 2), 3.0))
    assert np.asarray(rms_bounded(u, 0.0, xp)).max() == 3
    assert np.asarray(rms_bounded(u, 5.0, xp)).max() == 3
    assert abs(np.asarray(rms_bounded(u, 1.5, xp)).max() - 1.5) < 1e-6
