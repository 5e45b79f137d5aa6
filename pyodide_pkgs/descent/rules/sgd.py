"""Gradient descent: a step against the gradient. Robbins & Monro 1951, Annals of Mathematical Statistics 22.

    p ← p - lr · g

`p` and `g` are `(runs, *shape)`; there is no state.
"""

from descent.spec import Hyper, Rule


def init(p, xp):
    return {}


def update(p, g, s, t, xp, *, lr):
    return -lr * g, {}


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(Hyper("lr", 1e-3, 1e-6, 10.0, scale="log", doc="learning rate"),),
    title="SGD",
    family="momentum",
    order=10,
    formula=r"p_t = p_{t-1} - \eta\, g_t",
    paper="Robbins & Monro 1951, Annals of Mathematical Statistics 22",
    traffic="12",
    related=("momentum", "nesterov", "signum"),
)
