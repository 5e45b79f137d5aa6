"""Yogi: Adam whose second moment moves by a bounded amount. Zaheer et al. 2018, NeurIPS, Algorithm 2.

    m ← β₁ m + (1 - β₁) g        v ← v - (1 - β₂) sign(v - g²) g²
    p ← p - lr · m̂ / (√v̂ + ε)    with m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ)

`p`, `g`, `m` and `v` are `(runs, *shape)`. After a large gradient v falls by (1 - β₂) g² a step, not by a share of
itself, so that lr does not jump up again when gradients become small. m and v start at `start`, in the libraries m too.
"""

from descent.arrays import lerp, sign
from descent.spec import Hyper, Rule


def init(p, xp, *, start):
    return {"m": xp.zeros_like(p) + start, "v": xp.zeros_like(p) + start}


def update(p, g, s, t, xp, *, lr, beta1, beta2, eps):
    m = lerp(s["m"], g, 1 - beta1)
    v = s["v"] - (1 - beta2) * sign(s["v"] - g * g, xp) * g * g
    return -lr * (m / (1 - beta1**t)) / (xp.sqrt(v / (1 - beta2**t)) + eps), {"m": m, "v": v}


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-2, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the first moment"),
        Hyper("beta2", 0.999, 0.0, 0.9999, doc="1 - β₂ is the share of g² by which the second moment moves"),
        Hyper("eps", 1e-3, 1e-12, 1.0, scale="log", doc="added to the root of the second moment"),
        Hyper("start", 1e-6, 1e-12, 1.0, scale="log", doc="both moments before the first step"),
    ),
    title="Yogi",
    family="adam",
    order=64,
    formula=(
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t \\"
        r"v_t = v_{t-1} - (1-\beta_2)\, \mathrm{sign}(v_{t-1} - g_t^2)\, g_t^2 \\"
        r"p_t = p_{t-1} - \eta\, \frac{m_t / (1-\beta_1^t)}{\sqrt{v_t / (1-\beta_2^t)} + \epsilon}"
    ),
    paper="Zaheer et al. 2018, Adaptive Methods for Nonconvex Optimization, NeurIPS",
    state_doc={
        "m": "first moment of the gradient",
        "v": "second moment of the gradient, moved by steps of bounded size",
    },
    traffic="28",
    related=("adam", "amsgrad"),
)
