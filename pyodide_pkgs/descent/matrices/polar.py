"""Polar factors computed exactly: U Vᵀ of G = U S Vᵀ, by a singular value or an eigenvalue decomposition."""

from descent.matrices.decompositions import eigh, svd
from descent.matrices.rows import centred
from descent.matrices.shapes import per_run
from descent.spec import Array, Namespace


def polar(x: Array, xp: Namespace) -> tuple[Array, Array]:
    """The orthogonal polar factor U Vᵀ of `x`, `(runs, rows, columns)`, and its nuclear norm, `(runs, 1, 1)`."""
    U, S, Vh = svd(x, xp)
    return U @ Vh, xp.sum(S, axis=-1, keepdims=True)[:, :, None]


def one_sided_polar(
    x: Array,
    xp: Namespace,
    *,
    side: str,
    alpha: Array | float = 1.0,
    center_rows: bool = False,
    eps: Array | float = 1e-15,
) -> Array:
    """(X Xᵀ)^(-1/2) X (`side="left"`) or X (XᵀX)^(-1/2) (`"right"`), times the nuclear norm to the power `alpha`.

    The inverse root is a pseudo-inverse: eigenvalues at most the largest one times the size times the machine epsilon
    of float32 count as the null space and contribute nothing. `center_rows` takes the mean row off before and after.
    Lau et al. 2025, arXiv:2505.21799.
    """
    m = centred(x, xp) if center_rows else x
    mT = xp.matrix_transpose(m)
    eigenvalues, Q = eigh(m @ mT if side == "left" else mT @ m, xp)
    w = xp.maximum(eigenvalues[:, None, :], per_run(eps, x, xp))
    cutoff = xp.max(w, axis=-1, keepdims=True) * Q.shape[-1] * xp.finfo(xp.float32).eps
    inverse_root = (Q * xp.where(w > cutoff, w**-0.5, xp.zeros_like(w))) @ xp.matrix_transpose(Q)
    nuclear_norm = xp.sum(xp.sqrt(w), axis=-1, keepdims=True)
    u = (inverse_root @ m if side == "left" else m @ inverse_root) * nuclear_norm**alpha
    return centred(u, xp) if center_rows else u
