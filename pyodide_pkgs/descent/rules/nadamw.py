"""NAdamW: Adam with Nesterov momentum and a momentum that warms up, and decoupled decay. Dozat 2016, ICLR workshop.

    μₜ = β₁ (1 - ½ · 0.96^(t ψ))         P ← P · μₜ
    m  ← β₁ m + (1 - β₁) g               v ← β₂ v + (1 - β₂) g²
    n  = (1 - μₜ) g / (1 - P) + μₜ₊₁ m / (1 - P μₜ₊₁)
    p  ← p (1 - lr λ) - lr · n / (√v̂ + ε)        with v̂ = v / (1 - β₂ᵗ)

`p`, `g`, `m` and `v` are `(runs, *shape)`, `mu_product` (P) is `(runs, 1, ..., 1)`. With the constant schedule μₜ = β₁.
"""

from descent.arrays import ema, lerp, per_run
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    return {"m": xp.zeros_like(p), "v": xp.zeros_like(p), "mu_product": per_run(1.0, p, xp)}


def momentum_at(t, beta1, psi, schedule):
    """μ at step t."""
    return beta1 if schedule == "constant" else beta1 * (1 - 0.5 * 0.96 ** (t * psi))


def update(p, g, s, t, xp, *, lr, beta1, beta2, eps, psi, weight_decay, schedule):
    mu, mu_next = momentum_at(t, beta1, psi, schedule), momentum_at(t + 1, beta1, psi, schedule)
    P = s["mu_product"] * mu
    m = lerp(s["m"], g, 1 - beta1)
    v = ema(s["v"], g * g, beta2)
    n = (1 - mu) / (1 - P) * g + mu_next / (1 - P * mu_next) * m
    step = -lr * n / (xp.sqrt(v / (1 - beta2**t)) + eps)
    return -lr * weight_decay * p + step, {"m": m, "v": v, "mu_product": P}


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 2e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the first moment"),
        Hyper("beta2", 0.999, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the root of the second moment"),
        Hyper("psi", 0.004, 0.0, 1.0, doc="how fast the momentum warms up"),
        Hyper("weight_decay", 0.01, 0.0, 1.0, doc="how hard parameters are pulled to zero"),
    ),
    choices=(
        Choice(
            "schedule",
            "momentum_decay",
            {"momentum_decay": "μ rises from β₁/2 to β₁ (torch)", "constant": "μ is β₁ (optax)"},
        ),
    ),
    title="NAdamW",
    family="adam",
    order=50,
    formula=(
        r"\mu_t = \beta_1 (1 - \tfrac12 0.96^{t\psi}), \quad P_t = P_{t-1} \mu_t \\"
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t, \quad v_t = \beta_2 v_{t-1} + (1-\beta_2) g_t^2 \\"
        r"n_t = \frac{(1-\mu_t) g_t}{1-P_t} + \frac{\mu_{t+1} m_t}{1-P_t\mu_{t+1}} \\"
        r"p_t = (1-\eta\lambda) p_{t-1} - \eta\, \frac{n_t}{\sqrt{v_t / (1-\beta_2^t)} + \epsilon}"
    ),
    paper="Dozat 2016, ICLR workshop; Loshchilov & Hutter 2019, arXiv:1711.05101",
    state_doc={
        "m": "first moment of the gradient",
        "v": "second moment of the gradient",
        "mu_product": "product of the momenta so far",
    },
    traffic="28",
    related=("nadam", "adamw", "adam_nesterov"),
)
