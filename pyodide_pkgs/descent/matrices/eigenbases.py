"""The eigenbases of a gradient's two covariances, L = E[G Gᵀ] and R = E[GᵀG], and a matrix seen in them.

Shampoo, SOAP and their relatives work there: in the basis (Q_L, Q_R) the entries of G are nearly uncorrelated. The
signs of eigenvectors are arbitrary, so a basis is never compared, only what comes back out of it. Gupta et al. 2018,
arXiv:1802.09568; Vyas et al. 2024, arXiv:2409.11321.
"""

from descent.arrays import ema
from descent.matrices.decompositions import eigh, qr
from descent.matrices.shapes import identity, per_run, zeros
from descent.spec import Array, Namespace, State


def into(x: Array, Q_L: Array, Q_R: Array, xp: Namespace) -> Array:
    """`x`, `(runs, rows, columns)`, as seen in the bases: Q_Lᵀ x Q_R."""
    return xp.matrix_transpose(Q_L) @ x @ Q_R


def back(x: Array, Q_L: Array, Q_R: Array, xp: Namespace) -> Array:
    """`x` out of the bases again: Q_L x Q_Rᵀ."""
    return Q_L @ x @ xp.matrix_transpose(Q_R)


def eigenbasis(A: Array, xp: Namespace) -> tuple[Array, Array]:
    """Eigenvalues `(runs, 1, n)`, descending, and orthonormal eigenvectors `(runs, n, n)` of symmetric matrices."""
    w, Q = eigh(A, xp)
    return xp.flip(w, axis=-1)[:, None, :], xp.flip(Q, axis=-1)


def seen_diagonal(A: Array, Q: Array, xp: Namespace) -> Array:
    """The diagonal of QᵀAQ, `(runs, 1, n)`: the eigenvalues where Q is the eigenbasis, estimates where nearly."""
    return xp.sum(Q * (A @ Q), axis=-2, keepdims=True)


def iterated(A: Array, Q: Array, xp: Namespace, *, iterations: int = 1) -> Array:
    """A basis nearer to the eigenbasis of A than Q is: multiplied by A and made orthonormal by QR, once or more often.

    Orthogonal iteration, much cheaper than an eigenvalue decomposition. QR keeps the direction of the first column and
    bends the later ones, so what comes out depends on the order of the columns.
    """
    for _ in range(iterations):
        Q = qr(A @ Q, xp)
    return Q


def by_eigenvalue(A: Array, Q: Array, xp: Namespace) -> tuple[Array, Array, Array]:
    """The columns of Q sorted by the eigenvalue of A that they see, largest first: eigenvalues, columns, their order.

    Eigenvalues and order are `(runs, 1, n)`.
    """
    seen = seen_diagonal(A, Q, xp)
    order = xp.argsort(-seen, axis=-1, stable=True)
    return xp.take_along_axis(seen, order, axis=-1), xp.take_along_axis(Q, order, axis=-1), order


def refined(A: Array, Q: Array, xp: Namespace) -> tuple[Array, Array]:
    """Sorted first, then iterated once, as Vyas et al. do; and the order `(runs, 1, n)` the columns were put in."""
    _, Q, order = by_eigenvalue(A, Q, xp)
    return iterated(A, Q, xp), order


def iterated_then_sorted(A: Array, Q: Array, xp: Namespace, *, iterations: int = 1) -> tuple[Array, Array]:
    """Iterated first, then sorted, as NVIDIA does; eigenvalues `(runs, 1, n)` and basis.

    Where two eigenvalues have changed places the order matters: `refined` gives another basis then.
    """
    w, Q, _ = by_eigenvalue(A, iterated(A, Q, xp, iterations=iterations), xp)
    return w, Q


def whitened_gram(G: Array, Q: Array, w: Array, eps: Array | float, xp: Namespace) -> Array:
    """G Q diag(max(w, ε))⁻¹ Qᵀ Gᵀ / n, the left covariance of G whitened on the right, `(runs, rows, rows)`.

    `Q` and `w` are the right basis `(runs, n, n)` and its eigenvalues `(runs, 1, n)`. With the transpose of G and the
    left basis it gives the right covariance. KL-Shampoo, Lin et al. 2025, arXiv:2509.03378.
    """
    GQ = G @ Q
    return (GQ / (xp.maximum(w, eps + xp.zeros_like(w)) * G.shape[-1])) @ xp.matrix_transpose(GQ)


