"""ISO: descent that keeps every singular value of p. arXiv:2607.19331.

p = U S Vᵀ with S fixed for ever; the two orthonormal factors move, each with heavy-ball momentum:

    a ← μ a + G V S        b ← μ b + GᵀU S
    U ← R(U, -lr a)        V ← R(V, -lr b)        p ← U S Vᵀ

R is a retraction to the matrices with orthonormal columns.
"""

from descent.arrays import widened
from descent.matrices.decompositions import svd
from descent.matrices.retractions import RETRACTIONS, retract
from descent.matrices.shapes import matrix_shape
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    matrix_shape(p, "iso")
    U, S, Vh = svd(widened(p, xp), xp)
    V = xp.matrix_transpose(Vh)
    return {"u": U, "sigma": S[:, None, :], "v": V, "m_u": xp.zeros_like(U), "m_v": xp.zeros_like(V)}


def update(p, g, s, t, xp, *, lr, momentum, retraction):
    U, S, V = s["u"], s["sigma"], s["v"]
    a = momentum * s["m_u"] + g @ V * S
    b = momentum * s["m_v"] + xp.matrix_transpose(g) @ U * S
    U = retract(U, -lr * a, retraction, xp)
    V = retract(V, -lr * b, retraction, xp)
    return (U * S) @ xp.matrix_transpose(V) - p, {"u": U, "sigma": S, "v": V, "m_u": a, "m_v": b}


RULE = Rule(
    init,
    update,
    scope="matrix",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("momentum", 0.9, 0.0, 0.999, doc="what is kept of the old momentum"),
    ),
    choices=(Choice("retraction", "qr", RETRACTIONS, doc="the way back to orthonormal columns"),),
    title="ISO",
    family="orthogonal",
    order=110,
    rounding=("decomposition",),
    formula=(
        r"W = U \Sigma V^\top, \qquad "
        r"A_t = \mu A_{t-1} + G_t V \Sigma, \quad B_t = \mu B_{t-1} + G_t^\top U \Sigma \\"
        r"U \leftarrow R_U(-\eta A_t), \qquad V \leftarrow R_V(-\eta B_t)"
    ),
    paper="ISO 2026, arXiv:2607.19331",
    state_doc={
        "u": "left factor U, orthonormal columns",
        "sigma": "singular values, fixed",
        "v": "right factor V, orthonormal columns",
        "m_u": "momentum of U",
        "m_v": "momentum of V",
    },
    traffic="28 + factors",
    related=("oblique_sgd", "spel"),
)
