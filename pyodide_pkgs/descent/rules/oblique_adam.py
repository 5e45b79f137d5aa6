"""Adam on the oblique manifold: every row or column of p stays a unit vector. NVIDIA Emerging Optimizers.

    m ← β₁ m + (1 - β₁) g        v ← β₂ v + (1 - β₂) g²
    u = m / (1 - β₁ᵗ) / (√v / (1 - β₂ᵗ) + ε)
    ξ = u - p ⟨p, u⟩        q = (1 - lr λ) p - lr ξ        p ← q / ‖q‖

The second correction stands outside the root here, unlike Adam's. Products and norms run along `axis`.
"""

from descent.arrays import ema
from descent.matrices.rows import tangent, unit
from descent.matrices.shapes import matrix_shape
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    matrix_shape(p, "oblique_adam")
    return {"m": xp.zeros_like(p), "v": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, beta1, beta2, weight_decay, eps, axis, correct_bias):
    m = ema(s["m"], g, beta1)
    v = ema(s["v"], g * g, beta2)
    c1 = 1 - beta1**t if correct_bias else 1
    c2 = 1 - beta2**t if correct_bias else 1
    u = m / c1 / (xp.sqrt(v) / c2 + eps)
    xi = tangent(p, u, axis + 1, xp)
    q = (1 - lr * weight_decay) * p - lr * xi
    return unit(q, axis + 1, xp, eps=eps) - p, {"m": m, "v": v}


RULE = Rule(
    init,
    update,
    scope="matrix",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the first moment"),
        Hyper("beta2", 0.99, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("weight_decay", 0.0, 0.0, 1.0, doc="decay λ before the vectors are made unit again"),
        Hyper("eps", 1e-8, 1e-12, 1e-2, scale="log", doc="added to the denominator; the least length divided by"),
    ),
    choices=(
        Choice("axis", 0, {0: "columns are unit vectors", 1: "rows are unit vectors"}),
        Choice("correct_bias", True, {True: "divide by 1 - βᵗ", False: "use the moments as they are"}),
    ),
    title="Oblique Adam",
    family="orthogonal",
    order=100,
    rounding=("point",),
    formula=(
        r"U_t = \frac{M_t / (1-\beta_1^t)}{\sqrt{V_t} / (1-\beta_2^t) + \epsilon}, \qquad"
        r"\Xi_t = U_t - W_{t-1}\,\mathrm{diag}(W_{t-1}^\top U_t) \\"
        r"w_i \leftarrow \frac{w_i - \eta\, \xi_i}{\|w_i - \eta\, \xi_i\|}"
    ),
    paper="NVIDIA Emerging Optimizers 0.5; Absil & Gallivan 2006 on the oblique manifold",
    state_doc={"m": "first moment of the gradient", "v": "second moment of the gradient"},
    traffic="28",
    related=("oblique_sgd", "adam"),
)
