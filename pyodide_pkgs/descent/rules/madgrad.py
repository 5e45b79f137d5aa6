"""MADGRAD: AdaGrad from the starting point, with a cube root and momentum. Defazio & Jelassi 2021, arXiv:2101.11075.

    λ = (lr + ε) √t
    s ← s + λ g                  v ← v + λ g²
    z = p₀ - s / (∛v + ε)
    p ← c p + (1 - c) z

`p`, `g`, `s`, `v` and `p0` are `(runs, *shape)`. Dual averaging: z is made anew from the start and the sum of all
gradients, and momentum c is an average of the z. A decay that shrinks p is forgotten in z, so `l2` is the one to use.
"""

from descent.arrays import choose
from descent.spec import Hyper, Rule


def init(p, xp):
    return {"s": xp.zeros_like(p), "v": xp.zeros_like(p), "p0": xp.asarray(p, copy=True)}


def update(p, g, s, t, xp, *, lr, momentum, eps):
    weight = choose(lr == 0, 0.0, lr + eps, xp) * t**0.5
    total = s["s"] + weight * g
    v = s["v"] + weight * g * g
    z = s["p0"] - total / (v ** (1 / 3) + eps)
    return (1 - momentum) * (z - p), {"s": total, "v": v, "p0": s["p0"]}


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-2, 1e-6, 10.0, scale="log", doc="learning rate"),
        Hyper("momentum", 0.9, 0.0, 0.999, doc="share of the old point in the new one"),
        Hyper("eps", 1e-6, 1e-12, 1.0, scale="log", doc="added to the cube root, and to lr"),
    ),
    title="MADGRAD",
    family="adaptive",
    order=40,
    symbols={"c": "momentum"},
    formula=(
        r"s_t = s_{t-1} + \eta \sqrt{t}\, g_t, \quad v_t = v_{t-1} + \eta \sqrt{t}\, g_t^2 \\"
        r"z_t = p_0 - \frac{s_t}{\sqrt[3]{v_t} + \epsilon} \\"
        r"p_t = c\, p_{t-1} + (1-c)\, z_t"
    ),
    paper="Defazio & Jelassi 2021, arXiv:2101.11075",
    state_doc={"s": "weighted sum of the gradients", "v": "weighted sum of their squares", "p0": "the starting point"},
    traffic="32",
    related=("adagrad", "schedule_free", "momentum"),
)
