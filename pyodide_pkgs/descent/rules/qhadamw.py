"""QHAdamW: QHAdam with decoupled weight decay. Ma & Yarats 2019, arXiv:1810.06801.

    m ← β₁ m + (1 - β₁) g        v ← β₂ v + (1 - β₂) g²
    n = (1 - ν₁) g + ν₁ m̂        d = (1 - ν₂) g² + ν₂ v̂
    p ← p (1 - lr λ) - lr · n / (√d + ε) with m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ)

`p`, `g`, `m` and `v` are `(runs, *shape)`. ν₁ = ν₂ = 1 is Adam.
"""

from descent.arrays import ema
from descent.spec import Hyper, Rule


def init(p, xp):
    return {"m": xp.zeros_like(p), "v": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, beta1, beta2, nu1, nu2, eps, weight_decay):
    m = ema(s["m"], g, beta1)
    v = ema(s["v"], g * g, beta2)
    n = (1 - nu1) * g + nu1 * m / (1 - beta1**t)
    d = (1 - nu2) * g * g + nu2 * v / (1 - beta2**t)
    return -lr * weight_decay * p - lr * n / (xp.sqrt(d) + eps), {"m": m, "v": v}


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.995, 0.0, 0.9999, doc="decay of the first moment"),
        Hyper("beta2", 0.999, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("nu1", 0.7, 0.0, 1.0, doc="share of the first moment in the numerator"),
        Hyper("nu2", 1.0, 0.0, 1.0, doc="share of the second moment in the denominator"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the root of the denominator"),
        Hyper("weight_decay", 0.01, 0.0, 1.0, doc="how hard parameters are pulled to zero"),
    ),
    title="QHAdamW",
    family="adam",
    order=110,
    formula=(
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t, \quad v_t = \beta_2 v_{t-1} + (1-\beta_2) g_t^2 \\"
        r"p_t = (1-\eta\lambda) p_{t-1} - \eta\, \frac{(1-\nu_1) g_t + \nu_1 \hat m_t}"
        r"{\sqrt{(1-\nu_2) g_t^2 + \nu_2 \hat v_t} + \epsilon}"
    ),
    paper="Ma & Yarats 2019, arXiv:1810.06801",
    state_doc={"m": "first moment of the gradient", "v": "second moment of the gradient"},
    traffic="28",
    related=("qhadam", "adamw"),
)
