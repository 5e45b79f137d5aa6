"""Prodigy: Adam that finds its learning rate from the distance travelled. Mishchenko & Defazio 2023, arXiv:2306.06101.

    dlr = d · lr                                 β₃ = √β₂
    n ← β₃ n + d/d₀ · dlr · Σ ⟨g, p₀ - p⟩         s ← β₃ s + d/d₀ · dlr · g
    m ← β₁ m + (1 - β₁) d g                      v ← β₂ v + (1 - β₂) d² g²
    d̂ = n / Σ |s|                                d ← max(d, d̂), at most `growth` times the old d
    p ← p - dlr · m / (√v + d ε)                 the old d in dlr, the new one beside ε

The sums run over all tensors: `p`, `g`, `m`, `v`, `s` and `p0` are lists of `(runs, *shape)`; `d`, `d_max`, `numerator`
and `count` are `(runs,)` and shared. While every s is 0 nothing moves and nothing is counted.
"""

from descent.arrays import at_least_single, choose, ema, over_model, spread, widened
from descent.spec import Choice, Hyper, Rule


def init(p, xp, *, d0):
    # In float32 at least: d² g² underflows in float16.
    zeros = [xp.zeros_like(widened(tensor, xp)) for tensor in p]
    run = xp.zeros((p[0].shape[0],), dtype=at_least_single(p[0].dtype, xp), device=p[0].device)
    start = {"d": run + d0, "d_max": run + d0, "numerator": run, "count": run}
    return {"m": zeros, "v": zeros, "s": zeros, "p0": list(p)} | start


def update(
    p, g, s, t, xp, *, lr, beta1, beta2, beta3, eps, d0, d_coef, growth, weight_decay, bias_correction,
    safeguard_warmup, decay_method, nothing_seen,
):  # fmt: skip
    if decay_method == "l2":
        g, weight_decay = [g_i + spread(weight_decay, g_i, xp) * p_i for p_i, g_i in zip(p, g, strict=True)], 0.0
    d, k, beta3 = s["d"], s["count"] + 1, choose(beta3 == 0, beta2**0.5, beta3, xp)
    dlr = d * lr * ((1 - beta2**k) ** 0.5 / (1 - beta1**k) if bias_correction else 1.0)
    grown = d / d0 * (d if safeguard_warmup else dlr)
    m = [ema(m_i, spread(d, g_i, xp) * g_i, spread(beta1, g_i, xp)) for m_i, g_i in zip(s["m"], g, strict=True)]
    v = [ema(v_i, (spread(d, g_i, xp) * g_i) ** 2, spread(beta2, g_i, xp)) for v_i, g_i in zip(s["v"], g, strict=True)]
    S = [spread(beta3, g_i, xp) * s_i + spread(grown, g_i, xp) * g_i for s_i, g_i in zip(s["s"], g, strict=True)]
    travelled = over_model([g_i * (p0 - p_i) for p_i, g_i, p0 in zip(p, g, s["p0"], strict=True)], xp)
    numerator = beta3 * s["numerator"] + d / d0 * dlr * travelled
    denominator = over_model([xp.abs(s_i) for s_i in S], xp)
    still = (denominator == 0) & (nothing_seen == "stand_still")
    d_hat = d_coef * numerator / xp.where(still, 1.0, denominator)
    d_max = xp.maximum(s["d_max"], d_hat)
    d_new = xp.minimum(d_max, xp.where(d == d0, xp.maximum(d, d_hat), d) * growth)
    d_new, d_max = xp.where(still, d, d_new), xp.where(still, s["d_max"], d_max)
    steps = []
    for p_i, m_i, v_i in zip(p, m, v, strict=True):
        stays, dlr_i = spread(still, p_i, xp), spread(dlr, p_i, xp)
        root = xp.sqrt(v_i) + spread(d_new * eps, p_i, xp)
        step = -dlr_i * m_i / xp.where(stays, 1.0, root) - spread(weight_decay, p_i, xp) * dlr_i * p_i
        steps.append(xp.where(stays, 0.0, step))
    shared = {"d": d_new, "d_max": d_max, "numerator": xp.where(still, s["numerator"], numerator)}
    return steps, {"m": m, "v": v, "s": S, "p0": s["p0"], "count": xp.where(still, s["count"], k)} | shared


RULE = Rule(
    init,
    update,
    scope="model",
    hypers=(
        Hyper("lr", 1.0, 1e-3, 10.0, scale="log", doc="factor on the learning rate that is found"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the first moment"),
        Hyper("beta2", 0.999, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("beta3", 0.0, 0.0, 0.9999, doc="decay of the sums behind d; 0 is √β₂"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added, times d, to the root of the second moment"),
        Hyper("d0", 1e-6, 1e-9, 1e-2, scale="log", doc="distance assumed at the start"),
        Hyper("d_coef", 1.0, 0.1, 10.0, scale="log", doc="factor on the estimated distance"),
        Hyper("growth", 1e30, 1.01, 1e30, scale="log", doc="largest growth of d in one step; 1e30 is no limit"),
        Hyper("weight_decay", 0.0, 0.0, 1.0, doc="how hard parameters are pulled to zero"),
    ),
    choices=(
        Choice("bias_correction", False, {False: "moments as they are", True: "Adam's correction in the step size"}),
        Choice("safeguard_warmup", False, {False: "s grows with lr", True: "s grows with d alone, for a warm-up"}),
        Choice(
            "decay_method",
            "decoupled",
            {"decoupled": "shrink the parameter by dlr times the decay", "l2": "add decay times p to the gradient"},
        ),
        Choice(
            "nothing_seen",
            "stand_still",
            {"stand_still": "no step while every s is 0", "nan": "0 / 0, and NaN for ever (optax)"},
            defective=("nan",),
        ),
    ),
    title="Prodigy",
    family="tensor",
    order=60,
    formula=(
        r"\hat d_t = \frac{\sum_{i \le t} \beta_3^{t-i} d_i^2 \langle g_i, p_0 - p_i \rangle}{\lVert s_t \rVert_1},"
        r" \quad d_{t+1} = \max(d_t, \hat d_t) \\"
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) d_t g_t, \quad v_t = \beta_2 v_{t-1} + (1-\beta_2) d_t^2 g_t^2 \\"
        r"p_t = p_{t-1} - \eta\, d_t\, \frac{m_t}{\sqrt{v_t} + d_{t+1} \epsilon}"
    ),
    unnumbered=("m_t", "v_t"),  # their d is a state of the whole model
    paper="Mishchenko & Defazio 2023, arXiv:2306.06101",
    state_doc={
        "m": "first moment of d g",
        "v": "second moment of d g",
        "s": "weighted sum of the gradients",
        "p0": "the starting point",
        "d": "estimated distance to the solution",
        "d_max": "largest estimate so far",
        "numerator": "weighted sum of ⟨g, p₀ - p⟩",
        "count": "steps that moved",
    },
    traffic="52 (two passes)",
    related=("adam", "schedule_free"),
)
