"""Muown: Muon for the directions of the rows, Adam for their lengths. arXiv:2605.10797.

Row i of p is gᵢ vᵢ / ‖vᵢ‖. With the unit rows u = v / ‖v‖ and the gradient G of the loss in p:

    ∂g = ⟨u, G⟩        ∂v = g / ‖v‖ · (G - u ∂g)
    b ← μ b + (1 - μ) ∂v        v ← v - lr · scale · NS(b)
    g ← (1 - lr λ) (g - lr · Adam(∂g))

p itself is g u, so `v` need not be kept: its row lengths do. `g`, `v_norm` and Adam's moments are `(runs, rows, 1)`.
"""

from descent.arrays import ema, length, widened
from descent.matrices.newton_schulz import COEFFICIENTS_DOC, CUSTOM, STEPS_DOC, newton_schulz, triples
from descent.matrices.shapes import SCALES, matrix_shape, muon_scale
from descent.spec import Choice, Hyper, Rule


def init(p, xp):
    matrix_shape(p, "muown")
    # A row of zeros has no direction; a tiny length keeps the division defined.
    rows = xp.clip(length(widened(p, xp), -1, xp), min=1e-12)
    return {
        "g": rows,
        "v_norm": rows,
        "buf": xp.zeros_like(p),
        "m_g": xp.zeros_like(rows),
        "v_g": xp.zeros_like(rows),
    }


def update(
    p,
    g,
    s,
    t,
    xp,
    *,
    lr,
    momentum,
    weight_decay,
    beta1,
    beta2,
    eps,
    extra_scale,
    scale,
    coefficients,
    ns_a,
    ns_b,
    ns_c,
    steps,
):
    coefficients = triples(coefficients, ns_a, ns_b, ns_c)
    u = p / s["g"]
    grad_g = xp.sum(g * u, axis=-1, keepdims=True)
    grad_v = s["g"] / s["v_norm"] * (g - u * grad_g)

    buf = ema(s["buf"], grad_v, momentum)
    O = newton_schulz(buf, xp, coefficients=coefficients, steps=steps)
    v = u * s["v_norm"] - lr * extra_scale * muon_scale(p.shape, scale) * O

    m_g = ema(s["m_g"], grad_g, beta1)
    v_g = ema(s["v_g"], grad_g * grad_g, beta2)
    adam = m_g / (1 - beta1**t) / (xp.sqrt(v_g / (1 - beta2**t)) + eps)
    new_g = (1 - lr * weight_decay) * (s["g"] - lr * adam)

    v_norm = length(v, -1, xp)
    return new_g * (v / v_norm) - p, {"g": new_g, "v_norm": v_norm, "buf": buf, "m_g": m_g, "v_g": v_g}


RULE = Rule(
    init,
    update,
    scope="matrix",
    hypers=(
        Hyper("lr", 3e-4, 1e-6, 1.0, scale="log", doc="learning rate of directions and lengths"),
        Hyper("momentum", 0.95, 0.0, 0.999, doc="decay of the average gradient of the directions"),
        Hyper("weight_decay", 0.0, 0.0, 1.0, doc="decay λ of the lengths"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the first moment of the lengths"),
        Hyper("beta2", 0.95, 0.0, 0.9999, doc="decay of the second moment of the lengths"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the root of that second moment"),
        Hyper("extra_scale", 1.0, 0.01, 10.0, scale="log", doc="a further factor of the step of the directions"),
        *CUSTOM,
    ),
    choices=(
        Choice("scale", "spectral", SCALES, doc="the length of a step for a shape"),
        Choice("coefficients", "quintic", COEFFICIENTS_DOC, doc="the polynomials of Newton–Schulz"),
        Choice("steps", 5, STEPS_DOC, doc="iterations of Newton–Schulz"),
    ),
    title="Muown",
    family="orthogonal",
    order=40,
    rounding=("point",),
    formula=(
        r"W = \mathrm{diag}(g)\, U, \qquad u_i = v_i / \|v_i\| \\"
        r"V_t = V_{t-1} - \eta \sqrt{\max(m, n)}\, \mathrm{NS}(B_t), \quad "
        r"B_t = \mu B_{t-1} + (1-\mu)\, \partial_V \\"
        r"g_t = (1 - \eta\lambda)\,(g_{t-1} - \eta\, \mathrm{Adam}(\partial_g))"
    ),
    paper="Lion et al. 2026, arXiv:2605.10797",
    state_doc={
        "g": "length of each row",
        "v_norm": "length of each row of v",
        "buf": "average gradient of v",
        "m_g": "first moment of the gradient of g",
        "v_g": "second moment of the gradient of g",
    },
    traffic="20 + Newton–Schulz",
    related=("muon", "muon_hyperball", "oblique_sgd"),
)