def first_state(p: Array, xp: Namespace) -> State:
    """The state of the SOAP family before the first gradient: moments and factors 0, bases the identity."""
    rows, columns = p.shape[1:]
    return {
        "m": zeros(p, rows, columns, xp),
        "v": zeros(p, rows, columns, xp),
        "L": zeros(p, rows, rows, xp),
        "R": zeros(p, columns, columns, xp),
        "Q_L": identity(p, 1, xp),
        "Q_R": identity(p, 2, xp),
        "w_L": zeros(p, 1, rows, xp),
        "w_R": zeros(p, 1, columns, xp),
    }


STATE_DOC = {
    "m": "first moment in the basis",
    "v": "second moment in the basis",
    "L": "left covariance of the gradient",
    "R": "right covariance of the gradient",
    "Q_L": "left eigenbasis",
    "Q_R": "right eigenbasis",
    "w_L": "left eigenvalues",
    "w_R": "right eigenvalues",
}
"""What each array of `first_state` is."""

KL_STATE_DOC = STATE_DOC | {
    "L": "left covariance, whitened on the right",
    "R": "right covariance, whitened on the left",
}
"""The same where `kl_moments` renews it."""


def renewed(
    s: State,
    G: Array,
    t: Array | int,
    xp: Namespace,
    *,
    beta: Array | float,
    eps: Array | float,
    kl: bool,
    use_eigh: bool,
    iterations: int = 1,
    correct_bias: bool = True,
) -> State:
    """The state `s` with `G` taken into the factors, their bases renewed, and the first moment seen in the new bases.

    The factors are averages with decay `beta`, divided by their weights where `correct_bias`; with `kl` each
    covariance is whitened by the other side, as KL-Shampoo does. The bases come from eigenvalue decompositions at the
    first step and wherever `use_eigh`, else from `iterations` steps of orthogonal iteration. `v` stays as it is.
    """
    GT = xp.matrix_transpose(G)
    kept = 1 - (1 - beta) / (1 - beta**t) if correct_bias else beta
    L = ema(s["L"], whitened_gram(G, s["Q_R"], s["w_R"], eps, xp) if kl else G @ GT, kept)
    R = ema(s["R"], whitened_gram(GT, s["Q_L"], s["w_L"], eps, xp) if kl else GT @ G, kept)
    w_L, Q_L = _renewed_basis(L, s["Q_L"], t, use_eigh, iterations, xp)
    w_R, Q_R = _renewed_basis(R, s["Q_R"], t, use_eigh, iterations, xp)
    m = into(back(s["m"], s["Q_L"], s["Q_R"], xp), Q_L, Q_R, xp)
    return {**s, "m": m, "L": L, "R": R, "Q_L": Q_L, "Q_R": Q_R, "w_L": w_L, "w_R": w_R}


def kl_moments(
    s: State,
    g: Array,
    t: Array | int,
    xp: Namespace,
    *,
    beta1: Array | float,
    beta2: Array | float,
    shampoo_beta: Array | float,
    eps: Array | float,
    use_eigh: bool,
    scale: float = 1.0,
) -> tuple[Array, Array, State]:
    """Adam's corrected moments m̂ and v̂ of `g` as seen in the bases of KL-Shampoo, and the state with all of them new.

    The step that `kl_soap`, `rekls` and `kl_m_soap` share. They differ in how the bases are made and in what m̂ is
    divided by; the quotient comes out of the bases again by `back`. v is that of `scale` times the gradient.
    """
    s = renewed(s, g, t, xp, beta=shampoo_beta, eps=eps, kl=True, use_eigh=use_eigh)
    g_seen = into(g, s["Q_L"], s["Q_R"], xp)
    m = ema(s["m"], g_seen, beta1)
    v = ema(s["v"], (scale * g_seen) ** 2, beta2)
    return m / (1 - beta1**t), v / (1 - beta2**t), {**s, "m": m, "v": v}


def _renewed_basis(A, Q, t, use_eigh, iterations, xp):
    """Eigenvalues and basis of A, exactly or from the old basis Q."""
    w, exact = eigenbasis(A, xp)
    if use_eigh:
        return w, exact
    # No branch on t: the decomposition is made at every step although only the first uses it. It costs about ten
    # products of matrices, little for the sizes a browser or a comparison of rules works with.
    first = per_run(t, A, xp) == 1
    seen, nearer = iterated_then_sorted(A, Q, xp, iterations=iterations)
    return xp.where(first, w, seen), xp.where(first, exact, nearer)
