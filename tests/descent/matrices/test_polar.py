import numpy as np
import pytest
from descent.matrices.polar import one_sided_polar, polar

T = np.matrix_transpose


def test_the_polar_factor_is_orthogonal_and_leaves_a_symmetric_positive_rest(xp, matrices):
    given = matrices(5, 4, 4)
    factor, nuclear = (np.asarray(part) for part in polar(xp.asarray(given), xp))
    assert np.abs(T(factor) @ factor - np.eye(4)).max() < 1e-12
    rest = T(factor) @ given
    assert np.abs(rest - T(rest)).max() < 1e-12
    assert np.linalg.eigvalsh(rest).min() > 0
    assert np.abs(nuclear[:, 0, 0] - np.trace(rest, axis1=1, axis2=2)).max() < 1e-12


@pytest.mark.parametrize(("side", "shape"), [("left", (3, 5)), ("right", (5, 3)), ("left", (4, 4)), ("right", (4, 4))])
def test_without_its_length_the_one_sided_factor_is_the_polar_factor(xp, matrices, side, shape):
    given = xp.asarray(matrices(4, *shape, condition=5.0))
    one_sided = one_sided_polar(given, xp, side=side, alpha=0.0)
    assert np.abs(np.asarray(one_sided - polar(given, xp)[0])).max() < 1e-9


def test_the_one_sided_factor_is_as_long_as_the_nuclear_norm(matrices):
    given = matrices(4, 3, 5, condition=5.0)
    factor, nuclear = polar(given, np)
    assert np.abs(one_sided_polar(given, np, side="left") - nuclear * factor).max() < 1e-9


def test_the_null_space_contributes_nothing(xp, matrices):
    given = matrices(4, 3, 5, condition=5.0)
    tall = np.concatenate([given, given], axis=1)
    result = np.asarray(one_sided_polar(xp.asarray(tall), xp, side="left", alpha=0.0))
    assert np.abs(result - np.concatenate([polar(given, np)[0]] * 2, axis=1) / 2**0.5).max() < 1e-9


def test_centred_rows_have_no_mean(xp, matrices):
    given = xp.asarray(matrices(4, 4, 3, condition=5.0))
    centred = one_sided_polar(given, xp, side="right", center_rows=True)
    assert np.abs(np.asarray(xp.mean(centred, axis=-2))).max() < 1e-12
    assert np.abs(np.asarray(xp.mean(one_sided_polar(given, xp, side="right"), axis=-2))).max() > 1e-3
