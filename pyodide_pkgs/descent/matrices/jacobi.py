"""Eigenvectors by cyclic Jacobi rotations, in the order the rotations leave them (Golub & Van Loan, section 8.5).

Unlike `linalg.eigh` it sorts nothing and starts from the identity, so a nearly diagonal matrix gets a basis near the
identity, and an exactly diagonal one the identity.
"""

from descent.matrices.shapes import identity
from descent.spec import Array, Namespace

# Jacobi converges quadratically: matrices of any size met in practice need fewer sweeps.
SWEEPS = 12

# The machine epsilon of float32, whatever the dtype: an absolute bound that belongs to the form of SOAP that uses this.
LEAST = 2.0**-23


def jacobi_eigenbasis(A: Array, xp: Namespace, *, tolerance: float = 1e-6) -> Array:
    """Orthonormal eigenvectors `(runs, n, n)` of symmetric matrices `A`, as columns.

    A run stops once the root of the summed squares above the diagonal is below `tolerance`; single entries below
    `LEAST` are left alone. Both bounds are absolute: small matrices keep the identity.
    """
    n = A.shape[-1]
    one = identity(A, 1, xp)
    V = one
    upper = xp.triu(one * 0 + 1, k=1)
    for _ in range(SWEEPS):
        unfinished = xp.sqrt(xp.sum(A * A * upper, axis=(-2, -1), keepdims=True)) >= tolerance
        for i in range(n):
            for j in range(i + 1, n):
                J = _rotation(A, i, j, unfinished, one, xp)
                A = xp.matrix_transpose(J) @ A @ J
                V = V @ J
    return V


def _rotation(A, i, j, allowed, one, xp):
    """The rotation in the plane (i, j) that makes A[i, j] zero; the identity where it is not allowed or not needed."""
    a = A[:, i : i + 1, j : j + 1]
    needed = allowed & (xp.abs(a) >= LEAST)
    theta = (A[:, j : j + 1, j : j + 1] - A[:, i : i + 1, i : i + 1]) / (2 * xp.where(needed, a, xp.ones_like(a)))
    root = xp.sqrt(1 + theta * theta)
    tan = 1 / xp.where(theta >= 0, theta + root, theta - root)
    tan = xp.where(needed, tan, xp.zeros_like(tan))
    cos = 1 / xp.sqrt(1 + tan * tan)
    e_i, e_j = one[:, :, i : i + 1], one[:, :, j : j + 1]
    e_iT, e_jT = one[:, i : i + 1, :], one[:, j : j + 1, :]
    return one + (cos - 1) * (e_i * e_iT + e_j * e_jT) + tan * cos * (e_i * e_jT - e_j * e_iT)
