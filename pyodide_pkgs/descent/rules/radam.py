"""RAdam: Adam that waits until its second moment can be trusted. Liu et al. 2020, arXiv:1908.03265.

    m ← β₁ m + (1 - β₁) g        v ← β₂ v + (1 - β₂) g²
    ρ∞ = 2 / (1 - β₂) - 1        ρ = ρ∞ - 2 t β₂ᵗ / (1 - β₂ᵗ)
    r = √[(ρ - 4)(ρ - 2) ρ∞ / ((ρ∞ - 4)(ρ∞ - 2) ρ)]
    p ← p - lr · r · m̂ / √v̂      where ρ > 5, else p ← p - lr · m̂

`p`, `g`, `m` and `v` are `(runs, *shape)`; m̂ = m / (1 - β₁ᵗ), √v̂ = (√v + ε) / √(1 - β₂ᵗ). With
`untrusted` stand_still the last line is no step.
"""

from descent.arrays import choose, ema, larger, lerp
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    return {"m": xp.zeros_like(p), "v": xp.zeros_like(p)}


def rectify(t, beta2, threshold, xp):
    """The rectification r and whether the second moment is used, for step t."""
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    trusted = rho > threshold
    rho = larger(rho, float(threshold), xp)
    return ((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho)) ** 0.5, trusted


def update(p, g, s, t, xp, *, lr, beta1, beta2, eps, threshold, eps_mode, untrusted):
    m = lerp(s["m"], g, 1 - beta1)
    v = ema(s["v"], g * g, beta2)
    m_hat = m / (1 - beta1**t)
    r, trusted = rectify(t, beta2, threshold, xp)
    if eps_mode == "corrected":
        root = xp.sqrt(v / (1 - beta2**t)) + eps
    else:
        root = (xp.sqrt(v) + eps) / (1 - beta2**t) ** 0.5
    return -lr * m_hat * choose(trusted, r / root, 1.0 if untrusted == "momentum" else 0.0, xp), {"m": m, "v": v}


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the first moment"),
        Hyper("beta2", 0.999, 0.7, 0.9999, doc="decay of the second moment"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the root of the second moment"),
    ),
    choices=(
        Choice("threshold", 5, {5: "rectify where ρ > 5 (torch, optax)", 4: "rectify where ρ > 4 (the paper)"}),
        Choice(
            "eps_mode",
            "uncorrected",
            {"uncorrected": "ε on √v (torch)", "corrected": "ε on the corrected root (optax)"},
        ),
        Choice(
            "untrusted",
            "momentum",
            {
                "momentum": "step by lr m̂ until v can be trusted (the paper, torch, optax)",
                "stand_still": "no step until v can be trusted (pytorch_optimizer, unless degenerated_to_sgd)",
            },
        ),
    ),
    title="RAdam",
    family="adam",
    order=80,
    formula=(
        r"\rho_\infty = \tfrac{2}{1-\beta_2} - 1, \quad \rho_t = \rho_\infty - \frac{2t\beta_2^t}{1-\beta_2^t} \\"
        r"r_t = \sqrt{\frac{(\rho_t-4)(\rho_t-2)\rho_\infty}{(\rho_\infty-4)(\rho_\infty-2)\rho_t}} \\"
        r"p_t = p_{t-1} - \eta\, \hat m_t \cdot (r_t / \sqrt{\hat v_t} \text{ if } \rho_t > 5 \text{ else } 1)"
    ),
    paper="Liu et al. 2020, arXiv:1908.03265",
    state_doc={"m": "first moment of the gradient", "v": "second moment of the gradient"},
    traffic="28",
    related=("adam", "nadam"),
)
