"""RMSprop: a step divided by a decaying root mean square of the gradient. Hinton 2012, lecture 6e.

    v   ← α v + (1 - α) g²               centred: v - (mean of g)² stands for v
    buf ← μ buf + g / (√v + ε)
    p   ← p - lr · buf

`p`, `g`, `v`, `buf` and `g_avg` are `(runs, *shape)`. There is no bias correction. The centred form can make the root
of a tiny negative number by rounding, NaN then, as in torch.
"""

from descent.arrays import ema, lerp
from descent.spec import Choice, Hyper, Rule
from descent.valid import DECAY


def init(p, xp, *, centered):
    state = {"v": xp.zeros_like(p), "buf": xp.zeros_like(p)}
    return state | {"g_avg": xp.zeros_like(p)} if centered else state


def update(p, g, s, t, xp, *, lr, alpha, eps, momentum, centered, eps_mode):
    state = {"v": ema(s["v"], g * g, alpha)}
    v = state["v"]
    if centered:
        state["g_avg"] = lerp(s["g_avg"], g, 1 - alpha)
        v = v - state["g_avg"] ** 2
    root = xp.sqrt(v + eps) if eps_mode == "inside" else xp.sqrt(v) + eps
    state["buf"] = momentum * s["buf"] + g / root
    return -lr * state["buf"], state


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-2, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("alpha", 0.99, 0.0, 0.9999, doc="decay of the mean square", valid=DECAY),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="keeps the division finite"),
        Hyper("momentum", 0.0, 0.0, 0.999, doc="share of the last step's speed that is kept"),
    ),
    choices=(
        Choice("centered", False, {False: "divide by the mean square", True: "divide by the variance"}),
        Choice("eps_mode", "outside", {"outside": "√v + ε (torch)", "inside": "√(v + ε) (optax)"}),
    ),
    title="RMSprop",
    family="adaptive",
    order=20,
    formula=(
        r"v_t = \alpha v_{t-1} + (1-\alpha) g_t^2 \\"
        r"b_t = \mu b_{t-1} + \frac{g_t}{\sqrt{v_t} + \epsilon} \\"
        r"p_t = p_{t-1} - \eta\, b_t"
    ),
    symbols={"b": "buf"},
    paper="Hinton 2012, Neural Networks for Machine Learning, lecture 6e",
    state_doc={"v": "mean square of the gradient", "buf": "momentum", "g_avg": "mean of the gradient, where centred"},
    traffic="28 (36 centred)",
    related=("adam", "adagrad", "laprop"),
)
