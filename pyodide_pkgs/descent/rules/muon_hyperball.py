"""Muon on a sphere: the step and the point both keep the Frobenius norm R. NVIDIA Emerging Optimizers, `MuonHyperball`.

    m ← μ m + (1 - μ) g        U = scale · NS(m)
    q = (1 - lr λ) p - lr · R · U / ‖U‖        p ← R · q / ‖q‖

The learning rate is then an angle. p must start with ‖p‖ = R; with radius 0, R is the norm of p itself.
"""

from descent.arrays import ema, norm
from descent.matrices.newton_schulz import COEFFICIENTS_DOC, CUSTOM, STEPS_DOC, newton_schulz, triples
from descent.matrices.shapes import matrix_shape, per_run
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    matrix_shape(p, "muon_hyperball")
    return {"m": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, momentum, radius, weight_decay, nesterov, coefficients, ns_a, ns_b, ns_c, steps):
    coefficients = triples(coefficients, ns_a, ns_b, ns_c)
    m = ema(s["m"], g, momentum)
    U = newton_schulz(ema(m, g, momentum) if nesterov else m, xp, coefficients=coefficients, steps=steps)
    given = per_run(radius, p, xp)
    R = xp.where(given > 0, given, norm(p, xp))
    q = (1 - lr * weight_decay) * p - lr * R * direction(U, xp)
    return R * direction(q, xp) - p, {"m": m}


def direction(x, xp):
    """X / ‖x‖, and 0 where the norm is below 1e-15."""
    length = norm(x, xp)
    return xp.where(length < 1e-15, xp.zeros_like(x), x / xp.where(length < 1e-15, xp.ones_like(length), length))


RULE = Rule(
    init,
    update,
    scope="matrix",
    hypers=(
        Hyper("lr", 3e-4, 1e-6, 1.0, scale="log", doc="learning rate, an angle in radians when small"),
        Hyper("momentum", 0.95, 0.0, 0.999, doc="decay of the average gradient"),
        Hyper("radius", 0.0, 0.0, 10.0, doc="the norm R that p starts with and keeps; 0: the norm of p"),
        Hyper("weight_decay", 0.01, 0.0, 1.0, doc="decay λ of the point before it is brought back"),
        *CUSTOM,
    ),
    choices=(
        Choice("nesterov", False, {False: "orthogonalise the average", True: "orthogonalise the look-ahead"}),
        Choice("coefficients", "quintic", COEFFICIENTS_DOC, doc="the polynomials of Newton–Schulz"),
        Choice("steps", 5, STEPS_DOC, doc="iterations of Newton–Schulz"),
    ),
    title="Muon on a hyperball",
    family="orthogonal",
    order=30,
    rounding=("point",),
    formula=(
        r"U_t = \mathrm{NS}(M_t), \qquad Q_t = (1-\eta\lambda)\, W_{t-1} - \eta R\, \frac{U_t}{\|U_t\|_F} \\"
        r"W_t = R\, \frac{Q_t}{\|Q_t\|_F}"
    ),
    paper="NVIDIA Emerging Optimizers 0.5",
    state_doc={"m": "average gradient"},
    traffic="20 + Newton–Schulz",
    related=("muon", "spel", "muown"),
)
