import numpy as np
import pytest
from descent.matrices.retractions import RETRACTIONS, retract
from descent.matrices.rows import row_norm, tangent, unit

T = np.matrix_transpose


def test_rows_become_unit_vectors_and_zero_rows_stay(xp, rng):
    given = rng.standard_normal((2, 4, 3))
    given[:, 1, :] = 0
    lengths = np.linalg.norm(np.asarray(row_norm(xp.asarray(given), xp)), axis=-1)
    assert np.abs(lengths - np.asarray([[1, 0, 1, 1]])).max() < 1e-14


def test_centred_rows_sum_to_nothing(xp, rng):
    result = row_norm(xp.asarray(rng.standard_normal((2, 4, 3))), xp, center_rows=True)
    assert np.abs(np.asarray(xp.sum(result, axis=-2))).max() < 1e-14


@pytest.mark.parametrize("axis", [1, 2])
def test_tangents_change_no_length_to_first_order(xp, rng, axis):
    p = unit(xp.asarray(rng.standard_normal((2, 4, 3))), axis, xp, eps=1e-8)
    xi = tangent(p, xp.asarray(rng.standard_normal((2, 4, 3))), axis, xp)
    assert np.abs(np.asarray(xp.sum(p * xi, axis=axis))).max() < 1e-14
    assert np.linalg.norm(np.asarray(xi)) > 1


@pytest.mark.parametrize("name", RETRACTIONS)
@pytest.mark.parametrize("columns", [2, 4])
def test_retractions_end_on_the_manifold_and_follow_the_direction(xp, rng, name, columns):
    x = np.linalg.qr(rng.standard_normal((3, 4, columns)))[0]
    free = rng.standard_normal((3, 4, 4))
    direction = 1e-4 * (free - T(free)) @ x
    reached = np.asarray(retract(xp.asarray(x), xp.asarray(direction), name, xp))
    assert np.abs(T(reached) @ reached - np.eye(columns)).max() < 1e-13
    followed = direction - x @ T(direction) @ x if name == "cayley" else direction
    assert np.abs(reached - (x + followed)).max() < 1e-6 < np.abs(direction).max()
    assert np.abs(np.asarray(retract(xp.asarray(x), xp.asarray(0 * x), name, xp)) - x).max() < 1e-13


def test_a_long_cayley_step_is_still_orthonormal(rng):
    x = np.linalg.qr(rng.standard_normal((3, 4, 2)))[0]
    reached = retract(x, 50 * rng.standard_normal(x.shape), "cayley", np)
    assert np.abs(T(reached) @ reached - np.eye(2)).max() < 1e-12
