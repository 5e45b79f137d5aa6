"""PolarGrad: the polar factor of the momentum, as long as its nuclear norm. Lau et al. 2025, arXiv:2505.21799.

    m ← μ m + (1 - μ) g        U = m, or (1 - μ) g + μ m
    p ← p - lr · ⟨O, U⟩ · O    with O = NS(U), so that ⟨O, U⟩ ≈ ‖U‖₊ (the nuclear norm)

Unlike Muon's, the step shrinks with the gradient. The one-sided forms take O = (U Uᵀ)^(-1/2) U or U (UᵀU)^(-1/2) from
an eigenvalue decomposition instead.
"""

from descent.arrays import ema, total
from descent.matrices.newton_schulz import COEFFICIENTS_DOC, CUSTOM, STEPS_DOC, newton_schulz, triples
from descent.matrices.polar import one_sided_polar
from descent.matrices.shapes import matrix_shape
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    matrix_shape(p, "polargrad")
    return {"m": xp.zeros_like(p)}


def update(
    p,
    g,
    s,
    t,
    xp,
    *,
    lr,
    momentum,
    alpha,
    extra_scale,
    nesterov,
    factor,
    center_rows,
    coefficients,
    ns_a,
    ns_b,
    ns_c,
    steps,
):
    coefficients = triples(coefficients, ns_a, ns_b, ns_c)
    m = ema(s["m"], g, momentum)
    U = ema(m, g, momentum) if nesterov else m
    if factor == "newton_schulz":
        O = newton_schulz(U, xp, coefficients=coefficients, steps=steps)
        scaled = total(O * U, xp) * O
    else:
        scaled = one_sided_polar(U, xp, side=factor, alpha=alpha, center_rows=center_rows)
    return -lr * extra_scale * scaled, {"m": m}


RULE = Rule(
    init,
    update,
    scope="matrix",
    hypers=(
        Hyper("lr", 3e-4, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("momentum", 0.95, 0.0, 0.999, doc="decay of the average gradient"),
        Hyper("alpha", 1.0, 0.0, 2.0, doc="power of the nuclear norm, one-sided forms only"),
        Hyper("extra_scale", 1.0, 0.01, 10.0, scale="log", doc="a further factor of the step"),
        *CUSTOM,
    ),
    choices=(
        Choice("nesterov", False, {False: "the polar factor of the average", True: "of the look-ahead"}),
        Choice(
            "factor",
            "newton_schulz",
            {
                "newton_schulz": "by Newton–Schulz",
                "left": "(U Uᵀ)^(-1/2) U by eigenvalues, for wide matrices",
                "right": "U (UᵀU)^(-1/2) by eigenvalues, for tall matrices",
            },
        ),
        Choice(
            "center_rows",
            False,
            {False: "U as it is", True: "without its mean row, one-sided forms only"},
        ),
        Choice("coefficients", "quintic", COEFFICIENTS_DOC, doc="the polynomials of Newton–Schulz"),
        Choice("steps", 5, STEPS_DOC, doc="iterations of Newton–Schulz"),
    ),
    title="PolarGrad",
    family="orthogonal",
    order=70,
    rounding=("decomposition",),
    formula=(
        r"M_t = \mu M_{t-1} + (1-\mu) G_t, \qquad O_t = \mathrm{NS}(M_t) \\"
        r"W_t = W_{t-1} - \eta\, \langle O_t, M_t \rangle\, O_t"
    ),
    paper="Lau et al. 2025, arXiv:2505.21799",
    state_doc={"m": "average gradient"},
    traffic="20 + Newton–Schulz",
    related=("muon", "mop"),
)
