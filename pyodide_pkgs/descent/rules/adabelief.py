"""AdaBelief: Adam that steps far where the gradient is as expected. Zhuang et al. 2020, arXiv:2010.07468, Algorithm 2.

    m ← β₁ m + (1 - β₁) g        s ← β₂ s + (1 - β₂) (g - m)² + ε
    p ← p - lr · m̂ / (√ŝ + ε)    with m̂ = m / (1 - β₁ᵗ), ŝ = s / (1 - β₂ᵗ)

`p`, `g`, `m` and `s` are `(runs, *shape)`. s is how far gradients are from their average, where Adam has how large they
are: on a steady slope s is small and the step long. `ams_bound` divides by the largest s so far, `s_max`; `rectify`
waits, as RAdam does, until s can be trusted.
"""

from descent.arrays import choose, ema, lerp
from descent.rules.radam import rectify as rectification
from descent.spec import Choice, Hyper, Rule


def init(p, xp, *, ams_bound):
    state = {"m": xp.zeros_like(p), "s": xp.zeros_like(p)}
    return state | {"s_max": xp.zeros_like(p)} if ams_bound else state


def update(p, g, s, t, xp, *, lr, beta1, beta2, eps, ams_bound, rectify):
    m = lerp(s["m"], g, 1 - beta1)
    spread = ema(s["s"], (g - m) ** 2, beta2) + eps
    state = {"m": m, "s": spread}
    if ams_bound:
        spread = state["s_max"] = xp.maximum(s["s_max"], spread)
    m_hat, c2 = m / (1 - beta1**t), 1 - beta2**t
    if rectify == "no":
        return -lr * m_hat / (xp.sqrt(spread / c2) + eps), state
    r, trusted = rectification(t, beta2, 5, xp)
    before = 1.0 if rectify == "momentum" else 0.0
    return -lr * m_hat * choose(trusted, r * c2**0.5 / (xp.sqrt(spread) + eps), before, xp), state


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the average gradient"),
        Hyper("beta2", 0.999, 0.7, 0.9999, doc="decay of the average squared surprise"),
        Hyper("eps", 1e-16, 1e-16, 1e-2, scale="log", doc="added to s at every step, and to its root"),
    ),
    choices=(
        Choice("ams_bound", False, {False: "divide by s as it is", True: "divide by the largest s so far"}),
        Choice(
            "rectify",
            "no",
            {
                "no": "trust s from the first step",
                "momentum": "RAdam's factor; before s can be trusted the step is lr m̂",
                "stand_still": "RAdam's factor; before s can be trusted there is no step",
            },
        ),
    ),
    title="AdaBelief",
    family="adam",
    order=82,
    formula=(
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t \\"
        r"s_t = \beta_2 s_{t-1} + (1-\beta_2) (g_t - m_t)^2 + \epsilon \\"
        r"p_t = p_{t-1} - \eta\, \frac{m_t / (1-\beta_1^t)}{\sqrt{s_t / (1-\beta_2^t)} + \epsilon}"
    ),
    paper="Zhuang et al. 2020, arXiv:2010.07468",
    state_doc={
        "m": "average gradient",
        "s": "average squared distance of the gradient from m",
        "s_max": "largest s so far",
    },
    traffic="28 (36 with ams_bound)",
    related=("adam", "radam", "amsgrad"),
)
