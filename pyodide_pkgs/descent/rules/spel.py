"""SPEL: Muon on the matrices whose singular values are all 1. arXiv:2601.21487.

    m ← μ m + (1 - μ) g        U = m, or (1 - μ) g + μ m
    p ← NS((1 - lr λ) p - lr · NS(U))

The outer Newton–Schulz brings the point back to the manifold of orthogonal matrices, so the decay λ acts inside it.
"""

from descent.arrays import ema
from descent.matrices.newton_schulz import COEFFICIENTS_DOC, CUSTOM, STEPS_DOC, newton_schulz, triples
from descent.matrices.shapes import matrix_shape
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    matrix_shape(p, "spel")
    return {"m": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, momentum, weight_decay, nesterov, coefficients, ns_a, ns_b, ns_c, steps):
    coefficients = triples(coefficients, ns_a, ns_b, ns_c)
    m = ema(s["m"], g, momentum)
    U = ema(m, g, momentum) if nesterov else m
    O = newton_schulz(U, xp, coefficients=coefficients, steps=steps)
    retracted = newton_schulz((1 - lr * weight_decay) * p - lr * O, xp, coefficients=coefficients, steps=steps)
    return retracted - p, {"m": m}


RULE = Rule(
    init,
    update,
    scope="matrix",
    hypers=(
        Hyper("lr", 3e-4, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("momentum", 0.95, 0.0, 0.999, doc="decay of the average gradient"),
        Hyper("weight_decay", 0.1, 0.0, 1.0, doc="decay λ of the point before it is brought back"),
        *CUSTOM,
    ),
    choices=(
        Choice("nesterov", False, {False: "orthogonalise the average", True: "orthogonalise the look-ahead"}),
        Choice("coefficients", "quintic", COEFFICIENTS_DOC, doc="the polynomials of Newton–Schulz"),
        Choice("steps", 5, STEPS_DOC, doc="iterations of Newton–Schulz"),
    ),
    title="SPEL",
    family="orthogonal",
    order=80,
    rounding=("point",),
    formula=(
        r"M_t = \mu M_{t-1} + (1-\mu) G_t \\"
        r"W_t = \mathrm{NS}\big((1 - \eta\lambda)\, W_{t-1} - \eta\, \mathrm{NS}(M_t)\big)"
    ),
    paper="SPEL 2026, arXiv:2601.21487",
    state_doc={"m": "average gradient"},
    traffic="20 + Newton–Schulz twice",
    related=("muon", "scion", "muon_hyperball"),
)
