"""Heavy-ball momentum: gradient descent that keeps its speed. Polyak 1964, USSR Comp. Math. and Math. Physics 4.

    buf ← μ buf + (1 - τ) g
    p   ← p - lr · buf

`p`, `g` and `buf` are `(runs, *shape)`. τ is the dampening; torch leaves it out of the first step.
"""

from descent.arrays import choose
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    return {"buf": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, momentum, dampening, dampening_first_step):
    tau = choose(t == 1, 0.0, dampening, xp) if dampening_first_step == "skip" else dampening
    buf = momentum * s["buf"] + (1 - tau) * g
    return -lr * buf, {"buf": buf}


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 10.0, scale="log", doc="learning rate"),
        Hyper("momentum", 0.9, 0.0, 0.999, doc="share of the last step's speed that is kept"),
        Hyper("dampening", 0.0, 0.0, 1.0, doc="share of the gradient that is left out"),
    ),
    choices=(
        Choice(
            "dampening_first_step",
            "skip",
            {
                "skip": "the first step takes the whole gradient (torch)",
                "apply": "dampening acts from the first step on",
            },
        ),
    ),
    title="Momentum",
    family="momentum",
    order=20,
    baseline="SGD with momentum",
    heavy_ball="sum",
    formula=r"b_t = \mu b_{t-1} + (1-\tau) g_t \\ p_t = p_{t-1} - \eta\, b_t",
    symbols={"b": "buf"},
    paper="Polyak 1964, USSR Computational Mathematics and Mathematical Physics 4",
    state_doc={"buf": "decaying sum of the gradients"},
    traffic="20",
    related=("nesterov", "sgd", "muon"),
)
