"""AdaGrad: a step divided by the root of the sum of all squared gradients. Duchi, Hazan & Singer 2011, JMLR 12.

    sum ← sum + g²
    p   ← p - lrₜ · g / (√sum + ε)       lrₜ = lr / (1 + (t - 1) δ)

`p`, `g` and `sum` are `(runs, *shape)`. With `eps_mode` inside: g / √(sum + ε), and 0 where nothing was ever seen.
"""

from descent.spec import Choice, Hyper, Rule


def init(p, xp, *, initial_accumulator):
    return {"sum": xp.zeros_like(p) + initial_accumulator}


def update(p, g, s, t, xp, *, lr, lr_decay, eps, eps_mode):
    lr_t = lr / (1 + (t - 1) * lr_decay)
    G = s["sum"] + g * g
    if eps_mode == "inside":
        return -lr_t * xp.where(G == 0, 0.0, g / xp.sqrt(G + eps)), {"sum": G}
    return -lr_t * g / (xp.sqrt(G) + eps), {"sum": G}


RULE = Rule(
    init,
    update,
    scope="element",
    hypers=(
        Hyper("lr", 1e-2, 1e-6, 10.0, scale="log", doc="learning rate"),
        Hyper("lr_decay", 0.0, 0.0, 1.0, doc="how fast the learning rate falls"),
        Hyper("initial_accumulator", 0.0, 0.0, 1.0, doc="what the sum starts from"),
        Hyper("eps", 1e-10, 1e-12, 1.0, scale="log", doc="keeps the division finite"),
    ),
    choices=(
        Choice(
            "eps_mode",
            "outside",
            {"outside": "√sum + ε (torch)", "inside": "√(sum + ε), 0 where the sum is 0 (optax)"},
        ),
    ),
    title="AdaGrad",
    family="adaptive",
    order=10,
    formula=r"G_t = G_{t-1} + g_t^2 \\ p_t = p_{t-1} - \eta\, \frac{g_t}{\sqrt{G_t} + \epsilon}",
    symbols={"G": "sum"},
    paper="Duchi, Hazan & Singer 2011, JMLR 12",
    state_doc={"sum": "sum of the squared gradients"},
    traffic="20",
    related=("rmsprop", "adadelta", "adam"),
)
