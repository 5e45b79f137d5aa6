"""Decompositions that fail one run at a time: a run that is not finite gets NaN, the others their factors.

LAPACK gives up on such a matrix and the libraries then raise for the whole population. Here divergence stays what it is
elsewhere, a value. LAPACK also leaves the signs of the vectors open, and libraries differ in them; here the largest
entry of an eigenvector, or of a left singular vector, is positive.
"""

from descent.spec import Array, Namespace


def eigh(A: Array, xp: Namespace) -> tuple[Array, Array]:
    """Eigenvalues `(runs, n)`, ascending, and orthonormal eigenvectors `(runs, n, n)` of symmetric matrices."""
    good, clean = _clean(A, xp)
    w, Q = xp.linalg.eigh(clean)
    return _marked(w, good[:, :, 0], xp), _marked(Q * _signs(Q, xp), good, xp)


def svd(A: Array, xp: Namespace) -> tuple[Array, Array, Array]:
    """U `(runs, rows, k)`, S `(runs, k)` and Vᵀ `(runs, k, columns)` of A = U diag(S) Vᵀ, k the shorter side."""
    good, clean = _clean(A, xp)
    U, S, Vh = xp.linalg.svd(clean, full_matrices=False)
    signs = _signs(U, xp)
    Vh = Vh * xp.matrix_transpose(signs)
    return _marked(U * signs, good, xp), _marked(S, good[:, :, 0], xp), _marked(Vh, good, xp)


def qr(A: Array, xp: Namespace) -> Array:
    """The orthonormal factor of A = Q R, `(runs, rows, k)`, with the signs that make the diagonal of R positive."""
    Q, R = xp.linalg.qr(A)
    return xp.where(xp.linalg.diagonal(R)[:, None, :] < 0, -Q, Q)


def _signs(Q, xp):
    """The sign of the largest entry of each column, `(runs, 1, columns)`."""
    place = xp.argmax(xp.abs(Q), axis=-2, keepdims=True)
    return xp.where(xp.take_along_axis(Q, place, axis=-2) < 0, -xp.ones_like(Q[:, :1, :]), xp.ones_like(Q[:, :1, :]))


def _clean(A, xp):
    """Which runs are finite, `(runs, 1, 1)`, and the matrices with zeros in place of the others."""
    good = xp.all(xp.isfinite(A), axis=(-2, -1), keepdims=True)
    return good, xp.where(good, A, xp.zeros_like(A))


def _marked(x, good, xp):
    """The result with NaN for the runs that are not good."""
    return xp.where(good, x, xp.full_like(x, xp.nan))
