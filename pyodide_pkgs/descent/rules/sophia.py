"""Sophia: a momentum divided by the Hessian's diagonal, clipped. Liu et al. 2023, arXiv:2305.14342, Algorithm 3.

    m ← β₁ m + (1 - β₁) g
    h ← β₂ h + (1 - β₂) ĥ        every k steps, from the first on
    p ← p - lr · clip(m / max(γ h, ε), ± ρ)

`p`, `g`, `m`, `h` and the input `hessian` (ĥ, an estimate of the Hessian's diagonal, never computed here) are
`(runs, *shape)`. Form `sophia_g` is the authors' code: sign(m) · min(|m| / (ρ b h + 1e-15), 1) with batch size b.
"""

from descent.arrays import choose, ema, larger, lerp, sign, smaller
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    return {"m": xp.zeros_like(p), "h": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, hessian, lr, beta1, beta2, gamma, rho, eps, batch_size, every, form, correct_bias, order):
    m = lerp(s["m"], g, 1 - beta1)
    newest = choose((t - 1) % every == 0, ema(s["h"], hessian, beta2), s["h"], xp)
    h = s["h"] if order == "use_first" else newest
    m_hat = m / (1 - beta1**t) if correct_bias else m
    if form == "sophia_g":
        u = sign(m_hat, xp) * smaller(xp.abs(m_hat) / (rho * batch_size * h + 1e-15), 1.0, xp)
    else:
        u = smaller(larger(m_hat / larger(gamma * h, eps, xp), -rho, xp), rho, xp)
    return -lr * u, {"m": m, "h": newest}


RULE = Rule(
    init,
    update,
    scope="element",
    inputs=("hessian",),
    hypers=(
        Hyper("lr", 1e-4, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.965, 0.0, 0.999, doc="decay of the momentum"),
        Hyper("beta2", 0.99, 0.0, 0.9999, doc="decay of the Hessian's diagonal"),
        Hyper("gamma", 0.01, 1e-4, 10.0, scale="log", doc="factor on the Hessian's diagonal"),
        Hyper("rho", 0.04, 1e-3, 10.0, scale="log", doc="clip; in form sophia_g the factor γ"),
        Hyper("eps", 1e-12, 1e-15, 1.0, scale="log", doc="smallest denominator"),
        Hyper("batch_size", 1.0, 1.0, 1e4, scale="log", doc="form sophia_g: batch size b"),
        Hyper("every", 1.0, 1.0, 100.0, doc="steps between two uses of the Hessian estimate"),
    ),
    choices=(
        Choice(
            "form",
            "gamma_clip",
            {"gamma_clip": "clip(m / max(γ h, ε), ± ρ)", "sophia_g": "sign(m) · min(|m| / (ρ b h + 1e-15), 1)"},
        ),
        Choice("correct_bias", False, {False: "m as it is", True: "m divided by 1 - β₁ᵗ (optax)"}),
        Choice(
            "order",
            "update_first",
            {
                "update_first": "the newest estimate counts at once",
                "use_first": "the step takes h from before the newest estimate (optax)",
            },
        ),
    ),
    title="Sophia",
    family="tensor",
    order=40,
    formula=(
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t, \quad h_t = \beta_2 h_{t-1} + (1-\beta_2) \hat h_t \\"
        r"p_t = p_{t-1} - \eta\, \mathrm{clip}\left(\frac{m_t}{\max(\gamma h_t, \epsilon)}, \pm\rho\right)"
    ),
    paper="Liu et al. 2023, arXiv:2305.14342",
    state_doc={"m": "momentum", "h": "decaying average of the Hessian's diagonal"},
    traffic="24 (plus 12 every k steps)",
    related=("adamw", "lion"),
)
