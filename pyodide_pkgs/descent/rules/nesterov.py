"""Nesterov momentum: the gradient step taken after the momentum step. Nesterov 1983; Sutskever et al. 2013, ICML.

    buf ← μ buf + g
    p   ← p - lr (g + μ buf)

`p`, `g` and `buf` are `(runs, *shape)`. `g` is taken at `p`, which stands where the momentum step has already led.
"""

from descent.spec import Hyper, Rule


def init(p, xp):
    return {"buf": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, momentum):
    buf = momentum * s["buf"] + g
    return -lr * (g + momentum * buf), {"buf": buf}


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 10.0, scale="log", doc="learning rate"),
        Hyper("momentum", 0.9, 0.0, 0.999, doc="share of the last step's speed that is kept"),
    ),
    title="Nesterov momentum",
    family="momentum",
    order=30,
    formula=r"b_t = \mu b_{t-1} + g_t \\ p_t = p_{t-1} - \eta\, (g_t + \mu b_t)",
    symbols={"b": "buf"},
    paper="Nesterov 1983, Soviet Mathematics Doklady 27; Sutskever et al. 2013, ICML",
    state_doc={"buf": "decaying sum of the gradients"},
    traffic="20",
    related=("momentum", "sgd", "nadam"),
)
