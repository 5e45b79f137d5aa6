import numpy as np
import pytest
from descent.matrices.spectral import spectral_clip, spectral_clipped_weight_decay, spectral_hardcap

# Newton–Schulz is blurred where a singular value lies on the bound itself, so the values keep away from it.
VALUES = np.asarray([[1.0, 0.75, 0.25]])


@pytest.fixture(params=[(3, 5), (5, 3), (3, 3)], ids=str)
def pieces(request, rng):
    rows, columns = request.param
    left = np.linalg.qr(rng.standard_normal((2, rows, 3)))[0]
    right = np.linalg.qr(rng.standard_normal((2, columns, 3)))[0]
    return left, np.matrix_transpose(right)


def rebuilt(pieces, values):
    left, right = pieces
    return (left * values[:, None, :]) @ right


def test_singular_values_are_clipped_from_above(xp, pieces):
    capped = np.asarray(spectral_hardcap(xp.asarray(rebuilt(pieces, VALUES)), xp, high=0.5))
    assert np.abs(capped - rebuilt(pieces, np.minimum(VALUES, 0.5))).max() < 1e-6


def test_singular_values_are_clipped_from_both_sides(xp, pieces):
    clipped = np.asarray(spectral_clip(xp.asarray(rebuilt(pieces, VALUES)), xp, low=0.4, high=0.6))
    assert np.abs(clipped - rebuilt(pieces, np.clip(VALUES, 0.4, 0.6))).max() < 1e-6


def test_only_what_is_above_the_cap_decays(xp, pieces):
    decayed = np.asarray(spectral_clipped_weight_decay(xp.asarray(rebuilt(pieces, VALUES)), xp, high=0.5, rate=0.2))
    assert np.abs(decayed - rebuilt(pieces, 0.8 * VALUES + 0.2 * np.minimum(VALUES, 0.5))).max() < 1e-6
