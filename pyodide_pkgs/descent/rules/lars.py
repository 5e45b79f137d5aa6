"""LARS: momentum whose step is as long as the tensor allows. You, Gitman & Ginsburg 2017, arXiv:1708.03888.

    r = τ |p| / (|g| + λ |p| + ε)          1 where either is 0
    m ← μ m + lr · r · (g + λ p)
    p ← p - m

`p`, `g` and `m` are `(runs, *shape)`; norms are taken over each run. With `lr_place` outside, lr stands before m and
acts on the whole of it when it changes. The decay is part of the ratio, so the rule carries it.
"""

from descent.arrays import norm
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    return {"m": xp.zeros_like(p)}


def trust_ratio(p, g, xp, *, trust, weight_decay, eps, ratio):
    """The factor on the gradient, `(runs, 1, ..., 1)`."""
    size = norm(p, xp)
    below = norm(g + weight_decay * p, xp) if ratio == "joint" else norm(g, xp) + weight_decay * size
    zero = (size == 0) | (below == 0)
    return xp.where(zero, 1.0, trust * size / xp.where(zero, 1.0, below + eps))


def update(
    p, g, s, t, xp, *, lr, momentum, trust, weight_decay, eps, nesterov, lr_place, ratio, vectors
):  # fmt: skip
    u = g
    if vectors == "scaled" or p.ndim > 2:
        r = trust_ratio(p, g, xp, trust=trust, weight_decay=weight_decay, eps=eps, ratio=ratio)
        u = r * (g + weight_decay * p)
    inside, outside = (lr, 1.0) if lr_place == "inside" else (1.0, lr)
    m = momentum * s["m"] + inside * u
    return -outside * (inside * u + momentum * m if nesterov else m), {"m": m}


RULE = Rule(
    init,
    update,
    scope="tensor",
    hypers=(
        Hyper("lr", 1.0, 1e-4, 1e3, scale="log", doc="learning rate, a factor on the ratio"),
        Hyper("momentum", 0.9, 0.0, 0.999, doc="decay of the momentum"),
        Hyper("trust", 1e-3, 1e-5, 1.0, scale="log", doc="step's length relative to the tensor's"),
        Hyper("weight_decay", 0.0, 0.0, 1.0, doc="how hard parameters are pulled to zero"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the gradient's norm"),
    ),
    choices=(
        Choice("nesterov", False, {False: "step by the momentum", True: "step by the look-ahead"}),
        Choice(
            "lr_place",
            "inside",
            {
                "inside": "lr in the momentum (the paper, optax)",
                "outside": "lr before the momentum (timm, pytorch_optimizer)",
            },
        ),
        Choice(
            "ratio",
            "apart",
            {"apart": "divide by |g| + λ|p| (the paper)", "joint": "divide by |g + λ p| (optax)"},
        ),
        Choice(
            "vectors",
            "scaled",
            {"scaled": "the ratio for every tensor", "plain": "vectors without ratio and decay (pytorch_optimizer)"},
        ),
    ),
    title="LARS",
    family="tensor",
    order=8,
    symbols={r"\tau": "trust", r"\lambda": "weight_decay"},
    formula=(
        r"m_t = \mu m_{t-1} + \eta\, \frac{\tau \lVert p_{t-1} \rVert}"
        r"{\lVert g_t \rVert + \lambda \lVert p_{t-1} \rVert}"
        r" (g_t + \lambda p_{t-1}) \\"
        r"p_t = p_{t-1} - m_t"
    ),
    unnumbered=("m_t", "p_t"),  # norms have no slot, and with Nesterov's look-ahead the step is another
    paper="You, Gitman & Ginsburg 2017, arXiv:1708.03888",
    state_doc={"m": "momentum"},
    traffic="24 (20 where u stays on chip)",
    related=("lamb", "momentum", "novograd"),
)
