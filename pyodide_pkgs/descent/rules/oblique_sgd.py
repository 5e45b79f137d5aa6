"""SGD on the oblique manifold: every row or column of p stays a unit vector. NVIDIA Emerging Optimizers.

    b ← μ b + g        ξ = b - p ⟨p, b⟩        q = (1 - lr λ) p - lr ξ        p ← q / ‖q‖

The products and norms run along `axis`: 0 for columns, 1 for rows. ξ is the part of the momentum tangent to the
spheres.
"""

from descent.matrices.rows import tangent, unit
from descent.matrices.shapes import matrix_shape
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    matrix_shape(p, "oblique_sgd")
    return {"buf": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, momentum, weight_decay, eps, axis):
    buf = momentum * s["buf"] + g
    xi = tangent(p, buf, axis + 1, xp)
    q = (1 - lr * weight_decay) * p - lr * xi
    return unit(q, axis + 1, xp, eps=eps) - p, {"buf": buf}


RULE = Rule(
    init,
    update,
    scope="matrix",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("momentum", 0.9, 0.0, 0.999, doc="what is kept of the old momentum"),
        Hyper("weight_decay", 0.0, 0.0, 1.0, doc="decay λ before the vectors are made unit again"),
        Hyper("eps", 1e-8, 1e-12, 1e-2, scale="log", doc="the least length divided by"),
    ),
    choices=(Choice("axis", 0, {0: "columns are unit vectors", 1: "rows are unit vectors"}),),
    title="Oblique SGD",
    family="orthogonal",
    order=90,
    rounding=("point",),
    formula=(
        r"B_t = \mu B_{t-1} + G_t, \qquad \Xi_t = B_t - W_{t-1}\,\mathrm{diag}(W_{t-1}^\top B_t) \\"
        r"w_i \leftarrow \frac{w_i - \eta\, \xi_i}{\|w_i - \eta\, \xi_i\|}"
    ),
    paper="NVIDIA Emerging Optimizers 0.5; Absil & Gallivan 2006 on the oblique manifold",
    state_doc={"buf": "momentum"},
    traffic="20",
    related=("oblique_adam", "momentum", "muown"),
)
