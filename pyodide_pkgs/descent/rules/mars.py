"""MARS: Adam on a gradient corrected by its change, against the variance. Yuan et al. 2024, arXiv:2411.10438.

    c = g + γ β₁ / (1 - β₁) (g - g_prev)         c ← c / max(1, |c|)
    m ← β₁ m + (1 - β₁) c        v ← β₂ v + (1 - β₂) c²
    p ← p - lr (m̂ / (√v̂ + ε) + λ p)      with m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ)

`p`, `g`, `m`, `v` and `g_prev` are `(runs, *shape)`; g_prev starts at 0, |c| is taken over each run. `base` lion steps
by the sign of m. `ams_bound` divides by the largest v so far, `v_max`; lion has no v.
"""

from descent.arrays import ema, larger, norm, sign
from descent.spec import Choice, Hyper, Rule


def init(p, xp, *, base, ams_bound):
    state = {"m": xp.zeros_like(p), "g_prev": xp.zeros_like(p)}
    if base == "adamw":
        state["v"] = xp.zeros_like(p)
        if ams_bound:
            state["v_max"] = xp.zeros_like(p)
    return state


def update(p, g, s, t, xp, *, lr, beta1, beta2, gamma, eps, weight_decay, base, eps_mode, ams_bound):
    c = g + gamma * beta1 / (1 - beta1) * (g - s["g_prev"])
    c = c / larger(norm(c, xp), 1.0, xp)
    state = {"m": ema(s["m"], c, beta1), "g_prev": g}
    if base == "lion":
        return -lr * (sign(state["m"], xp) + weight_decay * p), state
    v = ema(s["v"], c * c, beta2)
    v_max = xp.maximum(s["v_max"], v) if ams_bound else v
    state |= {"v": v, "v_max": v_max} if ams_bound else {"v": v}
    c2 = 1 - beta2**t
    root = (xp.sqrt(v_max) + eps) / c2**0.5 if eps_mode == "uncorrected" else xp.sqrt(v_max / c2) + eps
    return -lr * (state["m"] / (1 - beta1**t) / root + weight_decay * p), state


RULE = Rule(
    init,
    update,
    scope="tensor",
    hypers=(
        Hyper("lr", 3e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.95, 0.0, 0.999, doc="decay of the first moment"),
        Hyper("beta2", 0.99, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("gamma", 0.025, 0.0, 1.0, doc="strength of the correction by the gradient's change"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the root of the second moment"),
        Hyper("weight_decay", 0.0, 0.0, 1.0, doc="how hard parameters are pulled to zero"),
    ),
    choices=(
        Choice("base", "adamw", {"adamw": "moments as in AdamW", "lion": "the sign of the first moment"}),
        Choice(
            "eps_mode",
            "corrected",
            {"corrected": "√v̂ + ε (the authors)", "uncorrected": "(√v + ε) / √(1 - β₂ᵗ) (pytorch_optimizer)"},
        ),
        Choice("ams_bound", False, {False: "divide by v as it is", True: "divide by the largest v so far"}),
    ),
    title="MARS",
    family="tensor",
    order=30,
    formula=(
        r"c_t = g_t + \gamma \frac{\beta_1}{1-\beta_1} (g_t - g_{t-1}), \quad"
        r" \tilde c_t = \frac{c_t}{\max(1, \lVert c_t \rVert)} \\"
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) \tilde c_t, \quad v_t = \beta_2 v_{t-1} + (1-\beta_2) \tilde c_t^2 \\"
        r"p_t = p_{t-1} - \eta \left( \frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon} + \lambda p_{t-1} \right)"
    ),
    paper="Yuan et al. 2024, arXiv:2411.10438",
    state_doc={
        "m": "first moment of the corrected gradient",
        "v": "second moment of the corrected gradient",
        "v_max": "largest second moment so far",
        "g_prev": "last gradient",
    },
    traffic="44 (52 with ams_bound)",
    related=("adamw", "lion"),
)
