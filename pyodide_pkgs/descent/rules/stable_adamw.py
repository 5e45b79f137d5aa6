"""StableAdamW: AdamW that shortens its step where the gradient outgrows v. Wortsman et al. 2023, arXiv:2304.13013.

    m ← β₁ m + (1 - β₁) g        v ← β₂ v + (1 - β₂) g²
    ρ = √mean(g² / max(v̂, ε²))   the mean over a tensor
    p ← p - lr / max(1, ρ) · (m̂ / (√v̂ + ε) + λ p)

`p`, `g`, `m` and `v` are `(runs, *shape)`, ρ is `(runs, 1, ..., 1)`; m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ). It is
Adafactor's clipping of the update, put into AdamW: ρ is near 1 until a gradient comes that v has not seen yet. The
decay is shortened too, so the rule carries it.
"""

from descent.arrays import ema, larger, lerp, mean
from descent.spec import Hyper, Rule


def init(p, xp):
    return {"m": xp.zeros_like(p), "v": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, beta1, beta2, eps, weight_decay):
    m = lerp(s["m"], g, 1 - beta1)
    v = ema(s["v"], g * g, beta2)
    v_hat = v / (1 - beta2**t)
    rho = xp.sqrt(mean(g * g / larger(v_hat, eps * eps, xp), xp))
    u = m / (1 - beta1**t) / (xp.sqrt(v_hat) + eps) + weight_decay * p
    return -lr / larger(rho, 1.0, xp) * u, {"m": m, "v": v}


RULE = Rule(
    init,
    update,
    scope="tensor",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the first moment"),
        Hyper("beta2", 0.99, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the root of the second moment"),
        Hyper("weight_decay", 0.01, 0.0, 1.0, doc="how hard parameters are pulled to zero"),
    ),
    title="StableAdamW",
    family="tensor",
    order=16,
    formula=(
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t, \quad v_t = \beta_2 v_{t-1} + (1-\beta_2) g_t^2 \\"
        r"\rho_t = \sqrt{\mathrm{mean}\, (g_t^2 / \hat v_t)} \\"
        r"p_t = p_{t-1} - \frac{\eta}{\max(1, \rho_t)} \left(\frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon}"
        r" + \lambda p_{t-1}\right)"
    ),
    paper="Wortsman et al. 2023, arXiv:2304.13013",
    state_doc={"m": "first moment of the gradient", "v": "second moment of the gradient"},
    traffic="28 (two passes)",
    related=("adamw", "adafactor"),
)
