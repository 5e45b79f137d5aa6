"""The two factors of a Kronecker preconditioner P = Q_LᵀQ_L ⊗ Q_RᵀQ_R, as PSGD fits them. Li 2015, arXiv:1512.04202.

Whitening means that P G has rows and columns that are uncorrelated and of variance 1. The factors `(runs, n, n)` move a
little towards that at each step.
"""

from descent.matrices.bounds import largest, norm_bound
from descent.spec import Array, Namespace


def preconditioned(Q_L: Array, Q_R: Array, x: Array, xp: Namespace) -> Array:
    """Q_LᵀQ_L x Q_RᵀQ_R for `x` of `(runs, rows, columns)`."""
    return xp.matrix_transpose(Q_L) @ halfway(Q_L, Q_R, x, xp) @ Q_R


def halfway(Q_L: Array, Q_R: Array, x: Array, xp: Namespace) -> Array:
    """Q_L x Q_Rᵀ, half of the preconditioner."""
    return Q_L @ x @ xp.matrix_transpose(Q_R)


def dual_halfway(Q_L: Array, Q_R: Array, x: Array, xp: Namespace) -> Array:
    """Q_L⁻ᵀ x Q_R⁻¹, what leaves products with `halfway` unchanged."""
    half = xp.linalg.solve(xp.matrix_transpose(Q_L), x)
    return xp.matrix_transpose(xp.linalg.solve(xp.matrix_transpose(Q_R), xp.matrix_transpose(half)))


def balanced(Q_L: Array, Q_R: Array, xp: Namespace) -> tuple[Array, Array]:
    """The factors with equal largest entries and the same Kronecker product."""
    left, right = largest(Q_L, xp), largest(Q_R, xp)
    mean = xp.sqrt(left * right)
    return Q_L * (mean / left), Q_R * (mean / right)


def covariance_bound(C: Array, probes: Array, xp: Namespace) -> Array:
    """A lower bound `(runs, 1, 1)` of the spectral norm of a covariance."""
    diagonal = xp.linalg.diagonal(C)[:, None, :]
    return norm_bound(C, probes, xp.max(diagonal, axis=-1, keepdims=True), xp)


def skew_bound(W: Array, probes: Array, xp: Namespace) -> Array:
    """A lower bound `(runs, 1, 1)` of the spectral norm of a skew matrix."""
    return norm_bound(W, probes, largest(W, xp), xp)


def turned_upright(
    Q: Array, probes: Array, xp: Namespace, *, longest_step: float = 1 / 8, order: int = 2, eps: float = 1e-8
) -> Array:
    """Q rotated a little towards the symmetric positive definite matrix with the same QᵀQ.

    One step of an online solver of the orthogonal Procrustes problem min ‖U Q - 1‖: U = exp(a W) with W = Qᵀ - Q made
    of norm 1, expanded to `order` 2 (1 + a W + a²W²/2) or 3 (and a³W³/8). The angle a maximises the trace of the
    result, at most `longest_step`. Li 2024, arXiv:2402.11858.
    """
    W = xp.matrix_transpose(Q) - Q
    size = skew_bound(W, probes, xp)
    W = W / xp.maximum(size, xp.full_like(size, eps))
    WQ = W @ Q
    WWQ = W @ WQ
    slope, curvature = _trace(WQ, xp), _trace(WWQ, xp)
    if order == 3:
        WWWQ = W @ WWQ
        third = _trace(WWWQ, xp)
        turns = third != 0
        root = -curvature - xp.sqrt(curvature * curvature - 1.5 * slope * third)
        a = xp.where(turns, xp.clip(root / xp.where(turns, 0.75 * third, 1 + 0 * third), max=longest_step), 0 * third)
        return Q + a * (WQ + a / 2 * (WWQ + a / 4 * WWWQ))
    concave = curvature < 0
    best = xp.clip(-slope / xp.where(concave, curvature, -1 + 0 * curvature), 0.0, longest_step)
    a = xp.where(concave, best, xp.full_like(best, longest_step))
    return Q + a * (WQ + a / 2 * WWQ)


def _trace(A, xp):
    """The trace of each matrix, `(runs, 1, 1)`."""
    return xp.linalg.trace(A)[:, None, None]
