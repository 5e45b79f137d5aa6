"""Averaged SGD: gradient descent with a shrinking step whose iterates are averaged. Polyak & Juditsky 1992, SIAM 30.

    ηₜ = lr / (1 + λ lr (t - 1))^α       μₜ = 1 / max(1, t - 1 - t₀)
    p  ← (1 - λ ηₜ) p - ηₜ g
    ax ← ax + μₜ (p - ax)                the average from step t₀ on, before it p itself

`p`, `g` and `ax` are `(runs, *shape)`. The average `ax` is the point to report.
"""

from descent.arrays import choose, larger, lerp
from descent.spec import Hyper, Rule


def init(p, xp):
    return {"ax": xp.zeros_like(p)}


def step_size(t, lr, lambd, alpha):
    """η at step t."""
    return lr / (1 + lambd * lr * (t - 1)) ** alpha


def weight(t, t0, xp):
    """μ at step t: the newest iterate's share in the average."""
    return 1 / larger(1.0, t - 1 - t0, xp)


def update(p, g, s, t, xp, *, lr, lambd, alpha, t0):
    eta = step_size(t, lr, lambd, alpha)
    mu = weight(t, t0, xp)
    step = xp.where(xp.isinf(p), 0.0, -lambd * eta * p) - eta * g  # an infinite p stays infinite, inf - inf does not
    moved = p + step
    return step, {"ax": choose(mu == 1, moved, lerp(s["ax"], moved, mu), xp)}


def view(p, s, t, xp):
    return s["ax"]


RULE = Rule(
    init,
    update,
    scope="element",
    view=view,
    hypers=(
        Hyper("lr", 1e-2, 1e-6, 10.0, scale="log", doc="learning rate at the start"),
        Hyper("lambd", 1e-4, 1e-6, 1.0, scale="log", doc="how fast the step shrinks, and how hard p is pulled to zero"),
        Hyper("alpha", 0.75, 0.0, 1.0, doc="power with which the step shrinks"),
        Hyper("t0", 1e6, 0.0, 1e6, doc="step at which averaging starts"),
    ),
    title="ASGD",
    family="momentum",
    order=40,
    formula=(
        r"\eta_t = \frac{\eta}{(1 + \lambda \eta (t-1))^{\alpha}}, \quad \mu_t = \frac{1}{\max(1, t-1-t_0)} \\"
        r"p_t = (1 - \lambda \eta_t) p_{t-1} - \eta_t g_t \\"
        r"\bar p_t = \bar p_{t-1} + \mu_t (p_t - \bar p_{t-1})"
    ),
    paper="Polyak & Juditsky 1992, SIAM Journal on Control and Optimization 30",
    state_doc={"ax": "average of the iterates since t₀"},
    traffic="20",
    related=("sgd", "schedule_free"),
)
