"""LAMB: Adam whose step is as long as the tensor allows. You et al. 2020, arXiv:1904.00962, Algorithm 2.

    m ← β₁ m + (1 - β₁) g        v ← β₂ v + (1 - β₂) g²
    u = m̂ / (√v̂ + ε) + λ p       with m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ)
    p ← p - lr · |p| / |u| · u   the ratio is 1 where either norm is 0

`p`, `g`, `m` and `v` are `(runs, *shape)`; norms are taken over each run. The paper's third version is
`bias_correction` none with `norm_clamp` 10.
"""

from descent.arrays import choose, ema, norm, smaller
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    return {"m": xp.zeros_like(p), "v": xp.zeros_like(p)}


def direction(p, s, t, xp, *, beta1, beta2, eps, weight_decay, bias_correction, form):
    """u, from the moments of step t."""
    c1, c2 = (1 - beta1**t, 1 - beta2**t) if bias_correction == "moments" else (1.0, 1.0)
    adam = s["m"] / c1 / (xp.sqrt(s["v"] / c2) + eps)
    return adam if form == "decay_first" else adam + weight_decay * p


def trust_ratio(p, u, xp, *, eps, weight_decay, norm_clamp, norms, form, always_adapt, trust_clip):
    """The factor on the step, `(runs, 1, ..., 1)`."""
    if norms == "finite":
        p, u = (xp.where(xp.isfinite(x), x, 0.0) for x in (p, u))
    size_p, size_u = smaller(norm(p, xp), norm_clamp, xp), norm(u, xp)
    zero = (size_p == 0) | (size_u == 0)
    ratio = xp.where(zero, 1.0, size_p) / xp.where(zero, 1.0, size_u + eps if form == "decay_first" else size_u)
    if form == "nvlamb" and not always_adapt:
        ratio = choose(weight_decay == 0, xp.ones_like(ratio), ratio, xp)
    return smaller(ratio, 1.0, xp) if trust_clip else ratio


def update(
    p, g, s, t, xp, *, lr, beta1, beta2, eps, weight_decay, norm_clamp, form, bias_correction, norms, always_adapt,
    trust_clip,
):  # fmt: skip
    state = {"m": ema(s["m"], g, beta1), "v": ema(s["v"], g * g, beta2)}
    shrink = -lr * weight_decay * p if form == "decay_first" else 0.0
    p = p + shrink
    moments = {"beta1": beta1, "beta2": beta2, "eps": eps, "weight_decay": weight_decay}
    u = direction(p, state, t, xp, bias_correction=bias_correction, form=form, **moments)
    r = trust_ratio(
        p, u, xp, eps=eps, weight_decay=weight_decay, norm_clamp=norm_clamp, norms=norms, form=form,
        always_adapt=always_adapt, trust_clip=trust_clip,
    )  # fmt: skip
    if bias_correction == "step_size":
        lr = lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    elif bias_correction == "m_after":
        lr = lr / (1 - beta1**t)
    return shrink - lr * r * u, state


RULE = Rule(
    init,
    update,
    scope="tensor",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate: the step's length relative to the tensor's"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the first moment"),
        Hyper("beta2", 0.999, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("eps", 1e-6, 1e-12, 1.0, scale="log", doc="added to the root of the second moment"),
        Hyper("weight_decay", 0.01, 0.0, 1.0, doc="how hard parameters are pulled to zero"),
        Hyper("norm_clamp", 1e12, 0.1, 1e12, scale="log", doc="largest |p| that counts; 1e12 is no clamp"),
    ),
    choices=(
        Choice(
            "form",
            "plain",
            {
                "plain": "the paper's (optax)",
                "nvlamb": "the ratio is used only where there is weight decay (timm)",
                "decay_first": "decay before the ratio, ε in the ratio (pytorch_optimizer)",
            },
        ),
        Choice(
            "bias_correction",
            "moments",
            {
                "moments": "divide m and v by 1 - βᵗ",
                "none": "use m and v as they are (the paper's third version)",
                "step_size": "correct the step after the ratio (torch_optimizer)",
                "m_after": "correct m alone, after the ratio (pytorch_optimizer)",
            },
        ),
        Choice("norms", "all", {"all": "one NaN reaches the whole tensor", "finite": "norms skip what is not finite"}),
        Choice("always_adapt", False, {False: "nvlamb: no ratio without decay", True: "nvlamb: the ratio always"}),
        Choice("trust_clip", False, {False: "the ratio as it is", True: "the ratio at most 1"}),
    ),
    title="LAMB",
    family="tensor",
    order=10,
    formula=(
        r"u_t = \frac{m_t/(1-\beta_1^t)}{\sqrt{v_t/(1-\beta_2^t)} + \epsilon} + \lambda p_{t-1} \\"
        r"p_t = p_{t-1} - \eta\, \frac{\lVert p_{t-1} \rVert}{\lVert u_t \rVert}\, u_t"
    ),
    paper="You et al. 2020, arXiv:1904.00962",
    state_doc={"m": "first moment of the gradient", "v": "second moment of the gradient"},
    traffic="40 (28 where u stays on chip)",
    related=("adamw", "adafactor"),
)
