from itertools import pairwise

import numpy as np
import pytest

from tests.descent.matrices.replay import path, progresses, steps

T = np.matrix_transpose


@pytest.fixture
def p(rng):
    return rng.standard_normal((2, 3, 3))


@pytest.fixture
def grads(rng):
    return rng.standard_normal((7, 2, 3, 3))


@pytest.mark.parametrize("settings", [{"frequency": 1}, {"frequency": 3}])
def test_soap_turns_with_the_gradients(xp, rng, p, grads, settings):
    left, right = (np.linalg.qr(rng.standard_normal((3, 3)))[0] for _ in range(2))
    plain = path("soap", p, grads, {"lr": 0.01, **settings}, xp)
    turned = path("soap", left @ p @ right, left @ grads @ right, {"lr": 0.01, **settings}, xp)
    assert np.abs(turned - left @ plain @ right).max() < 1e-9


def test_adam_does_not_turn_with_the_gradients(rng, p, grads):
    left = np.linalg.qr(rng.standard_normal((3, 3)))[0]
    turned = path("adam", left @ p, left @ grads, {"lr": 0.01})
    assert np.abs(turned - left @ path("adam", p, grads, {"lr": 0.01})).max() > 1e-3


def test_the_first_gradient_only_makes_the_bases(p, grads):
    each = steps("soap", p, grads, {"lr": 0.01, "weight_decay": 0.1})
    assert np.array_equal(each[0], np.zeros_like(p))
    assert np.abs(each[1]).min() > 0


def test_for_vectors_soap_is_adam_one_step_late(xp, rng):
    p, grads = rng.standard_normal((2, 5)), rng.standard_normal((4, 2, 5))
    settings = {"lr": 0.01, "beta1": 0.95, "beta2": 0.95, "eps": 1e-12}
    late = path("soap", p, grads, settings, xp)[1:]
    assert np.abs(late - path("adam", p, grads[1:], settings, xp)).max() < 1e-9


def test_soap_is_adam_where_the_bases_are_the_axes_in_whatever_order(rng):
    diagonals = np.asarray([[3.0, 2.0, 1.0], [0.1, 5.0, 1.0], [0.1, 5.0, 9.0], [1.0, 2.0, 3.0], [0.5, 0.1, 0.2]])
    grads = diagonals[:, None, :, None] * np.eye(3)
    p = rng.standard_normal((1, 3, 3))
    settings = {"lr": 0.01, "beta1": 0.95, "beta2": 0.95, "frequency": 1}
    states = [each.states[0]["Q_L"] for each in progresses("soap", p, grads, settings, np)]
    assert any(not np.array_equal(np.abs(a), np.abs(b)) for a, b in pairwise(states))
    adam = path("adam", p, grads[1:], {"lr": 0.01, "beta1": 0.95, "beta2": 0.95})
    assert np.abs(path("soap", p, grads, settings)[1:] - adam).max() < 1e-8


def test_the_bases_wait_for_their_turn(p, grads):
    bases = [np.asarray(each.states[0]["Q_L"]) for each in progresses("soap", p, grads, {"frequency": 3}, np)]
    changed = [not np.array_equal(a, b) for a, b in pairwise(bases)]
    assert changed == [False, False, True, False, False, True]


def test_a_new_basis_leaves_the_first_moment_where_it_was(p, grads):
    average = np.zeros_like(p)
    first, *others = progresses("soap", p, grads, {"frequency": 1}, np)
    assert np.array_equal(first.states[0]["m"], average)
    for each, g in zip(others, grads[1:], strict=True):
        average = 0.95 * average + 0.05 * g
        s = each.states[0]
        assert np.abs(s["Q_L"] @ s["m"] @ T(s["Q_R"]) - average).max() < 1e-13


def test_the_decay_comes_after_the_step(p, grads):
    settings = {"lr": 0.1, "weight_decay": 0.2}
    plain, decayed = (path("soap", p, grads[:2], settings | {"weight_decay": wd})[1] for wd in (0.0, 0.2))
    assert np.allclose(decayed, plain * (1 - 0.1 * 0.2), rtol=1e-13)


def test_the_step_of_nvidia_is_bounded_where_asked(p, grads):
    bounded = steps("soap", p, grads, {"form": "nvidia", "lr": 1.0, "max_update_rms": 0.2})
    assert np.sqrt((bounded**2).mean(axis=(2, 3))).max() < 0.2


def test_rlx_leaves_small_gradients_to_adam(p, grads):
    settings = {"lr": 0.01, "beta1": 0.95, "beta2": 0.95}
    rlx = path("soap", p, 1e-5 * grads, settings | {"form": "rlx"})
    assert np.abs(rlx - path("adam", p, 1e-5 * grads, settings)).max() < 1e-12
    large = path("soap", p, grads, settings | {"form": "rlx"})
    assert np.abs(large - path("adam", p, grads, settings)).max() > 1e-3


def test_rekls_and_kl_soap_start_alike_and_part(p, grads):
    # With a small ε the first covariance, divided by ε, outweighs all others and the bases stay.
    rekls, kl_soap = (path(name, p, grads, {"lr": 0.01, "eps": 0.1}) for name in ("rekls", "kl_soap"))
    assert np.abs(rekls[0] - kl_soap[0]).max() < 1e-12
    assert np.abs(rekls[1:] - kl_soap[1:]).max() > 1e-4


def test_kl_soap_is_nvidia_soap_with_kl(p, grads):
    settings = {"lr": 0.01, "beta1": 0.9}
    kl = path("soap", p, grads, settings | {"form": "nvidia", "kl": True})
    assert np.array_equal(kl, path("kl_soap", p, grads, settings))


def test_kl_m_soap_makes_the_bases_of_kl_soap(rng):
    p, grads = rng.standard_normal((2, 8, 7)), rng.standard_normal((6, 2, 8, 7))
    each = (progresses(name, p, grads, {"eps": 0.1}, np)[-1].states[0] for name in ("kl_soap", "kl_m_soap"))
    kl, madam = each
    for key in ("L", "R", "Q_L", "Q_R", "w_L", "w_R"):
        assert np.array_equal(kl[key], madam[key]), key


def test_madam_needs_no_epsilon_for_tiny_gradients(p, grads):
    ordinary, tiny = (steps("kl_m_soap", p, scale * grads, {"lr": 0.01, "eps": 1e-300}) for scale in (1.0, 1e-60))
    assert np.isfinite(tiny).all()
    assert np.abs(np.linalg.norm(tiny, axis=(2, 3)) / np.linalg.norm(ordinary, axis=(2, 3)) - 1)[1:].max() < 1


def test_moso_of_a_tall_matrix_is_that_of_its_transpose(xp, rng):
    p, grads = rng.standard_normal((2, 5, 3)), rng.standard_normal((4, 2, 5, 3))
    tall = path("moso", p, grads, {"lr": 0.01}, xp)
    assert np.abs(T(path("moso", T(p), T(grads), {"lr": 0.01}, xp)) - tall).max() < 1e-12


def test_moso_turns_with_the_shorter_side_only(rng):
    p, grads = rng.standard_normal((2, 3, 5)), rng.standard_normal((4, 2, 3, 5))
    left, right = (np.linalg.qr(rng.standard_normal((n, n)))[0] for n in (3, 5))
    plain = path("moso", p, grads, {"lr": 0.01})
    assert np.abs(path("moso", left @ p, left @ grads, {"lr": 0.01}) - left @ plain).max() < 1e-9
    assert np.abs(path("moso", p @ right, grads @ right, {"lr": 0.01}) - plain @ right).max() > 1e-3
