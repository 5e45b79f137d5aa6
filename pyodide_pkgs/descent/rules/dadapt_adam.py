"""D-Adaptation: Adam that finds its learning rate by dual averaging. Defazio & Mishchenko 2023, arXiv:2301.07733.

    dlr = d · lr                                 β₃ = √β₂
    n ← β₃ n + (1 - β₃) dlr Σ ⟨g, s / (√v + ε)⟩   with the s and v of the step before
    m ← β₁ m + (1 - β₁) dlr g                    v ← β₂ v + (1 - β₂) g²
    s ← β₃ s + (1 - β₃) dlr g
    d̂ = n / ((1 - β₃) Σ |s|)                     d ← max(d, d̂), at most `growth` times the old d
    p ← p - m / (√v + ε) - dlr λ p

The sums run over all tensors: `p`, `g`, `m`, `v` and `s` are lists of `(runs, *shape)`; `d`, `numerator` and `count`
are `(runs,)` and shared. While every s is 0 nothing moves. Prodigy came of it, with a faster estimate.
"""

from descent.arrays import ema, over_model, spread, widened
from descent.spec import Choice, Hyper, Rule


def init(p, xp, *, d0):
    zeros = [xp.zeros_like(tensor) for tensor in p]
    run = widened(xp.zeros((p[0].shape[0],), dtype=p[0].dtype, device=p[0].device), xp)
    return {"m": zeros, "v": zeros, "s": zeros, "d": run + d0, "numerator": run, "count": run}


def update(p, g, s, t, xp, *, lr, beta1, beta2, eps, d0, growth, weight_decay, bias_correction):
    k, beta3 = s["count"] + 1, beta2**0.5
    dlr = s["d"] * lr * ((1 - beta2**k) ** 0.5 / (1 - beta1**k) if bias_correction else 1.0)
    old = [s_i / (xp.sqrt(v_i) + spread(eps, v_i, xp)) for s_i, v_i in zip(s["s"], s["v"], strict=True)]
    along = over_model([g_i * o_i for g_i, o_i in zip(g, old, strict=True)], xp)
    moved = [spread(dlr, g_i, xp) * g_i for g_i in g]
    m = [ema(m_i, x_i, spread(beta1, x_i, xp)) for m_i, x_i in zip(s["m"], moved, strict=True)]
    v = [ema(v_i, g_i * g_i, spread(beta2, g_i, xp)) for v_i, g_i in zip(s["v"], g, strict=True)]
    S = [ema(s_i, x_i, spread(beta3, x_i, xp)) for s_i, x_i in zip(s["s"], moved, strict=True)]
    size = over_model([xp.abs(s_i) for s_i in S], xp)
    still = size == 0
    numerator = ema(s["numerator"], dlr * along, beta3)
    d_hat = numerator / ((1 - beta3) * xp.where(still, 1.0, size))
    d = xp.maximum(s["d"], xp.minimum(d_hat, s["d"] * growth))
    steps = []
    for p_i, m_i, v_i in zip(p, m, v, strict=True):
        u = m_i / (xp.sqrt(v_i) + spread(eps, v_i, xp)) + spread(weight_decay * dlr, p_i, xp) * p_i
        steps.append(xp.where(spread(still, p_i, xp), 0.0, -u))
    shared = {"d": xp.where(still, s["d"], d), "numerator": xp.where(still, s["numerator"], numerator), "count": k}
    return steps, {"m": m, "v": v, "s": S} | shared


RULE = Rule(
    init,
    update,
    scope="model",
    hypers=(
        Hyper("lr", 1.0, 1e-3, 10.0, scale="log", doc="factor on the learning rate that is found"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the first moment"),
        Hyper("beta2", 0.999, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the root of the second moment"),
        Hyper("d0", 1e-6, 1e-9, 1e-2, scale="log", doc="distance assumed at the start"),
        Hyper("growth", 1e30, 1.01, 1e30, scale="log", doc="largest growth of d in one step; 1e30 is no limit"),
        Hyper("weight_decay", 0.0, 0.0, 1.0, doc="how hard parameters are pulled to zero"),
    ),
    choices=(
        Choice("bias_correction", False, {False: "moments as they are", True: "Adam's correction in the step size"}),
    ),
    title="D-Adapt Adam",
    family="tensor",
    order=58,
    formula=(
        r"\hat d_t = \frac{\sum_{i \le t} \beta_3^{t-i} d_i\,"
        r" \langle g_i, s_{i-1} / (\sqrt{v_{i-1}} + \epsilon) \rangle}{\lVert s_t \rVert_1},"
        r" \quad d_{t+1} = \max(d_t, \hat d_t) \\"
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) \eta\, d_t g_t, \quad v_t = \beta_2 v_{t-1} + (1-\beta_2) g_t^2 \\"
        r"p_t = p_{t-1} - \frac{m_t}{\sqrt{v_t} + \epsilon}"
    ),
    unnumbered=("m_t",),  # its d is a state of the whole model
    paper="Defazio & Mishchenko 2023, arXiv:2301.07733",
    state_doc={
        "m": "first moment of d g",
        "v": "second moment of the gradient",
        "s": "average of d g",
        "d": "estimated distance to the solution",
        "numerator": "average of ⟨g, s / √v⟩",
        "count": "steps of the model",
    },
    traffic="40 (two passes)",
    related=("prodigy", "dog", "adam"),
)
