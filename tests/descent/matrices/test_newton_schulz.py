import numpy as np
import pytest
import torch
from descent.matrices.newton_schulz import COEFFICIENTS, coefficient_at, newton_schulz, to_bfloat16
from descent.matrices.polar import polar

# After as many steps as a set was made for: the singular values of matrices of condition up to 30 lie within these.
BOUNDS = {
    "simple": (5, 0.68, 1.14),
    "quintic": (5, 0.97, 1.04),
    "polar_express": (8, 1 - 1e-9, 1 + 1e-9),
    "cans": (5, 0.88, 1.12),
    "aol": (4, 0.3, 1.09),
    "deepseekv4": (10, 0.999, 1.001),
    "cubic5": (5, 0.77, 1.3),
}


def test_every_coefficient_set_has_bounds():
    assert set(BOUNDS) == set(COEFFICIENTS)


@pytest.mark.parametrize("name", BOUNDS)
@pytest.mark.parametrize("shape", [(4, 6), (6, 4), (5, 5)])
def test_singular_values_end_within_the_bounds_of_the_set(xp, matrices, name, shape):
    steps, low, high = BOUNDS[name]
    given = matrices(8, *shape)
    values = np.linalg.svd(
        np.asarray(newton_schulz(xp.asarray(given), xp, coefficients=name, steps=steps)), compute_uv=False
    )
    assert low <= values.min()
    assert values.max() <= high
    assert np.linalg.svd(given, compute_uv=False).min() < 0.05


def test_singular_vectors_stay(matrices):
    given = matrices(4, 3, 5)
    u, _, vh = np.linalg.svd(given, full_matrices=False)
    seen = np.matrix_transpose(u) @ newton_schulz(given, np) @ np.matrix_transpose(vh)
    assert np.abs(seen * (1 - np.eye(3))).max() < 1e-12


def test_many_steps_of_polar_express_give_the_polar_factor(xp, matrices):
    given = xp.asarray(matrices(4, 4, 3))
    iterated = newton_schulz(given, xp, coefficients="polar_express", steps=10)
    assert np.abs(np.asarray(iterated - polar(given, xp)[0])).max() < 1e-12


def test_zero_in_gives_zero_out(xp):
    zero = xp.zeros((2, 3, 4), dtype=xp.float64)
    assert np.array_equal(np.asarray(newton_schulz(zero, xp)), np.zeros((2, 3, 4)))


def test_a_transposed_matrix_gives_the_transpose(xp, matrices):
    given = xp.asarray(matrices(3, 5, 2))
    there = newton_schulz(xp.matrix_transpose(given), xp)
    assert np.array_equal(np.asarray(xp.matrix_transpose(there)), np.asarray(newton_schulz(given, xp)))


def test_the_size_of_the_matrix_does_not_matter(matrices):
    given = matrices(3, 3, 4)
    assert np.abs(newton_schulz(1e6 * given, np) - newton_schulz(given, np)).max() < 1e-12


def test_the_floors_guard_the_norm_as_they_say(matrices):
    given = matrices(3, 3, 4) * 1e-3
    length = np.linalg.norm(given, axis=(1, 2), keepdims=True)
    settings = {"eps": 1e-2, "steps": 0}
    assert np.allclose(newton_schulz(given, np, **settings), given / 1e-2)
    assert np.allclose(newton_schulz(given, np, **settings, floor="sum"), given / (length + 1e-2))


def test_sets_go_on_as_they_were_made_to():
    assert coefficient_at("quintic", 5) == COEFFICIENTS["quintic"][0]
    assert coefficient_at("polar_express", 12) == COEFFICIENTS["polar_express"][-1]
    assert coefficient_at(((1.0, 2.0, 3.0),), 4) == (1.0, 2.0, 3.0)


def test_rounding_to_bfloat16_is_that_of_the_hardware(rng):
    numbers = (rng.standard_normal(4000) * np.exp(rng.uniform(-20, 20, 4000))).astype(np.float32)
    hardware = torch.asarray(numbers).to(torch.bfloat16).to(torch.float32).numpy()
    assert np.array_equal(to_bfloat16(numbers, np), hardware)
    assert np.array_equal(to_bfloat16(hardware.astype(np.float64), np), hardware.astype(np.float64))
