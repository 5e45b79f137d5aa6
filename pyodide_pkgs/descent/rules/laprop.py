"""LaProp: normalise first, average afterwards. Ziyin, Wang & Ueda 2020, arXiv:2002.04839.

    v ← β₂ v + (1 - β₂) g²
    m ← β₁ m + (1 - β₁) g / (√v̂ + ε)     with v̂ = v / (1 - β₂ᵗ)
    p ← p - lr · m / (1 - β₁ᵗ)
    p ← p · |p before| / max(|p|, ε)     with `frob_normalize`; norms run over one run of one tensor

`p`, `g`, `m` and `v` are `(runs, *shape)`. With `lr_place` inside, lr stands in the average, the same for a constant
lr. `ams_bound` divides by the largest v so far, `v_max`.
"""

from descent.arrays import ema, larger, norm
from descent.spec import Choice, Hyper, Rule


def init(p, xp, *, ams_bound):
    state = {"m": xp.zeros_like(p), "v": xp.zeros_like(p)}
    return state | {"v_max": xp.zeros_like(p)} if ams_bound else state


def update(p, g, s, t, xp, *, lr, beta1, beta2, eps, correct_bias, lr_place, frob_normalize, ams_bound):
    c1, c2 = (1 - beta1**t, 1 - beta2**t) if correct_bias else (1.0, 1.0)
    inside, outside = (lr, 1.0) if lr_place == "inside" else (1.0, lr)
    v = ema(s["v"], g * g, beta2)
    v_max = xp.maximum(s["v_max"], v) if ams_bound else v
    m = ema(s["m"], inside * g / (xp.sqrt(v_max / c2) + eps), beta1)
    state = {"m": m, "v": v} | ({"v_max": v_max} if ams_bound else {})
    step = -outside * m / c1
    if frob_normalize:
        moved = p + step
        step = moved * (norm(p, xp) / larger(norm(moved, xp), eps, xp)) - p
    return step, state


RULE = Rule(
    init,
    update,
    scope="tensor",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the average of normalised gradients"),
        Hyper("beta2", 0.999, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("eps", 1e-8, 1e-15, 1.0, scale="log", doc="added to the root of the second moment"),
    ),
    choices=(
        Choice("correct_bias", True, {True: "divide the moments by 1 - βᵗ", False: "use the moments as they are"}),
        Choice(
            "lr_place",
            "outside",
            {"outside": "lr times the average (NVIDIA)", "inside": "lr in the average (the authors' code)"},
        ),
        Choice(
            "frob_normalize",
            False,
            {False: "p as it comes out", True: "p brought back to the norm that it had, for no weight decay (NVIDIA)"},
        ),
        Choice("ams_bound", False, {False: "divide by v as it is", True: "divide by the largest v so far"}),
    ),
    title="LaProp",
    family="adam",
    order=120,
    formula=(
        r"v_t = \beta_2 v_{t-1} + (1-\beta_2) g_t^2 \\"
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) \frac{g_t}{\sqrt{v_t/(1-\beta_2^t)} + \epsilon} \\"
        r"p_t = p_{t-1} - \eta\, \frac{m_t}{1-\beta_1^t}"
    ),
    paper="Ziyin, Wang & Ueda 2020, arXiv:2002.04839",
    state_doc={
        "m": "average of normalised gradients",
        "v": "second moment of the gradient",
        "v_max": "largest second moment so far",
    },
    traffic="28 (36 with ams_bound)",
    related=("adam", "rmsprop", "adopt"),
)
