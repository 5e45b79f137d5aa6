"""CAME: Adafactor that trusts its steps less where they scatter. Luo et al. 2023, arXiv:2307.02047, Algorithm 2.

    R ← β₂ R + (1 - β₂) mean_j (g² + ε₁)        C ← β₂ C + (1 - β₂) mean_i (g² + ε₁)
    u = g / √(R C / mean R)                     u ← u / max(1, rms(u) / d)
    m ← β₁ m + (1 - β₁) u                       U = (u - m)² + ε₂, averaged as R and C are, with β₃
    p ← p - lr · m / √(R_U C_U / mean R_U)

`p`, `g` and `m` are `(runs, *shape)`. With two axes or more the last two are factored: `r` and `r_u` are
`(..., rows, 1)`, `c` and `c_u` `(..., 1, columns)`. Else `v` is kept whole, and the step is lr · m.
"""

from descent.arrays import ema, larger, lerp, rms
from descent.spec import Hyper, Rule


def init(p, xp):
    if p.ndim < 3:
        return {"m": xp.zeros_like(p), "v": xp.zeros_like(p)}
    row, column = xp.zeros_like(p[..., :1]), xp.zeros_like(p[..., :1, :])
    return {"m": xp.zeros_like(p), "r": row, "c": column, "r_u": row, "c_u": column}


def factors(x, row, column, beta, xp):
    """The averages of the rows' and the columns' means of `x`."""
    row = ema(row, xp.mean(x, axis=-1, keepdims=True), beta)
    return row, ema(column, xp.mean(x, axis=-2, keepdims=True), beta)


def over_root(x, row, column, xp):
    """`x` divided by the root of what the row and the column stand for; their product alone could underflow."""
    return x / xp.sqrt(row / xp.mean(row, axis=-2, keepdims=True)) / xp.sqrt(column)


def update(p, g, s, t, xp, *, lr, beta1, beta2, beta3, eps1, eps2, clip):
    square, state = g * g + eps1, {}
    if p.ndim < 3:
        state["v"] = ema(s["v"], square, beta2)
        u = g / xp.sqrt(state["v"])
    else:
        state["r"], state["c"] = factors(square, s["r"], s["c"], beta2, xp)
        u = over_root(g, state["r"], state["c"], xp)
    u = u / larger(rms(u, xp) / clip, 1.0, xp)
    m = state["m"] = lerp(s["m"], u, 1 - beta1)
    if p.ndim < 3:
        return -lr * m, state
    state["r_u"], state["c_u"] = factors((u - m) ** 2 + eps2, s["r_u"], s["c_u"], beta3, xp)
    return -lr * over_root(m, state["r_u"], state["c_u"], xp), state


RULE = Rule(
    init,
    update,
    scope="tensor",
    hypers=(
        Hyper("lr", 2e-4, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the average step"),
        Hyper("beta2", 0.999, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("beta3", 0.9999, 0.0, 0.99999, doc="decay of the scatter of the steps"),
        Hyper("eps1", 1e-30, 1e-30, 1e-3, scale="log", doc="added to squared gradients"),
        Hyper("eps2", 1e-16, 1e-16, 1e-3, scale="log", doc="added to the squared scatter"),
        Hyper("clip", 1.0, 0.1, 10.0, scale="log", doc="largest root mean square of u, d"),
    ),
    title="CAME",
    family="tensor",
    order=22,
    formula=(
        r"R_t = \beta_2 R_{t-1} + (1-\beta_2)\, \textstyle\mathrm{mean}_j g_t^2, \quad"
        r" C_t = \beta_2 C_{t-1} + (1-\beta_2)\, \mathrm{mean}_i g_t^2 \\"
        r"u_t = \frac{g_t}{\sqrt{R_t C_t / \mathrm{mean}\, R_t}}, \quad"
        r" m_t = \beta_1 m_{t-1} + (1-\beta_1) u_t, \quad U_t = (u_t - m_t)^2 \\"
        r"p_t = p_{t-1} - \eta\, \frac{m_t}{\sqrt{R^U_t C^U_t / \mathrm{mean}\, R^U_t}}"
    ),
    unnumbered=("u_t", "m_t", "U_t"),  # in the code u is bounded later, and keeps its name
    paper="Luo et al. 2023, arXiv:2307.02047",
    state_doc={
        "m": "average step before it is scaled",
        "r": "mean square of each row",
        "c": "mean square of each column",
        "v": "mean square, for vectors",
        "r_u": "scatter of each row's steps",
        "c_u": "scatter of each column's steps",
    },
    traffic="24",
    related=("adafactor", "adam"),
)
