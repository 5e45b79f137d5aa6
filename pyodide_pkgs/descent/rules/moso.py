"""MOSO: RMSprop of the momentum, in the eigenbasis of its covariance on the shorter side. NVIDIA Emerging Optimizers.

    b ← μ b + (1 - μ) G        M ← β M + (1 - β) b bᵀ, divided by its weight        Q its eigenbasis
    v ← ρ v + (1 - ρ) (Qᵀb)²        p ← p - lr · Q [Qᵀb / (√v + ε)]

Momentum One-Sided SOAP. For a matrix with more rows than columns everything is transposed.
"""

from descent.arrays import ema
from descent.matrices.bounds import rms_bounded
from descent.matrices.eigenbases import eigenbasis, iterated_then_sorted
from descent.matrices.shapes import identity, matrix_shape, per_run, zeros
from descent.spec import Hyper, Rule


def init(p, xp):
    rows, columns = matrix_shape(p, "moso")
    shorter = min(rows, columns)
    Q = identity(p, 1 if rows <= columns else 2, xp)
    moments = {"buf": zeros(p, rows, columns, xp), "v": zeros(p, rows, columns, xp)}
    return {**moments, "M": zeros(p, shorter, shorter, xp), "Q": Q}


def update(p, g, s, t, xp, *, lr, momentum, rms_beta, shampoo_beta, eps, max_update_rms):
    buf = ema(s["buf"], g, momentum)
    wide = p.shape[1] <= p.shape[2]
    b = buf if wide else xp.matrix_transpose(buf)
    M = ema(s["M"], b @ xp.matrix_transpose(b), 1 - (1 - shampoo_beta) / (1 - shampoo_beta**t))
    # No branch on t: the decomposition is made at every step although only the first uses it.
    Q = xp.where(per_run(t, p, xp) == 1, eigenbasis(M, xp)[1], iterated_then_sorted(M, s["Q"], xp)[1])

    b_seen = xp.matrix_transpose(Q) @ b
    v = ema(s["v"] if wide else xp.matrix_transpose(s["v"]), b_seen * b_seen, rms_beta)
    u = Q @ (b_seen / (xp.sqrt(v) + eps))
    u = rms_bounded(u, max_update_rms, xp)
    v, u = (v, u) if wide else (xp.matrix_transpose(v), xp.matrix_transpose(u))
    return -lr * u, {"buf": buf, "v": v, "M": M, "Q": Q}


RULE = Rule(
    init,
    update,
    scope="matrix",
    hypers=(
        Hyper("lr", 3e-4, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("momentum", 0.95, 0.0, 0.999, doc="decay of the average gradient"),
        Hyper("rms_beta", 0.95, 0.0, 0.9999, doc="decay ρ of the second moment in the basis"),
        Hyper("shampoo_beta", 0.95, 0.0, 0.9999, doc="decay β of the covariance"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the root of the second moment"),
        Hyper("max_update_rms", 0.0, 0.0, 10.0, doc="bound of the root mean square of a step; 0: none"),
    ),
    title="MOSO",
    family="kronecker",
    order=50,
    rounding=("decomposition",),
    formula=(
        r"B_t = \mu B_{t-1} + (1-\mu) G_t, \qquad M_t = \beta M_{t-1} + (1-\beta) B_t B_t^\top = Q \Lambda Q^\top \\"
        r"W_t = W_{t-1} - \eta\, Q\, \mathrm{RMSprop}(Q^\top B_t)"
    ),
    paper="NVIDIA Emerging Optimizers 0.5",
    state_doc={
        "buf": "average gradient",
        "v": "second moment in the basis",
        "M": "covariance of the momentum on the shorter side",
        "Q": "its eigenbasis",
    },
    traffic="28 + one basis",
    related=("soap", "muon", "rmsprop"),
)
