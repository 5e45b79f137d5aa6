"""Adam-mini: Adam with one second moment for each block of parameters. Zhang et al. 2024, arXiv:2406.16793.

    m ← β₁ m + (1 - β₁) g        v ← β₂ v + (1 - β₂) mean g²      the mean over a block
    p ← p - lr · m̂ / (√v̂ + ε)    with m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ)

`p`, `g` and `m` are `(runs, *shape)`; `v` is `(runs, 1, ..., 1)`, or `(runs, rows, 1, ..., 1)` where each row of a
matrix, the inputs of one neuron, is a block. Half of Adam's memory.
"""

from descent.arrays import ema, lerp, widened
from descent.spec import Choice, Hyper, Rule


def init(p, xp, *, blocks):
    return {"m": xp.zeros_like(p), "v": widened(block_mean(xp.zeros_like(p), blocks, xp), xp)}


def block_mean(x, blocks, xp):
    """The mean over each block; a vector is one block."""
    first = 2 if blocks == "rows" and x.ndim > 2 else 1
    return xp.mean(x, axis=tuple(range(first, x.ndim)), keepdims=True)


def update(p, g, s, t, xp, *, lr, beta1, beta2, eps, blocks):
    m = lerp(s["m"], g, 1 - beta1)
    v = ema(s["v"], block_mean(g * g, blocks, xp), beta2)
    root = xp.astype(xp.sqrt(v / (1 - beta2**t)), p.dtype)
    return -lr * (m / (1 - beta1**t)) / (root + eps), {"m": m, "v": v}


RULE = Rule(
    init,
    update,
    scope="tensor",
    hypers=(
        Hyper("lr", 1e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the first moment"),
        Hyper("beta2", 0.999, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the root of the second moment"),
    ),
    choices=(
        Choice(
            "blocks",
            "rows",
            {"rows": "each row of a matrix is a block, a vector is one", "tensor": "each tensor is one block"},
        ),
    ),
    title="Adam-mini",
    family="tensor",
    order=14,
    formula=(
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t \\"
        r"v_t = \beta_2 v_{t-1} + (1-\beta_2)\, \mathrm{mean}_{\mathrm{block}}\, g_t^2 \\"
        r"p_t = p_{t-1} - \eta\, \frac{m_t / (1-\beta_1^t)}{\sqrt{v_t / (1-\beta_2^t)} + \epsilon}"
    ),
    paper="Zhang et al. 2024, arXiv:2406.16793",
    state_doc={"m": "first moment of the gradient", "v": "second moment, one number for each block"},
    traffic="20",
    related=("adam", "novograd", "adafactor"),
)
