"""AdamW: Adam with decoupled weight decay. Loshchilov & Hutter 2019, arXiv:1711.05101, Algorithm 2.

    m ← β₁ m + (1 - β₁) g        v ← β₂ v + (1 - β₂) g²
    p ← p (1 - lr λ) - lr · m̂ / (√v̂ + ε)    with m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ)

`p`, `g`, `m` and `v` are `(runs, *shape)`. ε stands outside the root, on the corrected second moment.
`ams_bound` divides by the largest v so far, `v_max`, as AMSGrad does and torch's `amsgrad` for AdamW.
"""

from descent.arrays import ema, lerp
from descent.spec import Choice, Hyper, Rule


def init(p, xp, *, ams_bound):
    state = {"m": xp.zeros_like(p), "v": xp.zeros_like(p)}
    return state | {"v_max": xp.zeros_like(p)} if ams_bound else state


def update(p, g, s, t, xp, *, lr, beta1, beta2, eps, weight_decay, correct_bias, ams_bound):
    m = lerp(s["m"], g, 1 - beta1)
    v = ema(s["v"], g * g, beta2)
    v_max = xp.maximum(s["v_max"], v) if ams_bound else v
    m_hat = m / (1 - beta1**t) if correct_bias else m
    v_hat = v_max / (1 - beta2**t) if correct_bias else v_max
    state = {"m": m, "v": v} | ({"v_max": v_max} if ams_bound else {})
    return -lr * weight_decay * p - lr * m_hat / (xp.sqrt(v_hat) + eps), state


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the first moment"),
        Hyper("beta2", 0.999, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the root of the second moment"),
        Hyper("weight_decay", 0.01, 0.0, 1.0, doc="how hard parameters are pulled to zero"),
    ),
    choices=(
        Choice(
            "correct_bias",
            True,
            {True: "divide the moments by 1 - βᵗ", False: "use the moments as they are"},
        ),
        Choice("ams_bound", False, {False: "divide by v as it is", True: "divide by the largest v so far"}),
    ),
    title="AdamW",
    family="adam",
    order=20,
    baseline="AdamW",
    formula=(
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t \\"
        r"v_t = \beta_2 v_{t-1} + (1-\beta_2) g_t^2 \\"
        r"p_t = (1-\eta\lambda) p_{t-1} - \eta\, \frac{m_t / (1-\beta_1^t)}{\sqrt{v_t / (1-\beta_2^t)} + \epsilon}"
    ),
    paper="Loshchilov & Hutter 2019, arXiv:1711.05101",
    state_doc={
        "m": "first moment of the gradient",
        "v": "second moment of the gradient",
        "v_max": "largest second moment so far",
    },
    traffic="28 (36 with ams_bound)",
    related=("adam", "amsgrad", "nadamw", "lamb", "lion"),
)
