"""Adamax: Adam with the largest gradient in place of the root mean square. Kingma & Ba 2015, arXiv:1412.6980, § 7.1.

    m ← β₁ m + (1 - β₁) g        u ← max(β₂ u, |g| + ε)
    p ← p - lr / (1 - β₁ᵗ) · m / u

`p`, `g`, `m` and `u` are `(runs, *shape)`. With `eps_mode` outside: u ← max(β₂ u, |g|) and m / (u + ε).
"""

from descent.arrays import lerp
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    return {"m": xp.zeros_like(p), "u": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, beta1, beta2, eps, eps_mode):
    inside, outside = (0.0, eps) if eps_mode == "outside" else (eps, 0.0)
    m = lerp(s["m"], g, 1 - beta1)
    u = xp.maximum(beta2 * s["u"], xp.abs(g) + inside)
    return -lr / (1 - beta1**t) * m / (u + outside), {"m": m, "u": u}


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 2e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the first moment"),
        Hyper("beta2", 0.999, 0.0, 0.9999, doc="decay of the largest gradient"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="keeps the division finite"),
    ),
    choices=(
        Choice(
            "eps_mode",
            "inside_max",
            {"inside_max": "max(β₂ u, |g| + ε) (torch, optax)", "outside": "m / (u + ε)"},
        ),
    ),
    title="Adamax",
    family="adam",
    order=70,
    formula=(
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t, \quad u_t = \max(\beta_2 u_{t-1}, |g_t| + \epsilon) \\"
        r"p_t = p_{t-1} - \frac{\eta}{1-\beta_1^t}\, \frac{m_t}{u_t}"
    ),
    paper="Kingma & Ba 2015, arXiv:1412.6980, section 7.1",
    state_doc={"m": "first moment of the gradient", "u": "decaying largest gradient"},
    traffic="28",
    related=("adam", "amsgrad"),
)
