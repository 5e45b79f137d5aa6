"""Lion: the sign of an interpolated momentum. Chen et al. 2023, arXiv:2302.06675.

    p ← p - lr · sign(β₁ m + (1 - β₁) g)
    m ← β₂ m + (1 - β₂) g

`p`, `g` and `m` are `(runs, *shape)`. The step takes the old m.
"""

from descent.arrays import ema, sign
from descent.spec import Hyper, Rule


def init(p, xp):
    return {"m": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, beta1, beta2):
    return -lr * sign(ema(s["m"], g, beta1), xp), {"m": ema(s["m"], g, beta2)}


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-4, 1e-6, 1.0, scale="log", doc="learning rate: the size of every coordinate's step"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="share of the momentum in the direction"),
        Hyper("beta2", 0.99, 0.0, 0.9999, doc="decay of the momentum"),
    ),
    title="Lion",
    family="sign",
    order=10,
    formula=(
        r"p_t = p_{t-1} - \eta\, \mathrm{sign}(\beta_1 m_{t-1} + (1-\beta_1) g_t) \\"
        r"m_t = \beta_2 m_{t-1} + (1-\beta_2) g_t"
    ),
    paper="Chen et al. 2023, arXiv:2302.06675",
    state_doc={"m": "momentum"},
    traffic="20",
    related=("signum", "adamw"),
)
