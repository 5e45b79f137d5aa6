"""AdamC: AdamW whose decay falls with the square of the learning rate. Defazio 2025, arXiv:2506.02285.

    m ← β₁ m + (1 - β₁) g        v ← β₂ v + (1 - β₂) g²
    p ← p (1 - lr² λ / lr_max) - lr · m̂ / (√v̂ + ε)    with m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ)

`p`, `g`, `m` and `v` are `(runs, *shape)`. `lr_max` is the top of the schedule. Where a layer is followed by a
normalisation, the ratio of gradient to weight then stays what it is while lr falls; with a constant lr at `lr_max` it
is AdamW. `ams_bound` divides by the largest v so far, `v_max`.
"""

from descent.arrays import ema, lerp
from descent.spec import Choice, Hyper, Rule


def init(p, xp, *, ams_bound):
    state = {"m": xp.zeros_like(p), "v": xp.zeros_like(p)}
    return state | {"v_max": xp.zeros_like(p)} if ams_bound else state


def update(p, g, s, t, xp, *, lr, beta1, beta2, eps, weight_decay, lr_max, ams_bound):
    m = lerp(s["m"], g, 1 - beta1)
    v = ema(s["v"], g * g, beta2)
    v_max = xp.maximum(s["v_max"], v) if ams_bound else v
    shrink = lr * (lr / lr_max) * weight_decay
    state = {"m": m, "v": v} | ({"v_max": v_max} if ams_bound else {})
    return -shrink * p - lr * (m / (1 - beta1**t)) / (xp.sqrt(v_max / (1 - beta2**t)) + eps), state


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the first moment"),
        Hyper("beta2", 0.999, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the root of the second moment"),
        Hyper("weight_decay", 0.01, 0.0, 1.0, doc="how hard parameters are pulled to zero where lr is lr_max"),
        Hyper("lr_max", 1e-3, 1e-6, 1.0, scale="log", doc="the largest learning rate of the schedule"),
    ),
    choices=(Choice("ams_bound", False, {False: "divide by v as it is", True: "divide by the largest v so far"}),),
    title="AdamC",
    family="adam",
    order=22,
    symbols={r"\eta_{\max}": "lr_max"},
    formula=(
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t, \quad v_t = \beta_2 v_{t-1} + (1-\beta_2) g_t^2 \\"
        r"p_t = \left(1 - \frac{\eta^2}{\eta_{\max}} \lambda\right) p_{t-1}"
        r" - \eta\, \frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon}"
    ),
    paper="Defazio 2025, arXiv:2506.02285",
    state_doc={
        "m": "first moment of the gradient",
        "v": "second moment of the gradient",
        "v_max": "largest second moment so far",
    },
    traffic="28 (36 with ams_bound)",
    related=("adamw",),
)
