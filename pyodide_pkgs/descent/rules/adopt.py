"""ADOPT: Adam that normalises by the second moment of earlier gradients only. Taniguchi et al. 2024, arXiv:2411.02853.

    t = 1:  v ← g²,  p and m stay
    t > 1:  u = clip(g / max(√v, ε), ± c)      c = (t - 1)^¼
            m ← β₁ m + (1 - β₁) u
            p ← p - lr · m - lr λ p
            v ← β₂ v + (1 - β₂) g²

`p`, `g`, `m` and `v` are `(runs, *shape)`. Decoupled decay starts at the second step, too, so the rule carries it.
"""

from descent.arrays import choose, ema, larger, smaller
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    return {"m": xp.zeros_like(p), "v": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, beta1, beta2, eps, weight_decay, decay_method, clip_step):
    if decay_method == "l2":
        g, weight_decay = g + weight_decay * p, 0.0
    first = t == 1
    u = g / larger(xp.sqrt(s["v"]), eps, xp)
    if clip_step != "none":
        c = (t - 1 if clip_step == "t-1" else t) ** 0.25
        u = smaller(larger(u, -c, xp), c, xp)
    m = choose(first, s["m"], ema(s["m"], u, beta1), xp)
    v = choose(first, g * g, ema(s["v"], g * g, beta2), xp)
    return choose(first, xp.zeros_like(p), -lr * m - lr * weight_decay * p, xp), {"m": m, "v": v}


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the average of normalised gradients"),
        Hyper("beta2", 0.9999, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("eps", 1e-6, 1e-12, 1.0, scale="log", doc="smallest denominator"),
        Hyper("weight_decay", 0.0, 0.0, 1.0, doc="how hard parameters are pulled to zero"),
    ),
    choices=(
        Choice(
            "clip_step",
            "t-1",
            {
                "t-1": "clip at the fourth root of t - 1 (the authors, optax)",
                "t": "clip at the fourth root of t (pytorch_optimizer)",
                "none": "no clipping (the paper's first version)",
            },
        ),
        Choice(
            "decay_method",
            "decoupled",
            {"decoupled": "shrink the parameter by lr times the decay", "l2": "add decay times p to the gradient"},
        ),
    ),
    title="ADOPT",
    family="adam",
    order=160,
    formula=(
        r"u_t = \mathrm{clip}\left(\frac{g_t}{\max(\sqrt{v_{t-1}}, \epsilon)}, \pm (t-1)^{1/4}\right) \\"
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) u_t, \quad p_t = p_{t-1} - \eta\, m_t \\"
        r"v_t = \beta_2 v_{t-1} + (1-\beta_2) g_t^2, \quad v_1 = g_1^2,\ p_1 = p_0"
    ),
    unnumbered=("v_t",),  # the first step only sets it
    paper="Taniguchi et al. 2024, arXiv:2411.02853",
    state_doc={"m": "average of normalised gradients", "v": "second moment of the gradient"},
    traffic="28",
    related=("adam", "laprop"),
)
