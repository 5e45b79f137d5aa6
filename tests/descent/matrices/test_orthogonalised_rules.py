import numpy as np
import pytest
from descent.errors import BadShape
from descent.matrices.polar import polar
from descent.registry import rule, rule_names

from tests.descent.matrices.replay import path, steps

EXACT = {"coefficients": "polar_express", "steps": 10}


@pytest.fixture
def p(rng):
    return rng.standard_normal((2, 4, 3))


@pytest.fixture
def grads(rng):
    return rng.standard_normal((4, 2, 4, 3))


@pytest.mark.parametrize(
    ("scale", "factor"),
    [
        ("spectral", 2.0),
        ("shape_scaling", (4 / 3) ** 0.5),
        ("unit_rms_norm", (4 / 3) ** 0.5),
        ("match_rms_adamw", 0.4),
        ("fan_in", 1.0),
    ],
)
def test_muon_steps_along_an_orthogonal_gradient_scaled(xp, p, scale, factor):
    orthogonal = np.linalg.qr(p)[0]
    (step,) = steps("muon", p, [7 * orthogonal], {"lr": 0.1, "scale": scale, **EXACT}, xp)
    assert np.abs(step + 0.1 * factor * orthogonal).max() < 1e-12


def test_muon_forgets_the_size_of_gradients(p, grads):
    assert np.allclose(path("muon", p, grads, {"lr": 0.1}), path("muon", p, 1e4 * grads, {"lr": 0.1}))


def test_looking_ahead_counts_the_newest_gradient_for_more(p, grads):
    settings = {"lr": 1.0, "scale": "fan_in", "momentum": 0.9, **EXACT}
    m = 0.9 * 0.1 * grads[0] + 0.1 * grads[1]
    ahead = 0.9 * m + 0.1 * grads[1]
    corrected = 0.9 * m / (1 - 0.9**3) + 0.1 * grads[1] / (1 - 0.9**2)
    for choices, momentum in (
        ({}, m),
        ({"nesterov": True}, ahead),
        ({"nesterov": True, "correct_bias": True}, corrected),
        ({"correct_bias": True}, m),
    ):
        step = steps("muon", p, grads[:2], settings | choices)[1]
        assert np.abs(step + polar(momentum, np)[0]).max() < 1e-12


def test_muon_in_eight_bits_stays_near_muon(p, grads):
    full, rounded = (
        steps("muon", p.astype(np.float32), grads.astype(np.float32), {"lr": 1.0, "precision": precision})
        for precision in ("full", "bfloat16")
    )
    assert 1e-4 < np.abs(full - rounded).max() < 0.2


def test_adamuon_moves_every_entry_about_equally(p, grads):
    settings = {"lr": 1.0, "scale": "fan_in", "beta2": 0.0}
    assert np.allclose(np.abs(steps("adaptive_muon", p, grads, settings)), 1, atol=1e-5)


def test_normuon_is_as_long_as_muon_with_even_rows(p, grads):
    plain = steps("muon", p, grads, {"lr": 1.0})
    even = steps("adaptive_muon", p, grads, {"lr": 1.0, "moment2": "normuon", "beta2": 0.0})
    assert np.allclose(np.linalg.norm(plain, axis=(2, 3)), np.linalg.norm(even, axis=(2, 3)))
    rows = np.linalg.norm(even, axis=3)
    assert np.ptp(rows, axis=-1).max() < 1e-6 < 1e-2 < np.ptp(np.linalg.norm(plain, axis=3), axis=-1).max()


def test_namo_without_memory_is_muon(p, grads):
    settings = {"lr": 1.0, "momentum": 0.0}
    namo = steps("adaptive_muon", p, grads, settings | {"moment2": "namo", "beta2": 0.0})
    assert np.allclose(namo, steps("muon", p, grads, settings), rtol=1e-6)


def test_scion_never_leaves_its_ball(p, grads):
    points = path("scion", np.zeros_like(p), np.concatenate([grads] * 10), {"lr": 0.2, "radius": 3.0, **EXACT})
    norms = np.linalg.norm(points, ord=2, axis=(2, 3))
    assert norms.max() <= 3.0 * (4 / 3) ** 0.5 + 1e-9
    assert norms.max() > 1


def test_scion_ends_in_the_corner_of_a_steady_gradient(p, grads):
    point = path("scion", p, [grads[0]] * 60, {"lr": 0.3, "radius": 3.0, **EXACT})[-1]
    assert np.abs(point + 3.0 * (4 / 3) ** 0.5 * polar(grads[0], np)[0]).max() < 1e-6


@pytest.mark.parametrize("vectors", ["rms", "sign"])
def test_scion_takes_a_vector_as_a_column_and_keeps_it_in_its_ball(p, grads, vectors):
    settings = {"lr": 0.2, "radius": 3.0}
    many = np.concatenate([grads] * 10)
    column = path("scion", p[..., :1], many[..., :1], settings | {"ball": {"rms": "columns", "sign": "sign"}[vectors]})
    vector = path("scion", p[..., 0], many[..., 0], settings | {"vectors": vectors})
    assert np.allclose(vector, column[..., 0], rtol=1e-12)
    size = {"rms": lambda x: np.mean(x**2, axis=-1) ** 0.5, "sign": lambda x: np.abs(x).max(axis=-1)}[vectors]
    assert 1 < size(vector[-1]).max() <= 3 + 1e-9


@pytest.mark.parametrize("ball", ["spectral", "sign", "columns", "rows"])
def test_scion_without_its_constraint_leaves_out_the_decay_alone(p, grads, ball):
    settings = {"lr": 0.1, "ball": ball}
    (held,) = steps("scion", p, grads[:1], settings)
    (free,) = steps("scion", p, grads[:1], settings | {"constraint": False})
    assert np.allclose(held - free, -0.1 * p, rtol=1e-12)


def test_mop_is_muon_without_the_error_of_newton_schulz(xp, p, grads):
    mop = path("mop", p, grads, {"lr": 0.1, "scale": "spectral"}, xp)
    assert np.abs(mop - path("muon", p, grads, {"lr": 0.1, **EXACT})).max() < 1e-10


def test_polargrad_is_as_long_as_the_nuclear_norm(p, grads):
    mop = path("mop", p, grads, {"lr": 0.1})
    assert np.abs(path("polargrad", p, grads, {"lr": 0.1, **EXACT}) - mop).max() < 1e-10
    assert np.abs(path("polargrad", p, grads, {"lr": 0.1, "factor": "right"}) - mop).max() < 1e-9


def test_a_zero_gradient_moves_nothing(p):
    for name in ("muon", "mop", "polargrad"):
        assert np.array_equal(steps(name, p, [np.zeros_like(p)], {"lr": 0.1})[0], np.zeros_like(p))


@pytest.mark.parametrize("name", [name for name in rule_names() if rule(name).scope == "matrix"])
def test_a_tensor_that_is_no_matrix_is_refused_by_name(name):
    chosen = rule(name)
    with pytest.raises(BadShape, match=rf"{name}.*\(1, 2, 3, 4\)"):
        chosen.init(np.zeros((1, 2, 3, 4)), np, **chosen.wanted(chosen.init, chosen.defaults))
