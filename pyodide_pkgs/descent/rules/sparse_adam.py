"""Sparse Adam: Adam for gradients that touch few rows, ε on the raw root. Kingma & Ba 2015, arXiv:1412.6980, section 2.

    m ← β₁ m + (1 - β₁) g        v ← β₂ v + (1 - β₂) g²
    p ← p - lr √(1 - β₂ᵗ) / (1 - β₁ᵗ) · m / (√v + ε)

`p`, `g`, `m` and `v` are `(runs, rows, ...)`. This is Adam with ε / √(1 - β₂ᵗ), equal to it only for ε = 0. In the mode
`masked_rows` the input `rows`, `(runs, rows)` and not zero where a row was touched, limits the change of p, m and v to
those rows; the step counts all the same.
"""

from descent.arrays import ema
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    return {"m": xp.zeros_like(p), "v": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, beta1, beta2, eps, mode, rows=None):
    m = ema(s["m"], g, beta1)
    v = ema(s["v"], g * g, beta2)
    step = -lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t) * m / (xp.sqrt(v) + eps)
    if mode == "masked_rows":
        touched = xp.reshape(rows != 0, (*rows.shape, *(1,) * (p.ndim - rows.ndim)))
        step = xp.where(touched, step, 0.0)
        m, v = xp.where(touched, m, s["m"]), xp.where(touched, v, s["v"])
    return step, {"m": m, "v": v}


RULE = Rule(
    init,
    update,
    scope="element",
    inputs=("rows",),
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the first moment"),
        Hyper("beta2", 0.999, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the root of the uncorrected second moment"),
    ),
    choices=(
        Choice(
            "mode",
            "dense",
            {
                "dense": "every row moves and forgets at every step",
                "masked_rows": "only the rows that the gradient touched change (torch)",
            },
        ),
    ),
    title="SparseAdam",
    family="adam",
    order=90,
    formula=(
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t, \quad v_t = \beta_2 v_{t-1} + (1-\beta_2) g_t^2 \\"
        r"p_t = p_{t-1} - \eta\, \frac{\sqrt{1-\beta_2^t}}{1-\beta_1^t}\, \frac{m_t}{\sqrt{v_t} + \epsilon}"
    ),
    paper="Kingma & Ba 2015, arXiv:1412.6980",
    state_doc={"m": "first moment of the gradient", "v": "second moment of the gradient"},
    traffic="28 (times the share of rows touched)",
    related=("adam", "adagrad"),
)
