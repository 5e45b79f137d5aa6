"""Adam-atan2: Adam with an angle in the place of its quotient, and no ε. Everett et al. 2024, arXiv:2407.05872.

    m ← β₁ m + (1 - β₁) g        v ← β₂ v + (1 - β₂) g²
    p ← p - lr · a · atan2(m̂, b √v̂)    with m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ)

`p`, `g`, `m` and `v` are `(runs, *shape)`. The angle is the quotient where that is small and at most π/2, whatever the
size of the gradients, so that scaling the loss changes nothing. With a = 1.27 an angle of π/4 is a step of lr.
"""

from descent.arrays import ema, lerp
from descent.spec import Hyper, Rule


def init(p, xp):
    return {"m": xp.zeros_like(p), "v": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, beta1, beta2, a, b):
    m = lerp(s["m"], g, 1 - beta1)
    v = ema(s["v"], g * g, beta2)
    return -lr * a * xp.atan2(m / (1 - beta1**t), b * xp.sqrt(v / (1 - beta2**t))), {"m": m, "v": v}


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the first moment"),
        Hyper("beta2", 0.999, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("a", 1.27, 0.1, 10.0, scale="log", doc="factor on the angle"),
        Hyper("b", 1.0, 0.1, 10.0, scale="log", doc="factor on the root of the second moment"),
    ),
    title="Adam-atan2",
    family="adam",
    order=24,
    formula=(
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t, \quad v_t = \beta_2 v_{t-1} + (1-\beta_2) g_t^2 \\"
        r"p_t = p_{t-1} - \eta\, a\, \mathrm{atan2}\left(\hat m_t,\; b \sqrt{\hat v_t}\right)"
    ),
    paper="Everett et al. 2024, arXiv:2407.05872",
    state_doc={"m": "first moment of the gradient", "v": "second moment of the gradient"},
    traffic="28",
    related=("adam", "madam"),
)
