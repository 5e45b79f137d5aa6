"""Scion: a step towards the corner of a norm ball that the momentum points away from. arXiv:2502.07529.

    m ← μ m + (1 - μ) g        p ← (1 - lr) p - lr · r · √(rows / columns) · NS(m)

A Frank–Wolfe step: p moves by the fraction lr towards the point of the norm ball of radius r that lowers the linear
model most, so p never leaves the ball once inside and the formula holds its own decay. Without `constraint` p is not
shrunk, and only the direction of the corner is taken.

Which norm is a matter of what the tensor is for. What stands in the place of √(rows / columns) · NS(m) in the table
of the paper and in the authors' code:

    spectral   √(rows / columns) · NS(m)                 sign     sign(m) / columns
    columns    each column over its root mean square     rows     each row over its root mean square, over columns

Vectors `(runs, n)` have norms of their own: `rms`, m over its root mean square, and `sign`.
"""

from descent.arrays import ema, length, rms, sign
from descent.matrices.newton_schulz import COEFFICIENTS_DOC, CUSTOM, STEPS_DOC, newton_schulz, triples
from descent.matrices.shapes import matrix_shape, muon_scale
from descent.spec import Choice, Hyper, Rule

EPS = 1e-8
"""Added to what is divided by, as in the authors' code."""


def init(p, xp):
    if p.ndim != 2:
        matrix_shape(p, "scion")
    return {"m": xp.zeros_like(p)}


def away(m, xp, ball, vectors, coefficients, steps):
    """The point of the ball of radius 1 that lies farthest along m."""
    if m.ndim == 2:
        return sign(m, xp) if vectors == "sign" else m / (rms(m, xp) + EPS)
    rows, columns = m.shape[1:]
    if ball == "sign":
        return sign(m, xp) / columns
    if ball == "columns":
        return m / (length(m, 1, xp) / rows**0.5 + EPS)
    if ball == "rows":
        return m / (length(m, 2, xp) * columns**0.5 + EPS)
    return muon_scale(m.shape, "unit_rms_norm") * newton_schulz(m, xp, coefficients=coefficients, steps=steps)


def update(
    p, g, s, t, xp, *, lr, momentum, radius, ball, vectors, constraint, coefficients, ns_a, ns_b, ns_c, steps
):  # fmt: skip
    m = ema(s["m"], g, momentum)
    corner = -radius * away(m, xp, ball, vectors, triples(coefficients, ns_a, ns_b, ns_c), steps)
    return lr * (corner - p if constraint else corner), {"m": m}


RULE = Rule(
    init,
    update,
    scope="matrix",
    vectors=True,
    hypers=(
        Hyper("lr", 3e-4, 1e-6, 1.0, scale="log", doc="the fraction of the way to the corner"),
        Hyper("momentum", 0.95, 0.0, 0.999, doc="decay of the average gradient"),
        Hyper("radius", 1.0, 0.01, 100.0, scale="log", doc="radius of the ball, r"),
        *CUSTOM,
    ),
    choices=(
        Choice(
            "ball",
            "spectral",
            {
                "spectral": "singular values up to r √(rows / columns), for hidden layers",
                "sign": "entries up to r / columns, for a last layer",
                "columns": "columns of root mean square r, for a first layer",
                "rows": "rows of length r / √columns",
            },
            doc="the norm of matrices",
        ),
        Choice(
            "vectors",
            "rms",
            {"rms": "root mean square r, for biases", "sign": "entries up to r"},
            doc="the norm of vectors",
        ),
        Choice(
            "constraint",
            True,
            {True: "p stays in the ball", False: "the step alone, without the decay that keeps p in the ball"},
        ),
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
