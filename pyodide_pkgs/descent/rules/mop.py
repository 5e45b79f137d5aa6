"""MOP: Muon with the exact polar factor of the momentum, by singular values. Lau et al. 2025, arXiv:2505.21799.

    m ← μ m + (1 - μ) g        U = m, or (1 - μ) g + μ m        U = A S Bᵀ
    p ← p - lr · tr(S) · A Bᵀ

With the nuclear norm tr(S) as its length the step is steepest descent in the spectral norm; with one of Muon's scales
it is Muon without the error of Newton–Schulz.
"""

from descent.arrays import ema
from descent.matrices.polar import polar
from descent.matrices.shapes import SCALES, matrix_shape, muon_scale
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    matrix_shape(p, "mop")
    return {"m": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr, momentum, extra_scale, nesterov, scale):
    m = ema(s["m"], g, momentum)
    U = ema(m, g, momentum) if nesterov else m
    O, nuclear_norm = polar(U, xp)
    length = nuclear_norm if scale == "nuclear_norm" else muon_scale(p.shape, scale)
    return -lr * extra_scale * length * O, {"m": m}


RULE = Rule(
    init,
    update,
    scope="matrix",
    hypers=(
        Hyper("lr", 3e-4, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("momentum", 0.95, 0.0, 0.999, doc="decay of the average gradient"),
        Hyper("extra_scale", 1.0, 0.01, 10.0, scale="log", doc="a further factor of the step"),
    ),
    choices=(
        Choice("nesterov", False, {False: "the polar factor of the average", True: "of the look-ahead"}),
        Choice(
            "scale",
            "nuclear_norm",
            {"nuclear_norm": "the sum of the singular values", **SCALES},
            doc="the length of a step",
        ),
    ),
    title="MOP",
    family="orthogonal",
    order=60,
    rounding=("decomposition",),
    formula=(
        r"M_t = \mu M_{t-1} + (1-\mu) G_t = U S V^\top \\"
        r"W_t = W_{t-1} - \eta\, \mathrm{tr}(S)\, U V^\top"
    ),
    paper="Lau et al. 2025, arXiv:2505.21799",
    state_doc={"m": "average gradient"},
    traffic="20 + singular values",
    related=("muon", "polargrad"),
)
