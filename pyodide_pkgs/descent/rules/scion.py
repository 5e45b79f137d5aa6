"""Scion: a step towards the corner of a ball of matrices that the momentum points away from. arXiv:2502.07529.

    m ← μ m + (1 - μ) g        p ← (1 - lr) p - lr · r · √(rows / columns) · NS(m)

A Frank–Wolfe step: p moves by the fraction lr towards the point of the norm ball of radius r that lowers the linear
model most, so p never leaves the ball once inside and the formula holds its own decay.
"""

from descent.arrays import ema
from descent.matrices.newton_schulz import COEFFICIENTS_DOC, CUSTOM, STEPS_DOC, newton_schulz, triples
from descent.matrices.shapes import matrix_shape, muon_scale
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    matrix_shape(p, "scion")
    return {"m": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, momentum, radius, coefficients, ns_a, ns_b, ns_c, steps):
    coefficients = triples(coefficients, ns_a, ns_b, ns_c)
    m = ema(s["m"], g, momentum)
    O = newton_schulz(m, xp, coefficients=coefficients, steps=steps)
    corner = -radius * muon_scale(p.shape, "unit_rms_norm") * O
    return lr * (corner - p), {"m": m}


RULE = Rule(
    init,
    update,
    scope="matrix",
    hypers=(
        Hyper("lr", 3e-4, 1e-6, 1.0, scale="log", doc="the fraction of the way to the corner"),
        Hyper("momentum", 0.95, 0.0, 0.999, doc="decay of the average gradient"),
        Hyper("radius", 1.0, 0.01, 100.0, scale="log", doc="radius of the ball, per √(rows / columns)"),
        *CUSTOM,
    ),
    choices=(
        Choice("coefficients", "quintic", COEFFICIENTS_DOC, doc="the polynomials of Newton–Schulz"),
        Choice("steps", 5, STEPS_DOC, doc="iterations of Newton–Schulz"),
    ),
    title="Scion",
    family="orthogonal",
    order=50,
    formula=(
        r"M_t = \mu M_{t-1} + (1-\mu) G_t \\"
        r"W_t = (1-\eta)\, W_{t-1} - \eta\, r \sqrt{m / n}\; \mathrm{NS}(M_t)"
    ),
    paper="Pethick et al. 2025, arXiv:2502.07529",
    state_doc={"m": "average gradient"},
    traffic="20 + Newton–Schulz",
    related=("muon", "spel"),
)
