import numpy as np
import pytest
from descent.matrices.decompositions import eigh, svd
from descent.matrices.eigenbases import (
    back,
    eigenbasis,
    into,
    iterated,
    iterated_then_sorted,
    refined,
    seen_diagonal,
    whitened_gram,
)
from descent.matrices.jacobi import jacobi_eigenbasis

T = np.matrix_transpose


@pytest.fixture
def covariances(rng):
    g = rng.standard_normal((3, 4, 9))
    return g @ T(g)


def test_the_eigenbasis_is_orthonormal_and_sorted(xp, covariances):
    w, q = (np.asarray(part) for part in eigenbasis(xp.asarray(covariances), xp))
    assert np.abs(T(q) @ q - np.eye(4)).max() < 1e-13
    assert np.abs(T(q) @ covariances @ q - w * np.eye(4)).max() < 1e-12
    assert (np.diff(w[:, 0, :], axis=-1) < 0).all()


def test_refining_leads_to_the_eigenbasis(xp, covariances):
    given = xp.asarray(covariances)
    exact = np.asarray(eigenbasis(given, xp)[1])
    q = xp.asarray(np.broadcast_to(np.eye(4), (3, 4, 4)).copy())
    for _ in range(150):
        q, _order = refined(given, q, xp)
    assert np.abs(np.abs(T(exact) @ np.asarray(q)) - np.eye(4)).max() < 1e-6


def test_refining_sorts_the_columns_by_what_they_see(xp):
    diagonal = np.asarray([[3.0, 5.0, 1.0]])
    given = xp.asarray(diagonal[:, None, :] * np.eye(3))
    q, order = refined(given, xp.asarray(np.eye(3)[None]), xp)
    assert np.asarray(order).tolist() == [[[1, 0, 2]]]
    assert np.allclose(np.asarray(seen_diagonal(given, q, xp)), [[[5, 3, 1]]])


def test_more_iterations_come_nearer(covariances):
    start = np.broadcast_to(np.eye(4), (3, 4, 4))
    exact = eigenbasis(covariances, np)[1]

    def distance(iterations):
        q = iterated(covariances, start, np, iterations=iterations)
        return np.abs(np.abs(T(exact) @ q) - np.eye(4)).max()

    assert distance(20) < distance(1)


def test_sorting_before_or_after_the_iteration_gives_other_bases_where_eigenvalues_change_place(xp, covariances):
    given = xp.asarray(covariances)
    start = xp.flip(eigenbasis(xp.asarray(covariances[::-1].copy()), xp)[1], axis=-1)
    before, _ = refined(given, start, xp)
    w, after = iterated_then_sorted(given, start, xp)
    assert (np.diff(np.asarray(w), axis=-1) <= 0).all()
    assert np.allclose(np.asarray(w), np.asarray(seen_diagonal(given, after, xp)))
    assert np.abs(np.abs(np.asarray(before)) - np.abs(np.asarray(after))).max() > 0.1


def test_out_of_the_bases_undoes_into_them(xp, rng, covariances):
    x = xp.asarray(rng.standard_normal((3, 4, 4)))
    q = eigenbasis(xp.asarray(covariances), xp)[1]
    r = xp.flip(q, axis=-2)
    assert np.abs(np.asarray(back(into(x, q, r, xp), q, r, xp) - x)).max() < 1e-13


def test_the_whitened_covariance_inverts_the_other_side(xp, rng, covariances):
    g = rng.standard_normal((3, 2, 4))
    w, q = eigenbasis(xp.asarray(covariances), xp)
    result = np.asarray(whitened_gram(xp.asarray(g), q, w, 1e-8, xp))
    assert np.abs(result - g @ np.linalg.inv(covariances) @ T(g) / 4).max() < 1e-12


def test_jacobi_finds_the_eigenvectors(xp, covariances):
    q = np.asarray(jacobi_eigenbasis(xp.asarray(covariances), xp, tolerance=1e-10))
    assert np.abs(T(q) @ q - np.eye(4)).max() < 1e-13
    seen = T(q) @ covariances @ q
    assert np.abs(seen * (1 - np.eye(4))).max() < 1e-6
    found = np.sort(np.diagonal(seen, axis1=1, axis2=2), axis=-1)
    assert np.abs(found - np.linalg.eigvalsh(covariances)).max() < 1e-10


def test_jacobi_leaves_small_matrices_alone(covariances):
    assert np.array_equal(jacobi_eigenbasis(1e-9 * covariances, np), np.broadcast_to(np.eye(4), (3, 4, 4)))


def test_jacobi_turns_no_pair_of_axes_whose_entry_is_tiny(xp):
    blocks = np.diag([2.0, 1.0, 1.0, 1.0])
    blocks[0, 1] = blocks[1, 0] = 0.5
    blocks[2, 3] = blocks[3, 2] = 5e-8
    q = np.asarray(jacobi_eigenbasis(xp.asarray(blocks[None]), xp))[0]
    assert np.array_equal(q[2:, 2:], np.eye(2))
    assert np.abs(q[0, 1]) > 0.1


def test_a_run_that_is_not_finite_spoils_no_other(xp, covariances):
    spoilt = covariances.copy()
    spoilt[1, 0, 0] = np.inf
    for decomposition in (eigh, svd):
        parts = decomposition(xp.asarray(spoilt), xp)
        for part, sound in zip(parts, decomposition(xp.asarray(covariances), xp), strict=True):
            assert np.isnan(np.asarray(part)[1]).all()
            assert np.array_equal(np.asarray(part)[[0, 2]], np.asarray(sound)[[0, 2]])
