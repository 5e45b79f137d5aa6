"""The array functions that rules share, where libraries or types differ."""

import math

import array_api_compat.torch as torch_xp
import array_api_strict
import numpy as np
import pytest
from descent import arrays

LIBRARIES = pytest.mark.parametrize("xp", [np, torch_xp, array_api_strict], ids=["numpy", "torch", "strict"])


@LIBRARIES
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_sign_of_nan_is_zero_and_the_dtype_stays(xp, dtype):
    x = xp.asarray([math.nan, -math.inf, -2.0, -0.0, 0.0, 3.0, math.inf], dtype=getattr(xp, dtype))
    found = arrays.sign(x, xp)
    assert found.dtype == x.dtype
    assert [float(value) for value in found] == [0.0, -1.0, -1.0, 0.0, 0.0, 1.0, 1.0]


@LIBRARIES
def test_reductions_keep_the_runs_apart(xp):
    x = xp.reshape(xp.arange(12, dtype=xp.float64), (2, 3, 2))
    for reduce, want in (
        (arrays.total, [15.0, 51.0]),
        (arrays.mean, [2.5, 8.5]),
        (arrays.norm, [55**0.5, 451**0.5]),
        (arrays.rms, [(55 / 6) ** 0.5, (451 / 6) ** 0.5]),
    ):
        found = reduce(x, xp)
        assert found.shape == (2, 1, 1)
        np.testing.assert_allclose(np.asarray(found).ravel(), want, rtol=1e-15)


@LIBRARIES
def test_numbers_and_arrays_meet_in_choices_and_bounds(xp):
    x = xp.asarray([1.0, 2.0, 3.0])
    assert arrays.choose(2 > 1, "yes", "no", xp) == "yes"
    assert arrays.smaller(1.0, 2.0, xp) == 1.0
    assert arrays.larger(1.0, 2.0, xp) == 2.0
    assert arrays.log(math.e, xp) == 1.0
    assert [float(v) for v in arrays.choose(x > 1.5, x, 0.0, xp)] == [0.0, 2.0, 3.0]
    assert [float(v) for v in arrays.smaller(x, 2.0, xp)] == [1.0, 2.0, 2.0]
    assert [float(v) for v in arrays.larger(x, 2.0, xp)] == [2.0, 2.0, 3.0]
    np.testing.assert_allclose(np.asarray(arrays.log(x, xp)), np.log([1.0, 2.0, 3.0]))


@LIBRARIES
def test_settings_spread_over_a_tensor(xp):
    p = xp.zeros((3, 2, 4), dtype=xp.float32)
    assert arrays.spread(0.5, p, xp) == 0.5
    spread = arrays.spread(xp.asarray([1.0, 2.0, 3.0], dtype=xp.float64), p, xp)
    assert spread.shape == (3, 1, 1)
    assert spread.dtype == xp.float32
    assert arrays.spread(xp.asarray([True, False, True]), p, xp).dtype == xp.bool
    assert arrays.per_run(0.5, p, xp).shape == (3, 1, 1)


@LIBRARIES
def test_the_inverse_of_next_to_nothing_is_nothing(xp):
    found = arrays.inverse(xp.asarray([0.0, 1e-20, 0.5]), 1e-15, xp)
    assert [float(value) for value in found] == [0.0, 0.0, 2.0]


def test_averages_agree_but_at_infinity():
    old, new = np.array([1.0, 2.0]), np.array([3.0, -1.0])
    np.testing.assert_allclose(arrays.lerp(old, new, 0.1), arrays.ema(old, new, 0.9), rtol=1e-15)
    with np.errstate(invalid="ignore"):
        assert np.isnan(arrays.lerp(np.array(np.inf), 1.0, 0.1))
    assert np.isinf(arrays.ema(np.array(np.inf), 1.0, 0.9))
