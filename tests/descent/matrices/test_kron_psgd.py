import numpy as np
import pytest
from descent.errors import BadShape

from tests.descent.matrices.replay import path, progresses

T = np.matrix_transpose


@pytest.fixture
def mixing():
    """Gradients A Z B with white Z have far from white rows and columns."""
    return np.asarray([[3.0, 0, 0], [1, 1, 0], [0, 0.5, 0.3]]), np.asarray([[2.0, 0.7], [0, 0.4]])


def condition(q_l, q_r, left, right):
    """The larger condition number of the two sides of preconditioned gradients; white ones have 1."""
    values = [np.linalg.svd(x, compute_uv=False)[0] for x in (T(q_l) @ q_l @ left, right @ T(q_r) @ q_r)]
    return max(v.max() / v.min() for v in values)


@pytest.mark.parametrize("form", ["psgd_pro", "triangular"])
def test_the_preconditioner_learns_to_whiten(rng, mixing, form):
    left, right = mixing
    grads = left @ rng.standard_normal((1500, 1, 3, 2)) @ right
    inputs = {"noise": rng.standard_normal(grads.shape)}
    settings = {"form": form, "lr": 0.0, "momentum": 0.0, "precond_lr": 0.1, "damping": 0.01}
    s = progresses("kron_psgd", np.zeros((1, 3, 2)), grads, settings, np, inputs)[-1].states[0]
    assert condition(np.eye(3)[None], np.eye(2)[None], left, right) > 5
    assert condition(s["Q_L"], s["Q_R"], left, right) < 2


@pytest.mark.parametrize("form", ["triangular", "rlx"])
def test_triangular_factors_stay_triangular(xp, rng, form):
    grads = rng.standard_normal((5, 2, 4, 3))
    inputs = {"noise": rng.standard_normal(grads.shape)} if form != "rlx" else None
    settings = {"form": form, "init_scale": 1.5}
    s = progresses("kron_psgd", np.zeros((2, 4, 3)), grads, settings, xp, inputs)[-1].states[0]
    for factor in (np.asarray(s["Q_L"]), np.asarray(s["Q_R"])):
        assert np.array_equal(factor, np.triu(factor))
        assert np.abs(factor / factor[:, :1, :1] - np.eye(factor.shape[-1])).max() > 1e-3


def test_rlx_from_the_identity_is_clipped_momentum(rng):
    p, grads = rng.standard_normal((2, 4, 3)), rng.standard_normal((5, 2, 4, 3))
    clipped = grads * np.minimum(1, 1 / np.abs(grads).max(axis=(2, 3), keepdims=True))
    rlx = path("kron_psgd", p, grads, {"form": "rlx", "lr": 0.1})
    assert np.abs(rlx - path("momentum", p, clipped, {"lr": 0.1, "momentum": 0.9})).max() < 1e-13


def test_the_same_noise_gives_the_same_path_and_other_noise_another(rng):
    p, grads = rng.standard_normal((2, 4, 3)), rng.standard_normal((5, 2, 4, 3))
    noise, other = rng.standard_normal((2, *grads.shape))
    first, again, different = (
        path("kron_psgd", p, grads, {"lr": 0.1}, np, {"noise": each}) for each in (noise, noise, other)
    )
    assert np.array_equal(first, again)
    assert np.abs(first - different).max() > 1e-4


@pytest.mark.parametrize("form", ["psgd_pro", "triangular"])
def test_missing_noise_is_asked_for(rng, form):
    p, grads = rng.standard_normal((2, 4, 3)), rng.standard_normal((1, 2, 4, 3))
    with pytest.raises(BadShape, match=rf"form {form}.*needs the input noise.*given: none"):
        path("kron_psgd", p, grads, {"form": form})
    with pytest.raises(BadShape, match=r"probes are \(runs, 4, k, 4\)"):
        path("kron_psgd", p, grads, {}, np, {"noise": grads, "probes": grads})


def test_without_probes_the_bounds_are_much_the_same(rng):
    p, grads = rng.standard_normal((2, 4, 3)), rng.standard_normal((5, 2, 4, 3))
    noise, probes = rng.standard_normal(grads.shape), rng.standard_normal((5, 2, 4, 32, 4))
    fixed = path("kron_psgd", p, grads, {"lr": 0.1}, np, {"noise": noise})
    drawn = path("kron_psgd", p, grads, {"lr": 0.1}, np, {"noise": noise, "probes": probes})
    assert np.abs(fixed - drawn).max() < 1e-3


def test_the_largest_entry_of_an_rlx_step_is_clipped(rng):
    p, grads = np.zeros((2, 4, 3)), 50 * rng.standard_normal((1, 2, 4, 3))
    (point,) = path("kron_psgd", p, grads, {"form": "rlx", "lr": 1.0, "clip": 0.5})
    assert np.abs(np.abs(point).max(axis=(1, 2)) - 0.5).max() < 1e-15
