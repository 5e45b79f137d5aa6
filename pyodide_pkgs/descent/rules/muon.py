"""Muon: momentum, orthogonalised. Jordan et al. 2024, kellerjordan.github.io/posts/muon; arXiv:2502.16982.

    m ← μ m + (1 - μ) g        U = m, or (1 - μ) g + μ m with Nesterov's look-ahead
    p ← p - lr · scale · NS(U)

NS is the Newton–Schulz iteration: it makes all singular values of U about 1. `p`, `g` and `m` are `(runs, rows,
columns)`. Whether the momentum is an average or Polyak's sum does not matter, NS divides by the norm. `correct_bias`
does matter together with Nesterov: it weighs m and g differently at each step.
"""

from descent.arrays import ema
from descent.matrices.newton_schulz import COEFFICIENTS_DOC, CUSTOM, STEPS_DOC, newton_schulz, triples
from descent.matrices.shapes import SCALES, matrix_shape, muon_scale
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    matrix_shape(p, "muon")
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
    extra_scale,
    eps,
    nesterov,
    correct_bias,
    scale,
    coefficients,
    ns_a,
    ns_b,
    ns_c,
    steps,
    floor,
    precision,
):
    coefficients = triples(coefficients, ns_a, ns_b, ns_c)
    m = ema(s["m"], g, momentum)
    # The look-ahead uses the average that the next gradient will meet, hence t + 1.
    m_hat = m / (1 - momentum ** (t + 1 if nesterov else t)) if correct_bias else m
    g_hat = g / (1 - momentum**t) if correct_bias else g
    U = ema(m_hat, g_hat, momentum) if nesterov else m_hat
    O = newton_schulz(U, xp, coefficients=coefficients, steps=steps, eps=eps, floor=floor, precision=precision)
    return -lr * extra_scale * muon_scale(p.shape, scale) * O, {"m": m}


RULE = Rule(
    init,
    update,
    scope="matrix",
    hypers=(
        Hyper("lr", 3e-4, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("momentum", 0.95, 0.0, 0.999, doc="decay of the average gradient"),
        Hyper(
            "extra_scale", 1.0, 0.01, 10.0, scale="log", doc="a further factor; 0.2 matches the size of AdamW's step"
        ),
        Hyper("eps", 1e-15, 1e-20, 1e-3, scale="log", doc="guards the norm that Newton–Schulz divides by"),
        *CUSTOM,
    ),
    choices=(
        Choice("nesterov", False, {False: "orthogonalise the average", True: "orthogonalise the look-ahead"}),
        Choice(
            "correct_bias",
            False,
            {False: "the averages as they are", True: "divided by 1 - μᵗ, the form of optax"},
        ),
        Choice("scale", "spectral", SCALES, doc="the length of a step for a shape"),
        Choice("coefficients", "quintic", COEFFICIENTS_DOC, doc="the polynomials of Newton–Schulz"),
        Choice("steps", 5, STEPS_DOC, doc="iterations of Newton–Schulz"),
        Choice("floor", "maximum", {"maximum": "divide by max(‖U‖, ε)", "sum": "divide by ‖U‖ + ε"}),
        Choice(
            "precision",
            "full",
            {"full": "Newton–Schulz in the precision of p", "bfloat16": "each product rounded to eight bits"},
        ),
    ),
    title="Muon",
    family="orthogonal",
    order=10,
    formula=(
        r"M_t = \mu M_{t-1} + (1-\mu) G_t \\"
        r"U_t = M_t \quad\text{or}\quad \mu M_t + (1-\mu) G_t \\"
        r"W_t = W_{t-1} - \eta \sqrt{\max(m, n)}\, \mathrm{NS}(U_t), \qquad"
        r"\mathrm{NS}(U S V^\top) \approx U V^\top"
    ),
    paper="Jordan et al. 2024, kellerjordan.github.io/posts/muon",
    state_doc={"m": "average gradient"},
    traffic="20 + Newton–Schulz",
    related=("adaptive_muon", "scion", "polargrad", "mop", "spel", "muon_hyperball", "muown"),
)
