"""TITLE: a step along the sum of past gradients that fade. Say who wrote it where: Polyak 1964.

    b ← μ b + g        p ← p - lr · b

`p`, `g` and `b` are `(runs, *shape)`.
"""

from descent.spec import Hyper, Rule


def init(p, xp):
    return {"buf": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, momentum):
    buf = momentum * s["buf"] + g
    return -lr * buf, {"buf": buf}


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-2, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("momentum", 0.9, 0.0, 0.999, doc="what share of the buffer is kept"),
    ),
    title="TITLE",
    family="momentum",
    symbols={"b": "buf"},
    formula=(
        r"b_t = \mu b_{t-1} + g_t \\"
        r"p_t = p_{t-1} - \eta\, b_t"
    ),
    paper="Polyak 1964, USSR Computational Mathematics and Mathematical Physics 4(5)",
    state_doc={"buf": "sum of the gradients, each faded by its age"},
    traffic="20",
    related=("momentum",),
)
