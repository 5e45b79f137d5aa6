"""Adadelta: the ratio of two root mean squares, of past updates and of gradients. Zeiler 2012, arXiv:1212.5701.

    v         ← ρ v + (1 - ρ) g²
    u         = √(acc_delta + ε) / √(v + ε) · g
    acc_delta ← ρ acc_delta + (1 - ρ) u²
    p         ← p - lr · u

`p`, `g`, `v` and `acc_delta` are `(runs, *shape)`.
"""

from descent.arrays import ema
from descent.spec import Hyper, Rule
from descent.valid import DECAY


def init(p, xp):
    return {"v": xp.zeros_like(p), "acc_delta": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, rho, eps):
    v = ema(s["v"], g * g, rho)
    u = xp.sqrt(s["acc_delta"] + eps) / xp.sqrt(v + eps) * g
    return -lr * u, {"v": v, "acc_delta": ema(s["acc_delta"], u * u, rho)}


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1.0, 1e-6, 100.0, scale="log", doc="factor on the step; the paper has none"),
        Hyper("rho", 0.9, 0.0, 0.9999, doc="decay of both mean squares", valid=DECAY),
        Hyper("eps", 1e-6, 1e-12, 1.0, scale="log", doc="keeps both roots above zero; sets the first step's size"),
    ),
    title="Adadelta",
    family="adaptive",
    order=30,
    formula=(
        r"v_t = \rho v_{t-1} + (1-\rho) g_t^2 \\"
        r"u_t = \frac{\sqrt{d_{t-1} + \epsilon}}{\sqrt{v_t + \epsilon}}\, g_t \\"
        r"d_t = \rho d_{t-1} + (1-\rho) u_t^2, \quad p_t = p_{t-1} - \eta\, u_t"
    ),
    symbols={"d": "acc_delta"},
    paper="Zeiler 2012, arXiv:1212.5701",
    state_doc={"v": "mean square of the gradient", "acc_delta": "mean square of the updates"},
    traffic="28",
    related=("adagrad", "rmsprop"),
)
