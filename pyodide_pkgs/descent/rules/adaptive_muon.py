"""Muon with a second moment: AdaMuon (arXiv:2507.11005), NorMuon (arXiv:2510.05491) or NAMO (arXiv:2602.17080).

    m ← μ m + (1 - μ) g        U = m, or (1 - μ) g + μ m        O = NS(U)

    adamuon   v ← β₂ v + (1 - β₂) O²                 u = O / (√v + ε)
    normuon   v ← β₂ v + (1 - β₂) mean(O²)           u = O / √max(v, ε), then as long as O
    namo      v ← β₂ v + (1 - β₂) ‖g‖²               u = O ‖U‖ / (√v + ε)

    p ← p - lr · scale · u

The mean of normuon runs over the shorter side, so `v` has one entry per index of the longer side.
"""

from descent.arrays import ema, norm
from descent.matrices.newton_schulz import COEFFICIENTS_DOC, CUSTOM, STEPS_DOC, newton_schulz, triples
from descent.matrices.shapes import SCALES, matrix_shape, muon_scale, per_run, zeros
from descent.spec import Choice, Hyper, Rule


def init(p, xp, *, moment2):
    rows, columns = matrix_shape(p, "adaptive_muon")
    v_shape = {
        "adamuon": (rows, columns),
        "normuon": (rows, 1) if rows >= columns else (1, columns),
        "namo": (1, 1),
    }[moment2]
    return {"m": xp.zeros_like(p), "v": zeros(p, *v_shape, xp)}


def update(
    p,
    g,
    s,
    t,
    xp,
    *,
    lr,
    momentum,
    beta2,
    eps,
    extra_scale,
    moment2,
    nesterov,
    scale,
    coefficients,
    ns_a,
    ns_b,
    ns_c,
    steps,
):
    coefficients = triples(coefficients, ns_a, ns_b, ns_c)
    m = ema(s["m"], g, momentum)
    U = ema(m, g, momentum) if nesterov else m
    O = newton_schulz(U, xp, coefficients=coefficients, steps=steps)
    if moment2 == "adamuon":
        v = ema(s["v"], O * O, beta2)
        u = O / (xp.sqrt(v) + eps)
    elif moment2 == "normuon":
        shorter = -1 if p.shape[1] >= p.shape[2] else -2
        v = ema(s["v"], xp.mean(O * O, axis=shorter, keepdims=True), beta2)
        u = O / xp.sqrt(xp.maximum(v, per_run(eps, p, xp)))
        u = u * norm(O, xp) / xp.maximum(norm(u, xp), per_run(eps, p, xp))
    else:
        v = ema(s["v"], norm(g, xp) ** 2, beta2)
        u = O * norm(U, xp) / (xp.sqrt(v) + eps)
    return -lr * extra_scale * muon_scale(p.shape, scale) * u, {"m": m, "v": v}


RULE = Rule(
    init,
    update,
    scope="matrix",
    hypers=(
        Hyper("lr", 3e-4, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("momentum", 0.95, 0.0, 0.999, doc="decay of the average gradient"),
        Hyper("beta2", 0.95, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="guards the division by the root of the second moment"),
        Hyper("extra_scale", 1.0, 0.01, 10.0, scale="log", doc="a further factor of the step"),
        *CUSTOM,
    ),
    choices=(
        Choice(
            "moment2",
            "adamuon",
            {
                "adamuon": "one second moment per entry, of the orthogonalised momentum",
                "normuon": "one per index of the longer side, of the orthogonalised momentum",
                "namo": "one for the matrix, of the gradient",
            },
        ),
        Choice("nesterov", False, {False: "orthogonalise the average", True: "orthogonalise the look-ahead"}),
        Choice("scale", "spectral", SCALES, doc="the length of a step for a shape"),
        Choice("coefficients", "quintic", COEFFICIENTS_DOC, doc="the polynomials of Newton–Schulz"),
        Choice("steps", 5, STEPS_DOC, doc="iterations of Newton–Schulz"),
    ),
    refused=(
        (
            {"moment2": "namo", "decay_method": "l2"},
            "namo averages the norm of the raw gradient, without a penalty; possible: decoupled, independent, palm",
        ),
    ),
    title="Adaptive Muon",
    family="orthogonal",
    order=20,
    formula=(
        r"O_t = \mathrm{NS}(U_t), \qquad V_t = \beta_2 V_{t-1} + (1-\beta_2)\, O_t^2 \\"
        r"W_t = W_{t-1} - \eta \sqrt{\max(m, n)}\, \frac{O_t}{\sqrt{V_t} + \epsilon}"
    ),
    paper="Si et al. 2025, arXiv:2507.11005; Li et al. 2025, arXiv:2510.05491; NAMO, arXiv:2602.17080",
    state_doc={"m": "average gradient", "v": "second moment, of the shape that moment2 says"},
    traffic="28 + Newton–Schulz",
    related=("muon", "adam"),
)
