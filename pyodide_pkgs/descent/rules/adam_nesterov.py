"""Adam with Nesterov momentum: the moment one step ahead. Dozat 2016, ICLR workshop, with a constant momentum.

    m ← β₁ m + (1 - β₁) g        v ← β₂ v + (1 - β₂) g²
    n = β₁ m / (1 - β₁ᵗ⁺¹) + (1 - β₁) g / (1 - β₁ᵗ)
    p ← p - lr · n / (√v̂ + ε)    with v̂ = v / (1 - β₂ᵗ)

`p`, `g`, `m` and `v` are `(runs, *shape)`.
"""

from descent.arrays import ema, lerp
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    return {"m": xp.zeros_like(p), "v": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, beta1, beta2, eps, correct_bias):
    m = lerp(s["m"], g, 1 - beta1)
    v = ema(s["v"], g * g, beta2)
    if correct_bias:
        n = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
        return -lr * n / (xp.sqrt(v / (1 - beta2**t)) + eps), {"m": m, "v": v}
    return -lr * (beta1 * m + (1 - beta1) * g) / (xp.sqrt(v) + eps), {"m": m, "v": v}


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
        Choice("correct_bias", True, {True: "divide the moments by 1 - βᵗ", False: "use the moments as they are"}),
    ),
    title="Adam with Nesterov momentum",
    family="adam",
    order=30,
    formula=(
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t, \quad v_t = \beta_2 v_{t-1} + (1-\beta_2) g_t^2 \\"
        r"n_t = \frac{\beta_1 m_t}{1-\beta_1^{t+1}} + \frac{(1-\beta_1) g_t}{1-\beta_1^t} \\"
        r"p_t = p_{t-1} - \eta\, \frac{n_t}{\sqrt{v_t / (1-\beta_2^t)} + \epsilon}"
    ),
    paper="Dozat 2016, ICLR workshop",
    state_doc={"m": "first moment of the gradient", "v": "second moment of the gradient"},
    traffic="28",
    related=("nadam", "adam", "nesterov"),
)
