"""DoG: gradient descent whose learning rate is distance over gradients. Ivgi, Hinder & Carmon 2023, arXiv:2302.12022.

    r ← max(r, |p - p₀|)            r starts at r_ε (1 + |p₀|)
    G ← G + |g|²
    p ← p - lr · r / √(G + ε) · g

The norms run over all tensors: `p`, `g` and `p0` are lists of `(runs, *shape)`; `r` and `G` are `(runs,)` and shared.
The form `dowg`, Khaled et al. 2023, arXiv:2305.16284, counts each gradient by the square of its r:
G ← G + r² |g|², the step is lr · r² / (√G + ε) · g, and r starts at r_ε. lr is 1 unless one knows better.
"""

from descent.arrays import choose, over_model, spread, widened
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    run = widened(xp.zeros((p[0].shape[0],), dtype=p[0].dtype, device=p[0].device), xp)
    return {"p0": [xp.asarray(tensor, copy=True) for tensor in p], "r": run, "G": run}


def squares(tensors, xp):
    """The sum of the squares of all entries of all tensors, `(runs,)`."""
    return over_model([tensor**2 for tensor in tensors], xp)


def update(p, g, s, t, xp, *, lr, r_eps, eps, form):
    start = r_eps * (1 + xp.sqrt(squares(p, xp))) if form == "dog" else r_eps + s["r"]
    moved = xp.sqrt(squares([p_i - p0 for p_i, p0 in zip(p, s["p0"], strict=True)], xp))
    r = xp.maximum(choose(t == 1, start, s["r"], xp), moved)
    if form == "dog":
        G = s["G"] + squares(g, xp)
        rate = lr * r / xp.sqrt(G + eps)
    else:
        G = s["G"] + r * r * squares(g, xp)
        rate = lr * r * r / (xp.sqrt(G) + eps)
    return [-spread(rate, g_i, xp) * g_i for g_i in g], {"p0": s["p0"], "r": r, "G": G}


RULE = Rule(
    init,
    update,
    scope="model",
    hypers=(
        Hyper("lr", 1.0, 1e-3, 10.0, scale="log", doc="factor on the learning rate that is found"),
        Hyper("r_eps", 1e-6, 1e-9, 1.0, scale="log", doc="distance assumed at the start, relative to 1 + |p₀|"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the sum of squares, or to its root"),
    ),
    choices=(
        Choice("form", "dog", {"dog": "every gradient counts alike", "dowg": "gradients count by the distance then"}),
    ),
    title="DoG",
    family="tensor",
    order=56,
    formula=(
        r"r_t = \max(r_{t-1}, \lVert p_{t-1} - p_0 \rVert), \quad G_t = G_{t-1} + \lVert g_t \rVert^2 \\"
        r"p_t = p_{t-1} - \eta\, \frac{r_t}{\sqrt{G_t + \epsilon}}\, g_t"
    ),
    paper="Ivgi, Hinder & Carmon 2023, arXiv:2302.12022",
    state_doc={
        "p0": "the starting point",
        "r": "largest distance from the start so far",
        "G": "sum of the squared norms of the gradients",
    },
    traffic="16 (two passes)",
    related=("dadapt_adam", "prodigy", "adagrad", "sgd"),
)
