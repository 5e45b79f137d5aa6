"""Adan: Adam with Nesterov's look-ahead taken from differences of gradients. Xie et al. 2022, arXiv:2208.06677.

    d = g - g_old                      0 at the first step
    m ← β₁ m + (1 - β₁) g              v ← β₂ v + (1 - β₂) d
    n ← β₃ n + (1 - β₃) (g + β₂ d)²
    p ← (p - lr · (m̂ + β₂ v̂) / (√n̂ + ε)) / (1 + lr λ)

`p`, `g`, `m`, `v`, `n` and `g_old` are `(runs, *shape)`; a hat divides by 1 - βᵗ with its own β. These β are the
libraries', the paper's are 1 - β. Decay is a proximal step, after the rest, so the rule carries it.
"""

from descent.arrays import choose, ema, lerp
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    return {name: xp.zeros_like(p) for name in ("m", "v", "n", "g_old")}


def update(p, g, s, t, xp, *, lr, beta1, beta2, beta3, eps, weight_decay, decay_method, look_ahead):
    d = choose(t == 1, xp.zeros_like(g), g - s["g_old"], xp)
    ahead = 1 - beta2 if look_ahead == "one_minus_beta2" else beta2
    m, v = lerp(s["m"], g, 1 - beta1), lerp(s["v"], d, 1 - beta2)
    n = ema(s["n"], (g + ahead * d) ** 2, beta3)
    u = m / (1 - beta1**t) + ahead * (v / (1 - beta2**t))
    step = -lr * u / (xp.sqrt(n / (1 - beta3**t)) + eps)
    state = {"m": m, "v": v, "n": n, "g_old": g}
    if decay_method == "decoupled":
        return step - lr * weight_decay * p, state
    return (step - lr * weight_decay * p) / (1 + lr * weight_decay), state


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.98, 0.0, 0.999, doc="decay of the average gradient"),
        Hyper("beta2", 0.92, 0.0, 0.999, doc="decay of the average difference, and its weight in the step"),
        Hyper("beta3", 0.99, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the root of the second moment"),
        Hyper("weight_decay", 0.0, 0.0, 1.0, doc="how hard parameters are pulled to zero"),
    ),
    choices=(
        Choice(
            "decay_method",
            "proximal",
            {
                "proximal": "divide the new parameter by 1 + lr λ (the authors')",
                "decoupled": "shrink the parameter by lr times the decay",
            },
        ),
        Choice(
            "look_ahead",
            "beta2",
            {
                "beta2": "differences count β₂, as in the paper",
                "one_minus_beta2": "differences count 1 - β₂: the paper's formula with the libraries' β₂ (optax)",
            },
            defective=("one_minus_beta2",),
        ),
    ),
    title="Adan",
    family="adam",
    order=56,
    formula=(
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t, \quad v_t = \beta_2 v_{t-1} + (1-\beta_2)(g_t - g_{t-1}) \\"
        r"n_t = \beta_3 n_{t-1} + (1-\beta_3) \left(g_t + \beta_2 (g_t - g_{t-1})\right)^2 \\"
        r"p_t = \frac{1}{1 + \eta\lambda} \left(p_{t-1} - \eta\, \frac{\hat m_t + \beta_2 \hat v_t}"
        r"{\sqrt{\hat n_t} + \epsilon}\right)"
    ),
    paper="Xie et al. 2022, arXiv:2208.06677",
    state_doc={
        "m": "average gradient",
        "v": "average difference between gradients",
        "n": "second moment of the gradient looked ahead",
        "g_old": "the gradient of the step before",
    },
    traffic="44",
    related=("adam", "nadam", "adam_nesterov"),
)
