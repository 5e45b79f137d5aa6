"""Madam: Adam without ε, its second moment scaled by a power of two against underflow. NVIDIA Emerging-Optimizers.

    q = 2^(k/2)                  k the even integer `scale_log2`
    m ← β₁ m + (1 - β₁) g        v' ← β₂ v' + (1 - β₂) (q g)²
    p ← p - lr · m̂ / √v̂' · q     0 where m = 0

`p`, `g`, `m` and `v_scaled` are `(runs, *shape)`. Where v' underflows to 0 while m does not, the step is infinite: take
a larger k. Raises `BadHyper` for an odd or fractional k: q must be exact.
"""

from descent.arrays import ema, is_number
from descent.errors import BadHyper
from descent.spec import Choice, Hyper, Rule


def init(p, xp, *, scale_log2):
    odd = scale_log2 % 2 != 0
    if odd if is_number(scale_log2) else bool(xp.any(odd)):
        raise BadHyper(
            f"scale_log2 must be an even integer, given {scale_log2}; possible: 0, 2, ..., 16, ..., or negative"
        )
    return {"m": xp.zeros_like(p), "v_scaled": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, beta1, beta2, scale_log2, correct_bias):
    q = 2.0 ** (scale_log2 / 2)
    c1, c2 = (1 - beta1**t, 1 - beta2**t) if correct_bias else (1.0, 1.0)
    m = ema(s["m"], g, beta1)
    v = ema(s["v_scaled"], (q * g) ** 2, beta2)
    root = xp.where(m == 0, 1.0, xp.sqrt(v / c2))
    return -lr * (m / c1 / root * q), {"m": m, "v_scaled": v}


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the first moment"),
        Hyper("beta2", 0.999, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("scale_log2", 16, -120, 120, doc="log₂ of the scale of the second moment, an even integer", strict=True),
    ),
    choices=(
        Choice("correct_bias", True, {True: "divide the moments by 1 - βᵗ", False: "use the moments as they are"}),
    ),
    title="Madam",
    family="adam",
    order=150,
    formula=(
        r"q = 2^{k/2}, \quad m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t, \quad"
        r" v'_t = \beta_2 v'_{t-1} + (1-\beta_2) (q g_t)^2 \\"
        r"p_t = p_{t-1} - \eta\, q\, \frac{m_t/(1-\beta_1^t)}{\sqrt{v'_t/(1-\beta_2^t)}}"
    ),
    paper="NVIDIA Emerging-Optimizers, primer on epsilon",
    state_doc={"m": "first moment of the gradient", "v_scaled": "second moment of the scaled gradient"},
    traffic="28",
    related=("adam",),
)
