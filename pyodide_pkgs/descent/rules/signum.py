"""Signum: the sign of the momentum. Bernstein et al. 2018, arXiv:1802.04434; shape scaling: arXiv:2506.07254.

    m ← μ m + (1 - μ) g
    p ← p - lr · sign(m)

`p`, `g` and `m` are `(runs, *shape)`. With Nesterov the sign of μ m + (1 - μ) g is taken, corrected for the bias as
μ m / (1 - μᵗ⁺¹) + (1 - μ) g / (1 - μᵗ), which can turn it. μ = 0 is sign descent. Shape scaling multiplies a matrix's
step by 2 / (rows + columns); `BadShape` for anything else.
"""

from descent.arrays import ema, sign
from descent.errors import BadShape
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    return {"m": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, momentum, correct_bias, nesterov, shape_scaling):
    m = ema(s["m"], g, momentum)
    direction = m
    if nesterov:
        c, c_next = (1 - momentum**t, 1 - momentum ** (t + 1)) if correct_bias else (1.0, 1.0)
        direction = momentum * m / c_next + (1 - momentum) * g / c
    step = -lr * sign(direction, xp)
    if shape_scaling:
        if p.ndim != 3:
            raise BadShape(f"shape scaling takes (runs, rows, columns), given {tuple(p.shape)}")
        step = step * (2 / (p.shape[1] + p.shape[2]))
    return step, {"m": m}


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate: the size of every coordinate's step"),
        Hyper("momentum", 0.9, 0.0, 0.999, doc="decay of the momentum"),
    ),
    choices=(
        Choice(
            "correct_bias", True, {True: "correct Nesterov's two parts for their bias", False: "take them as they are"}
        ),
        Choice("nesterov", False, {False: "sign of the momentum", True: "sign of the momentum one step ahead"}),
        Choice(
            "shape_scaling",
            False,
            {False: "one step size", True: "2 / (rows + columns) of it, matrices only"},
            matrices_only=(True,),
        ),
    ),
    title="Signum",
    family="sign",
    order=20,
    formula=r"m_t = \mu m_{t-1} + (1-\mu) g_t \\ p_t = p_{t-1} - \eta\, \mathrm{sign}(m_t)",
    paper="Bernstein et al. 2018, arXiv:1802.04434",
    state_doc={"m": "momentum"},
    traffic="20",
    related=("lion", "sgd", "rprop"),
)
