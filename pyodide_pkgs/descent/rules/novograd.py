"""NovoGrad: gradients divided by a norm that is kept per tensor, then averaged. Ginsburg et al. 2019, arXiv:1905.11286.

    v ← β₂ v + (1 - β₂) |g|²             at the first step v = |g|²
    m ← β₁ m + g / (√v + ε) + λ p        at the first step without β₁ m
    p ← p - lr · m

`p`, `g` and `m` are `(runs, *shape)`, `v` is `(runs, 1, ..., 1)`: half of Adam's memory. With `grad_averaging` what
joins m counts 1 - β₁ after the first step. Decay passes through m, so the rule carries it.
"""

from descent.arrays import choose, ema, per_run, total
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    return {"m": xp.zeros_like(p), "v": per_run(0.0, p, xp)}


def update(p, g, s, t, xp, *, lr, beta1, beta2, eps, weight_decay, grad_averaging):
    size = total(g * g, xp)
    v = choose(t == 1, size, ema(s["v"], size, beta2), xp)
    u = g / (xp.astype(xp.sqrt(v), p.dtype) + eps) + weight_decay * p
    m = choose(t == 1, u, beta1 * s["m"] + ((1 - beta1) * u if grad_averaging else u), xp)
    return -lr * m, {"m": m, "v": v}


RULE = Rule(
    init,
    update,
    scope="tensor",
    hypers=(
        Hyper("lr", 1e-2, 1e-6, 10.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.95, 0.0, 0.999, doc="decay of the momentum"),
        Hyper("beta2", 0.98, 0.0, 0.9999, doc="decay of the squared norm"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the norm"),
        Hyper("weight_decay", 0.0, 0.0, 1.0, doc="how hard parameters are pulled to zero"),
    ),
    choices=(Choice("grad_averaging", False, {False: "momentum is a sum", True: "momentum is an average"}),),
    title="NovoGrad",
    family="tensor",
    order=12,
    formula=(
        r"v_t = \beta_2 v_{t-1} + (1-\beta_2) \lVert g_t \rVert^2 \\"
        r"m_t = \beta_1 m_{t-1} + \left(\frac{g_t}{\sqrt{v_t} + \epsilon} + \lambda p_{t-1}\right) \\"
        r"p_t = p_{t-1} - \eta\, m_t"
    ),
    unnumbered=("v_t", "m_t"),  # the first step starts both otherwise
    paper="Ginsburg et al. 2019, arXiv:1905.11286",
    state_doc={"m": "momentum of the divided gradients", "v": "average squared norm of the gradient"},
    traffic="24",
    related=("lars", "lamb", "adam_mini", "laprop"),
)
