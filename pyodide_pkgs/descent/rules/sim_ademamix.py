"""Simplified AdEMAMix: one long momentum plus the gradient itself. Morwani et al. 2025, arXiv:2502.02431.

    m ← β₁(t) m + g              v ← β₂ v + (1 - β₂) g²
    p ← p - lr (α g + m / C) / (√v̂ + ε)      C = (1 - β₁(t)ᵗ) / (1 - β₁(t))

`p`, `g`, `m` and `v` are `(runs, *shape)`. m is a sum, not an average. The correction C is one of three; `running_sum`
divides m and α g by n ← β₁(t) n + 1, kept in `n`, `(runs, 1, ..., 1)`. β₁ grows from `min_beta1` as in AdEMAMix.
"""

from descent.arrays import ema, per_run
from descent.rules.ademamix import half_life_warmup
from descent.spec import Choice, Hyper, Rule


def init(p, xp, *, m_correction):
    state = {"m": xp.zeros_like(p), "v": xp.zeros_like(p)}
    return state | {"n": per_run(0.0, p, xp)} if m_correction == "running_sum" else state


def update(p, g, s, t, xp, *, lr, beta1, beta2, alpha, eps, beta1_warmup, min_beta1, m_correction, v_correction):
    beta = half_life_warmup(t, beta1, min_beta1, beta1_warmup, xp)
    m = beta * s["m"] + g
    v = ema(s["v"], g * g, beta2)
    state = {"m": m, "v": v}
    direction = alpha * g + m
    if m_correction == "closed_form":
        direction = alpha * g + m * (1 - beta) / (1 - beta**t)
    elif m_correction == "running_sum":
        state["n"] = beta * s["n"] + 1
        direction = direction / state["n"]
    c2 = 1 - beta2**t if v_correction != "none" else 1.0
    root = xp.sqrt(v / c2) + eps
    return -lr * direction / (root * c2**0.5 if v_correction == "eps" else root), state


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9999, 0.0, 0.99999, doc="decay of the momentum"),
        Hyper("beta2", 0.999, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("alpha", 2.0, 0.0, 100.0, doc="weight of the newest gradient"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the root of the second moment"),
        Hyper("beta1_warmup", 1.0, 1.0, 1e5, scale="log", doc="steps until beta1 is reached; 1 is no warm-up"),
        Hyper("min_beta1", 0.9, 0.0, 0.999, doc="decay of the momentum where the warm-up starts"),
    ),
    choices=(
        Choice(
            "m_correction",
            "closed_form",
            {
                "closed_form": "m times (1 - β)/(1 - βᵗ), the gradient as it is (NVIDIA)",
                "running_sum": "m and the gradient over the sum of all weights (the authors' option)",
                "none": "no correction (the authors' default, optax)",
            },
        ),
        Choice(
            "v_correction",
            "full",
            {
                "full": "divide v by 1 - β₂ᵗ",
                "none": "use v as it is (NVIDIA without correction)",
                "eps": "use v as it is and ε √(1 - β₂ᵗ) (the authors without correction)",
            },
        ),
    ),
    title="Simplified AdEMAMix",
    family="adam",
    order=140,
    formula=(
        r"m_t = \beta_1(t)\, m_{t-1} + g_t, \quad v_t = \beta_2 v_{t-1} + (1-\beta_2) g_t^2 \\"
        r"p_t = p_{t-1} - \eta\, \frac{\alpha g_t + m_t\, \frac{1-\beta_1(t)}{1-\beta_1(t)^t}}"
        r"{\sqrt{v_t/(1-\beta_2^t)} + \epsilon}"
    ),
    paper="Morwani et al. 2025, arXiv:2502.02431",
    state_doc={"m": "decaying sum of gradients", "v": "second moment of the gradient", "n": "sum of m's weights"},
    traffic="28",
    related=("ademamix", "adam"),
)
