"""AMSGrad: Adam whose denominator never shrinks. Reddi, Kale & Kumar 2018, arXiv:1904.09237.

    m ← β₁ m + (1 - β₁) g        v ← β₂ v + (1 - β₂) g²
    v_max ← max(v_max, v)
    p ← p - lr · m̂ / (√v̂_max + ε)    with m̂ = m / (1 - β₁ᵗ), v̂_max = v_max / (1 - β₂ᵗ)

`p`, `g`, `m`, `v` and `v_max` are `(runs, *shape)`. `max_over` v_hat takes the maximum of v / (1 - β₂ᵗ) instead.
"""

from descent.arrays import ema, lerp
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    return {"m": xp.zeros_like(p), "v": xp.zeros_like(p), "v_max": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, beta1, beta2, eps, max_over):
    m = lerp(s["m"], g, 1 - beta1)
    v = ema(s["v"], g * g, beta2)
    m_hat = m / (1 - beta1**t)
    if max_over == "v_hat":
        v_max = xp.maximum(s["v_max"], v / (1 - beta2**t))
        root = xp.sqrt(v_max)
    else:
        v_max = xp.maximum(s["v_max"], v)
        root = xp.sqrt(v_max / (1 - beta2**t))
    return -lr * m_hat / (root + eps), {"m": m, "v": v, "v_max": v_max}


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the first moment"),
        Hyper("beta2", 0.999, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the root of the second moment"),
    ),
    choices=(
        Choice(
            "max_over",
            "raw_v",
            {
                "raw_v": "maximum of v, corrected afterwards (torch)",
                "v_hat": "maximum of the corrected v (optax)",
            },
        ),
    ),
    title="AMSGrad",
    family="adam",
    order=60,
    formula=(
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t, \quad v_t = \beta_2 v_{t-1} + (1-\beta_2) g_t^2 \\"
        r"v^{\max}_t = \max(v^{\max}_{t-1}, v_t) \\"
        r"p_t = p_{t-1} - \eta\, \frac{m_t / (1-\beta_1^t)}{\sqrt{v^{\max}_t / (1-\beta_2^t)} + \epsilon}"
    ),
    paper="Reddi, Kale & Kumar 2018, arXiv:1904.09237",
    state_doc={
        "m": "first moment of the gradient",
        "v": "second moment of the gradient",
        "v_max": "largest second moment so far",
    },
    traffic="36",
    related=("adam", "adamax"),
)
